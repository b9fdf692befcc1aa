import Foundation
import Testing

@testable import Weir

/// Every example of the table: the checker reads it, folds it, and finds what the table says.
@Suite struct BuiltinExampleTests {
  private static let environment = CompilerEnvironment(
    zoneRules: { name in try? zoneFile(name) },
    document: { _, _ in .failure(.unreadable("there are no documents")) })

  @Test(
    arguments: Builtin.declarations.flatMap { declaration in
      declaration.examples.map { (declaration.name, $0) }
    })
  func holds(name: String, example: BuiltinDeclaration.Example) throws {
    let text = "allow example when (\(example.expression)) == \(example.result)"
    let file = SourceFile(path: "example.weir", text: text)
    let (policy, diagnostics) = check(
      [file], [parse(file, index: 0).0], environment: Self.environment)
    #expect(!diagnostics.contains { $0.severity == .error }, "\(name): \(diagnostics)")
    let condition = try #require(policy.rules.first?.conditions.first)
    guard case .constant(.bool(true)) = condition.kind else {
      Issue.record("\(text) is \(condition.kind)")
      return
    }
  }
}
