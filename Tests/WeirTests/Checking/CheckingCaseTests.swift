// Golden cases of the checker: what it finds, and what it makes of policies without a mistake.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct CheckingCaseTests {
  @Test func findings() throws {
    let failures = try GoldenSuite("diagnostics", input: "weir", output: "txt").failures {
      _, input in
      CheckedCase(String(decoding: input, as: UTF8.self)).listing
    }
    #expect(failures == [])
  }

  @Test func checkedPolicies() throws {
    let failures = try GoldenSuite("checked", input: "weir", output: "txt").failures {
      _, input in
      let checked = CheckedCase(String(decoding: input, as: UTF8.self))
      // A dump is of a policy without errors; warnings have cases of their own.
      let errors = checked.diagnostics.filter { $0.severity == .error }
      return errors.isEmpty ? CheckedDump.text(checked.policy) : checked.listing
    }
    #expect(failures == [])
  }
}
