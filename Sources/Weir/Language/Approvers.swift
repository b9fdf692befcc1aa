// The people who may act on a hold: `group "treasury"`, or several such sets.

/// A set of people.
public indirect enum Approvers<Name: Hashable & Sendable>: Hashable, Sendable {
  /// `group "treasury"`.
  case one(ApproverKind, Name)
  /// Whoever is in one of these sets.
  case any([Approvers])
}

extension Approvers {
  /// What the sets are named by, in the order of the text.
  public var names: [(kind: ApproverKind, name: Name)] {
    switch self {
    case .one(let kind, let name): [(kind, name)]
    case .any(let parts): parts.flatMap(\.names)
    }
  }

  /// The same sets named in another way.
  package func renamed<Other>(_ rename: (Name) -> Other) -> Approvers<Other> {
    switch self {
    case .one(let kind, let name): .one(kind, rename(name))
    case .any(let parts): .any(parts.map { $0.renamed(rename) })
    }
  }
}
