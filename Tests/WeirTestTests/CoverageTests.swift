// Every report over small policies, as golden cases: a case is a file of sections (SectionedFile),
// `== requests` with JSON lines and `== NAME.weir` with a file each.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTest
import WeirTesting

@Suite struct CoverageTests {
  @Test(arguments: GoldenSuite.coverage.flatMap(\.cases)) func reports(_ golden: GoldenCase) throws
  {
    let report = try CoverageCase(golden.input()).report()
    let text =
      switch golden.suite.output {
      case .file("txt"): report.text(isColored: false)
      case .file("json"): report.json()
      case .file("lcov"): report.lcov()
      case .file("xml"): report.cobertura()
      default: report.html()
      }
    try golden.check(text)
  }

  @Test func everyTextLineFits() throws {
    for text in try GoldenSuite.coverage[0].inputTexts() {
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
    for text in try GoldenSuite.coverage[0].inputTexts() {
      let json = try CoverageCase(Array(text.utf8)).report().json()
      #expect(schema.failures(ofLine: json) == [])
    }
  }

  /// Parts counted apart come to what is counted in one go, in whatever order they are added.
  @Test func partsAddUp() throws {
    for text in try GoldenSuite.coverage[0].inputTexts() {
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
    for text in try GoldenSuite.coverage[0].inputTexts() {
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
    for section in try SectionedFile(input).sections {
      if section.name == "requests" {
        requests = section.text.split(separator: "\n").map { Array($0.utf8) }
      } else {
        files.append(SourceFile(path: section.name, bytes: section.bytes))
      }
    }
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
