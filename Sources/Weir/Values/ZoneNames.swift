// Which names are names of time zones, whatever a machine keeps beside its zones: a program must
// not depend on the machine that it was built on.
//
// Beside the zones of the tz database stand files of the same form that are none: `localtime` and
// `posixrules` are what a machine's administrator chose, below `right/` seconds are counted
// otherwise, `Factory` means that nobody has chosen. The areas of the database and its names
// without an area are listed here; new zones get names in these areas only.

enum ZoneNames {
  /// What names begin with, before the first `/`.
  private static let areas: Set<ExactString> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
  ]

  /// The names without an area.
  private static let bare: Set<ExactString> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu",
  ]

  /// Whether the name may be a zone's: one without an area, or an area and one or two parts of
  /// letters, digits, `_`, `-` and `+`, the first of which is a letter.
  static func isZone(_ name: ExactString) -> Bool {
    if bare.contains(name) { return true }
    let parts = name.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, name.bytes.count <= 64,
      areas.contains(ExactString(validated: Array(parts[0])))
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      part.first.map { ($0 | 0x20) &- UInt8(ascii: "a") < 26 } == true
        && part.allSatisfy {
          ASCII.isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
        }
    }
  }

  /// Whether the name is, or would be, an older one: a system may keep those in a package of their
  /// own.
  static func isOlder(_ name: ExactString) -> Bool {
    let first = ExactString(validated: Array(name.bytes.prefix { $0 != UInt8(ascii: "/") }))
    return isZone(name) && (bare.contains(name) || olderAreas.contains(first))
  }

  private static let olderAreas: Set<ExactString> = ["Brazil", "Canada", "Chile", "Mexico", "US"]

  /// Why a name that machines have a file for is no zone's; nil where nothing is to be said.
  static func reason(against name: ExactString) -> String? {
    let first = name.bytes.prefix { $0 != UInt8(ascii: "/") }
    switch ExactString(validated: Array(first)) {
    case "localtime", "posixrules", "Local", "local":
      return
        """
        it is whatever the machine is set to: name the zone itself, as in `Europe/Berlin`, or `UTC`
        """
    case "right":
      return
        "zones below `right/` count leap seconds, which instants here do not: leave `right/` out"
    case "posix": return "a zone has one name: leave `posix/` out"
    case "Factory": return "it stands for no zone: name one, as in `Europe/Berlin`, or `UTC`"
    default: return nil
    }
  }
}
