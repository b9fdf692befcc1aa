// Where the reference leans on the core: what a function makes of constants, and which instants lie
// in weekly hours. Both have tables of examples of their own.

import Weir

enum ReferenceBuiltins {
  enum Folded {
    case value(Constant)
    case fault(FaultKind)
  }

  static func fold(_ builtin: Builtin, _ arguments: [Constant]) -> Folded {
    .fault(.badFormat)
  }

  static func contains(_ hours: Hours, _ instant: Timestamp) -> Bool {
    false
  }
}
