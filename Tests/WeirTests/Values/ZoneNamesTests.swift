// Names of time zones against the database of this machine, where it has one.

import Foundation
import Testing

@testable import Weir

@Suite struct ZoneNamesTests {
  private static let root = "/usr/share/zoneinfo"

  /// Zones and links of the database's own list.
  private static let listed: [String] = {
    guard let text = try? String(contentsOfFile: root + "/tzdata.zi", encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.first == "Z" ? String(words[1]) : words.first == "L" ? String(words[2]) : nil
    }
  }()

  @Test func everyNameOfTheDatabaseIsAZone() {
    #expect(Self.listed.filter { $0 != "Factory" && !ZoneNames.isZone(ExactString($0)) } == [])
  }

  /// Whatever file a machine has that is not a zone's.
  @Test func nothingElseIs() throws {
    guard !Self.listed.isEmpty else { return }
    let zones = Set(Self.listed)
    let files = FileManager.default.enumerator(atPath: Self.root)?.allObjects as? [String] ?? []
    let folders = Set(
      zones.compactMap { name in
        name.lastIndex(of: "/").map { String(name[..<$0]) }
      })
    let others = files.filter { !zones.contains($0) && !folders.contains($0) }
    #expect(others.filter { ZoneNames.isZone(ExactString($0)) } == [])
  }

  @Test(arguments: [
    "localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/Europe/Berlin", "right/UTC",
    "zone.tab", "tzdata.zi", "iso3166.tab", "leapseconds", "leap-seconds.list", "+VERSION", "",
    "/etc/localtime", "../localtime", "Europe/../localtime", "Europe//Berlin", "/Europe/Berlin",
    "Europe/Berlin/", "Europe/", "Europe", "europe/Berlin", "utc", "Utc", "Europe/./Berlin",
    "Europe/Berlin\0", "Europe/Berlin ", "Europe/B\u{E9}rlin", "SystemV/EST5", "Europe/.Berlin",
    "America/A/B/C", "EST5EDT,M3.2.0,M11.1.0", "GMT+1", "UTC+1", "+01:00", "Z",
  ])
  func refuses(name: String) {
    #expect(!ZoneNames.isZone(ExactString(name)))
  }

  @Test(arguments: [
    "UTC", "GMT", "Zulu", "CET", "EST5EDT", "GB-Eire", "Etc/GMT+5", "Etc/GMT-14", "Etc/UTC",
    "Europe/Berlin", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "US/Eastern",
    "America/North_Dakota/New_Salem", "Asia/Ust-Nera",
  ])
  func takes(name: String) {
    #expect(ZoneNames.isZone(ExactString(name)))
  }
}
