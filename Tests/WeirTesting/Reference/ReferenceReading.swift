// Reading a request: along a path, and as a declared type (Architecture, "Conditions, in detail").

import Weir

enum ReferenceReading {
  /// What stands `steps` below a value that itself stands at `base` in the request.
  static func read(
    _ steps: [RequestPath.Step], below node: ReferenceJSON, at base: [RequestPath.Step],
    as type: Type
  ) -> ReferenceOutcome {
    let whole = base + steps
    func fault(_ kind: FaultKind, _ node: ReferenceJSON) -> ReferenceOutcome {
      let path = RequestPath.text(of: whole)
      var fault = ReferenceOutcome.fault(
        kind, causes: [ReferenceCause(path: path, fault: kind, byte: node.offset)],
        reads: [ReferencePlace(path: path, byte: node.offset)])
      fault.missing = (node, whole)
      return fault
    }
    var node = node
    for step in steps {
      if case .null = node.kind { return fault(.null, node) }
      switch step {
      case .member(let name):
        guard node.members != nil else { return fault(.notARecord, node) }
        guard let next = node.member(name) else { return fault(.absent, node) }
        node = next
      case .index(let index):
        guard let elements = node.elements else { return fault(.notARecord, node) }
        guard elements.indices.contains(index) else { return fault(.absent, node) }
        node = elements[index]
      }
    }
    return outcome(of: node, at: whole, as: type)
  }

  /// A present value as what it is declared to be.
  static func outcome(
    of node: ReferenceJSON, at steps: [RequestPath.Step], as type: Type
  ) -> ReferenceOutcome {
    let place = ReferencePlace(path: RequestPath.text(of: steps), byte: node.offset)
    var outcome: ReferenceOutcome
    switch value(of: node, at: steps, as: type) {
    case .success(let value): outcome = .value(value, reads: [place])
    case .failure(let failure):
      outcome = .fault(
        failure.kind,
        causes: [ReferenceCause(path: place.path, fault: failure.kind, byte: place.byte)],
        reads: [place])
    }
    outcome.origin = (node, steps)
    return outcome
  }

  /// A value out of a JSON text that was itself read from `reads`: it has no place of its own.
  static func computed(
    _ node: ReferenceJSON, from reads: Set<ReferencePlace>
  ) -> ReferenceOutcome {
    func fault(_ kind: FaultKind) -> ReferenceOutcome {
      .failure(kind, of: [.truth(true, reads: reads)])
    }
    switch node.kind {
    case .null: return fault(.null)
    case .bool(let value): return .value(.bool(value), reads: reads)
    case .string(let value): return .value(.string(value), reads: reads)
    case .number(let text):
      return ReferenceNumber(json: text).map { .value(.number($0), reads: reads) }
        ?? fault(.outOfRange)
    case .list(let elements):
      return .value(.list(elements.map { computed($0, from: reads) }), reads: reads)
    case .object(let members):
      return .value(
        .record(members.map { ($0.name, computed($0.value, from: reads)) }), reads: reads)
    }
  }

  private struct Failure: Error {
    var kind: FaultKind
    init(_ kind: FaultKind) { self.kind = kind }
  }

  private static func value(
    of node: ReferenceJSON, at steps: [RequestPath.Step], as type: Type
  ) -> Result<ReferenceValue, Failure> {
    func list(_ element: Type) -> ReferenceValue {
      .list(
        (node.elements ?? []).enumerated().map {
          outcome(of: $1, at: steps + [.index($0)], as: element)
        })
    }
    func record(_ member: (ExactString) -> Type) -> ReferenceValue {
      .record(
        (node.members ?? []).map {
          ($0.name, outcome(of: $0.value, at: steps + [.member($0.name)], as: member($0.name)))
        })
    }
    func spelled(_ builtin: Builtin) -> Result<ReferenceValue, Failure> {
      guard case .string(let text) = node.kind else { return .failure(Failure(.wrongType)) }
      switch ReferenceBuiltins.fold(builtin, [.string(text)]) {
      case .value(let constant): return .success(ReferenceValue(constant))
      case .fault(let fault): return .failure(Failure(fault))
      }
    }
    if case .null = node.kind { return .failure(Failure(.null)) }
    switch (type, node.kind) {
    case (.bool, .bool(let value)), (.any, .bool(let value)): return .success(.bool(value))
    case (.string, .string(let value)), (.any, .string(let value)):
      return .success(.string(value))
    case (.choice(let choices), .string(let value)):
      return choices.contains(value) ? .success(.string(value)) : .failure(Failure(.notInEnum))
    case (.number, .number(let text)), (.any, .number(let text)):
      return ReferenceNumber(json: text).map { .success(.number($0)) }
        ?? .failure(Failure(.outOfRange))
    case (.timestamp, _): return spelled(.timestamp)
    case (.duration, _): return spelled(.duration)
    case (.ip, _): return spelled(.ip)
    case (.cidr, _): return spelled(.cidr)
    case (.list(let element), .list): return .success(list(element))
    case (.any, .list): return .success(list(.any))
    // Taken as a whole it is what it is: only paths that lead to a member know its type.
    case (.record, .object): return .success(record { _ in .any })
    case (.map(let element), .object): return .success(record { _ in element })
    case (.any, .object): return .success(record { _ in .any })
    default: return .failure(Failure(.wrongType))
    }
  }
}
