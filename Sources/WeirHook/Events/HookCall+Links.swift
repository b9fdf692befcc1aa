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
    let parts = text.pieces(between: "/")
    guard parts.contains("..") else { return [followed] }
    var kept: [String] = []
    for part in parts where !part.isEmpty && part != "." {
      if part == ".." { _ = kept.popLast() } else { kept.append(part) }
    }
    let plain = ExactString(try System.target(of: "/" + kept.joined(separator: "/")))
    // What is not there has no links: both are the same place, spelt in two ways.
    if System.resolved(Path.folder(of: text)) == nil { return [followed] }
    return followed == plain ? [followed] : [followed, plain]
  }
}
