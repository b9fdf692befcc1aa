import Testing
import WeirTest

@Suite struct PlacesTests {
  @Test func placeReadsAsPeopleWriteIt() {
    #expect(FixturePlace(path: "a.test.yaml", line: 3, column: 1).text == "a.test.yaml:3")
  }
}
