// What a held request waits for, with the key that names it: the digest of what an approval is good
// for.
//
// The key's text is canonical JSON of `covers`, `needs`, `requester`, `rule`, `terms` and `v`, in
// this order. `covers` says in which way: a request that has no members but those that a hold
// covers by their values must not have the key of that grant. What an approval covers comes first,
// and where that is the whole request it is by far the most of it; so the digest's state after it
// is kept, and each of several holds goes on from there. That state, which is swift-crypto's, is
// all that is allocated for a hold.

import Crypto

/// Finds out what the holds of a decision say, and tells it.
struct HoldWriter: ~Copyable {
  private let program: LoadedProgram
  private let requester: [KeyMember]
  /// The form of each rule that has held a request, and of the default after them.
  private var forms: [PreparedHold?] = []
  private var canonicaliser: Canonicaliser

  /// The holds of the decision at hand.
  private var held: [Held] = []
  /// Text on its way to a digest.
  private var text = LineBuffer()
  /// Who may not approve, as a member of the verdict; empty where nobody may.
  private var barred = LineBuffer()
  /// People in the place of a path, and the same within a string.
  private var people: [UInt8] = []
  private var escaped: [UInt8] = []

  private struct Held {
    let form: PreparedHold
    /// The paths whose values an approval is good for; nil if it is for this very request only.
    let covered: [KeyMember]?
    var key: SHA256.Digest?

    var isOnce: Bool { covered == nil }
  }

  init(_ program: LoadedProgram) {
    self.program = program
    let paths = program.image.requester
    requester = KeyMember.members(
      paths.map(\.path), Dictionary(paths.map { ($0.path, $0.slot) }) { first, _ in first })
    canonicaliser = Canonicaliser(leavingOut: program.image.volatilePaths)
  }

  // MARK: Finding out

  /// Finds out what the holds of a decision say. Fails where one covers the whole request and that
  /// has a name twice: two readers could take it for two requests.
  mutating func read(_ decision: Decision, _ interpreter: inout Interpreter) throws(InputError) {
    held.removeAll(keepingCapacity: true)
    guard decision.effect == .hold else { return }
    if decision.listed == .hold {
      for rule in interpreter.matchedRules {
        add(rule: Int(rule), isCertain: true, interpreter.memory)
      }
    }
    if decision.namesUncertainHolds {
      for rule in interpreter.uncertainRules {
        add(rule: Int(rule), isCertain: false, interpreter.memory)
      }
    }
    if decision.heldByDefault {
      add(rule: program.image.rules.count, isCertain: true, interpreter.memory)
    }
    try findKeys(interpreter.memory)
    spellBarred(interpreter.memory)
  }

  /// A rule, or the default after them all.
  private mutating func add(rule: Int, isCertain: Bool, _ memory: borrowing Memory) {
    guard let form = form(rule) else { return }
    var covered: [KeyMember]?
    // Uncertain in any way, an approval is good for this very request only.
    if isCertain, let paths = form.covered,
      paths.allSatisfy({ $0.slot.map { !memory[$0].isFault } ?? false })
    {
      covered = paths
    }
    held.append(Held(form: form, covered: covered))
  }

  /// Nil for a rule that holds nothing.
  private mutating func form(_ rule: Int) -> PreparedHold? {
    let count = program.image.rules.count
    if forms.isEmpty { forms = Array(repeating: nil, count: count + 1) }
    if let form = forms[rule] { return form }
    if rule < count {
      let description = program.image.rules[rule]
      guard !description.isObserved, let hold = description.hold else { return nil }
      forms[rule] = PreparedHold(rule: description.name, hold)
    } else if case .hold(let hold) = program.image.defaultVerdict {
      forms[rule] = PreparedHold(rule: nil, hold)
    }
    return forms[rule]
  }

