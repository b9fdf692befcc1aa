// From sources to a program: the one pipeline. Each stage has a value that holds what it made and
// what it found, so that whoever compiles says the stages in a row and nothing else: `compile`
// keeps the program alone, `CompiledPolicy` keeps what every stage made.
//
// A stage takes the value of the stage before for itself. Memory that is touched for the first time
// is much of what compiling a large policy costs, so nothing is alive longer than it is asked for.

/// What came of compiling: a program unless there was an error, and every error.
public struct Compilation: Sendable {
  /// The program; nil when there is a diagnostic.
  public var program: Program?
  /// The errors, ordered by file and place. What is merely unwise is not the compiler's to say:
  /// `weir lint` has rules for that.
  public var diagnostics: [Diagnostic]
}

/// Compiles the files of one policy; their order does not matter.
///
/// Every file is parsed and checked, errors or not, so that one run tells all there is to tell.
public func compile(
  _ files: [SourceFile], environment: CompilerEnvironment = .empty
) -> Compilation {
  Compilation(CheckedFiles(ParsedFiles(files), environment: environment))
}

/// The first stage: syntax trees, in the order of the files.
struct ParsedFiles: Sendable {
  private(set) var files: [SourceFile]
  private(set) var trees: [SyntaxFile] = []
  /// The errors of each file.
  fileprivate private(set) var errors: [[Diagnostic]] = []

  init(_ files: [SourceFile]) {
    self.files = files
    for (index, file) in files.enumerated() {
      let (tree, errors) = parse(file, index: Int32(index))
      trees.append(tree)
      self.errors.append(errors)
    }
  }

  /// Parses one file anew, with other text.
  mutating func replace(_ index: Int, with file: SourceFile) {
    files[index] = file
    (trees[index], errors[index]) = parse(file, index: Int32(index))
  }

  fileprivate mutating func takeTrees() -> [SyntaxFile] {
    defer { trees = [] }
    return trees
  }
}

/// The second stage: the checked policy, which is whole only where there is no error.
struct CheckedFiles: Sendable {
  private let files: [SourceFile]
  private(set) var policy: CheckedPolicy
  fileprivate let errors: [Diagnostic]
  /// What the program's evaluators will read queries with.
  fileprivate let readers: [QueryReader]

  init(_ parsed: consuming ParsedFiles, environment: CompilerEnvironment) {
    files = parsed.files
    let mistakes = parsed.errors.flatMap { $0 }
    let (policy, errors) = check(files, parsed.takeTrees(), environment: environment)
    self.policy = policy
    self.errors = mistakes + errors
    readers = environment.readers
  }

  /// The errors by file and place.
  fileprivate var sortedErrors: [Diagnostic] {
    errors.sorted { left, right in
      let leftPath = files[Int(left.range.file)].path
      let rightPath = files[Int(right.range.file)].path
      return leftPath != rightPath
        ? ExactString(leftPath) < ExactString(rightPath) : left.range.start < right.range.start
    }
  }

  fileprivate mutating func takePolicy() -> CheckedPolicy {
    defer { policy = CheckedPolicy() }
    return policy
  }
}

extension Compilation {
  /// The last stage: the program, emitted and verified, if there is no error, and no rule does
  /// otherwise than its examples say.
  ///
  /// - Parameter asksExamples: whether they are asked. A mutant's are not: that they fail is what
  ///   tests find out.
  init(_ checked: consuming CheckedFiles, asksExamples: Bool = true) {
    guard checked.errors.isEmpty else {
      self.init(program: nil, diagnostics: countingErrors(of: checked.sortedErrors))
      return
    }
    let readers = checked.readers
    let policy = checked.takePolicy()
    let examples = asksExamples ? RuleExamples(policy, readers: readers) : nil
    let image = Emitter.emit(policy)
    do {
      var program = try Program(verifying: consume image)
      program.readers = readers
      let mistakes = countingErrors(of: examples?.mistakes() ?? [])
      self.init(program: mistakes.isEmpty ? program : nil, diagnostics: mistakes)
    } catch {
      // The emitter made a program that the verifier refuses: a defect of Weir's, told as such, and
      // no program.
      let place = SourceRange(file: 0, start: 0, end: 0)
      let defect = Diagnostic(
        .internalError, "the compiled program is refused: \(error)", at: place,
        hint: "this is a defect of Weir; please report it with the policy")
      self.init(program: nil, diagnostics: [defect])
    }
  }
}

/// Errors in order, in which each file has no more than `Limits.errorsPerFile`, and then one that
/// counts the others.
private func countingErrors(of diagnostics: [Diagnostic]) -> [Diagnostic] {
  var kept: [Diagnostic] = []
  var counts: [Int32: Int] = [:]
  /// For each file with more, the index in `kept` where that is said.
  var ends: [Int32: Int] = [:]
  for diagnostic in diagnostics {
    let file = diagnostic.range.file
    let count = counts[file, default: 0] + 1
    counts[file] = count
    guard count > Limits.errorsPerFile else {
      kept.append(diagnostic)
      continue
    }
    let rest = count - Limits.errorsPerFile
    let last = Diagnostic(
      .tooManyErrors, rest == 1 ? "1 more error stands below" : "\(rest) more errors stand below",
      at: ends[file].map { kept[$0].range } ?? diagnostic.range,
      hint: "correct the first ones, and see what is left")
    if let end = ends[file] {
      kept[end] = last
    } else {
      ends[file] = kept.count
      kept.append(last)
    }
  }
  return kept
}
