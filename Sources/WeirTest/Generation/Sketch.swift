// A request being built: a tree in which some parts are decided and others are open. Strings that
// hold documents (`json(…)`, `url(…)`) stay trees as long as possible, so that a condition on a
// member of such a string is solved like any other.
//
// Parts still open at the end are left out: a request never has more than some condition needed.

internal import Weir

/// A part of a request in the making.
indirect enum Sketch: Hashable, Sendable {
  /// Nobody has decided; the type is what it should be, where that is known.
  case open(Type?)
  /// It is not there, and that is decided.
  case absent
  case null
  case value(Constant)
  /// A number that no constant holds, as it is written.
  case numeral(String)
  case list([Sketch])
  case record([Member])
  /// A text that holds this as JSON.
  case json(Sketch)
  /// A text that is a URL of these parts, named as `url` names them.
  case url([Member])

  struct Member: Hashable, Sendable {
    var name: ExactString
    var value: Sketch
  }

  init(_ constant: Constant) {
    switch constant {
    case .null: self = .null
    case .list(let elements): self = .list(elements.map { Sketch($0) })
    case .record(let members):
      self = .record(members.map { Member(name: $0.name, value: Sketch($0.value)) })
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder:
      self = .value(constant)
    }
  }

  /// A value of a type with nothing decided in it: a record can be nothing but a record.
  static func undecided(_ type: Type?) -> Sketch {
    switch type {
    case .record: .record([])
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .list, .map, .any, nil:
      .open(type)
    }
  }
}

/// A place in a sketch.
struct SketchPlace: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(ExactString)
    case index(Int)
    /// Into the document that a text holds.
    case json
    /// Into the parts of a URL.
    case url
  }

  var steps: [Step]

  init(_ steps: [Step] = []) { self.steps = steps }

  init(_ path: RequestPath) { steps = path.steps.map(Step.init) }

  func appending(_ step: Step) -> SketchPlace { SketchPlace(steps + [step]) }

  /// As a person writes it: `payload.splits[0].amount`; what is inside a text is named after it.
  var text: String {
    var shown: [RequestPath.Step] = []
    for step in steps {
      switch step {
      case .member(let name): shown.append(.member(name))
      case .index(let index): shown.append(.index(index))
      case .json, .url: break
      }
    }
    return RequestPath.text(of: shown)
  }

  /// The text of the request that this lies in, or is.
  var outermost: SketchPlace {
    let inner = steps.firstIndex { $0 == .json || $0 == .url }
    return SketchPlace(Array(steps[..<(inner ?? steps.count)]))
  }
}

extension SketchPlace.Step {
  init(_ step: RequestPath.Step) {
    switch step {
    case .member(let name): self = .member(name)
    case .index(let index): self = .index(index)
    }
  }
}

// MARK: - Reading and writing

extension Sketch {
  /// What is known of a place.
  enum Finding {
    case sketch(Sketch)
    /// Something on the way is absent or null.
    case missing
    /// Something on the way is neither a record nor a list, or is a text that is not in parts.
    case blocked
  }

  func look(_ place: SketchPlace) -> Finding { look(place.steps[...]) }

  private func look(_ steps: ArraySlice<SketchPlace.Step>) -> Finding {
    guard let step = steps.first else { return .sketch(self) }
    let rest = steps.dropFirst()
    switch (self, step) {
    case (.open, _): return .sketch(.open(nil))
    case (.absent, _), (.null, _): return .missing
    case (.record(let members), .member(let name)), (.url(let members), .member(let name)):
      return members.first { $0.name == name }?.value.look(rest) ?? .sketch(.open(nil))
    case (.list(let elements), .index(let index)):
      return elements.indices.contains(index) ? elements[index].look(rest) : .missing
    case (.json(let inner), .json): return inner.look(rest)
    case (.url, .url): return look(rest)
    case (.value, _), (.numeral, _), (.list, _), (.record, _), (.json, _), (.url, _):
      return .blocked
    }
  }

  /// The sketch with something else at a place, and whatever the way there asks for.
  func setting(_ place: SketchPlace, to value: Sketch) -> Sketch {
    setting(place.steps[...], to: value)
  }

