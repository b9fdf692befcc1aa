// Functions on addresses and URLs.

extension BuiltinDeclaration {
  static let network: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .ip, "ip", [Parameter("text", .string)], .type(.ip),
      """
      The address that a text spells, IPv4 or IPv6. `::ffff:10.0.0.1` is `10.0.0.1`; an octet \
      with a leading zero is no address, nor is one with a zone.
      """,
      examples: [
        Example(#"ip("::ffff:10.0.0.1") == ip("10.0.0.1")"#, "true"),
        Example(#"ip("10.1.2.3") in cidr("10.0.0.0/8")"#, "true"),
      ]),
    BuiltinDeclaration(
      .cidr, "cidr", [Parameter("text", .string)], .type(.cidr),
      """
      The block of addresses that a text spells. Bits behind the prefix must be zero. A block \
      holds addresses of its own family only.
      """,
      examples: [
        Example(#"ip("2001:db8::1") in cidr("2001:db8::/32")"#, "true"),
        Example(#"ip("2001:db8::1") in cidr("0.0.0.0/0")"#, "false"),
      ]),
    BuiltinDeclaration(
      .url, "url", [Parameter("text", .string)], .type(.record(urlShape)),
      """
      The parts of a URL (RFC 3986 with an authority). Scheme and host are lower-cased, an IPv6 \
      host stands without brackets in its shortest form; the rest is as written, nothing is \
      decoded. A host with percent signs is a fault (`bad_format`): readers disagree on it.
      """,
      examples: [
        Example(#"url("HTTPS://Api.Example.com:8443/v1?x=1#top").host"#, #""api.example.com""#),
        Example(#"url("https://api.example.com/v1").path"#, #""/v1""#),
        Example(#"url("https://api.example.com:8443/").port"#, "8443"),
      ]),
  ]

  /// What `url` makes.
  static let urlShape = RecordShape(members: [
    RecordShape.Member(name: "scheme", type: .string),
    RecordShape.Member(name: "userinfo", type: .string, isOptional: true),
    RecordShape.Member(name: "host", type: .string),
    RecordShape.Member(name: "port", type: .number, isOptional: true),
    RecordShape.Member(name: "path", type: .string),
    RecordShape.Member(name: "query", type: .string, isOptional: true),
    RecordShape.Member(name: "fragment", type: .string, isOptional: true),
  ])
}
