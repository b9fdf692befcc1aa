import Testing
import WeirTesting

@testable import Weir

@Suite struct DecimalTests {
  /// Text, and the canonical text of what it is read as; `range` and `none` for what is not a
  /// decimal.
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("0e999999999999", "0"), ("0E-999999999999", "0"),
    ("1", "1"), ("-1", "-1"), ("10", "10"), ("100000", "100000"), ("250000", "250000"),
    ("12.50", "12.5"), ("0.1", "0.1"), ("1e2", "100"), ("1E+2", "100"), ("1.5e-3", "0.0015"),
    ("9007199254740993", "9007199254740993"), ("18446744073709551616", "18446744073709551616"),
    ("123456789012345678", "123456789012345678"), ("100000000000000000", "100000000000000000"),
    ("1234567890123456789", "1234567890123456789"),
    // The borders of the plain form.
    ("0.000001", "0.000001"), ("0.0000001", "1e-7"), ("-0.00000012", "-1.2e-7"),
    ("999999999999999999999", "999999999999999999999"), ("1e20", "100000000000000000000"),
    ("1e21", "1e+21"), ("1234567890123456789012", "1.234567890123456789012e+21"),
    ("123456.0000000000000000000001", "123456.0000000000000000000001"),
    // The borders of the range.
    ("79228162514264337593543950335", "7.9228162514264337593543950335e+28"),
    ("79228162514264337593543950336", "range"), ("7922816251426433759354395033.6", "range"),
    ("1e28", "1e+28"), ("1e29", "range"), ("10e27", "1e+28"), ("10e28", "range"),
    ("1e-28", "1e-28"), ("1e-29", "range"), ("0.1e-28", "range"), ("10e-29", "1e-28"),
    ("1e400", "range"), ("1e-400", "range"), ("1e999999999999999999999", "range"),
    ("-7.9228162514264337593543950335", "-7.9228162514264337593543950335"),
    ("7.92281625142643375935439503351", "range"),
    // What is not a number.
    ("", "none"), ("-", "none"), ("+1", "none"), ("01", "none"), ("-01", "none"), ("00", "none"),
    (".5", "none"), ("1.", "none"), ("1.e5", "none"), ("1e", "none"), ("1e+", "none"),
    ("1 ", "none"), (" 1", "none"), ("1_000", "none"), ("0x10", "none"), ("1e5.0", "none"),
    ("NaN", "none"), ("1,5", "none"), ("--1", "none"), ("1-", "none"), ("٣", "none"),
  ])
  func reads(text: String, expected: String) {
    #expect(describe(Decimal.read(text.utf8)) == expected)
  }

  private func describe(_ reading: Decimal.Reading) -> String {
    switch reading {
    case .value(let decimal): decimal.description
    case .outOfRange: "range"
    case .malformed: "none"
    }
  }

  @Test func longDigitStringsAreExact() {
    let zeros = String(repeating: "0", count: 500)
    #expect(describe(Decimal.read("1.\(zeros)".utf8)) == "1")
    #expect(describe(Decimal.read("1\(zeros)e-500".utf8)) == "1")
    #expect(describe(Decimal.read("0.\(zeros)1e501".utf8)) == "1")
    #expect(describe(Decimal.read("1.\(zeros)1".utf8)) == "range")
    #expect(describe(Decimal.read("1\(zeros)".utf8)) == "range")
    #expect(describe(Decimal.read("\(zeros)".utf8)) == "none")
    #expect(describe(Decimal.read("0.\(zeros)e\(zeros)".utf8)) == "0")
  }

  @Test(arguments: [
    ("10_000", "10000"), ("1_0.2_5", "10.25"), ("0", "0"), ("_1", "none"), ("1_", "none"),
    ("1__0", "none"), ("1_.5", "none"), ("1._5", "none"), ("1e1_0", "none"), ("0_1", "none"),
  ])
  func readsLiterals(text: String, expected: String) {
    #expect(describe(Decimal.read(literal: text)) == expected)
  }

  private func decimal(_ text: String) -> Decimal {
    Decimal.read(text.utf8).decimal!
  }

  @Test(arguments: [
    ("0.1", "+", "0.2", "0.3"), ("1", "-", "1", "0"), ("5", "+", "-5", "0"),
    ("1e28", "+", "1e-28", "nil"), ("1e28", "+", "1", "10000000000000000000000000001"),
    ("79228162514264337593543950335", "+", "1", "nil"),
    // The sum ends in zeros, and fits once they are gone.
    ("79228162514264337593543950335", "+", "5", "7922816251426433759354395034e1"),
    ("1e28", "-", "1", "9999999999999999999999999999"), ("1e28", "-", "1e28", "0"),
    ("1e-28", "+", "0", "1e-28"), ("0", "-", "1e28", "-1e28"),
    ("2", "*", "3", "6"), ("-2", "*", "0", "0"), ("0.5", "*", "0.2", "0.1"),
    ("1e14", "*", "1e14", "1e28"), ("1e15", "*", "1e14", "nil"), ("1e-14", "*", "1e-15", "nil"),
    ("5e28", "*", "2", "nil"), ("5e27", "*", "2", "1e28"),
    ("39614081257132168796771975168", "*", "5", "19807040628566084398385987584e1"),
    ("79228162514264337593543950335", "*", "79228162514264337593543950335", "nil"),
    ("1.1", "*", "1.1", "1.21"),
  ])
  func computes(left: String, operation: String, right: String, expected: String) {
    let (left, right) = (decimal(left), decimal(right))
    let result =
      switch operation {
      case "+": left.adding(right)
      case "-": left.subtracting(right)
      default: left.multiplied(by: right)
      }
    #expect(result == (expected == "nil" ? nil : decimal(expected)))
  }

  @Test func ordersAcrossExponents() {
    let ascending = [
      "-1e28", "-79228162514264337593543950", "-1.5", "-1", "-1e-28", "0", "1e-28", "0.9999999",
      "1", "1.0000000000000000000000000001", "9007199254740992", "9007199254740993", "1e28",
      "79228162514264337593543950335",
    ].map(decimal)
    for (i, left) in ascending.enumerated() {
      for (j, right) in ascending.enumerated() {
        #expect((left.compared(with: right) < 0) == (i < j))
        #expect((left == right) == (i == j))
      }
    }
  }

  @Test func integers() {
    for integer in [0, 1, -1, 10, -1000, Int.max, Int.min, 123_456_789_000] {
      #expect(Decimal(integer).integer == integer)
      #expect(Decimal(integer).description == String(integer))
    }
    #expect(decimal("9223372036854775808").integer == nil)
    #expect(decimal("-9223372036854775809").integer == nil)
    #expect(decimal("0.5").integer == nil)
    #expect(decimal("1e19").integer == nil)
  }

  /// Against digits in arrays: reading, printing, sums, differences, products, order.
  @Test func agreesWithTheNaiveModel() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix64(seed: seed)
    func text() -> String {
      let digits = Int.random(in: 1...Int.random(in: 1...31, using: &random), using: &random)
      var text = (0..<digits).map { _ in
        Int.random(in: 0...3, using: &random) == 0
          ? "0" : String(Int.random(in: 0...9, using: &random))
      }.joined()
      text = String(text.drop { $0 == "0" })
      if text.isEmpty { text = "0" }
      if Bool.random(using: &random) {
        text +=
          "."
          + (0..<Int.random(in: 1...5, using: &random)).map { _ in
            String(Int.random(in: 0...9, using: &random))
          }.joined()
      }
      switch Int.random(in: 0...3, using: &random) {
      case 0: text += "e\(Int.random(in: -60...60, using: &random))"
      case 1: text += "e\(Int.random(in: -8...8, using: &random))"
      default: break
      }
      return (Bool.random(using: &random) ? "-" : "") + text
    }
    func same(_ decimal: Decimal?, _ number: ReferenceNumber?, _ what: String) {
      let canonical = number.flatMap { Decimal.read($0.text.utf8).decimal }
      #expect(decimal == canonical, "seed \(seed): \(what)")
      #expect((decimal == nil) == (number == nil), "seed \(seed): \(what)")
    }
    var pairs = 0
    while pairs < 5000 {
      let (leftText, rightText) = (text(), text())
      let (left, right) = (
        Decimal.read(leftText.utf8).decimal, Decimal.read(rightText.utf8).decimal
      )
      let (leftModel, rightModel) = (
        ReferenceNumber(json: leftText), ReferenceNumber(json: rightText)
      )
      same(left, leftModel, leftText)
      same(right, rightModel, rightText)
      pairs += 1
      guard let left, let right, let leftModel, let rightModel else { continue }
      same(left.adding(right), leftModel + rightModel, "\(leftText) + \(rightText)")
      same(left.subtracting(right), leftModel - rightModel, "\(leftText) - \(rightText)")
      same(left.multiplied(by: right), leftModel * rightModel, "\(leftText) * \(rightText)")
      #expect(
        left.compared(with: right).signum()
          == ReferenceNumber.order(leftModel, rightModel).signum(),
        "seed \(seed): \(leftText) <=> \(rightText)")
      #expect(Decimal.read(left.description.utf8) == .value(left), "seed \(seed): \(leftText)")
    }
  }
}