  private func setting(_ steps: ArraySlice<SketchPlace.Step>, to value: Sketch) -> Sketch {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      var members: [Member]
      switch self {
      case .record(let known), .url(let known): members = known
      case .open, .absent, .null, .value, .numeral, .list, .json: members = []
      }
      if let index = members.firstIndex(where: { $0.name == name }) {
        members[index].value = members[index].value.setting(rest, to: value)
      } else {
        members.append(Member(name: name, value: Sketch.open(nil).setting(rest, to: value)))
      }
      if case .url = self { return .url(members) }
      return .record(members)
    case .index(let index):
      var elements: [Sketch] = []
      if case .list(let known) = self { elements = known }
      // Nobody would read a list that long, nor write it: nothing is decided there.
      guard index < max(Suggester.listLength, elements.count) else { return self }
      while elements.count <= index { elements.append(.open(nil)) }
      elements[index] = elements[index].setting(rest, to: value)
      return .list(elements)
    case .json:
      if case .json(let inner) = self { return .json(inner.setting(rest, to: value)) }
      return .json(Sketch.open(nil).setting(rest, to: value))
    case .url:
      if case .url = self { return setting(rest, to: value) }
      return Sketch.url([]).setting(rest, to: value)
    }
  }

  /// The sketch without a member, which nobody decided then.
  func removing(_ place: SketchPlace) -> Sketch {
    guard let last = place.steps.last, case .member(let name) = last else { return self }
    let parent = SketchPlace(Array(place.steps.dropLast()))
    guard case .sketch(let known) = look(parent) else { return self }
    switch known {
    case .record(let members):
      return setting(parent, to: .record(members.filter { $0.name != name }))
    case .url(let members):
      return setting(parent, to: .url(members.filter { $0.name != name }))
    case .open, .absent, .null, .value, .numeral, .list, .json: return self
    }
  }

  /// The places of all members that will be in the request, the innermost first.
  func memberPlaces(below place: SketchPlace = SketchPlace()) -> [SketchPlace] {
    switch self {
    case .record(let members), .url(let members):
      return members.flatMap { member -> [SketchPlace] in
        let here = place.appending(.member(member.name))
        return member.value.memberPlaces(below: here) + [here]
      }
    case .list(let elements):
      return elements.enumerated().flatMap { index, element in
        element.memberPlaces(below: place.appending(.index(index)))
      }
    case .json(let inner): return inner.memberPlaces(below: place.appending(.json))
    case .open, .absent, .null, .value, .numeral: return []
    }
  }
}

// MARK: - What it will be

extension Sketch {
  /// The constant that this is, if all of it is decided and nothing in it is null.
  var constant: Constant? {
    switch self {
    case .value(let constant): return constant
    case .list(let elements):
      var constants: [Constant] = []
      for element in elements {
        guard let constant = element.constant else { return nil }
        constants.append(constant)
      }
      return .list(constants)
    case .record(let members):
      var constants: [Constant.Member] = []
      for member in members where member.value != .absent {
        guard let constant = member.value.constant else { return nil }
        constants.append(Constant.Member(name: member.name, value: constant))
      }
      return .record(constants.sorted { $0.name < $1.name })
    case .open, .absent, .null, .numeral, .json, .url: return nil
    }
  }

  /// What stands in the request: nil for what does not.
  var json: JSONPart? {
    switch self {
    case .open, .absent: return nil
    case .null: return .null
    case .numeral(let text): return .number(text)
    case .value(let constant): return JSONPart(constant)
    case .list(let elements): return .list(elements.map { $0.element })
    case .record(let members):
      return .record(
        members.compactMap { member in
          member.value.json.map { JSONPart.Member(name: member.name.description, value: $0) }
        })
    case .json(let inner): return .string(inner.json?.text ?? "{}")
    case .url(let parts): return .string(Sketch.url(of: parts))
    }
  }

  /// An element of a list cannot be left out.
  private var element: JSONPart {
    if let json { return json }
    guard case .open(let type) = self else { return .null }
    return Sketch.sample(of: type)?.json ?? .string("some-element")
  }

  private static func url(of parts: [Member]) -> String {
    func part(_ name: ExactString) -> String? {
      switch parts.first(where: { $0.name == name })?.value.json {
      case .string(let text), .number(let text): text
      case .null, .bool, .list, .record, nil: nil
      }
    }
    var host = part("host") ?? "example.com"
    if host.contains(":") { host = "[\(host)]" }
    return (part("scheme") ?? "https") + "://" + (part("userinfo").map { $0 + "@" } ?? "") + host
      + (part("port").map { ":" + $0 } ?? "") + (part("path") ?? "/")
      + (part("query").map { "?" + $0 } ?? "") + (part("fragment").map { "#" + $0 } ?? "")
  }
}

/// A part of a request as it is written.
package indirect enum JSONPart: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case list([JSONPart])
  case record([Member])

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSONPart
  }

  init(_ constant: Constant) {
    switch constant {
    case .null: self = .null
    case .bool(let truth): self = .bool(truth)
    case .number(let number): self = .number(number.description)
    case .string(let text): self = .string(text.description)
    case .timestamp(let instant): self = .string(instant.description)
    case .duration(let interval): self = .string(interval.description)
    case .ip(let address): self = .string(address.description)
    case .cidr(let block): self = .string(block.description)
    case .version(let version): self = .string(version.description)
    case .path(let path), .folder(let path): self = .string(path.description)
    case .hours(let hours): self = .string(hours.text)
    case .list(let elements): self = .list(elements.map { JSONPart($0) })
    case .record(let members):
      self = .record(
        members.map { Member(name: $0.name.description, value: JSONPart($0.value)) })
    }
  }

  /// As JSON.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .number(let text): text
    case .string(let text): quoted(ExactString(text))
    case .list(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .record(let members):
      "{"
        + members.map { quoted(ExactString($0.name)) + ":" + $0.value.text }
        .joined(separator: ",") + "}"
    }
  }
}
