import Testing

@testable import Weir

@Suite struct SemanticVersionTests {
  @Test func precedence() throws {
    let long = String(repeating: "9", count: 300)
    let ascending = [
      "0.0.0-0", "0.0.0-1", "0.0.0", "0.0.1", "0.9.0", "0.10.0", "1.0.0-0.3.7", "1.0.0-1",
      "1.0.0-2", "1.0.0-10", "1.0.0-99999999999999999999999", "1.0.0--", "1.0.0-alpha",
      "1.0.0-alpha.1", "1.0.0-alpha.1.0", "1.0.0-alpha.beta", "1.0.0-alpha-1", "1.0.0-beta",
      "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
      "99.0.0", "100.0.0", "\(long).0.0", "1\(long).0.0",
    ].map { text in (text, SemanticVersion(text)) }
    for (i, left) in ascending.enumerated() {
      let version = try #require(left.1, "\(left.0)")
      #expect(version.description == left.0)
      for (j, right) in ascending.enumerated() {
        guard let other = right.1 else { continue }
        #expect((version < other) == (i < j), "\(left.0) < \(right.0)")
        #expect((version == other) == (i == j), "\(left.0) == \(right.0)")
      }
    }
  }

  @Test func buildMetadataIsIgnored() {
    #expect(SemanticVersion("1.0.0+a.b-c.001") == SemanticVersion("1.0.0"))
    #expect(SemanticVersion("1.0.0-rc+5") == SemanticVersion("1.0.0-rc"))
  }

  @Test(arguments: [
    "", "1", "1.0", "1.0.", "1.0.0.0", "v1.0.0", "1.0.0-", "1.0.0+", "1.0.0-+b", "1.0.0-a..b",
    "1.0.0-.a", "1.0.0-a.", "1.0.0+a..b", "1.0.0+a+b", "01.0.0", "1.00.0", "1.0.00",
    "1.0.0-01", "1.0.0-a_b", "1.0.0-ä", " 1.0.0", "1.0.0 ", "-1.0.0", "1.-1.0", "1.0.0 -a", "a.b.c",
    "1.0.0-a.01",
  ])
  func refuses(text: String) {
    #expect(SemanticVersion(text) == nil)
  }
}
