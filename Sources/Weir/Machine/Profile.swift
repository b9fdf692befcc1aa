// What a run of the machine spends on each rule: how often each word of the code runs, counted by
// the interpreter's own loop, compiled a second time with a counter in it. The ordinary loop is
// compiled with a counter that does nothing, of which nothing is left. What belongs to which rule
// is found afterwards, from the code.

/// Told of every step of a run.
package protocol StepCounter {
  mutating func count(_ word: Int)
  /// A rule's candidate is tried.
  mutating func begin(_ rule: UInt32)
}

/// Counts nothing.
package struct NoCounter: StepCounter {
  @inline(__always) package mutating func count(_ word: Int) {}
  @inline(__always) package mutating func begin(_ rule: UInt32) {}
}

/// Counts how often each word of a program's code is run, and how often each rule is tried.
package struct WordCounter: StepCounter {
  package private(set) var counts: [Int]
  package private(set) var tries: [Int]

  package init(words: Int, rules: Int) {
    counts = Array(repeating: 0, count: words)
    tries = Array(repeating: 0, count: rules)
  }

  @inline(__always) package mutating func count(_ word: Int) { counts[word] &+= 1 }
  @inline(__always) package mutating func begin(_ rule: UInt32) { tries[Int(rule)] &+= 1 }
}

/// What requests cost, rule by rule.
package struct Profile {
  var counter: WordCounter
  private let program: LoadedProgram
  private var matched: [Int]
  private var uncertain: [Int]

  /// One rule's part. Its steps are the instructions run for it; a condition that several rules
  /// share is counted for the first of them that is tried.
  package struct Rule: Sendable {
    package var name: String
    package var at: String
    package var tried = 0
    package var matched = 0
    package var uncertain = 0
    package var steps = 0
  }

  package init(_ program: LoadedProgram) {
    self.program = program
    counter = WordCounter(
      words: program.image.code.count, rules: program.image.rules.count)
    matched = Array(repeating: 0, count: program.image.rules.count)
    uncertain = matched
  }

  /// Takes the outcomes of a run into account that was counted.
  mutating func count(_ interpreter: borrowing Interpreter) {
    for rule in interpreter.matchedRules { matched[Int(rule)] += 1 }
    for rule in interpreter.uncertainRules { uncertain[Int(rule)] += 1 }
  }

  /// All instructions run.
  package var steps: Int { counter.counts.reduce(0, +) }

  /// Every rule of the policy, in the order of its files. What is missing to `steps` was spent on
  /// finding rules; those that a sieve rules out are not tried.
  package func rules() -> [Rule] {
    let image = program.image
    var rules = image.rules.indices.map { index in
      let rule = image.rules[index]
      return Rule(
        name: rule.name, at: program.rules.place(of: index), tried: counter.tries[index],
        matched: matched[index],
        uncertain: uncertain[index])
    }
    var current: Int?
    for (word, count) in counter.counts.enumerated() {
      let instruction = image.code[word]
      if instruction.opcodeByte == Opcode.rule.rawValue {
        current = instruction.a
      }
      if let current { rules[current].steps += count }
      if instruction.opcodeByte == Opcode.match.rawValue { current = nil }
    }
    return rules
  }
}
