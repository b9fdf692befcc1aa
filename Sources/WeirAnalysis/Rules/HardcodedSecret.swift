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
    Form("glptt-", 20, "a token of GitLab"), Form("hf_", 34, "a token of Hugging Face"),
    Form("xoxa-", 20, "a token of Slack"), Form("xoxr-", 20, "a token of Slack"),
    Form("xapp-", 20, "a token of Slack"), Form("dop_v1_", 64, "a token of DigitalOcean"),
    Form("ghr_", 36, "a token of GitHub"), Form("whsec_", 32, "a secret of Stripe"),
    Form("dckr_pat_", 20, "a token of Docker"), Form("AGE-SECRET-KEY-1", 58, "a key of age"),
    Form("https://hooks.slack.com/services/", 24, "a webhook of Slack, which is a secret"),
    Form("https://discord.com/api/webhooks/", 40, "a webhook of Discord, which is a secret"),
    // `{"alg":` and `{"typ":` in base64url; a token has two dots.
    Form("eyJhbGciOi", 40, "a signed token (JWT)"), Form("eyJ0eXAiOi", 40, "a signed token (JWT)"),
    Form("-----BEGIN ENCRYPTED PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN DSA PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN PGP PRIVATE KEY BLOCK-----", 0, "a private key"),
    Form("-----BEGIN PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN RSA PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN EC PRIVATE KEY-----", 0, "a private key"),
    Form("-----BEGIN OPENSSH PRIVATE KEY-----", 0, "a private key"),
  ].map { (bytes: Array($0.prefix.utf8), form: $0) }

  /// For each byte, those that begin with it: each byte of a policy is asked.
  private static let byFirst: [[(bytes: [UInt8], form: Form)]] = (UInt8.min...UInt8.max).map {
    byte in
    forms.filter { $0.bytes[0] == byte }
  }

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated() {
      var place = 0
      let bytes = file.bytes
      while place < bytes.count {
        let candidates = Self.byFirst[Int(bytes[place])]
        guard !candidates.isEmpty, place == 0 || !isOfToken(bytes[place - 1]),
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
    return findings + passwords(context)
  }

  private func secret(
    at place: Int, in bytes: [UInt8], _ candidates: [(bytes: [UInt8], form: Form)]
  ) -> (end: Int, form: Form)? {
    for (prefix, form) in candidates where bytes[place...].starts(with: prefix) {
      let start = place + prefix.count
      guard form.length > 0 else { return (start, form) }
      let isAddress = prefix.contains(UInt8(ascii: "/"))
      let isJWT = prefix.starts(with: "eyJ".utf8)
      let end =
        bytes[start...].firstIndex {
          !isOfToken($0) && !(isAddress && $0 == UInt8(ascii: "/"))
            && !(isJWT && $0 == UInt8(ascii: "."))
        } ?? bytes.count
      if isJWT, bytes[start..<end].filter({ $0 == UInt8(ascii: ".") }).count != 2 { continue }
      if end - start >= form.length { return (end, form) }
    }
    return nil
  }

  /// Last words of the names of members that hold a secret.
  private static let names: Set<ExactString> = [
    "password", "passwd", "passphrase", "secret", "token", "apikey", "credential",
  ]

  /// Texts that such a member is compared with and that no person thought of: what has capitals,
  /// small letters and digits, and no other sign, is neither a digest in hexadecimal nor a name.
  private func passwords(_ context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.asksForWhole,
        Self.names.contains(comparison.lastWord)
          || comparison.lastWord == "key"
            && comparison.members.last?.includesIgnoringCase("api")
              == true,
        comparison.texts.contains(where: isRandom)
      else { return nil }
      return finding(
        "`\(context.excerpt(comparison.subject.range))` is compared with what looks like a secret",
        at: comparison.range,
        hint: "take it out of the policy, and have it revoked: whoever can read this has it")
    }
  }

  private func isRandom(_ text: ExactString) -> Bool {
    let bytes = text.bytes
    // What has a form that is known is found where it stands.
    guard (20...200).contains(bytes.count),
      !Self.byFirst[Int(bytes[0])].contains(where: { bytes.starts(with: $0.bytes) }),
      bytes.allSatisfy({ isOfToken($0) && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") })
    else { return false }
    let kinds = bytes.map { (0x30...0x39).contains($0) ? 0 : $0 < 0x60 ? 1 : 2 }
    // Words in one (`ProductionDatabase2024Password`) change their kind seldom.
    let changes = zip(kinds, kinds.dropFirst()).filter { $0 != $1 }.count
    return Set(kinds).count == 3 && changes * 3 > bytes.count
  }

  private func isOfToken(_ byte: UInt8) -> Bool {
    ASCII.isWordByte(byte) || byte == UInt8(ascii: "-")
  }
}
