// One quantifier under way: which element it is at and what its bodies have come to so far.

/// The state of a loop.
package struct LoopFrame: BitwiseCopyable {
  private var region: Value.Region
  package private(set) var isMap: Bool
  private var stride: Int
  /// Where the current element's values begin in their region.
  private var place: Int
  package private(set) var index = 0
  private var count: Int
  /// What the loop comes to if it ends now.
  package private(set) var result: Value
  /// Why there is nothing to loop over, if so.
  private var subjectFault: FaultKind?
  /// A sum that has left the numbers on its way, and may come back: `result` is a fault meanwhile.
  private var sum = ExactSum()
  private var isWide = false

  /// A loop over what its instruction takes, a list, a map or either; anything else has a result at
  /// once.
  package init(over subject: Value, by opcode: Opcode, kind: LoopKind) {
    region = subject.region
    result = kind.initial
    isMap = false
    stride = 1
    place = subject.offset
    count = 0
    switch subject.tag {
    case .list where opcode != .loopMap:
      stride = subject.stride
      count = subject.count
    case .record where opcode != .loop:
      isMap = true
      stride = subject.stride
      count = subject.count
    case .fault: subjectFault = subject.faultKind
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .list,
      .record, .opaqueRecord, .opaqueList:
      subjectFault = .wrongType
    }
  }

  /// The loop's result if no body is to run.
  package func resultIfEmpty(_ kind: LoopKind) -> Value? {
    if let subjectFault { return .fault(subjectFault) }
    return count == 0 ? result : nil
  }

  /// A value of the current element; absent where its list was laid out without such a value,
  /// which only a program that no emitter made asks for.
  @inline(__always)
  package func value(at slot: Int, _ memory: borrowing Memory) -> Value {
    guard slot < stride else { return .fault(.absent) }
    return region == .constants ? memory.constantValues[place &+ slot] : memory[place &+ slot]
  }

  /// The current key of a map, the current index of a list.
  package func key(_ memory: borrowing Memory) -> Value {
    isMap ? value(at: 0, memory) : .number(Decimal(index))
  }

  /// The current value of a map, the current element of a list.
  package func value(_ memory: borrowing Memory) -> Value {
    value(at: isMap ? 1 : 0, memory)
  }

  /// Takes a body's value into account; true if another element follows.
  @inline(__always)
  package mutating func take(
    _ body: Value, _ kind: LoopKind, _ memory: borrowing Memory
  ) -> Bool {
    switch kind {
    case .any:
      if body.isTrue {
        result = .true
        return false
      }
      if !body.isFalse, result.isFalse { result = body.asUncertain }
    case .all:
      if body.isFalse {
        result = .false
        return false
      }
      if !body.isTrue, result.isTrue { result = body.asUncertain }
    case .count:
      if body.isTrue {
        if !result.isFault { result = Operations.arithmetic(.add, result, .number(Decimal(1))) }
      } else if !body.isFalse, !result.isFault {
        result = body.asUncertain
      }
    case .sum:
      if index == 0 {
        let isSummable = body.tag == .number || body.tag == .duration
        result = isSummable ? body : body.asUncertain
      } else {
        let total = Operations.arithmetic(.add, result, body)
        if total.isFault { leave(result, adding: body) } else { result = total }
      }
    case .min: takeExtreme(body, Operations.ordered(.less, body, result, memory))
    case .max: takeExtreme(body, Operations.ordered(.greater, body, result, memory))
    }
    index &+= 1
    place &+= stride
    return index < count
  }

  /// A sum has come to a fault: by what was added, for good; by its size, perhaps only on its way.
  @inline(never)
  private mutating func leave(_ before: Value, adding body: Value) {
    if body.isFault || body.tag != .number && body.tag != .duration {
      if isWide || !before.isFault { result = body.asUncertain }
      isWide = false
      return
    }
    if !isWide {
      guard !before.isFault, sum.add(before, isSubtracted: false) else { return }
      isWide = true
    }
    _ = sum.add(body, isSubtracted: false)
    // What it comes to if it ends now.
    result = index &+ 1 < count ? .fault(.outOfRange) : sum.value
  }

  private mutating func takeExtreme(_ body: Value, _ isBetter: Value) {
    if index == 0 {
      result = body.isOrdered ? body : body.asUncertain
    } else if !result.isFault {
      if isBetter.isFault {
        result = body.isFault ? body : isBetter
      } else if isBetter.isTrue {
        result = body
      }
    }
  }
}

extension LoopKind {
  /// What a loop over nothing comes to.
  package var initial: Value {
    switch self {
    case .any: .false
    case .all: .true
    case .count, .sum: .number(.zero)
    case .min, .max: .fault(.noElement)
    }
  }
}

extension Value {
  /// The value as the fault that it makes of what wanted a truth or a number of it.
  package var asUncertain: Value { isFault ? self : .fault(.wrongType) }

  /// Whether values of this kind have an order.
  package var isOrdered: Bool {
    switch tag {
    case .string, .number, .timestamp, .duration, .version: true
    case .fault, .bool, .ip, .cidr, .hours, .list, .record, .opaqueRecord, .opaqueList: false
    }
  }
}
