// Values of options that are one of several names.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// What an option may be, by name. The names are the raw values, and said to be: the argument
/// parser's own way to them looks up at run time what a case can be printed as, and that shows in
/// how long the command takes to start.
protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension NamedChoice {
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }
  static var allValueDescriptions: [String: String] { [:] }
}

/// A value by its name in an enumeration: for texts that no argument parser checks. `place` is
/// where a file of settings says it.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ text: String, of: Choice.Type, for what: String, at place: String? = nil
) throws(Failure) -> Choice where Choice.RawValue == String {
  try choice(text, among: Choice.allCases.map { ($0.rawValue, $0) }, for: what, at: place)
}

/// A value by its name in a list.
func choice<Choice>(
  _ text: String, among choices: [(name: String, value: Choice)], for what: String,
  at place: String? = nil
) throws(Failure) -> Choice {
  if let choice = choices.first(where: { $0.name == text }) { return choice.value }
  let names = choices.map(\.name)
  throw Failure(
    place == nil ? .usage : .invalidSetting,
    "\(place.map { "\($0): " } ?? "")\"\(text)\" is no \(what)",
    hint: Spelling.closest(to: text, among: names).map { "did you mean \"\($0)\"?" }
      ?? "use one of \(names.joined(separator: ", "))")
}

/// The same for a setting, unless a flag has said it.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ flag: Choice?, _ settings: Settings, _ name: Settings.Name, for what: String, otherwise: Choice
) throws(Failure) -> Choice where Choice.RawValue == String {
  if let flag { return flag }
  guard let stated = settings.value(name) else { return otherwise }
  return try choice(stated.text, of: Choice.self, for: what, at: stated.place)
}
