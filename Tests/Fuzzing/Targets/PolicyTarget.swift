// Any text as a policy: lexer, parser, checker, emitter and verifier must come to an end with
// findings that lie in the file, and a policy without errors must be a program that runs.

import Weir

enum PolicyTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    let file = SourceFile(path: "a.weir", bytes: Array(bytes))
    checkTokens(of: file)
    let compilation = compile([file], environment: environment)
    for diagnostic in compilation.diagnostics {
      require(diagnostic.code != .error(.internalError), diagnostic.message)
      check(diagnostic.range, in: file)
      for label in diagnostic.labels { check(label.range, in: file) }
      _ = file.position(at: Int(diagnostic.range.start))
    }
    require(
      compilation.diagnostics.isEmpty == (compilation.program != nil),
      "a program despite errors, or none without")
    guard let program = compilation.program else { return }
    let verdicts = judge(program)
    _ = program.listing()
    guard let reloaded = try? Program(encoded: program.encoded()) else {
      fatalError("a compiled policy is no program once it is written and read")
    }
    require(verdicts == judge(reloaded), "a program read from a file judges differently")
  }

  static let environment = CompilerEnvironment(
    zoneRules: { _ in nil },
    document: { _, _ in
      .success(
        CompilerEnvironment.BoundDocument(
          content: JSONDocument(
            .list([
              JSONDocument(.string(ExactString("u3")), offset: 1),
              JSONDocument(.string(ExactString("u4")), offset: 5),
            ]), offset: 0), digest: Array(repeating: 7, count: 32), path: "data.yaml"))
    })

  /// Tokens stand in the order of the text and do not overlap.
  private static func checkTokens(of file: SourceFile) {
    let (_, findings) = parse(file, index: 0)
    var end = 0
    for token in lex(file, index: 0).tokens {
      check(token.range, in: file)
      require(Int(token.range.start) >= end, "tokens overlap")
      end = Int(token.range.end)
    }
    require(end == file.bytes.count, "the last token is not the end")
    for finding in findings { check(finding.range, in: file) }
  }

  private static func check(_ range: SourceRange, in file: SourceFile) {
    require(
      range.file == 0 && range.start >= 0 && range.start <= range.end
        && Int(range.end) <= file.bytes.count, "\(range) lies outside the file")
  }
}

/// The verdicts on requests made for a program.
func judge(_ program: Program) -> [UInt8] {
  let now = Timestamp(seconds: 1_772_000_000, nanoseconds: 0)
  var output = LineBuffer()
  var evaluator = Evaluator(program)
  // Twice, so that the second reading finds what the first one learned.
  let requests = RequestMaker.requests(for: program.loaded.image.projection)
  for (line, request) in (requests + requests).enumerated() {
    request.inOwnMemory { _ = evaluator.write($0, line: line, now: now, into: &output) }
  }
  for request in requests.prefix(2) {
    request.inOwnMemory { _ = evaluator.evaluate($0, now: now) }
  }
  return Array(output.contents)
}
