// Policy text with its `and`s and `or`s still movable: a piece of text, pieces in a row, or
// operands whose order does not matter.

package import Weir

/// An expression as text that can be written in several orders.
package indirect enum GeneratedExpression {
  case text(String)
  case row([GeneratedExpression])
  /// `and` or `or` between at least two.
  case operands(String, [GeneratedExpression])

  /// The text, with operands shuffled where a source of chance is given.
  package func source(shuffledBy random: inout SplitMix64?) -> String {
    switch self {
    case .text(let text): return text
    case .row(let pieces): return pieces.map { $0.source(shuffledBy: &random) }.joined()
    case .operands(let word, let operands):
      let order = random == nil ? operands : operands.shuffled(using: &random!)
      let texts = order.map { $0.source(shuffledBy: &random) }
      return "(" + texts.joined(separator: " \(word) ") + ")"
    }
  }
}

extension GeneratedExpression: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .text(value) }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [GeneratedExpression] = []
    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { pieces.append(.text(literal)) }
    package mutating func appendInterpolation(_ piece: GeneratedExpression) {
      pieces.append(piece)
    }
    package mutating func appendInterpolation(_ text: String) { pieces.append(.text(text)) }
    package mutating func appendInterpolation(_ number: Int) { pieces.append(.text("\(number)")) }
  }

  package init(stringInterpolation: StringInterpolation) {
    self = .row(stringInterpolation.pieces)
  }
}
