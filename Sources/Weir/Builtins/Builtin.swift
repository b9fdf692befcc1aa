// STUB: the values helper owns this folder. The table of built-in functions: each declared once with
// its types, its documentation, its examples and its implementation.

/// The built-in functions.
package enum Builtin: UInt8, Sendable, CaseIterable {
  // Texts.
  case length, lower, upper, trim, split, join, replace, nfc, fold
  // Times. `hours` is a constructor of constants: it never reaches the machine.
  case timestamp, duration, hours, date, weekday, hour
  // Network.
  case ip, cidr, url
  // Documents and versions.
  case json, semver
  // Lists and maps.
  case keys, values
}
