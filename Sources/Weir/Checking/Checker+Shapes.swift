// Named types, and the shape of the request: all `request` blocks of all files merged into one.

extension Checker {
  // MARK: Named types

  /// Resolves every `type`, so that even one that nothing uses is checked.
  mutating func resolveTypes() {
    for index in types.indices {
      typeExtent = TypeExtent()
      _ = namedType(index, at: types[index].name.range)
    }
  }

  private mutating func namedType(_ index: Int, at range: SourceRange) -> Type {
    switch types[index].state {
    case .resolved(let type, let extent): return include(type, extent, at: range)
    case .resolving:
      report(
        .recursiveDefinition, "type `\(types[index].name.text)` contains itself",
        at: types[index].name.range, labels: [Diagnostic.Label(range, "through this use")],
        hint: "a request is finite and so are its types: use `any` where it nests")
      types[index].state = .resolved(.any, TypeExtent())
      return .any
    case .untouched:
      types[index].state = .resolving
      let outside = typeExtent
      typeExtent = TypeExtent(parts: 0, depth: typeDepth)
      let type = type(types[index].syntax, module: types[index].module)
      let extent = TypeExtent(parts: typeExtent.parts, depth: typeExtent.depth - typeDepth)
      typeExtent = outside
      // A type that contains itself was given up on already.
      if case .resolving = types[index].state { types[index].state = .resolved(type, extent) }
      return include(type, extent, at: range)
    }
  }

  /// A named type where another one uses it. Types that use types twice each would double at every
  /// step, and whatever walks a type recurses: both have their limits.
  private mutating func include(_ type: Type, _ extent: TypeExtent, at range: SourceRange) -> Type {
    guard typeExtent.parts + extent.parts <= Limits.expandedNodes else {
      report(
        .expansionTooLarge,
        "with the types it names written out, this has more than \(Limits.expandedNodes) parts",
        at: range, hint: "use `any` for what no rule reads")
      return .any
    }
    guard typeDepth + extent.depth <= Limits.syntaxDepth else {
      reportTypeTooDeep(at: range)
      return .any
    }
    typeExtent.parts += extent.parts
    typeExtent.depth = max(typeExtent.depth, typeDepth + extent.depth)
    return type
  }

  private mutating func reportTypeTooDeep(at range: SourceRange) {
    report(
      .nestingTooDeep, "types nest deeper than \(Limits.syntaxDepth)", at: range,
      hint: "use `any` for what lies so deep")
  }

  /// The type that a piece of syntax spells.
  mutating func type(_ syntax: SyntaxType, module: String?) -> Type {
    // Named types may nest deeper than any one text does.
    typeDepth += 1
    defer { typeDepth -= 1 }
    guard typeDepth <= Limits.syntaxDepth else {
      reportTypeTooDeep(at: syntax.range)
      return .any
    }
    typeExtent.parts += 1
    typeExtent.depth = max(typeExtent.depth, typeDepth)
    switch syntax.kind {
    case .error:
      sawSyntaxError = true
      return .any
    case .list(let element): return .list(self.type(element, module: module))
    case .map(let value): return .map(self.type(value, module: module))
    case .record(let members): return .record(recordShape(members, module: module))
    case .choice(let texts):
      var seen: Set<ExactString> = []
      for text in texts where !seen.insert(text.value).inserted {
        report(
          .duplicateName, "\(quoted(text.value)) stands twice in this list", at: text.range,
          hint: "remove one of them")
      }
      return .choice(seen.sorted())
    case .name(let name): return typeNamed(name, module: module, at: syntax.range)
    }
  }

  /// The types that need no declaration. `hours` and versions are made by functions only.
  private static let primitives: [String: Type] = [
    "bool": .bool, "string": .string, "number": .number, "timestamp": .timestamp,
    "duration": .duration, "ip": .ip, "cidr": .cidr, "any": .any,
  ]

  private mutating func typeNamed(_ name: String, module: String?, at range: SourceRange) -> Type {
    let inModule = module.flatMap { typesByName["\($0).\(name)"] }
    if let index = inModule ?? typesByName[name] {
      usedTypes.insert(index)
      return namedType(index, at: range)
    }
    if let primitive = Checker.primitives[name] { return primitive }
    let known = Array(Checker.primitives.keys) + visibleTypes(module)
    report(
      .unknownType, "there is no type `\(name)`", at: range,
      hint: suggestion(for: name, among: known)
        ?? """
        types are bool, string, number, timestamp, duration, ip, cidr, any, and what `type` \
        declares
        """
    )
    return .any
  }

  private func visibleTypes(_ module: String?) -> [String] {
    typesByName.keys.map { name in
      guard let module, name.hasPrefix(module + ".") else { return name }
      return String(name.dropFirst(module.count + 1))
    }
  }

  private mutating func recordShape(_ members: [SyntaxMember], module: String?) -> RecordShape {
    var draft = ShapeDraft()
    merge(members, into: &draft, module: module, isSameBlock: true)
    return draft.shape
  }

  // MARK: The request

