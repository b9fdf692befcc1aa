// What the reader's tests share: running a reader on bytes.

import Testing

@testable import Weir

extension RequestReader {
  /// Reads bytes that lie in memory of exactly their size.
  mutating func outcome(_ bytes: [UInt8], slots: Int) -> Outcome {
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: bytes)
    memory.input = UnsafeBufferPointer(copy)
    do {
      try read(into: &memory)
    } catch {
      for slot in 0..<slots { #expect(memory[slot].isFault, "after an error every slot is absent") }
      return .error(error)
    }
    var seen: [Seen] = []
    for slot in 0..<slots { seen.append(Seen(memory[slot], in: memory)) }
    return .slots(seen)
  }
}

/// What a reader of its own makes of a request; readers that learn no names, or cannot tell them
/// apart by hashes, must agree.
func read(_ bytes: [UInt8], _ projection: Projection, strings: [ExactString] = []) -> Outcome {
  var reader = RequestReader(projection: projection, strings: StringTable(strings: strings))
  let outcome = reader.outcome(bytes, slots: projection.slotCount)
  for probes in [NameSet.probeLimit, 0] {
    var other = RequestReader(
      projection: projection, strings: StringTable(strings: strings), learnable: 0, probes: probes)
    #expect(other.outcome(bytes, slots: projection.slotCount) == outcome)
  }
  return outcome
}

func parse(_ bytes: [UInt8]) -> Result<JSONDocument, InputError> {
  let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
  defer { copy.deallocate() }
  _ = copy.initialize(from: bytes)
  do {
    return .success(try parseJSON(UnsafeBufferPointer(copy)))
  } catch {
    return .failure(error)
  }
}

extension Projection {
  static let nothing = Projection()

  /// A member that no test's requests have, so that all their names are looked at.
  static let object: Projection = {
    var root = Node()
    root.members = [Member(name: ExactString("read by the policy"), node: 1)]
    var leaf = Node()
    leaf.slot = 0
    return Projection(nodes: [root, leaf], slotCount: 1)
  }()

  /// The whole request, in slot 0.
  static let everything: Projection = {
    var root = Node()
    root.slot = 0
    root.isWhole = true
    return Projection(nodes: [root], slotCount: 1)
  }()
}
