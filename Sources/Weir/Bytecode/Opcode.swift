// The machine's instructions, and the machine in prose.
//
// The machine has: the request's frame of slots (what the reader found, by number), a small stack
// of values, up to `Limits.quantifierDepth` loop frames, one cell a shared condition, the current
// rule, and whether that is uncertain. It leaves which rules matched and which are uncertain.
//
// The code begins with the index, which is run once a request from word 0 to `halt`, forward only:
// it switches by what slots hold, and tries the rules of the lists that it comes to. A list names
// *candidates*: a rule, and the word where its code is entered, behind the guards that have been
// answered on the way. A long list comes with a *sieve*: the conditions that many of its rules
// share, each evaluated once, and the rules that each of them rules out or makes uncertain, a bit a
// rule.
//
// Behind `halt` stand the rules, each once: `rule`, then guards, then `match`. A guard tests one
// condition of the conjunction: false, the next candidate is tried; uncertain, the rule is marked
// and control goes on, for a later false still decides. A condition that no fused guard covers is
// computed on the stack and tested by `guard_true` or `guard_false`. Outside a condition's code the
// stack is empty, and so a rule may be entered before any of its guards.
//
// A word is 64 bits: opcode (bits 0-7), operand a (8-31), operand b (32-63). Jumps inside a
// condition's code are relative, so that equal conditions have equal code wherever they stand: that
// is how the emitter finds them.
//
// This file is the one table of them: encoder, verifier, listing and the reference derive from it.

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
}

/// What an operand of an instruction names; the verifier checks each against the program.
package enum OperandKind: Sendable {
  case none
  /// A slot of the request's frame.
  case slot
  /// An index into the constant values.
  case constant
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
  /// A loop frame, 0 for the outermost.
  case frame
  /// A value's place in an element of a list.
  case elementSlot
  /// How many values.
  case count
  /// What a loop makes of its bodies.
  case loopKind
}

extension Opcode {
  /// A row of the table.
  package struct Entry: Sendable {
    package var mnemonic: String
    package var a: OperandKind
    package var b: OperandKind
    package var pops: StackEffect
    package var pushes: Int
    package var meaning: String
  }

  /// How many values an instruction takes from the stack.
  package enum StackEffect: Sendable {
    case fixed(Int)
    /// As many as operand `a` or `b` says.
    case operandA, operandB
  }

