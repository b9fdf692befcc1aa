// STUB: the values helper owns this file.

/// Weekly hours in a time zone, with the zone's rules inside.
package struct Hours: Hashable, Sendable {
  /// As the policy wrote it.
  package var text: String
  package var zoneName: String
  package init(text: String, zoneName: String) {
    self.text = text
    self.zoneName = zoneName
  }
}
