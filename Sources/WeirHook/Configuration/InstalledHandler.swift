// A hook of ours as it stands in a host's settings: what is run, for how long, and whether the host
// blocks when it fails.

internal import Weir
internal import WeirHost

/// An installed command.
package struct InstalledHandler: Sendable {
  package var command: String
  /// How long the host waits, in milliseconds.
  package var milliseconds: Int
  /// Whether the host's own switch is set.
  package var failsClosed: Bool
  /// Whether it is asked about every call: before each, and whatever the tool.
  package var isForEveryCall = true
}

extension HostSettings {
  /// The handler that a record of the settings is; nil where it has no command.
  func handler(_ document: JSONDocument) -> InstalledHandler? {
    guard let command = document[path: commandMember]?.text?.description else { return nil }
    var milliseconds = HostSettings.seconds * 1000
    if case .number(let text)? = document[path: time.name]?.kind, let number = Int(text) {
      milliseconds = number * 1000 / time.perSecond
    }
    let closes = after.allSatisfy { member in
      document.member(member.name.description)?.value.json == member.value.json
    }
    var handler = InstalledHandler(
      command: command, milliseconds: milliseconds, failsClosed: !after.isEmpty && closes)
    // Anything else there may be a condition, or another way to run it.
    let known = (before + after).map(\.name) + [ExactString(commandMember), ExactString(time.name)]
    if case .record(let members) = document.kind {
      handler.isForEveryCall =
        members.allSatisfy { known.contains($0.name) }
        && before.allSatisfy { member in
          let there = document.member(member.name.description)?.value.json
          return there == nil || there == member.value.json
        }
    }
    return handler
  }
}
