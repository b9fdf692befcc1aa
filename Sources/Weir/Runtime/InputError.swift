// Why a request cannot be read at all. One table: the code that verdicts print, and what it means.

/// A request that cannot be judged: it is denied with this.
public struct InputError: Error, Sendable, Equatable {
  /// Which error.
  public var code: Code
  /// Which limit, where it is one. (With these two a word, an error takes two, and no memory.)
  package var exceeded: LimitExceeded?
  /// The byte of the request, from 0, where it shows.
  public var byte: Int
  /// The name that an object has twice, if it is that.
  public var name: String?

  /// What is wrong, as a sentence without a full stop.
  public var message: String {
    guard let name else { return code.message }
    var bytes = Array(name.utf8)
    cutQuotation(&bytes, from: 0)
    var text: [UInt8] = []
    JSONString.append(bytes, to: &text)
    return "\(code.message): \(String(decoding: text, as: UTF8.self))"
  }

  /// The same of a document that is not a request: bound data, a fixture.
  public var documentMessage: String {
    switch code {
    case .empty: "the file has no document; write {} or [] where nothing is meant"
    case .truncated: "the document ends before it is complete"
    case .trailing: "something follows the document, and only one can be meant"
    case .duplicateKey:
      "an object has two members of one name" + message.dropFirst(code.message.count)
    case .syntax, .number, .escape, .loneSurrogate, .controlCharacter, .utf8, .depth, .notAnObject,
      .tooLong, .limit, .unreadable, .unclosedArray, .missingElement, .tooManyHolds, .otherCommand,
      .ledgerFailed, .auditFailed:
      message
    }
  }

  /// The same error at the same byte, where the name stands.
  public static func == (left: InputError, right: InputError) -> Bool {
    left.code == right.code && left.byte == right.byte
  }

  /// An error at a byte of the request.
  package init(_ code: Code, at byte: Int) {
    self.code = code
    self.byte = byte
  }

  /// A limit exceeded at a byte of the request.
  package init(_ limit: LimitExceeded, at byte: Int) {
    self.init(.limit, at: byte)
    exceeded = limit
  }

  /// The errors; raw values are what verdicts print.
  public enum Code: String, Sendable, CaseIterable {
    case empty = "empty_request"
    case syntax = "invalid_json"
    case number = "invalid_number"
    case escape = "invalid_escape"
    case loneSurrogate = "lone_surrogate"
    case controlCharacter = "control_character"
    case utf8 = "invalid_utf8"
    case truncated = "unexpected_end"
    case depth = "nesting_too_deep"
    case trailing = "trailing_bytes"
    case duplicateKey = "duplicate_key"
    case notAnObject = "not_an_object"
    case tooLong = "request_too_long"
    case limit = "limit_exceeded"
    case unreadable = "unreadable_document"
    case unclosedArray = "unclosed_array"
    case missingElement = "missing_element"
    case tooManyHolds = "too_many_holds"
    case otherCommand = "other_command"
    case ledgerFailed = "ledger_failed"
    case auditFailed = "audit_failed"

    /// What is wrong, as a sentence without a full stop.
    public var message: String {
      switch self {
      case .empty: "the line is empty where a request was expected"
      case .syntax: "this is not JSON"
      case .number: "a number is not written as JSON writes numbers"
      case .escape: "a backslash begins no escape of JSON"
      case .loneSurrogate: "half a surrogate pair stands alone"
      case .controlCharacter: "a control character stands unescaped in a string"
      case .utf8: "the bytes are not UTF-8"
      case .truncated: "the request ends before it is complete"
      case .depth: "objects and arrays nest deeper than \(Limits.requestDepth)"
      case .trailing: "something follows the request"
      case .duplicateKey: "an object that the policy reads has two members of one name"
      case .notAnObject: "a request is a JSON object"
      case .tooLong: "the request is longer than \(Limits.requestBytes) bytes"
      case .limit: "judging the request takes more than Weir grants"
      case .unreadable: "the document cannot be read as a request"
      case .unclosedArray: "the array of requests ends without its closing bracket"
      case .missingElement: "an array of requests has nothing where a request should stand"
      case .tooManyHolds: "whoever asks has as many holds pending as are granted"
      case .otherCommand: "the hold was opened for another command, which is what reviewers saw"
      case .ledgerFailed: "the ledger of holds cannot be used"
      case .auditFailed: "the verdict cannot be put on record in the audit log"
      }
    }
  }
}
