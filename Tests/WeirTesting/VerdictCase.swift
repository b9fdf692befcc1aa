// A golden verdict case in one file: a policy, requests, and the verdicts that somebody blessed.
//
//     == any.weir        the policy; more files are more sections
//     == limits.json     a document that the policy binds with `data`, if it does
//     == requests        a request a line
//     == verdicts        a verdict a line

package import Weir

package struct VerdictCase: Sendable {
  package var golden: GoldenCase
  package var policy: [SourceFile] = []
  package var requests: [[UInt8]] = []
  /// The system's zones, and the documents of the case.
  package var environment: CompilerEnvironment

  package init(_ golden: GoldenCase) throws {
    self.golden = golden
    var documents: [String: CompilerEnvironment.BoundDocument] = [:]
    let file = try SectionedFile(golden.input())
    for section in file.sections {
      switch section.name {
      case "requests": requests = RecordedRequests.lines(section.bytes)
      case "verdicts": break
      case let name where name.hasSuffix(".weir"):
        policy.append(SourceFile(path: name, bytes: section.bytes))
      case let name where name.hasSuffix(".json"):
        let content = try section.bytes.withUnsafeBufferPointer { try parseJSON($0) }
        documents[name] = .init(content: content, digest: [UInt8(documents.count)], path: name)
      default:
        throw SectionedFile.Mistake(
          description: "\(golden): a section is a .weir or .json file, requests, or verdicts")
      }
    }
    if policy.isEmpty || file["requests"] == nil {
      throw SectionedFile.Mistake(description: "\(golden) needs a policy and requests")
    }
    let bound = documents
    environment = CompilerEnvironment(
      zoneRules: RecordedRequests.environment.zoneRules,
      document: { path, _ in
        bound[path].map { .success($0) } ?? .failure(.unreadable("there is no section \(path)"))
      })
  }
}
