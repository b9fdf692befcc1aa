// What an expression comes to in the reference evaluator: a value or a fault, what of the request
// was read for it, and, for a fault, its causes. Everything is kept with everything: no second
// pass.

package import Weir

/// A value of the language.
package indirect enum ReferenceValue {
  case bool(Bool)
  case string(ExactString)
  case number(ReferenceNumber)
  case timestamp(Timestamp)
  case duration(SignedDuration)
  case ip(IPAddress)
  case cidr(CIDRBlock)
  case hours(Hours)
  case version(SemanticVersion)
  case path(AbsolutePath)
  case folder(AbsolutePath)
  /// Elements may be faults of their own.
  case list([ReferenceOutcome])
  case record([(name: ExactString, value: ReferenceOutcome)])
}

/// A place of the request that was read: the path as people write it, and the byte.
package struct ReferencePlace: Hashable {
  package var path: String
  package var byte: Int?
}

/// Why something is uncertain.
package struct ReferenceCause: Hashable {
  package var path: String
  package var fault: FaultKind
  package var byte: Int?
}

/// What an expression came to.
package struct ReferenceOutcome {
  package enum Result {
    case value(ReferenceValue)
    case fault(FaultKind, Set<ReferenceCause>)
  }

  package var result: Result
  /// Every place of the request that was read for it.
  package var reads: Set<ReferencePlace> = []
  /// Where in the request it stands, if it was read and not computed.
  package var origin: (node: ReferenceJSON, steps: [RequestPath.Step])?

  /// Where in the request it was looked for and not found, and the nearest value that is there.
  package var missing: (node: ReferenceJSON, steps: [RequestPath.Step])?

  package static func value(
    _ value: ReferenceValue, reads: Set<ReferencePlace> = []
  ) -> ReferenceOutcome {
    ReferenceOutcome(result: .value(value), reads: reads)
  }

  package static func truth(
    _ truth: Bool, reads: Set<ReferencePlace> = []
  ) -> ReferenceOutcome {
    .value(.bool(truth), reads: reads)
  }

  package static func fault(
    _ kind: FaultKind, causes: Set<ReferenceCause>, reads: Set<ReferencePlace>
  ) -> ReferenceOutcome {
    ReferenceOutcome(result: .fault(kind, causes), reads: reads)
  }

  /// The outcome of an operation that cannot give a value: for its operands' faults where they have
  /// some, else with a cause for each place that they read.
  package static func failure(
    _ kind: FaultKind, of operands: [ReferenceOutcome]
  ) -> ReferenceOutcome {
    let reads = operands.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) }
    if let first = operands.compactMap(\.fault).first {
      return .fault(
        first.kind, causes: Set(operands.compactMap(\.fault).flatMap(\.causes)), reads: reads)
    }
    // Where nothing of the request was read, the policy itself is to blame.
    let places = reads.isEmpty ? [ReferencePlace(path: "", byte: nil)] : reads
    return .fault(
      kind,
      causes: Set(places.map { ReferenceCause(path: $0.path, fault: kind, byte: $0.byte) }),
      reads: reads)
  }

  package var fault: (kind: FaultKind, causes: Set<ReferenceCause>)? {
    if case .fault(let kind, let causes) = result { return (kind, causes) }
    return nil
  }

  package var value: ReferenceValue? {
    if case .value(let value) = result { return value }
    return nil
  }

  package var isTrue: Bool {
    if case .value(.bool(true)) = result { return true }
    return false
  }

  package var isFalse: Bool {
    if case .value(.bool(false)) = result { return true }
    return false
  }

  /// Itself where a truth is wanted: anything else is a fault.
  package var asTruth: ReferenceOutcome {
    if isTrue || isFalse || fault != nil { return self }
    return .failure(.wrongType, of: [self])
  }
}

extension ReferenceValue {
  /// A constant, whose elements have read `reads`.
  package init(_ constant: Constant, reads: Set<ReferencePlace> = []) {
    func part(_ constant: Constant) -> ReferenceOutcome {
      if constant == .null { return .failure(.null, of: [.truth(true, reads: reads)]) }
      return .value(ReferenceValue(constant, reads: reads), reads: reads)
    }
    switch constant {
    case .null: fatalError("a null stands inside of something")
    case .bool(let value): self = .bool(value)
    case .string(let value): self = .string(value)
    case .number(let value): self = .number(ReferenceNumber(value))
    case .timestamp(let value): self = .timestamp(value)
    case .duration(let value): self = .duration(value)
    case .ip(let value): self = .ip(value)
    case .cidr(let value): self = .cidr(value)
    case .hours(let value): self = .hours(value)
    case .version(let value): self = .version(value)
    case .path(let value): self = .path(value)
    case .folder(let value): self = .folder(value)
    case .list(let elements):
      self = .list(elements.map { part($0) })
    case .record(let members): self = .record(members.map { ($0.name, part($0.value)) })
    }
  }

  /// The constant it is, unless a fault is in it.
  package var constant: Constant? {
    switch self {
    case .bool(let value): return .bool(value)
    case .string(let value): return .string(value)
    case .number(let value): return .number(value.decimal)
    case .timestamp(let value): return .timestamp(value)
    case .duration(let value): return .duration(value)
    case .ip(let value): return .ip(value)
    case .cidr(let value): return .cidr(value)
    case .hours(let value): return .hours(value)
    case .version(let value): return .version(value)
    case .path(let value): return .path(value)
    case .folder(let value): return .folder(value)
    case .list(let elements):
      let constants = elements.compactMap { $0.value?.constant }
      return constants.count == elements.count ? .list(constants) : nil
    case .record(let members):
      let constants = members.compactMap { member in
        member.value.value?.constant.map { Constant.Member(name: member.name, value: $0) }
      }
      return constants.count == members.count
        ? .record(constants.sorted { $0.name < $1.name }) : nil
    }
  }

  /// Every fault inside a list or record, however deep.
  package var innerFaults: [ReferenceOutcome] {
    switch self {
    case .list(let elements):
      return elements.flatMap { $0.fault != nil ? [$0] : $0.value?.innerFaults ?? [] }
    case .record(let members):
      return members.flatMap {
        $0.value.fault != nil ? [$0.value] : $0.value.value?.innerFaults ?? []
      }
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder:
      return []
    }
  }
}
