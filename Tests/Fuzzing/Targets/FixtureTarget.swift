// Any bytes as a fixture: mistakes with places in the text, or cases whose requests are JSON.

import Weir
import WeirTest

enum FixtureTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    do throws(FixtureErrors) {
      for group in try Fixture.read(Array(bytes), path: "a.test.yaml").groups {
        for test in group.cases where test.expectation.refused == nil {
          require(!test.request.isEmpty, "a case has no request")
        }
      }
    } catch {
      require(!error.mistakes.isEmpty, "refused for nothing")
      for mistake in error.mistakes {
        for range in [mistake.range, mistake.label?.range].compactMap(\.self) {
          require(
            range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range) lies outside")
        }
      }
      // Rendering looks up every place once more.
      if bytes.count < 4096 { require(!error.text().isEmpty, "a mistake has no text") }
    }
  }
}
