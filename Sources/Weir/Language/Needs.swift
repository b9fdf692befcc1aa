// Who must approve a held request: factors, combined. A policy names people by a string or by a
// path of the request, a verdict by what the request had there; so the tree is generic over what
// names people (`PolicyApprover`, `VerdictApprover`).

/// Who must approve: so many of some people, and how several such factors combine.
public indirect enum Needs<Name: Hashable & Sendable>: Hashable, Sendable {
  /// So many different people out of a set. One person counts towards one factor.
  case factor(count: Int, Approvers<Name>)
  /// Every one of these; two at least.
  case all([Needs])
  /// One of these; two at least.
  case any([Needs])
}

extension Needs {
  /// The sets of people of all factors, in the order of the text.
  public var approvers: [Approvers<Name>] {
    switch self {
    case .factor(count: _, let approvers): [approvers]
    case .all(let parts), .any(let parts): parts.flatMap(\.approvers)
    }
  }

  /// The same tree with people named in another way.
  package func renamed<Other>(_ rename: (Name) -> Other) -> Needs<Other> {
    switch self {
    case .factor(let count, let approvers): .factor(count: count, approvers.renamed(rename))
    case .all(let parts): .all(parts.map { $0.renamed(rename) })
    case .any(let parts): .any(parts.map { $0.renamed(rename) })
    }
  }
}
