// The grammar of executable documents, by recursive descent. Its depth is bounded, so its stack is.

/// Reads a document's definitions.
struct GraphQLParser {
  private var lexer: GraphQLLexer
  private var token: GraphQLToken
  private var depth = 0

  private(set) var operations: [(kind: GraphQLText.Kind, definition: GraphQLDefinition)] = []
  private(set) var fragments: [GraphQLDefinition] = []

  /// How deep selection sets, values and types may nest.
  static let depthLimit = 64

  init(_ text: [UInt8]) throws(GraphQLUncertainty) {
    lexer = GraphQLLexer(text)
    token = try lexer.next()
  }

  mutating func run() throws(GraphQLUncertainty) {
    while token.kind != .end { try definition() }
  }

  // MARK: Definitions

  private mutating func definition() throws(GraphQLUncertainty) {
    let offset = token.start
    if isAt("{") {
      let definition = GraphQLDefinition(
        name: nil, selections: try selections(), directives: [], variables: [], offset: offset)
      return operations.append((.query, definition))
    }
    // A description may stand before a definition in the draft.
    if token.kind == .string { try advance() }
    let keyword = try name()
    if let kind = GraphQLText.Kind.allCases.first(where: { Array($0.rawValue.utf8) == keyword }) {
      operations.append((kind, try operation(offset)))
    } else if keyword == Array("fragment".utf8) {
      fragments.append(try fragment(offset))
    } else {
      throw GraphQLUncertainty(
        Self.typeSystem.contains(keyword) ? .typeSystem : .unexpectedToken, at: offset)
    }
  }

  /// The words that begin a definition of types.
  private static let typeSystem = [
    "schema", "scalar", "type", "interface", "union", "enum", "input", "directive", "extend",
  ].map { Array($0.utf8) }

  private mutating func operation(_ offset: Int) throws(GraphQLUncertainty) -> GraphQLDefinition {
    let name = token.kind == .name ? try name() : nil
    var directives: [[UInt8]] = []
    let variables = isAt("(") ? try variables(&directives) : []
    directives += try self.directives()
    return GraphQLDefinition(
      name: name, selections: try selections(), directives: directives, variables: variables,
      offset: offset)
  }

  private mutating func fragment(_ offset: Int) throws(GraphQLUncertainty) -> GraphQLDefinition {
    let start = token.start
    let name = try name()
    if name == Array("on".utf8) { throw GraphQLUncertainty(.unexpectedToken, at: start) }
    guard isAtName("on") else { throw unexpected() }
    try advance()
    _ = try self.name()
    let directives = try directives()
    return GraphQLDefinition(
      name: name, selections: try selections(), directives: directives, variables: [],
      offset: offset)
  }

  private mutating func variables(
    _ found: inout [[UInt8]]
  ) throws(GraphQLUncertainty) -> [[UInt8]] {
    var names: Set<[UInt8]> = []
    var variables: [[UInt8]] = []
    try expect("(")
    repeat {
      let offset = token.start
      if token.kind == .string { try advance() }
      try expect("$")
      let name = try name()
      guard names.insert(name).inserted else {
        throw GraphQLUncertainty(.duplicateVariable, at: offset)
      }
      variables.append(name)
      try expect(":")
      try type()
      if isAt("=") {
        try advance()
        try value(isConstant: true)
      }
      found += try directives(areConstant: true)
    } while !isAt(")")
    try advance()
    return variables
  }

  private mutating func type() throws(GraphQLUncertainty) {
    if isAt("[") {
      try descend()
      try advance()
      try type()
      try expect("]")
      depth -= 1
    } else {
      _ = try name()
    }
    if isAt("!") { try advance() }
  }

  // MARK: Selections

  private mutating func selections() throws(GraphQLUncertainty) -> [GraphQLSelection] {
    try descend()
    try expect("{")
    var selections: [GraphQLSelection] = []
    repeat { selections.append(try selection()) } while !isAt("}")
    try advance()
    depth -= 1
    return selections
  }

