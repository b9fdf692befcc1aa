// Quantifiers as code names them, in one byte: an operand of instructions, and what the machine and
// constant folding ask for.

/// What a loop makes of its bodies; operand `a` of `loop` and `next`.
package enum LoopKind: UInt8, Sendable, CaseIterable {
  case any, all, count, sum, min, max

  package init(_ kind: QuantifierKind) {
    switch kind {
    case .any: self = .any
    case .all: self = .all
    case .count: self = .count
    case .sum: self = .sum
    case .min: self = .min
    case .max: self = .max
    }
  }
}
