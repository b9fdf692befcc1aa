// The first phase: every declaration of every file gets its name in the one namespace, or is found
// to be one too many.

/// A `define` or a `data`, under its qualified name.
struct Definition {
  enum Content {
    case data(type: SyntaxType, path: SyntaxText)
    case define(parameters: [SyntaxParameter]?, body: SyntaxExpression)
  }
  let name: SyntaxName
  let qualifiedName: String
  let module: String?
  let content: Content
  var isUsed = false

  // Checker+Definitions.swift
  var parameters: [(name: String, type: Type)]?
  /// What a use without arguments stands for; nil when it takes arguments or is wrong.
  var expansion: Expansion?
  /// It was reported already: uses say nothing further.
  var isBroken = false

  init(name: SyntaxName, qualifiedName: String, module: String?, content: Content) {
    self.name = name
    self.qualifiedName = qualifiedName
    self.module = module
    self.content = content
  }
}

/// A `type`, under its qualified name.
struct TypeDeclaration {
  let name: SyntaxName
  let module: String?
  let syntax: SyntaxType
  var state = State.untouched

  enum State {
    case untouched, resolving
    case resolved(Type, TypeExtent)
  }
}

/// How large a type is, the types that it names written out.
struct TypeExtent {
  var parts = 0
  var depth = 0
}

/// A rule, with the `on`s around it, waiting for names to be known.
struct PendingRule {
  let syntax: SyntaxRule
  let name: SyntaxName
  let qualifiedName: String
  let module: String?
  let documentation: String?
  /// Index of the innermost `on` around it.
  let on: Int?
  let range: SourceRange
}

/// An `on`, checked once for all the rules inside.
struct PendingOn {
  let condition: SyntaxExpression
  let annotationSyntaxes: [SyntaxAnnotation]
  let module: String?
  let outer: Int?
  /// Its own condition and those of the `on`s around it, once checked.
  var conditions: [CheckedExpression] = []
  var annotations: [(name: String, value: String)] = []
}

extension Checker {
  mutating func collectDeclarations() {
    pendingRules.reserveCapacity(trees.reduce(0) { $0 + $1.declarations.count })
    for tree in trees {
      let module = tree.module?.text
      if let module {
        moduleRoots.insert(String(module.prefix { $0 != "." }))
      }
      for declaration in tree.declarations {
        collect(declaration, module: module)
      }
    }
    // Rules wait in one place, and their trees go as they are checked.
    for index in trees.indices {
      trees[index].declarations = trees[index].declarations.filter {
        switch $0.kind {
        case .rule, .on: false
        case .request, .requester, .volatile, .data, .define, .type, .default, .error: true
        }
      }
    }
  }

  private mutating func collect(_ declaration: SyntaxDeclaration, module: String?) {
    for annotation in declaration.annotations where !annotation.isExpectation {
      report(
        .unknownAnnotation, "`@\(annotation.name.text)` says nothing here", at: annotation.range,
        hint: "annotations that verdicts show stand before a rule or an `on`")
    }
    switch declaration.kind {
    case .request, .requester, .volatile: break
    case .error: sawSyntaxError = true
    case .data(let name, let type, let path):
      define(name, .data(type: type, path: path), module)
    case .define(let name, let parameters, let body):
      define(name, .define(parameters: parameters, body: body), module)
    case .type(let name, let type):
      guard let qualifiedName = declare(name, module) else { return }
      typesByName[qualifiedName] = types.count
      types.append(TypeDeclaration(name: name, module: module, syntax: type))
    case .rule, .on: collectRules(declaration, module: module, on: nil)
    case .default: collectDefault(declaration, module: module)
    }
  }

  private mutating func define(
    _ name: SyntaxName, _ content: Definition.Content, _ module: String?
  ) {
    if name.text == "now" {
      report(
        .reservedName, "`now` is the clock and cannot be declared", at: name.range,
        hint: "choose another name")
      return
    }
    guard let qualifiedName = declare(name, module) else { return }
    definitionsByName[qualifiedName] = definitions.count
    if let module { definitionsByModule[module, default: [:]][name.text] = definitions.count }
    definitions.append(
      Definition(name: name, qualifiedName: qualifiedName, module: module, content: content))
  }

  /// Enters a name, or reports that it is taken and returns nil.
  private mutating func declare(_ name: SyntaxName, _ module: String?) -> String? {
    let qualifiedName = module.map { "\($0).\(name.text)" } ?? name.text
    if let first = declared[qualifiedName] {
      report(
        .duplicateName, "`\(qualifiedName)` is declared twice", at: name.range,
        labels: [Diagnostic.Label(first, "first declared here")],
        hint: "names are one space over all files: rename one of them, or give its file a module")
      return nil
    }
    declared[qualifiedName] = name.range
    return qualifiedName
  }

  private mutating func collectRules(
    _ declaration: SyntaxDeclaration, module: String?, on: Int?
  ) {
    switch declaration.kind {
    case .rule(let rule):
      // A rule without a name was reported by the parser.
      guard let name = rule.name else {
        sawSyntaxError = true
        return
      }
      // A second rule of one name is checked all the same: it may have mistakes of its own.
      let qualifiedName =
        declare(name, module) ?? module.map { "\($0).\(name.text)" } ?? name.text
      pendingRules.append(
        PendingRule(
          syntax: rule, name: name, qualifiedName: qualifiedName, module: module,
          documentation: declaration.documentation, on: on, range: declaration.range))
    case .on(let syntax):
      let index = ons.count
      ons.append(
        PendingOn(
          condition: syntax.condition, annotationSyntaxes: syntax.annotations, module: module,
          outer: on))
      for inner in syntax.declarations { collectRules(inner, module: module, on: index) }
    case .error: sawSyntaxError = true
    case .request, .requester, .volatile, .data, .define, .type, .default: break
    }
  }

  private mutating func collectDefault(_ declaration: SyntaxDeclaration, module: String?) {
    if let module {
      report(
        .defaultInModule, "a file of module `\(module)` cannot set the default",
        at: declaration.range,
        hint: "the default is the whole policy's: move it to a file without `module`")
    }
    if let first = defaultPlace {
      report(
        .duplicateDefault, "a policy has one default, and this is another",
        at: declaration.range, labels: [Diagnostic.Label(first, "the first is here")],
        hint: "remove one of them")
    } else {
      defaultPlace = declaration.range
    }
  }

  // MARK: After everything is checked

  /// A bare word must not mean a definition in one file and a member of the request in another.
  mutating func checkBareReads() {
    for definition in definitions {
      guard let read = bareReads[definition.name.text] else { continue }
      report(
        .shadowedName,
        "`\(definition.name.text)` is declared here and read elsewhere as a member of the request",
        at: definition.name.range, labels: [Diagnostic.Label(read, "read here")],
        hint: "rename the declaration, or write `request.\(definition.name.text)` for the member")
    }
  }

  /// What uses them may be in the text that could not be parsed, or after another error.
  mutating func noteUnused() {
    if sawSyntaxError || !diagnostics.isEmpty { return }
    for definition in definitions where !definition.isUsed {
      let kind: UnusedDeclaration.Kind =
        switch definition.content {
        case .data: .data
        case .define: .define
        }
      policy.unused.append(
        UnusedDeclaration(
          kind: kind, name: definition.qualifiedName, nameRange: definition.name.range))
    }
    for (index, type) in types.enumerated() where !usedTypes.contains(index) {
      policy.unused.append(
        UnusedDeclaration(kind: .type, name: type.name.text, nameRange: type.name.range))
    }
  }
}
