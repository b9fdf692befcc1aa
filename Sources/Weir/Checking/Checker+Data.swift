// Bound data: a document from beside the policy, held against its declared type and made a
// constant.

extension Checker {
  /// The document of a `data` declaration as a constant of its type; nil when something was
  /// reported.
  mutating func bind(
    _ path: SyntaxText, as type: Type, _ declared: SyntaxType, for name: String
  ) -> Constant? {
    let file = files[Int(path.range.file)]
    let found =
      environment.replacements[ExactString(name)].map { .success($0) }
      ?? environment.document(path.value.description, file)
    let what =
      environment.replacements[ExactString(name)].map { "`\($0.path)`" } ?? quoted(path.value)
    switch found {
    case .failure(.outsideRoot):
      report(
        .dataOutsideRoot, "\(quoted(path.value)) lies outside the policy's folder",
        at: path.range, hint: "put the data beside the policy, so that both are deployed together")
      return nil
    case .failure(.unreadable(let reason)):
      report(
        .dataUnreadable, "\(quoted(path.value)) cannot be bound: \(reason)", at: path.range,
        hint: "bind a YAML or JSON document, by its path from this file's folder")
      return nil
    case .success(let document):
      digest.add(document, boundTo: name)
      var mismatches: [String] = []
      let constant = DataBinding.constant(
        document.content, as: type, declared, at: [], &mismatches)
      if constant != .null, mismatches.isEmpty { return constant }
      report(
        .dataMismatch,
        "\(what) is not as declared: \(mismatches.first ?? "it is null")",
        at: path.range,
        hint: mismatches.count > 1
          ? "there are \(mismatches.count) such places; correct the file or the type"
          : "correct the file or the type")
      return nil
    }
  }
}

/// A document held against a type.
enum DataBinding {
  /// The value as a constant. What does not fit goes to `mismatches`, each as a phrase that names
  /// its path in the document, and counts as null. `declared` is the type as it was written, where
  /// it was written in place: it says which elements of a list may be null, which a type does not.
  static func constant(
    _ document: JSONDocument, as type: Type, _ declared: SyntaxType?, at path: [RequestPath.Step],
    _ mismatches: inout [String]
  ) -> Constant {
    func mismatch(_ found: String, _ reasons: String?...) -> Constant {
      let reason = reasons.compactMap(\.self).joined(separator: "; ")
      mismatches.append(
        "\(place(path)) is \(found), and \(type.spelling) is declared"
          + (reason.isEmpty ? "" : ": " + reason))
      return .null
    }
    switch (type, document.kind) {
    case (_, .null): return .null
    case (.bool, .bool(let truth)), (.any, .bool(let truth)): return .bool(truth)
    case (.string, .string(let text)), (.any, .string(let text)): return .string(text)
    case (.choice(let texts), .string(let text)):
      return texts.containsSorted(text) ? .string(text) : mismatch(quoted(text))
    case (.number, .number(let text)), (.any, .number(let text)):
      switch Decimal.read(Array(text.utf8)) {
      case .value(let decimal): return .number(decimal)
      case .outOfRange, .malformed:
        mismatches.append("\(place(path)) is \(text), which cannot be held exactly")
        return .null
      }
    case (.timestamp, .string(let text)):
      let value = text.bytes.withUnsafeBufferPointer { Timestamp(reading: $0) }
      return value.map { .timestamp($0) } ?? mismatch(quoted(text), Timestamp.formHint)
    case (.duration, .string(let text)):
      if let interval = SignedDuration(text.description) { return .duration(interval) }
      let mistake = SignedDuration.Mistake(of: text.description) ?? .malformed
      let (message, hint) = mistake.explanation(of: VisibleText.escaped(text.description))
      return mismatch(quoted(text), message, hint)
    case (.ip, .string(let text)):
      if let address = IPAddress(text.description) { return .ip(address) }
      let mistake = IPAddress.mistake(in: text.description)
      return mismatch(quoted(text), mistake.problem, mistake.hint)
    case (.cidr, .string(let text)):
      if let block = CIDRBlock(text.description) { return .cidr(block) }
      let mistake = CIDRBlock.mistake(in: text.description)
      return mismatch(quoted(text), mistake.problem, mistake.hint)
    case (.list(let element), .list(let documents)):
      return list(documents, element, declared?.element, path, &mismatches)
    case (.any, .list(let documents)): return list(documents, .any, nil, path, &mismatches)
    case (.map(let value), .record(let members)):
      return record(members, path, &mismatches) { _ in (value, declared?.element) }
    case (.any, .record(let members)):
      return record(members, path, &mismatches) { _ in (.any, nil) }
    case (.record(let shape), .record(let members)):
      for member in shape.members {
        let found = members.first { $0.name == member.name }
        if let found {
          if case .null = found.value.kind, !member.isNullable {
            mismatches.append("\(place(path + [.member(member.name)])) is null")
          }
        } else if !member.isOptional {
          mismatches.append("\(place(path + [.member(member.name)])) is missing")
        }
      }
      // As with requests, members beyond the shape are ignored.
      return record(members.filter { shape.member($0.name) != nil }, path, &mismatches) {
        (shape.member($0)?.type ?? .any, declared?.member($0))
      }
    case (_, _):
      return mismatch(found(document))
    }
  }

  private static func list(
    _ documents: [JSONDocument], _ element: Type, _ declared: SyntaxType?,
    _ path: [RequestPath.Step], _ mismatches: inout [String]
  ) -> Constant {
    var values: [Constant] = []
    values.reserveCapacity(documents.count)
    var path = path + [.index(0)]
    for (index, document) in documents.enumerated() {
      path[path.count - 1] = .index(index)
      if case .null = document.kind, element != .any, declared?.isNullable != true {
        mismatches.append("\(place(path)) is null")
      }
      values.append(constant(document, as: element, declared, at: path, &mismatches))
    }
    return .list(values)
  }

  private static func record(
    _ members: [JSONDocument.Member], _ path: [RequestPath.Step],
    _ mismatches: inout [String], _ type: (ExactString) -> (Type, SyntaxType?)
  ) -> Constant {
    var values: [Constant.Member] = []
    values.reserveCapacity(members.count)
    for member in members {
      // A null member reads like an absent one, to `has` and to `??`, and is a key all the same.
      let (type, declared) = type(member.name)
      let value = constant(
        member.value, as: type, declared, at: path + [.member(member.name)], &mismatches)
      values.append(Constant.Member(name: member.name, value: value))
    }
    return .record(values.sorted { $0.name < $1.name })
  }

  private static func place(_ path: [RequestPath.Step]) -> String {
    guard !path.isEmpty else { return "the document" }
    return "`\(RequestPath.text(of: path, root: "document"))`"
  }

  private static func found(_ document: JSONDocument) -> String {
    switch document.kind {
    case .null: "null"
    case .bool: "a truth"
    case .string(let text): text.bytes.count <= 40 ? quoted(text) : "a string"
    case .number(let text): "the number \(text)"
    case .list: "a list"
    case .record: "a record"
    }
  }
}

extension SyntaxType {
  /// What the elements of a list, or the values of a map, are declared to be.
  fileprivate var element: SyntaxType? {
    switch kind {
    case .list(let element), .map(let element): element
    case .choice, .record, .name, .error: nil
    }
  }

  /// What a member of a record is declared to be.
  fileprivate func member(_ name: ExactString) -> SyntaxType? {
    guard case .record(let members) = kind else { return nil }
    return members.first { ExactString($0.name.text) == name }?.type
  }
}
