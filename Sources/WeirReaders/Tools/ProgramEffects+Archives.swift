// The programs that pack and unpack: tar, gzip and its kin, zip and unzip.

extension ProgramEffects {
  private static let tarTable = OptionTable(
    .gnu,
    """
    A,catenate,concatenate c,create delete d,diff,compare r,append test-label t,list u,update
    x,get,extract check-device g,listed-incremental=> G,incremental hole-detection=
    ignore-failed-read level= no-check-device no-seek n,seek occurrence=? sparse-version= S,sparse
    add-file=@ C,directory= exclude= exclude-backups exclude-caches exclude-caches-all
    exclude-caches-under exclude-ignore= exclude-ignore-recursive= exclude-tag= exclude-tag-all=
    exclude-tag-under= exclude-vcs exclude-vcs-ignores no-null no-recursion no-unquote
    no-verbatim-files-from null recursion T,files-from=@ unquote verbatim-files-from
    X,exclude-from=< anchored ignore-case no-anchored no-ignore-case no-wildcards
    no-wildcards-match-slash wildcards wildcards-match-slash keep-directory-symlink~
    keep-newer-files k,keep-old-files no-overwrite-dir one-top-level=?~ overwrite overwrite-dir
    recursive-unlink remove-files skip-old-files U,unlink-first W,verify ignore-command-error
    no-ignore-command-error O,to-stdout to-command=! atime-preserve=? clamp-mtime
    delay-directory-restore group= group-map=< mode= mtime= m,touch no-delay-directory-restore
    no-same-owner no-same-permissions numeric-owner owner= owner-map=<
    p,preserve-permissions,same-permissions same-owner sort= s,preserve-order,same-order acls
    no-acls no-selinux no-xattrs selinux xattrs xattrs-exclude= xattrs-include= force-local f,file=
    F,info-script,new-volume-script=! L,tape-length= M,multi-volume rmt-command=! rsh-command=!
    volno-file=> b,blocking-factor= B,read-full-records i,ignore-zeros record-size= H,format=
    old-archive,portability pax-option= posix V,label= a,auto-compress I,use-compress-program=!
    j,bzip2 J,xz lzip lzma lzop no-auto-compress zstd z,gzip,gunzip,ungzip Z,compress,uncompress
    backup=?~ hard-dereference h,dereference K,starting-file= newer-mtime= N,newer,after-date=
    one-file-system P,absolute-names~ suffix=~ strip-components= transform,xform=~ checkpoint=?
    checkpoint-action=! full-time index-file=> l,check-links no-quote-chars= quote-chars=
    quoting-style= R,block-number show-defaults show-omitted-dirs show-snapshot-field-ranges
    show-stored-names,show-transformed-names totals=? utc v,verbose warning=
    w,interactive,confirmation o help usage version
    """)

  private static let tarModes = [
    "create", "extract", "list", "compare", "append", "update", "concatenate", "delete",
    "test-label",
  ]

  /// `tar`. What is extracted lies in the folders of `-C`.
  static func tar(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let (modern, added) = try tarArguments(arguments)
    let reading: OptionReading
    do throws(ToolUncertainty) {
      reading = try tarTable.read(modern)
    } catch {
      throw ToolUncertainty(error.reason, at: max(0, error.argument - added))
    }
    var effects = ProgramEffects(reads: reading.reads, writes: reading.writes)
    if reading.has("help") || reading.has("usage") || reading.has("version") { return effects }
    let modes = tarModes.filter(reading.has)
    guard modes.count == 1 else { throw ToolUncertainty(.conflictingOptions, at: 0) }
    let archives = reading.values("file").filter { !$0.isText("-") }
    // A colon names another host, which is reached by a remote shell.
    if !reading.has("force-local"), archives.contains(where: { $0.contains(UInt8(ascii: ":")) }) {
      throw ToolUncertainty(.runsCode, at: max(0, (reading.last("file")?.argument ?? 0) - added))
    }
    let (members, folders) = try tarMembers(reading)
    switch modes[0] {
    case "create", "append", "update":
      effects.writes += archives
      effects.reads += members + (modes[0] == "create" ? [] : archives)
      if reading.has("remove-files") { effects.writes += members }
    case "concatenate", "delete":
      effects.writes += archives
      effects.reads += archives + members
    case "extract":
      effects.reads += archives
      if !reading.has("to-stdout") { effects.writes += folders }
    case "compare": effects.reads += archives + folders
    default: effects.reads += archives
    }
    return effects
  }

