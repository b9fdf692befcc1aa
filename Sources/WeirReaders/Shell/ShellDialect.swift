// The grammars that are read. They share most of their texts; where they part, a text is uncertain
// in each of them that the difference touches, rather than read by a guess.

/// The shell that a text is for, not interactive: without aliases and without history.
package enum ShellDialect: String, CaseIterable, Sendable {
  case bash
  /// Whatever stands behind `/bin/sh`: only what POSIX has, and what all of them read alike.
  case sh
  case zsh
}
