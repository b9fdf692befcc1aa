// The local files that curl's arguments name, in the many ways in which they do.

/// Files and data, collected from options and addresses.
struct CurlFiles {
  var reads: [[UInt8]]
  var writes: [[UInt8]]
  var data: [[UInt8]] = []
  var uploads: [[UInt8]] = []
  /// The files of `-o`, which `--output-dir` may move.
  private var outputs: [[UInt8]] = []

  init(reads: [[UInt8]], writes: [[UInt8]]) {
    self.reads = reads
    // Caches are read before they are written.
    self.writes = writes
    self.reads += writes
  }

  private static let at = UInt8(ascii: "@")

  /// Takes what an option says.
  mutating func take(_ use: OptionReading.Use, globs: Bool) throws(ToolUncertainty) {
    guard let value = use.value else { return }
    switch use.name {
    case "data", "data-binary", "json":
      takeData(value, fileAfter: value.first == Self.at ? value.startIndex : nil)
    case "data-urlencode", "url-query":
      // `name@file` has its sign before any `=`.
      let sign = value.firstIndex { $0 == Self.at || $0 == UInt8(ascii: "=") }
      takeData(value, fileAfter: sign.flatMap { value[$0] == Self.at ? $0 : nil })
    case "data-raw", "form-string": data.append(value)
    case "form": try takeForm(value, at: use.argument)
    case "cookie":
      if !value.contains(UInt8(ascii: "=")), !value.isEmpty { reads.append(value) }
    case "header", "proxy-header":
      if value.first == Self.at { reads.append(Array(value.dropFirst())) }
    case "write-out":
      if value.first == Self.at { throw ToolUncertainty(.readsArguments, at: use.argument) }
      if value.contains(text: "%output{") {
        throw ToolUncertainty(.unboundedEffects, at: use.argument)
      }
    case "cert":
      // A password may follow a colon.
      if value.contains(UInt8(ascii: "\\")) {
        throw ToolUncertainty(.unreadableValue, at: use.argument)
      }
      reads.append(Array(value.prefix { $0 != UInt8(ascii: ":") }))
    case "upload-file":
      if globs, value.contains(where: Self.isGlob) {
        throw ToolUncertainty(.unreadableValue, at: use.argument)
      }
      uploads.append(value)
      if !value.isText("-"), !value.isText(".") { reads.append(value) }
    case "output": if !value.isText("-") { outputs.append(value) }
    case "cookie-jar", "dump-header", "etag-save", "libcurl", "stderr", "trace", "trace-ascii":
      if !value.isText("-") { writes.append(value) }
    case "url":
      // Later versions read addresses from a file.
      if value.first == Self.at { throw ToolUncertainty(.readsArguments, at: use.argument) }
    default: break
    }
  }

  private mutating func takeData(_ value: [UInt8], fileAfter sign: Int?) {
    if let sign {
      reads.append(Array(value[(sign + 1)...]))
    } else {
      data.append(value)
    }
  }

  /// `name=text`, `name=@file` and `name=<file`; words after a semicolon may follow.
  private mutating func takeForm(_ value: [UInt8], at argument: Int) throws(ToolUncertainty) {
    guard let end = value.firstIndex(of: UInt8(ascii: "=")) else {
      throw ToolUncertainty(.unreadableValue, at: argument)
    }
    let content = value[(end + 1)...]
    guard let sign = content.first, sign == Self.at || sign == UInt8(ascii: "<") else {
      data.append(value)
      // `headers=@file` may follow, and parts in brackets may nest.
      if content.contains(text: "headers=") || content.first == UInt8(ascii: "(") {
        throw ToolUncertainty(.unreadableValue, at: argument)
      }
      return
    }
    guard !content.contains(UInt8(ascii: "\"")), !content.contains(text: "headers=") else {
      throw ToolUncertainty(.unreadableValue, at: argument)
    }
    let files = content.dropFirst().prefix { $0 != UInt8(ascii: ";") }
    for file in files.split(separator: UInt8(ascii: ",")) { reads.append(Array(file)) }
    // After a comma another file may follow the words of the one before.
    if content.dropFirst(files.count + 1).contains(UInt8(ascii: ",")) {
      throw ToolUncertainty(.unreadableValue, at: argument)
    }
  }

  /// Takes an address, which may name a local file.
  mutating func take(
    address: OptionReading.Operand, globs: Bool
  ) throws(ToolUncertainty) {
    let text = address.text
    if globs, text.contains(where: Self.isGlob) {
      throw ToolUncertainty(.unreadableValue, at: address.argument)
    }
    let scheme = text.prefix(5).map(\.lowercased)
    guard scheme.isText("file:") else { return }
    let path = text.dropFirst(7)
    guard text.dropFirst(5).hasPrefix("///"),
      !path.contains(where: {
        $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
      })
    else {
      throw ToolUncertainty(.unreadableValue, at: address.argument)
    }
    if uploads.isEmpty { reads.append(Array(path)) } else { writes.append(Array(path)) }
  }

  private static func isGlob(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
    default: false
    }
  }

  /// All files that are written. A file that is named after its address, or by the server, lies in
  /// a folder, which stands for it.
  func finished(_ reading: OptionReading) throws(ToolUncertainty) -> [[UInt8]] {
    let folder = reading.value("output-dir")
    if let use = reading.last("output-dir"), reading.has("next") {
      throw ToolUncertainty(.conflictingOptions, at: use.argument)
    }
    var all = writes
    var budget = JoinBudget()
    for output in outputs {
      // Even an absolute path is taken to lie below the folder.
      let path = folder == nil ? output : [UInt8(ascii: "/")] + output
      all.append(try budget.join(folder ?? [], path, at: 0))
    }
    let isNamedElsewhere = ["remote-name", "remote-name-all", "remote-header-name"]
      .contains { name in reading.uses.contains { $0.name == name } }
    return isNamedElsewhere ? all + [folder ?? Array(".".utf8)] : all
  }
}
