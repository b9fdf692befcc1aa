// Requests: the ordinary one, which the table of results is about, and every unpleasant one that we
// could think of. All are made from an ordinary request, so that the policy has to read the same.

import Weir
import WeirTesting

/// Makes requests of one world.
struct RequestMaker {
  let world: World
  var chance: SplitMix64
  private var count = 0

  init(_ world: World, seed: UInt64) {
    self.world = world
    chance = SplitMix64(seed: seed)
  }

  /// About 850 bytes, 34 fields, ten of which the policies read.
  mutating func ordinary() -> JSON {
    count += 1
    let type = chance.pick(world.types)
    return .record([
      ("id", .string("req-\(digits(count, 8))")),
      (
        "time",
        .string("2026-03-02T15:\(digits(chance.below(60), 2)):\(digits(chance.below(60), 2))Z")
      ),
      ("version", .number("3")),
      ("trace", .string(hex(32))),
      ("action", .string(chance.pick(world.actions))),
      ("environment", .string(chance.pick(World.environments))),
      ("region", .string("eu-central-\(1 + chance.below(3))")),
      (
        "principal",
        .record([
          ("id", .string("user-\(chance.below(10_000))")),
          ("kind", .string(chance.pick(World.kinds))),
          ("email", .string("user.\(chance.below(10_000))@example.com")),
          ("department", .string(chance.pick(World.departments))),
          ("level", .number("\(1 + chance.below(5))")),
          ("mfa", .bool(chance.below(4) > 0)),
          ("groups", .list([.string("staff"), .string(chance.pick(World.departments))])),
          (
            "session",
            .record([
              ("id", .string("sess-\(hex(16))")),
              ("started", .string("2026-03-02T08:\(digits(chance.below(60), 2)):00Z")),
              ("device", .string("laptop-\(chance.below(500))")),
            ])
          ),
        ])
      ),
      (
        "resource",
        .record([
          ("type", .string(type)),
          ("id", .string("\(type)-\(chance.below(100_000))")),
          ("owner", .string("user-\(chance.below(10_000))")),
          ("sensitivity", .string(chance.pick(World.sensitivities))),
          ("created", .string("2025-11-\(digits(1 + chance.below(28), 2))T10:00:00Z")),
          ("size", .number("\(chance.below(1_000_000))")),
          ("tags", .list([.string("q\(1 + chance.below(4))"), .string("emea")])),
        ])
      ),
      (
        "source",
        .record([
          ("ip", .string("10.\(chance.below(256)).\(chance.below(256)).\(chance.below(256))")),
          ("port", .number("\(1_024 + chance.below(60_000))")),
          ("country", .string(chance.pick(World.countries))),
          ("agent", .string("gateway/4.\(chance.below(20)) (linux; x86_64)")),
        ])
      ),
      (
        "payload",
        .record([
          ("amount", .number("\(chance.below(100_000)).\(digits(chance.below(100), 2))")),
          ("currency", .string("EUR")),
          ("items", .number("\(1 + chance.below(20))")),
          ("reference", .string("ref-\(hex(12))")),
          ("note", .string("Settles what was agreed upon in March.")),
        ])
      ),
      ("deadline", .string("2026-03-02T16:00:00Z")),
    ])
  }

  /// About 200 bytes.
  mutating func small() -> JSON {
    count += 1
    return .record([
      ("id", .string("req-\(digits(count, 8))")),
      ("time", .string("2026-03-02T15:00:\(digits(chance.below(60), 2))Z")),
      ("action", .string(chance.pick(world.actions))),
      ("environment", .string(chance.pick(World.environments))),
      (
        "principal",
        .record([
          ("id", .string("user-\(chance.below(10_000))")),
          ("level", .number("\(1 + chance.below(5))")),
          ("mfa", .bool(chance.below(4) > 0)),
        ])
      ),
      ("resource", .record([("type", .string(chance.pick(world.types)))])),
    ])
  }

  /// An ordinary request of at least so many bytes: what fills it is a list of ordinary records
  /// that no policy reads.
  mutating func ordinary(bytes: Int) -> JSON {
    let request = ordinary()
    var missing = bytes - request.text().count
    var lines: [JSON] = []
    while missing > 60 {
      let line = JSON.record([
        ("sku", .string("sku-\(chance.below(100_000))")),
        ("quantity", .number("\(1 + chance.below(9))")),
        ("price", .number("\(chance.below(500)).\(digits(chance.below(100), 2))")),
        ("taxed", .bool(chance.below(2) == 0)),
        ("warehouse", .string("central-\(chance.below(8))")),
      ])
      lines.append(line)
      missing -= line.text().count + 1
    }
    if lines.isEmpty { return request }
    return request.changing { $0.append(("lines", .list(lines))) }
  }

  // MARK: Unpleasant ones

