// Words that are misspelt, or another language's. Where it is clear which keyword was meant, the
// word is reported once and read as that keyword, so that the rest of its clause is judged as
// usual.

extension Parser {
  static let clauseWords =
    ([Keyword.when, .unless, .because, .from, .until, .noMatch]
    + HoldClauseKind.allCases.map(\.keyword))
    .map(\.rawValue)

  static let declarationWords = [
    Keyword.allow, .deny, .hold, .observe, .on, .define, .data, .type, .request, .requester,
    .volatile, .default,
  ].map(\.rawValue)

  static let operatorWords = [
    Keyword.and, .or, .in, .contains, .overlaps, .includes, .startsWith, .endsWith, .like,
    .matches,
  ].map(\.rawValue)

  /// Reads the word at the cursor as the clause that was meant.
  mutating func readMeantClause() -> Bool {
    guard at(.word), keyword == nil else { return false }
    if let (meant, hint) = Parser.foreignClauses[text] {
      report(.expectedToken, "`\(text)` begins no clause", hint: hint)
      read(as: meant)
      return true
    }
    guard let word = Spelling.closest(to: text, among: Parser.clauseWords + Parser.operatorWords),
      Parser.clauseWords.contains(word), let meant = Keyword(rawValue: word)
    else { return false }
    reportExpected(
      "an operator, a clause or a declaration", at: range, hint: "did you mean `\(word)`?")
    read(as: meant)
    return true
  }

  /// Reads the word at the cursor as the declaration that was meant.
  mutating func readMeantDeclaration() -> Bool {
    guard at(.word), keyword == nil, let meant = meantDeclaration(ahead: 0) else { return false }
    let hint = Parser.foreignEffects[text].map {
      "an effect is `allow`, `deny` or `hold`; write `\($0.rawValue)`"
    }
    reportExpected(
      "a declaration", code: .expectedDeclaration, at: range,
      hint: hint ?? Parser.foreignDeclarations[text] ?? "did you mean `\(meant.rawValue)`?")
    read(as: meant)
    return true
  }

  /// The declaration that a word without a meaning of its own was to begin.
  private func meantDeclaration(ahead distance: Int) -> Keyword? {
    let word = text(of: token(ahead: distance))
    let next = token(ahead: distance + 1)
    if let effect = Parser.foreignEffects[word] { return next.kind == .word ? effect : nil }
    switch word {
    case "let", "var", "const", "def", "val": return next.kind == .word ? .define : nil
    default: break
    }
    guard let spelling = Spelling.closest(to: word, among: Parser.declarationWords),
      let meant = Keyword(rawValue: spelling)
    else { return nil }
    let fits = meant == .request ? next.kind == .leftBrace : next.kind == .word
    return fits ? meant : nil
  }

  /// Whether a line begins here with what its writer took for a declaration.
  func beginsForeignDeclaration(ahead distance: Int) -> Bool {
    let token = token(ahead: distance)
    guard token.kind == .word, token.keyword == nil else { return false }
    let next = self.token(ahead: distance + 1)
    guard next.kind == .word || next.kind == .leftBrace else { return false }
    return Parser.foreignDeclarations[text(of: token)] != nil
      || meantDeclaration(ahead: distance) != nil
  }

  static let foreignEffects: [String: Keyword] = [
    "permit": .allow, "grant": .allow, "accept": .allow, "forbid": .deny, "reject": .deny,
    "block": .deny,
  ]

  static let foreignClauses: [String: (Keyword, String)] = [
    "if": (.when, "a condition begins with `when`"),
    "where": (.when, "a condition begins with `when`"),
    "except": (.unless, "an exception begins with `unless`"),
    "reason": (.because, "a reason begins with `because`"),
    "message": (.because, "a reason begins with `because`"),
  ]

  static let foreignDeclarations: [String: String] = {
    var hints: [String: String] = [:]
    func add(_ words: [String], _ hint: String) { for word in words { hints[word] = hint } }
    add(["package", "namespace"], "a file's names get a prefix with `module name` at its head")
    add(
      ["import", "include", "use"],
      "all files of a policy share one namespace; nothing is imported")
    add(
      ["let", "var", "const", "def", "val", "fn", "func", "function"],
      "an expression is named with `define name = …`")
    add(["rule", "policy"], "a rule begins with its effect: `allow`, `deny` or `hold`")
    add(["if", "else", "while"], "a rule says `when`; there is no other control flow")
    add(["struct", "record", "class", "entity"], "a type is named with `type Name = { … }`")
    add(["schema", "input"], "the members of a request are listed in `request { … }`")
    return hints
  }()

  /// Reads the word at the cursor, where an operator has to be, as the relation that was meant.
  mutating func readMeantComparison() -> Comparison? {
    guard at(.word), keyword == nil, !startsLine[index] else { return nil }
    if let (meant, written) = Parser.foreignComparisons[text] {
      report(.expectedToken, "`\(text)` is not an operator", hint: "write `\(written)`")
      return meant
    }
    guard text.utf8.count > 3, Parser.foreignClauses[text] == nil,
      let word = Spelling.closest(to: text, among: Parser.operatorWords + Parser.clauseWords),
      let meant = Parser.comparison(Token(.word, range, keyword: Keyword(rawValue: word)))
    else { return nil }
    report(.expectedToken, "`\(text)` is not an operator", hint: "did you mean `\(word)`?")
    return meant
  }

  private static let foreignComparisons: [String: (Comparison, String)] = [
    "is": (.equal, "=="), "eq": (.equal, "=="), "equals": (.equal, "=="), "ne": (.notEqual, "!="),
    "lt": (.less, "<"), "gt": (.greater, ">"), "le": (.lessOrEqual, "<="),
    "ge": (.greaterOrEqual, ">="), "IN": (.in, "in"), "regex": (.matches, "matches"),
    "glob": (.like, "like"), "has_prefix": (.startsWith, "starts_with"),
    "has_suffix": (.endsWith, "ends_with"),
  ]

  /// Whether the cursor is at that operator, or at what its writer took for it.
  mutating func isAtOperator(_ word: Keyword) -> Bool {
    if at(word) { return true }
    if at(.invalid) { return foreignOperator(text) == (word == .and ? .and : .or) }
    guard at(.word), keyword == nil, !startsLine[index],
      text == (word == .and ? "AND" : "OR")
    else { return false }
    report(.expectedToken, "`\(text)` is not an operator", hint: "write `\(word.rawValue)`")
    return true
  }
}

/// Words that other languages have after a condition.
let foreignOperatorWords: [String: String] = [
  "xor": "one but not both of two truths is `a != b`",
  "then": "a rule has no `then`: its effect stands first",
  "else": "there is no `else`: write another rule",
]
