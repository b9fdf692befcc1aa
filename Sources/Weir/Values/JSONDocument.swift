// A document from outside the policy, read whole: bound data, a JSON text inside a request, a
// request that a hold covers. Readers (JSON here, YAML beside the core) make it; the checker
// compares it with a type; the canonical writer prints it.

/// A JSON-like value with the places it came from.
public struct JSONDocument: Sendable {
  /// What the value is.
  public enum Kind: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A string without its escapes.
    case string(ExactString)
    /// The number as it was written, in JSON's grammar; exact.
    case number(String)
    /// An array's elements, in order.
    case list([JSONDocument])
    /// Members in the order of the text; a reader refuses duplicate names.
    case record([Member])
  }

  /// A member of a record.
  public struct Member: Sendable {
    /// Its name.
    public var name: ExactString
    /// Where the name starts, as `JSONDocument.offset`.
    public var nameOffset: Int
    /// Its value.
    public var value: JSONDocument

    /// A member whose name starts at a byte offset of the text.
    public init(name: ExactString, nameOffset: Int, value: JSONDocument) {
      self.name = name
      self.nameOffset = nameOffset
      self.value = value
    }

    /// A member of a record that no text was read for.
    public init(_ name: ExactString, _ value: JSONDocument) {
      self.init(name: name, nameOffset: 0, value: value)
    }
  }

  /// What the value is.
  public var kind: Kind
  /// Where it starts: a byte offset into the text it was read from.
  public var offset: Int

  /// A value that starts at a byte offset of its text.
  public init(_ kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
