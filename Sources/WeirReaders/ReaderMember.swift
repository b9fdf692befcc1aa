// What policies see of something that was read: a table of members, each with its type and where
// its value comes from. The shape that policies are checked against and the values that they get
// are made of the same table, so that neither has a member that the other lacks.

internal import Weir

/// A member of what a policy sees of a `Whole`.
struct ReaderMember<Whole>: Sendable {
  let name: ExactString
  let type: Type
  /// Whether it may be left out.
  let isOptional: Bool
  /// Its value; nil where it is left out.
  let value: @Sendable (Whole) -> JSONDocument?

  /// A member that is always there.
  init(_ name: ExactString, _ type: Type, _ value: @escaping @Sendable (Whole) -> JSONDocument) {
    self.init(name: name, type: type, isOptional: false, value: { value($0) })
  }

  /// A member that may be left out.
  init(
    optional name: ExactString, _ type: Type,
    _ value: @escaping @Sendable (Whole) -> JSONDocument?
  ) {
    self.init(name: name, type: type, isOptional: true, value: value)
  }

  private init(
    name: ExactString, type: Type, isOptional: Bool,
    value: @escaping @Sendable (Whole) -> JSONDocument?
  ) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.value = value
  }

  // MARK: What most members are

  /// A truth.
  static func truth(_ name: ExactString, _ value: @escaping @Sendable (Whole) -> Bool) -> Self {
    Self(name, .bool) { JSONDocument(.bool(value($0)), offset: 0) }
  }

  /// A whole number.
  static func number(_ name: ExactString, _ value: @escaping @Sendable (Whole) -> Int) -> Self {
    Self(name, .number) { JSONDocument(.number("\(value($0))"), offset: 0) }
  }

  /// A text.
  static func text(_ name: ExactString, _ value: @escaping @Sendable (Whole) -> [UInt8]) -> Self {
    Self(name, .string) { JSONDocument(text: value($0)) }
  }

  /// A text that may be left out.
  static func text(
    optional name: ExactString, _ value: @escaping @Sendable (Whole) -> [UInt8]?
  ) -> Self {
    Self(optional: name, .string) { value($0).map { JSONDocument(text: $0) } }
  }

  /// A list of texts.
  static func texts(
    _ name: ExactString, _ value: @escaping @Sendable (Whole) -> [[UInt8]]
  ) -> Self {
    Self(name, .list(.string)) {
      JSONDocument(.list(value($0).map { JSONDocument(text: $0) }), offset: 0)
    }
  }

  /// A list of records.
  static func records<Part>(
    _ name: ExactString, _ members: [ReaderMember<Part>],
    _ value: @escaping @Sendable (Whole) -> [Part]
  ) -> Self {
    Self(name, .list(recordType(members))) {
      JSONDocument(.list(value($0).map { record(of: $0, members) }), offset: 0)
    }
  }

  /// The member of a whole that has this whole in it.
  func within<Outer>(_ part: @escaping @Sendable (Outer) -> Whole) -> ReaderMember<Outer> {
    let value = value
    return ReaderMember<Outer>(
      name: name, type: type, isOptional: isOptional, value: { value(part($0)) })
  }
}

/// The type of a record with these members.
func recordType<Whole>(_ members: [ReaderMember<Whole>]) -> Type {
  .record(
    RecordShape(
      members: members.map {
        RecordShape.Member(name: $0.name, type: $0.type, isOptional: $0.isOptional)
      }))
}

/// A record of these members.
func record<Whole>(of whole: Whole, _ members: [ReaderMember<Whole>]) -> JSONDocument {
  JSONDocument(
    .record(
      members.compactMap { member in
        member.value(whole).map { JSONDocument.Member(member.name, $0) }
      }), offset: 0)
}

extension JSONDocument {
  /// A text of bytes that are known to be UTF-8.
  init(text: [UInt8]) { self.init(.string(ExactString(validated: text)), offset: 0) }

  /// The texts of a list; nil where it is another value, or has one in it.
  var texts: [[UInt8]]? {
    guard case .list(let items) = kind else { return nil }
    var texts: [[UInt8]] = []
    for item in items {
      guard let text = item.text else { return nil }
      texts.append(text.bytes)
    }
    return texts
  }
}
