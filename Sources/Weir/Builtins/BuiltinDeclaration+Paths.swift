// Functions on paths of files.

extension BuiltinDeclaration {
  static let paths: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .path, "path",
      [Parameter("text", .string), Parameter("base", .string, fallback: "")],
      .type(.path),
      """
      The path that a text spells, as POSIX has it: `.`, `..` and doubled slashes are resolved \
      by the text alone, a slash at the end means nothing. A relative path goes on from the \
      base, which begins with a slash; without one it is a fault (`bad_format`), as an empty \
      text is, and one with a NUL. `~` and backslashes are characters like others. Symbolic \
      links are not followed, because no disk is asked: see to it that none leads out of a \
      folder.
      """,
      examples: [
        Example(#"path("/repo/src/a.c") in folder("/repo/src")"#, "true"),
        Example(#"path("/repo/src/../.git/config") in folder("/repo/src")"#, "false"),
        Example(#"path("/repo/srcx") in folder("/repo/src")"#, "false"),
        Example(#"path("../etc//./hosts", "/repo") == path("/etc/hosts")"#, "true"),
        Example(#"path("/..")"#, #"path("/")"#),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        memory.makePath(.path, arguments.first, base: arguments.second)
      }),
    BuiltinDeclaration(
      .folder, "folder", [Parameter("text", .string)], .type(.folder),
      """
      The folder that a text spells, with all that lies below it, for `in`. It is read like a \
      `path` without a base.
      """,
      examples: [
        Example(#"path("/repo/src") in folder("/repo/src/")"#, "true"),
        Example(#"path("/anything") in folder("/")"#, "true"),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        memory.makePath(.folder, arguments.first, base: nil)
      }),
  ]
}

extension Memory {
  /// The path that a text spells, going on from the base where it is relative.
  fileprivate mutating func makePath(_ tag: Value.Tag, _ text: Value, base: Value?) -> Value {
    guard text.tag == .string, base.map({ $0.tag == .string }) ?? true else {
      return .fault(.wrongType)
    }
    let baseCount = base?.count ?? 0
    count(comparisons: text.count &+ baseCount)
    // The texts may stand in the scratch region themselves, and must not move while they are read.
    guard reserveBytes(text.count &+ baseCount &+ 2) else { return .fault(.outOfRange) }
    let start = scratchCount
    let bytes = bytes(of: text)
    guard let first = bytes.first else { return .fault(.badFormat) }
    if first != AbsolutePath.slash {
      guard let base, self.bytes(of: base).first == AbsolutePath.slash,
        follow(self.bytes(of: base), from: start)
      else { return refuse(from: start) }
    }
    guard follow(bytes, from: start) else { return refuse(from: start) }
    if scratchCount == start { _ = appendByte(AbsolutePath.slash) }
    return .bytes(tag, .scratch, offset: start, count: scratchCount - start)
  }

  private mutating func refuse(from start: Int) -> Value {
    truncateBytes(to: start)
    return .fault(.badFormat)
  }

  /// Goes on, from the path that stands at the end of the scratch region, with each name of a text;
  /// the root is empty meanwhile. False for a text with a NUL.
  private mutating func follow(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    guard text.firstIndex(of: 0, from: 0) == nil else { return false }
    var index = 0
    while index < text.count {
      let end = text.firstIndex(of: AbsolutePath.slash, from: index) ?? text.count
      let name = UnsafeBufferPointer(rebasing: text[index..<end])
      index = end + 1
      if name.isEmpty || name.elementsEqual(".".utf8) { continue }
      if name.elementsEqual("..".utf8) {
        let made = bytes(of: .string(.scratch, offset: start, count: scratchCount - start))
        truncateBytes(to: start + (made.lastIndex(of: AbsolutePath.slash) ?? 0))
      } else {
        _ = appendByte(AbsolutePath.slash)
        _ = appendBytes(name)
      }
    }
    return true
  }
}
