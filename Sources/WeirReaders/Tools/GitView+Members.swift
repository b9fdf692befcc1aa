// What policies see of the view: its properties, by the same names.

internal import Weir

extension GitView {
  /// What policies see of it.
  static let members: [ReaderMember<GitView>] = [
    .text("subcommand") { $0.subcommand },
    .text(optional: "verb") { $0.verb },
    .text(optional: "directory") { $0.directory },
    .text(optional: "git_dir") { $0.gitDir },
    .text(optional: "work_tree") { $0.workTree },
    .truth("force") { $0.force },
    .truth("delete") { $0.delete },
    .truth("hard") { $0.hard },
    .text(optional: "remote") { $0.remote },
    .texts("refs") { $0.refs },
    .texts("paths") { $0.paths },
    .truth("recursive") { $0.recursive },
    .truth("all") { $0.all },
    .truth("tags") { $0.tags },
    .truth("dry_run") { $0.dryRun },
    .truth("amend") { $0.amend },
    .truth("no_verify") { $0.noVerify },
    .truth("ignored") { $0.ignored },
    .texts("messages") { $0.messages },
    .texts("outputs") { $0.outputs },
    .texts("inputs") { $0.inputs },
  ]
}
