internal import Weir

/// A token or a private key stands in the policy, by the form that its issuer gives such. A policy
/// is read by many and kept for long. Take it out, and have it revoked; let the request say whether
/// a credential was good.
struct HardcodedSecret: LintRule {
  let name: ExactString = "hardcoded-secret"
  let category = LintCategory.security
  let level = LintLevel.warning

  // The sample key of the documentation of AWS.
  let bad: LintExample = """
    allow service when key == "«AKIAIOSFODNN7EXAMPLE»"
    """
  let good: LintExample = """
    allow service when principal.id == "billing" and authenticated
    """

  /// A documented form: what such a secret begins with, and what follows.
  private struct Form {
    let prefix: String
    let what: String
    /// How many bytes follow at least.
    let length: Int

    init(_ prefix: String, _ length: Int, _ what: String) {
      self.prefix = prefix
      self.length = length
      self.what = what
    }
  }

  /// From the issuers' pages on their tokens. The lengths keep words that only begin so out.
  private static let forms = [
    Form("AKIA", 16, "an access key of AWS"), Form("ASIA", 16, "an access key of AWS"),
    Form("ghp_", 36, "a token of GitHub"), Form("gho_", 36, "a token of GitHub"),
    Form("ghs_", 36, "a token of GitHub"), Form("ghu_", 36, "a token of GitHub"),
    Form("github_pat_", 40, "a token of GitHub"), Form("glpat-", 20, "a token of GitLab"),
    Form("xoxb-", 20, "a token of Slack"), Form("xoxp-", 20, "a token of Slack"),
    Form("sk_live_", 20, "a key of Stripe"), Form("rk_live_", 20, "a key of Stripe"),
    Form("sk-ant-", 40, "a key of Anthropic"), Form("sk-proj-", 40, "a key of OpenAI"),
    Form("AIza", 35, "a key of Google"), Form("npm_", 36, "a token of npm"),
    Form("pypi-AgEIcHlwaS5vcmc", 40, "a token of PyPI"),
    Form("-----BEGIN PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN RSA PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN EC PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN OPENSSH PRIVATE KEY-----", 0, "a private key"),
  ].map { (bytes: Array($0.prefix.utf8), form: $0) }

  /// For each byte that one of them begins with.
  private static let byFirst: [UInt8: [(bytes: [UInt8], form: Form)]] = Dictionary(
    grouping: forms, by: { $0.bytes[0] })

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated() {
      var place = 0
      let bytes = file.bytes
      while place < bytes.count {
        guard let candidates = Self.byFirst[bytes[place]],
          place == 0 || !isOfToken(bytes[place - 1]),
          let (end, form) = secret(at: place, in: bytes, candidates)
        else {
          place += 1
          continue
        }
        findings.append(
          finding(
            "this looks like \(form.what)",
            at: SourceRange(file: Int32(number), start: Int32(place), end: Int32(end)),
            hint: "take it out of the policy, and have it revoked: whoever can read this has it"))
        place = end
      }
    }
    return findings
  }

  private func secret(
    at place: Int, in bytes: [UInt8], _ candidates: [(bytes: [UInt8], form: Form)]
  ) -> (end: Int, form: Form)? {
    for (prefix, form) in candidates where bytes[place...].starts(with: prefix) {
      let start = place + prefix.count
      guard form.length > 0 else { return (start, form) }
      let end = bytes[start...].firstIndex { !isOfToken($0) } ?? bytes.count
      if end - start >= form.length { return (end, form) }
    }
    return nil
  }

  private func isOfToken(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