  /// Unread values nested nearly as deep as is allowed.
  mutating func deep() -> JSON {
    var nested = JSON.number("1")
    for level in 0..<500 {
      nested = level % 2 == 0 ? .record([("n", nested)]) : .list([nested])
    }
    return ordinary().changing { $0.insert(("extra", nested), at: 4) }
  }

  /// A thousand unread members beside those that are read.
  mutating func wide() -> JSON { ordinary().changing { $0 += unknown(1_000) } }

  /// Three hundred members, each time others, in every record that is read. Every name ends
  /// as told, which is as JSON spells it.
  mutating func crowded(ending: String = "") -> JSON {
    crowded { $0.unknown(300).map { ($0.0 + ending, $0.1) } }
  }

  /// The same with members as short as they can be and still be new.
  mutating func crowdedWithShortNames() -> JSON {
    crowded { maker in
      let first = 36 * 36 + maker.chance.below(36 * 36 * 34)
      return (first..<first + 300).map { index in
        (String(index, radix: 36), .number("\(maker.chance.below(10))"))
      }
    }
  }

  private mutating func crowded(
    _ members: (inout RequestMaker) -> [(String, JSON)]
  ) -> JSON {
    var request = ordinary()
    for record in ["principal", "resource", "source", "payload"] {
      request = request.changing(record) {
        $0 += members(&self)
        $0.shuffle(using: &chance)
      }
    }
    return request
  }

  /// Members whose names have the length, beginning and end of those that are read.
  mutating func lookalikes() -> JSON {
    let names = [
      "action", "environment", "principal", "resource", "source", "payload", "kind", "department",
      "level", "type", "sensitivity", "country", "amount",
    ]
    var request = ordinary()
    for record in ["principal", "resource", "source", "payload"] {
      request = request.changing(record) { members in
        for name in names {
          for index in 1..<name.count - 1 {
            var letters = Array(name)
            letters[index] = chance.pick(["_", "-", "0", "~"])
            members.append((String(letters), .number("1")))
          }
        }
        var seen: Set<String> = []
        members = members.filter { seen.insert($0.0).inserted }
        members.shuffle(using: &chance)
      }
    }
    return request
  }

  /// Nothing to choose rules by: every rule is uncertain.
  mutating func withoutDispatch() -> JSON {
    ordinary()
      .changing { $0.removeAll { $0.0 == "action" } }
      .changing("resource") { $0.removeAll { $0.0 == "type" } }
  }

  /// One path that some rules need is absent.
  mutating func withoutLevel() -> JSON {
    ordinary().changing("principal") { $0.removeAll { $0.0 == "level" } }
  }

  /// Texts that look like the policy's constants, and are none.
  mutating func strangers() -> JSON {
    let action = chance.pick(world.actions)
    let type = chance.pick(world.types)
    return ordinary()
      .changing {
        for index in $0.indices where $0[index].0 == "action" {
          $0[index].1 = .string(String(action.dropLast()) + chance.pick(["x", "y", "z"]))
        }
      }
      .changing("resource") {
        for index in $0.indices where $0[index].0 == "type" {
          $0[index].1 = .string(chance.pick(["x", "y"]) + String(type.dropFirst()))
        }
      }
  }

  /// Texts of characters of two to four bytes, as many as of one in an ordinary request.
  mutating func foreign() -> JSON {
    ordinary().changing("payload") {
      for index in 0..<20 {
        $0.append(
          ("märke-\(index)", .string("Größe 漢字 ключ 🔑 \(chance.below(1_000)) né à Besançon")))
      }
    }
  }

  /// Numbers of as many digits as are told apart, and exponents.
  mutating func numbers() -> JSON {
    ordinary()
      .changing("payload") {
        for index in $0.indices where $0[index].0 == "amount" {
          $0[index].1 = .number("\(chance.below(100_000)).\(digits(chance.below(1 << 60), 22))e-1")
        }
        for index in 0..<100 {
          $0.append(
            ("n\(index)", .number("-\(chance.below(1 << 60)).\(chance.below(1 << 60))e+12")))
        }
      }
  }

  /// Lists that nobody reads, of a thousand values of a few bytes each.
  mutating func crumbs() -> JSON {
    ordinary()
      .changing("payload") {
        for text in ["1e5", "-1.5", "[1]"] {
          $0.append((text, .list(Array(repeating: .number(text), count: 1_000))))
        }
      }
  }

  // MARK: Parts

  private mutating func unknown(_ count: Int) -> [(String, JSON)] {
    (0..<count).map { ("m\(hex(6))\($0)", .number("\(chance.below(100))")) }
  }

  private mutating func hex(_ count: Int) -> String {
    var text = ""
    while text.count < count { text += String(chance.next() | 1 << 63, radix: 16) }
    return String(text.prefix(count))
  }

  private func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
