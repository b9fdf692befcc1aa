// What a guard asks: a fact of its opcode's row, from which emitter, sieve and tracer know how
// guards of one slot hang together.

/// What a guard asks of the value that it tests.
package enum GuardTest: Sendable, BitwiseCopyable {
  /// It is this truth.
  case truth(Bool)
  /// It is a constant text, or one of a set; not `isWanted`, another text than that.
  case text(isWanted: Bool, isSet: Bool)
  /// It is at most a constant (`isUpper`) or at least; strictly, not the constant itself.
  case bound(isUpper: Bool, isStrict: Bool)
  /// It is there; false, it is absent or null.
  case presence(Bool)
}
