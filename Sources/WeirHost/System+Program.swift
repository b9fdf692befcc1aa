// Which file this program is: what is written into settings of others must still lead here when
// they start it, from whatever folder, with whatever PATH.

internal import Weir

extension System {
  /// The absolute path of the running program.
  ///
  /// - Parameter word: the first word of its command line.
  package static func thisProgram(_ word: String) throws(Failure) -> String {
    // The kernel's own answer; other systems have none, and a file that was replaced has none.
    if let path = link(at: "/proc/self/exe"), isTaken(path) { return path }
    return absolute(try program(named: word))
  }
}
