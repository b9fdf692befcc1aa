// Where a range lies, in the words of people and editors: a path, lines and columns. Everything
// else keeps to ranges of bytes; what shows one to somebody asks here.

extension SourceRange {
  /// A range of a file as a path, lines and columns.
  public struct Location: Hashable, Sendable, CustomStringConvertible {
    /// The file's path, as it was given to the compiler.
    public var path: String
    /// The line of the first byte, from 1.
    public var line: Int
    /// The column of the first byte, from 1, in Unicode scalars.
    public var column: Int
    /// The line of the end, from 1.
    public var endLine: Int
    /// The column of the end, from 1, in Unicode scalars: one past the last.
    public var endColumn: Int

    /// `path:line:column`.
    public var description: String { "\(path):\(line):\(column)" }
  }

  /// Where the range lies in the files that were compiled; nil for a range of none of them.
  public func location(in files: [SourceFile]) -> Location? {
    guard files.indices.contains(Int(file)) else { return nil }
    let source = files[Int(file)]
    let first = source.position(at: Int(start))
    let last = source.position(at: Int(end))
    return Location(
      path: source.path, line: first.line, column: first.column, endLine: last.line,
      endColumn: last.column)
  }
}
