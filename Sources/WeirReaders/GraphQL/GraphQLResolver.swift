// Puts fragments in the place of their spreads. A fragment is measured once, however often it is
// spread: documents whose spreads double at each step take no longer than others. The time is held
// to the document's length by that, and the sizes told by the bound on fields.

/// Measures selection sets.
struct GraphQLResolver {
  /// What a selection set comes to, spreads resolved.
  private struct Measure {
    var fields: [[UInt8]] = []
    var depth = 0
    /// How deep selection sets nest, those of fragments too.
    var nesting = 1
    var aliases = 0
    var fieldsTotal = 0
    var directives: [[UInt8]] = []
    var isIntrospection = false
  }

  private let fragments: [[UInt8]: GraphQLDefinition]
  private let order: [[UInt8]]
  private var measures: [[UInt8]: Measure] = [:]
  /// The fragments that are being measured.
  private var open: Set<[UInt8]> = []
  /// Which fragments each fragment spreads; those that an operation does stand by an empty name.
  private var spreads: [[UInt8]: Set<[UInt8]>] = [:]
  /// How many selection sets are being measured, one inside the other.
  private var level = 0
  /// How many names have been copied from one measure to another.
  private var copies = 0

  /// How many fields an operation may come to.
  static let fieldLimit = 10_000
  /// How many names a document may make the resolver copy.
  private static let copyLimit = 200_000

  init(_ definitions: [GraphQLDefinition]) throws(GraphQLUncertainty) {
    var fragments: [[UInt8]: GraphQLDefinition] = [:]
    order = definitions.compactMap(\.name)
    for definition in definitions {
      guard let name = definition.name else { continue }
      guard fragments.updateValue(definition, forKey: name) == nil else {
        throw GraphQLUncertainty(.duplicateFragment, at: definition.offset)
      }
    }
    self.fragments = fragments
    // Fragments that nobody spreads are held to the rules too.
    for name in order { _ = try measure(fragment: name, from: name, at: 0) }
  }

  /// The fragments that none of the operations so far comes to.
  var unused: [[UInt8]] {
    var used: Set<[UInt8]> = []
    var open: [[UInt8]] = [[]]
    while let name = open.popLast() {
      for spread in spreads[name] ?? [] where used.insert(spread).inserted { open.append(spread) }
    }
    return order.filter { !used.contains($0) }
  }

  /// Measures an operation.
  mutating func operation(
    _ kind: GraphQLText.Kind, _ definition: GraphQLDefinition
  ) throws(GraphQLUncertainty) -> GraphQLText.Operation {
    let measure = try measure(definition.selections, in: [])
    return GraphQLText.Operation(
      kind: kind, name: definition.name, fields: measure.fields, depth: measure.depth,
      aliases: measure.aliases, fieldsTotal: measure.fieldsTotal,
      directives: (definition.directives + measure.directives).uniqued(),
      variables: definition.variables, isIntrospection: measure.isIntrospection)
  }

  private mutating func measure(
    _ selections: [GraphQLSelection], in owner: [UInt8]
  ) throws(GraphQLUncertainty) -> Measure {
    var whole = Measure()
    level += 1
    defer { level -= 1 }
    for selection in selections {
      guard level <= GraphQLParser.depthLimit else {
        throw GraphQLUncertainty(.tooDeep, at: selection.offset)
      }
      var part: Measure
      switch selection.content {
      case .field(let name, let isAliased, let inner):
        part = inner.isEmpty ? Measure(nesting: 0) : try measure(inner, in: owner)
        part.fields = [name]
        part.depth += 1
        part.fieldsTotal += 1
        if isAliased { part.aliases += 1 }
        part.isIntrospection =
          part.isIntrospection || name == Array("__schema".utf8) || name == Array("__type".utf8)
      case .inline(let inner): part = try measure(inner, in: owner)
      case .spread(let name):
        part =
          try measure(fragment: name, from: owner, at: selection.offset)
      }
      whole.fields += part.fields
      whole.depth = max(whole.depth, part.depth)
      whole.nesting = max(whole.nesting, part.nesting + 1)
      whole.aliases += part.aliases
      whole.fieldsTotal += part.fieldsTotal
      whole.directives += selection.directives + part.directives
      whole.isIntrospection = whole.isIntrospection || part.isIntrospection
      copies += part.fields.count + part.directives.count
      guard whole.nesting <= GraphQLParser.depthLimit else {
        throw GraphQLUncertainty(.tooDeep, at: selection.offset)
      }
      guard whole.fieldsTotal <= Self.fieldLimit, copies <= Self.copyLimit else {
        throw GraphQLUncertainty(.tooManyFields, at: selection.offset)
      }
    }
    whole.fields = whole.fields.uniqued()
    whole.directives = whole.directives.uniqued()
    return whole
  }

  private mutating func measure(
    fragment name: [UInt8], from owner: [UInt8], at offset: Int
  ) throws(GraphQLUncertainty) -> Measure {
    if name != owner { spreads[owner, default: []].insert(name) }
    if let known = measures[name] { return known }
    guard let definition = fragments[name] else {
      throw GraphQLUncertainty(.unknownFragment, at: offset)
    }
    guard open.insert(name).inserted else { throw GraphQLUncertainty(.cyclicFragment, at: offset) }
    var measure = try measure(definition.selections, in: name)
    measure.directives = (definition.directives + measure.directives).uniqued()
    open.remove(name)
    measures[name] = measure
    return measure
  }
}
