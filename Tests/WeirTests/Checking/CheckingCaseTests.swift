// Golden cases of the checker: what it finds, and what it makes of policies without a mistake.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct CheckingCaseTests {
  @Test(arguments: GoldenSuite.diagnostics.cases) func findings(_ golden: GoldenCase) throws {
    let checked = CheckedCase(
      String(decoding: try golden.input(), as: UTF8.self), name: golden.name)
    try golden.check(checked.listing)
  }

  @Test(arguments: GoldenSuite.checked.cases) func checkedPolicies(_ golden: GoldenCase) throws {
    let checked = CheckedCase(String(decoding: try golden.input(), as: UTF8.self))
    // A dump is of a policy without errors; warnings have cases of their own.
    let errors = checked.diagnostics.filter { $0.severity == .error }
    let text = errors.isEmpty ? CheckedDump.text(checked.policy) : checked.listing
    try golden.check(text)
  }
}
