// Where paths really lead. A text does not say where a link leads, and whoever writes to the folder
// that an agent works in makes links there; but a hook runs on the machine that has them.

internal import Weir
package import WeirHost

extension HookCall {
  /// The call with each path as the system would follow it now. (What is changed between this look
  /// and the call's own is not seen.)
  package func followingLinks() throws(Failure) -> HookCall {
    var call = self
    if let paths {
      call.paths = []
      for path in paths { call.paths?.append(try HookCall.followed(path)) }
    }
    if let cwd, let place = System.resolved(cwd.description) { call.cwd = ExactString(place) }
    return call
  }

  /// A path without links. One that does not begin at the root stays as it is: where the host takes
  /// it to lie is not known.
  private static func followed(_ path: ExactString) throws(Failure) -> ExactString {
    guard path.bytes.first == UInt8(ascii: "/") else { return path }
    return ExactString(try System.target(of: path.description))
  }
}
