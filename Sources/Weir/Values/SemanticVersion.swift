// STUB: the values helper owns this file.

/// A semantic version (semver.org 2.0.0) as bytes whose order is the versions' precedence.
package struct SemanticVersion: Hashable, Sendable {
  package var ordered: [UInt8]
  package init(ordered: [UInt8]) { self.ordered = ordered }
}
