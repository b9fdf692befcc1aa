// What an expression without columns comes to, as far as it is constants and comparisons: enough
// to see through `1 = 1`. Numbers are compared as binary ones; a difference that this misses makes
// a condition count as one that it is not proven to be.

internal import Weir

/// The value of a constant expression.
enum SQLConstant {
  case truth(Bool)
  case number(Double)
  case text(ExactString)
  case null

  /// The value of an expression; nil where it has no constant one, or none that is known.
  init?(_ part: SQLPart) throws(ReaderUncertainty) {
    switch part.node {
    case .literal:
      guard let value = SQLConstant(literal: part) else { return nil }
      self = value
    case .typeCast:
      guard let argument = try part.part("arg"), let value = try SQLConstant(argument),
        let type = part["typeName"].map({ SQLPart(.typeName, $0).names("names") })?.last
      else { return nil }
      self = value
      guard type == "bool" else { return }
      switch value {
      case .number(let number): self = .truth(number != 0)
      case .text(let text):
        guard let truth = SQLConstant.truth(of: text) else { return nil }
        self = .truth(truth)
      case .truth, .null: return
      }
    case .nullTest:
      guard let argument = try part.part("arg"), let value = try SQLConstant(argument) else {
        return nil
      }
      self = .truth(value.isNull == (part["nulltesttype"]?.isText("IS_NULL") == true))
    case .operation:
      guard let value = try SQLConstant(operation: part) else { return nil }
      self = value
    default: return nil
    }
  }

  private init?(literal part: SQLPart) {
    if part["isnull"]?.isTrue == true {
      self = .null
    } else if let truth = part["boolval"] {
      self = .truth(truth.field("boolval")?.isTrue ?? false)
    } else if let number = part["ival"] {
      self = .number(Double(number.field("ival")?.integer ?? 0))
    } else if let text = part["fval"]?.field("fval")?.string {
      guard let number = Double(text.description) else { return nil }
      self = .number(number)
    } else if let text = part["sval"] {
      self = .text(text.field("sval")?.string ?? "")
    } else {
      return nil
    }
  }

  private init?(operation part: SQLPart) throws(ReaderUncertainty) {
    guard let name = part.names("name").last, let left = try part.part("lexpr"),
      let right = try part.part("rexpr"), let one = try SQLConstant(left)
    else { return nil }
    switch part["kind"] {
    case "AEXPR_OP":
      guard let other = try SQLConstant(right), let value = one.compared(name, other) else {
        return nil
      }
      self = value
    case "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT":
      guard let other = try SQLConstant(right) else { return nil }
      let isDistinct: Bool
      switch (one, other) {
      case (.null, .null): isDistinct = false
      case (.null, _), (_, .null): isDistinct = true
      default:
        guard let truth = one.compared("<>", other)?.truth else { return nil }
        isDistinct = truth
      }
      self = .truth(isDistinct == (part["kind"]?.isText("AEXPR_DISTINCT") == true))
    case "AEXPR_IN":
      guard right.node == .list else { return nil }
      var isAmong = false
      for item in try right.parts("items") {
        guard let value = try SQLConstant(item), let truth = one.compared("=", value)?.truth
        else { return nil }
        isAmong = isAmong || truth
      }
      self = .truth(isAmong == (name == "="))
    case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN":
      let bounds = try right.parts("items")
      guard bounds.count == 2, let low = try SQLConstant(bounds[0]),
        let high = try SQLConstant(bounds[1]), let isAbove = one.compared(">=", low)?.truth,
        let isBelow = one.compared("<=", high)?.truth
      else { return nil }
      self = .truth((isAbove && isBelow) == (part["kind"]?.isText("AEXPR_BETWEEN") == true))
    default: return nil
    }
  }

  /// What it is where a truth is asked for; nil where it is none.
  var truth: Bool? {
    switch self {
    case .truth(let truth): truth
    case .text(let text): SQLConstant.truth(of: text)
    case .number, .null: nil
    }
  }

  var isNull: Bool {
    switch self {
    case .null: true
    case .truth, .number, .text: false
    }
  }

  /// What the server reads a text as where a truth is asked for.
  private static func truth(of text: ExactString) -> Bool? {
    switch text.description.lowercasedASCII {
    case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1": true
    case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0": false
    default: nil
    }
  }

  /// What a comparison of two comes to; nil for another operator, and for what only the server's
  /// collation knows.
  func compared(_ name: ExactString, _ other: SQLConstant) -> SQLConstant? {
    func result<T: Comparable>(_ left: T, _ right: T) -> SQLConstant? {
      switch name {
      case "=": .truth(left == right)
      case "<>": .truth(left != right)
      case "<": .truth(left < right)
      case "<=": .truth(left <= right)
      case ">": .truth(left > right)
      case ">=": .truth(left >= right)
      default: nil
      }
    }
    switch (self, other) {
    case (.null, _), (_, .null): return .null
    case (.number(let left), .number(let right)): return result(left, right)
    case (.truth(let left), .truth(let right)): return result(left ? 1 : 0, right ? 1 : 0)
    case (.text(let left), .text(let right)):
      switch name {
      case "=": return .truth(left == right)
      case "<>": return .truth(left != right)
      case "<=", ">=": return left == right ? .truth(true) : nil
      default: return nil
      }
    case (.number(let number), .text(let text)):
      return Double(text.description).flatMap { result(number, $0) }
    case (.text(let text), .number(let number)):
      return Double(text.description).flatMap { result($0, number) }
    case (.truth(let truth), .text(let text)):
      return SQLConstant.truth(of: text).flatMap { result(truth ? 1 : 0, $0 ? 1 : 0) }
    case (.text(let text), .truth(let truth)):
      return SQLConstant.truth(of: text).flatMap { result($0 ? 1 : 0, truth ? 1 : 0) }
    case (.number, .truth), (.truth, .number): return nil
    }
  }
}

extension String {
  /// The text with its ASCII letters in lower case.
  var lowercasedASCII: String {
    String(
      decoding: utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
