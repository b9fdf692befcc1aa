import Testing

@Suite struct SeedTestsWeirFilesTests {
  @Test func seed() { #expect(Bool(true)) }
}
