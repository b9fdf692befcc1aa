// From a fixture's choice of policy to the policy: found, parsed, checked and compiled once, with
// the trees and the checked policy kept. A built policy judges as it is. Its sources are used only
// if compiling them yields the same program.

package import Weir
package import WeirHost
internal import WeirReaders

/// Why there is no policy to test.
package enum PolicyProblem: Error, Sendable {
  /// Files that cannot be found or read.
  case failure(Failure)
  /// Names in `data:` that no declaration has, and those that declarations have.
  case unknownData([String], declared: [String])
  /// It does not compile: every finding, and the files they are about.
  case findings([Diagnostic], in: [SourceFile])
}

extension TestPolicy {
  /// The policy that a group of cases is judged by.
  ///
  /// - Parameters:
  ///   - standard: the paths of the command line or of `weir.yaml`, for fixtures that name none.
  ///   - shape: what sources get that declare no request.
  package static func load(
    _ choice: PolicyChoice, standard: [String], assuming shape: AssumedShape? = nil
  ) throws(PolicyProblem) -> TestPolicy {
    let paths = choice.paths ?? standard
    guard !paths.isEmpty else {
      throw .failure(
        Failure(
          .usage, "\(choice.place.text): no policy is given",
          hint: "name it in the fixture with policy:, with -p, or with policies: in weir.yaml"))
    }
    do throws(Failure) {
      if let path = try LoadedPolicy.builtPath(paths) { return try built(path, choice) }
    } catch {
      throw .failure(error)
    }
    var source: PolicySource
    do throws(Failure) {
      source = try PolicySource(paths, readers: QueryReader.all)
      if let shape { source.assume(shape) }
    } catch {
      throw .failure(error)
    }
    let compiled = source.compiled(replacing: choice.data)
    try checkNames(of: choice, in: compiled.trees)
    guard let program = compiled.program else {
      throw .findings(compiled.errors, in: source.openable)
    }
    return TestPolicy(compiled, openable: source.openable, program: program)
  }

  /// A program of `weir build`, with its sources if they compile to this very program. They do
  /// unless the policy binds documents, which the file holds only in compiled form.
  private static func built(_ path: String, _ choice: PolicyChoice) throws(Failure) -> TestPolicy {
    guard choice.data.isEmpty else {
      throw Failure(
        .usage, "\(choice.place.text): data cannot be replaced in a built policy",
        hint: "test the sources that \(path) was built from")
    }
    let program = try LoadedPolicy.program(path, readers: QueryReader.all)
    let files = program.loaded.image.files
    var environment = CompilerEnvironment(
      zoneRules: CompilerEnvironment.systemZoneRules,
      document: { _, _ in .failure(.unreadable("a built policy is compiled without documents")) })
    environment.readers = QueryReader.all
    let compiled = CompiledPolicy(files, environment: environment)
    var policy = TestPolicy(compiled, openable: files, program: program)
    policy.hasSources = compiled.program.map { $0.encoded() == program.encoded() } ?? false
    return policy
  }

  /// Refuses a replacement for data that is not declared: it would have no effect, unnoticed.
  private static func checkNames(of choice: PolicyChoice, in trees: [SyntaxFile])
    throws(PolicyProblem)
  {
    var declared: [String] = []
    for tree in trees {
      for declaration in tree.declarations {
        guard case .data(let name, _, _) = declaration.kind else { continue }
        declared.append(tree.module.map { "\($0.text).\(name.text)" } ?? name.text)
      }
    }
    let unknown = choice.data.map(\.name).filter { !declared.contains($0) }
    if !unknown.isEmpty { throw .unknownData(unknown, declared: declared) }
  }
}
