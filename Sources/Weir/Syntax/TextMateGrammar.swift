// The TextMate grammar of policies, for editors that colour by patterns: made from the tables of
// tokens and keywords, and kept in `grammar/weir.tmLanguage.json`, which a test holds to this.
//
// Patterns see no grammar: a word that is a keyword only in places is coloured as one wherever it
// is not plainly a name (after a full stop, before a colon).

package enum TextMateGrammar {
  /// What a keyword is coloured as.
  private static func scope(_ keyword: Keyword) -> String {
    switch keyword {
    case .module, .request, .requester, .volatile, .data, .define, .type, .on, .default,
      .observe:
      "keyword.declaration.weir"
    case .allow, .deny, .hold: "storage.type.effect.weir"
    case .when, .unless, .because, .from, .until, .needs, .within, .rejected, .by, .escalate, .to,
      .after, .override, .notify, .covers, .once, .for, .noMatch, .atInstant, .of, .group, .user,
      .role:
      "keyword.control.clause.weir"
    case .and, .or, .not, .in, .has, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      "keyword.operator.word.weir"
    case .any, .all, .count, .sum, .min, .max: "support.function.quantifier.weir"
    case .true, .false: "constant.language.boolean.weir"
    case .map: "storage.modifier.type.weir"
    }
  }

  /// What a fixed token is coloured as; nil for what needs no colour.
  private static func scope(_ kind: TokenKind) -> String? {
    switch kind {
    case .coalesce, .bar, .assign, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .plus, .minus, .star, .questionMark:
      "keyword.operator.weir"
    case .comma, .colon, .dot: "punctuation.separator.weir"
    case .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket,
      .rightBracket:
      "punctuation.section.weir"
    case .at, .word, .integer, .decimal, .duration, .string, .rawString, .documentation, .comment,
      .lineBreak, .invalid, .endOfFile:
      nil
    }
  }

  /// The grammar as JSON.
  package static func json() -> String {
    let units = SignedDuration.units.map { "\($0.name)" }.sorted { $0.count > $1.count }
      .joined(separator: "|")
    var patterns: [String] = [
      match("comment.line.documentation.weir", "///(?!/).*$"),
      match("comment.line.double-slash.weir", "//.*$"),
      region(
        "string.quoted.double.weir", begin: "\"", end: "\"|$",
        inside: [
          match("constant.character.escape.weir", #"\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})"#),
          match("invalid.illegal.escape.weir", #"\\."#),
          match("constant.character.escape.weir", #"\{\{|\}\}"#),
          match("variable.other.placeholder.weir", #"\{[^{}]+\}"#),
        ]),
      region("string.quoted.single.weir", begin: "'", end: "'|$", inside: []),
      match("entity.name.tag.annotation.weir", "@[A-Za-z_][A-Za-z0-9_]*"),
      match(
        "constant.numeric.duration.weir",
        #"\b(?:[0-9][0-9_]*(?:\#(units)))*[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:\#(units))\b"#),
      match("constant.numeric.weir", #"\b[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?\b"#),
      // After a full stop, and before a member's colon, any word is a name.
      match("variable.other.member.weir", #"(?<=\.)[A-Za-z_][A-Za-z0-9_]*"#),
      match("variable.other.member.weir", #"\b[A-Za-z_][A-Za-z0-9_]*(?=\??:)"#),
    ]
    for group in grouped(Keyword.allCases.map { (scope($0), $0.rawValue) }) {
      patterns.append(match(group.scope, "\\b(?:\(group.texts.joined(separator: "|")))\\b"))
    }
    patterns.append(match("entity.name.function.weir", #"\b[A-Za-z_][A-Za-z0-9_]*(?=\()"#))
    patterns.append(match("variable.other.weir", #"\b[A-Za-z_][A-Za-z0-9_]*\b"#))
    let fixed = TokenKind.allCases.compactMap { kind in scope(kind).map { ($0, kind.rawValue) } }
    for group in grouped(fixed) {
      let texts = group.texts.sorted { $0.count > $1.count }.map(escapedForPattern)
      patterns.append(match(group.scope, texts.joined(separator: "|")))
    }
    return """
      {
        "name": "Weir",
        "scopeName": "source.weir",
        "fileTypes": ["weir"],
        "patterns": [
      \(patterns.joined(separator: ",\n"))
        ]
      }

      """
  }

  /// The texts of each scope, scopes in the order in which they first occur.
  private static func grouped(_ entries: [(scope: String, text: String)]) -> [(
    scope: String, texts: [String]
  )] {
    var groups: [(scope: String, texts: [String])] = []
    for entry in entries {
      if let index = groups.firstIndex(where: { $0.scope == entry.scope }) {
        groups[index].texts.append(entry.text)
      } else {
        groups.append((entry.scope, [entry.text]))
      }
    }
    return groups
  }

  private static func match(_ scope: String, _ pattern: String) -> String {
    "    { \"name\": \"\(scope)\", \"match\": \"\(VisibleText.escaped(pattern, quoting: true))\" }"
  }

  private static func region(_ scope: String, begin: String, end: String, inside: [String])
    -> String
  {
    let patterns = inside.map { "  " + $0 }.joined(separator: ",\n")
    return """
          {
            "name": "\(scope)",
            "begin": "\(VisibleText.escaped(begin, quoting: true))",
            "end": "\(VisibleText.escaped(end, quoting: true))",
            "patterns": [\(inside.isEmpty ? "" : "\n" + patterns + "\n      ")]
          }
      """
  }

  private static func escapedForPattern(_ text: String) -> String {
    text.map { "\\" + String($0) }.joined()
  }
}
