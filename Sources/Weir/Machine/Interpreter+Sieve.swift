// Lists that come with a sieve: the conditions that many of their rules share rule out 64 rules at
// a time, and make 64 at a time uncertain. A run for the verdict goes by the list's plan
// (SievePlan).

extension Interpreter {
  /// Evaluates a list's shared conditions and puts the candidates that are left into `sieved`;
  /// returns how many. A condition counts as a step of the word that tries the list.
  @inline(never)
  mutating func sieve<Counter: StepCounter>(
    _ list: UnsafePointer<LoadedProgram.FlatList>, _ counter: inout Counter, word: Int
  ) -> Int {
    let count = list.pointee.count
    let words = CandidateList.words(for: count)
    let left = sieveBits
    let open = sieveBits + words
    var index = 0
    while index < words {
      left[index] = .max
      open[index] = 0
      index &+= 1
    }
    // Nobody stands behind the last candidate.
    if count % 64 != 0 { left[words &- 1] = 1 << UInt64(count % 64) &- 1 }

    var bits = list.pointee.bits
    var condition = list.pointee.conditions
    let end = condition + list.pointee.conditionCount
    while condition != end {
      counter.count(word)
      index = 0
      switch answer(condition.pointee, frame) {
      case .true: break
      case .false:
        while index < words {
          left[index] &= ~bits[index]
          index &+= 1
        }
      case .uncertain:
        while index < words {
          open[index] |= bits[index]
          index &+= 1
        }
      }
      bits += words
      condition += 1
    }

    let candidates = list.pointee.candidates
    var sieved = self.sieved
    index = 0
    while index < words {
      var rest = left[index]
      let uncertain = open[index]
      let first = candidates + 64 &* index
      while rest != 0 {
        let place = rest.trailingZeroBitCount
        rest &= rest &- 1
        sieved.pointee = first[place].marked(uncertain >> UInt64(place) & 1)
        sieved += 1
      }
      index &+= 1
    }
    return sieved - self.sieved
  }

  // MARK: For the verdict

  /// Tries a sieved list as far as the verdict goes: rules that are idle only where nothing denies,
  /// and single candidates only where the sieve leaves them open.
  @inline(never)
  mutating func judgeForVerdict(_ list: UnsafePointer<LoadedProgram.FlatList>) {
    let plan = plans.pointee.plan(for: list, of: program)
    let firstMatched = matchedCount
    let firstUncertain = uncertainCount
    askConditions(of: list, plan)
    tell(list, plan, plan.needed, words: plan.front)
    guard steps >= 0, plans.pointee.deniedRun != runNumber else { return }
    if hasDenial(matched, from: firstMatched, to: matchedCount)
      || hasDenial(uncertain, from: firstUncertain, to: uncertainCount)
    {
      plans.pointee.deniedRun = runNumber
      return
    }
    tell(list, plan, plan.idle, words: plan.words)
  }

  /// Evaluates a list's conditions, and keeps the rows of those that say something.
  @inline(__always)
  private mutating func askConditions(
    of list: UnsafePointer<LoadedProgram.FlatList>, _ plan: SievePlan
  ) {
    let plans = self.plans
    let frame = self.frame
    plans.pointee.ruledOut.clear()
    plans.pointee.uncertain.clear()
    plans.pointee.opened.clear()
    var condition = list.pointee.conditions
    let end = condition + list.pointee.conditionCount
    var known = plan.conditions
    var row = list.pointee.bits
    var isSettled = false
    while condition != end {
      if !isSettled || !known.pointee.follows {
        let answer = answer(condition.pointee, frame)
        isSettled = answer == known.pointee.settles
        switch answer {
        case .false: plans.pointee.ruledOut.add(row)
        case .uncertain: plans.pointee.uncertain.add(row)
        case .true: if known.pointee.isBound { plans.pointee.opened.add(row) }
        }
      }
      row += plan.words
      known += 1
      condition += 1
    }
  }

  /// Puts those of some candidates that the sieve has left among the outcomes; those that it leaves
  /// open are tried.
  private mutating func tell(
    _ list: UnsafePointer<LoadedProgram.FlatList>, _ plan: SievePlan,
    _ some: UnsafePointer<UInt64>, words: Int
  ) {
    let plans = self.plans
    var candidates = list.pointee.candidates
    var index = 0
    while index < words {
      var left = some[index]
      if left != 0 { left &= ~plans.pointee.ruledOut.union(at: index) }
      if left != 0 {
        var unknown = plan.uncertain[index] | plans.pointee.uncertain.union(at: index)
        var open = left & (plan.open[index] | plans.pointee.opened.union(at: index))
        if open == left {
          judge(left, of: candidates, unknown)
          (left, open) = (0, 0)
        }
        while open != 0 {
          let place = open.trailingZeroBitCount
          let bit = open & (0 &- open)
          open ^= bit
          switch outcome(of: candidates[place].marked(unknown &>> UInt64(place) & 1)) {
          case .false: left ^= bit
          case .true: break
          case .uncertain: unknown |= bit
          }
        }
        // Who is past a limit is denied.
        guard steps >= 0 else { return }
        uncertainCount = put(left & unknown, of: candidates, into: uncertain, at: uncertainCount)
        matchedCount = put(left & ~unknown, of: candidates, into: matched, at: matchedCount)
      }
      candidates += 64
      index &+= 1
    }
  }

  /// Tries some of 64 candidates.
  @inline(never)
  private mutating func judge(
    _ bits: UInt64, of candidates: UnsafePointer<Candidate>, _ unknown: UInt64
  ) {
    var rest = bits
    var count = 0
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      rest &= rest &- 1
      sieved[count] = candidates[place].marked(unknown &>> UInt64(place) & 1)
      count &+= 1
    }
    var nobody = NoCounter()
    judge(UnsafePointer(sieved), count, &nobody)
  }

  /// Appends the rules of some of 64 candidates; returns how many rules there are then.
  @inline(__always)
  private mutating func put(
    _ bits: UInt64, of candidates: UnsafePointer<Candidate>,
    into rules: UnsafeMutablePointer<UInt32>, at start: Int
  ) -> Int {
    var rest = bits
    var count = start
    while rest != 0 {
      rules[count] = candidates[rest.trailingZeroBitCount].rule
      rest &= rest &- 1
      count &+= 1
    }
    return count
  }

  /// Tries one candidate, and keeps its outcome to itself.
  @inline(never)
  private mutating func outcome(of candidate: Candidate) -> Truth {
    let counts = (matchedCount, uncertainCount)
    defer { (matchedCount, uncertainCount) = counts }
    var nobody = NoCounter()
    sieved.pointee = candidate
    judge(UnsafePointer(sieved), 1, &nobody)
    return matchedCount > counts.0 ? .true : uncertainCount > counts.1 ? .uncertain : .false
  }

  /// Whether one of some outcomes denies.
  @inline(__always)
  private mutating func hasDenial(
    _ rules: UnsafeMutablePointer<UInt32>, from start: Int, to end: Int
  ) -> Bool {
    let deny = RuleEffect(.deny, isObserved: false).mask
    var index = start
    while index < end {
      if program.ruleMasks[Int(rules[index])] == deny { return true }
      index &+= 1
    }
    return false
  }
}
