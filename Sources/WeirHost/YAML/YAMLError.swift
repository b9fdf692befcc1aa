// Why a YAML text cannot be read, and where: libyaml's errors and ours in one type.

internal import Weir

/// A mistake in a YAML text.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Which mistake.
  public enum Code: String, Sendable, CaseIterable {
    /// The text is not UTF-8, or has a character that YAML does not allow.
    case encoding
    /// The text is not YAML.
    case syntax
    /// A directive, which is a line that begins with `%`, is not one that is read.
    case directive
    /// YAML 1.2 says one thing, and libyaml or a reader of YAML 1.1 another.
    case readersDiffer = "readers-differ"
    /// Readers of YAML 1.1 and 1.2 take a number, or a text like one, differently.
    case ambiguousNumber = "ambiguous-number"
    /// A run of blanks is longer than what is read of one.
    case tooManyBlanks = "too-many-blanks"
    /// A record has two members of one name.
    case duplicateKey = "duplicate-key"
    /// A name is not a string.
    case keyNotAString = "key-not-a-string"
    /// `<<` stands where it is not merged, or merges what is not a record.
    case mergeKey = "merge-key"
    /// An alias repeats a value that is not complete before it.
    case unknownAlias = "unknown-alias"
    /// Aliases stand for more values than are read.
    case aliasesTooLarge = "aliases-too-large"
    /// Values nest deeper than what is read.
    case nestingTooDeep = "nesting-too-deep"
    /// A tag is not one of YAML's core.
    case unsupportedTag = "unsupported-tag"
    /// A value is not what its tag says.
    case valueNotOfTag = "value-not-of-tag"
    /// A number is infinite, or not a number.
    case notFinite = "not-finite"
    /// A number has more digits than what is read of one.
    case numberTooLong = "number-too-long"
    /// A second document follows where one is meant.
    case severalDocuments = "several-documents"
    /// The text has no document.
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