  /// The row of this instruction.
  package var entry: Entry {
    switch self {
    case .halt: row("halt", "Ends the run.")
    case .jump: row("jump", b: .target, "Goes on at the target.")
    case .switch:
      row(
        "switch", a: .slot, b: .table,
        """
        Goes on where the table says for the slot's text; elsewhere where the table says for no \
        entry, or, if the slot holds no text, for uncertainty.
        """
      )
    case .tryRules:
      row("try", b: .list, "Tries the list's candidates, but for those that its sieve rules out.")
    case .rule:
      row("rule", a: .rule, "Begins a rule's code. Candidates are entered behind it.")
    case .match:
      row("match", "Ends a rule none of whose guards was false: it matches, or is uncertain.")

    case .guardTrue: row("guard_true", pops: 1, "Takes a truth, which must be true.")
    case .guardFalse: row("guard_false", pops: 1, "Takes a truth, which must be false.")
    case .guardSlotTrue: row("guard_slot_true", a: .slot, "The slot must be true.")
    case .guardSlotFalse: row("guard_slot_false", a: .slot, "The slot must be false.")
    case .guardEqualText:
      row("guard_eq_text", a: .slot, b: .text, "The slot must be the constant text.")
    case .guardNotEqualText:
      row("guard_ne_text", a: .slot, b: .text, "The slot must be another text than the constant.")
    case .guardInTexts:
      row("guard_in_texts", a: .slot, b: .textSet, "The slot must be a text of the set.")
    case .guardNotInTexts:
      row("guard_not_in_texts", a: .slot, b: .textSet, "The slot must be a text outside the set.")
    case .guardLess:
      row("guard_lt", a: .slot, b: .constant, "The slot must be less than the constant.")
    case .guardLessOrEqual:
      row("guard_le", a: .slot, b: .constant, "The slot must not be greater than the constant.")
    case .guardGreater:
      row("guard_gt", a: .slot, b: .constant, "The slot must be greater than the constant.")
    case .guardGreaterOrEqual:
      row("guard_ge", a: .slot, b: .constant, "The slot must not be less than the constant.")
    case .guardHas: row("guard_has", a: .slot, "The slot must be neither absent nor null.")
    case .guardHasNot: row("guard_has_not", a: .slot, "The slot must be absent or null.")
    case .guardFrom:
      row("guard_from", b: .constant, "The instant must not be before the constant.")
    case .guardUntil: row("guard_until", b: .constant, "The instant must be before the constant.")

    case .slot: row("slot", a: .slot, pushes: 1, "Pushes the slot's value.")
    case .constant: row("const", b: .constant, pushes: 1, "Pushes the constant.")
    case .local:
      row(
        "local", a: .frame, b: .elementSlot, pushes: 1,
        "Pushes a value of the loop's current element.")
    case .loopKey:
      row(
        "loop_key", a: .frame, pushes: 1,
        "Pushes the number of the loop's current element, or its key if the loop is over a map.")
    case .loopValue:
      row(
        "loop_value", a: .frame, pushes: 1,
        "Pushes the loop's current element, or its value if the loop is over a map.")
    case .now: row("now", pushes: 1, "Pushes the instant of judgement.")
    case .member:
      row(
        "member", b: .constant, pops: 1, pushes: 1, "Replaces a record by its member of that name.")
    case .element:
      row(
        "element", pops: 2, pushes: 1,
        "Takes a list and an index, or a map and a key; pushes the element.")
    case .list:
      Entry(
        mnemonic: "list", a: .count, b: .none, pops: .operandA, pushes: 1,
        meaning: "Takes that many values and pushes the list of them.")

    case .not: row("not", pops: 1, pushes: 1, "Turns a truth around; uncertain stays.")
    case .and: row("and", pops: 2, pushes: 1, "Kleene's and.")
    case .or: row("or", pops: 2, pushes: 1, "Kleene's or.")
    case .jumpIfFalse:
      row(
        "jump_if_false", b: .forward, pops: 1, pushes: 1,
        "Goes to the target if the top is false, and leaves it.")
    case .jumpIfTrue:
      row(
        "jump_if_true", b: .forward, pops: 1, pushes: 1,
        "Goes to the target if the top is true, and leaves it.")
    case .has:
      row("has", pops: 1, pushes: 1, "Whether a value is there: false for absent and null.")
    case .jumpUnlessMissing:
      row(
        "jump_unless_missing", b: .forward, pops: 1, pushes: 0,
        "Goes to the target if the top is neither absent nor null, and leaves it; else drops it.")

    case .equal: relation("eq", "equal")
    case .notEqual: relation("ne", "different")
    case .less: relation("lt", "in ascending order")
    case .lessOrEqual: relation("le", "not in descending order")
    case .greater: relation("gt", "in descending order")
    case .greaterOrEqual: relation("ge", "not in ascending order")
    case .in: relation("in", "an element and its list, block or hours")
    case .notIn: relation("not_in", "no element and its list, block or hours")
    case .keyIn: relation("key_in", "a key and its map")
    case .notKeyIn: relation("not_key_in", "no key and its map")
    case .contains: relation("contains", "a list and its element")
    case .overlaps: relation("overlaps", "lists that share an element")
    case .inTexts:
      row("in_texts", b: .textSet, pops: 1, pushes: 1, "Whether the text is in the set.")
    case .notInTexts:
      row("not_in_texts", b: .textSet, pops: 1, pushes: 1, "Whether the text is outside the set.")
    case .overlapsTexts:
      row(
        "overlaps_texts", b: .textSet, pops: 1, pushes: 1,
        "Whether the list has a text of the set.")
    case .includes: relation("includes", "a text and a part of it")
    case .startsWith: relation("starts_with", "a text and its beginning")
    case .endsWith: relation("ends_with", "a text and its end")
    case .like:
      row("like", b: .pattern, pops: 1, pushes: 1, "Whether the text matches the glob.")
    case .matches:
      row("matches", b: .pattern, pops: 1, pushes: 1, "Whether the text matches the expression.")
    case .add: row("add", pops: 2, pushes: 1, "The sum.")
    case .subtract: row("sub", pops: 2, pushes: 1, "The difference.")
    case .total:
      Entry(
        mnemonic: "total", a: .count, b: .count, pops: .operandA, pushes: 1,
        meaning:
          """
          Takes `a` values, of which the last `b` are subtracted; pushes their sum, judged once it \
          is whole.
          """
      )
    case .multiply: row("mul", pops: 2, pushes: 1, "The product.")
    case .negate: row("neg", pops: 1, pushes: 1, "The negative.")

    case .loop:
      row(
        "loop", a: .loopKind, b: .forward, pops: 1, pushes: 0,
        """
        Takes a list and begins with its first element; with none, pushes the result and goes to \
        the target.
        """
      )
    case .loopMap:
      row(
        "loop_map", a: .loopKind, b: .forward, pops: 1, pushes: 0,
        "The same, of a map and its first key and value.")
    case .loopEither:
      row(
        "loop_either", a: .loopKind, b: .forward, pops: 1, pushes: 0,
        "The same, of a list or a map.")
    case .next:
      row(
        "next", a: .loopKind, b: .backward, pops: 1, pushes: 1,
        """
        Takes a body's value into account; goes back to the target for the next element, or ends \
        the loop and pushes its result.
        """
      )
    case .call:
      Entry(
        mnemonic: "call", a: .builtin, b: .count, pops: .operandB, pushes: 1,
        meaning: "Calls the built-in function on that many values.")
    case .recall:
      row(
        "recall", a: .cell, b: .forward, pops: 0, pushes: 0,
        "If the cell was filled for this request, pushes it and goes to the target.")
    case .remember: row("remember", a: .cell, pops: 1, pushes: 1, "Fills the cell with the top.")
    }
  }

  private func row(
    _ mnemonic: String, a: OperandKind = .none, b: OperandKind = .none, pops: Int = 0,
    pushes: Int = 0, _ meaning: String
  ) -> Entry {
    Entry(mnemonic: mnemonic, a: a, b: b, pops: .fixed(pops), pushes: pushes, meaning: meaning)
  }

  private func relation(_ mnemonic: String, _ what: String) -> Entry {
    row(mnemonic, pops: 2, pushes: 1, "Whether the two values are \(what).")
  }
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

  /// The largest value of operand `a`.
  package static let maximumA = 0xFF_FFFF
}
