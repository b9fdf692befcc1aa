import Testing

@testable import Weir

@Suite struct PatternTests {
  @Test(arguments: [
    ("", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abcd", false),
    ("*", "", true), ("*", "abc", true), ("*", "a/b", false), ("**", "a/b/", true),
    ("**", "", true),
    ("/srv/*", "/srv/a", true), ("/srv/*", "/srv/a/b", false), ("/srv/*", "/srv/", true),
    ("/srv/**", "/srv/a/b", true), ("/srv/**", "/srv", false),
    ("*.example.com", "api.example.com", true), ("*.example.com", "example.com", false),
    ("*.example.com", "a/b.example.com", false), ("**.swift", "a/b.swift", true),
    ("/a/*/c", "/a/b/c", true), ("/a/*/c", "/a/b/d/c", false), ("/a/**/c", "/a/b/d/c", true),
    ("/a/**/c", "/a/c", false), ("a*a", "a", false), ("a*a", "aa", true), ("a**a", "a", false),
    ("*a*b*", "xaxbx", true), ("*a*b*", "xbxax", false), ("*a*", "x/a", false),
    ("**/*.yaml", "a/b/c.yaml", true), ("**/*.yaml", "a/b/c.yaml/d", false),
    ("**/test/**", "a/test/b/c", true), ("*/*", "a/b", true), ("*/*", "ab", false),
    ("?", "a", true), ("?", "", false), ("?", "/", false), ("?", "é", true), ("?", "👍", true),
    ("?", "e\u{301}", false), ("??", "e\u{301}", true), ("a?c", "abc", true), ("a?c", "a/c", false),
    (#"\*"#, "*", true), (#"\*"#, "a", false), (#"\\"#, #"\"#, true), (#"a\?*"#, "a?b", true),
    ("[ab]", "[ab]", true), ("[ab]", "a", false), ("{a,b}", "a", false), ("a.c", "abc", false),
    ("a+*?", "a++x", true), ("^a$*b*", "^a$xbx", true), ("(*)|*", "(x)|y", true),
    ("***", "a/b", true), ("Zoë*?", "Zoë!", true), ("*\n*", "a\nb", true), ("a*", "a\nb", true),
  ])
  func like(glob: String, text: String, expected: Bool) throws {
    #expect(try Pattern(.glob, ExactString(glob)).matches(ExactString(text)) == expected)
  }

  @Test(arguments: [#"\"#, #"a\"#, #"\a"#, #"\["#])
  func refusesGlobs(glob: String) {
    #expect(throws: PatternError.self) { try Pattern(.glob, ExactString(glob)) }
  }

  @Test(arguments: [
    ("", "", true), ("", "a", false), ("a|ab", "ab", true), ("a", "ab", false), ("a", "ba", false),
    ("a.c", "a\nc", true), (".", "é", true), (".", "e\u{301}", false), ("(?i)abc", "ABC", true),
    (#"\d{3}-\d{4}"#, "555-1234", true), (#"\d"#, "٣", false), (#"\pL+"#, "Zoë", true),
    ("[^/]*", "a/b", false), ("^a$", "a", true), ("(?:a+)+b", "aaaaab", true),
  ])
  func matches(expression: String, text: String, expected: Bool) throws {
    #expect(
      try Pattern(.expression, ExactString(expression)).matches(ExactString(text)) == expected)
  }

  @Test(arguments: [
    ("(", "missing ): ("), ("[a", "missing ]: [a"),
    (#"(a)\1"#, #"invalid escape sequence: \1"#),
    ("(?=a)", "invalid perl operator: (?="), ("a**", "bad repetition operator: **"),
  ])
  func refusesExpressions(expression: String, reason: String) {
    #expect(throws: PatternError(reason: reason)) {
      try Pattern(.expression, ExactString(expression))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func noPatternBacktracks() throws {
    let text = ExactString(validated: Array(repeating: UInt8(ascii: "a"), count: 200_000))
    for pattern in ["(a*)*b", "(a|aa)+b", "(?:a?){30}a{30}b"] {
      #expect(try !Pattern(.expression, ExactString(pattern)).matches(text))
    }
    for glob in ["**a**a**a**a**b", "*a*a*a*a*a*b", "**a?a*a**a?b"] {
      #expect(try !Pattern(.glob, ExactString(glob)).matches(text))
    }
  }

  /// The simple form and the translation agree with the obvious matcher.
  @Test func globsAgreeWithTheObviousMatcher() throws {
    func obvious(_ glob: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
      guard let first = glob.first else { return text.isEmpty }
      let rest = glob.dropFirst()
      if first == "*", rest.first == "*" {
        return (text.startIndex...text.endIndex).contains { obvious(rest.dropFirst(), text[$0...]) }
      }
      if first == "*" {
        let end = text.firstIndex(of: "/") ?? text.endIndex
        return (text.startIndex...end).contains { obvious(rest, text[$0...]) }
      }
      guard let next = text.first else { return false }
      return (first == "?" ? next != "/" : next == first) && obvious(rest, text.dropFirst())
    }
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix64(seed: seed)
    func draw(_ alphabet: [Character]) -> [Character] {
      (0..<Int.random(in: 0...7, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? "a"
      }
    }
    for _ in 0..<3000 {
      let (glob, text) = (draw(["a", "b", "/", "*", "*", "?"]), draw(["a", "b", "/"]))
      let result = try Pattern(.glob, ExactString(String(glob))).matches(ExactString(String(text)))
      if result != obvious(glob[...], text[...]) {
        Issue.record("seed \(seed): \(String(text)) like \(String(glob)) is not \(result)")
      }
    }
  }
}
