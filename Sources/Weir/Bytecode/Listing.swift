// The program for people: what it reads, what it knows, how it finds rules, and its code beside the
// lines it was made from. A built program is whoever's who built it: none of its texts reaches the
// terminal as it is.

/// Prints a program.
package struct Listing {
  private let image: ProgramImage
  private var output = ""

  package init(_ image: ProgramImage) {
    self.image = image
    list()
  }

  /// The whole listing.
  package var text: String { output }

  private mutating func list() {
    output += "policy sha256:\(Hexadecimal.text(image.digest))\n"
    for file in image.files { output += "file   \(VisibleText.escaped(file.path))\n" }
    listReads()
    listConstants()
    listIndex()
    listRules()
    listCode()
  }

  private mutating func heading(_ title: String) { output += "\n\(title)\n" }

  private mutating func row(_ columns: (text: String, width: Int)..., last: String = "") {
    var line = "  "
    for (text, width) in columns {
      let text = VisibleText.escaped(text)
      line += text + String(repeating: " ", count: max(1, width - text.unicodeScalars.count))
    }
    output += (line + VisibleText.escaped(last)).trimmingTrailingBlanks + "\n"
  }

  // MARK: Sections

  private mutating func listReads() {
    heading("reads")
    for (slot, path) in image.slotPaths.enumerated() {
      row(("\(slot)", 6), (path.text, 32), last: expectation(ofSlot: slot))
    }
  }

  private func expectation(ofSlot slot: Int) -> String {
    var found = ""
    visit(0) { node in
      guard node.slot == slot else { return }
      switch node.expectation {
      case .any: found = node.isWhole ? "whole" : ""
      case .bool: found = "bool"
      case .string: found = "string"
      case .number: found = "number"
      case .timestamp: found = "timestamp"
      case .duration: found = "duration"
      case .ip: found = "ip"
      case .cidr: found = "cidr"
      case .choice(let texts):
        found = texts.map { quoted(text: Int($0)) }.joined(separator: " | ")
      case .list: found = "list"
      case .record: found = node.isWhole ? "record, whole" : "record"
      }
      if let element = node.element {
        found += "\(found.isEmpty ? "" : ", ")\(element.stride) values an element"
      }
    }
    return found
  }

  /// Visits the nodes of the request's own frame.
  private func visit(_ index: Int, _ body: (Projection.Node) -> Void) {
    let node = image.projection.nodes[index]
    body(node)
    for member in node.members { visit(member.node, body) }
    for indexed in node.indexed { visit(indexed.node, body) }
  }

  private mutating func listConstants() {
    if !image.constantValues.isEmpty {
      heading("constants")
      for (index, value) in image.constantValues.enumerated() {
        row(("\(index)", 6), (name(of: value.tag), 12), last: describe(value))
      }
    }
    if !image.textSets.isEmpty {
      heading("sets")
      for (index, set) in image.textSets.enumerated() {
        row(("\(index)", 6), last: describe(set))
      }
    }
    if !image.patterns.isEmpty {
      heading("patterns")
      for (index, pattern) in image.patterns.enumerated() {
        row(
          ("\(index)", 6), (pattern.kind == .glob ? "like" : "matches", 12),
          last: quoted(pattern.text))
      }
    }
  }

  private mutating func listIndex() {
    heading("index")
    var list = 0
    var candidate = 0
    var condition = 0
    for (word, instruction) in image.code.enumerated() {
      if instruction.opcodeByte == Opcode.switch.rawValue {
        let table = image.tables[instruction.b]
        let texts = table.entries.filter { $0.text != 0 }.count
        row(
          ("word \(word)", 12),
          last:
            """
            by \(image.slotPaths[instruction.a].text): \(texts) texts; none of them: word \
            \(table.otherwise); unreadable: word \(table.uncertain)
            """
        )
      } else if instruction.opcodeByte == Opcode.tryRules.rawValue {
        let next = image.lists[list]
        listCandidates(
          word, Array(image.candidates[candidate..<candidate + next.count])[...],
          Array(image.sieveConditions[condition..<condition + next.conditionCount])[...])
        list += 1
        candidate += next.count
        condition += next.conditionCount
      }
    }
  }

  /// The most rules of a list that are named.
  private static let namedCandidates = 4

  private mutating func listCandidates(
    _ word: Int, _ candidates: ArraySlice<Candidate>, _ conditions: ArraySlice<Instruction>
  ) {
    var names = candidates.prefix(Listing.namedCandidates).map { candidate in
      "\(image.rules[Int(candidate.rule)].name) from word \(candidate.word)"
        + (candidate.isUncertain ? ", uncertain" : "")
    }
    if names.count < candidates.count { names.append("… (\(candidates.count) in all)") }
    row(("word \(word)", 12), last: "tries \(names.joined(separator: "; "))")
    for condition in conditions {
      guard let opcode = Opcode(rawValue: condition.opcodeByte) else { continue }
      row(
        ("", 12), ("sieve", 6), (opcode.entry.mnemonic, 20),
        last: operands(opcode, condition, at: word))
    }
  }

  private mutating func listRules() {
    heading("rules")
    for (index, rule) in image.rules.enumerated() {
      row(
        ("\(index)", 6), ((rule.isObserved ? "observe " : "") + rule.effect.rawValue, 16),
        (rule.name, 32), last: place(rule.nameRange))
    }
  }

  private mutating func listCode() {
    heading("code")
    var lastPlace = ""
    for (word, instruction) in image.code.enumerated() {
      guard let opcode = Opcode(rawValue: instruction.opcodeByte) else { continue }
      let range = image.ranges[word]
      if range.end > range.start {
        let place = place(range)
        if place != lastPlace {
          output += "; \(VisibleText.escaped(place))  \(VisibleText.escaped(line(of: range)))\n"
          lastPlace = place
        }
      }
      row(
        ("\(word)", 6), (opcode.entry.mnemonic, 20), last: operands(opcode, instruction, at: word))
    }
  }

  /// The most scalars of a long source line that are shown: a policy may be one line, and stand
  /// beside each of its instructions.
  private static let longestLine = 200

  private func line(of range: SourceRange) -> String {
    let file = image.files[Int(range.file)]
    let number = file.line(at: Int(range.start))
    guard file.range(ofLine: number).count > 4 * Listing.longestLine else {
      return file.text(ofLine: number).trimmingBlanks
    }
    return file.text(ofLine: number, from: 0, count: Listing.longestLine).trimmingBlanks + " …"
  }

  // MARK: Operands

  private func operands(_ opcode: Opcode, _ instruction: Instruction, at word: Int) -> String {
    [(opcode.entry.a, instruction.a), (opcode.entry.b, instruction.b)]
      .compactMap { describe($0, $1, at: word) }.joined(separator: ", ")
  }

  private func describe(_ kind: OperandKind, _ operand: Int, at word: Int) -> String? {
    switch kind {
    case .none: nil
    case .slot: image.slotPaths[operand].text
    case .constant, .name: describe(image.constantValues[operand])
    case .text: quoted(text: operand)
    case .textSet: describe(image.textSets[operand])
    case .pattern: quoted(image.patterns[operand].text)
    case .target: "\(operand)"
    case .forward: "\(word + operand)"
    case .backward: "\(word - operand)"
    case .rule: image.rules[operand].name
    case .table: "table \(operand)"
    case .list: "list \(operand)"
    case .cell: "cell \(operand)"
    case .builtin: Builtin(rawValue: UInt8(operand))?.declaration.name
    case .reader: image.readers[operand].name
    case .frame: "loop \(operand)"
    case .elementSlot: "+\(operand)"
    case .count, .part: "\(operand)"
    case .loopKind: LoopKind(rawValue: UInt8(operand)).map { "\($0)" }
    }
  }

  private func place(_ range: SourceRange) -> String {
    let file = image.files[Int(range.file)]
    return "\(file.path):\(file.line(at: Int(range.start)))"
  }

  private func name(of tag: Value.Tag) -> String { "\(tag)" }

  /// The longest a constant is spelled out.
  private static let longestConstant = 60

  private func describe(_ value: Value, depth: Int = 0) -> String {
    switch value.tag {
    case .fault: return "fault"
    case .bool: return value.isTrue ? "true" : "false"
    case .number: return value.decimal.description
    case .timestamp: return value.timestamp.description
    case .duration: return value.interval.description
    case .string: return quoted(bytes(of: value))
    case .ip: return IPAddress(bytes: bytes(of: value)).description
    case .cidr:
      let bytes = bytes(of: value)
      return CIDRBlock(address: IPAddress(bytes: bytes.prefix(16)), prefix: bytes[16]).description
    case .hours: return image.hours[value.hoursIndex].text
    case .version: return "version"
    case .path: return "path " + quoted(bytes(of: value))
    case .folder: return "folder " + quoted(bytes(of: value))
    case .list, .record:
      guard depth < 2 else { return "…" }
      var parts: [String] = []
      for index in 0..<value.count {
        let place = value.offset + index * value.stride
        let part = describe(image.constantValues[place], depth: depth + 1)
        parts.append(
          value.tag == .list
            ? part : part + ": " + describe(image.constantValues[place + 1], depth: depth + 1))
        if parts.reduce(0, { $0 + $1.count }) > Listing.longestConstant {
          parts.append("… (\(value.count) in all)")
          break
        }
      }
      let inner = parts.joined(separator: ", ")
      return value.tag == .list ? "[\(inner)]" : "{\(inner)}"
    case .opaqueRecord, .opaqueList: return "…"
    }
  }

  private func bytes(of value: Value) -> [UInt8] {
    Array(image.constantBytes[value.offset..<value.offset + value.count])
  }

  private func describe(_ set: TextSet) -> String {
    var parts: [String] = []
    var count = 0
    for number in 1...max(1, image.texts.count) where set.contains(UInt32(number)) {
      count += 1
      if parts.reduce(0, { $0 + $1.count }) <= Listing.longestConstant {
        parts.append(quoted(text: number))
      }
    }
    if count > parts.count { parts.append("… (\(count) in all)") }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private func quoted(text number: Int) -> String {
    guard number > 0, number <= image.texts.count else { return "?" }
    let range = image.texts[number - 1]
    return quoted(
      Array(image.constantBytes[Int(range.offset)..<Int(range.offset) + Int(range.count)]))
  }

  private func quoted(_ text: ExactString) -> String { quoted(text.bytes) }

  private func quoted(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    JSONString.append(Array(bytes), to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingTrailingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " || $0 == "\t" }).trimmingTrailingBlanks
  }
}
