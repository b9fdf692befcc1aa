// Where paths lead, many at once and one by one.

import Testing

@testable import Weir

@Suite struct PlaceFinderTests {
  static let request =
    #"""
    {"list": [{"x":1},{"y":2} , {"x":{"z":[]}}], "k\u0065y":{"a":null,"b":[[7]]}, "empty":{}, "":3}
    """#

  static let paths: [[RequestPath.Step]] = [
    [], [.member("list")], [.member("list"), .index(0), .member("x")],
    [.member("list"), .index(2), .member("x"), .member("z"), .index(0)],
    [.member("list"), .index(1), .member("x")], [.member("list"), .index(3), .member("x")],
    [.member("list"), .member("x")], [.member("key"), .member("b"), .index(0), .index(0)],
    [.member("key"), .index(0)], [.member("empty"), .member("a")], [.member("")],
    [.member("absent"), .member("x")], [.member("list"), .index(2), .member("x")],
  ]

  @Test func manyAtOnceAndOneByOne() throws {
    let bytes = Array(PlaceFinderTests.request.utf8)
    try bytes.withUnsafeBufferPointer { buffer in
      let finder = try PlaceFinder(buffer)
      let places = try finder.places(of: PlaceFinderTests.paths)
      let single = try PlaceFinderTests.paths.map { try finder.place(of: $0) }
      #expect(places == single)
      #expect(places.map { bytes[$0] } == Array("{[1[{[[7{{3{{".utf8))
    }
  }
}
