// `--yaml-merge` and `--yaml-tags`: what of YAML is read only on request.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// What YAML readers differ about, and is therefore read only when asked for. The types are shared
/// with other flags, because each new type costs the argument parser a search at the start.
struct YAMLFlags: ParsableArguments {
  @Flag(help: "Merge what '<<' names into a record of YAML requests, as YAML 1.1 does.")
  var yamlMerge = false

  @Option(
    help:
      """
      Tags such as !Ref of YAML requests: refuse them, or keep them as CloudFormation's JSON does.
      """,
    completion: .list(YAMLTagChoice.allCases.map(\.rawValue)))
  var yamlTags: String?

  func options(_ settings: Settings) throws(Failure) -> YAMLOptions {
    let flag = try yamlTags.map { text throws(Failure) in
      try choice(text, of: YAMLTagChoice.self, for: YAMLFlags.what)
    }
    let tags = try choice(
      flag, settings, .yamlTags, for: YAMLFlags.what, otherwise: YAMLTagChoice.refuse)
    return YAMLOptions(
      merges: yamlMerge || settings.value(.yamlMerge)?.text == "true", keepsTags: tags == .keep)
  }

  private static let what = "value of yaml-tags"
}

enum YAMLTagChoice: String, CaseIterable {
  case refuse, keep
}
