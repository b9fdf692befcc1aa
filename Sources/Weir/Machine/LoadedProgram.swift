// A verified program made ready to run: what the image says, in memory that does not move, so that the
// interpreter reads it through plain pointers; and what is made from it once, automata and tables. What
// the image has lent of a file's memory stays where it is.
//
// Immutable once made, so any number of evaluators on any number of threads share one.

/// A program as the machine wants it.
package final class LoadedProgram: Sendable {
  package let image: ProgramImage
  package let strings: StringTable
  package let patterns: [Pattern]
  package let rules: FlatRules
  /// The rules' ready-made pieces of verdict lines.
  package nonisolated(unsafe) let rulePieces: RulePieces
  /// `RuleEffect.mask` of each rule.
  package nonisolated(unsafe) let ruleMasks: UnsafePointer<UInt8>
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
  /// What was copied because the image does not keep it in place.
  private nonisolated(unsafe) let copies: [UnsafeRawPointer]

  /// A rule's part of a verdict line, all of which stands in a row: so many bytes, the texts of a
  /// template, each with a value to be filled in behind it or none, and so many bytes more. Wherever it
  /// is cut it may be copied in steps of `LineBuffer.step` bytes.
  package struct RulePiece: BitwiseCopyable {
    fileprivate let record: UnsafePointer<FlatRules.Record>
    package let start: UnsafePointer<UInt8>
    fileprivate let allParts: UnsafePointer<FlatRules.TemplatePart>

    package var headCount: Int { Int(record.pointee.headCount) }
    package var tailCount: Int { Int(record.pointee.tailCount) }
    package var effect: RuleEffect { record.pointee.effect }

    /// The template's texts.
    package var parts: UnsafeBufferPointer<FlatRules.TemplatePart> {
      UnsafeBufferPointer(
        start: allParts + Int(record.pointee.firstTemplate),
        count: Int(record.pointee.templateCount))
    }

    /// The rule's name as JSON.
    package var name: UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(
        start: start + FlatRules.nameStart, count: Int(record.pointee.quotedNameCount))
    }
  }

  /// The rules' parts of verdict lines, by rule.
  package struct RulePieces: BitwiseCopyable {
    let records: UnsafePointer<FlatRules.Record>
    let bytes: UnsafePointer<UInt8>
    let parts: UnsafePointer<FlatRules.TemplatePart>

    @inline(__always)
    package subscript(rule: Int) -> RulePiece {
      let record = records + rule
      return RulePiece(
        record: record, start: bytes + Int(record.pointee.piece), allParts: parts)
    }
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
    // Rules that are not flat are refused by the verifier.
    rules = image.rules.flat ?? FlatRules()
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

    var copies: [UnsafeRawPointer] = []
    code = LoadedProgram.stable(image.code, &copies)
    constantBytes = UnsafeBufferPointer(
      start: LoadedProgram.stable(image.constantBytes, &copies), count: image.constantBytes.count)
    constantValues = UnsafeBufferPointer(
      start: LoadedProgram.stable(image.constantValues, &copies),
      count: image.constantValues.count)

    var flatTables: [FlatTable] = []
    flatTables.reserveCapacity(image.tables.count)
    for table in image.tables {
      flatTables.append(
        FlatTable(
          entries: LoadedProgram.stable(table.entries, &copies), mask: table.entries.count - 1,
          otherwise: Int(table.otherwise), uncertain: Int(table.uncertain)))
    }
    tables = LoadedProgram.place(flatTables)
    var flatSets: [FlatTextSet] = []
    flatSets.reserveCapacity(image.textSets.count)
    for set in image.textSets {
      flatSets.append(
        FlatTextSet(
          bits: LoadedProgram.stable(set.bits, &copies), first: set.first,
          count: UInt32(64 * set.bits.count)))
    }
    textSets = LoadedProgram.place(flatSets)

    var flatLists: [FlatList] = []
    flatLists.reserveCapacity(image.lists.count)
    var next = FlatList(
      candidates: LoadedProgram.stable(image.candidates, &copies), count: 0,
      conditions: LoadedProgram.stable(image.sieveConditions, &copies), conditionCount: 0,
      bits: LoadedProgram.stable(image.sieveBits, &copies))
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
    for word in 0..<image.code.count where code[word].opcodeByte == Opcode.rule.rawValue {
      words[code[word].a] = UInt32(word)
    }
    ruleWords = LoadedProgram.place(words)

    lineEnding = UnsafeBufferPointer(
      start: LoadedProgram.place(
        Array(",\"policy\":\"sha256:\(hexadecimal(image.digest))\"}\n".utf8)
          + Array(repeating: 0, count: LineBuffer.step)),
      count: 11 + 7 + 64 + 3)
    rulePieces = RulePieces(
      records: LoadedProgram.stable(rules.records, &copies),
      bytes: LoadedProgram.stable(rules.bytes, &copies),
      parts: LoadedProgram.stable(rules.templateParts, &copies))
    ruleMasks = LoadedProgram.place(
      rules.records.withUnsafeBufferPointer { $0.map(\.effect.mask) })
    self.copies = copies
  }

  deinit {
    for copy in copies { copy.deallocate() }
    tables.deallocate()
    textSets.deallocate()
    lists.deallocate()
    ruleWords.deallocate()
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

  /// A table where it stays as long as the program does: where it is, or else a copy.
  private static func stable<T>(
    _ table: Table<T>, _ copies: inout [UnsafeRawPointer]
  ) -> UnsafePointer<T> {
    if let base = table.stable?.baseAddress { return base }
    let copy = table.withUnsafeBufferPointer { source in
      let memory = UnsafeMutablePointer<T>.allocate(capacity: max(source.count, 1))
      if let base = source.baseAddress { memory.update(from: base, count: source.count) }
      return UnsafePointer(memory)
    }
    copies.append(UnsafeRawPointer(copy))
    return copy
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
