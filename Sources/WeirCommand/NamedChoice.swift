// Options whose value is one of several names.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// An option's choices, by name. The raw values are declared as the names, because by default the
/// argument parser looks up at run time how a case prints itself, which noticeably slows the start
/// of the command.
protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension NamedChoice {
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }
  static var allValueDescriptions: [String: String] { [:] }
}

/// Finds an enumeration's case by its name, for strings that no argument parser checks. `place` is
/// where a settings file has the string.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ text: String, of: Choice.Type, for what: String, at place: String? = nil
) throws(Failure) -> Choice where Choice.RawValue == String {
  try choice(text, among: Choice.allCases.map { ($0.rawValue, $0) }, for: what, at: place)
}

/// Finds a name in a list.
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

/// The value of a setting, unless a flag has already given one.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ flag: Choice?, _ settings: Settings, _ name: Settings.Name, for what: String, otherwise: Choice
) throws(Failure) -> Choice where Choice.RawValue == String {
  if let flag { return flag }
  guard let stated = settings.value(name) else { return otherwise }
  return try choice(stated.text, of: Choice.self, for: what, at: stated.place)
}
