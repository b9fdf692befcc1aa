// The tree as text: indented, one node a line where it does not fit on one, the same for the same
// tree. Golden cases read it, and so does whoever wonders what the parser made of a policy.
//
// Every construct becomes a `Node` first; one function lays nodes out.

package struct SyntaxDump {
  /// With a file, every node that has a range shows it as `line:column-line:column`.
  private let file: SourceFile?

  /// Prints a tree; with `ranges`, where each node stands.
  package static func text(of tree: SyntaxFile, ranges file: SourceFile? = nil) -> String {
    let dump = SyntaxDump(file: file)
    var text = ""
    for node in dump.nodes(tree) { node.write(to: &text, indent: 0) }
    return text
  }

  /// Prints an expression.
  package static func text(of expression: SyntaxExpression) -> String {
    var text = ""
    SyntaxDump(file: nil).node(expression).write(to: &text, indent: 0)
    return text
  }

  struct Node {
    var label: String
    var children: [Node]

    init(_ label: String, _ children: [Node] = []) {
      self.label = label
      self.children = children
    }

    /// On one line.
    private var flat: String {
      children.isEmpty ? label : "(" + ([label] + children.map(\.flat)).joined(separator: " ") + ")"
    }

    func write(to text: inout String, indent: Int) {
      let margin = String(repeating: "  ", count: indent)
      let flat = flat
      if children.isEmpty || flat.utf8.count + 2 * indent <= 90 {
        text += margin + flat + "\n"
        return
      }
      text += margin + "(" + label + "\n"
      for child in children { child.write(to: &text, indent: indent + 1) }
      text.removeLast()
      text += ")\n"
    }
  }

  // MARK: Declarations

  private func nodes(_ tree: SyntaxFile) -> [Node] {
    (tree.module.map { [Node("module", [node($0)])] } ?? []) + tree.declarations.map(node)
  }

  private func node(_ declaration: SyntaxDeclaration) -> Node {
    var result: Node
    switch declaration.kind {
    case .request(let members): result = Node("request", members.map(node))
    case .requester(let paths): result = Node("requester", paths.map(node))
    case .volatile(let paths): result = Node("volatile", paths.map(node))
    case .data(let name, let type, let path):
      result = Node("data", [node(name), node(type), node(path)])
    case .define(let name, let parameters, let body):
      result = Node("define", [node(name)])
      if let parameters {
        result.children.append(
          Node("parameters", parameters.map { Node(":", [node($0.name), node($0.type)]) }))
      }
      result.children.append(node(body))
    case .type(let name, let type): result = Node("type", [node(name), node(type)])
    case .rule(let rule):
      result = Node(
        rule.effect.rawValue,
        [rule.name.map(node) ?? Node("(no name)")] + rule.annotations.map(node)
          + rule.clauses.map(node))
      if rule.isObserved { result = Node("observe", [result]) }
    case .on(let block):
      result = Node(
        "on",
        block.annotations.map(node) + [node(block.condition)] + block.declarations.map(node))
    case .default(let `default`):
      result = Node("default", [Node(`default`.effect.rawValue)] + `default`.clauses.map(node))
    case .error: result = Node("error", [])
    }
    result.children.insert(contentsOf: declaration.annotations.map(node), at: 0)
    if let documentation = declaration.documentation {
      result.children.insert(Node("///", [Node(quoted(ExactString(documentation)))]), at: 0)
    }
    return placed(result, declaration.range)
  }

  private func node(_ annotation: SyntaxAnnotation) -> Node {
    placed(
      Node(
        "@" + annotation.name.text,
        [annotation.value, annotation.reason].compactMap { $0.map(node) }),
      annotation.range)
  }

  private func node(_ clause: SyntaxClause) -> Node {
    let result: Node
    switch clause.kind {
    case .when(let expression): result = Node("when", [node(expression)])
    case .unless(let expression): result = Node("unless", [node(expression)])
    case .because(let template): result = Node("because", [node(template)])
    case .from(let text): result = Node("from", [node(text)])
    case .until(let text): result = Node("until", [node(text)])
    case .example(let example):
      result = Node(
        example.isMatch ? "matches" : "no-match",
        [node(.record(example.members))]
          + (example.instant.map { [Node("at", [node($0)])] } ?? []))
    case .hold(let clause): result = node(clause)
    case .error: result = Node("error")
    }
    return placed(result, clause.range)
  }

  private func node(_ sample: SyntaxSample.Kind) -> Node {
    switch sample {
    case .record(let members):
      Node("record", members.map { Node($0.name.text, [node($0.value.kind)]) })
    case .list(let elements): Node("list", elements.map { node($0.kind) })
    case .string(let text): Node(quoted(text))
    case .number(let text): Node(text)
    case .bool(let truth): Node("\(truth)")
    case .null: Node("null")
    case .error: Node("error")
    }
  }

  private func node(_ clause: SyntaxHoldClause) -> Node {
    switch clause {
    case .needs(let needs): Node("needs", [node(needs)])
    case .within(let duration): Node("within", [node(duration)])
    case .rejectedBy(let count): Node("rejected-by", [node(count)])
    case .escalate(let selector, let after):
      Node("escalate", [node(selector), Node("after", [node(after)])])
    case .override(let selector): Node("override", [node(selector)])
    case .notify(let notifications):
      Node("notify", notifications.map { Node($0.channel.text, [node($0.target)]) })
    case .covers(.once(let duration)):
      Node("covers", [Node("once")] + (duration.map { [Node("for", [node($0)])] } ?? []))
    case .covers(.values(let paths, let duration)):
      Node("covers", paths.map(node) + [Node("for", [node(duration)])])
    }
  }

  private func node(_ template: SyntaxTemplate) -> Node {
    let parts = template.parts.map { part in
      switch part {
      case .text(let text): Node(quoted(text))
      case .path(let path): node(path)
      }
    }
    return placed(Node("template", parts), template.range)
  }

  private func node(_ needs: SyntaxNeeds) -> Node {
    let result: Node
    switch needs.kind {
    case .factor(let count, let selector): result = Node("of", [node(count), node(selector)])
    case .all(let needs): result = Node("and", needs.map(node))
    case .any(let needs): result = Node("or", needs.map(node))
    case .error: result = Node("error")
    }
    return placed(result, needs.range)
  }

  private func node(_ selector: SyntaxSelector) -> Node {
    let result: Node
    switch selector.kind {
    case .one(let kind, let operand): result = Node(kind.rawValue, [node(operand)])
    case .any(let selectors): result = Node("or", selectors.map(node))
    case .error: result = Node("error")
    }
    return placed(result, selector.range)
  }

  // MARK: Types

  private func node(_ member: SyntaxMember) -> Node {
    var children = member.annotations.map(node) + [node(member.type)]
    if let documentation = member.documentation {
      children.insert(Node("///", [Node(quoted(ExactString(documentation)))]), at: 0)
    }
    return placed(
      Node(node(member.name).label + (member.isOptional ? "?" : ""), children), member.range)
  }

  private func node(_ type: SyntaxType) -> Node {
    var result: Node
    switch type.kind {
    case .name(let name): result = Node(name)
    case .choice(let texts): result = Node("|", texts.map(node))
    case .list(let element): result = Node("list", [node(element)])
    case .map(let element): result = Node("map", [node(element)])
    case .record(let members): result = Node("record", members.map(node))
    case .error: result = Node("error")
    }
    if type.isNullable { result = Node("nullable", [result]) }
    return placed(result, type.range)
  }

  // MARK: Expressions

  private func node(_ expression: SyntaxExpression) -> Node {
    let result: Node
    switch expression.kind {
    case .error: result = Node("error")
    case .boolean(let value): result = Node(value ? "true" : "false")
    case .string(let text): result = Node(quoted(text))
    case .number(let text): result = Node(text)
    case .duration(let interval): result = Node(SyntaxDump.text(of: interval))
    case .list(let elements):
      result = elements.isEmpty ? Node("[]") : Node("list", elements.map(node))
    case .name(let name): result = Node(name)
    case .member(let base, let name): result = Node(".", [node(base), node(name)])
    case .index(let base, let key): result = Node("at", [node(base), node(key)])
    case .call(let callee, let arguments):
      result = Node("call", [node(callee)] + arguments.map(node))
    case .parenthesized(let inner): result = Node("()", [node(inner)])
    case .not(let operand): result = Node("not", [node(operand)])
    case .negate(let operand): result = Node("-", [node(operand)])
    case .has(let operand): result = Node("has", [node(operand)])
    case .binary(let operation, let left, let right, let place):
      result = Node(
        placed(Node(SyntaxDump.text(of: operation)), place).label, [node(left), node(right)])
    case .quantifier(let quantifier):
      result = Node(
        quantifier.kind.rawValue,
        quantifier.variables.map(node) + [node(quantifier.subject), node(quantifier.body)])
    }
    return placed(result, expression.range)
  }

  private static func text(of operation: BinaryOperator) -> String {
    switch operation {
    case .or: "or"
    case .and: "and"
    case .coalesce: "??"
    case .arithmetic(.add): "+"
    case .arithmetic(.subtract): "-"
    case .arithmetic(.multiply): "*"
    case .compare(let comparison):
      switch comparison {
      case .equal: "=="
      case .notEqual: "!="
      case .less: "<"
      case .lessOrEqual: "<="
      case .greater: ">"
      case .greaterOrEqual: ">="
      case .in: "in"
      case .notIn: "not-in"
      case .contains: "contains"
      case .overlaps: "overlaps"
      case .includes: "includes"
      case .startsWith: "starts_with"
      case .endsWith: "ends_with"
      case .like: "like"
      case .matches: "matches"
      }
    }
  }

  // MARK: Leaves

  private func node(_ name: SyntaxName) -> Node {
    let isWord =
      name.text.utf8.first.map { !isDigit($0) } ?? false
      && name.text.utf8.allSatisfy(ASCII.isWordByte)
    return placed(Node(isWord ? name.text : quoted(ExactString(name.text))), name.range)
  }

  private func node(_ text: SyntaxText) -> Node { placed(Node(quoted(text.value)), text.range) }

  private func node(_ duration: SyntaxDuration) -> Node {
    placed(Node(SyntaxDump.text(of: duration.value)), duration.range)
  }

  private func node(_ count: SyntaxCount) -> Node {
    placed(Node(String(count.value)), count.range)
  }

  /// In milliseconds, the unit that is exact for all of them.
  private static func text(of interval: SignedDuration) -> String {
    "\(interval.seconds * 1000 + Int64(interval.nanoseconds / 1_000_000))ms"
  }

  private func quoted(_ text: ExactString) -> String {
    "\"" + VisibleText.escaped(text.description, quoting: true) + "\""
  }

  private func placed(_ node: Node, _ range: SourceRange) -> Node {
    guard let file else { return node }
    let start = file.position(at: Int(range.start))
    let end = file.position(at: Int(range.end))
    return Node(
      "\(node.label)@\(start.line):\(start.column)-\(end.line):\(end.column)", node.children)
  }
}
