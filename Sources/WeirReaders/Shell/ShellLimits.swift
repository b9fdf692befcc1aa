// The limits of one reading. They keep the stack flat, and the result about as large as the text:
// what stands around a group is repeated for each of its commands.

/// How much a text may ask for.
package struct ShellLimits: Sendable, Hashable {
  /// The bytes of a text.
  package var bytes: Int
  /// Groups, conditions and loops inside one another, inner texts included.
  package var depth: Int
  /// Texts inside texts: `sh -c "sh -c '…'"`.
  package var texts: Int
  /// Programs around a program: `sudo nice env …`.
  package var wrappers: Int
  /// What is listed for all commands together: the bytes of its words, and eight for each.
  package var result: Int

  package init(
    bytes: Int = ReaderLimits.textBytes, depth: Int = 20, texts: Int = 8, wrappers: Int = 16,
    result: Int = 2_097_152
  ) {
    self.bytes = bytes
    self.depth = depth
    self.texts = texts
    self.wrappers = wrappers
    self.result = result
  }
}
