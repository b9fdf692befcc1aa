// Every report over small policies, as golden cases: a case is a file of sections, `== requests`
// with JSON lines and `== NAME.weir` with a file each.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTest
import WeirTesting

@Suite struct CoverageTests {
  @Test(arguments: ["txt", "json", "lcov", "xml", "html"]) func reports(format: String) throws {
    let suite = GoldenSuite("coverage", input: "coverage", output: format)
    let failures = try suite.failures { _, input in
      let report = try CoverageCase(input).report()
      return switch format {
      case "txt": report.text(isColored: false)
      case "json": report.json()
      case "lcov": report.lcov()
      case "xml": report.cobertura()
      default: report.html()
      }
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  @Test func everyTextLineFits() throws {
    let suite = GoldenSuite("coverage", input: "coverage", output: "txt")
    for text in try suite.inputTexts() {
      for line in try CoverageCase(Array(text.utf8)).report().text(isColored: false)
        .split(separator: "\n")
      {
        #expect(line.unicodeScalars.count <= 80, "\(line)")
      }
    }
  }

  @Test func jsonFitsItsSchema() throws {
    let schema = try SchemaValidator(
      contentsOf: GoldenSuite.root.appending(path: "grammar/coverage.schema.json"))
    let suite = GoldenSuite("coverage", input: "coverage", output: "json")
    for text in try suite.inputTexts() {
      let json = try CoverageCase(Array(text.utf8)).report().json()
      #expect(schema.failures(ofLine: json) == [])
    }
  }

  /// Parts counted apart come to what is counted in one go, in whatever order they are added.
  @Test func partsAddUp() throws {
    let suite = GoldenSuite("coverage", input: "coverage", output: "txt")
    for text in try suite.inputTexts() {
      let subject = try CoverageCase(Array(text.utf8))
      let probes = try Probes(subject.policy)
      let whole = subject.counts(probes, subject.requests)
      let half = subject.requests.count / 2
      var parts = subject.counts(probes, Array(subject.requests[half...]))
      parts.add(subject.counts(probes, Array(subject.requests[..<half])))
      #expect(parts == whole)
    }
  }

  /// A policy's report added to itself has the same conditions, twice as often seen.
  @Test func reportsAddUp() throws {
    let suite = GoldenSuite("coverage", input: "coverage", output: "txt")
    for text in try suite.inputTexts() {
      let report = try CoverageCase(Array(text.utf8)).report()
      var sum = CoverageReport()
      sum.add(report)
      #expect(sum.json() == report.json())
      sum.add(report)
      #expect(sum.requests == 2 * report.requests)
      for kind in CoverageKind.allCases { #expect(sum.share(kind) == report.share(kind)) }
    }
  }
}

/// A policy and requests in one file.
struct CoverageCase {
  var policy: CheckedPolicy
  var requests: [[UInt8]] = []
  private var files: [SourceFile] = []

  init(_ input: [UInt8]) throws {
    var name = ""
    var text = ""
    func section(_ case: inout CoverageCase) {
      if name == "requests" {
        `case`.requests = text.split(separator: "\n").map { Array($0.utf8) }
      } else if !name.isEmpty {
        `case`.files.append(SourceFile(path: name, text: text))
      }
    }
    policy = CheckedPolicy()
    for line in String(decoding: input, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("== ") {
        section(&self)
        name = String(line.dropFirst(3))
        text = ""
      } else {
        text += line + "\n"
      }
    }
    section(&self)
    let trees = files.enumerated().map { parse($1, index: Int32($0)).0 }
    let (policy, findings) = check(files, trees, environment: RecordedRequests.environment)
    let errors = findings.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(DiagnosticRenderer(files: files, isColored: false).render(errors))")
    self.policy = policy
  }

  func counts(_ probes: Probes, _ requests: [[UInt8]]) -> CoverageCounts {
    let meter = CoverageMeter(probes)
    for request in requests {
      request.withUnsafeBufferPointer {
        meter.observe($0, now: RecordedRequests.instant(for: request))
      }
    }
    return meter.counts
  }

  func report() throws -> CoverageReport {
    let probes = try Probes(policy)
    return CoverageReport(policy, probes, counts(probes, requests), files: files)
  }
}
