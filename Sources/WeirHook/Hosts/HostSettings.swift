// Where a host looks for its hooks, and what an entry must be there so that it is asked about every
// tool, and blocks where the host can be told to.

package import Weir
package import WeirHost

/// What is true of a host's settings.
package struct HostSettings: Sendable {
  /// For whom hooks are installed.
  package enum Scope: String, CaseIterable, Sendable {
    /// Whoever works in the folder.
    case project
    /// One person, wherever they work.
    case user
  }

  /// The file, below the project's folder.
  let projectFile: String
  /// The host's folder, below the person's own.
  let userFolder: String
  /// The file in that folder.
  let userFile: String
  /// A variable of the environment that names another folder; none if nil.
  let folderVariable: String?
  /// Hosts whose hooks this one runs, too.
  var readsAlso: [AgentHost] = []
  /// The event whose list the entry is put into.
  let event: String
  /// Whether handlers stand in groups, each with a pattern for the tools that it is for.
  let isGrouped: Bool
  /// Whether the document has `"version": 1`.
  let hasVersion: Bool
  /// The member of a handler that is the command.
  let commandMember: String
  /// The member of a handler that is its time, and how many of its unit are a second.
  let time: (name: String, perSecond: Int)
  /// What else stands in a handler: before and after the command and its time.
  let before: [JSONDocument.Member]
  let after: [JSONDocument.Member]
  let block: HookCommand.Block
  package let shell: HookCommand.Shell
  /// Whether an allow has to be said: an empty answer blocks.
  package var wantsAnswers = false
  /// What turns all hooks off.
  var offSwitches: [OffSwitch] = []
  /// The files that may have such a switch, below a project's folder and a person's own.
  var switchFiles: [String] = []
  /// What the person must do before the host runs the hook.
  package let remarks: [String]

  /// The time that a host gives a hook, if the hook itself needs no more.
  package static let seconds = 30

  /// The member of the document that has the events.
  static let hooks = "hooks"
  static let version = "version"
  static let matcher = "matcher"

  /// What is put into the event's list.
  ///
  /// - Parameter seconds: how long the host waits.
  package func entry(_ command: HookCommand, seconds: Int) -> JSONDocument {
    let members =
      before
      + [
        .init(ExactString(commandMember), .text(command.line(block, shell))),
        .init(
          ExactString(time.name),
          JSONDocument(.number("\(seconds * time.perSecond)"), offset: 0)),
      ] + after
    let handler = JSONDocument(.record(members), offset: 0)
    guard isGrouped else { return handler }
    return JSONDocument(
      .record([
        .init(ExactString(HostSettings.matcher), .text("*")),
        .init(
          ExactString(HostSettings.hooks), JSONDocument(.list([handler]), offset: 0)),
      ]), offset: 0)
  }
}

extension JSONDocument {
  /// A string that no text was read for.
  static func text(_ text: String) -> JSONDocument {
    JSONDocument(.string(ExactString(text)), offset: 0)
  }

  /// The member of that name; nil for what is no record.
  func member(_ name: String) -> Member? {
    guard case .record(let members) = kind else { return nil }
    let name = ExactString(name)
    return members.first { $0.name == name }
  }
}

extension HostSettings {
  /// The settings file for somebody or some folder, from the root.
  package func path(_ scope: Scope) throws(Failure) -> String {
    switch scope {
    case .project:
      let folder = System.workingDirectory
      guard folder.hasPrefix("/") else {
        throw Failure(
          .notFound, "the working directory does not exist any more",
          hint: "go to the project's folder")
      }
      return Path.join(folder, projectFile)
    case .user:
      if let variable = folderVariable, let folder = System.variable(variable) {
        guard folder.hasPrefix("/") else {
          throw Failure(
            .usage, "\(variable) is \(folder), which is not a path from the root",
            hint: "set it to one that begins with a slash, or unset it")
        }
        return Path.join(folder, userFile)
      }
      return Path.join(Path.join(try HostSettings.home(), userFolder), userFile)
    }
  }

  /// The person's own folder.
  static func home() throws(Failure) -> String {
    guard let home = System.variable("HOME") else {
      throw Failure(.notFound, "HOME is not set", hint: "set it to your own folder")
    }
    guard home.hasPrefix("/") else {
      throw Failure(
        .notFound, "HOME is \(home), which is not a path from the root",
        hint: "set it to one that begins with a slash")
    }
    return home
  }
}
