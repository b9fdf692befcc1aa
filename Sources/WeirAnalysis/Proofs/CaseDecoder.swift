// From the solver's case to a request: each path gets a value of its region, each record on the
// way is there or not.

import Weir

struct CaseDecoder {
  /// What stands at a place of the request.
  private indirect enum Node {
    case text(String)
    case record([RequestPath.Step: Node])
  }

  private let table: AtomTable
  /// Whether the case leaves nothing open: no unknown had a part, and every region got a value that
  /// is in it. The machine must agree with such a case.
  private(set) var isExact = true
  private var root: [RequestPath.Step: Node] = [:]
  private var now = Timestamp(seconds: 1_767_225_600, nanoseconds: 0)

  init(_ table: AtomTable) {
    self.table = table
    for atom in table.atoms where atom.term == nil { isExact = false }
  }

  mutating func decode(_ encoder: borrowing CaseEncoder) -> RequestCase {
    // Records first, so that what stands in them finds them.
    for (path, place) in encoder.places.sorted(by: { $0.key.steps.count < $1.key.steps.count }) {
      if encoder.isTrue(place.record) { put(.record([:]), at: path.steps[...]) }
      // Whatever no term says more about.
      if encoder.isTrue(place.plain) { put(.text("[]"), at: path.steps[...]) }
    }
    for (index, term) in table.terms.enumerated() {
      guard let region = region(of: index, encoder) else {
        isExact = false
        continue
      }
      let constant = value(in: region, ofTerm: index, encoder)
      switch term.source {
      case .computed: isExact = false
      case .now:
        if case .timestamp(let instant)? = constant { now = instant } else { isExact = false }
      case .path(let path):
        if path.steps.contains(where: { if case .index = $0 { true } else { false } }) {
          isExact = false
          continue
        }
        switch region {
        case .absent, .noRecord: break
        case .misfit:
          if let place = encoder.places[path], encoder.isTrue(place.record) { break }
          put(.text("[]"), at: path.steps[...])
        case .value, .between, .other:
          if let constant, let text = CaseDecoder.json(constant) {
            put(.text(text), at: path.steps[...])
          } else {
            isExact = false
          }
        }
      }
    }
    return RequestCase(request: CaseDecoder.text(.record(root)), now: now)
  }

  private func region(of term: Int, _ encoder: borrowing CaseEncoder) -> Region? {
    guard !table.terms[term].isOpaque else { return nil }
    for (region, literal) in zip(table.terms[term].regions, encoder.regions[term])
    where encoder.isTrue(literal) { return region }
    return nil
  }

  // MARK: Values

  /// A value of a region that every comparison sees as the case has it.
  private func value(
    in region: Region, ofTerm term: Int, _ encoder: borrowing CaseEncoder
  ) -> Constant? {
    let candidates: [Constant]
    switch region {
    case .absent, .noRecord, .misfit: return nil
    case .value(let constant): return constant
    case .between(let low, let high, let kind):
      candidates = CaseDecoder.between(low, high, kind) + texts(term, encoder)
    case .other(let kind): candidates = CaseDecoder.others(kind) + texts(term, encoder)
    }
    var asked: [(atom: AtomTable.Atom, truth: Truth)] = []
    for (index, atom) in table.atoms.enumerated() where atom.term == term {
      if let truth = encoder.truth(ofAtom: index) { asked.append((atom, truth)) }
    }
    return candidates.first { candidate in
      asked.allSatisfy { atom, truth in
        if case .known(truth) = table.finding(atom, in: .value(candidate)) { true } else { false }
      }
    }
  }

  /// Texts that begin, end and go on as comparisons ask.
  private func texts(_ term: Int, _ encoder: borrowing CaseEncoder) -> [Constant] {
    var beginning = ExactString("")
    var end = ExactString("")
    var held: [ExactString] = []
    for (index, atom) in table.atoms.enumerated() where atom.term == term {
      guard encoder.truth(ofAtom: index) == .true,
        case .compare(let comparison, .string(let text), isConstantLeft: false, _) = atom.test
      else { continue }
      switch comparison {
      case .startsWith: if text.bytes.count > beginning.bytes.count { beginning = text }
      case .endsWith: if text.bytes.count > end.bytes.count { end = text }
      case .includes: held.append(text)
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains, .overlaps, .like, .matches:
        break
      }
    }
    let middle = held.map(\.description).joined(separator: "~")
    return ["~\(middle)~", middle, "~", ""].map {
      .string(ExactString("\(beginning)\($0)\(end)"))
    }
  }

