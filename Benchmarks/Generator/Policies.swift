// Policies of any number of rules, of the kinds that differ in what an index can do for them.

import Weir
import WeirTesting

/// What rules of a policy have in common.
enum PolicyKind: String, CaseIterable {
  /// Each asks for one action and one type of resource, as most policies do.
  case selective
  /// The same, of paths that small requests have too.
  case small
  /// All ask for the same action: an index finds them all.
  case dense
  /// None asks for a text that an index could look up.
  case unindexable
  /// As `selective`, and everything that is allowed must be approved.
  case holds
}

/// The text of a policy.
func policy(_ kind: PolicyKind, rules: Int, seed: UInt64) -> String {
  var chance = SplitMix64(seed: seed &+ UInt64(rules))
  let world = World(rules: rules)
  var text = "// \(rules) rules, \(kind.rawValue), seed \(seed).\n\n"
  text += shape
  if kind == .holds { text += "requester principal.id\nvolatile id, time\n\n" }
  for index in 0..<rules {
    let effect = chance.below(10) < 6 ? "allow" : "deny"
    text += "\(kind == .holds && effect == "allow" ? "hold" : effect) rule_\(index)\n"
    for condition in conditions(kind, index, world, &chance) { text += "  when \(condition)\n" }
    if effect == "deny" {
      text += "  because \"{resource.type} is not to be touched like that (\(index))\"\n"
    } else if kind == .holds {
      text += "  needs 2 of group \"operations\"\n  within 15m\n"
    }
    text += "\n"
  }
  return text
}

private let shape = """
  request {
    id: string
    time: timestamp
    action: string
    environment: "dev" | "staging" | "production"
    principal: { id: string, kind: string, department: string, level: number, mfa: bool }
    resource: { id: string, type: string, sensitivity: string }
    source: { country: string }
    payload: { amount: number }
  }


  """

private func conditions(
  _ kind: PolicyKind, _ index: Int, _ world: World, _ chance: inout SplitMix64
) -> [String] {
  switch kind {
  case .selective, .holds: selector(index, world) + usual(10, &chance)
  case .small: selector(index, world) + usual(4, &chance)
  case .dense:
    [
      "action == \"\(world.actions[0])\"",
      "payload.amount > \(chance.below(2_000_000)).\(index % 10)",
    ]
  case .unindexable:
    // Every rule another text, so that no two share a condition.
    [
      chance.pick([
        "resource.id starts_with \"\(chance.pick(World.domains))-\(index)\"",
        "resource.id ends_with \"\(index)\"",
        "payload.amount > \(100 * index) * principal.level",
        "principal.level >= 3 or payload.amount > 1_\(String(index + 1_000).suffix(3))",
      ])
    ] + usual(1, &chance)
  }
}

/// The pair of action and type that a rule is about; the rules take turns.
private func selector(_ index: Int, _ world: World) -> [String] {
  let type = world.types[index / world.actions.count % world.types.count]
  return [
    "action == \"\(world.actions[index % world.actions.count])\"", "resource.type == \"\(type)\"",
  ]
}

/// Two or three of the first `count` usual conditions.
private func usual(_ count: Int, _ chance: inout SplitMix64) -> [String] {
  var choices = [
    "principal.level >= \(1 + chance.below(4))",
    "principal.mfa",
    "environment == \"\(chance.pick(World.environments))\"",
    "environment in [\"dev\", \"staging\"]",
    "principal.department == \"\(chance.pick(World.departments))\"",
    "principal.kind != \"\(chance.pick(World.kinds))\"",
    "resource.sensitivity in [\"public\", \"\(chance.pick(World.sensitivities.suffix(3)))\"]",
    """
    source.country not in [\"\(chance.pick(World.countries))\", \"\(chance.pick(World.countries))\"]
    """,
    "payload.amount <= \(100 * (1 + chance.below(500)))",
    "payload.amount > \(100 * chance.below(500))",
  ]
  choices = Array(choices.prefix(count))
  var chosen: [String] = []
  for _ in 0..<min(count, 2 + chance.below(2)) {
    let place = chance.below(choices.count)
    chosen.append(choices.remove(at: place))
  }
  return chosen
}

extension SplitMix64 {
  mutating func pick<Element>(_ choices: ArraySlice<Element>) -> Element { pick(Array(choices)) }
}
