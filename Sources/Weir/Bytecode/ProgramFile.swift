// The file `weir build` writes: a magic word, the version of the format, SHA-256 of what follows, and
// the image, part by part in the order of `ProgramImage`. The checksum finds cut and altered files; it
// is no signature, so the verifier runs all the same.

/// The program file's format.
package enum ProgramFile {
  /// `WEIR` and a byte that no text has, so that nobody takes the file for one.
  package static let magic: [UInt8] = [0x57, 0x45, 0x49, 0x52, 0x00]
  /// Raised with every change of the format, of an opcode or of a built-in's number.
  package static let version: UInt8 = 2
  private static let headerSize = magic.count + 1 + 32

  package static func encode(_ image: ProgramImage) -> [UInt8] {
    var encoder = ByteEncoder()
    encode(image, &encoder)
    return magic + [version] + digest(encoder.bytes) + encoder.bytes
  }

  package static func decode(_ bytes: [UInt8]) throws(ProgramError) -> ProgramImage {
    guard bytes.starts(with: magic) else { throw .notAProgram }
    guard bytes.count > magic.count else { throw .damaged }
    guard bytes[magic.count] == version else { throw .otherVersion(Int(bytes[magic.count])) }
    guard bytes.count >= headerSize,
      digest(Array(bytes[headerSize...])) == Array(bytes[magic.count + 1..<headerSize])
    else { throw .damaged }
    var decoder = ByteDecoder(bytes, from: headerSize)
    let image = try decode(&decoder)
    guard decoder.isAtEnd else { throw .damaged }
    return image
  }

  // MARK: The image

  private static func encode(_ image: ProgramImage, _ encoder: inout ByteEncoder) {
    encoder.data(image.digest)
    encoder.list(image.files) { encoder, file in
      encoder.string(file.path)
      encoder.data(file.bytes)
    }
    encoder.data(image.constantBytes)
    encoder.words(image.constantValues.flatMap { [$0.head, $0.body] })
    encoder.words(image.texts.map { UInt64($0.offset) | UInt64($0.count) << 32 })
    encoder.list(image.textSets) { encoder, set in
      encoder.count(Int(set.first))
      encoder.words(set.bits)
    }
    encoder.list(image.patterns) { encoder, pattern in
      encoder.byte(pattern.kind.rawValue)
      encoder.text(pattern.text)
    }
    encoder.list(image.hours) { encoder, hours in
      var bytes: [UInt8] = []
      hours.encode(into: &bytes)
      encoder.data(bytes)
    }
    encoder.list(image.tables) { encoder, table in
      encoder.words(table.entries.map { UInt64($0.text) | UInt64($0.target) << 32 })
      encoder.count(Int(table.otherwise))
      encoder.count(Int(table.uncertain))
    }
    encoder.words(image.lists.map { UInt64($0.count) | UInt64($0.conditionCount) << 32 })
    encoder.words(image.candidates.map(\.bits))
    encoder.words(image.sieveConditions.map(\.word))
    encoder.words(image.sieveBits)
    encode(image.projection, &encoder)
    encoder.list(image.slotPaths) { $0.path($1) }
    encoder.count(image.idSlot)
    encoder.list(image.rules) { $0.rule($1) }
    switch image.defaultVerdict {
    case .deny: encoder.byte(0)
    case .allow: encoder.byte(1)
    case .hold(let hold):
      encoder.byte(2)
      encoder.hold(hold)
    }
    encoder.list(image.requester) { encoder, requester in
      encoder.path(requester.path)
      encoder.count(requester.slot)
      encoder.flag(requester.isOptional)
    }
    encoder.list(image.volatilePaths) { $0.path($1) }
    encoder.words(image.code.map(\.word))
    encoder.list(image.ranges) { $0.range($1) }
    encoder.count(image.cellCount)
  }

  private static func decode(_ decoder: inout ByteDecoder) throws(ProgramError) -> ProgramImage {
    var image = ProgramImage()
    image.digest = try decoder.data()
    image.files = try decoder.list { decoder throws(ProgramError) in
      SourceFile(path: try decoder.string(), bytes: try decoder.data())
    }
    image.constantBytes = try decoder.data()
    let words = try decoder.words()
    guard words.count % 2 == 0 else { throw .damaged }
    image.constantValues = stride(from: 0, to: words.count, by: 2).map {
      Value(head: words[$0], body: words[$0 + 1])
    }
    image.texts = try decoder.words().map {
      .init(offset: UInt32(truncatingIfNeeded: $0), count: UInt32($0 >> 32))
    }
    image.textSets = try decoder.list { decoder throws(ProgramError) in
      TextSet(first: UInt32(try decoder.count()), bits: try decoder.words())
    }
    image.patterns = try decoder.list { decoder throws(ProgramError) in
      guard let kind = Pattern.Kind(rawValue: try decoder.byte()) else {
        throw .damaged
      }
      return .init(kind: kind, text: try decoder.text())
    }
    image.hours = try decoder.list { decoder throws(ProgramError) in
      guard let hours = Hours(decoding: try decoder.data()) else { throw .damaged }
      return hours
    }
    image.tables = try decoder.list { decoder throws(ProgramError) in
      var table = DispatchTable(targets: [], otherwise: 0, uncertain: 0)
      table.entries = try decoder.words().map {
        .init(text: UInt32(truncatingIfNeeded: $0), target: UInt32($0 >> 32))
      }
      table.otherwise = UInt32(try decoder.count())
      table.uncertain = UInt32(try decoder.count())
      return table
    }
    image.lists = try decoder.words().map {
      CandidateList(count: Int(UInt32(truncatingIfNeeded: $0)), conditionCount: Int($0 >> 32))
    }
    image.candidates = try decoder.words().map { Candidate(bits: $0) }
    image.sieveConditions = try decoder.words().map { Instruction(word: $0) }
    image.sieveBits = try decoder.words()
    image.projection = try decodeProjection(&decoder)
    image.slotPaths = try decoder.list { decoder throws(ProgramError) in try decoder.path() }
    image.idSlot = try decoder.count()
    image.rules = try decoder.list { decoder throws(ProgramError) in try decoder.rule() }
    switch try decoder.byte() {
    case 0: image.defaultVerdict = .deny
    case 1: image.defaultVerdict = .allow
    case 2: image.defaultVerdict = .hold(try decoder.hold())
    default: throw .damaged
    }
    image.requester = try decoder.list { decoder throws(ProgramError) in
      .init(
        path: try decoder.path(), slot: try decoder.count(), isOptional: try decoder.flag())
    }
    image.volatilePaths = try decoder.list { decoder throws(ProgramError) in try decoder.path() }
    image.code = try decoder.words().map { Instruction(word: $0) }
    image.ranges = try decoder.list { decoder throws(ProgramError) in try decoder.range() }
    image.cellCount = try decoder.count()
    return image
  }

  // MARK: The projection

  private static func encode(_ projection: Projection, _ encoder: inout ByteEncoder) {
    encoder.count(projection.slotCount)
    encoder.list(projection.nodes) { encoder, node in
      encoder.optional(node.slot) { $0.count($1) }
      switch node.expectation {
      case .any: encoder.byte(0)
      case .bool: encoder.byte(1)
      case .string: encoder.byte(2)
      case .number: encoder.byte(3)
      case .timestamp: encoder.byte(4)
      case .duration: encoder.byte(5)
      case .ip: encoder.byte(6)
      case .cidr: encoder.byte(7)
      case .choice(let texts):
        encoder.byte(8)
        encoder.list(texts) { $0.count(Int($1)) }
      case .list: encoder.byte(9)
      case .record: encoder.byte(10)
      }
      encoder.flag(node.isWhole)
      encoder.list(node.members) { encoder, member in
        encoder.text(member.name)
        encoder.count(member.node)
      }
      encoder.list(node.indexed) { encoder, indexed in
        encoder.count(indexed.index)
        encoder.count(indexed.node)
      }
      encoder.optional(node.element) { encoder, element in
        encoder.count(element.node)
        encoder.count(element.stride)
        encoder.flag(element.isMap)
      }
    }
  }

  private static func decodeProjection(
    _ decoder: inout ByteDecoder
  ) throws(ProgramError) -> Projection {
    let slotCount = try decoder.count()
    let nodes = try decoder.list { decoder throws(ProgramError) in
      var node = Projection.Node()
      node.slot = try decoder.optional { decoder throws(ProgramError) in try decoder.count() }
      switch try decoder.byte() {
      case 0: node.expectation = .any
      case 1: node.expectation = .bool
      case 2: node.expectation = .string
      case 3: node.expectation = .number
      case 4: node.expectation = .timestamp
      case 5: node.expectation = .duration
      case 6: node.expectation = .ip
      case 7: node.expectation = .cidr
      case 8:
        node.expectation = .choice(
          try decoder.list { decoder throws(ProgramError) in UInt32(try decoder.count()) })
      case 9: node.expectation = .list
      case 10: node.expectation = .record
      default: throw .damaged
      }
      node.isWhole = try decoder.flag()
      node.members = try decoder.list { decoder throws(ProgramError) in
        .init(name: try decoder.text(), node: try decoder.count())
      }
      node.indexed = try decoder.list { decoder throws(ProgramError) in
        .init(index: try decoder.count(), node: try decoder.count())
      }
      node.element = try decoder.optional { decoder throws(ProgramError) in
        .init(node: try decoder.count(), stride: try decoder.count(), isMap: try decoder.flag())
      }
      return node
    }
    return Projection(nodes: nodes, slotCount: slotCount)
  }
}
