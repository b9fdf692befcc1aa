// STUB: widened soon.

/// Weekly hours in a time zone, with the zone's rules inside.
package struct Hours: Hashable, Sendable {
  /// As the policy wrote it.
  package var text: String
  package var zoneName: String
  package init(text: String, zoneName: String) {
    self.text = text
    self.zoneName = zoneName
  }

  /// The days of the week as policies write them.
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
