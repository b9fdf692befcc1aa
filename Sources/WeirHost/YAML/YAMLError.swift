// Why a YAML text cannot be read, with its place: libyaml's own complaints and ours in one type.

internal import Weir

/// A mistake in a YAML text.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Which mistake.
  public enum Code: String, Sendable, CaseIterable {
    case encoding, syntax, directive
    /// YAML 1.2 says one thing, and libyaml or a reader of YAML 1.1 another.
    case readersDiffer = "readers-differ"
    case ambiguousNumber = "ambiguous-number"
    case tooManyBlanks = "too-many-blanks"
    case duplicateKey = "duplicate-key"
    case keyNotAString = "key-not-a-string"
    case mergeKey = "merge-key"
    case unknownAlias = "unknown-alias"
    case aliasesTooLarge = "aliases-too-large"
    case nestingTooDeep = "nesting-too-deep"
    case unsupportedTag = "unsupported-tag"
    case valueNotOfTag = "value-not-of-tag"
    case notFinite = "not-finite"
    case numberTooLong = "number-too-long"
    case severalDocuments = "several-documents"
    case noDocument = "no-document"
  }

  /// Which mistake it is.
  public var code: Code
  /// What is wrong, a sentence without a full stop.
  public var message: String
  /// What to do about it.
  public var hint: String?
  package var place: YAMLPlace

  /// The byte of the text, from 0, where it shows.
  public var offset: Int { place.offset }
  /// The line of that byte, from 1.
  public var line: Int { place.line }
  /// The column of that byte, from 1, in Unicode scalars.
  public var column: Int { place.column }

  package init(_ code: Code, _ message: String, at place: YAMLPlace, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.place = place
  }

  /// `line 3, column 7: message (hint)`.
  public var description: String {
    let head = "line \(place.line), column \(place.column): \(message)"
    return hint.map { "\(head); \($0)" } ?? head
  }
}

/// A place in a YAML text.
package struct YAMLPlace: Sendable, Equatable {
  /// Byte offset from 0.
  package var offset: Int
  /// Line from 1.
  package var line: Int
  /// Column from 1, in Unicode scalars.
  package var column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}
