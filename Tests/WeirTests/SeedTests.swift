import Testing

@Suite struct SeedTestsWeirTests {
  @Test func seed() { #expect(Bool(true)) }
}