  mutating func mergeRequests() {
    typeExtent = TypeExtent()
    var draft: ShapeDraft?
    for tree in trees {
      for declaration in tree.declarations {
        guard case .request(let members) = declaration.kind else { continue }
        var merged = draft ?? ShapeDraft()
        merge(members, into: &merged, module: tree.module?.text, isSameBlock: false)
        draft = merged
      }
    }
    policy.shape = draft?.shape
    requestPaths = RequestPaths(type: policy.shape.map { .record($0) } ?? .any)
  }

  /// Adds members to a shape. Within one block a name stands once; blocks of several files may
  /// say the same thing, and add to each other's records.
  private mutating func merge(
    _ members: [SyntaxMember], into draft: inout ShapeDraft, module: String?, isSameBlock: Bool
  ) {
    var here: [ExactString: SourceRange] = [:]
    for member in members {
      let name = ExactString(member.name.text)
      if let first = here[name] {
        report(
          .duplicateName, "member `\(name)` stands twice in this record", at: member.name.range,
          labels: [Diagnostic.Label(first, "first here")], hint: "remove one of them")
        continue
      }
      here[name] = member.name.range
      let content: ShapeDraft.Content
      if case .record(let inner) = member.type.kind {
        // The record's own braces are one block, whatever it is merged with.
        var nested = ShapeDraft()
        merge(inner, into: &nested, module: module, isSameBlock: true)
        content = .record(nested)
      } else {
        content = ShapeDraft.content(
          of: type(member.type, module: module), at: member.name.range)
      }
      let entry = ShapeDraft.Member(
        content: content, isOptional: member.isOptional, isNullable: member.type.isNullable,
        isSensitive: isSensitive(member.annotations), range: member.name.range)
      add(entry, named: name, to: &draft, path: [.member(name)])
    }
  }

  /// Whether a member's annotations mark it as sensitive, which is all that they can say.
  private mutating func isSensitive(_ annotations: [SyntaxAnnotation]) -> Bool {
    for annotation in annotations {
      if annotation.name.text != "sensitive" {
        report(
          .unknownAnnotation, "a member has no annotation `@\(annotation.name.text)`",
          at: annotation.range,
          hint: "`@sensitive` is the one that members have; others belong before rules")
      } else if annotation.value != nil {
        report(
          .unknownAnnotation, "`@sensitive` takes no value", at: annotation.range,
          hint: "write `@sensitive` before the member's name")
      }
    }
    return !annotations.isEmpty
  }

  private mutating func add(
    _ entry: ShapeDraft.Member, named name: ExactString, to draft: inout ShapeDraft,
    path: [RequestPath.Step]
  ) {
    guard var known = draft.members[name] else {
      draft.members[name] = entry
      return
    }
    // What one block keeps from the log, no other block gives away.
    known.isSensitive = known.isSensitive || entry.isSensitive
    draft.members[name] = known
    let difference: String?
    switch (known.content, entry.content) {
    case (.record(var left), .record(let right)):
      for member in right.members.sorted(by: { $0.key < $1.key }) {
        add(member.value, named: member.key, to: &left, path: path + [.member(member.key)])
      }
      known.content = .record(left)
      draft.members[name] = known
      difference = nil
    case (.type(let left), .type(let right)):
      difference =
        left == right ? nil : "is `\(right.spelling)` here and `\(left.spelling)` elsewhere"
    case (.record, .type(let right)):
      difference = "is `\(right.spelling)` here and a record elsewhere"
    case (.type(let left), .record):
      difference = "is a record here and `\(left.spelling)` elsewhere"
    }
    let conflict =
      difference
      ?? (known.isOptional != entry.isOptional
        ? "may be absent (`?:`) in one place and not in the other" : nil)
      ?? (known.isNullable != entry.isNullable
        ? "may be null (`type?`) in one place and not in the other" : nil)
    guard let conflict else { return }
    report(
      .conflictingShape, "member `\(RequestPath(steps: path).text)` \(conflict)",
      at: entry.range, labels: [Diagnostic.Label(known.range, "the other declaration")],
      hint: "request blocks merge: say the same in both, or say it once")
  }
}

/// A record while it is put together, with the places its members come from.
struct ShapeDraft {
  indirect enum Content {
    case type(Type)
    case record(ShapeDraft)
  }
  struct Member {
    var content: Content
    var isOptional: Bool
    var isNullable: Bool
    var isSensitive: Bool
    var range: SourceRange
  }
  var members: [ExactString: Member] = [:]

  /// A type's content, opened up if it is a record, so that a named type merges as well.
  static func content(of type: Type, at range: SourceRange) -> Content {
    guard case .record(let shape) = type else { return .type(type) }
    var draft = ShapeDraft()
    for member in shape.members {
      draft.members[member.name] = Member(
        content: content(of: member.type, at: range), isOptional: member.isOptional,
        isNullable: member.isNullable, isSensitive: member.isSensitive, range: range)
    }
    return .record(draft)
  }

  var shape: RecordShape {
    RecordShape(
      members: members.map { name, member in
        let type: Type
        switch member.content {
        case .type(let known): type = known
        case .record(let draft): type = .record(draft.shape)
        }
        return RecordShape.Member(
          name: name, type: type, isOptional: member.isOptional, isNullable: member.isNullable,
          isSensitive: member.isSensitive)
      })
  }
}