  /// The arguments with a first word of letters, in the old way, taken apart: every letter that
  /// takes a value takes the next argument. `added` says how many arguments more there are.
  private static func tarArguments(
    _ arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> (modern: [[UInt8]], added: Int) {
    guard let first = arguments.first, first.first != UInt8(ascii: "-") else {
      return (arguments, 0)
    }
    var modern: [[UInt8]] = []
    var index = 1
    for letter in first {
      guard let row = tarTable.short[letter] else { throw ToolUncertainty(.unknownOption, at: 0) }
      modern.append([UInt8(ascii: "-"), letter])
      if tarTable.options[row].value == .required {
        guard index < arguments.count else { throw ToolUncertainty(.missingValue, at: 0) }
        modern.append(arguments[index])
        index += 1
      }
    }
    return (modern + arguments[index...], modern.count - index)
  }

  /// The operands below the folder that the `-C` before them name, and all such folders.
  private static func tarMembers(
    _ reading: OptionReading
  ) throws(ToolUncertainty) -> (members: [[UInt8]], folders: [[UInt8]]) {
    var changes = reading.uses.filter { $0.name == "directory" }[...]
    var budget = JoinBudget()
    var folder: [UInt8] = []
    var members: [[UInt8]] = []
    let firstChange = changes.first?.argument ?? Int.max
    let startsHere =
      changes.isEmpty || (reading.operands.first.map { $0.argument < firstChange } ?? false)
    var folders: [[UInt8]] = startsHere ? [Array(".".utf8)] : []
    func enter(_ change: OptionReading.Use) throws(ToolUncertainty) {
      folder = try budget.path(change.value ?? [], in: folder, at: change.argument)
      folders.append(folder)
    }
    for operand in reading.operands {
      while let change = changes.first, change.argument < operand.argument {
        try enter(change)
        changes.removeFirst()
      }
      members.append(try budget.path(operand.text, in: folder, at: operand.argument))
    }
    for change in changes { try enter(change) }
    return (members, folders)
  }

  private static let levels = " 0 1 2 3 4 5 6 7 8 9 fast best "

  private static let gzipTable = OptionTable(
    .gnu, levels,
    """
    a,ascii c,to-stdout,stdout d,uncompress,decompress f,force h,help k,keep l,list L,license
    n,no-name N,name q,silent,quiet r,recursive rsyncable S,suffix= synchronous t,test v,verbose
    V,version
    """)

  private static let bzipTable: OptionTable = {
    var rules = OptionRules.gnu
    rules.abbreviates = false
    return OptionTable(
      rules, levels,
      """
      c,stdout d,decompress z,compress k,keep f,force t,test q,quiet v,verbose s,small L,license
      V,version h,help
      """)
  }()

  private static let xzTable = OptionTable(
    .gnu, levels,
    """
    z,compress d,uncompress,decompress t,test l,list k,keep f,force c,to-stdout,stdout S,suffix=~
    F,format= C,check= T,threads= M,memory,memlimit= e,extreme q,quiet Q,no-warn v,verbose h,help
    H,long-help V,version no-sparse single-stream files=?@ files0=?@
    """)

  /// What a packing program does when no option says otherwise.
  enum PackingMode: Sendable {
    case packs, unpacks, prints
  }

  /// `gzip` and its kin.
  static func gzip(
    _ mode: PackingMode, _ arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try gzipTable.read(arguments)
    return try packed(
      reading, mode, suffix: reading.value("suffix") ?? Array(".gz".utf8),
      endings: [
        (".gz", ""), (".tgz", ".tar"), (".taz", ".tar"), (".Z", ""), (".z", ""), ("-gz", ""),
      ])
  }

  /// `bzip2` and its kin.
  static func bzip(
    _ mode: PackingMode, _ arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> ProgramEffects {
    try packed(
      bzipTable.read(arguments), mode, suffix: Array(".bz2".utf8),
      endings: [(".bz2", ""), (".bz", ""), (".tbz2", ".tar"), (".tbz", ".tar")])
  }

  /// `xz` and its kin.
  static func xz(
    _ mode: PackingMode, _ arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try xzTable.read(arguments)
    if let format = reading.last("format"), let name = format.value, !name.isText("xz"),
      !name.isText("auto")
    {
      throw ToolUncertainty(.unboundedEffects, at: format.argument)
    }
    return try packed(
      reading, mode, suffix: Array(".xz".utf8),
      endings: [(".xz", ""), (".lzma", ""), (".txz", ".tar"), (".tlz", ".tar")])
  }

  /// The effects of a program that puts a packed or unpacked file in place of each operand.
  private static func packed(
    _ reading: OptionReading, _ mode: PackingMode, suffix: [UInt8],
    endings: [(packed: String, unpacked: String)]
  ) throws(ToolUncertainty) -> ProgramEffects {
    var effects = ProgramEffects()
    let isUnpacking = mode == .unpacks || reading.has("decompress")
    let onlyReads =
      mode == .prints
      || ["stdout", "test", "list", "help", "version"].contains { name in
        reading.uses.contains { $0.name == name }
      }
    let isRecursive = reading.uses.contains { $0.name == "recursive" }
    let keepsName = reading.uses.contains { $0.name == "name" }
    var budget = JoinBudget()
    for operand in reading.operands where !operand.text.isText("-") {
      let file = operand.text
      effects.reads.append(file)
      if onlyReads { continue }
      effects.writes.append(file)
      if isRecursive { continue }
      guard isUnpacking else {
        effects.writes.append(try budget.join(file, suffix, at: operand.argument))
        continue
      }
      // A file with another ending is looked for under several names, and a stored name may be any.
      guard !keepsName, !file.contains(0),
        let ending = endings.first(where: {
          file.reversed().starts(with: $0.packed.utf8.reversed())
        })
      else { throw ToolUncertainty(.unboundedEffects, at: operand.argument) }
      effects.writes.append(file.dropLast(ending.packed.utf8.count) + Array(ending.unpacked.utf8))
    }
    return effects
  }

  /// Letters that no other letter joins to an option of two.
  private static let zipTable: OptionTable = {
    var rules = OptionRules.gnu
    rules.abbreviates = false
    return OptionTable(rules, "r j q v m,:moves D y X u g 0 1 2 3 4 5 6 7 8 9")
  }()

  /// `zip`, which adds an ending to a name without one.
  static func zip(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try zipTable.read(arguments)
    guard let archive = reading.texts.first else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    let files = Array(reading.texts.dropFirst())
    // A dash as a file is a list of names on standard input.
    if files.contains(where: { $0.isText("-") || $0.isText("@") }) {
      throw ToolUncertainty(.readsArguments, at: 0)
    }
    var effects = ProgramEffects(reads: files)
    if !archive.isText("-") {
      let names = [archive, archive + Array(".zip".utf8)]
      effects.reads += names
      effects.writes += names
    }
    if reading.has("moves") { effects.writes += files }
    return effects
  }

  private static let unzipTable: OptionTable = {
    var rules = OptionRules.gnu
    rules.abbreviates = false
    return OptionTable(
      rules, "d,:folder= p,:pipes c,:prints l,:lists t,:tests v,:shows f u n o j q a C L P=")
  }()

  /// `unzip`.
  static func unzip(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try unzipTable.read(arguments)
    guard let archive = reading.operands.first else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    // Archives may be given by a pattern, which unzip itself reads.
    if archive.text.contains(where: { "*?[".utf8.contains($0) }) {
      throw ToolUncertainty(.unreadableValue, at: archive.argument)
    }
    var effects = ProgramEffects(reads: [archive.text, archive.text + Array(".zip".utf8)])
    if !["pipes", "prints", "lists", "tests", "shows"].contains(where: reading.has) {
      effects.writes = [reading.value("folder") ?? Array(".".utf8)]
    }
    return effects
  }
}
