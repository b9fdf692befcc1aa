// What a table of programs says of a call, and so the seam between this reader, which knows the
// shell, and that table, which knows what `cp` and `sort -o` do with their operands.

/// What one call of a program does to files.
package enum ShellEffects: Sendable, Hashable {
  /// The table does not have the program.
  case unlisted
  /// All that the call reads and writes by its arguments.
  case known(reads: [[UInt8]], writes: [[UInt8]])
  /// The table has the program, and does not understand the call.
  case uncertain(why: String, argument: Int)

  /// Asks the table: a program by its name, without the folder of the system that it stands in, and
  /// its arguments.
  package typealias Table = (_ program: [UInt8], _ arguments: [[UInt8]]) -> ShellEffects
}
