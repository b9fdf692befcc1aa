internal import Weir

/// A hold waits for more than a week, or its approval is good for more than a day for requests that
/// nobody has seen: by then nobody knows any more what was asked, and a stolen token has the
/// approval as well. Shorten `within`, or `for`.
struct DeadlineTooLong: LintRule {
  let name: ExactString = "deadline-too-long"
  let category = LintCategory.holds
  let level = LintLevel.warning

  /// An on-call rotation is a week in most teams: past it, other people are asked than were told.
  private static let longestWait = SignedDuration(seconds: 7 * 86_400, nanoseconds: 0)
  /// A working day: an approval of more than one request is for work that somebody does now.
  private static let longestGrant = SignedDuration(seconds: 86_400, nanoseconds: 0)

  let bad: LintExample = """
    requester principal.id
    hold large when amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      «within 30d»
      escalate to group "board" after 1d
      notify slack "#money"
    """
  let good: LintExample = """
    requester principal.id
    hold large when amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 2d
      escalate to group "board" after 1d
      notify slack "#money"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.holds.flatMap { hold -> [Diagnostic] in
      var found: [Diagnostic] = []
      if hold.clauses.within > Self.longestWait {
        found.append(
          finding(
            "\(hold.title) waits for \(hold.clauses.within): other people are on duty by then",
            at: hold.place(.within), hint: "end it within \(Self.longestWait)"))
      }
      switch hold.clauses.covers {
      case .values(_, for: let duration) where duration > Self.longestGrant:
        found.append(
          finding(
            "an approval of \(hold.title) is good for \(duration), and for requests that nobody "
              + "has seen", at: hold.place(.covers), hint: "let it be good for a day at most"))
      case .once(for: let duration)
      where duration > Self.longestWait && duration > hold.clauses.within:
        found.append(
          finding(
            "an approval of \(hold.title) is good for \(duration)", at: hold.place(.covers),
            hint: "let it be good for \(Self.longestWait) at most"))
      case .values, .once: break
      }
      return found
    }
  }
}
