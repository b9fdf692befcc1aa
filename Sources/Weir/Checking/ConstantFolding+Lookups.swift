// What steps into constants lead to. The machine's look-ups (`Operations.member`,
// `Operations.element`) mean the same, and a test holds the two together. This second
// implementation stays because the machine's would first lay out the whole record or list: bound
// data has large ones, and every rule that names a member of one takes such a step when it is
// compiled.

extension ConstantFolding {
  /// A constant, or the fault of what is not there.
  package typealias Outcome = Result<Constant, FaultKind>

  /// What one step into a constant leads to.
  package static func value(at step: RequestPath.Step, in constant: Constant) -> Outcome {
    switch (step, constant) {
    case (.member(let name), .record(let members)):
      var low = 0
      var high = members.count
      while low < high {
        let middle = (low + high) / 2
        if members[middle].name == name { return outcome(members[middle].value) }
        if members[middle].name < name { low = middle + 1 } else { high = middle }
      }
      return .failure(.absent)
    case (.index(let index), .list(let elements)):
      return elements.indices.contains(index) ? outcome(elements[index]) : .failure(.absent)
    case (_, .null): return .failure(.null)
    case (.member, _), (.index, _): return .failure(.notARecord)
    }
  }

  /// What several steps lead to, one after the other.
  package static func value(at steps: [RequestPath.Step], in constant: Constant) -> Outcome {
    steps.reduce(outcome(constant)) { value(at: $1, in: $0) }
  }

  /// What one step leads to from something that may be a fault.
  package static func value(at step: RequestPath.Step, in base: Outcome) -> Outcome {
    switch base {
    case .success(let constant): value(at: step, in: constant)
    case .failure(let fault): .failure(fault.below)
    }
  }

  /// The element of a list or the value of a map that a computed key chooses.
  package static func element(_ key: Outcome, of collection: Outcome) -> Outcome {
    switch (collection, key) {
    case (.success(.record), .success(.string(let name))):
      return value(at: .member(name), in: collection)
    case (.success(.list), .success(.number(let number))):
      guard let index = number.integer else { return .failure(.absent) }
      return value(at: .index(index), in: collection)
    case (.failure(let fault), _): return .failure(fault.isMissing ? fault : .notARecord)
    case (.success, _): return .failure(.notARecord)
    }
  }

  /// What `has` says of a fault.
  package static func has(_ fault: FaultKind) -> Truth { Operations.has(.fault(fault)).truth }

  private static func outcome(_ constant: Constant) -> Outcome {
    constant == .null ? .failure(.null) : .success(constant)
  }
}
