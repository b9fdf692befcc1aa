// Functions that read a text as something structured.

extension BuiltinDeclaration {
  static let documents: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .json, "json", [Parameter("text", .string)], .type(.any),
      """
      The value that a text holds as JSON. Two members of one name in any object of it are a \
      fault (`bad_format`), as everything is that is not JSON.
      """,
      examples: [Example(#"json('{"amount": 12.50}').amount"#, "12.5")]),
    BuiltinDeclaration(
      .semver, "semver", [Parameter("text", .string)], .type(.version),
      """
      The semantic version (semver.org 2.0.0) that a text spells. Versions are ordered by \
      precedence; build metadata is ignored, also by `==`.
      """,
      examples: [
        Example(#"semver("1.10.0") > semver("1.9.3")"#, "true"),
        Example(#"semver("1.0.0-rc.1") < semver("1.0.0+build.5")"#, "true"),
      ]),
  ]
}