  private mutating func findKeys(_ memory: borrowing Memory) throws(InputError) {
    let request = try JSONText(memory.input)
    let lastOnce = held.lastIndex { $0.isOnce }
    // Its state after what is the same for all holds that cover the request.
    var whole = SHA256()
    if lastOnce != nil {
      text.clear()
      text.append(#"{"covers":{"once":"#)
      if let duplicate = try canonicaliser.appendRequest(request, to: &text) {
        throw InputError.duplicateKey(at: duplicate, in: memory.input)
      }
      text.append(UInt8(ascii: "}"))
      whole.update(bufferPointer: UnsafeRawBufferPointer(text.contents))
    }
    for index in held.indices where index != lastOnce {
      let start = held[index].isOnce ? whole : SHA256()
      try findKey(index, from: start, request, memory)
    }
    // The last one need not copy it.
    if let lastOnce { try findKey(lastOnce, from: consume whole, request, memory) }
  }

  /// Finds one key; `start` is the digest's state where it covers the request, and empty where not.
  private mutating func findKey(
    _ index: Int, from start: consuming SHA256, _ request: JSONText, _ memory: borrowing Memory
  ) throws(InputError) {
    let finder = try PlaceFinder(memory.input)
    let form = held[index].form
    text.clear()
    if let covered = held[index].covered {
      text.append(#"{"covers":{"values":"#)
      try appendRecord(covered, request, finder, memory)
      text.append(UInt8(ascii: "}"))
    }
    text.append(#","needs":"#)
    try appendRecord(form.named, request, finder, memory)
    text.append(#","requester":"#)
    try appendRecord(requester, request, finder, memory)
    text += form.keyEnd
    start.update(bufferPointer: UnsafeRawBufferPointer(text.contents))
    held[index].key = start.finalize()
  }

  /// Appends the values that are there, by their paths. Those of paths that name people are in
  /// every key, so that what one owner approved serves no other owner's request.
  private mutating func appendRecord(
    _ members: [KeyMember], _ request: JSONText, _ finder: PlaceFinder,
    _ memory: borrowing Memory
  ) throws(InputError) {
    text.append(UInt8(ascii: "{"))
    let start = text.count
    for member in members {
      let value = member.slot.map { memory[$0] } ?? .fault(.notARecord)
      if value.isFault, value.faultKind == .absent { continue }
      // A text as it stands in the request is canonical, and need not be looked for.
      let isPlain = value.tag == .string && value.region == .input
      guard let place = try isPlain ? value.offset : finder.value(at: member.path.steps) else {
        continue
      }
      if text.count > start { text.append(UInt8(ascii: ",")) }
      text += member.name
      if isPlain {
        text.append(UInt8(ascii: "\""))
        text.append(memory.bytes(of: value))
        text.append(UInt8(ascii: "\""))
      } else {
        try canonicaliser.appendValue(request, at: place, to: &text)
      }
    }
    text.append(UInt8(ascii: "}"))
  }

  // MARK: Telling

  /// Appends the holds as a member of a verdict line.
  mutating func write(_ memory: borrowing Memory, to line: inout LineBuffer) {
    guard !held.isEmpty else { return }
    line.append(VerdictLine.VerdictMember.holds.spelling)
    for index in held.indices {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      let form = held[index].form
      form.text.withUnsafeBufferPointer { text in
        var start = 0
        for gap in form.gaps {
          line.append(UnsafeBufferPointer(rebasing: text[start..<gap.place]))
          start = gap.place
          if let number = gap.people {
            appendPeople(form.people[number], memory, to: &line)
          } else {
            held[index].key?.withUnsafeBytes { line.appendHexadecimal($0) }
          }
        }
        line.append(UnsafeBufferPointer(rebasing: text[start...]))
      }
      line += held[index].isOnce ? form.onceEnd : form.coveredEnd
      line.append(barred.contents)
      line.append(UInt8(ascii: "}"))
    }
    line.append(UInt8(ascii: "]"))
  }

  private mutating func appendPeople(
    _ member: KeyMember, _ memory: borrowing Memory, to line: inout LineBuffer
  ) {
    people.removeAll(keepingCapacity: true)
    member.appendPeople(memory, to: &people)
    escaped.removeAll(keepingCapacity: true)
    people.withUnsafeBufferPointer { JSONString.appendCharacters($0, to: &escaped) }
    line += escaped
  }

  /// The holds as data.
  func holds(_ memory: borrowing Memory) -> [Verdict.Hold] {
    var people: [String]? = []
    let isKnown = HoldWriter.forEachBarred(of: program, memory) {
      people?.append(String(decoding: $0, as: UTF8.self))
    }
    if !isKnown { people = nil }
    var holds: [Verdict.Hold] = []
    for one in held {
      let key = one.key.map { "sha256:" + Hexadecimal.text(Array($0)) } ?? ""
      holds.append(one.form.hold(key: key, isOnce: one.isOnce, requester: people, memory))
    }
    return holds
  }

  private mutating func spellBarred(_ memory: borrowing Memory) {
    barred.clear()
    barred.append(VerdictLine.HoldMember.requester.spelling)
    let start = barred.count
    let isKnown = HoldWriter.forEachBarred(of: program, memory) { person in
      if barred.count > start { barred.append(UInt8(ascii: ",")) }
      barred.appendString(person)
    }
    if isKnown { barred.append(UInt8(ascii: "]")) } else { barred.clear() }
  }

  /// Hands over who stands on the requester's paths, each once. False where nobody may approve, for
  /// there would be nobody whom that keeps out: where a path is uncertain, an empty list, or has a
  /// name that shows nothing, and where there is no name at all.
  private static func forEachBarred(
    of program: LoadedProgram, _ memory: borrowing Memory,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) -> Bool {
    var people = PeopleSet()
    for path in program.image.requester {
      let value = memory[path.slot]
      switch value.tag {
      case .fault:
        guard value.faultKind == .absent, path.isOptional else { return false }
      case .list:
        guard value.count > 0 else { return false }
        for index in 0..<value.count {
          let element = memory.values(of: value)[index * value.stride]
          guard element.tag == .string, !UnicodeText.isBlank(memory.bytes(of: element)) else {
            return false
          }
          if people.insert(element, memory) { body(memory.bytes(of: element)) }
        }
      case .string:
        guard !UnicodeText.isBlank(memory.bytes(of: value)) else { return false }
        if people.insert(value, memory) { body(memory.bytes(of: value)) }
      case .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder,
        .record,
        .opaqueRecord, .opaqueList:
        return false
      }
    }
    return !people.isEmpty
  }
}

/// Names that have come up: a few are compared, many hashed.
private struct PeopleSet {
  private var few: [Value] = []
  private var many: Set<ExactString> = []

  var isEmpty: Bool { few.isEmpty }

  /// Whether the name is a new one.
  mutating func insert(_ name: Value, _ memory: borrowing Memory) -> Bool {
    let bytes = memory.bytes(of: name)
    guard many.isEmpty else { return many.insert(ExactString(validated: Array(bytes))).inserted }
    for known in few where memory.bytes(of: known).isEqual(to: bytes) { return false }
    few.append(name)
    if few.count > 8 {
      for known in few { many.insert(ExactString(validated: Array(memory.bytes(of: known)))) }
    }
    return true
  }
}
