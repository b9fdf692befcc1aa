// Compiles mutants as every policy is compiled, so that all limits of policies hold for them. Only
// the edited file is parsed again, and files and zones are read from the system once.

import Weir
import WeirHost

/// Compiles the mutants of one policy.
struct MutantCompiler: Sendable {
  private let policy: TestPolicy
  private let environment: CompilerEnvironment

  init(_ policy: TestPolicy) {
    self.policy = policy
    environment = policy.compiled.environment.remembering()
  }

  /// The mutant's policy; nil if the edit does not compile.
  func compile(_ mutant: Mutant) -> (checked: CheckedPolicy, program: Program)? {
    let index = Int(mutant.range.file)
    let edited = policy.compiled.replacing(
      index, with: mutant.edited(policy.files[index]), environment: environment)
    guard var program = edited.program else { return nil }
    program.limits = policy.program.limits
    return (edited.checked, program)
  }
}

extension CompilerEnvironment {
  /// This environment with a cache, so that each document and zone is read once.
  fileprivate func remembering() -> CompilerEnvironment {
    let memory = Memory(self)
    // A copy keeps the fixture's replacements of documents.
    var environment = self
    environment.zoneRules = { memory.zoneRules($0) }
    environment.document = { memory.document($0, $1) }
    return environment
  }

  /// The cache. The monitor guards it, so any thread may ask.
  private final class Memory: @unchecked Sendable {
    private let environment: CompilerEnvironment
    private let monitor = Monitor()
    private var zones: [ExactString: [UInt8]?] = [:]
    private var documents: [Question: Result<BoundDocument, DocumentFailure>] = [:]

    private struct Question: Hashable {
      var path: String
      var file: String
    }

    init(_ environment: CompilerEnvironment) { self.environment = environment }

    func zoneRules(_ name: String) -> [UInt8]? {
      monitor.exclusively {
        if let known = zones[ExactString(name)] { return known }
        let rules = environment.zoneRules(name)
        zones[ExactString(name)] = .some(rules)
        return rules
      }
    }

    func document(_ path: String, _ file: SourceFile) -> Result<BoundDocument, DocumentFailure> {
      monitor.exclusively {
        let question = Question(path: path, file: file.path)
        if let known = documents[question] { return known }
        let answer = environment.document(path, file)
        documents[question] = answer
        return answer
      }
    }
  }
}
