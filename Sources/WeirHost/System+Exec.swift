// One program in the place of another: what `weir gate` does once the verdict is on record.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension System {
  /// The file that a command's first word names: itself, if it has a slash, else the first of
  /// `PATH` that may be run. Found before anything is decided, so that no approval is spent for a
  /// program that is not there.
  package static func program(named word: String) throws(Failure) -> String {
    try expectPath(word)
    let places =
      word.utf8.contains(UInt8(ascii: "/"))
      ? [word]
      : (variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").pieces(between: ":").map {
        $0.isEmpty ? "./" + word : $0 + "/" + word
      }
    for place in places where access(place, X_OK) == 0 {
      if case .file = try status(of: place).kind { return place }
    }
    throw Failure(
      .notFound, "\(word): no such program can be run",
      hint: "it is looked for where a shell would look: by its path, or along PATH")
  }

  /// Puts a program in the place of this one. Returns only if that fails.
  package static func replaceProcess(with program: String, _ words: [String]) -> Failure {
    // What `prepareProcess` ignores, the program would go on ignoring.
    signal(SIGPIPE, SIG_DFL)
    signal(SIGXFSZ, SIG_DFL)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    let reason = errno
    for argument in arguments { free(argument) }
    return Failure(.unreadable, "\(program) cannot be run: \(describe(reason))")
  }

  /// Sleeps for so many milliseconds, or until a signal.
  package static func sleep(milliseconds: Int) {
    _ = poll(nil, 0, CInt(clamping: milliseconds))
  }
}
