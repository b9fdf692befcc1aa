// A hand-written request, checked against what the policy expects of requests. A misspelled member,
// or a value that its enum does not have, makes rules uncertain or silent: the request is denied
// anyway, and a case that expects a denial would pass for the wrong reason.
//
// If the policy has a `request` block, the block says what fits. If it has none, any name is
// allowed, and a name is doubted only if it is nearly one that the policy reads and that one is
// missing beside it. Missing members always fit: cases leave out what they are not about. Rules
// that need them come out uncertain, which an expectation has to name.

package import Weir

/// A path at which a request does not fit.
struct Misfit {
  var path: [RequestPath.Step]
  /// Where in the fixture: a name's or a value's first byte.
  var offset: Int
  var kind: Kind

  enum Kind {
    case unknownMember(ExactString, of: [ExactString])
    case nearlyRead(ExactString, meant: ExactString)
    case wrongValue(JSONDocument, Type)
  }
}

/// What a policy says of requests.
package struct RequestFit: Sendable {
  private let shape: RecordShape?
  private let projection: Projection

  package init(_ policy: TestPolicy) {
    shape = policy.checked.shape
    projection = policy.program.loaded.image.projection
  }

  /// Every path at which a request does not fit, in the order of the request.
  func misfits(of request: JSONDocument) -> [Misfit] {
    var search = MisfitSearch()
    if let shape {
      search.compare(request, .record(shape), isNullable: false)
    } else {
      search.compare(request, readBy: 0, projection)
    }
    return search.found
  }
}

private struct MisfitSearch {
  var found: [Misfit] = []
  private var path: [RequestPath.Step] = []

  // MARK: With a shape

  mutating func compare(_ document: JSONDocument, _ type: Type, isNullable: Bool) {
    if case .null = document.kind, isNullable { return }
    switch (type, document.kind) {
    case (.any, _), (.bool, .bool), (.string, .string): break
    case (.choice(let texts), .string(let text)):
      expect(texts.containsSorted(text), document, type)
    case (.number, .number(let text)):
      switch Decimal.read(Array(text.utf8)) {
      case .value: break
      case .outOfRange, .malformed: expect(false, document, type)
      }
    case (.timestamp, .string(let text)): expect(Timestamp(text.description) != nil, document, type)
    case (.duration, .string(let text)):
      expect(SignedDuration(text.description) != nil, document, type)
    case (.ip, .string(let text)): expect(IPAddress(text.description) != nil, document, type)
    case (.cidr, .string(let text)): expect(CIDRBlock(text.description) != nil, document, type)
    case (.list(let element), .list(let elements)):
      for (index, value) in elements.enumerated() {
        within(.index(index)) { $0.compare(value, element, isNullable: false) }
      }
    case (.map(let value), .record(let members)):
      for member in members {
        within(.member(member.name)) { $0.compare(member.value, value, isNullable: false) }
      }
    case (.record(let shape), .record(let members)):
      for member in members {
        guard let known = shape.member(member.name) else {
          note(member, .unknownMember(member.name, of: shape.members.map(\.name)))
          continue
        }
        within(.member(member.name)) {
          $0.compare(member.value, known.type, isNullable: known.isNullable)
        }
      }
    case (.bool, _), (.string, _), (.choice, _), (.number, _), (.timestamp, _), (.duration, _),
      (.ip, _), (.cidr, _), (.list, _), (.map, _), (.record, _):
      expect(false, document, type)
    // Only functions make these.
    case (.hours, _), (.version, _), (.path, _), (.folder, _): break
    }
  }

  // MARK: Without

  /// Shorter names are near to too many others.
  private static let shortestDoubted = 4

