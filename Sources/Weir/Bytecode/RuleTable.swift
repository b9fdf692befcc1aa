// The rules of a program but for their code. The emitter makes descriptions; a program that runs
// has them flat: a record of fixed size a rule, their texts and ready-made pieces of verdict lines
// end to end. Loading ten thousand rules then takes a look at each record and makes nothing; a
// description is put together again when somebody asks for it, which is for people and never for a
// verdict line.

/// The rules, ordered by file path, then by place.
package struct RuleTable: Sendable {
  /// What the emitter made; empty once the rules are flat.
  private var descriptions: [RuleDescription] = []
  package private(set) var flat: FlatRules?

  package init() {}

  init(_ flat: FlatRules) { self.flat = flat }

  /// Makes descriptions of all rules: to change one.
  private mutating func unfold() {
    guard flat != nil else { return }
    descriptions = Array(self)
    flat = nil
  }

  /// The rules laid flat. Nothing is checked: what does not hang together stays so, for the
  /// verifier to find.
  func flattened(_ files: [SourceFile]) -> FlatRules {
    if let flat { return flat }
    var writer = FlatRules.Writer(files: files)
    for rule in descriptions { writer.append(rule) }
    return writer.finish()
  }

  mutating func flatten(_ files: [SourceFile]) { self = RuleTable(flattened(files)) }
}

extension RuleTable: RandomAccessCollection, MutableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { flat?.records.count ?? descriptions.count }

  package subscript(index: Int) -> RuleDescription {
    get { flat?.description(of: index) ?? descriptions[index] }
    set {
      unfold()
      descriptions[index] = newValue
    }
  }

  package mutating func append(_ rule: RuleDescription) {
    unfold()
    descriptions.append(rule)
  }
}

/// Rules laid flat.
package struct FlatRules: Sendable {
  package var records: Table<Record> = []
  /// The parts of `because` texts, and names and values of annotations.
  package var parts: Table<Part> = []
  package var templateParts: Table<TemplatePart> = []
  /// Texts, and pieces of verdict lines.
  package var bytes: Table<UInt8> = []
  package var holds: [HoldDescription] = []
  /// The paths of the files that rules stand in.
  package var paths: [String] = []

  package struct Record: BitwiseCopyable, Sendable {
    var flags: UInt32 = 0
    /// A hold's index in `holds`, plus 1; 0 for other rules.
    var hold: UInt32 = 0
    var name = ByteRange(offset: 0, count: 0)
    var range = SourceRange(file: 0, start: 0, end: 0)
    var nameRange = SourceRange(file: 0, start: 0, end: 0)
    /// The line that the name stands in, from 1.
    var line: UInt32 = 0
    /// The rule's part of a verdict line, as `RuleMember` spells it: from here on `headCount`
    /// bytes, the name and the `because` where it is the same every time; where it is not, up to
    /// its opening quote, and the texts of the template after it. `tail` bytes from here, where the
    /// rule is and its annotations, without the closing brace; after a template its closing quote
    /// first.
    var piece: UInt32 = 0
    var headCount: UInt32 = 0
    var tail: UInt32 = 0
    var tailCount: UInt32 = 0
    /// The name in it, with its quotes.
    var quotedNameCount: UInt32 = 0
    var firstTemplate: UInt32 = 0
    var templateCount: UInt32 = 0
    var firstBecause: UInt32 = 0
    var becauseCount: UInt32 = 0
    /// Names and values by turns.
    var firstAnnotation: UInt32 = 0
    var annotationCount: UInt32 = 0
  }

  /// The offset in its piece at which a rule's name begins.
  @inline(__always)
  static var nameStart: Int { RuleMember.name.spelling.utf8CodeUnitCount }

  /// A text of a template as it stands within a JSON string, and the slot whose value comes after
  /// it; -1 for none.
  package struct TemplatePart: BitwiseCopyable, Sendable {
    package var count: UInt32
    package var slot: Int32
  }

  enum Flags {
    static let allow: UInt32 = 0
    static let deny: UInt32 = 1
    static let hold: UInt32 = 2
    static let effect: UInt32 = 3
    static let isObserved: UInt32 = 4
    static let hasBecause: UInt32 = 8
    static let all: UInt32 = 15
  }

  /// A text, or a slot to be filled in.
  package struct Part: BitwiseCopyable, Sendable {
    static let text: UInt32 = 0
    static let slot: UInt32 = 1
    var kind: UInt32
    /// Of a text its first byte, of a slot its number.
    var place: UInt32
    var count: UInt32

    init(_ text: ByteRange) {
      kind = Part.text
      place = text.offset
      count = text.count
    }

    init(slot: Int) {
      kind = Part.slot
      place = UInt32(clamping: slot)
      count = 0
    }
  }

  /// What a rule does, in a byte's width.
  package func effect(of rule: Int) -> RuleEffect { records[rule].effect }

  /// `payments.weir:38`.
  package func place(of rule: Int) -> String {
    let record = records[rule]
    return "\(paths[Int(record.nameRange.file)]):\(record.line)"
  }

  package func description(of rule: Int) -> RuleDescription {
    let record = records[rule]
    var because: [RuleDescription.TemplatePart]?
    if record.flags & Flags.hasBecause != 0 {
      because = (0..<record.becauseCount).map {
        let part = parts[Int(record.firstBecause + $0)]
        return part.kind == Part.slot
          ? .slot(Int(part.place)) : .text(ExactString(validated: Array(text(of: part))))
      }
    }
    let annotations = (0..<record.annotationCount / 2).map {
      let first = Int(record.firstAnnotation + 2 * $0)
      return (
        name: String(decoding: text(of: parts[first]), as: UTF8.self),
        value: String(decoding: text(of: parts[first + 1]), as: UTF8.self)
      )
    }
    let name = Int(record.name.offset)..<Int(record.name.offset + record.name.count)
    return RuleDescription(
      name: String(decoding: bytes[name], as: UTF8.self), effect: record.effect.effect,
      isObserved: record.effect.isObserved, range: record.range, nameRange: record.nameRange,
      because: because, annotations: annotations,
      hold: record.hold == 0 ? nil : holds[Int(record.hold) - 1])
  }

  private func text(of part: Part) -> Slice<Table<UInt8>> {
    bytes[Int(part.place)..<Int(part.place + part.count)]
  }
}

