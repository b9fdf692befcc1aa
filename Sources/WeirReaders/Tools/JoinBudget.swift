// A folder or an ending that many files share is written once in the arguments and once for each of
// them in a reading. The budget keeps such a reading from growing with the square of the arguments.

/// How many bytes of joined names a reading may hold.
struct JoinBudget {
  private var left = 1 << 20

  /// The two texts as one, which `argument` asks for.
  mutating func join(
    _ first: [UInt8], _ second: [UInt8], at argument: Int
  ) throws(ToolUncertainty) -> [UInt8] {
    left -= first.count + second.count
    guard left >= 0 else { throw ToolUncertainty(.unboundedEffects, at: argument) }
    return first + second
  }

  /// The path below the folder.
  mutating func path(
    _ path: [UInt8], in folder: [UInt8], at argument: Int
  ) throws(ToolUncertainty) -> [UInt8] {
    if folder.isEmpty || path.first == UInt8(ascii: "/") { return path }
    return try join(folder, [UInt8(ascii: "/")] + path, at: argument)
  }
}
