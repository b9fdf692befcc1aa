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
  private var outcome: QuantifierOutcome
  /// Why there is nothing to loop over, if so.
  private var subjectFault: FaultKind?

  /// A loop over what its instruction takes, a list, a map or either; anything else has a result at
  /// once.
  package init(over subject: Value, by opcode: Opcode, kind: LoopKind) {
    region = subject.region
    outcome = QuantifierOutcome(kind)
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
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder, .list,
      .record, .opaqueRecord, .opaqueList:
      subjectFault = .wrongType
    }
  }

  /// What the loop comes to if it ends now.
  package var result: Value { outcome.value }

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
    guard outcome.take(body, kind, at: index, of: count, memory) else { return false }
    index &+= 1
    place &+= stride
    return index < count
  }
}