  private mutating func selection() throws(GraphQLUncertainty) -> GraphQLSelection {
    let offset = token.start
    if token.kind != .spread { return try field(offset) }
    try advance()
    if token.kind == .name, !isAtName("on") {
      let name = try name()
      return GraphQLSelection(
        content: .spread(name: name), directives: try directives(), offset: offset)
    }
    if isAtName("on") {
      try advance()
      _ = try name()
    }
    let directives = try directives()
    return GraphQLSelection(
      content: .inline(selections: try selections()), directives: directives, offset: offset)
  }

  private mutating func field(_ offset: Int) throws(GraphQLUncertainty) -> GraphQLSelection {
    var name = try name()
    let isAliased = isAt(":")
    if isAliased {
      try advance()
      name = try self.name()
    }
    if isAt("(") { try arguments(areConstant: false) }
    let directives = try directives()
    let inner = isAt("{") ? try selections() : []
    return GraphQLSelection(
      content: .field(name: name, isAliased: isAliased, selections: inner), directives: directives,
      offset: offset)
  }

  private mutating func directives(
    areConstant: Bool = false
  ) throws(GraphQLUncertainty) -> [[UInt8]] {
    var names: [[UInt8]] = []
    while isAt("@") {
      try advance()
      names.append(try name())
      if isAt("(") { try arguments(areConstant: areConstant) }
    }
    return names
  }

  // MARK: Values

  private mutating func arguments(areConstant: Bool) throws(GraphQLUncertainty) {
    var names: Set<[UInt8]> = []
    try expect("(")
    repeat { try member(areConstant, &names) } while !isAt(")")
    try advance()
  }

  /// `name: value`, of arguments or of an object.
  private mutating func member(
    _ isConstant: Bool, _ names: inout Set<[UInt8]>
  ) throws(GraphQLUncertainty) {
    let offset = token.start
    guard names.insert(try name()).inserted else {
      throw GraphQLUncertainty(.duplicateArgument, at: offset)
    }
    try expect(":")
    try value(isConstant: isConstant)
  }

  private mutating func value(isConstant: Bool) throws(GraphQLUncertainty) {
    switch token.kind {
    case .name, .number, .string: try advance()
    case .punctuator(UInt8(ascii: "$")) where !isConstant:
      try advance()
      _ = try name()
    case .punctuator(UInt8(ascii: "[")):
      try descend()
      try advance()
      while !isAt("]") { try value(isConstant: isConstant) }
      try advance()
      depth -= 1
    case .punctuator(UInt8(ascii: "{")):
      try descend()
      try advance()
      var names: Set<[UInt8]> = []
      while !isAt("}") { try member(isConstant, &names) }
      try advance()
      depth -= 1
    case .punctuator, .spread, .end: throw unexpected()
    }
  }

  // MARK: Tokens

  private mutating func advance() throws(GraphQLUncertainty) { token = try lexer.next() }

  private mutating func descend() throws(GraphQLUncertainty) {
    depth += 1
    if depth > Self.depthLimit { throw GraphQLUncertainty(.tooDeep, at: token.start) }
  }

  private func isAt(_ punctuator: Unicode.Scalar) -> Bool {
    token.kind == .punctuator(UInt8(ascii: punctuator))
  }

  private func isAtName(_ name: String) -> Bool {
    token.kind == .name && lexer.text[token.start..<token.end].elementsEqual(name.utf8)
  }

  private mutating func expect(_ punctuator: Unicode.Scalar) throws(GraphQLUncertainty) {
    guard isAt(punctuator) else { throw unexpected() }
    try advance()
  }

  private mutating func name() throws(GraphQLUncertainty) -> [UInt8] {
    guard token.kind == .name else { throw unexpected() }
    let name = Array(lexer.text[token.start..<token.end])
    try advance()
    return name
  }

  private func unexpected() -> GraphQLUncertainty {
    GraphQLUncertainty(
      token.kind == .end ? .unexpectedEnd : .unexpectedToken, at: token.start)
  }
}
