// Words that are no program where a command begins, in one of the dialects at least.

/// A reserved word.
enum ShellKeyword: String, CaseIterable {
  case `if`, then, `else`, elif, fi
  case `while`, until, `for`, `in`, `do`, done
  case `case`, esac
  case openBrace = "{"
  case closeBrace = "}"
  case negation = "!"
  case time, select, function, coproc, `repeat`, foreach, end, nocorrect
  case conditional = "[["
  case conditionalEnd = "]]"

  private static let named = Dictionary(
    uniqueKeysWithValues: allCases.map { ([UInt8]($0.rawValue.utf8), $0) })

  /// The keyword that a word is where a command begins.
  init?(_ word: ShellWord) {
    guard !word.isQuoted, let keyword = Self.named[word.bytes] else { return nil }
    self = keyword
  }

  /// Whether a list ends before it.
  var isClosing: Bool {
    switch self {
    case .then, .else, .elif, .fi, .do, .done, .esac, .closeBrace: true
    case .if, .while, .until, .for, .in, .case, .openBrace, .negation, .time, .select, .function,
      .coproc, .repeat, .foreach, .end, .nocorrect, .conditional, .conditionalEnd:
      false
    }
  }
}