  mutating func compare(_ document: JSONDocument, readBy number: Int, _ projection: Projection) {
    let node = projection.nodes[number]
    switch document.kind {
    case .null, .bool, .string, .number: break
    case .list(let elements):
      for indexed in node.indexed where elements.indices.contains(indexed.index) {
        within(.index(indexed.index)) {
          $0.compare(elements[indexed.index], readBy: indexed.node, projection)
        }
      }
      guard let element = node.element, !element.isMap else { return }
      for (index, value) in elements.enumerated() {
        within(.index(index)) { $0.compare(value, readBy: element.node, projection) }
      }
    case .record(let members):
      guard !node.isWhole, !node.members.isEmpty else { return }
      let names = Set(members.map(\.name))
      let missing = node.members.map(\.name).filter { !names.contains($0) }.map(\.description)
      let read = Dictionary(uniqueKeysWithValues: node.members.map { ($0.name, $0.node) })
      for member in members {
        if let number = read[member.name] {
          within(.member(member.name)) { $0.compare(member.value, readBy: number, projection) }
        } else if member.name.bytes.count >= MisfitSearch.shortestDoubted,
          let meant = Spelling.closest(to: member.name.description, among: missing),
          meant.utf8.count >= MisfitSearch.shortestDoubted
        {
          note(member, .nearlyRead(member.name, meant: ExactString(meant)))
        }
      }
    }
  }

  // MARK: Notes

  private mutating func within(
    _ step: RequestPath.Step, _ body: (inout MisfitSearch) -> Void
  ) {
    path.append(step)
    body(&self)
    path.removeLast()
  }

  private mutating func expect(_ fits: Bool, _ document: JSONDocument, _ type: Type) {
    if fits { return }
    found.append(
      Misfit(path: path, offset: document.offset, kind: .wrongValue(document, type)))
  }

  private mutating func note(_ member: JSONDocument.Member, _ kind: Misfit.Kind) {
    found.append(
      Misfit(path: path + [.member(member.name)], offset: member.nameOffset, kind: kind))
  }
}

// MARK: - What is said of them

extension Misfit {
  var code: FixtureMistake.Code {
    switch kind {
    case .unknownMember, .nearlyRead: .unknownMember
    case .wrongValue: .wrongValue
    }
  }

  var message: String {
    let shown = path.isEmpty ? "the request" : "`\(RequestPath(steps: path).text)`"
    return switch kind {
    case .unknownMember: "\(shown) is not a member of the request"
    case .nearlyRead: "the policy does not read \(shown)"
    case .wrongValue(let document, let type):
      "\(shown) is \(Misfit.phrase(document)), and the policy declares \(type.phrase)"
    }
  }

  /// - Parameter isExplained: whether all names are searched for the one that was meant.
  func hint(isExplained: Bool) -> String {
    let meant: String?
    switch kind {
    case .unknownMember, .wrongValue: meant = isExplained ? explanation : nil
    case .nearlyRead(_, let read): meant = "it reads `\(read)`, which the request lacks"
    }
    if path.isEmpty { return meant ?? "write a record" }
    let escape = "f the case means it: `misfits: \(RequestPath(steps: path).text)`"
    guard let meant else { return "correct it, or, i\(escape)" }
    return meant.utf8.last == UInt8(ascii: "?") ? "\(meant) I\(escape)" : "\(meant); i\(escape)"
  }

  private var explanation: String? {
    switch kind {
    case .unknownMember(let name, let known):
      Spelling.closest(to: name.description, among: known.map(\.description)).map {
        "did you mean `\($0)`?"
      }
        ?? (known.isEmpty
          ? "the record has no members"
          : "the members are \(shortList(known.map(\.description)))")
    case .nearlyRead: nil
    case .wrongValue(let document, let type): Misfit.correction(document, type)
    }
  }

  private static func correction(_ document: JSONDocument, _ type: Type) -> String? {
    guard case .choice(let texts) = type, case .string(let text) = document.kind else { return nil }
    return Spelling.closest(to: text.description, among: texts.map(\.description)).map {
      "did you mean \(quoted(ExactString($0)))?"
    }
  }

  private static func phrase(_ document: JSONDocument) -> String {
    switch document.kind {
    case .null: "null"
    case .bool(let truth): "the truth \(truth)"
    case .string(let text): text.bytes.count <= 40 ? quoted(text) : "a text"
    case .number(let digits): digits.utf8.count <= 40 ? "the number \(digits)" : "a number"
    case .list: "a list"
    case .record: "a record"
    }
  }
}

/// A path at which a case says that its request does not fit.
package struct ExpectedMisfit: Sendable {
  package var path: RequestPath
  package var text: String
  package var place: FixturePlace
}
