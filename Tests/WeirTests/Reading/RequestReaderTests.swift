// What the reader puts in slots: every expectation and fault by hand, then random requests under
// random projections against the naive projection.

import Testing

@testable import Weir

/// A projection written as paths: `a.b` for members, `a[0]` for a place, `a[]` and `a{}` for every
/// element and member. Each path is one slot; below `[]` and `{}` they are the frame's.
private struct Paths {
  private(set) var projection = Projection()

  func node(_ names: String..., below root: Int = 0) -> Int {
    var place = root
    for name in names {
      let next = projection.nodes[place].members.first { $0.name == ExactString(name) }?.node
      precondition(next != nil)
      place = next ?? 0
    }
    return place
  }

  @discardableResult
  mutating func member(_ name: String, below parent: Int = 0) -> Int {
    let place = projection.nodes.count
    projection.nodes.append(Projection.Node())
    projection.nodes[parent].members.append(Projection.Member(name: ExactString(name), node: place))
    projection.nodes[parent].members.sort { $0.name < $1.name }
    return place
  }

  @discardableResult
  mutating func slot(
    _ node: Int, _ expectation: Projection.Expectation = .any, isWhole: Bool = false,
    at slot: Int? = nil
  ) -> Int {
    projection.nodes[node].slot = slot ?? projection.slotCount
    if slot == nil { projection.slotCount += 1 }
    projection.nodes[node].expectation = expectation
    projection.nodes[node].isWhole = isWhole
    return node
  }

  mutating func element(of list: Int, stride: Int, isMap: Bool = false) -> Int {
    let place = projection.nodes.count
    projection.nodes.append(Projection.Node())
    projection.nodes[list].element = Projection.Element(
      node: place, stride: stride, isMap: isMap)
    return place
  }

  mutating func indexed(_ index: Int, of list: Int) -> Int {
    let place = projection.nodes.count
    projection.nodes.append(Projection.Node())
    projection.nodes[list].indexed.append(Projection.Indexed(index: index, node: place))
    return place
  }
}

@Suite struct RequestReaderTests {
  static func number(_ text: String) -> Seen {
    .number(Decimal.read(Array(text.utf8)).decimal ?? .zero)
  }

  /// `v` read with an expectation, as JSON; nil when the request has no such member.
  struct Expected: Sendable, CustomStringConvertible {
    var expectation: Projection.Expectation
    var json: String?
    var seen: Seen
    var description: String { "\(json ?? "nothing") as \(expectation)" }
  }

  static let strings: [ExactString] = ["dev", "staging", "production"]

  static let expectations =
    [
      Projection.Expectation.any, .bool, .string, .number, .timestamp, .duration, .ip, .cidr,
    ].flatMap { ofEveryKind($0) } + spelled

  /// One value of every kind under one expectation.
  static func ofEveryKind(_ expectation: Projection.Expectation) -> [Expected] {
    func fits(_ kind: Projection.Expectation, _ seen: Seen) -> Seen {
      expectation == .any || expectation == kind ? seen : .fault(.wrongType)
    }
    return [
      Expected(expectation: expectation, json: nil, seen: .fault(.absent)),
      Expected(expectation: expectation, json: "null", seen: .fault(.null)),
      Expected(expectation: expectation, json: "{}", seen: fits(.record, .opaqueRecord)),
      Expected(expectation: expectation, json: "[1]", seen: fits(.list, .opaqueList)),
      Expected(expectation: expectation, json: "true", seen: fits(.bool, .bool(true))),
      Expected(expectation: expectation, json: "-12.50", seen: fits(.number, number("-12.5"))),
      Expected(expectation: expectation, json: "1e99", seen: fits(.number, .fault(.outOfRange))),
    ]
  }

