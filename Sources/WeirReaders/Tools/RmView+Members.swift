// What policies see of the view: its properties, by the same names.

internal import Weir

extension RmView {
  /// What policies see of it.
  static let members: [ReaderMember<RmView>] = [
    .truth("recursive") { $0.recursive },
    .truth("force") { $0.force },
    .truth("interactive") { $0.interactive },
    .truth("dir") { $0.dir },
    .truth("no_preserve_root") { $0.noPreserveRoot },
    .truth("one_file_system") { $0.oneFileSystem },
    .truth("informs") { $0.informs },
    .texts("targets") { $0.targets },
  ]
}
