// CaDiCaL, as Swift sees it: clauses in, an answer out. Nothing else of the library is used, and
// nobody else names it.
//
// A question takes as much work as its answer needs, and nobody can say beforehand how much that
// is. So every question has a bound on conflicts, past which the answer is that there is none: a
// linter that does not end is worse than one that does not see.

internal import CCaDiCaL
internal import Weir

/// A set of clauses, and what can be true with them.
struct SatisfiabilitySolver: ~Copyable {
  /// A variable, or its opposite.
  struct Literal: Hashable, Sendable {
    fileprivate var code: Int32

    static prefix func ! (literal: Literal) -> Literal { Literal(code: -literal.code) }
  }

  enum Answer: Sendable {
    case satisfiable
    case unsatisfiable
    /// The bound was reached.
    case unknown
  }

  /// Many times what a policy's questions take; one takes milliseconds then.
  static let conflicts: Int32 = 2_000

  private let solver: OpaquePointer
  private var variables: Int32 = 0

  init() {
    solver = ccadical_init()
    ccadical_set_option(solver, "quiet", 1)
  }

  deinit { ccadical_release(solver) }

  /// A variable that no clause knows yet.
  mutating func variable() -> Literal {
    variables += 1
    return Literal(code: variables)
  }

  /// Adds a clause: one of these is true.
  mutating func require(_ literals: [Literal]) {
    for literal in literals { ccadical_add(solver, literal.code) }
    ccadical_add(solver, 0)
  }

  /// Whether all clauses can be true together with what is assumed.
  mutating func solve(assuming assumptions: [Literal]) -> Answer {
    for literal in assumptions { ccadical_assume(solver, literal.code) }
    ccadical_limit(solver, "conflicts", SatisfiabilitySolver.conflicts)
    return switch ccadical_solve(solver) {
    case 10: .satisfiable
    case 20: .unsatisfiable
    default: .unknown
    }
  }

  /// What a variable is in the case that the last answer found: it was `satisfiable`.
  func isTrue(_ literal: Literal) -> Bool {
    ccadical_val(solver, literal.code) == literal.code
  }

  /// Whether an assumption had a part in the last answer: it was `unsatisfiable`.
  func isNeeded(_ assumption: Literal) -> Bool {
    ccadical_failed(solver, assumption.code) != 0
  }
}
