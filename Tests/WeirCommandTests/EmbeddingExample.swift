// The README's example of embedding, which a test compares with it, so that it compiles.

import Weir

func mayPass(_ request: String, by policy: String, at now: Timestamp) -> Bool {
  let compilation = compile([SourceFile(path: "policy.weir", text: policy)])
  guard let program = compilation.program else {
    for finding in compilation.diagnostics { print(finding.message) }
    return false
  }
  // Compile once and keep the evaluator: it judges millions of requests without allocating.
  var evaluator = Evaluator(program)
  let verdict = Array(request.utf8).withUnsafeBufferPointer {
    evaluator.evaluate($0, now: now)
  }
  switch verdict.effect {
  case .allow: return true
  case .deny: return false
  case .hold:
    for hold in verdict.holds { print("needs \(hold.needs) within \(hold.within)") }
    return false
  }
}
