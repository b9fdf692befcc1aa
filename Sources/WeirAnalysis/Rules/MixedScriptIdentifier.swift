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
    /// none of theirs, nor do the Greek ones that stand for units and quantities: `kΩ`, `μm`.
    init?(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF:
        self = .latin
      case 0x394, 0x398, 0x39B, 0x3A3, 0x3A6, 0x3A8, 0x3A9, 0x3BB, 0x3BC, 0x3C0, 0x3C6, 0x3C8:
        return nil
      case 0x370...0x373, 0x376...0x37D, 0x37F, 0x386...0x3FF, 0x1F00...0x1FFF: self = .greek
      case 0x400...0x52F: self = .cyrillic
      default: return nil
      }
    }
  }

  private struct Word {
    let range: SourceRange
    let scripts: [Script]
  }

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated()
    where file.bytes.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "\\") }) {
      for token in lex(file, index: Int32(number)).tokens where token.kind == .string {
        let bytes = Array(file.bytes[token.range.bytes(of: file)])
        // Other letters come as they are, or as an escape.
        guard
          bytes.contains(where: { $0 >= 0x80 })
            || zip(bytes, bytes.dropFirst()).contains(where: { $0 == (0x5C, 0x75) })
        else { continue }
        findings += words(bytes, at: token.range).map { word in
          finding(
            "this word has letters of the \(word.scripts[0].rawValue) and the "
              + "\(word.scripts[1].rawValue) script",
            at: word.range,
            hint: "write it in one script: two texts that look the same are not equal")
        }
      }
    }
    return findings
  }

  /// Words with letters of two scripts.
  private func words(_ bytes: [UInt8], at range: SourceRange) -> [Word] {
    let isRaw = bytes.first == UInt8(ascii: "'")
    var found: [Word] = []
    var place = 0
    var start = 0
    var scripts: [Script] = []
    // Whether a backslash comes before, as it does in patterns: `\\bслово` has no Latin letter.
    var followsBackslash = false
    func end() {
      if scripts.count > 1 {
        found.append(
          Word(
            range: SourceRange(
              file: range.file, start: range.start + Int32(start), end: range.start + Int32(place)),
            scripts: scripts))
      }
      scripts = []
    }
    while place < bytes.count {
      let (scalar, width): (Unicode.Scalar, Int)
      if !isRaw, bytes[place] == UInt8(ascii: "\\") {
        (scalar, width) = decodeEscape(bytes, at: place)
      } else if let (plain, length) = UTF8Scalar.decode(bytes, at: place) {
        (scalar, width) = (plain, length)
      } else {
        return found
      }
      if followsBackslash {
        end()
      } else if let script = Script(scalar) {
        if scripts.isEmpty { start = place }
        if !scripts.contains(script) { scripts.append(script) }
      } else if !scalar.properties.isAlphabetic {
        end()
      }
      followsBackslash = scalar == "\\" && !followsBackslash
      place += width
    }
    end()
    return found
  }
}
