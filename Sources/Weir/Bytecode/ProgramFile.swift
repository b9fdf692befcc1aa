// The file `weir build` writes: a header, the program, and its sources, which only people want to
// see.
//
// Whoever judges requests reads the program's part alone, in one piece, and uses it where it lies:
// its tables are the machine's. Header and parts have checksums, by which cut and altered files are
// found; they are not a signature, so the verifier runs all the same.

/// The program file's format.
package enum ProgramFile {
  /// `WEIR` and a byte that no text has, so that nobody takes the file for one.
  package static let magic: [UInt8] = [0x57, 0x45, 0x49, 0x52, 0x00]
  /// Raised with every change of the format, of an opcode or of a built-in's number.
  package static let version: UInt8 = 6

  /// What a file begins with.
  package struct Header: Equatable {
    /// Bytes of the magic word, the version and two zeroes, and four numbers of 8 bytes each.
    package static let size = 40
    /// Bytes of the program, which follow the header, and of the sources after them.
    package var programSize: Int
    package var sourcesSize: Int
    var programChecksum: UInt64
    var sourcesChecksum: UInt64

    /// Reads a header. `fileSize` is that of the file or, if it is not known, nil.
    package init(
      _ bytes: UnsafeRawBufferPointer, fileSize: Int?
    ) throws(ProgramError) {
      guard bytes.starts(with: magic) else { throw .notAProgram }
      guard bytes.count > magic.count else { throw .damaged }
      guard bytes[magic.count] == version else { throw .otherVersion(Int(bytes[magic.count])) }
      guard bytes.count >= Header.size, bytes[6] == 0, bytes[7] == 0 else { throw .damaged }
      func number(_ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
      }
      guard number(1) <= UInt64(Limits.programBytes), number(2) <= UInt64(Limits.programBytes)
      else { throw .damaged }
      programSize = Int(number(1))
      sourcesSize = Int(number(2))
      programChecksum = number(3)
      sourcesChecksum = number(4)
      if let fileSize, fileSize != Header.size + programSize + sourcesSize { throw .damaged }
    }
  }

  package static func encode(_ image: ProgramImage) -> [UInt8] {
    precondition(image.hasSources, "a program that was loaded without its sources is not written")
    var encoder = ByteEncoder()
    for byte in magic + [version, 0, 0] { encoder.byte(byte) }
    for _ in 1...4 { encoder.word(0) }
    encode(image, &encoder)
    encoder.align()
    let programEnd = encoder.bytes.count
    encodeSources(image, &encoder)
    seal(&encoder, programSize: programEnd - Header.size)
    return encoder.bytes
  }

  /// A file of a program and its sources, whatever they say: the header that fits them.
  package static func sealed(_ parts: [UInt8], programSize: Int) -> [UInt8] {
    var encoder = ByteEncoder()
    for byte in magic + [version, 0, 0] { encoder.byte(byte) }
    for _ in 1...4 { encoder.word(0) }
    for byte in parts { encoder.byte(byte) }
    seal(&encoder, programSize: min(max(programSize, 0), parts.count))
    return encoder.bytes
  }

  private static func seal(_ encoder: inout ByteEncoder, programSize: Int) {
    let programEnd = Header.size + programSize
    let checksums = encoder.bytes.withUnsafeBytes {
      (
        Checksum.of(UnsafeRawBufferPointer(rebasing: $0[Header.size..<programEnd])),
        Checksum.of(UnsafeRawBufferPointer(rebasing: $0[programEnd...]))
      )
    }
    encoder.replace(at: 8, UInt64(programSize))
    encoder.replace(at: 16, UInt64(encoder.bytes.count - programEnd))
    encoder.replace(at: 24, checksums.0)
    encoder.replace(at: 32, checksums.1)
  }

  /// Reads a file of which `memory` has the beginning: the header and the program at least.
  package static func decode(
    _ memory: ProgramMemory, fileSize: Int, withSources: Bool
  ) throws(ProgramError) -> ProgramImage {
    let header = try Header(memory.bytes, fileSize: fileSize)
    let programEnd = Header.size + header.programSize
    guard memory.bytes.count >= (withSources ? fileSize : programEnd) else { throw .damaged }
    let program = Header.size..<programEnd
    try check(memory, program, header.programChecksum)
    var decoder = ByteDecoder(memory, program)
    var image = try decode(&decoder)
    try decoder.align()
    guard decoder.isAtEnd else { throw .damaged }
    image.hasSources = withSources
    if withSources {
      let sources = programEnd..<fileSize
      try check(memory, sources, header.sourcesChecksum)
      var decoder = ByteDecoder(memory, sources)
      try decodeSources(&decoder, &image)
      guard decoder.isAtEnd else { throw .damaged }
    }
    return image
  }

  private static func check(
    _ memory: ProgramMemory, _ range: Range<Int>, _ checksum: UInt64
  ) throws(ProgramError) {
    guard Checksum.of(UnsafeRawBufferPointer(rebasing: memory.bytes[range])) == checksum else {
      throw .damaged
    }
  }

  // MARK: The program

  private static func encode(_ image: ProgramImage, _ encoder: inout ByteEncoder) {
    encoder.data(image.digest)
    encoder.list(image.files) { $0.string($1.path) }
    encoder.table(image.constantBytes)
    encoder.table(image.constantValues)
    encoder.table(image.texts)
    encoder.list(image.textSets) { encoder, set in
      encoder.count(Int(set.first))
      encoder.table(set.bits)
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
    encoder.list(image.readers) { encoder, reader in
      encoder.string(reader.name)
      encoder.string(reader.shape)
    }
    encoder.list(image.tables) { encoder, table in
      encoder.table(table.entries)
      encoder.count(Int(table.otherwise))
      encoder.count(Int(table.uncertain))
    }
    encoder.table(image.lists)
    encoder.table(image.candidates)
    encoder.table(image.sieveConditions)
    encoder.table(image.sieveBits)
    encode(image.projection, &encoder)
    encoder.list(image.slotPaths) { $0.path($1) }
    encoder.count(image.idSlot)
    encoder.rules(image.rules.flattened(image.files))
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
    encoder.list(image.sensitiveSlots) { $0.count($1) }
    encoder.table(image.code)
    encoder.count(image.cellCount)
  }

  private static func decode(_ decoder: inout ByteDecoder) throws(ProgramError) -> ProgramImage {
    var image = ProgramImage()
    image.digest = try decoder.data()
    let paths = try decoder.list { decoder throws(ProgramError) in try decoder.string() }
    image.constantBytes = try decoder.table()
    image.constantValues = try decoder.table()
    image.texts = try decoder.table()
    image.textSets = try decoder.list { decoder throws(ProgramError) in
      TextSet(first: UInt32(try decoder.count()), bits: try decoder.table())
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
    image.readers = try decoder.list { decoder throws(ProgramError) in
      .init(name: try decoder.string(), shape: try decoder.string())
    }
    image.tables = try decoder.list { decoder throws(ProgramError) in
      DispatchTable(
        entries: try decoder.table(), otherwise: UInt32(try decoder.count()),
        uncertain: UInt32(try decoder.count()))
    }
    image.lists = try decoder.table()
    image.candidates = try decoder.table()
    image.sieveConditions = try decoder.table()
    image.sieveBits = try decoder.table()
    image.projection = try decodeProjection(&decoder)
    image.slotPaths = try decoder.list { decoder throws(ProgramError) in try decoder.path() }
    image.idSlot = try decoder.count()
    image.rules = RuleTable(try decoder.rules(paths))
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
    image.sensitiveSlots = try decoder.list { decoder throws(ProgramError) in try decoder.count() }
    image.code = try decoder.table()
    image.cellCount = try decoder.count()
    return image
  }

  // MARK: The sources

  private static func encodeSources(_ image: ProgramImage, _ encoder: inout ByteEncoder) {
    encoder.list(image.files) { encoder, file in
      encoder.string(file.path)
      encoder.data(file.bytes)
    }
    encoder.list(image.ranges) { $0.range($1) }
  }

  private static func decodeSources(
    _ decoder: inout ByteDecoder, _ image: inout ProgramImage
  ) throws(ProgramError) {
    image.files = try decoder.list { decoder throws(ProgramError) in
      SourceFile(path: try decoder.string(), bytes: try decoder.data())
    }
    guard image.files.map(\.path) == image.rules.flat?.paths else { throw .damaged }
    image.ranges = try decoder.list { decoder throws(ProgramError) in try decoder.range() }
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
