// The operators that go through the elements of a list or a map.

/// Which operator a quantifier is: `any(x in list: …)` and so on.
package enum QuantifierKind: String, Sendable, CaseIterable {
  case any, all, count, sum, min, max
}
