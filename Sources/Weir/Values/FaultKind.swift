// Why a value could not be had. A fault is a value like any other to the machine: a condition that
// reads it is neither true nor false, but uncertain.

/// The kind of a fault; the raw value is what verdicts print.
public enum FaultKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The member, or a record on the way to it, is not there; a map has no such key, a list no such
  /// element.
  case absent = 1
  /// The member, or a record on the way to it, is `null`.
  case null
  /// Something on the way to the member is there and no record (or no list, where one is indexed).
  case notARecord
  /// The value has another type than its shape or the operator asks for.
  case wrongType
  /// The string is none of those that its shape lists.
  case notInEnum
  /// The number has more digits, or a larger exponent, than an exact decimal holds; times likewise.
  case outOfRange
  /// The string does not read as what it should be (a timestamp, an address, a URL, a version).
  case badFormat
  /// `min` or `max` over nothing. (A missing key or index is `absent`, computed or not.)
  case noElement

  /// The name that verdicts print.
  public var name: String {
    switch self {
    case .absent: "absent"
    case .null: "null"
    case .notARecord: "not_a_record"
    case .wrongType: "wrong_type"
    case .notInEnum: "not_in_enum"
    case .outOfRange: "number_out_of_range"
    case .badFormat: "bad_format"
    case .noElement: "no_element"
    }
  }

  /// What is the matter, a sentence without a full stop.
  public var meaning: String {
    switch self {
    case .absent:
      """
      The member, or a record on the way to it, is not there; a map has no such key, a list no \
      such element
      """
    case .null: "The member, or a record on the way to it, is null"
    case .notARecord:
      "Something on the way to the member is there and no record, or no list where one is indexed"
    case .wrongType: "The value has another type than its shape or the operator asks for"
    case .notInEnum: "The string is none of those that its shape lists"
    case .outOfRange:
      """
      The number has more digits, or a larger exponent, than an exact decimal holds; an instant \
      lies outside the years 0001 to 9999; a duration is not a whole number of nanoseconds
      """
    case .badFormat:
      "The string does not read as what it should be: a timestamp, an address, a URL, a version"
    case .noElement: "`min` or `max` over nothing"
    }
  }
}
