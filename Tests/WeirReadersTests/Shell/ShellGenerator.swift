// Shell texts by chance: commands of stubs in all the quotes and groups that there are, and pieces
// of grammar in any order. No text names a file with a slash in it, or a program that exists.

/// Numbers by chance, the same for the same seed.
struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
  }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// Makes texts.
struct ShellGenerator {
  var chance: Chance

  /// The programs of the texts, which a test puts into a folder as stubs.
  static let programs = ["p_a", "p_b", "p_c"]

  /// Pieces that mean something somewhere.
  static let pieces = [
    "p_a", "p_b", "p_c", " ", " ", " ", " ", "\t", "\n", ";", "&", "|", "&&", "||", "(", ")", "{",
    "}", "<", ">", ">>", "<<", "<<<", ">&", "<&", "&>", ">|", "<>", "|&", ";;", ";&", "!", "time",
    "if", "then", "fi", "else", "for", "in", "do", "done", "while", "case", "esac", "x", "1", "-",
    "'", "\"", "\\", "\\\n", "#", "=", "A=", "a=b", "~", "*", "?", "[", "]", "$'", "$", "`", "$(",
    "((", "))", "[[", "]]", "{a,b}", "{}", "''", "\\x41", "E", "'E'", "o", "eval", "command",
    "exec", "echo", "coproc", "function", "\r", "\u{A0}", ":", ",", "+", "+=", "%", "^", "@",
  ]

  /// A text: grammar, grammar with a mistake, or pieces.
  mutating func text() -> String {
    switch chance.below(8) {
    case 0: return (0..<chance.below(12)).map { _ in chance.one(of: Self.pieces) }.joined()
    case 1, 2, 3:
      var characters = Array(list(0).unicodeScalars)
      let place = chance.below(characters.count)
      if chance.below(2) == 0 {
        characters.remove(at: place)
      } else {
        characters.insert(contentsOf: chance.one(of: Self.pieces).unicodeScalars, at: place)
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: characters)
      return text
    default: return list(0)
    }
  }

  private mutating func list(_ depth: Int) -> String {
    var text = pipeline(depth)
    for _ in 0..<chance.below(3) {
      text += chance.one(of: [" && ", " || ", "; ", ";", "\n", " & ", " # c\n", "&&\n", "\n\n"])
      text += pipeline(depth)
    }
    return text
  }

  private mutating func pipeline(_ depth: Int) -> String {
    var text = command(depth)
    while chance.below(4) == 0 { text += chance.one(of: [" | ", "|", " |& "]) + command(depth) }
    return text
  }

  private mutating func command(_ depth: Int) -> String {
    if depth > 3 || chance.below(3) > 0 { return simple(depth) }
    let inner = list(depth + 1)
    let other = list(depth + 1)
    let file = chance.one(of: ["", "", " > o", " 2>&1", " < f"])
    return switch chance.below(10) {
    case 0: "{ \(inner); }\(file)"
    case 1: "(\(inner))\(file)"
    case 2: "if \(inner); then \(other); fi\(file)"
    case 3: "if \(inner)\nthen p_a; else \(other)\nfi\(file)"
    case 4: "while \(inner); do \(other); break; done\(file)"
    case 5: "for i in a 'b c'; do \(inner); done\(file)"
    case 6: "case x in a|x*) \(inner) ;; *) \(other);; esac\(file)"
    case 7: "! \(inner)"
    case 8: "time \(inner)"
    default: "eval \(quoted(inner))"
    }
  }

  private mutating func simple(_ depth: Int) -> String {
    var parts: [String] = []
    if chance.below(5) == 0 { parts.append(chance.one(of: ["A=1", "FOO='b c'", "a=", "A+=1"])) }
    if chance.below(8) == 0 { parts.append(wrapper(depth)) }
    parts.append(spelled(chance.one(of: Self.programs)))
    for _ in 0..<chance.below(4) { parts.append(argument()) }
    for _ in 0..<chance.below(2) {
      let file = chance.one(of: [
        ">o", "> 'o 1'", "2>o", ">>o", ">|o", "&>o", "<f", "<>o", "2>&1", ">&o", "<<<x", ">&-",
        "3>o", "10>o", ">&'o$x'", ">o\\\n1",
      ])
      parts.insert(file, at: chance.below(parts.count + 1))
    }
    if chance.below(20) == 0 {
      let delimiter = chance.one(of: ["'E'", "\\E", "E", "\"E\""])
      return parts.joined(separator: " ") + " <<\(delimiter) | p_b\n"
        + chance.one(of: ["x\n", "$(p_c)\n", ""]) + "E\n"
    }
    return parts.joined(separator: chance.one(of: [" ", " ", "  ", "\t", " \\\n"]))
  }

  private mutating func wrapper(_ depth: Int) -> String {
    switch chance.below(8) {
    case 0: "command"
    case 1: "exec"
    case 2: "env A=1"
    case 3: "nice -n 1"
    case 4: "timeout 5"
    case 5: "p_a | xargs -n 1"
    case 6: "bash -c \(quoted(depth > 2 ? "p_a" : list(depth + 1)))"
    default: "! time"
    }
  }

  /// A program's name, in one of its spellings.
  private mutating func spelled(_ name: String) -> String {
    switch chance.below(8) {
    case 0: "'\(name)'"
    case 1: "\"\(name)\""
    case 2: "\\\(name)"
    case 3: "p''\(name.dropFirst())"
    case 4: "p\\\n\(name.dropFirst())"
    case 5: "$'\\x70'\(name.dropFirst())"
    default: name
    }
  }

  private mutating func argument() -> String {
    let word = chance.one(of: [
      "x", "-v", "a b", "=", "a=b", "--", "{}", "!", "if", "done", "}", "#", "a#b", "%", "HEAD@{0}",
      "a..b", "~x", "a~", "é", "\u{A0}", "\u{200B}", "a;b", "$x", "`p_b`", "$(p_b)", "*", "?", "\\",
      "\n", "\t", "it's", "\"", "", "[", "]", "[a]", "a!b", "p_b", "<", "&",
    ])
    return chance.below(16) == 0 ? word : quoted(word)
  }

  private mutating func quoted(_ word: String) -> String {
    switch chance.below(3) {
    case 0: "'" + word.replacing("'", with: "'\\''") + "'"
    case 1:
      "\""
        + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("$", with: "\\$").replacing("`", with: "\\`") + "\""
    default:
      "$'" + word.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
  }
}
