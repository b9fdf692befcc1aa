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
      var places: [ExactString] = []
      for path in paths {
        for place in try HookCall.places(path) where !places.contains(place) {
          places.append(place)
        }
      }
      call.paths = places
    }
    if let cwd, let place = System.resolved(cwd.description) { call.cwd = ExactString(place) }
    return call
  }

  /// Where a path leads. One that does not begin at the root stays as it is: where the host takes
  /// it to lie is not known. Behind a link, `..` leads elsewhere for the system than for a host
  /// that takes it out of the text first: then it is both.
  private static func places(_ path: ExactString) throws(Failure) -> [ExactString] {
    guard path.bytes.first == UInt8(ascii: "/") else { return [path] }
    let text = path.description
    let followed = ExactString(try System.target(of: text))
    guard text.pieces(between: "/").contains("..") else { return [followed] }
    let plain = try System.target(of: HookCall.plain(text))
    let isOne = HookCall.plain(followed.description) == HookCall.plain(plain)
    return isOne ? [followed] : [followed, ExactString(plain)]
  }

  /// A path without dots, by its text alone.
  private static func plain(_ path: String) -> String {
    var kept: [String] = []
    for part in path.pieces(between: "/", omittingEmpty: true) where part != "." {
      if part == ".." { _ = kept.popLast() } else { kept.append(part) }
    }
    return "/" + kept.joined(separator: "/")
  }
}
