// Programs that no emitter makes: a good one, spoiled in one place, with a checksum that fits. Each
// must be refused, for the machine relies on what is spoiled.

import Testing

@testable import Weir

@Suite struct HostileProgramTests {
  /// One way to spoil a program.
  struct Spoiled: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var spoil: @Sendable (inout ProgramImage) -> Void
    init(_ description: String, _ spoil: @escaping @Sendable (inout ProgramImage) -> Void) {
      testDescription = description
      self.spoil = spoil
    }
  }

  static let policy = """
    request {
      id: string
      who: string
      action: "a" | "b"
      n: number
      list: [{ x: number, y: string }]
      map: map number
    }
    requester who
    volatile id
    allow one when n in [1, 2, 3] and list == [] and now in hours("Mon 09:00-10:00", "UTC")
    allow two when any(i in list: i.x == n) and any(i in list: i.x == n and i.y == who)
    allow three when any(k, v in map: v > 1) and action == "a"
    allow four when who in ["p", "q"] and n > 7
    allow five when who == "r" and action in ["b"]
    allow six when who == "s" and any(i in list: i.x == n)
    allow seven when who == "t"
    hold eight when n == 5 because "{who}" needs 1 of group "g" or 1 of user who within 5m
    """

  static let image: ProgramImage = {
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    guard let program = compilation.program else {
      fatalError("\(compilation.diagnostics)")
    }
    return program.loaded.image
  }()

  /// Changes the first instruction of a kind.
  static func changing(
    _ opcode: Opcode, a: Int? = nil, b: Int? = nil
  ) -> @Sendable (inout ProgramImage) -> Void {
    { image in
      guard let word = image.code.firstIndex(where: { $0.opcodeByte == opcode.rawValue }) else {
        Issue.record("the policy has no \(opcode)")
        return
      }
      let old = image.code[word]
      image.code[word] = Instruction(opcode, a: a ?? old.a, b: b ?? old.b)
    }
  }

  static let spoiled: [Spoiled] = [
    // Constants.
    Spoiled("hours of a number beyond Int") {
      $0.constantValues.append(Value(head: UInt64(Value.Tag.hours.rawValue), body: .max))
    },
    Spoiled("unknown hours") { $0.constantValues.append(.hours(99)) },
    Spoiled("a list that contains itself") {
      $0.constantValues.append(.list(.constants, offset: $0.constantValues.count, count: 1))
    },
    Spoiled("a list beyond the constants") {
      $0.constantValues.append(.list(.constants, offset: 0, count: 1 << 31))
    },
    Spoiled("a list of huge elements") {
      $0.constantValues.append(.list(.constants, offset: 0, count: 1, stride: 65535))
    },
    Spoiled("a list in the request's memory") {
      $0.constantValues.append(.list(.scratch, offset: 0, count: 1))
    },
    Spoiled("lists that contain one list twice, and so on: exponential to compare") { image in
      var last = Value.list(.constants, offset: 0, count: 0)
      for _ in 0..<64 {
        image.constantValues += [last, last]
        last = .list(.constants, offset: image.constantValues.count - 2, count: 2)
      }
      image.constantValues.append(last)
    },
    Spoiled("two lists of the same elements") {
      $0.constantValues += [
        .true, .list(.constants, offset: $0.constantValues.count, count: 1),
        .list(.constants, offset: $0.constantValues.count, count: 1),
      ]
    },
    Spoiled("lists in lists, too deep for the stack") { image in
      for _ in 0..<100_000 {
        image.constantValues.append(
          .list(.constants, offset: max(image.constantValues.count - 1, 0), count: 1))
      }
    },
    Spoiled("numbers that are said to ascend and do not") {
      $0.constantValues += [.number(Decimal(2)), .number(Decimal(2))]
      $0.constantValues.append(
        Value.list(.constants, offset: $0.constantValues.count - 2, count: 2).ascending)
    },
    Spoiled("texts that are said to be ascending numbers") {
      $0.constantValues += [.true]
      $0.constantValues.append(
        Value.list(.constants, offset: $0.constantValues.count - 1, count: 1).ascending)
    },
    Spoiled("no numbers that are said to ascend") {
      $0.constantValues.append(Value.list(.constants, offset: 0, count: 0).ascending)
    },
    Spoiled("a record of one key twice") { image in
      let key = Value.string(
        .constants, offset: Int(image.texts[0].offset), count: Int(image.texts[0].count), id: 1)
      image.constantValues += [key, .true, key, .false]
      image.constantValues.append(
        .record(.constants, offset: image.constantValues.count - 4, count: 2))
    },
    Spoiled("a record whose key is a number") {
      $0.constantValues += [.number(.zero), .true]
      $0.constantValues.append(.record(.constants, offset: $0.constantValues.count - 2, count: 1))
    },
    Spoiled("a text with another's number") {
      $0.constantValues.append(.string(.constants, offset: 0, count: 0, id: 1))
    },
    Spoiled("a text without a number") {
      $0.constantValues.append(.string(.constants, offset: 0, count: 1))
    },
    Spoiled("a text in the request") {
      $0.constantValues.append(.string(.input, offset: 0, count: 1, id: 1))
    },
    Spoiled("a text that ends outside") { $0.texts[0].count = .max },
    Spoiled("a fault") { $0.constantValues.append(.fault(.absent)) },
    Spoiled("a tag that is none") { $0.constantValues.append(Value(head: 200, body: 0)) },
    Spoiled("a bool that is neither") { $0.constantValues.append(Value(head: 0x201, body: 0)) },
    Spoiled("a number that is not normalised") {
      $0.constantValues.append(
        .number(Decimal(isNegative: false, high: 0, low: 10, exponent: 0)))
    },
    Spoiled("an instant after the year 9999") {
      $0.constantValues.append(
        Value(head: UInt64(Value.Tag.timestamp.rawValue), body: UInt64(Int64.max)))
    },
    Spoiled("an instant of more than a second's nanoseconds") {
      $0.constantValues.append(
        Value(head: UInt64(Value.Tag.timestamp.rawValue) | 1_000_000_000 << 32, body: 0))
    },
    Spoiled("an address of one byte") {
      $0.constantValues.append(.bytes(.ip, .constants, offset: 0, count: 1))
    },
    Spoiled("a set that is empty") { $0.textSets.append(TextSet(first: 1, bits: [])) },
    Spoiled("a set from 0") { $0.textSets.append(TextSet(first: 0, bits: [1])) },
    Spoiled("a set of texts that do not exist") {
      $0.textSets.append(TextSet(first: 1, bits: Table(Array(repeating: 0, count: 100))))
    },

    // The projection.
    Spoiled("a projection of nothing") { $0.projection.nodes = [] },
    Spoiled("more slots than there are") { $0.projection.slotCount = Int(Int32.max) },
    Spoiled("a cycle in the projection") {
      $0.projection.nodes[0].members[0].node = 0
    },
    Spoiled("one node of two members") {
      $0.projection.nodes[0].members[0].node = $0.projection.nodes[0].members[1].node
    },
    Spoiled("nodes that nothing leads to, in a circle") { image in
      var node = Projection.Node()
      node.members = [.init(name: "x", node: image.projection.nodes.count)]
      image.projection.nodes.append(node)
    },
    Spoiled("two members of one name") { image in
      image.projection.nodes[0].members.append(
        .init(
          name: image.projection.nodes[0].members[0].name, node: image.projection.nodes.count))
      image.projection.nodes.append(Projection.Node())
    },
    Spoiled("a choice of a text that does not exist") {
      $0.projection.nodes[0].expectation = .choice([.max])
    },
    Spoiled("a choice out of order") { $0.projection.nodes[0].expectation = .choice([2, 1]) },
    Spoiled("elements without a size") { spoilElement(&$0) { $0.stride = 0 } },
    Spoiled("elements of more values than a value can say") {
      spoilElement(&$0) { $0.stride = 65536 }
    },
    Spoiled("a map whose members have no value") { image in
      for index in image.projection.nodes.indices
      where image.projection.nodes[index].element?.isMap == true {
        image.projection.nodes[index].element?.stride = 1
        guard let node = image.projection.nodes[index].element?.node else { continue }
        image.projection.nodes[node].slot = nil
      }
    },
    Spoiled("a slot outside the element") { image in
      for index in image.projection.nodes.indices {
        guard let element = image.projection.nodes[index].element else { continue }
        image.projection.nodes[element.node].slot = element.stride
      }
    },
    Spoiled("a path too many") { $0.slotPaths.append(RequestPath(steps: [])) },

    // Rules.
    Spoiled("an id without a slot") { $0.idSlot = $0.projection.slotCount },
    Spoiled("a requester without a slot") { $0.requester[0].slot = .max },
    Spoiled("a template's slot out of range") { image in
      for index in image.rules.indices { image.rules[index].because = [.slot(1 << 30)] }
    },
    Spoiled("a hold's slot out of range") {
      spoilHold(&$0) { $0.slots[RequestPath(steps: [])] = 99 }
    },
    Spoiled("terms that are no digest") { spoilHold(&$0) { $0.terms = [1] } },
    Spoiled("a hold without clauses") { spoilRules(&$0) { $0.hold = nil } },
    Spoiled("rules without a file") { image in
      image.files = []
      for index in image.rules.indices {
        image.rules[index].range = SourceRange(file: 0, start: 0, end: 0)
        image.rules[index].nameRange = SourceRange(file: 0, start: 0, end: 0)
      }
      image.ranges = image.ranges.map { _ in SourceRange(file: 0, start: 0, end: 0) }
    },
    Spoiled("a rule's range outside its file") { spoilRules(&$0) { $0.nameRange.end = .max } },

    // Code.
    Spoiled("no code") {
      $0.code = []
      $0.ranges = []
    },
    Spoiled("code that does not end") { image in
      image.code.removeLast()
      image.ranges.removeLast()
    },
    Spoiled("more cells than memory") { $0.cellCount = Int(Int32.max) },
    Spoiled("an opcode that is none") { $0.code[0] = Instruction(word: 0xFF) },
    Spoiled("a jump back to itself") { $0.code[0] = Instruction(.jump, b: 0) },
    Spoiled("an unknown slot", changing(.slot, a: 0xFF_FFFF)),
    Spoiled("an unknown constant", changing(.constant, b: Int(UInt32.max))),
    Spoiled("an unknown set", changing(.guardInTexts, b: 1 << 20)),
    Spoiled("the text that is no constant", changing(.guardEqualText, b: 0)),
    Spoiled("an unknown table", changing(.switch, b: 1 << 20)),
    Spoiled("a loop that is not open", changing(.local, a: 3)),
    Spoiled("another kind of loop than it began", changing(.next, a: 5)),
    Spoiled("a kind of loop that is none", changing(.loop, a: 200)),
    Spoiled("a loop that steps back too far") { image in
      for word in image.code.indices where image.code[word].opcodeByte == Opcode.next.rawValue {
        image.code[word] = Instruction(.next, a: image.code[word].a, b: image.code[word].b + 1)
      }
    },
    Spoiled("a loop left by a jump") { image in
      // In place of the body's last word, a jump over the `next` behind it.
      guard
        let word = image.code.firstIndex(where: { $0.opcodeByte == Opcode.next.rawValue })
      else { return }
      image.code[word - 1] = Instruction(.jumpIfTrue, b: 2)
    },
    Spoiled("a rule that does not end") { image in
      guard let word = image.code.firstIndex(where: { $0.opcodeByte == Opcode.match.rawValue })
      else {
        return
      }
      image.code[word] = Instruction(.guardFrom, b: 0)
    },
    Spoiled("an unknown rule", changing(.rule, a: 1000)),
    Spoiled("a cell that does not exist", changing(.remember, a: 0xFF_FFFF)),
    Spoiled("a table without an empty place") { image in
      for table in image.tables.indices {
        for entry in image.tables[table].entries.indices {
          image.tables[table].entries[entry].text = 1
        }
      }
    },
    Spoiled("a table of three places") { $0.tables[0].entries.append(.init(text: 0, target: 0)) },
    Spoiled("a table of no places") { $0.tables[0].entries = [] },
    Spoiled("a list that is tried twice", changing(.tryRules, b: 1)),
    Spoiled("a list that nobody tries") {
      $0.lists.append(CandidateList(count: 0, conditionCount: 0))
    },
    Spoiled("a list longer than there are candidates") { $0.lists[0].count += 1 },
    Spoiled("lists shorter than their candidates") { image in
      image.candidates.append(image.candidates[0])
    },
    Spoiled("a list of more bits than there are") { $0.lists[0].conditionCount = 1 << 32 - 1 },
    Spoiled("a sieve of a computed condition") { image in
      image.lists[0].conditionCount += 1
      image.sieveConditions.insert(Instruction(.guardTrue), at: 0)
      image.sieveBits.insert(0, at: 0)
    },
    Spoiled("a sieve of an unknown slot") { image in
      image.lists[0].conditionCount += 1
      image.sieveConditions.insert(Instruction(.guardSlotTrue, a: 1000), at: 0)
      image.sieveBits.insert(0, at: 0)
    },
    Spoiled("a sieve without bits") { image in
      image.lists[0].conditionCount += 1
      image.sieveConditions.insert(Instruction(.guardSlotTrue), at: 0)
    },
    Spoiled("a candidate outside the code") { spoilCandidate(&$0) { _ in Int(UInt32.max) } },
    Spoiled("a candidate in the index") { spoilCandidate(&$0) { _ in 0 } },
    Spoiled("a candidate in another rule") { image in
      let first = image.candidates[0].rule
      guard let other = image.candidates.first(where: { $0.rule != first })?.word else { return }
      spoilCandidate(&image) { _ in other }
    },
    Spoiled("a candidate that begins before its rule") { image in
      for word in image.code.indices
      where image.code[word].opcodeByte == Opcode.rule.rawValue
        && image.code[word].a == Int(image.candidates[0].rule)
      {
        spoilCandidate(&image) { _ in word }
      }
    },
    Spoiled("a candidate within a condition") { image in
      guard let word = image.code.firstIndex(where: { $0.opcodeByte == Opcode.next.rawValue }),
        let rule = image.code[..<word].last(where: { $0.opcodeByte == Opcode.rule.rawValue })
      else { return }
      image.candidates[0] = Candidate(rule: rule.a, word: word, isUncertain: false)
    },
    Spoiled("an index that runs into a rule") { image in
      guard let word = image.code.firstIndex(where: { $0.opcodeByte == Opcode.halt.rawValue })
      else {
        return
      }
      image.code[word] = Instruction(.jump, b: word + 1)
    },
    Spoiled("a table that leads nowhere") { $0.tables[0].otherwise = .max },
    Spoiled("a table that leads back") { $0.tables[0].uncertain = 0 },
  ]

  static func spoilCandidate(_ image: inout ProgramImage, _ word: (Candidate) -> Int) {
    let old = image.candidates[0]
    image.candidates[0] = Candidate(
      rule: Int(old.rule), word: word(old), isUncertain: old.isUncertain)
  }

  static func spoilElement(
    _ image: inout ProgramImage, _ spoil: (inout Projection.Element) -> Void
  ) {
    for index in image.projection.nodes.indices {
      guard var element = image.projection.nodes[index].element else { continue }
      spoil(&element)
      image.projection.nodes[index].element = element
    }
  }

  static func spoilRules(_ image: inout ProgramImage, _ spoil: (inout RuleDescription) -> Void) {
    for index in image.rules.indices { spoil(&image.rules[index]) }
  }

  static func spoilHold(_ image: inout ProgramImage, _ spoil: (inout HoldDescription) -> Void) {
    for index in image.rules.indices {
      guard var hold = image.rules[index].hold else { continue }
      spoil(&hold)
      image.rules[index].hold = hold
    }
  }

  @Test(arguments: spoiled) func isRefused(_ spoiled: Spoiled) {
    var image = HostileProgramTests.image
    spoiled.spoil(&image)
    #expect(throws: ProgramError.self) { _ = try Program(verifying: image) }
  }

  @Test func theUnspoiledOneIsNot() throws {
    _ = try Program(verifying: HostileProgramTests.image)
  }

  // MARK: The file

  static let file = ProgramFile.encode(image)

  @Test func everyCut() {
    for length in HostileProgramTests.file.indices {
      #expect(throws: ProgramError.self) {
        _ = try Program(encoded: Array(HostileProgramTests.file.prefix(length)))
      }
    }
  }

  @Test func everyByteAltered() {
    for place in HostileProgramTests.file.indices {
      var altered = HostileProgramTests.file
      altered[place] ^= UInt8(truncatingIfNeeded: 1 << (place % 8))
      #expect(throws: ProgramError.self) { _ = try Program(encoded: altered) }
    }
  }

  /// The checksum is no signature: whoever alters a file corrects it. What is accepted then must
  /// run.
  @Test func everyByteAlteredWithItsChecksum() throws {
    let size = ProgramFile.Header.size
    let header = try HostileProgramTests.file.withUnsafeBytes {
      try ProgramFile.Header($0, fileSize: nil)
    }
    let parts = Array(HostileProgramTests.file[size...])
    let request = Array(
      #"{"id":"r","who":"p","action":"a","n":5,"list":[{"x":5,"y":"p"}],"map":{"k":2}}"#.utf8)
    for place in parts.indices {
      var altered = parts
      altered[place] ^= place % 3 == 0 ? 0xFF : 1
      let file = ProgramFile.sealed(altered, programSize: header.programSize)
      guard let program = try? Program(encoded: file) else { continue }
      var evaluator = Evaluator(program)
      _ = evaluator.evaluate(request, now: Timestamp(seconds: 0, nanoseconds: 0))
      var output: [UInt8] = []
      evaluator.write(request, now: Timestamp(seconds: 0, nanoseconds: 0), into: &output)
      // Whatever the file says, a verdict is one line of JSON.
      #expect((try? JSONDocument(parsing: output)) != nil)
      #expect(output.firstIndex(of: 0x0A) == output.count - 1)
      _ = program.listing()
    }
  }

  /// Who judges loads a file's beginning only.
  @Test func withoutItsSources() throws {
    let file = HostileProgramTests.file
    let header = try file.withUnsafeBytes { try ProgramFile.Header($0, fileSize: file.count) }
    let beginning = Array(file.prefix(ProgramFile.Header.size + header.programSize))
    _ = try Program(ProgramMemory(beginning), fileSize: file.count, withSources: false)
    for size in [0, beginning.count, file.count - 1, file.count + 1] {
      #expect(throws: ProgramError.damaged) {
        _ = try Program(ProgramMemory(beginning), fileSize: size, withSources: false)
      }
    }
    #expect(throws: ProgramError.damaged) {
      _ = try Program(ProgramMemory(beginning), fileSize: file.count, withSources: true)
    }
    #expect(throws: ProgramError.damaged) {
      _ = try Program(
        ProgramMemory(beginning.dropLast()), fileSize: file.count, withSources: false)
    }
  }

  @Test func lengthsThatTheFileDoesNotHave() {
    // 32 bytes of digest, then a count of files: as many as fit in the bytes that are left.
    let parts: [UInt8] = [32] + Array(repeating: 0, count: 32) + [0xFF, 0xFF, 0xFF, 0xFF, 0x07]
    let file = ProgramFile.sealed(parts, programSize: parts.count)
    #expect(throws: ProgramError.damaged) { _ = try Program(encoded: file) }
  }
}
