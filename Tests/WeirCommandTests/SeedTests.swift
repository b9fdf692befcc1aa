import Testing

@Suite struct SeedTestsWeirCommandTests {
  @Test func seed() { #expect(Bool(true)) }
}
