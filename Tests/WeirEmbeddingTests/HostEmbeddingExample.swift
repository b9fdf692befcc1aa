// The example of embedding in WeirHost's catalogue, which a test compares with it, so that it
// compiles.

import Weir
import WeirHost

func mayPass(yaml request: String, byPolicyIn folder: String) throws -> Bool {
  let policy = try LoadedPolicy([folder])
  guard let program = policy.program else {
    print(DiagnosticRenderer(files: policy.files).render(policy.diagnostics))
    return false
  }
  var evaluator = Evaluator(program)
  let document = try JSONDocument(parsingYAML: Array(request.utf8))
  return evaluator.evaluate(document.encoded(), now: Timestamp.now()).effect == .allow
}