  static let spelled: [Expected] = [
    Expected(expectation: .any, json: #""dev""#, seen: .text("dev", id: 1)),
    Expected(expectation: .string, json: #""\u0064ev""#, seen: .text("dev", id: 1)),
    Expected(expectation: .string, json: #""devil""#, seen: .text("devil")),
    Expected(expectation: .string, json: #""""#, seen: .text("")),
    Expected(expectation: .bool, json: #""true""#, seen: .fault(.wrongType)),
    Expected(expectation: .number, json: #""1""#, seen: .fault(.wrongType)),
    Expected(expectation: .list, json: #""dev""#, seen: .fault(.wrongType)),
    Expected(expectation: .record, json: #""dev""#, seen: .fault(.wrongType)),
    Expected(expectation: .record, json: "{}", seen: .opaqueRecord),
    Expected(expectation: .record, json: "[]", seen: .fault(.wrongType)),
    Expected(expectation: .list, json: "[{}]", seen: .opaqueList),
    Expected(expectation: .list, json: "{}", seen: .fault(.wrongType)),
    Expected(expectation: .list, json: "false", seen: .fault(.wrongType)),
    Expected(expectation: .record, json: "7", seen: .fault(.wrongType)),
    Expected(
      expectation: .choice([1, 3]), json: #""production""#, seen: .text("production", id: 3)),
    Expected(expectation: .choice([1, 3]), json: #""staging""#, seen: .fault(.notInEnum)),
    Expected(expectation: .choice([1, 3]), json: #""Dev""#, seen: .fault(.notInEnum)),
    Expected(expectation: .choice([1, 3]), json: "1", seen: .fault(.wrongType)),
    Expected(expectation: .choice([]), json: #""dev""#, seen: .fault(.notInEnum)),
    Expected(
      expectation: .timestamp, json: #""1970-01-01T00:01:00Z""#,
      seen: .timestamp(Timestamp(seconds: 60, nanoseconds: 0))),
    Expected(
      expectation: .timestamp, json: #""1970-01-01T00:01:00\u005a""#,
      seen: .timestamp(Timestamp(seconds: 60, nanoseconds: 0))),
    Expected(expectation: .timestamp, json: #""yesterday""#, seen: .fault(.badFormat)),
    Expected(
      expectation: .duration, json: #""2m""#,
      seen: .duration(SignedDuration(seconds: 120, nanoseconds: 0))),
    Expected(expectation: .duration, json: #""2""#, seen: .fault(.badFormat)),
    Expected(
      expectation: .ip, json: #""10.0.0.1""#,
      seen: .bytes(.ip, [UInt8](repeating: 0, count: 10) + [255, 255, 10, 0, 0, 1])),
    Expected(expectation: .ip, json: #""10.0.0.01""#, seen: .fault(.badFormat)),
    Expected(
      expectation: .cidr, json: #""10.0.0.0\/8""#,
      seen: .bytes(.cidr, [UInt8](repeating: 0, count: 10) + [255, 255, 10, 0, 0, 0, 104])),
    Expected(expectation: .cidr, json: #""10.0.0.0""#, seen: .fault(.badFormat)),
  ]

  @Test(arguments: expectations) func expectation(_ test: Expected) {
    var paths = Paths()
    paths.slot(paths.member("v"), test.expectation)
    let request = test.json.map { #"{"u":0,"v":\#($0),"w":"x"}"# } ?? #"{"u":0,"w":1}"#
    let outcome = read(
      Array(request.utf8), paths.projection, strings: RequestReaderTests.strings)
    #expect(outcome == .slots([test.seen]))
  }

  private func check(
    _ paths: Paths, _ request: String, _ slots: [Seen],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      read(Array(request.utf8), paths.projection) == .slots(slots), "\(request)",
      sourceLocation: sourceLocation)
  }

  private func check(
    _ paths: Paths, _ request: String, _ code: InputError.Code, _ byte: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      read(Array(request.utf8), paths.projection) == .error(InputError(code, at: byte)),
      "\(request)", sourceLocation: sourceLocation)
  }

  @Test func whatIsOnTheWay() {
    var paths = Paths()
    let a = paths.member("a")
    let b = paths.member("b", below: a)
    paths.slot(b)
    paths.slot(paths.member("c", below: b), .string)
    paths.slot(paths.indexed(1, of: paths.member("l", below: a)))
    let all = { (fault: FaultKind) in [Seen](repeating: .fault(fault), count: 3) }
    check(paths, "{}", all(.absent))
    check(paths, #"{"a":{}}"#, all(.absent))
    check(paths, #"{"a":null}"#, all(.null))
    check(paths, #"{"a":7}"#, all(.notARecord))
    check(paths, #"{"a":"x"}"#, all(.notARecord))
    check(paths, #"{"a":false}"#, all(.notARecord))
    check(paths, #"{"a":[{"b":1}]}"#, all(.notARecord))
    check(
      paths, #"{"a":{"b":null,"l":null}}"#, [.fault(.null), .fault(.null), .fault(.null)])
    check(
      paths, #"{"a":{"b":"x","l":{"1":0}}}"#,
      [.text("x"), .fault(.notARecord), .fault(.notARecord)])
    check(
      paths, #"{"a":{"l":[0],"b":{"c":"y"}}}"#, [.opaqueRecord, .text("y"), .fault(.absent)])
    check(
      paths, #"{"a":{"l":[0,true,2],"b":{"c":3}}}"#,
      [.opaqueRecord, .fault(.wrongType), .bool(true)])
  }

  @Test func lists() {
    var paths = Paths()
    let items = paths.slot(paths.member("items"), .list)
    let item = paths.slot(paths.element(of: items, stride: 3), at: 0)
    paths.slot(paths.member("price", below: item), .number, at: 1)
    let tags = paths.slot(paths.member("tags", below: item), at: 2)
    paths.slot(paths.element(of: tags, stride: 1), .string, at: 0)
    let absent = Seen.fault(.absent)
    check(paths, #"{"items":[]}"#, [.list([])])
    check(paths, #"{"items":{}}"#, [.fault(.wrongType)])
    check(
      paths,
      #"{"items":[{"price":1,"tags":["x","y"]},{"tags":[],"price":"2"},"#
        + #"null,5,[],{"z":[[1]]},{"tags":[3]}]}"#,
      [
        .list([
          [.opaqueRecord, RequestReaderTests.number("1"), .list([[.text("x")], [.text("y")]])],
          [.opaqueRecord, .fault(.wrongType), .list([])],
          [.fault(.null), .fault(.null), .fault(.null)],
          [RequestReaderTests.number("5"), .fault(.notARecord), .fault(.notARecord)],
          [.opaqueList, .fault(.notARecord), .fault(.notARecord)],
          [.opaqueRecord, absent, absent],
          [.opaqueRecord, absent, .list([[.fault(.wrongType)]])],
        ])
      ])
    check(paths, #"{"items":[{"price":1,"price":2}]}"#, .duplicateKey, 21)
    check(paths, #"{"items":[{"q":1},{"q":1,"q":2}]}"#, .duplicateKey, 25)
    check(paths, #"{"items":[{"z":{"q":1,"q":2}}]}"#, [.list([[.opaqueRecord, absent, absent]])])
  }

  @Test func elementsByPlaceAndAll() {
    var paths = Paths()
    let items = paths.slot(paths.member("l"))
    paths.slot(paths.element(of: items, stride: 1), isWhole: true, at: 0)
    paths.slot(paths.member("x", below: paths.indexed(0, of: items)))
    paths.slot(paths.indexed(2, of: items))
    check(
      paths, #"{"l":[{"x":1,"a":[2]},"s"]}"#,
      [
        .list([
          [
            .record([
              [.text("a"), .list([[RequestReaderTests.number("2")]])],
              [.text("x"), RequestReaderTests.number("1")],
            ])
          ], [.text("s")],
        ]), RequestReaderTests.number("1"), .fault(.absent),
      ])
  }

  @Test func maps() {
    var paths = Paths()
    let labels = paths.slot(paths.member("labels"), .record)
    let value = paths.slot(paths.element(of: labels, stride: 3, isMap: true), .any, at: 1)
    paths.slot(paths.member("x", below: value), at: 2)
    paths.slot(paths.member("b", below: labels))
    check(paths, #"{"labels":{}}"#, [.record([]), .fault(.absent)])
    check(paths, #"{"labels":[]}"#, [.fault(.wrongType), .fault(.notARecord)])
    check(
      paths, #"{"labels":{"b":"1","\u0061":{"x":true},"":null}}"#,
      [
        .record([
          [.text(""), .fault(.null), .fault(.null)], [.text("a"), .opaqueRecord, .bool(true)],
          [.text("b"), .text("1"), .fault(.notARecord)],
        ]), .text("1"),
      ])
    check(paths, #"{"labels":{"b":1,"a":2,"b":3}}"#, .duplicateKey, 23)
    check(paths, #"{"labels":{"k":1,"a":2,"\u006b":3,"a":4}}"#, .duplicateKey, 23)
  }

  @Test func wholeValues() {
    var paths = Paths()
    let v = paths.slot(paths.member("v"), isWhole: true)
    paths.slot(paths.member("b", below: v))
    check(
      paths, #"{"v":{"b":[{"z":{},"y":[]},1e99],"a":"\n"}}"#,
      [
        .record([
          [.text("a"), .text("\n")],
          [
            .text("b"),
            .list([
              [.record([[.text("y"), .list([])], [.text("z"), .record([])]])],
              [.fault(.outOfRange)],
            ]),
          ],
        ]), .opaqueList,
      ])
    check(paths, #"{"v":[null]}"#, [.list([[.fault(.null)]]), .fault(.notARecord)])
    check(paths, #"{"v":{"c":{"d":1,"d":2}}}"#, .duplicateKey, 17)
    check(paths, #"{"w":{"c":{"d":1,"d":2}}}"#, [.fault(.absent), .fault(.absent)])
  }

  @Test func namesSpelledWithEscapes() {
    var paths = Paths()
    paths.slot(paths.member("key"))
    paths.slot(paths.member("a\"b"))
    paths.slot(paths.member(""))
    check(
      paths, #"{"\u006bey":1,"a\"b":true,"":false}"#,
      [RequestReaderTests.number("1"), .bool(true), .bool(false)])
    check(paths, #"{"\u006bey":1,"k\u0065y":2}"#, .duplicateKey, 14)
    check(paths, #"{"a\u0022b":1,"a\"b":2}"#, .duplicateKey, 14)
    check(paths, #"{"unread":1,"key":0,"unr\u0065ad":2}"#, .duplicateKey, 20)
    check(paths, "{\"key\" :\n true}", [.bool(true), .fault(.absent), .fault(.absent)])
  }

  /// However two names are spelled, they are one if they are the same once decoded.
  @Test(
    arguments: [
      ("é", #"\u00e9"#), ("😀", #"\ud83d\ude00"#), (#"a\tb"#, #"a\u0009b"#), ("/", #"\/"#),
      (
        "a name longer than any step of sixteen bytes",
        #"a name longer than any step of sixteen\u0020bytes"#
      ),
      (String(repeating: "é", count: 90), String(repeating: #"\u00E9"#, count: 90)),
      (String(repeating: "x", count: 300), #"\u0078"# + String(repeating: "x", count: 299)),
    ]) func namesSpelledTwice(_ left: String, _ right: String)
  {
    var paths = Paths()
    paths.slot(paths.member("key"))
    for rest in ["", String(repeating: "-", count: 200)] {
      let first = #"{"\#(left)":1,"\#(left)!":"", "\#(left)'":[],"#
      check(paths, first + #""\#(right)":2,"rest":"\#(rest)"}"#, .duplicateKey, first.utf8.count)
      check(
        paths, first + #""\#(right)?":2,"rest":"\#(rest)","key":7}"#,
        [RequestReaderTests.number("7")])
    }
  }

  /// The same answer from a reader that has seen much and one that has seen nothing.
  @Test func learningChangesNothing() {
    var paths = Paths()
    paths.slot(paths.member("a"))
    paths.slot(paths.member("b", below: paths.member("o")))
    var reader = RequestReader(projection: paths.projection, strings: StringTable(strings: []))
    let requests = [
      #"{"a":1,"x":2,"o":{"b":3,"y":4}}"#, #"{"o":{"y":4,"b":3},"x":2,"a":1}"#,
      #"{"a":1,"x":2,"x":3}"#, #"{"b":1,"o":{"a":1,"b":2}}"#, #"{"a":1,"o":{"a":2},"x":5,"y":6}"#,
      #"{"x":1,"a":1,"x":2,"a":2}"#, #"{"a":1"#, #"{"a":1,"x":2,"o":{"b":3,"y":4}}"#,
    ].map { Array($0.utf8) }
    for _ in 0..<3 {
      for request in requests {
        #expect(reader.outcome(request, slots: 2) == read(request, paths.projection))
      }
    }
  }

  @Test func manyNames() {
    var paths = Paths()
    paths.slot(paths.member("last"))
    let names = (0..<4_000).map { #""name \#($0 * 7919 % 4_000)":0"# }
    let start = "{" + names.joined(separator: ",") + ","
    check(paths, start + #""last":1}"#, [RequestReaderTests.number("1")])
    check(
      paths, start + #""last":1,"name 3999":2}"#, .duplicateKey, start.utf8.count + 9)
    check(paths, start + #""name 3":1,"last":1}"#, .duplicateKey, start.utf8.count)
    // A reader whose learned names were all forgotten.
    var reader = RequestReader(projection: paths.projection, strings: StringTable(strings: []))
    for _ in 0..<8 {
      let outcome = reader.outcome(Array((start + #""last":1}"#).utf8), slots: 1)
      #expect(outcome == .slots([RequestReaderTests.number("1")]))
    }
    #expect(
      reader.outcome(Array(#"{"last":1,"name 5":0,"name 5":0}"#.utf8), slots: 1)
        == .error(InputError(.duplicateKey, at: 21)))
  }

  @Test(arguments: 0..<40) func randomRequests(_ round: Int) {
    let seed = 0x5EED_0000 + UInt64(round)
    var random = SplitMix64(seed: seed)
    let projection = random.projection()
    let strings = SplitMix64.texts.shuffled(using: &random).prefix(7)
      .map { ExactString(validated: $0) }
    var naive = NaiveProjection(projection, strings: strings)
    var warm = RequestReader(projection: projection, strings: StringTable(strings: strings))
    for step in 0..<60 {
      let repeats = random.chance(30)
      var request = random.record(depth: 4, repeats: repeats)
      for variant in 0..<3 {
        var bytes: [UInt8] = []
        random.spell(request, into: &bytes, isPlain: random.chance(50))
        let expected = naive.outcome(request)
        let about: Comment =
          "seed \(seed), step \(step).\(variant): \(String(decoding: bytes, as: UTF8.self))"
        #expect(warm.outcome(bytes, slots: projection.slotCount) == expected, about)
        #expect(read(bytes, projection, strings: strings) == expected, about)
        request = request.shuffled(&random)
      }
    }
  }
}
