// Reads the arguments of `kubectl`, as version 1.32 does. A kubeconfig file may run programs and
// name any server; what it says is not in the arguments.

/// What `kubectl` is told to do.
package struct KubectlView: Equatable, Sendable {
  /// A kind of objects, or one of them.
  package struct Resource: Equatable, Sendable {
    /// The plural in lower case, for the kinds that are built in. `all` stands for many of them.
    package let kind: [UInt8]
    /// The name; nil where all of the kind are meant, or those that a selector selects.
    package let name: [UInt8]?
  }

  /// The first word, as `delete`.
  package let verb: [UInt8]
  /// The words after it that belong to it, as `restart` in `rollout restart`; nil without.
  package let subverb: [UInt8]?
  /// What the verb acts on, in order.
  package private(set) var resources: [Resource] = []
  /// Words that are not resources, as written.
  package private(set) var operands: [[UInt8]] = []
  /// The namespace; nil for the one of the context.
  package let namespace: [UInt8]?
  /// Whether all namespaces are meant.
  package let allNamespaces: Bool
  /// The context of `--context`.
  package let context: [UInt8]?
  /// The cluster of `--cluster`.
  package let cluster: [UInt8]?
  /// The file of `--kubeconfig`.
  package let kubeconfig: [UInt8]?
  /// The server of `--server`.
  package let server: [UInt8]?
  /// The user that it pretends to be.
  package let `as`: [UInt8]?
  /// Files, folders and addresses of objects, whose content the arguments do not tell.
  package private(set) var files: [[UInt8]] = []
  /// Whether objects go at once, or are made anew.
  package let force: Bool
  /// The seconds that a container is given to end, as written.
  package let gracePeriod: [UInt8]?
  /// How the run is dry: `client`, `server`, `none`, or `unchanged` where nothing is written.
  package let dryRun: [UInt8]?
  /// The labels of `--selector`.
  package let selector: [UInt8]?
  /// The fields of `--field-selector`.
  package let fieldSelector: [UInt8]?
  /// Whether all objects of the kinds are meant.
  package let all: Bool
  /// The format of `--output`.
  package let output: [UInt8]?
  /// The command that runs in a container.
  package private(set) var command: [[UInt8]] = []

  /// Kinds times names go no further than this, so that a short text stays a short reading.
  private static let mostResources = 4096

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let (verb, verbWords) = try Self.verb(of: arguments)
    let reading = try verb.table.read(arguments, skipping: verbWords)
    let words = verb.name.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
    self.verb = Array(words[0])
    subverb = words.count > 1 ? Array(words[1]) : nil
    namespace = reading.value("namespace")
    allNamespaces = verb.table.has("all-namespaces") && reading.has("all-namespaces")
    context = reading.value("context")
    cluster = reading.value("cluster")
    kubeconfig = reading.value("kubeconfig")
    server = reading.value("server")
    self.as = reading.value("as")
    force = verb.table.has("force") && reading.has("force")
    gracePeriod = verb.table.has("grace-period") ? reading.value("grace-period") : nil
    dryRun = verb.table.has("dry-run") ? Self.dryRun(reading.last("dry-run")) : nil
    selector = verb.table.has("selector") ? reading.value("selector") : nil
    fieldSelector = verb.table.has("field-selector") ? reading.value("field-selector") : nil
    all = verb.table.has("all") && reading.has("all")
    output = verb.table.has("output") ? reading.value("output") : nil
    for option in ["filename", "kustomize"] where verb.table.has(option) {
      for value in reading.values(option) {
        // A list of values is a row of CSV.
        guard !value.contains(UInt8(ascii: "\"")) else {
          throw ToolUncertainty(.unreadableValue, at: reading.last(option)?.argument ?? 0)
        }
        files += value.split(separator: UInt8(ascii: ",")).map { Array($0) }
      }
    }
    try take(reading, of: verb)
  }

  /// The verb, and the arguments that are its words.
  private static func verb(
    of arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> (KubectlVerb, words: [Int]) {
    var name: [UInt8] = []
    var words: [Int] = []
    repeat {
      let verb = KubectlVerb.all[name]
      let word: OptionReading.Operand?
      do throws(ToolUncertainty) {
        let reading = try KubectlVerb.leading.read(arguments, from: (words.last ?? -1) + 1)
        word = reading.operandsBeforeDashes == nil ? reading.operands.first : nil
      } catch {
        // `create -f x` has an option of `create` where `create ns x` has a word.
        guard verb != nil else { throw error }
        word = nil
      }
      guard let word else {
        if let verb { return (verb, words) }
        throw ToolUncertainty(.missingOperand, at: arguments.count)
      }
      name += (name.isEmpty ? [] : [UInt8(ascii: " ")]) + word.text
      words.append(word.argument)
      guard KubectlVerb.all[name] != nil || KubectlVerb.groups.contains(name) else {
        throw ToolUncertainty(.unknownSubcommand, at: word.argument)
      }
    } while KubectlVerb.groups.contains(name)
    guard let verb = KubectlVerb.all[name] else {
      throw ToolUncertainty(.unknownSubcommand, at: words.last ?? 0)
    }
    return (verb, words)
  }

  private static func dryRun(_ use: OptionReading.Use?) -> [UInt8]? {
    use.map { $0.value ?? Array("unchanged".utf8) }
  }

  /// Reads the operands.
  private mutating func take(
    _ reading: OptionReading, of verb: KubectlVerb
  ) throws(ToolUncertainty) {
    switch verb.operands {
    case .resources:
      guard reading.operandsBeforeDashes == nil else {
        throw ToolUncertainty(.unexpectedOperand, at: 0)
      }
      resources = try Self.resources(reading.operands[...])
    case .resourcesThenPairs:
      let end = reading.operands.firstIndex { Self.isPair($0.text) } ?? reading.operands.count
      resources = try Self.resources(reading.operands[..<end])
      operands = reading.operands[end...].map(\.text)
    case .pod:
      let (words, command) = Self.command(of: reading)
      self.command = command
      guard let first = words.first else { return }
      let object = try Self.object(first) ?? Resource(kind: Array("pods".utf8), name: first.text)
      resources = [object]
      let others = words.dropFirst().map(\.text)
      // The old way leaves out the `--` before the command.
      if verb.name == "exec" {
        // With `--`, what stands before it and is no pod is dropped.
        guard reading.operandsBeforeDashes == nil || others.isEmpty else {
          throw ToolUncertainty(.unexpectedOperand, at: words[1].argument)
        }
        self.command = others + command
      } else {
        operands = others
      }
    case .nodes:
      for operand in reading.operands {
        resources.append(
          try Self.object(operand) ?? Resource(kind: Array("nodes".utf8), name: operand.text))
      }
    case .new(let kind):
      let (words, command) = Self.command(of: reading)
      self.command = command
      let names = verb.name == "run" ? words.prefix(1) : words[...]
      self.command = words.dropFirst(names.count).map(\.text) + command
      resources = names.map { Resource(kind: Array(kind.utf8), name: $0.text) }
    case .words:
      guard verb.name != "create" || reading.operands.isEmpty else {
        throw ToolUncertainty(.unexpectedOperand, at: reading.operands[0].argument)
      }
      operands = reading.texts
    }
  }

  /// The operands before `--`, and the command after it.
  private static func command(
    of reading: OptionReading
  ) -> ([OptionReading.Operand], command: [[UInt8]]) {
    guard let end = reading.operandsBeforeDashes else { return (reading.operands, []) }
    return (Array(reading.operands[..<end]), reading.operands[end...].map(\.text))
  }

  private static func isPair(_ text: [UInt8]) -> Bool {
    text.contains(UInt8(ascii: "=")) || text.last == UInt8(ascii: "-")
  }

  /// `KIND/NAME`; nil without a slash.
  private static func object(
    _ operand: OptionReading.Operand
  ) throws(ToolUncertainty) -> Resource? {
    guard let slash = operand.text.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let name = operand.text[(slash + 1)...]
    guard slash > 0, !name.isEmpty, !name.contains(UInt8(ascii: "/")),
      let kind = KubernetesKind.canonical(operand.text[..<slash])
    else { throw ToolUncertainty(.unreadableValue, at: operand.argument) }
    return Resource(kind: kind, name: Array(name))
  }

  /// `KIND/NAME` each, or kinds with commas between them and names, all of which are meant of each.
  private static func resources(
    _ operands: ArraySlice<OptionReading.Operand>
  ) throws(ToolUncertainty) -> [Resource] {
    guard let first = operands.first else { return [] }
    if operands.contains(where: { $0.text.contains(UInt8(ascii: "/")) }) {
      var resources: [Resource] = []
      for operand in operands {
        guard let object = try object(operand) else {
          throw ToolUncertainty(.unexpectedOperand, at: operand.argument)
        }
        resources.append(object)
      }
      return resources
    }
    var kinds: [[UInt8]] = []
    for written in first.text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    {
      guard !written.isEmpty, let kind = KubernetesKind.canonical(written) else {
        throw ToolUncertainty(.unreadableValue, at: first.argument)
      }
      kinds.append(kind)
    }
    let names = operands.dropFirst()
    if names.isEmpty { return kinds.map { Resource(kind: $0, name: nil) } }
    guard kinds.count * names.count <= max(mostResources, kinds.count + names.count) else {
      throw ToolUncertainty(.unexpectedOperand, at: first.argument)
    }
    return kinds.flatMap { kind in names.map { Resource(kind: kind, name: $0.text) } }
  }
}
