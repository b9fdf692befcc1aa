// Functions on addresses and URLs.

extension BuiltinDeclaration {
  static let network: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .ip, "ip", [Parameter("text", .string)], .type(.ip),
      """
      The address that a text spells, IPv4 or IPv6. `::ffff:10.0.0.1` is `10.0.0.1`; an octet \
      with a leading zero is not an address, nor is one with a zone.
      """,
      examples: [
        Example(#"ip("::ffff:10.0.0.1") == ip("10.0.0.1")"#, "true"),
        Example(#"ip("10.1.2.3") in cidr("10.0.0.0/8")"#, "true"),
      ], implementation: { arguments, memory, _ in address(arguments.first, &memory) }),
    BuiltinDeclaration(
      .cidr, "cidr", [Parameter("text", .string)], .type(.cidr),
      """
      The block of addresses that a text spells. Bits after the prefix must be zero. A block \
      holds addresses, and blocks, of its own family only. IPv6 forms that carry an IPv4 address \
      lie outside of IPv4 blocks, but for `::ffff:a.b.c.d`: NAT64's `64:ff9b::a.b.c.d`, the old \
      `::a.b.c.d`, 6to4's `2002::`. Where they reach what a block is about, name their blocks too.
      """,
      examples: [
        Example(#"ip("2001:db8::1") in cidr("2001:db8::/32")"#, "true"),
        Example(#"ip("2001:db8::1") in cidr("0.0.0.0/0")"#, "false"),
        Example(#"ip("::ffff:10.0.0.1") in cidr("10.0.0.0/8")"#, "true"),
        Example(#"ip("64:ff9b::10.0.0.1") in cidr("10.0.0.0/8")"#, "false"),
        Example(#"ip("::10.0.0.1") in cidr("10.0.0.0/8")"#, "false"),
        Example(#"ip("2002:a00:1::") in cidr("10.0.0.0/8")"#, "false"),
        Example(#"ip("64:ff9b::10.0.0.1") in cidr("64:ff9b::a00:0/104")"#, "true"),
        Example(#"ip("2002:a00:1::") in cidr("2002:a00::/24")"#, "true"),
        Example(#"cidr("10.1.0.0/16") in cidr("10.0.0.0/8")"#, "true"),
        Example(#"cidr("10.0.0.0/8") in cidr("10.1.0.0/16")"#, "false"),
      ], implementation: { arguments, memory, _ in block(arguments.first, &memory) }),
    BuiltinDeclaration(
      .url, "url", [Parameter("text", .string)], .type(.record(urlShape)),
      """
      The parts of a URL (RFC 3986 with an authority). Scheme and host are lower-cased, an IPv6 \
      host stands without brackets in its shortest form; the rest is as written, nothing is \
      decoded. But `params` has the query's members by name, each a list of values, decoded, `+` \
      for a blank; it has no value (`bad_format`) where they are not UTF-8 or the query has a `;`. \
      A host with percent signs is a fault (`bad_format`): readers disagree on it.
      """,
      examples: [
        Example(#"url("HTTPS://Api.Example.com:8443/v1?x=1#top").host"#, #""api.example.com""#),
        Example(#"url("https://api.example.com/v1").path"#, #""/v1""#),
        Example(#"url("https://api.example.com:8443/").port"#, "8443"),
        Example(#"url("https://a.example/?q=a+b&id=1&id=%32").params.id"#, #"["1", "2"]"#),
        Example(#"url("https://a.example/?q=a+b&id=1&id=%32").params.q[0]"#, #""a b""#),
      ], isCostly: true, implementation: { arguments, memory, _ in url(arguments.first, &memory) }),
  ]

  /// What `url` makes.
  static let urlShape = RecordShape(members: [
    RecordShape.Member(name: "scheme", type: .string),
    RecordShape.Member(name: "userinfo", type: .string, isOptional: true),
    RecordShape.Member(name: "host", type: .string),
    RecordShape.Member(name: "port", type: .number, isOptional: true),
    RecordShape.Member(name: "path", type: .string),
    RecordShape.Member(name: "query", type: .string, isOptional: true),
    RecordShape.Member(name: "params", type: .map(.list(.string))),
    RecordShape.Member(name: "fragment", type: .string, isOptional: true),
  ])
}

private func address(_ text: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  guard let address = IPAddress(reading: memory.bytes(of: text)) else {
    return .fault(.badFormat)
  }
  return memory.make(address)
}

private func block(_ text: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  guard let block = CIDRBlock(reading: memory.bytes(of: text)) else { return .fault(.badFormat) }
  return memory.make(block)
}

private func url(_ text: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count &* 2)
  guard let parts = URLParts(memory.bytes(of: text)) else { return .fault(.badFormat) }
  let host: Value
  if let address = parts.address {
    host = memory.makeText { memory in
      var written: [UInt8] = []
      address.write(into: &written)
      return written.allSatisfy { memory.appendByte($0) }
    }
  } else {
    host = lowerCased(text.part(parts.host), &memory)
  }
  let scheme = lowerCased(text.part(parts.scheme), &memory)
  let params = memory.makeQueryMembers(parts.query.map(text.part) ?? text.part(0..<0))
  // In byte order of their names.
  let members:
    (
      (StaticString, Value?), (StaticString, Value?), (StaticString, Value?),
      (StaticString, Value?),
      (StaticString, Value?),
      (StaticString, Value?), (StaticString, Value?), (StaticString, Value?)
    ) = (
      ("fragment", parts.fragment.map(text.part)), ("host", host), ("params", params),
      ("path", text.part(parts.path)),
      ("port", parts.port.map { .number(Decimal($0)) }), ("query", parts.query.map(text.part)),
      ("scheme", scheme), ("userinfo", parts.userinfo.map(text.part))
    )
  let start = memory.arenaCount
  func add(_ member: (name: StaticString, value: Value?), _ memory: inout Memory) -> Bool {
    guard let value = member.value else { return true }
    // A query that cannot be read leaves the other parts as they are.
    if value.isFault, value.faultKind != .badFormat { return false }
    let name = memory.makeText { memory in
      member.name.withUTF8Buffer { memory.appendBytes($0) != nil }
    }
    guard !name.isFault, let slot = memory.allocateValues(2) else { return false }
    memory[slot] = name
    memory[slot + 1] = value
    return true
  }
  guard add(members.0, &memory), add(members.1, &memory), add(members.2, &memory),
    add(members.3, &memory), add(members.4, &memory), add(members.5, &memory),
    add(members.6, &memory), add(members.7, &memory)
  else { return .fault(.outOfRange) }
  return .record(.scratch, offset: start, count: (memory.arenaCount - start) / 2)
}

private func lowerCased(_ text: Value, _ memory: inout Memory) -> Value {
  let hasUpper = memory.bytes(of: text).contains { $0 &- UInt8(ascii: "A") < 26 }
  guard hasUpper else { return text }
  return memory.makeText { memory in
    for index in 0..<text.count {
      let byte = memory.bytes(of: text)[index]
      guard memory.appendByte(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte) else {
        return false
      }
    }
    return true
  }
}
