// How a policy names a value of the request. Every stage from the checker to the verdict speaks of
// values by their paths.

/// A path into the request from its root, all of whose steps are known.
public struct RequestPath: Hashable, Sendable {
  /// From a value to one inside it.
  public enum Step: Hashable, Sendable {
    /// A member of a record.
    case member(ExactString)
    /// An element of a list, from 0.
    case index(Int)
  }

  /// The way from the root; none means the request itself.
  public var steps: [Step]

  /// The path of some steps.
  public init(steps: [Step]) { self.steps = steps }

  /// As a person writes it: `principal.groups[0]["x-y"]`.
  public var text: String { RequestPath.text(of: steps) }

  /// Steps as a person writes them, after an optional root (`s` for a quantifier's variable).
  package static func text(of steps: [Step], root: String = "") -> String {
    var text = root
    for step in steps {
      switch step {
      case .member(let name):
        if isIdentifier(name) {
          text += text.isEmpty ? name.description : "." + name.description
        } else {
          // The quoted form needs something to stand after.
          if text.isEmpty { text = "request" }
          text += "[" + quoted(name) + "]"
        }
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  private static func isIdentifier(_ name: ExactString) -> Bool {
    name.bytes.withUnsafeBufferPointer(isIdentifier)
  }

  /// Whether a name stands after a dot as it is.
  static func isIdentifier(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = name.first, !(0x30...0x39).contains(first) else { return false }
    return name.allSatisfy {
      (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        || $0 == 0x5F
    }
  }
}
