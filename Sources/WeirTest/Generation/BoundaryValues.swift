// The values at which a comparison is probed, with the names of the cases: just below, at and just
// above a limit; each member of a list and one outside it; the edges of an address block and of
// opening hours; strings that match and strings that just fail to.

internal import Weir

/// What the probed side of a comparison is given.
struct BoundaryValue {
  /// The part of a case's name: `just above 10000`.
  var name: String
  var value: Constant
}

enum BoundaryValues {
  /// The values to give the left side of a comparison with a constant on the right, whose own value
  /// on the base is `current`.
  static func of(
    _ comparison: Comparison, _ constant: Constant, type: Type, current: Constant?
  ) -> [BoundaryValue] {
    switch comparison {
    case .equal, .notEqual:
      if case .choice(let texts) = type { return members(texts.map { .string($0) }) }
      if type == .bool { return members([.bool(true), .bool(false)]) }
      return isOrdered(constant) ? around(constant) : equality(constant)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return around(constant)
    case .in, .notIn: return membership(in: constant, type, current)
    case .contains:
      return [
        BoundaryValue(name: "with \(Scene.describe(constant)) alone", value: .list([constant])),
        BoundaryValue(name: "empty", value: .list([])),
      ]
        + other(constant).map {
          BoundaryValue(name: "without \(Scene.describe(constant))", value: .list([$0]))
        }
    case .overlaps: return overlap(constant)
    case .includes, .startsWith, .endsWith: return part(comparison, constant)
    case .like, .matches: return pattern(comparison, constant, current)
    }
  }

  private static func isOrdered(_ constant: Constant) -> Bool {
    switch constant {
    case .number, .timestamp, .duration, .version: true
    case .null, .bool, .string, .ip, .cidr, .hours, .path, .folder, .list, .record: false
    }
  }

  static func around(_ constant: Constant) -> [BoundaryValue] {
    let (below, above) = constant.neighbours
    let name = Scene.describe(constant)
    return [
      below.map { BoundaryValue(name: "just below \(name)", value: $0) },
      BoundaryValue(name: "at \(name)", value: constant),
      above.map { BoundaryValue(name: "just above \(name)", value: $0) },
    ].compactMap { $0 }
  }

  private static func members(_ constants: [Constant]) -> [BoundaryValue] {
    constants.map { BoundaryValue(name: Scene.describe($0), value: $0) }
  }

  private static func equality(_ constant: Constant) -> [BoundaryValue] {
    members([constant])
      + other(constant).map {
        BoundaryValue(name: "other than \(Scene.describe(constant))", value: $0)
      }
  }

  /// A different value of the same type.
  private static func other(_ constant: Constant) -> [Constant] {
    switch constant {
    case .bool(let truth): return [.bool(!truth)]
    case .string(let text): return [.string(ExactString("other-" + text.description))]
    case .number, .timestamp, .duration, .version, .ip:
      return [constant.neighbours.above ?? constant.neighbours.below].compactMap { $0 }
    case .path(let path): return path.outside.map { .path($0) }
    case .folder(let folder): return folder.outside.map { .folder($0) }
    case .cidr: return CIDRBlock("192.0.2.0/24").map { [.cidr($0)] } ?? []
    case .list(let elements): return elements.isEmpty ? [] : [.list(Array(elements.dropLast()))]
    case .null, .record, .hours: return []
    }
  }

  // MARK: Membership

  private static func membership(
    in constant: Constant, _ type: Type, _ current: Constant?
  ) -> [BoundaryValue] {
    switch constant {
    case .list(let elements):
      if case .choice(let texts) = type { return members(texts.map { .string($0) }) }
      let shown = elements.count <= 8 ? elements : [elements[0], elements[elements.count - 1]]
      let outsider: Constant?
      if case .number = elements.first {
        outsider = elements.lazy.compactMap { $0.neighbours.above }.first { !elements.contains($0) }
      } else {
        outsider = elements.first.flatMap { other($0).first }
      }
      return members(shown)
        + (outsider.map { elements.contains($0) ? [] : [$0] } ?? []).map {
          BoundaryValue(name: "none of the list", value: $0)
        }
    case .cidr(let block):
      return [
        block.address.moved(by: -1).map {
          BoundaryValue(name: "just before \(block)", value: .ip($0))
        },
        BoundaryValue(name: "first of \(block)", value: .ip(block.address)),
        BoundaryValue(name: "last of \(block)", value: .ip(block.last)),
        block.last.moved(by: 1).map {
          BoundaryValue(name: "just after \(block)", value: .ip($0))
        },
      ].compactMap { $0 }
    case .folder(let folder):
      return folder.inside.map { BoundaryValue(name: "in \(folder)", value: .path($0)) }
        + folder.outside.map { BoundaryValue(name: "beside \(folder)", value: .path($0)) }
    case .hours(let hours):
      guard case .timestamp(let instant) = current else { return [] }
      return edges(of: hours, near: instant)
    case .record(let keys):
      let shown = keys.count <= 8 ? keys : [keys[0], keys[keys.count - 1]]
      return members(shown.map { .string($0.name) })
        + (keys.first.map { other(.string($0.name)) } ?? []).map {
          BoundaryValue(name: "no key", value: $0)
        }
    case .null, .bool, .string, .number, .timestamp, .duration, .ip, .version, .path: return []
    }
  }

