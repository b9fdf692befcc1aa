// The one table of instructions: a row says of each what it is called, what its operands name, what
// it takes from the stack and leaves there, what kind of instruction it is, where control goes
// after it, whether it reads the clock, what it costs, and what it means. Whoever needs such a fact
// asks the row, so that a new instruction is a row and its cases in the machine's loops.

extension Opcode {
  /// A row of the table.
  package struct Entry: Sendable {
    package var mnemonic: String
    package var a: OperandKind
    package var b: OperandKind
    package var family: Family
    package var flow: ControlFlow
    /// The values that it takes from the stack, and those that it leaves, by name.
    package var takes: StackValues
    package var gives: [String]
    package var readsClock: Bool
    package var cost: Cost
    package var meaning: String
  }

  /// Where an instruction may stand, and what it does there.
  package enum Family: Sendable, BitwiseCopyable {
    /// In the index, outside every rule.
    case index
    /// At a rule's beginning or end.
    case bracket
    /// In a rule, where no condition is being computed: tests one condition.
    case `guard`(GuardTest)
    /// In a rule: a part of a condition that is computed.
    case computation
  }

  /// Where control goes after an instruction.
  package enum ControlFlow: Sendable, BitwiseCopyable {
    /// To the next word.
    case next
    /// Nowhere: the run ends.
    case end
    /// To the word that `b` names.
    case jump
    /// To a word of the table that `b` names.
    case table
    /// Through the candidates of the list that `b` names, and to the next word.
    case list
    /// Into a rule, from a list.
    case enter
    /// Out of a rule, to the list's next candidate.
    case leave
    /// To the next word, or ahead by `b` with the stack as it was.
    case branch
    /// To the next word, or ahead by `b` with one value more on the stack.
    case recall
    /// Into a loop, or ahead by `b` with the loop's result.
    case loop
    /// Back by `b` to the loop's body, or to the next word with the loop's result.
    case repetition
  }

  /// How many values an instruction takes from the stack, and what they are, the top last.
  package enum StackValues: Sendable, ExpressibleByArrayLiteral {
    case named([String])
    /// As many as operand `a` or `b` says.
    case operandA(String), operandB(String)

    package init(arrayLiteral names: String...) { self = .named(names) }
  }

  /// What an instruction costs a request, apart from what values it compares.
  package enum Cost: Sendable, BitwiseCopyable {
    case small
    /// What the declaration of the built-in function says that operand `a` names.
    case ofBuiltin
    case large
  }
}

extension Opcode {
  /// The row of this instruction.
  package var entry: Entry { Opcode.entries[Int(rawValue)] }

  package var family: Family { Opcode.families[Int(rawValue)] }

  package var cost: Cost { Opcode.costs[Int(rawValue)] }

  /// Whether the instruction reads the clock.
  package var readsClock: Bool { Opcode.readsClock[Int(rawValue)] }

  /// What a guard of a slot asks; nil for every other instruction.
  package var slotTest: GuardTest? { Opcode.slotTests[Int(rawValue)] }

  /// The table, by raw value.
  private static let entries = allCases.map(\.row)

  // Columns of it, without anything to be counted, for those who ask for each word of a program.
  private static let families = entries.map(\.family)
  private static let costs = entries.map(\.cost)
  private static let slotTests = entries.map { entry -> GuardTest? in
    switch (entry.family, entry.a) {
    case (.guard(let test), .slot): test
    case (_, _): nil
    }
  }

  /// By an instruction's byte, which the verifier has seen.
  package static let readsClock = entries.map(\.readsClock)

