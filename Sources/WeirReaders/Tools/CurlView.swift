// Reads the arguments of `curl`, as version 7.88 does. A start file (`~/.curlrc`) and variables for
// proxies may add to what the arguments say.

/// What `curl` is told to do. With `--next` it is what all requests together are told to do.
package struct CurlView: Equatable, Sendable {
  /// The addresses, as written; curl guesses the scheme of one without.
  package let urls: [[UInt8]]
  /// The method, which all requests have.
  package let method: [UInt8]
  /// The headers in the arguments, as written.
  package let headers: [[UInt8]]
  /// Data in the arguments, as written. Data from files is in `reads`.
  package let data: [[UInt8]]
  /// The files that are uploaded; `-` is standard input.
  package let uploads: [[UInt8]]
  /// The local files that are read.
  package let reads: [[UInt8]]
  /// The local files, and folders with files in them, that are written.
  package let writes: [[UInt8]]
  /// Whether the other side's certificate goes unchecked.
  package let insecure: Bool
  /// Whether it goes where answers send it.
  package let followsRedirects: Bool
  /// The name and password of `-u`, as written.
  package let user: [UInt8]?
  /// The proxies, of whatever kind.
  package let proxies: [[UInt8]]
  /// The socket that is spoken to in place of the address's host.
  package let unixSocket: [UInt8]?
  /// Commands for FTP and SFTP servers.
  package let quotes: [[UInt8]]
  /// Whether it leaves its start file alone, which the first argument says.
  package let ignoresStartFile: Bool
  /// Whether it only prints its help or version.
  package let informs: Bool

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let reading = try CurlOptions.table.read(arguments)
    let hasSeveral = reading.has("next")
    // What one request is told to leave alone, another may do.
    func has(_ name: String) -> Bool {
      hasSeveral ? reading.uses.contains { $0.name == name && !$0.isOff } : reading.has(name)
    }
    let globs = hasSeveral || !reading.has("globoff")
    var files = CurlFiles(reads: reading.reads, writes: reading.writes)
    for use in reading.uses { try files.take(use, globs: globs) }
    let addresses = Self.addresses(of: reading)
    for address in addresses { try files.take(address: address, globs: globs) }
    informs = reading.has("help") || reading.has("version") || reading.has("manual")
    guard !addresses.isEmpty || informs else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    urls = addresses.map(\.text)
    method = try CurlOptions.method(of: reading)
    headers = reading.values("header").filter { $0.first != UInt8(ascii: "@") }
    data = files.data
    uploads = files.uploads
    reads = files.reads
    writes = try files.finished(reading)
    insecure = ["insecure", "proxy-insecure", "doh-insecure"].contains(where: has)
    followsRedirects = has("location") || has("location-trusted")
    for name in ["user", "unix-socket", "abstract-unix-socket"] where hasSeveral {
      if let use = reading.last(name), reading.values(name).contains(where: { $0 != use.value }) {
        throw ToolUncertainty(.conflictingOptions, at: use.argument)
      }
    }
    user = reading.value("user")
    proxies = reading.uses.filter { CurlOptions.proxies.contains($0.name) }.compactMap(\.value)
    unixSocket = reading.value("abstract-unix-socket") ?? reading.value("unix-socket")
    quotes = reading.values("quote")
    let first = arguments.first ?? []
    ignoresStartFile =
      reading.uses.first.map { $0.name == "disable" && $0.argument == 0 } ?? false
      && (first.hasPrefix("-q") || first.isText("--disable"))
  }

  /// The operands and the values of `--url`, in order.
  private static func addresses(of reading: OptionReading) -> [OptionReading.Operand] {
    var addresses = reading.operands
    for use in reading.uses where use.name == "url" {
      if let value = use.value { addresses.append(.init(text: value, argument: use.argument)) }
    }
    return addresses.sorted { $0.argument < $1.argument }
  }
}
