// The checker: from syntax trees to one policy without open questions.
//
// It runs in phases over all files at once, because no order of files or declarations means
// anything: names are collected, types and the request's shape resolved, definitions checked in the
// order in which they use each other, then rules. Each phase is an extension in a file of its own.
// Files are taken in the order of their paths, so that results and messages do not depend on the
// order in which they were given.

/// Checks the files of one policy; `trees` are their syntax trees, in the same order.
package func check(
  _ files: [SourceFile], _ trees: consuming [SyntaxFile], environment: CompilerEnvironment
) -> (CheckedPolicy, [Diagnostic]) {
  var checker = Checker(files: files, trees: consume trees, environment: environment)
  checker.run()
  return (checker.policy, checker.diagnostics)
}

/// The state of one run.
struct Checker {
  let files: [SourceFile]
  /// Ordered by the paths of their files. Without their rules once those are in `pendingRules`.
  var trees: [SyntaxFile]
  let environment: CompilerEnvironment

  var policy = CheckedPolicy()
  var diagnostics: [Diagnostic] = []

  // Checker+Declarations.swift
  /// Every declared name, qualified, with the place of its first declaration.
  var declared: [String: SourceRange] = [:]
  var definitions: [Definition] = []
  /// Definitions by qualified name; those of a module also by module and bare name.
  var definitionsByName: [String: Int] = [:]
  var definitionsByModule: [String: [String: Int]] = [:]
  /// First words of the modules' names: a path that starts so may name a definition.
  var moduleRoots: Set<String> = []
  var defaultPlace: SourceRange?
  /// Rules of all files, not yet checked, in their final order.
  var pendingRules: [PendingRule] = []
  var ons: [PendingOn] = []
  /// A file had nodes that are not a sentence: what looks unused may be used there.
  var sawSyntaxError = false

  // Checker+Shapes.swift
  var types: [TypeDeclaration] = []
  var typesByName: [String: Int] = [:]
  var usedTypes: Set<Int> = []
  var typeDepth = 0
  /// Of the type being resolved, named types written out.
  var typeExtent = TypeExtent()
  var requestPaths = RequestPaths(type: .any)
  var rootMeanings: [String: RootMeaning] = [:]
  /// Members of the request that some file reads bare, and where.
  var bareReads: [String: SourceRange] = [:]

  // The expression being checked: Checker+Expressions.swift.
  var context = Context()
  /// Nodes made for the whole policy.
  var totalNodes = 0
  var nextVariable = 0

  // Checker+Calls.swift, Checker+Data.swift: what the world said counts.
  var digest = PolicyDigest()

  // Checker+Calls.swift: the readers whose declarations are counted.
  var calledReaders: Set<ExactString> = []

  // Checker+Calls.swift, Checker+Operators.swift: what was asked of the world or of RE2, once.
  var zones: [ExactString: ZoneRules?] = [:]
  var patternProblems: [PatternKey: String?] = [:]

  // Checker+Rules.swift
  var requesterPlaces: [PlacedPath] = []
  var volatilePlaces: [PlacedPath] = []
  var volatileIndex: [RequestPath.Step: [Int]] = [:]
  var suggestionsLeft = Limits.explainedMistakes
  var declaresRequester = false
  var reportedVolatile: Set<SourceRange> = []

  init(files: [SourceFile], trees: consuming [SyntaxFile], environment: CompilerEnvironment) {
    self.files = files
    self.trees = trees.sorted { left, right in
      files[Int(left.file)].path.utf8
        .lexicographicallyPrecedes(files[Int(right.file)].path.utf8)
    }
    self.environment = environment
  }

  mutating func run() {
    policy.files = files
    collectDeclarations()
    resolveTypes()
    mergeRequests()
    resolveDefinitions()
    checkPeople()
    checkOns()
    checkRules()
    checkDefault()
    checkBareReads()
    noteUnused()
    for file in files { digest.add(file) }
    policy.digest = digest.finalize()
    sortDiagnostics()
  }

  // MARK: Reporting

  /// Puts a finding on record. While a definition is expanded, its findings are about the call:
  /// the first one is reported there.
  mutating func report(_ diagnostic: Diagnostic) {
    guard let expanding = context.expanding else {
      diagnostics.append(diagnostic)
      return
    }
    // The definition itself has been checked: only what comes of these arguments is news. That an
    // argument can have only some of the values the definition knows of is not a mistake.
    if expanding.isSilent || diagnostic.code == .error(.valueOutsideEnum) { return }
    context.expanding?.isSilent = true
    diagnostics.append(
      Diagnostic(
        code: diagnostic.code, severity: diagnostic.severity,
        message: "with these arguments of \(expanding.name): \(diagnostic.message)",
        range: expanding.range,
        labels: [Diagnostic.Label(diagnostic.range, "here in the definition")]
          + diagnostic.labels,
        hint: diagnostic.hint))
  }

  mutating func report(
    _ code: CompileError, _ message: String, at range: SourceRange,
    labels: [Diagnostic.Label] = [], hint: String? = nil
  ) {
    report(Diagnostic(code, message, at: range, labels: labels, hint: hint))
  }

  /// The policy's text at a place, short enough for a message.
  func source(_ range: SourceRange) -> String {
    files[Int(range.file)].excerpt(range)
  }

  mutating func suggestion(for name: String, among candidates: [String]) -> String? {
    // Each look-up walks over every name; a policy with hundreds of slips has another problem.
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Spelling.closest(to: name, among: candidates).map { "did you mean `\($0)`?" }
  }

  private mutating func sortDiagnostics() {
    // Ranks of the files, so that paths are compared once and not once a comparison.
    var rank = [Int](repeating: 0, count: files.count)
    for (position, tree) in trees.enumerated() { rank[Int(tree.file)] = position }
    diagnostics.sort { left, right in
      let (a, b) = (left.range, right.range)
      if a.file != b.file { return rank[Int(a.file)] < rank[Int(b.file)] }
      if a.start != b.start { return a.start < b.start }
      if a.end != b.end { return a.end < b.end }
      if left.code != right.code { return left.code.name < right.code.name }
      return left.message < right.message
    }
  }
}

/// A path with the place that names it.
struct PlacedPath: Sendable {
  var path: RequestPath
  var range: SourceRange
}
