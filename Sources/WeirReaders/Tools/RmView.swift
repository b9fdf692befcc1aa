// Reads the arguments of `rm`, as GNU coreutils 9.1 does.

/// What `rm` is told to do.
package struct RmView: Equatable, Sendable {
  /// Whether folders go with all that is in them.
  package let recursive: Bool
  /// Whether missing files are no error and nothing is asked. The last of `-f` and `-i` decides.
  package let force: Bool
  /// Whether it asks before it removes.
  package let interactive: Bool
  /// Whether empty folders may go.
  package let dir: Bool
  /// Whether it may remove `/` with all that is in it.
  package let noPreserveRoot: Bool
  /// Whether it stays on the file system of each operand.
  package let oneFileSystem: Bool
  /// Whether it only prints its help or version.
  package let informs: Bool
  /// The operands, as written.
  package let targets: [[UInt8]]

  private static let table = OptionTable(
    .gnu,
    """
    f,force i,:ask I,:ask-once interactive=? r,R,recursive d,dir v,verbose one-file-system
    no-preserve-root preserve-root=? help version
    """)

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let reading = try Self.table.read(arguments)
    var asks = false
    var force = false
    var preserves = true
    for use in reading.uses {
      switch use.name {
      case "force": (force, asks) = (true, false)
      case "ask", "ask-once": (force, asks) = (false, true)
      case "interactive":
        asks = try Self.asks(use)
        if asks { force = false }
      case "no-preserve-root":
        // It counts only in full.
        guard arguments[use.argument].isText("--no-preserve-root") else {
          throw ToolUncertainty(.ambiguousOption, at: use.argument)
        }
        preserves = false
      case "preserve-root": preserves = true
      default: break
      }
    }
    recursive = reading.has("recursive")
    self.force = force
    interactive = asks
    dir = reading.has("dir")
    noPreserveRoot = !preserves
    oneFileSystem = reading.has("one-file-system")
    informs = reading.has("help") || reading.has("version")
    targets = reading.texts
    if targets.isEmpty, !force, !informs {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
  }

  /// Whether `--interactive` asks. Its words may be abbreviated.
  private static func asks(_ use: OptionReading.Use) throws(ToolUncertainty) -> Bool {
    guard let when = use.value else { return true }
    let words = [
      ("never", false), ("no", false), ("none", false), ("once", true), ("always", true),
      ("yes", true),
    ]
    let found = words.filter { $0.0.utf8.starts(with: when) }
    guard let first = found.first, found.allSatisfy({ $0.1 == first.1 }), !when.isEmpty else {
      throw ToolUncertainty(.unreadableValue, at: use.argument)
    }
    return first.1
  }
}
