// `weir fmt`: lays policies out anew. What is written is decided in `WeirFormat`; here is which
// files, and what becomes of the text: the file itself, a list, a diff, or the standard output.

internal import ArgumentParser
internal import Weir
internal import WeirFormat
internal import WeirHost

struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", _superCommandName: "weir",
    abstract: "Format policies: one layout, without options.",
    discussion: """
      Writes each file anew where it changes, whole or not at all, and lists those that did. A \
      file with mistakes stays as it is. Comments stay where they are, up to one blank line does \
      too. A file that is formatted twice is formatted once.

        weir fmt                          the policies that weir.yaml names
        weir fmt policies more.weir       files, and folders of them
        weir fmt --check                  list what is not formatted; for CI
        weir fmt --diff | patch -p0       what would change
        weir fmt - < in.weir > out.weir   standard input to standard output

      Ends with status 0, 1 if --check found a file to format, 2 if a file cannot be read or has \
      mistakes.
      """)

  @Argument(
    help: ArgumentHelp(
      "Policies, or folders of them; - is the standard input. Without any, weir.yaml names them.",
      valueName: "path"))
  var paths: [String] = []

  @Flag(help: "Write no file: list those that are not formatted, and end with 1 if there are any.")
  var check = false

  @Flag(help: "Write no file: print what would change, as patch takes it.")
  var diff = false

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var colors: ColorOptions

  func run() throws {
    if paths.contains("-") {
      guard paths.count == 1, policy.policies.isEmpty else {
        throw Failure(
          .usage, "- is formatted alone, because its text goes to the standard output",
          hint: "run weir fmt twice")
      }
      return try formatInput()
    }
    let settings = try policy.settings(isPolicyNamed: !paths.isEmpty)
    let chosen =
      paths.isEmpty
      ? try policy.choice(settings) : PathChoice(paths: paths + policy.policies)
    let found: [FileSearch.Found]
    do throws(Failure) { found = try PolicySource.find(chosen.paths) } catch {
      var failure = chosen.placed(error)
      if failure.code == .noPolicy { failure.hint = "name .weir files, or folders of them" }
      throw failure
    }
    try format(found.map(\.path).sorted { ExactString($0) < ExactString($1) })
  }

  /// Formats files, whatever happens to one of them: the others are not held up.
  private func format(_ paths: [String]) throws {
    var output = Output(1, name: "the standard output")
    var status = ExitStatus.fine
    var changed = 0
    for path in paths {
      do throws(Failure) {
        let bytes = try System.read(path, limit: Limits.fileBytes, for: .look)
        guard let text = try formatted(SourceFile(path: path, bytes: bytes)) else {
          status = .unusable
          continue
        }
        if text == bytes { continue }
        changed += 1
        if diff {
          output.bytes += difference(bytes, text, path)
        } else {
          if !check { try OutputFile(path, .formatted(of: bytes)).write(text) }
          output.bytes += VisibleText.escaped(path) + "\n"
        }
      } catch {
        complain(error)
        status = .unusable
      }
    }
    try output.flush()
    let what = check || diff ? "to format" : "formatted"
    write("\(Plural.counted(paths.count, "file")), \(changed) \(what)\n")
    if check, changed > 0 { status = max(status, .negative) }
    try status.check()
  }

  private func formatInput() throws {
    try ReadFiles.admitStandardInput("the standard input")
    let bytes = try System.read(
      0, name: "the standard input", expecting: 1 << 16, limit: Limits.fileBytes)
    guard let text = try formatted(SourceFile(path: "-", bytes: bytes)) else {
      throw ExitStatus.unusable
    }
    var output = Output(1, name: "the standard output")
    if diff {
      output.bytes += difference(bytes, text, "-")
    } else if check {
      if text != bytes { output.bytes += "-\n" }
    } else {
      output.bytes += String(decoding: text, as: UTF8.self)
    }
    try output.flush()
    if check, text != bytes { throw ExitStatus.negative }
  }

  /// The text of a file as it should be; nil if it has mistakes, which are told.
  private func formatted(_ file: SourceFile) throws(Failure) -> [UInt8]? {
    switch PolicyFormatter.format(file) {
    case .formatted(let text): return text
    case .mistakes(let diagnostics):
      write(
        DiagnosticRenderer(files: [file], isColored: colors.color.isWanted(on: 2)).render(
          diagnostics))
      return nil
    case .defect(let range):
      let place = range.location(in: [file])?.description ?? file.path
      throw Failure(
        .formatterDefect, "\(place): formatted, this would be another policy; it stays as it is",
        hint: "this is a defect of weir: please report it, with the file")
    }
  }

  /// Exact, or nothing could apply it. A file without mistakes has no character that a terminal
  /// would act on.
  private func difference(_ old: [UInt8], _ new: [UInt8], _ path: String) -> String {
    UnifiedDiff.between(
      String(decoding: old, as: UTF8.self), String(decoding: new, as: UTF8.self), path: path,
      isExact: true)
  }
}
