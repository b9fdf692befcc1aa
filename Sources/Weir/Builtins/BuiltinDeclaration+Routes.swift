// Routes of web requests. Servers disagree on paths that are not plain: some decode `%2F`, some
// resolve `..`, some cut at `;`, some take `//` for `/`, letters of one case for those of the
// other, or a slash at the end for none. Where such a reading could make another route of it, the
// path is a fault: it is uncertain whether the rule applies.

extension BuiltinDeclaration {
  static let routes: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .route, "route",
      [
        Parameter("method", .string), Parameter("url", .string),
        Parameter("template", .string, role: .constant),
      ],
      .type(routeType(names: nil)),
      """
      Whether a request's method and URL (or path) follow a template, and what stands in the place \
      of each name in braces, which is one segment, decoded: a template without a method takes \
      any. The case of the method's letters does not count, nor does the query. A path on which \
      servers disagree is a fault (`bad_format`): encoded slashes, backslashes, dots or percent \
      signs, `..`, `//`, `;`, and one that follows the template but for the case of letters or for \
      a slash at the end. Where nothing matches, `params` is empty.
      """,
      examples: [
        Example(
          #"route("GET", "/v1/customers/42?full=1", "GET /v1/customers/{id}").params.id"#,
          #""42""#),
        Example(#"route("DELETE", "/v1/customers/42", "GET /v1/customers/{id}").matches"#, "false"),
        Example(
          #"route("GET", "https://api.example.com/v1/customers", "/v1/customers/{id}").matches"#,
          "false"),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        route(arguments.first, arguments.second, arguments.third, &memory)
      })
  ]

  /// What `route` makes of a template with these names; nil where they are not known.
  static func routeType(names: [ExactString]?) -> Type {
    let params: Type =
      names.map { names in
        .record(
          RecordShape(members: names.map { RecordShape.Member(name: $0, type: .string) }))
      } ?? .map(.string)
    return .record(
      RecordShape(members: [
        RecordShape.Member(name: "matches", type: .bool),
        RecordShape.Member(name: "params", type: params),
      ]))
  }
}

private func route(
  _ method: Value, _ url: Value, _ template: Value, _ memory: inout Memory
) -> Value {
  guard method.tag == .string, url.tag == .string, template.tag == .string else {
    return .fault(.wrongType)
  }
  memory.count(comparisons: 64 &+ 4 &* (method.count &+ url.count &+ template.count))
  guard let template = try? RouteTemplate(memory.bytes(of: template)) else {
    return .fault(.badFormat)
  }
  let verb = memory.bytes(of: method)
  guard !verb.isEmpty, verb.allSatisfy({ ASCII.isWordByte($0) || $0 == UInt8(ascii: "-") }) else {
    return .fault(.badFormat)
  }
  if let wanted = template.method, !isAlike(verb, wanted) {
    return memory.makeRoute(matches: false, [])
  }
  guard let path = memory.pathSegments(of: url) else { return .fault(.badFormat) }
  guard path.segments.count == template.segments.count else {
    return memory.makeRoute(matches: false, [])
  }
  // What only some servers take for the same.
  var isClose = path.endsInSlash != template.endsInSlash && !path.segments.isEmpty
  var params: [(name: [UInt8], value: Value)] = []
  for (segment, wanted) in zip(path.segments, template.segments) {
    switch wanted {
    case .capture(let name): params.append((name, segment))
    case .literal(let text):
      let bytes = memory.bytes(of: segment)
      if bytes.elementsEqual(text) { continue }
      guard isAlike(bytes, text) else { return memory.makeRoute(matches: false, []) }
      isClose = true
    }
  }
  return isClose ? .fault(.badFormat) : memory.makeRoute(matches: true, params)
}

/// Whether two texts are the same but for the case of ASCII letters.
private func isAlike(_ left: UnsafeBufferPointer<UInt8>, _ right: [UInt8]) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { left, right in
      left == right || (left | 0x20 == right | 0x20 && (left | 0x20) &- UInt8(ascii: "a") < 26)
    }
}

extension Memory {
  fileprivate mutating func makeRoute(
    matches: Bool, _ params: [(name: [UInt8], value: Value)]
  ) -> Value {
    let params = makeRecord(params)
    if params.isFault { return params }
    return makeRecord([
      (Array("matches".utf8), .bool(matches)), (Array("params".utf8), params),
    ])
  }

  /// The segments of a URL's path, decoded; nil where servers disagree on what they are.
  fileprivate mutating func pathSegments(
    of url: Value
  ) -> (segments: [Value], endsInSlash: Bool)? {
    // The text may stand in the scratch region itself, and must not move while it is read.
    guard reserveBytes(url.count) else { return nil }
    let text = bytes(of: url)
    let range: Range<Int>
    if text.first == AbsolutePath.slash {
      guard !text.contains(UInt8(ascii: "#")) else { return nil }
      range = 0..<(text.firstIndex(of: UInt8(ascii: "?"), from: 0) ?? text.count)
    } else {
      guard let parts = URLParts(text) else { return nil }
      range = parts.path
    }
    guard URLParts.isPath(text, range) else { return nil }
    if range.count <= 1 { return ([], true) }
    var segments: [Value] = []
    let parts = text[range].dropFirst().split(
      separator: AbsolutePath.slash, omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if part.isEmpty {
        return place == parts.count - 1 ? (segments, true) : nil
      }
      let start = scratchCount
      guard !part.contains(UInt8(ascii: ";")),
        PercentEncoding.decode(UnsafeBufferPointer(rebasing: part), { _ = appendByte($0) })
      else { return nil }
      let segment = Value.string(.scratch, offset: start, count: scratchCount - start)
      let decoded = bytes(of: segment)
      guard (try? UTF8Span(validating: decoded.span)) != nil, !RouteTemplate.isDots(decoded),
        decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && !#"/\%;"#.utf8.contains($0) })
      else { return nil }
      segments.append(segment)
    }
    return (segments, false)
  }
}
