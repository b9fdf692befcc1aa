// Functions on texts. Nothing here depends on a locale; what is Unicode's business is decided by
// Unicode's own data (see Values/UnicodeText.swift).

extension BuiltinDeclaration {
  static let texts: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .length, "length", [Parameter("value", .string, .list(.any), .map(.any))], .type(.number),
      "How long a string is in Unicode scalars, a list in elements, a map or record in members.",
      examples: [
        Example(#"length("Zoë")"#, "3"), Example("length([1, 2, 2])", "3"),
        Example(#"length("")"#, "0"),
      ]),
    BuiltinDeclaration(
      .lower, "lower", [Parameter("text", .string)], .type(.string),
      "The text in lower case, by Unicode's full mappings, the same in every locale.",
      examples: [Example(#"lower("ÄRGER 7")"#, #""ärger 7""#)]),
    BuiltinDeclaration(
      .upper, "upper", [Parameter("text", .string)], .type(.string),
      "The text in upper case, by Unicode's full mappings, the same in every locale.",
      examples: [Example(#"upper("straße")"#, #""STRASSE""#)]),
    BuiltinDeclaration(
      .trim, "trim", [Parameter("text", .string)], .type(.string),
      "The text without the white space (Unicode's `White_Space`) at its beginning and end.",
      examples: [Example(#"trim("  a b\n")"#, #""a b""#)]),
    BuiltinDeclaration(
      .split, "split", [Parameter("text", .string), Parameter("separator", .string)],
      .type(.list(.string)),
      """
      The parts of the text between the separators, empty parts included. An empty separator is a \
      fault (`bad_format`).
      """,
      examples: [
        Example(#"split("a,b,,c", ",")"#, #"["a", "b", "", "c"]"#),
        Example(#"split("", ",")"#, #"[""]"#),
        Example(#"split("team:payments", ":")[1]"#, #""payments""#),
      ]),
    BuiltinDeclaration(
      .join, "join", [Parameter("parts", .list(.any)), Parameter("separator", .string)],
      .type(.string), "The strings of a list with the separator between each two.",
      examples: [
        Example(#"join(["a", "b"], "/")"#, #""a/b""#), Example(#"join([], "/")"#, #""""#),
      ]),
    BuiltinDeclaration(
      .replace, "replace",
      [Parameter("text", .string), Parameter("old", .string), Parameter("new", .string)],
      .type(.string),
      """
      The text with every `old` replaced by `new`, from the left, none of them overlapping. An \
      empty `old` is a fault (`bad_format`).
      """,
      examples: [Example(#"replace("a-b-c", "-", "+")"#, #""a+b+c""#)]),
    BuiltinDeclaration(
      .nfc, "nfc", [Parameter("text", .string)], .type(.string),
      "The text in Unicode's normalisation form C: equal for texts that look and mean the same.",
      examples: [Example(#"nfc("e\u0301") == "\u00e9""#, "true")]),
    BuiltinDeclaration(
      .fold, "fold", [Parameter("text", .string)], .type(.string),
      """
      The text for comparing without regard to case: NFC, then Unicode's full case folding, then \
      NFC again.
      """,
      examples: [Example(#"fold("Straße") == fold("STRASSE")"#, "true")]),
  ]
}
