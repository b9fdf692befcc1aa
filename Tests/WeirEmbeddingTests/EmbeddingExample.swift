// The README's example of embedding, which a test compares with it, so that it compiles.

import Weir

func mayPass(_ request: String, by policy: String, at now: Timestamp) -> Bool {
  let files = [SourceFile(path: "policy.weir", text: policy)]
  let compilation = compile(files)
  guard let program = compilation.program else {
    print(DiagnosticRenderer(files: files).render(compilation.diagnostics))
    return false
  }
  // Compile once and keep the evaluator: it is made for millions of requests.
  var evaluator = Evaluator(program)
  let verdict = evaluator.evaluate(Array(request.utf8), now: now)
  switch verdict.effect {
  case .allow: return true
  case .deny: return false
  case .hold:
    for hold in verdict.holds { print("needs \(hold.needs) within \(hold.within)") }
    return false
  }
}