  private var row: Entry {
    switch self {
    case .halt: row("halt", family: .index, flow: .end, "Ends the run.")
    case .jump: row("jump", b: .target, family: .index, flow: .jump, "Goes on at the target.")
    case .switch:
      row(
        "switch", a: .slot, b: .table, family: .index, flow: .table,
        """
        Goes on where the table says for the slot's text; elsewhere where the table says for no \
        entry, or, if the slot holds no text, for uncertainty.
        """
      )
    case .tryRules:
      row(
        "try", b: .list, family: .index, flow: .list,
        "Tries the list's candidates, but for those that its sieve rules out.")
    case .rule:
      row(
        "rule", a: .rule, family: .bracket, flow: .enter,
        "Begins a rule's code. Candidates are entered after it.")
    case .match:
      row(
        "match", family: .bracket, flow: .leave,
        "Ends a rule none of whose guards was false: it matches, or is uncertain.")

    case .guardTrue:
      test("guard_true", .truth(true), takes: ["truth"], "Takes a truth, which must be true.")
    case .guardFalse:
      test("guard_false", .truth(false), takes: ["truth"], "Takes a truth, which must be false.")
    case .guardSlotTrue: test("guard_slot_true", .truth(true), a: .slot, "The slot must be true.")
    case .guardSlotFalse:
      test("guard_slot_false", .truth(false), a: .slot, "The slot must be false.")
    case .guardEqualText:
      test(
        "guard_eq_text", .text(isWanted: true, isSet: false), a: .slot, b: .text,
        "The slot must be the constant text.")
    case .guardNotEqualText:
      test(
        "guard_ne_text", .text(isWanted: false, isSet: false), a: .slot, b: .text,
        "The slot must be another text than the constant.")
    case .guardInTexts:
      test(
        "guard_in_texts", .text(isWanted: true, isSet: true), a: .slot, b: .textSet,
        "The slot must be a text of the set.")
    case .guardNotInTexts:
      test(
        "guard_not_in_texts", .text(isWanted: false, isSet: true), a: .slot, b: .textSet,
        "The slot must be a text outside the set.")
    case .guardLess:
      test(
        "guard_lt", .bound(isUpper: true, isStrict: true), a: .slot, b: .constant,
        "The slot must be less than the constant.")
    case .guardLessOrEqual:
      test(
        "guard_le", .bound(isUpper: true, isStrict: false), a: .slot, b: .constant,
        "The slot must not be greater than the constant.")
    case .guardGreater:
      test(
        "guard_gt", .bound(isUpper: false, isStrict: true), a: .slot, b: .constant,
        "The slot must be greater than the constant.")
    case .guardGreaterOrEqual:
      test(
        "guard_ge", .bound(isUpper: false, isStrict: false), a: .slot, b: .constant,
        "The slot must not be less than the constant.")
    case .guardHas:
      test("guard_has", .presence(true), a: .slot, "The slot must be neither absent nor null.")
    case .guardHasNot:
      test("guard_has_not", .presence(false), a: .slot, "The slot must be absent or null.")
    case .guardFrom:
      test(
        "guard_from", .bound(isUpper: false, isStrict: false), b: .constant, readsClock: true,
        "The instant must not be before the constant.")
    case .guardUntil:
      test(
        "guard_until", .bound(isUpper: true, isStrict: true), b: .constant, readsClock: true,
        "The instant must be before the constant.")

    case .slot: row("slot", a: .slot, gives: ["value"], "Pushes the slot's value.")
    case .constant: row("const", b: .constant, gives: ["value"], "Pushes the constant.")
    case .local:
      row(
        "local", a: .frame, b: .elementSlot, gives: ["value"],
        "Pushes a value of the loop's current element.")
    case .loopKey:
      row(
        "loop_key", a: .frame, gives: ["key"],
        "Pushes the number of the loop's current element, or its key if the loop is over a map.")
    case .loopValue:
      row(
        "loop_value", a: .frame, gives: ["value"],
        "Pushes the loop's current element, or its value if the loop is over a map.")
    case .now: row("now", gives: ["instant"], readsClock: true, "Pushes the instant of judgement.")
    case .member:
      row(
        "member", b: .name, takes: ["record"], gives: ["value"],
        "Replaces a record by its member of that name.")
    case .element:
      row(
        "element", takes: ["collection", "key"], gives: ["value"],
        "Takes a list and an index, or a map and a key; pushes the element.")
    case .list:
      row(
        "list", a: .count, takes: .operandA("element"), gives: ["list"],
        "Takes that many values and pushes the list of them.")

    case .not:
      row("not", takes: ["truth"], gives: ["truth"], "Turns a truth around; uncertain stays.")
    case .and: row("and", takes: ["truth", "truth"], gives: ["truth"], "Kleene's and.")
    case .or: row("or", takes: ["truth", "truth"], gives: ["truth"], "Kleene's or.")
    case .jumpIfFalse:
      row(
        "jump_if_false", b: .forward, flow: .branch, takes: ["truth"], gives: ["truth"],
        "Goes to the target if the top is false, and leaves it.")
    case .jumpIfTrue:
      row(
        "jump_if_true", b: .forward, flow: .branch, takes: ["truth"], gives: ["truth"],
        "Goes to the target if the top is true, and leaves it.")
    case .has:
      row(
        "has", takes: ["value"], gives: ["truth"],
        "Whether a value is there: false for absent and null.")
    case .jumpUnlessMissing:
      row(
        "jump_unless_missing", b: .forward, flow: .branch, takes: ["value"],
        "Goes to the target if the top is neither absent nor null, and leaves it; else drops it.")

    case .equal: relation("eq", "equal")
    case .notEqual: relation("ne", "different")
    case .less: relation("lt", "in ascending order")
    case .lessOrEqual: relation("le", "not in descending order")
    case .greater: relation("gt", "in descending order")
    case .greaterOrEqual: relation("ge", "not in ascending order")
    case .in:
      relation("in", takes: ["element", "collection"], "an element and its list, block or hours")
    case .notIn:
      relation(
        "not_in", takes: ["element", "collection"], "no element and its list, block or hours")
    case .keyIn: relation("key_in", takes: ["key", "map"], "a key and its map")
    case .notKeyIn: relation("not_key_in", takes: ["key", "map"], "no key and its map")
    case .contains: relation("contains", takes: ["list", "element"], "a list and its element")
    case .overlaps: relation("overlaps", "lists that share an element")
    case .inTexts:
      row(
        "in_texts", b: .textSet, takes: ["text"], gives: ["truth"],
        "Whether the text is in the set.")
    case .notInTexts:
      row(
        "not_in_texts", b: .textSet, takes: ["text"], gives: ["truth"],
        "Whether the text is outside the set.")
    case .overlapsTexts:
      row(
        "overlaps_texts", b: .textSet, takes: ["list"], gives: ["truth"],
        "Whether the list has a text of the set.")
    case .includes: relation("includes", takes: ["text", "part"], "a text and a part of it")
    case .startsWith:
      relation("starts_with", takes: ["text", "beginning"], "a text and its beginning")
    case .endsWith: relation("ends_with", takes: ["text", "end"], "a text and its end")
    case .like:
      row(
        "like", b: .pattern, takes: ["text"], gives: ["truth"], "Whether the text matches the glob."
      )
    case .matches:
      row(
        "matches", b: .pattern, takes: ["text"], gives: ["truth"],
        "Whether the text matches the expression.")
    case .add: row("add", takes: ["x", "y"], gives: ["sum"], "The sum.")
    case .subtract: row("sub", takes: ["x", "y"], gives: ["difference"], "The difference.")
    case .total:
      row(
        "total", a: .count, b: .part, takes: .operandA("term"), gives: ["sum"],
        """
        Takes `a` values, of which the last `b` are subtracted; pushes their sum, judged once it \
        is whole.
        """
      )
    case .multiply: row("mul", takes: ["x", "y"], gives: ["product"], "The product.")
    case .negate: row("neg", takes: ["x"], gives: ["negative"], "The negative.")

    case .loop:
      row(
        "loop", a: .loopKind, b: .forward, flow: .loop, takes: ["list"],
        """
        Takes a list and begins with its first element; with none, pushes the result and goes to \
        the target.
        """
      )
    case .loopMap:
      row(
        "loop_map", a: .loopKind, b: .forward, flow: .loop, takes: ["map"],
        "The same, of a map and its first key and value.")
    case .loopEither:
      row(
        "loop_either", a: .loopKind, b: .forward, flow: .loop, takes: ["collection"],
        "The same, of a list or a map.")
    case .next:
      row(
        "next", a: .loopKind, b: .backward, flow: .repetition, takes: ["body"], gives: ["result"],
        """
        Takes a body's value into account; goes back to the target for the next element, or ends \
        the loop and pushes its result.
        """
      )
    case .call:
      row(
        "call", a: .builtin, b: .count, takes: .operandB("argument"), gives: ["result"],
        cost: .ofBuiltin, "Calls the built-in function on that many values.")
    case .read:
      row(
        "read", a: .reader, b: .count, takes: .operandB("argument"), gives: ["result"],
        cost: .large,
        "Hands that many values to a reader that the host has brought, and pushes what it read.")
    case .recall:
      row(
        "recall", a: .cell, b: .forward, flow: .recall,
        "If the cell was filled for this request, pushes it and goes to the target.")
    case .remember:
      row("remember", a: .cell, takes: ["value"], gives: ["value"], "Fills the cell with the top.")
    }
  }

  private func row(
    _ mnemonic: String, a: OperandKind = .none, b: OperandKind = .none,
    family: Family = .computation, flow: ControlFlow = .next, takes: StackValues = [],
    gives: [String] = [], readsClock: Bool = false, cost: Cost = .small, _ meaning: String
  ) -> Entry {
    Entry(
      mnemonic: mnemonic, a: a, b: b, family: family, flow: flow, takes: takes, gives: gives,
      readsClock: readsClock, cost: cost, meaning: meaning)
  }

  private func test(
    _ mnemonic: String, _ test: GuardTest, a: OperandKind = .none, b: OperandKind = .none,
    takes: StackValues = [], readsClock: Bool = false, _ meaning: String
  ) -> Entry {
    row(
      mnemonic, a: a, b: b, family: .guard(test), takes: takes, readsClock: readsClock, meaning)
  }

  private func relation(
    _ mnemonic: String, takes: StackValues = ["x", "y"], _ what: String
  ) -> Entry {
    row(mnemonic, takes: takes, gives: ["truth"], "Whether the two values are \(what).")
  }
}