  /// Values of a kind that few policies name.
  private static func others(_ kind: Region.Kind) -> [Constant] {
    switch kind {
    case .bool: [.bool(true), .bool(false)]
    case .string: ["~", "~~", "", "a", "Z"].map { .string($0) }
    case .number: (0...70).map { .number(Decimal(1_000_003 + $0)) }
    case .timestamp, .duration, .cidr: []
    case .ip:
      ["192.0.2.1", "192.0.2.2", "2001:db8::9"].compactMap { text in
        IPAddress(text).map { .ip($0) }
      }
    }
  }

  private static func between(
    _ low: Constant?, _ high: Constant?, _ kind: Region.Kind
  ) -> [Constant] {
    func shifted(_ by: Constant) -> [Constant] {
      [
        low.flatMap { ConstantFolding.arithmetic(.add, $0, by) },
        high.flatMap { ConstantFolding.arithmetic(.subtract, $0, by) },
      ].compactMap { $0 }
    }
    switch kind {
    case .bool, .ip, .cidr: return []
    case .number:
      let half = Decimal(isNegative: false, coefficient: 5, exponent: -1).map {
        Constant.number($0)
      }
      var middle: [Constant] = []
      if let low, let high, let half, let sum = ConstantFolding.arithmetic(.add, low, high),
        let whole = ConstantFolding.arithmetic(.multiply, sum, half)
      {
        middle = [whole]
      }
      return shifted(.number(Decimal(1))) + middle
    case .timestamp, .duration:
      return shifted(.duration(SignedDuration(seconds: 1, nanoseconds: 0)))
        + shifted(.duration(SignedDuration(seconds: 0, nanoseconds: 1)))
    case .string:
      guard case .string(let text)? = low else { return [.string("")] }
      return ["~", "!", "\u{1}", "\u{0}"].map { .string(ExactString("\(text)\($0)")) }
    }
  }

  /// A value as a request has it.
  private static func json(_ constant: Constant) -> String? {
    switch constant {
    case .bool(let truth): "\(truth)"
    case .number(let number): "\(number)"
    case .string(let text): quoted(text)
    case .timestamp(let instant): quoted(ExactString("\(instant)"))
    case .duration(let interval): quoted(ExactString("\(interval)"))
    case .ip(let address): quoted(ExactString("\(address)"))
    case .cidr(let block): quoted(ExactString("\(block)"))
    case .null, .hours, .version, .path, .folder, .list, .record: nil
    }
  }

  private static func quoted(_ text: ExactString) -> String {
    var bytes: [UInt8] = []
    JSONString.append(text.bytes, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: The request

  private mutating func put(_ node: Node, at steps: ArraySlice<RequestPath.Step>) {
    CaseDecoder.put(node, at: steps, into: &root)
  }

  private static func put(
    _ node: Node, at steps: ArraySlice<RequestPath.Step>,
    into members: inout [RequestPath.Step: Node]
  ) {
    guard let step = steps.first else { return }
    if steps.count == 1 {
      members[step] = node
      return
    }
    // Whatever is not a record here is meant to be in the way.
    guard case .record(var inner)? = members[step] else { return }
    put(node, at: steps.dropFirst(), into: &inner)
    members[step] = .record(inner)
  }

  private static func text(_ node: Node) -> String {
    switch node {
    case .text(let text): return text
    case .record(let members):
      let named = members.compactMap { step, node -> (ExactString, Node)? in
        if case .member(let name) = step { (name, node) } else { nil }
      }
      return "{"
        + named.sorted { $0.0 < $1.0 }.map { "\(quoted($0.0)):\(text($0.1))" }
        .joined(separator: ",") + "}"
    }
  }
}
