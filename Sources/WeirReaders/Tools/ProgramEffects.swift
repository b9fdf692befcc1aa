// The files that a common program reads and writes, told from its arguments. The tables follow the
// GNU tools (coreutils 9.1, grep 3.8, sed 4.9, findutils 4.9, tar 1.34) and refuse what these do
// not have, so that a program of another family with the same name is mostly uncertain.

/// What a program does to files, by itself.
///
/// A word stands for the file and, where it is a folder, for all that is in it. Not listed are
/// folders above a file that are created with it (`mkdir -p`), files that exist only while the
/// program runs, and those that its own settings name.
package struct ProgramEffects: Equatable, Sendable {
  /// The files that are read, as written. `-` is mostly standard input.
  package internal(set) var reads: [[UInt8]] = []
  /// The files that are created, changed or removed, as written.
  package internal(set) var writes: [[UInt8]] = []
  /// The programs that are run with their arguments, each once or more (`find -exec`). A `{}` in
  /// an argument stands for any file in `reads`.
  package internal(set) var runs: [[[UInt8]]] = []
  /// Whether a host elsewhere is read or written.
  package internal(set) var usesNetwork = false

  init(reads: [[UInt8]] = [], writes: [[UInt8]] = []) {
    self.reads = reads
    self.writes = writes
  }

  /// What `program`, a bare name, does with these arguments; nil for a program that no table has.
  package static func of(
    program: [UInt8], arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> ProgramEffects? {
    if let plain = PlainProgram.all[program] { return try plain.effects(of: arguments) }
    if let read = readers[program] { return try read(arguments) }
    guard let (mode, read) = packers[program] else { return nil }
    return try read(mode, arguments)
  }

  private typealias Reader = @Sendable ([[UInt8]]) throws(ToolUncertainty) -> ProgramEffects

  /// The programs that more than a table is needed for.
  private static let readers: [[UInt8]: Reader] = {
    let named: [(names: String, read: Reader)] = [
      ("cp", copy), ("install", install), ("mv", move), ("ln", link), ("rm", remove), ("dd", dd),
      ("split csplit", split), ("patch", patch), ("ed red ex vi vim view", editor),
      ("[", bracket), ("test", test), ("printf", printf), ("echo : true false", nothing),
      ("find", find), ("sed", sed), ("awk gawk mawk nawk", awk), ("xxd", xxd), ("tar", tar),
      ("zip", zip), ("unzip", unzip), ("curl", curl), ("wget", wget), ("scp", scp),
      ("rsync", rsync),
    ]
    var readers: [[UInt8]: Reader] = [:]
    for (names, read) in named {
      for name in names.utf8.split(separator: UInt8(ascii: " ")) { readers[Array(name)] = read }
    }
    return readers
  }()

  private typealias Packer =
    @Sendable (PackingMode, [[UInt8]]) throws(ToolUncertainty) ->
    ProgramEffects

  /// The programs that put a packed file in place of each operand, and their kin.
  private static let packers: [[UInt8]: (mode: PackingMode, read: Packer)] = [
    Array("gzip".utf8): (.packs, gzip), Array("gunzip".utf8): (.unpacks, gzip),
    Array("zcat".utf8): (.prints, gzip), Array("bzip2".utf8): (.packs, bzip),
    Array("bunzip2".utf8): (.unpacks, bzip), Array("bzcat".utf8): (.prints, bzip),
    Array("xz".utf8): (.packs, xz), Array("unxz".utf8): (.unpacks, xz),
    Array("xzcat".utf8): (.prints, xz),
  ]
}
