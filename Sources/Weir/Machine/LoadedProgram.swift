// A verified program made ready to run: what the image says, in memory that does not move, so that
// the interpreter reads it through plain pointers; and what is made from it once, automata and
// tables. What the image has lent of a file's memory stays where it is, and all else moves there
// once.
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
  /// The projection's node of each slot of the request's frame.
  package let slotNodes: [Int?]
  /// The slots by the texts of their paths, and each slot's place among them.
  package let slotsByPath: [Int]
  package nonisolated(unsafe) let slotRanks: UnsafePointer<Int>

  // The machine's view, of the image's tables and of memory allocated here: it is never written
  // again and goes with the program, which is why handing it between threads is sound.
  package nonisolated(unsafe) let code: UnsafePointer<Instruction>
  package nonisolated(unsafe) let constantBytes: UnsafeBufferPointer<UInt8>
  package nonisolated(unsafe) let constantValues: UnsafeBufferPointer<Value>
  package nonisolated(unsafe) let tables: UnsafePointer<FlatTable>
  package nonisolated(unsafe) let textSets: UnsafePointer<FlatTextSet>
  package nonisolated(unsafe) let lists: UnsafePointer<FlatList>
  package let listCount: Int
  /// The most candidates of any list.
  package let longestList: Int
  /// How many words the bits of one condition have in all lists that are sieved.
  package let sieveWords: Int
  /// The word that each rule's code begins at.
  package nonisolated(unsafe) let ruleWords: UnsafePointer<UInt32>

  /// A rule's part of a verdict line, all of which stands in a row: so many bytes, the texts of a
  /// template, each with a value to be filled in after it or none, and so many bytes more.
  /// Wherever it is cut it may be copied in steps of `LineBuffer.step` bytes.
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
        // Empty first: a text that is not a constant has the number 0, and so has an empty place.
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
    /// How many words the bits of one condition have in all sieved lists before this one.
    var firstWord: Int
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
  package init(_ image: consuming ProgramImage) throws(ProgramError) {
    var patterns: [Pattern] = []
    for source in image.patterns { patterns.append(try LoadedProgram.compile(source)) }
    self.patterns = patterns
    // Rules that are not flat are refused by the verifier.
    var rules = image.rules.flat ?? FlatRules()
    image.rules = RuleTable()
    var slotNodes: [Int?] = Array(repeating: nil, count: image.projection.slotCount)
    LoadedProgram.visitFrame(of: image.projection, from: 0) { slot, node, _ in
      slotNodes[slot] = node
    }
    self.slotNodes = slotNodes
    let slotPaths = image.slotPaths
    let paths = slotPaths.map { ExactString($0.shownText) }
    slotsByPath = Array(paths.indices).sorted { left, right in
      paths[left] != paths[right]
        ? paths[left] < paths[right]
        : PathHash.hash(of: slotPaths[left].steps) < PathHash.hash(of: slotPaths[right].steps)
    }
    var ranks = Array(repeating: 0, count: slotsByPath.count)
    for (rank, slot) in slotsByPath.enumerated() { ranks[slot] = rank }
    slotRanks = LoadedProgram.place(ranks)

    code = image.code.settle()
    let bytes = image.constantBytes.settle()
    constantBytes = UnsafeBufferPointer(start: bytes, count: image.constantBytes.count)
    constantValues = UnsafeBufferPointer(
      start: image.constantValues.settle(), count: image.constantValues.count)
    strings = StringTable(image.texts.settle(), count: image.texts.count, in: bytes)

    var flatTables: [FlatTable] = []
    flatTables.reserveCapacity(image.tables.count)
    for index in image.tables.indices {
      flatTables.append(
        FlatTable(
          entries: image.tables[index].entries.settle(),
          mask: image.tables[index].entries.count - 1,
          otherwise: Int(image.tables[index].otherwise),
          uncertain: Int(image.tables[index].uncertain)))
    }
    tables = LoadedProgram.place(flatTables)
    var flatSets: [FlatTextSet] = []
    flatSets.reserveCapacity(image.textSets.count)
    for index in image.textSets.indices {
      flatSets.append(
        FlatTextSet(
          bits: image.textSets[index].bits.settle(), first: image.textSets[index].first,
          count: UInt32(64 * image.textSets[index].bits.count)))
    }
    textSets = LoadedProgram.place(flatSets)

    var flatLists: [FlatList] = []
    flatLists.reserveCapacity(image.lists.count)
    var next = FlatList(
      candidates: image.candidates.settle(), count: 0,
      conditions: image.sieveConditions.settle(), conditionCount: 0,
      bits: image.sieveBits.settle(), firstWord: 0)
    for list in image.lists {
      next.count = list.count
      next.conditionCount = list.conditionCount
      flatLists.append(next)
      next.candidates += list.count
      next.conditions += list.conditionCount
      next.bits += list.words * list.conditionCount
      if list.conditionCount > 0 { next.firstWord += list.words }
    }
    lists = LoadedProgram.place(flatLists)
    listCount = flatLists.count
    sieveWords = next.firstWord
    longestList = image.lists.reduce(0) { max($0, $1.count) }
    var words = Array(repeating: UInt32(0), count: rules.records.count)
    for word in 0..<image.code.count where code[word].opcodeByte == Opcode.rule.rawValue {
      words[code[word].a] = UInt32(word)
    }
    ruleWords = LoadedProgram.place(words)

    rulePieces = RulePieces(
      records: rules.records.settle(), bytes: rules.bytes.settle(),
      parts: rules.templateParts.settle())
    ruleMasks = LoadedProgram.place(
      rules.records.withUnsafeBufferPointer { $0.map(\.effect.mask) })
    self.rules = rules
    image.rules = RuleTable(rules)
    self.image = image
  }

  deinit {
    tables.deallocate()
    textSets.deallocate()
    lists.deallocate()
    ruleWords.deallocate()
    slotRanks.deallocate()
    ruleMasks.deallocate()
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

extension LoadedProgram {
  /// The policy's digest, as verdicts have it.
  package var digest: String { "sha256:" + Hexadecimal.text(image.digest) }

  /// Whether a verdict may depend on the instant of judgement.
  package var readsClock: Bool {
    let readsClock = Opcode.readsClock
    return image.code.withUnsafeBufferPointer { code in
      code.contains { readsClock[Int($0.opcodeByte)] }
    }
  }
}
