// What the redirections of one command or group come to.

/// The files of redirections.
struct ShellFiles {
  /// Those that are read.
  var reads: [[UInt8]] = []
  /// Those that are written.
  var writes: [[UInt8]] = []
  /// Whether one is a here-document or a here-string.
  var isFixedInput = false
  /// Whether input is redirected at all.
  var redirectsInput: Bool { isFixedInput || !reads.isEmpty }
  /// Whether standard output goes to a file.
  var redirectsOutput = false
  /// Where the first of them stands.
  var start: Int?

  /// Whether there are none.
  var isEmpty: Bool { start == nil }
}
