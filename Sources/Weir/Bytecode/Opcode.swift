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

  // Readers of the host.
  case read
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
  /// One of the readers that the program needs.
  case reader
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
  /// Where an instruction stands, and what the machine does when it comes to it.
  package enum Family: Sendable, Equatable {
    /// In the index, or at a rule's beginning or end.
    case control
    /// Tests one condition of a rule's conjunction.
    case guardOf(GuardTest)
    /// Computes, between a rule's guards.
    case value
  }

  /// What a guard asks, and so which values it is uncertain about.
  package enum GuardTest: Sendable, Equatable {
    /// A truth on the stack.
    case computedTruth
    /// A truth in a slot.
    case truth
    /// A string in a slot.
    case text
    /// The order of a slot's value and a constant's.
    case order
    /// Whether a slot's value is there.
    case presence
    /// The order of the instant of judgement and a constant.
    case instant
  }

  /// A row of the table.
  package struct Entry: Sendable {
    package var mnemonic: String
    package var a: OperandKind
    package var b: OperandKind
    package var family: Family
    /// What it takes from the stack, the top last, and what it leaves there: names, parted by
    /// blanks.
    package var takes: StaticString
    package var leaves: StaticString
    /// The operand that says how many values it takes, if one does; the picture ends in `…` then.
    package var variable: VariableCount = .none
    /// Whether its result depends on the instant of judgement.
    package var readsClock: Bool
    package var meaning: String

    /// How many values it takes.
    package var pops: StackEffect {
      switch variable {
      case .none: .fixed(Entry.count(takes))
      case .operandA: .operandA
      case .operandB: .operandB
      }
    }

    /// How many values it leaves.
    package var pushes: Int { Entry.count(leaves) }

    /// The stack before and after it, as a person reads it: `left right → truth`.
    package var stackPicture: String { "\(takes) → \(leaves)" }

    private static func count(_ names: StaticString) -> Int {
      guard names.utf8CodeUnitCount > 0 else { return 0 }
      return names.withUTF8Buffer { bytes in bytes.count { $0 == UInt8(ascii: " ") } + 1 }
    }
  }

  /// Which operand says how many values an instruction takes.
  package enum VariableCount: Sendable { case none, operandA, operandB }

  /// How many values an instruction takes from the stack.
  package enum StackEffect: Sendable {
    case fixed(Int)
    /// As many as operand `a` or `b` says.
    case operandA, operandB
  }

  /// The row of this instruction.
  package var entry: Entry { Opcode.rows[Int(rawValue)] }

  /// The row's family, which is asked for each word that is traced.
  package var family: Family { Opcode.families[Int(rawValue)] }

  /// Whether the instruction tests a rule's condition.
  package var isGuard: Bool {
    switch family {
    case .guardOf: true
    case .control, .value: false
    }
  }

  /// The rows, by raw value: the cases are numbered in their order.
  private static let rows = allCases.map(\.row)
  private static let families = rows.map(\.family)

  private var row: Entry {
    switch self {
    case .halt: control("halt", "Ends the run.")
    case .jump: control("jump", b: .target, "Goes on at the target.")
    case .switch:
      control(
        "switch", a: .slot, b: .table,
        """
        Goes on where the table says for the slot's text; elsewhere where the table says for no \
        entry, or, if the slot holds no text, for uncertainty.
        """)
    case .tryRules:
      control(
        "try", b: .list, "Tries the list's candidates, but for those that its sieve rules out.")
    case .rule:
      control("rule", a: .rule, "Begins a rule's code. Candidates are entered after it.")
    case .match:
      control("match", "Ends a rule none of whose guards was false: it matches, or is uncertain.")

    case .guardTrue: test("guard_true", .computedTruth, "Takes a truth, which must be true.")
    case .guardFalse: test("guard_false", .computedTruth, "Takes a truth, which must be false.")
    case .guardSlotTrue: test("guard_slot_true", .truth, "The slot must be true.")
    case .guardSlotFalse: test("guard_slot_false", .truth, "The slot must be false.")
    case .guardEqualText:
      test("guard_eq_text", .text, b: .text, "The slot must be the constant text.")
    case .guardNotEqualText:
      test("guard_ne_text", .text, b: .text, "The slot must be another text than the constant.")
    case .guardInTexts:
      test("guard_in_texts", .text, b: .textSet, "The slot must be a text of the set.")
    case .guardNotInTexts:
      test("guard_not_in_texts", .text, b: .textSet, "The slot must be a text outside the set.")
    case .guardLess:
      test("guard_lt", .order, b: .constant, "The slot must be less than the constant.")
    case .guardLessOrEqual:
      test("guard_le", .order, b: .constant, "The slot must not be greater than the constant.")
    case .guardGreater:
      test("guard_gt", .order, b: .constant, "The slot must be greater than the constant.")
    case .guardGreaterOrEqual:
      test("guard_ge", .order, b: .constant, "The slot must not be less than the constant.")
    case .guardHas: test("guard_has", .presence, "The slot must be neither absent nor null.")
    case .guardHasNot: test("guard_has_not", .presence, "The slot must be absent or null.")
    case .guardFrom:
      test("guard_from", .instant, b: .constant, "The instant must not be before the constant.")
    case .guardUntil:
      test("guard_until", .instant, b: .constant, "The instant must be before the constant.")

    case .slot: value("slot", a: .slot, leaves: "value", "Pushes the slot's value.")
    case .constant: value("const", b: .constant, leaves: "value", "Pushes the constant.")
    case .local:
      value(
        "local", a: .frame, b: .elementSlot, leaves: "value",
        "Pushes a value of the loop's current element.")
    case .loopKey:
      value(
        "loop_key", a: .frame, leaves: "key",
        "Pushes the number of the loop's current element, or its key if the loop is over a map.")
    case .loopValue:
      value(
        "loop_value", a: .frame, leaves: "value",
        "Pushes the loop's current element, or its value if the loop is over a map.")
    case .now: value("now", leaves: "instant", readsClock: true, "Pushes the instant of judgement.")
    case .member:
      value(
        "member", b: .constant, takes: "record", leaves: "value",
        "Replaces a record by its member of that name.")
    case .element:
      value(
        "element", takes: "container key", leaves: "element",
        "Takes a list and an index, or a map and a key; pushes the element.")
    case .list:
      value(
        "list", a: .count, takes: "values…", variable: .operandA, leaves: "list",
        "Takes that many values and pushes the list of them.")

    case .not:
      value("not", takes: "truth", leaves: "truth", "Turns a truth around; uncertain stays.")
    case .and: value("and", takes: "left right", leaves: "truth", "Kleene's and.")
    case .or: value("or", takes: "left right", leaves: "truth", "Kleene's or.")
    case .jumpIfFalse:
      value(
        "jump_if_false", b: .forward, takes: "truth", leaves: "truth",
        "Goes to the target if the top is false, and leaves it.")
    case .jumpIfTrue:
      value(
        "jump_if_true", b: .forward, takes: "truth", leaves: "truth",
        "Goes to the target if the top is true, and leaves it.")
    case .has:
      value(
        "has", takes: "value", leaves: "truth",
        "Whether a value is there: false for absent and null.")
    case .jumpUnlessMissing:
      value(
        "jump_unless_missing", b: .forward, takes: "value",
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
      value(
        "in_texts", b: .textSet, takes: "text", leaves: "truth", "Whether the text is in the set.")
    case .notInTexts:
      value(
        "not_in_texts", b: .textSet, takes: "text", leaves: "truth",
        "Whether the text is outside the set.")
    case .overlapsTexts:
      value(
        "overlaps_texts", b: .textSet, takes: "list", leaves: "truth",
        "Whether the list has a text of the set.")
    case .includes: relation("includes", "a text and a part of it")
    case .startsWith: relation("starts_with", "a text and its beginning")
    case .endsWith: relation("ends_with", "a text and its end")
    case .like:
      value(
        "like", b: .pattern, takes: "text", leaves: "truth", "Whether the text matches the glob.")
    case .matches:
      value(
        "matches", b: .pattern, takes: "text", leaves: "truth",
        "Whether the text matches the expression.")
    case .add: value("add", takes: "left right", leaves: "sum", "The sum.")
    case .subtract: value("sub", takes: "left right", leaves: "difference", "The difference.")
    case .total:
      value(
        "total", a: .count, b: .count, takes: "values…", variable: .operandA, leaves: "sum",
        """
        Takes `a` values, of which the last `b` are subtracted; pushes their sum, judged once it \
        is whole.
        """)
    case .multiply: value("mul", takes: "left right", leaves: "product", "The product.")
    case .negate: value("neg", takes: "value", leaves: "negative", "The negative.")

    case .loop:
      value(
        "loop", a: .loopKind, b: .forward, takes: "list",
        """
        Takes a list and begins with its first element; with none, pushes the result and goes to \
        the target.
        """)
    case .loopMap:
      value(
        "loop_map", a: .loopKind, b: .forward, takes: "map",
        "The same, of a map and its first key and value.")
    case .loopEither:
      value(
        "loop_either", a: .loopKind, b: .forward, takes: "container",
        "The same, of a list or a map.")
    case .next:
      value(
        "next", a: .loopKind, b: .backward, takes: "body", leaves: "result",
        """
        Takes a body's value into account; goes back to the target for the next element, or ends \
        the loop and pushes its result.
        """)
    case .call:
      value(
        "call", a: .builtin, b: .count, takes: "arguments…", variable: .operandB, leaves: "value",
        "Calls the built-in function on that many values.")
    case .recall:
      value(
        "recall", a: .cell, b: .forward,
        "If the cell was filled for this request, pushes it and goes to the target.")
    case .remember:
      value("remember", a: .cell, takes: "value", leaves: "value", "Fills the cell with the top.")
    case .read:
      value(
        "read", a: .reader, takes: "text", leaves: "record",
        "Hands the text to a reader that the host has brought, and pushes what it read.")
    }
  }

  private func control(
    _ mnemonic: String, a: OperandKind = .none, b: OperandKind = .none, _ meaning: String
  ) -> Entry {
    Entry(
      mnemonic: mnemonic, a: a, b: b, family: .control, takes: "", leaves: "", readsClock: false,
      meaning: meaning)
  }

  /// A guard: of what the stack holds, of a slot, or of the instant.
  private func test(
    _ mnemonic: String, _ test: GuardTest, b: OperandKind = .none, _ meaning: String
  ) -> Entry {
    let isOfSlot: Bool =
      switch test {
      case .computedTruth, .instant: false
      case .truth, .text, .order, .presence: true
      }
    return Entry(
      mnemonic: mnemonic, a: isOfSlot ? .slot : .none, b: b, family: .guardOf(test),
      takes: test == .computedTruth ? "truth" : "", leaves: "", readsClock: test == .instant,
      meaning: meaning)
  }

  private func value(
    _ mnemonic: String, a: OperandKind = .none, b: OperandKind = .none, takes: StaticString = "",
    variable: VariableCount = .none, leaves: StaticString = "", readsClock: Bool = false,
    _ meaning: String
  ) -> Entry {
    Entry(
      mnemonic: mnemonic, a: a, b: b, family: .value, takes: takes, leaves: leaves,
      variable: variable, readsClock: readsClock, meaning: meaning)
  }

  private func relation(_ mnemonic: String, _ what: String) -> Entry {
    value(
      mnemonic, takes: "left right", leaves: "truth", "Whether the two values are \(what).")
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