  private static func overlap(_ constant: Constant) -> [BoundaryValue] {
    guard case .list(let elements) = constant, let first = elements.first else { return [] }
    let shown = elements.count <= 8 ? elements : [first, elements[elements.count - 1]]
    return shown.map {
      BoundaryValue(name: "with \(Scene.describe($0)) alone", value: .list([$0]))
    }
      + other(first).filter { !elements.contains($0) }.map {
        BoundaryValue(name: "sharing nothing with \(Scene.describe(constant))", value: .list([$0]))
      } + [BoundaryValue(name: "empty", value: .list([]))]
  }

  /// The first opening after an instant, and the closing after that, to the second; the state
  /// they begin and end is the instant's own or the other.
  private static func edges(of hours: Hours, near instant: Timestamp) -> [BoundaryValue] {
    func moved(_ seconds: Int64) -> Timestamp {
      Timestamp(seconds: instant.seconds + seconds, nanoseconds: 0)
    }
    var values: [BoundaryValue] = []
    var state = hours.contains(moved(0))
    var minute = -(instant.seconds % 60)
    // A week and a day see each change at least once.
    for _ in 0..<(8 * 1_440) where values.count < 4 {
      minute += 60
      let next = moved(minute)
      guard hours.contains(next) != state else { continue }
      state.toggle()
      let what = state ? "opening" : "closing"
      values.append(
        BoundaryValue(
          name: "a second before \(what) (\(hours.text))",
          value: .timestamp(Timestamp(seconds: next.seconds - 1, nanoseconds: 0))))
      values.append(
        BoundaryValue(name: "at \(what) (\(hours.text))", value: .timestamp(next)))
    }
    return values
  }

  // MARK: Texts

  private static func part(_ comparison: Comparison, _ constant: Constant) -> [BoundaryValue] {
    guard case .string(let part) = constant, !part.bytes.isEmpty else { return [] }
    let text = part.description
    let shown = Scene.describe(constant)
    var values = [BoundaryValue(name: "\(shown) and nothing else", value: constant)]
    let scalars = text.unicodeScalars
    let off: String
    let swapped: String
    switch comparison {
    case .endsWith:
      off = String(String.UnicodeScalarView(scalars.dropFirst()))
      swapped = "some" + (text.uppercased() == text ? text.lowercased() : text.uppercased())
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .includes, .startsWith, .like, .matches:
      off = String(String.UnicodeScalarView(scalars.dropLast()))
      swapped = (text.uppercased() == text ? text.lowercased() : text.uppercased()) + "some"
    }
    values.append(
      BoundaryValue(name: "a character short of \(shown)", value: .string(ExactString(off))))
    if text.uppercased() != text.lowercased() {
      values.append(
        BoundaryValue(name: "\(shown) in another case", value: .string(ExactString(swapped))))
    }
    return values.filter {
      $0.value == constant || ConstantFolding.compare(comparison, $0.value, constant) == .false
    }
  }

  private static func pattern(
    _ comparison: Comparison, _ constant: Constant, _ current: Constant?
  ) -> [BoundaryValue] {
    guard case .string(let source) = constant, let kind = Pattern.Kind(comparison) else {
      return []
    }
    let shown = Scene.describe(constant)
    let fitting = PatternText.matching(kind, source)
    var base = fitting.first ?? ""
    if case .string(let text) = current,
      ConstantFolding.compare(comparison, .string(text), constant) == .true
    {
      base = text.description
    }
    let misfits = PatternText.justOff(kind, source, from: base)
    return fitting.prefix(2).map {
      BoundaryValue(name: "fitting \(shown)", value: .string(ExactString($0)))
    }
      + misfits.prefix(2).map {
        BoundaryValue(name: "just off \(shown)", value: .string(ExactString($0)))
      }
  }
}
