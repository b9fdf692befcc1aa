internal import Weir

/// A reason shows a value that is not for everybody: one whose member is `@sensitive`, or is named
/// as secrets are. Reasons go to chats, logs and language models. Leave it out.
struct SecretInReason: LintRule {
  let name: ExactString = "secret-in-reason"
  let category = LintCategory.holds
  let level = LintLevel.warning

  let bad: LintExample = """
    deny strangers when user.password == "" because «"{user.password} is not a password"»
    """
  let good: LintExample = """
    deny strangers when user.password == "" because "{user.id} has no password"
    """

  private static let names: Set<ExactString> = [
    "password", "passwd", "passphrase", "secret", "token", "credential", "credentials",
    "authorization", "cookie", "pin", "ssn",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.checked.rules.compactMap { rule -> Diagnostic? in
      for part in rule.because?.parts ?? [] {
        guard case .path(let path) = part, let why = whySecret(path, context.checked.shape) else {
          continue
        }
        return finding(
          "the reason shows `\(path.text)`, which \(why)", at: context.reasonRange(of: rule),
          hint: "leave it out, and name what people may see")
      }
      return nil
    }
  }

  private func whySecret(_ path: RequestPath, _ shape: RecordShape?) -> String? {
    if let shape, isSensitive(path, shape) { return "is `@sensitive`" }
    guard case .member(let name)? = path.steps.last,
      Self.names.contains(TextComparison.lastWord(of: name))
    else { return nil }
    return "is a secret by its name"
  }

  private func isSensitive(_ path: RequestPath, _ shape: RecordShape) -> Bool {
    var type = Type.record(shape)
    for step in path.steps {
      let member: RecordShape.Member
      do throws(StepFailure) { member = try type.after(step) } catch { return false }
      if member.isSensitive { return true }
      type = member.type
    }
    return false
  }
}
