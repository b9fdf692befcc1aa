// `notify CHANNEL "target"`: where people are told of a hold. Weir carries it into the verdict and
// delivers nothing.

/// Where to tell people of a hold.
public struct HoldNotification: Hashable, Sendable {
  /// `slack`, `webhook`, whatever the one who delivers knows.
  public var channel: String
  /// Where on that channel.
  public var target: ExactString

  package init(channel: String, target: ExactString) {
    self.channel = channel
    self.target = target
  }
}
