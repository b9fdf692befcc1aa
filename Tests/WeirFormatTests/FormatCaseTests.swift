// The golden cases: how a policy looks once it is formatted. `WEIR_BLESS=1` writes how it looks
// now.

import Testing
import Weir
import WeirFormat
import WeirTesting

@Suite struct FormatCaseTests {
  @Test(arguments: GoldenSuite.format.cases) func layout(_ golden: GoldenCase) throws {
    let text = try #require(formatted(try golden.input()))
    try golden.check(text.asText)
  }

  /// Whoever writes a policy for the repository formats it.
  @Test(
    arguments: FormatSubject.examples + FormatSubject.pages
      + FormatSubject.cases.filter(isFixture))
  func everythingIsFormatted(_ subject: FormatSubject) {
    guard let text = formatted(subject.bytes) else { return }
    #expect(text.asText == subject.text, "run weir fmt on \(subject.place)")
  }
}

/// Policies of cases about something else than syntax; those of the others look as they must.
private func isFixture(_ subject: FormatSubject) -> Bool {
  subject.place.hasPrefix("Tests/Cases/fixtures/")
    || subject.place.hasPrefix("Tests/Cases/command/")
      && !subject.place.hasPrefix("Tests/Cases/command/fmt/")
}
