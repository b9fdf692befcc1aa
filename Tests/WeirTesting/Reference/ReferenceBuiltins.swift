// Where the reference leans on the core: what a function makes of constants, and which instants lie
// in weekly hours. Both have tables of examples of their own.

import Weir

enum ReferenceBuiltins {
  enum Folded {
    case value(Constant)
    case fault(FaultKind)
  }

  static func fold(_ builtin: Builtin, _ arguments: [Constant]) -> Folded {
    switch builtin.fold(arguments) {
    case .success(let constant): .value(constant)
    case .failure(let kind): .fault(kind)
    }
  }

  static func contains(_ hours: Hours, _ instant: Timestamp) -> Bool {
    hours.contains(instant)
  }
}
