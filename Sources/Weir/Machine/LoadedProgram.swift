// A verified program made ready to run: what the image says, in memory that does not move, so that the
// interpreter reads it through plain pointers; and what is made from it once, automata and tables.
//
// Immutable once made, so any number of evaluators on any number of threads share one.

/// A program as the machine wants it.
package final class LoadedProgram: Sendable {
  package let image: ProgramImage
  package let strings: StringTable
  package let patterns: [Pattern]
  /// The rules' ready-made pieces of verdict lines.
  package let ruleTexts: [RuleText]
  /// `RuleEffect.mask` of each rule.
  package nonisolated(unsafe) let ruleMasks: UnsafePointer<UInt8>
  /// The same for the writer, with each rule's effect.
  package nonisolated(unsafe) let rulePieces: UnsafePointer<RulePiece>
  /// `,"policy":"sha256:…"}` and the line feed.
  package nonisolated(unsafe) let lineEnding: UnsafeBufferPointer<UInt8>
  /// The projection's node of each slot of the request's frame.
  package let slotNodes: [Int?]
  /// The slots by the texts of their paths, and each slot's place among them.
  package let slotsByPath: [Int]
  package let slotRanks: [Int]

  // The machine's view. The memory is allocated here, filled here, never written again, and freed
  // with the program: that is why handing it between threads is sound.
  package nonisolated(unsafe) let code: UnsafePointer<Instruction>
  package nonisolated(unsafe) let constantBytes: UnsafeBufferPointer<UInt8>
  package nonisolated(unsafe) let constantValues: UnsafeBufferPointer<Value>
  package nonisolated(unsafe) let tables: UnsafePointer<FlatTable>
  package nonisolated(unsafe) let textSets: UnsafePointer<FlatTextSet>
  package nonisolated(unsafe) let lists: UnsafePointer<FlatList>
  /// The most candidates of any list.
  package let longestList: Int
  /// The word that each rule's code begins at.
  package nonisolated(unsafe) let ruleWords: UnsafePointer<UInt32>
  private nonisolated(unsafe) let candidates: UnsafePointer<Candidate>
  private nonisolated(unsafe) let sieveConditions: UnsafePointer<Instruction>
  private nonisolated(unsafe) let sieveBits: UnsafePointer<UInt64>
  private nonisolated(unsafe) let tableEntries: UnsafePointer<DispatchTable.Entry>
  private nonisolated(unsafe) let setBits: UnsafePointer<UInt64>
  private nonisolated(unsafe) let pieceBytes: UnsafePointer<UInt8>
  private nonisolated(unsafe) let templatePieces: UnsafePointer<TemplatePiece>

  /// A rule's part of a verdict line: whole in `head`, or, with a text to fill in, around it. Each piece
  /// may be copied in steps of `LineBuffer.step` bytes.
  package struct RulePiece: BitwiseCopyable {
    package var head: UnsafeBufferPointer<UInt8>
    package var tail: UnsafeBufferPointer<UInt8>
    /// The rule's name as JSON.
    package var name: UnsafeBufferPointer<UInt8>
    /// What stands between: texts as JSON has them, each with the slot behind it.
    package var parts: UnsafeBufferPointer<TemplatePiece>
    package var effect: RuleEffect
  }

  /// A piece of a `because` text, and the slot whose value comes after it; -1 for none.
  package struct TemplatePiece: BitwiseCopyable {
    package var text: UnsafeBufferPointer<UInt8>
    package var slot: Int
  }

  /// A dispatch table whose entries stand in one array with all others'.
  package struct FlatTable: BitwiseCopyable {
    var entries: UnsafePointer<DispatchTable.Entry>
    var mask: Int
    var otherwise: Int
    var uncertain: Int

    @inline(__always)
    func target(for text: UInt32) -> Int {
      var place = DispatchTable.place(of: text, mask: mask)
      while true {
        let entry = entries[place]
        // Empty first: a text that is no constant has the number 0, and so has an empty place.
        if entry.text == 0 { return otherwise }
        if entry.text == text { return Int(entry.target) }
        place = (place + 1) & mask
      }
    }
  }

  /// A list whose parts stand in one array with all others'.
  package struct FlatList: BitwiseCopyable {
    var candidates: UnsafePointer<Candidate>
    var count: Int
    var conditions: UnsafePointer<Instruction>
    var conditionCount: Int
    var bits: UnsafePointer<UInt64>
  }

  /// A set of texts whose bits stand in one array with all others'.
  package struct FlatTextSet: BitwiseCopyable {
    var bits: UnsafePointer<UInt64>
    var first: UInt32
    var count: UInt32

    @inline(__always)
    func contains(_ number: UInt32) -> Bool {
      let place = number &- first
      return place < count && bits[Int(place >> 6)] >> UInt64(place & 63) & 1 == 1
    }
  }

  /// Loads a verified image. Fails only where a pattern does not compile, which the checker and the
  /// decoder rule out.
  package init(_ image: ProgramImage) throws(ProgramError) {
    self.image = image
    var patterns: [Pattern] = []
    for source in image.patterns { patterns.append(try LoadedProgram.compile(source)) }
    self.patterns = patterns
    strings = StringTable(
      strings: image.texts.map { range in
        let start = Int(range.offset)
        return Text(validated: Array(image.constantBytes[start..<start + Int(range.count)]))
      })
    ruleTexts = image.rules.map { RuleText($0, files: image.files) }
    var slotNodes: [Int?] = Array(repeating: nil, count: image.projection.slotCount)
    LoadedProgram.visitFrame(of: image.projection, from: 0) { slot, node, _ in
      slotNodes[slot] = node
    }
    self.slotNodes = slotNodes
    let paths = image.slotPaths.map { Text($0.text) }
    slotsByPath = Array(paths.indices).sorted { paths[$0] < paths[$1] }
    var ranks = Array(repeating: 0, count: slotsByPath.count)
    for (rank, slot) in slotsByPath.enumerated() { ranks[slot] = rank }
    slotRanks = ranks

    code = LoadedProgram.place(image.code)
    constantBytes = UnsafeBufferPointer(
      start: LoadedProgram.place(image.constantBytes), count: image.constantBytes.count)
    constantValues = UnsafeBufferPointer(
      start: LoadedProgram.place(image.constantValues), count: image.constantValues.count)

    let entries = LoadedProgram.place(image.tables.flatMap(\.entries))
    var flatTables: [FlatTable] = []
    var offset = 0
    for table in image.tables {
      flatTables.append(
        FlatTable(
          entries: entries + offset, mask: table.entries.count - 1,
          otherwise: Int(table.otherwise), uncertain: Int(table.uncertain)))
      offset += table.entries.count
    }
    tableEntries = entries
    tables = LoadedProgram.place(flatTables)

    let bits = LoadedProgram.place(image.textSets.flatMap(\.bits))
    var flatSets: [FlatTextSet] = []
    offset = 0
    for set in image.textSets {
      flatSets.append(
        FlatTextSet(
          bits: bits + offset, first: set.first, count: UInt32(64 * set.bits.count)))
      offset += set.bits.count
    }
    setBits = bits
    textSets = LoadedProgram.place(flatSets)

    candidates = LoadedProgram.place(image.candidates)
    sieveConditions = LoadedProgram.place(image.sieveConditions)
    sieveBits = LoadedProgram.place(image.sieveBits)
    var flatLists: [FlatList] = []
    flatLists.reserveCapacity(image.lists.count)
    var next = FlatList(
      candidates: candidates, count: 0, conditions: sieveConditions, conditionCount: 0,
      bits: sieveBits)
    for list in image.lists {
      next.count = list.count
      next.conditionCount = list.conditionCount
      flatLists.append(next)
      next.candidates += list.count
      next.conditions += list.conditionCount
      next.bits += list.words * list.conditionCount
    }
    lists = LoadedProgram.place(flatLists)
    longestList = image.lists.reduce(0) { max($0, $1.count) }
    var words = Array(repeating: UInt32(0), count: image.rules.count)
    for (word, instruction) in image.code.enumerated()
    where instruction.opcodeByte == Opcode.rule.rawValue {
      words[instruction.a] = UInt32(word)
    }
    ruleWords = LoadedProgram.place(words)

    lineEnding = UnsafeBufferPointer(
      start: LoadedProgram.place(
        Array(",\"policy\":\"sha256:\(hexadecimal(image.digest))\"}\n".utf8)
          + Array(repeating: 0, count: LineBuffer.step)),
      count: 11 + 7 + 64 + 3)
    var bytes: [UInt8] = []
    for text in ruleTexts {
      bytes += text.head
      for part in text.parts { bytes += part.text }
      bytes += text.tail
    }
    // So that the last piece may be copied in steps, too.
    bytes += Array(repeating: 0, count: LineBuffer.step)
    let texts = LoadedProgram.place(bytes)
    let parts = UnsafeMutablePointer<TemplatePiece>.allocate(
      capacity: max(ruleTexts.reduce(0) { $0 + $1.parts.count }, 1))
    var partCount = 0
    var pieces: [RulePiece] = []
    pieces.reserveCapacity(image.rules.count)
    offset = 0
    func take(_ count: Int) -> UnsafeBufferPointer<UInt8> {
      defer { offset += count }
      return UnsafeBufferPointer(start: texts + offset, count: count)
    }
    for (rule, text) in zip(image.rules, ruleTexts) {
      let name = UnsafeBufferPointer(
        start: texts + offset + RuleText.nameStart, count: text.nameCount)
      // Without a text between them, head and tail are one piece already.
      let head = take(text.head.count + (text.parts.isEmpty ? text.tail.count : 0))
      let own = UnsafeBufferPointer(start: parts + partCount, count: text.parts.count)
      for part in text.parts {
        (parts + partCount).initialize(
          to: TemplatePiece(text: take(part.text.count), slot: part.slot))
        partCount += 1
      }
      let tail = take(text.parts.isEmpty ? 0 : text.tail.count)
      pieces.append(
        RulePiece(
          head: head, tail: tail, name: name, parts: own,
          effect: RuleEffect(rule.effect, isObserved: rule.isObserved)))
    }
    pieceBytes = texts
    templatePieces = UnsafePointer(parts)
    rulePieces = LoadedProgram.place(pieces)
    ruleMasks = LoadedProgram.place(pieces.map(\.effect.mask))
  }

  deinit {
    code.deallocate()
    constantBytes.deallocate()
    constantValues.deallocate()
    tables.deallocate()
    textSets.deallocate()
    tableEntries.deallocate()
    lists.deallocate()
    candidates.deallocate()
    sieveConditions.deallocate()
    sieveBits.deallocate()
    ruleWords.deallocate()
    setBits.deallocate()
    pieceBytes.deallocate()
    templatePieces.deallocate()
    rulePieces.deallocate()
    ruleMasks.deallocate()
    lineEnding.deallocate()
  }

  /// The steps from an element to the value in one of its slots, and the node there.
  package func place(
    ofElementSlot slot: Int, below element: Int
  ) -> (steps: [RequestPath.Step], node: Int)? {
    var found: (steps: [RequestPath.Step], node: Int)?
    LoadedProgram.visitFrame(of: image.projection, from: element) { candidate, node, steps in
      if candidate == slot { found = (steps, node) }
    }
    return found
  }

  /// Visits every slot of the frame that begins at a node: what lies below without passing into a
  /// list's elements.
  private static func visitFrame(
    of projection: Projection, from node: Int, steps: [RequestPath.Step] = [],
    _ visit: (_ slot: Int, _ node: Int, _ steps: [RequestPath.Step]) -> Void
  ) {
    if let slot = projection.nodes[node].slot { visit(slot, node, steps) }
    for member in projection.nodes[node].members {
      visitFrame(of: projection, from: member.node, steps: steps + [.member(member.name)], visit)
    }
    for indexed in projection.nodes[node].indexed {
      visitFrame(of: projection, from: indexed.node, steps: steps + [.index(indexed.index)], visit)
    }
  }

  private static func place<T: BitwiseCopyable>(_ array: [T]) -> UnsafePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(array.count, 1))
    array.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { memory.update(from: base, count: source.count) }
    }
    return UnsafePointer(memory)
  }

  private static func compile(
    _ source: ProgramImage.PatternSource
  ) throws(ProgramError) -> Pattern {
    do {
      return try Pattern(source.kind, source.text)
    } catch {
      throw .invalid("a pattern does not compile: \(error)")
    }
  }
}

/// What a rule says, in a byte's width.
package struct RuleEffect: BitwiseCopyable, Equatable, Sendable {
  package var effect: CheckedRule.Effect
  package var isObserved: Bool

  package init(_ effect: CheckedRule.Effect, isObserved: Bool) {
    self.effect = effect
    self.isObserved = isObserved
  }

  /// A bit for what the rule says.
  package var mask: UInt8 {
    if isObserved { return RuleEffect.observed }
    return switch effect {
    case .allow: 1
    case .deny: 2
    case .hold: 4
    }
  }
  /// The mask of a rule under observation.
  package static let observed: UInt8 = 8
}
