// The rules of time zones, from the system's database.

public import Weir

extension CompilerEnvironment {
  /// The rules of a time zone from the system's database (RFC 8536); nil if there is no such zone.
  ///
  /// A name is a path inside the database and cannot leave it: `../../etc/passwd` is not a zone,
  /// nor is a link that leads out. Which names are valid is for the checker to decide.
  @Sendable public static func systemZoneRules(_ name: String) -> [UInt8]? {
    let isName =
      !name.isEmpty && name.utf8.count <= 255
      && name.pieces(between: "/").allSatisfy { part in
        !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
          && part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
              UInt8(ascii: "+"):
              true
            default: false
            }
          }
      }
    let folder = "/usr/share/zoneinfo"
    guard isName, let database = System.resolved(folder),
      let file = System.resolved(folder + "/" + name), Path.isWithin(file, database),
      let rules = try? System.read(file, limit: 1 << 20),
      rules.starts(with: "TZif".utf8)
    else { return nil }
    return rules
  }
}
