// The machine's instructions, and the machine in prose.
//
// The machine has: the request's frame of slots (what the reader found, by number), a small stack
// of values, up to `Limits.quantifierDepth` loop frames, one cell a shared condition, the current
// rule, and whether that is uncertain. It leaves which rules matched and which are uncertain.
//
// The code begins with the index, which is run once a request from word 0 to `halt`, forward only:
// it switches by what slots hold, and tries the rules of the lists that it comes to. A list names
// *candidates*: a rule, and the word where its code is entered, after the guards that have been
// answered on the way. A long list comes with a *sieve*: the conditions that many of its rules
// share, each evaluated once, and the rules that each of them rules out or makes uncertain, a bit a
// rule.
//
// After `halt` stand the rules, each once: `rule`, then guards, then `match`. A guard tests one
// condition of the conjunction: false, the next candidate is tried; uncertain, the rule is marked
// and control goes on, for a later false still decides. A condition that no fused guard covers is
// computed on the stack and tested by `guard_true` or `guard_false`. Outside a condition's code the
// stack is empty, and so a rule may be entered before any of its guards.
//
// A word is 64 bits: opcode (bits 0-7), operand a (8-31), operand b (32-63). Jumps inside a
// condition's code are relative, so that equal conditions have equal code wherever they stand: that
// is how the emitter finds them.
//
// What is to know of each instruction is its row in the one table (Opcode+Table), which encoder,
// emitter, verifier, listing, tracer and the reference derive from.

/// What an instruction does; the raw value is the byte in the program file.
package enum Opcode: UInt8, Sendable, CaseIterable {
  // Control.
  case halt
  case jump
  case `switch`
  case tryRules
  case rule
  case match

  // Guards: one test of a rule's conjunction.
  case guardTrue
  case guardFalse
  case guardSlotTrue
  case guardSlotFalse
  case guardEqualText
  case guardNotEqualText
  case guardInTexts
  case guardNotInTexts
  case guardLess
  case guardLessOrEqual
  case guardGreater
  case guardGreaterOrEqual
  case guardHas
  case guardHasNot
  case guardFrom
  case guardUntil

  // Values onto the stack.
  case slot
  case constant
  case local
  case loopKey
  case loopValue
  case now
  case member
  case element
  case list

  // Truths.
  case not
  case and
  case or
  case jumpIfFalse
  case jumpIfTrue
  case has
  case jumpUnlessMissing

  // Relations and arithmetic.
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case `in`
  case notIn
  case keyIn
  case notKeyIn
  case contains
  case overlaps
  case inTexts
  case notInTexts
  case overlapsTexts
  case includes
  case startsWith
  case endsWith
  case like
  case matches
  case add
  case subtract
  case total
  case multiply
  case negate

  // Loops, calls, sharing.
  case loop
  case loopMap
  case loopEither
  case next
  case call
  case recall
  case remember
  case read
}

/// What an operand of an instruction names; the verifier checks each against the program.
package enum OperandKind: Sendable {
  case none
  /// A slot of the request's frame.
  case slot
  /// An index into the constant values.
  case constant
  /// The same of a constant text: a member's name.
  case name
  /// A constant text's number.
  case text
  /// A set of constant texts.
  case textSet
  case pattern
  /// A word of the code, absolute.
  case target
  /// A word of the code, relative to the instruction, forward.
  case forward
  /// The same, backward: only `next` has it.
  case backward
  case rule
  case table
  case list
  case cell
  case builtin
  /// A reader of queries that the program needs.
  case reader
  /// A loop frame, 0 for the outermost.
  case frame
  /// A value's place in an element of a list.
  case elementSlot
  /// How many values.
  case count
  /// How many of the `a` values, the last ones.
  case part
  /// What a loop makes of its bodies.
  case loopKind
}

/// One word of code.
package struct Instruction: Hashable, Sendable, BitwiseCopyable {
  package var word: UInt64

  package init(word: UInt64) { self.word = word }

  package init(_ opcode: Opcode, a: Int = 0, b: Int = 0) {
    word =
      UInt64(opcode.rawValue) | UInt64(UInt32(truncatingIfNeeded: a) & 0xFF_FFFF) << 8
      | UInt64(UInt32(truncatingIfNeeded: b)) << 32
  }

  /// The opcode's byte, which names an opcode in every verified program.
  @inline(__always) package var opcodeByte: UInt8 { UInt8(truncatingIfNeeded: word) }
  @inline(__always) package var a: Int { Int(word >> 8 & 0xFF_FFFF) }
  @inline(__always) package var b: Int { Int(word >> 32) }

  /// What a guard of a slot asks; nil for every other instruction.
  package var slotTest: GuardTest? { Opcode(rawValue: opcodeByte)?.slotTest }

  /// Whether it takes so long that its value is worth a cell.
  package var isCostly: Bool {
    switch Opcode(rawValue: opcodeByte)?.cost {
    case .small, nil: false
    case .ofBuiltin: Builtin(rawValue: UInt8(a))?.declaration.isCostly == true
    case .large: true
    }
  }

  /// The largest value of operand `a`.
  package static let maximumA = 0xFF_FFFF
}
