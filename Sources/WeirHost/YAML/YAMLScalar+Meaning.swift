// What a scalar means: the core schema of YAML 1.2 (yaml.org/spec/1.2.2, 10.3.2), and nothing of
// YAML 1.1. `no` is a string, a date is a string; numbers are in YAMLNumber.swift.

internal import Weir

extension YAMLScalar {
  static let coreTag = "tag:yaml.org,2002:"

  /// The meaning of a scalar.
  func resolved(
    tag: ExactString?, _ options: YAMLOptions, at place: YAMLPlace
  ) throws(YAMLError) -> JSONDocument.Kind {
    guard let tag else {
      return isPlain ? try Self.plain(bytes, at: place) : Self.string(bytes)
    }
    if tag == ExactString("!") {
      // "Do not guess", says YAML 1.2; and most readers guess all the same, between quotes too.
      if case .string = try Self.plain(bytes, at: place) { return Self.string(bytes) }
      throw YAMLError(
        .readersDiffer,
        "the tag ! makes a string of this in YAML 1.2, and nothing of it to most readers",
        at: place, hint: "remove the tag; a string is put in quotes, or has the tag !!str")
    }
    let wanted: String
    switch tag.description {
    case Self.coreTag + "str": return Self.string(bytes)
    case Self.coreTag + "null": wanted = "null"
    case Self.coreTag + "bool": wanted = "bool"
    case Self.coreTag + "int": wanted = "int"
    case Self.coreTag + "float": wanted = "float"
    default: throw Self.unsupported(tag, options, at: place)
    }
    let kind = try Self.plain(bytes, at: place)
    switch (kind, wanted) {
    case (.null, "null"), (.bool, "bool"), (.number, "float"): return kind
    case (.number, "int") where Self.isInteger(bytes): return kind
    default:
      throw YAMLError(
        .valueNotOfTag, "this value is not what its tag !!\(wanted) says", at: place,
        hint: "remove the tag, or correct the value")
    }
  }

  static func unsupported(_ tag: ExactString, _ options: YAMLOptions, at place: YAMLPlace)
    -> YAMLError
  {
    var name = tag.description
    let isCore = name.hasPrefix(coreTag)
    if isCore { name = "!!" + name.dropFirst(coreTag.count) }
    let known = "!!str, !!int, !!float, !!bool, !!null, !!seq and !!map are understood"
    let canKeep = options.hasFlags && !options.keepsTags && name.hasPrefix("!") && !isCore
    return YAMLError(
      .unsupportedTag, "the tag \(name) is not one of the core schema", at: place,
      hint: canKeep
        ? "remove it, or keep it as a record, {\"Fn::Name\": …}, with --yaml-tags keep; \(known)"
        : "remove it: \(known)")
  }

  private static func string(_ bytes: [UInt8]) -> JSONDocument.Kind {
    .string(ExactString(validated: bytes))
  }

  /// A scalar without quotes and without a tag.
  private static func plain(_ bytes: [UInt8], at place: YAMLPlace) throws(YAMLError)
    -> JSONDocument.Kind
  {
    // All but strings are short or begin with one of these; most scalars are settled here.
    guard let first = bytes.first else { return .null }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
      return ["~", "null", "Null", "NULL"].contains { bytes.elementsEqual($0.utf8) }
        ? .null : string(bytes)
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      return ["true", "True", "TRUE"].contains { bytes.elementsEqual($0.utf8) }
        ? .bool(true) : string(bytes)
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      return ["false", "False", "FALSE"].contains { bytes.elementsEqual($0.utf8) }
        ? .bool(false) : string(bytes)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      if let number = YAMLNumber(bytes) {
        switch number {
        case .agreed(let text): return .number(text)
        case .tooLong:
          throw YAMLError(
            .numberTooLong, "this number has more than \(Limits.radixDigits) digits", at: place,
            hint: "put it in quotes if it is a text")
        case .disputed(let now, let before, let hint):
          let what =
            now == before
            ? "looks like a number, and is one to some readers"
            : "is \(now) in YAML 1.2 and \(before) in YAML 1.1"
          throw YAMLError(.ambiguousNumber, "\(excerpt(bytes)) \(what)", at: place, hint: hint)
        }
      }
      if isNotFinite(bytes) {
        throw YAMLError(
          .notFinite, "infinity and not-a-number are no values that can be compared", at: place,
          hint: "leave the member out, or put it in quotes if it is a text")
      }
      return string(bytes)
    default: return string(bytes)
    }
  }

  /// Whether what is known to be a number is written as a whole one.
  private static func isInteger(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "0x".utf8)
      || bytes.allSatisfy {
        isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
      }
  }

  private static func isNotFinite(_ bytes: [UInt8]) -> Bool {
    let unsigned =
      bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
      ? bytes.dropFirst() : bytes[...]
    return [".inf", ".Inf", ".INF"].contains { unsigned.elementsEqual($0.utf8) }
      || [".nan", ".NaN", ".NAN"].contains { unsigned.elementsEqual($0.utf8) }
  }

  /// A scalar as a message quotes it.
  private static func excerpt(_ bytes: [UInt8]) -> String {
    bytes.count <= 40
      ? String(decoding: bytes, as: UTF8.self)
      : String(decoding: bytes.prefix(40), as: UTF8.self) + "…"
  }
}
