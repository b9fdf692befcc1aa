// Any bytes as a request, under a projection that the first two bytes choose. Four readers must say
// the same of it: one that has read nothing before, the same one again, one that learns no names
// and tells them apart by sorting, and one that has read everything so far. What they say must be
// what the naive projection of the document says, and they must refuse what the document reader
// refuses, for the same reason at the same byte; but two members of one name only where the
// projection looks. Its canonical text must be the document's.

@testable import Weir

enum ReaderTarget {
  private static let strings = SplitMix64.texts.map { ExactString(validated: $0) }

  private nonisolated(unsafe) static var warm: [UInt16: WarmReader] = [:]

  private final class WarmReader {
    var reader: RequestReader
    init(_ projection: Projection) {
      reader = RequestReader(projection: projection, strings: StringTable(strings: strings))
    }
  }

  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 2 else { return }
    let number = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    var random = SplitMix64(seed: UInt64(number & 0x3F))
    var projection = random.projection()
    // The first few are the extremes: nothing read, and everything.
    if number & 0x3F == 0 { projection = Projection() }
    if number & 0x3F == 1 {
      var root = Projection.Node()
      root.slot = 0
      root.isWhole = true
      projection = Projection(nodes: [root], slotCount: 1)
    }
    let request = Array(bytes.dropFirst(2))

    var cold = RequestReader(projection: projection, strings: StringTable(strings: strings))
    let outcome = read(request, &cold, projection)
    require(read(request, &cold, projection) == outcome, "a second reading differs")
    var sorting = RequestReader(
      projection: projection, strings: StringTable(strings: strings), learnable: 0, probes: 0)
    require(read(request, &sorting, projection) == outcome, "names are told apart differently")
    let experienced = warm[number & 0x3F] ?? WarmReader(projection)
    warm[number & 0x3F] = experienced
    require(
      read(request, &experienced.reader, projection) == outcome, "what was learned changed a result"
    )
    let document = request.inOwnMemory(document)
    require(
      agrees(outcome, with: document, projection),
      "the reader says \(outcome)\nof \(String(decoding: request, as: UTF8.self))")
    checkCanonical(request, document)
  }

  private nonisolated(unsafe) static var canonicaliser = Canonicaliser()

  private static func checkCanonical(
    _ request: [UInt8], _ document: Result<JSONDocument, InputError>
  ) {
    var output = LineBuffer()
    let duplicate: Int?
    do {
      duplicate = try request.inOwnMemory {
        try canonicaliser.appendRequest(try JSONText($0), to: &output)
      }
    } catch {
      return require((try? document.get()) == nil, "a document has no canonical text")
    }
    switch document {
    case .success(let document):
      require(duplicate == nil, "a name stands twice")
      require(
        output.contents.elementsEqual(CanonicalJSON.encode(document)), "the canonical text differs")
    case .failure(let error):
      require(error.code == .trailing || error.byte == duplicate, "a broken document is canonical")
    }
  }

  private static func read(
    _ request: [UInt8], _ reader: inout RequestReader, _ projection: Projection
  ) -> Outcome {
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: request.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: request)
    memory.input = UnsafeBufferPointer(copy)
    do {
      try reader.read(into: &memory)
    } catch {
      for slot in 0..<projection.slotCount {
        require(memory[slot].isFault, "a slot is filled after an error")
      }
      return .error(error)
    }
    var seen: [Seen] = []
    for slot in 0..<projection.slotCount { seen.append(Seen(memory[slot], in: memory)) }
    return .slots(seen)
  }

  private static func document(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Result<JSONDocument, InputError> {
    do {
      return .success(try parseJSON(bytes))
    } catch {
      return .failure(error)
    }
  }

  private static func agrees(
    _ outcome: Outcome, with document: Result<JSONDocument, InputError>, _ projection: Projection
  ) -> Bool {
    switch document {
    case .success(let document):
      guard case .record = document.kind else {
        return outcome == .error(InputError(.notAnObject, at: document.offset))
      }
      var naive = NaiveProjection(projection, strings: strings)
      return naive.outcome(Tree(document)) == outcome
    case .failure(let error):
      guard error.code == .duplicateKey else { return outcome == .error(error) }
      guard let said = outcome.error else { return true }
      return said.code == .duplicateKey && said.byte >= error.byte || said.code == .notAnObject
    }
  }
}

extension Tree {
  fileprivate convenience init(_ document: JSONDocument) {
    switch document.kind {
    case .null: self.init(.null)
    case .bool(let truth): self.init(.bool(truth))
    case .number(let digits): self.init(.number(digits))
    case .string(let text): self.init(.string(text.bytes))
    case .list(let elements): self.init(.list(elements.map { Tree($0) }))
    case .record(let members):
      self.init(.record(members.map { Tree.Member($0.name.bytes, Tree($0.value)) }))
    }
  }
}
