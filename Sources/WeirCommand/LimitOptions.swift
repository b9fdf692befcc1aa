// `--limit`: the resources that one request may use.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// `--limit`, for every subcommand that judges.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("limit"), parsing: .singleValue,
    help: ArgumentHelp(
      "What one request may take: \(LimitOptions.names). May be repeated.", valueName: "name=count")
  )
  var texts: [String] = []

  private static let names = RequestLimits.Name.allCases.map { name in
    "\(name.rawValue)=N (\(RequestLimits()[name]) unless set)"
  }.joined(separator: " or ")

  /// The limits in force.
  func limits() throws(Failure) -> RequestLimits {
    var limits = RequestLimits()
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Failure(
          .usage, "\"\(text)\" sets no limit",
          hint: "write a name and a number: --limit steps=2000000"
        )
      }
      let name = try choice(String(parts[0]), of: RequestLimits.Name.self, for: "limit")
      guard let count = Int(parts[1]), (1...name.maximum).contains(count),
        parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else {
        throw Failure(
          .usage, "\"\(parts[1])\" is not a limit of \(name.rawValue)",
          hint: "it is a whole number from 1 to \(name.maximum)")
      }
      limits[name] = count
    }
    return limits
  }
}
