internal import Weir

/// A word of a text mixes letters of scripts that look alike, as a Cyrillic `а` in `аdmin`: it is
/// not the text that a reader sees. Write it in one script.
struct MixedScriptIdentifier: LintRule {
  let name: ExactString = "mixed-script-identifier"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny administration when role == "«аdmin»"
    """
  let good: LintExample = """
    deny administration when role == "admin" or role == "администратор"
    """

  private enum Script: String {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"

    /// By the blocks of these scripts (Unicode, Blocks.txt). Letters of other scripts look like
    /// none of theirs.
    init?(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF:
        self = .latin
      case 0x370...0x373, 0x376...0x37D, 0x37F, 0x386...0x3FF, 0x1F00...0x1FFF: self = .greek
      case 0x400...0x52F: self = .cyrillic
      default: return nil
      }
    }
  }

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated()
    where file.bytes.contains(where: { $0 >= 0x80 }) {
      for token in lex(file, index: Int32(number)).tokens where token.kind == .string {
        let bytes = file.bytes[token.range.bytes(of: file)]
        guard bytes.contains(where: { $0 >= 0x80 }) else { continue }
        findings += words(bytes, at: Int(token.range.start)).map { start, end, first, other in
          finding(
            "this word has letters of the \(first.rawValue) and the \(other.rawValue) script",
            at: SourceRange(file: Int32(number), start: Int32(start), end: Int32(end)),
            hint: "write it in one script: two texts that look the same are not equal")
        }
      }
    }
    return findings
  }

  /// Words with letters of two scripts, by their places.
  private func words(
    _ bytes: ArraySlice<UInt8>, at start: Int
  ) -> [(start: Int, end: Int, Script, Script)] {
    var found: [(start: Int, end: Int, Script, Script)] = []
    var place = start
    var wordStart = start
    var scripts: [Script] = []
    func end() {
      if scripts.count > 1 { found.append((wordStart, place, scripts[0], scripts[1])) }
      scripts = []
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let width = UTF8.width(scalar)
      if let script = Script(scalar) {
        if scripts.isEmpty { wordStart = place }
        if !scripts.contains(script) { scripts.append(script) }
      } else if !scalar.properties.isAlphabetic {
        end()
      }
      place += width
    }
    end()
    return found
  }
}