extension FlatRules.Record {
  var effect: RuleEffect {
    let effect: PolicyEffect =
      switch flags & FlatRules.Flags.effect {
      case FlatRules.Flags.allow: .allow
      case FlatRules.Flags.hold: .hold
      default: .deny
      }
    return RuleEffect(effect, isObserved: flags & FlatRules.Flags.isObserved != 0)
  }
}

/// What a rule says, in a byte's width.
package struct RuleEffect: BitwiseCopyable, Equatable, Sendable {
  package var effect: PolicyEffect
  package var isObserved: Bool

  package init(_ effect: PolicyEffect, isObserved: Bool) {
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

// MARK: Laying out

extension FlatRules {
  /// Lays one rule after the other out. A text that stands in the rule's piece of JSON as it is,
  /// nothing escaped, is not stored once more.
  struct Writer {
    private let files: [SourceFile]
    /// The files' paths as they stand within a JSON string.
    private let pathPieces: [[UInt8]]
    private var records: [Record] = []
    private var parts: [Part] = []
    private var templateParts: [TemplatePart] = []
    private var bytes: [UInt8] = []
    private var holds: [HoldDescription] = []
    private var piece: [UInt8] = []
    /// The texts of the rule, in the piece or, where something is escaped there, in `apart`.
    private var texts: [(range: ByteRange, isApart: Bool)] = []
    private var apart: [UInt8] = []

    init(files: [SourceFile]) {
      self.files = files
      pathPieces = files.map { file in
        var piece: [UInt8] = []
        Array(file.path.utf8).withUnsafeBufferPointer {
          JSONString.appendCharacters($0, to: &piece)
        }
        return piece
      }
    }

    /// The rules as they were appended.
    mutating func finish() -> FlatRules {
      var flat = FlatRules()
      flat.records = Table(records)
      flat.parts = Table(parts)
      flat.templateParts = Table(templateParts)
      // So that the last piece may be copied in steps, too.
      bytes += repeatElement(0, count: LineBuffer.step)
      flat.bytes = Table(bytes)
      flat.holds = holds
      flat.paths = files.map(\.path)
      return flat
    }

    mutating func append(_ rule: RuleDescription) {
      var record = Record()
      record.range = rule.range
      record.nameRange = rule.nameRange
      if let file = files.indices.contains(Int(rule.nameRange.file))
        ? files[Int(rule.nameRange.file)] : nil
      {
        record.line = UInt32(file.line(at: Int(rule.nameRange.start)))
      }
      switch rule.effect {
      case .allow: record.flags = Flags.allow
      case .deny: record.flags = Flags.deny
      case .hold: record.flags = Flags.hold
      }
      if rule.isObserved { record.flags |= Flags.isObserved }
      if let hold = rule.hold {
        holds.append(hold)
        record.hold = UInt32(holds.count)
      }

      piece.removeAll(keepingCapacity: true)
      texts.removeAll(keepingCapacity: true)
      apart.removeAll(keepingCapacity: true)
      piece += RuleMember.name.spelling.bytes
      writeString(Array(rule.name.utf8))
      record.quotedNameCount = UInt32(piece.count - FlatRules.nameStart)
      var own: [Part?] = []
      record.firstTemplate = UInt32(templateParts.count)
      if let because = rule.because {
        record.flags |= Flags.hasBecause
        piece += RuleMember.because.spelling.bytes
        if let text = Writer.fixedText(because) {
          writeString(text)
          own.append(nil)
          record.headCount = UInt32(piece.count)
        } else {
          piece.append(UInt8(ascii: "\""))
          record.headCount = UInt32(piece.count)
          own = write(template: because)
          record.templateCount = UInt32(templateParts.count) - record.firstTemplate
        }
      } else {
        record.headCount = UInt32(piece.count)
      }
      record.becauseCount = UInt32(own.count)
      record.tail = UInt32(piece.count)
      if record.templateCount > 0 { piece.append(UInt8(ascii: "\"")) }
      piece += RuleMember.at.spelling.bytes
      piece.append(UInt8(ascii: "\""))
      if files.indices.contains(Int(rule.nameRange.file)) {
        piece += pathPieces[Int(rule.nameRange.file)]
      }
      piece.append(UInt8(ascii: ":"))
      piece += String(record.line).utf8
      piece.append(UInt8(ascii: "\""))
      record.firstBecause = UInt32(parts.count)
      record.firstAnnotation = record.firstBecause + record.becauseCount
      record.annotationCount = UInt32(2 * rule.annotations.count)
      for (index, annotation) in rule.annotations.enumerated() {
        if index == 0 {
          piece += RuleMember.annotations.spelling.bytes
        } else {
          piece.append(UInt8(ascii: ","))
        }
        writeString(Array(annotation.name.utf8))
        piece += ":".utf8
        writeString(Array(annotation.value.utf8))
        own.append(nil)
        own.append(nil)
      }
      if !rule.annotations.isEmpty { piece += "}".utf8 }
      record.tailCount = UInt32(piece.count) - record.tail

      record.piece = UInt32(bytes.count)
      bytes += piece
      let behind = UInt32(bytes.count)
      bytes += apart
      for index in texts.indices {
        texts[index].range.offset += texts[index].isApart ? behind : record.piece
      }
      // The name, and then those of the parts that are texts.
      record.name = texts[0].range
      var next = 1
      for part in own {
        parts.append(part ?? Part(texts[next].range))
        if part == nil { next += 1 }
      }
      records.append(record)
    }

    private mutating func writeString(_ text: [UInt8]) {
      piece.append(UInt8(ascii: "\""))
      writeCharacters(text)
      piece.append(UInt8(ascii: "\""))
    }

    /// Writes a text as it stands within a JSON string, and keeps it: there, if nothing was
    /// escaped.
    private mutating func writeCharacters(_ text: [UInt8]) {
      let start = piece.count
      text.withUnsafeBufferPointer { JSONString.appendCharacters($0, to: &piece) }
      let isApart = piece.count - start != text.count
      texts.append(
        (
          .init(offset: UInt32(isApart ? apart.count : start), count: UInt32(text.count)), isApart
        ))
      if isApart { apart += text }
    }

    /// Writes a template's texts; returns its parts, nil for each text.
    private mutating func write(template: [RuleDescription.TemplatePart]) -> [Part?] {
      var parts: [Part?] = []
      var start = piece.count
      for part in template {
        switch part {
        case .text(let text):
          writeCharacters(text.bytes)
          parts.append(nil)
        case .slot(let slot):
          parts.append(Part(slot: slot))
          templateParts.append(
            TemplatePart(count: UInt32(piece.count - start), slot: Int32(clamping: slot)))
          start = piece.count
        }
      }
      if piece.count > start {
        templateParts.append(TemplatePart(count: UInt32(piece.count - start), slot: -1))
      }
      return parts
    }

    /// The text of a template without slots.
    private static func fixedText(_ parts: [RuleDescription.TemplatePart]) -> [UInt8]? {
      var text: [UInt8] = []
      for part in parts {
        switch part {
        case .text(let piece): text += piece.bytes
        case .slot: return nil
        }
      }
      return text
    }
  }
}
