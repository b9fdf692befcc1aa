// Why nothing is known of a GraphQL document.

/// A cause, and the byte of the document that it is about.
package struct GraphQLUncertainty: Error, Equatable, Sendable {
  /// What stands in the way.
  package enum Cause: String, Equatable, Sendable {
    case tooLong = "the document is longer than 65,536 bytes"
    case nul = "a NUL ends the document for some servers"
    case notUTF8 = "the document is not UTF-8"
    case strayByte = "the grammar has no use for this character here"
    case unterminatedString = "a string is not closed"
    case invalidEscape = "an escape in a string stands for no character"
    case invalidNumber = "a number is not written as one"
    case unexpectedToken = "the grammar has no use for this token here"
    case unexpectedEnd = "the document ends too early"
    case tooDeep = "the document nests deeper than 64 levels"
    case typeSystem = "a document that runs defines no types"
    case noOperation = "the document holds no operation"
    case severalAnonymous = "an operation without a name stands beside others"
    case duplicateOperation = "two operations have this name"
    case duplicateFragment = "two fragments have this name"
    case duplicateVariable = "two variables of an operation have this name"
    case duplicateArgument = "two arguments have this name"
    case unknownFragment = "no fragment has this name"
    case cyclicFragment = "a fragment spreads itself"
    case tooManyFields = "fragments spread to more than 10,000 fields, or to as much"
  }

  /// What stands in the way.
  package let cause: Cause
  /// Where in the document, counted in bytes.
  package let offset: Int

  init(_ cause: Cause, at offset: Int) {
    self.cause = cause
    self.offset = offset
  }
}
