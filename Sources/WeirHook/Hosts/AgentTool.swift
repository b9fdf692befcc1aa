// What is known of one tool of a host: what it reaches, and which of its members say where.

internal import Weir

/// A tool.
package struct AgentTool: Sendable {
  /// A member that the tool is given, and what it says.
  indirect enum Part: Sendable {
    /// A text for the shell. Required.
    case command(String)
    /// A text for the shell, or a list of words. Required.
    case commandWords(String)
    /// A text for PowerShell. Required.
    case powerShell(String)
    /// The folder that the command runs in, in the place of the agent's.
    case folder(String)
    /// A file. Required.
    case path(String)
    /// A file or folder, by the first of these names; the agent's own folder where it is left out.
    case optionalPath([String])
    /// Files, in a list of texts or as one text, each possibly a pattern. Required.
    case patterns(String)
    /// A pattern for files below the folder that the first of other members names, or the agent's
    /// own. Required.
    case pattern(String, below: [String])
    /// A patch of several files, in the form of Codex. Required.
    case patch(String)
    /// All of these that are given; one at least. (Versions of a host name a member differently,
    /// and which of two a host would take is not known.)
    case anyOf([Part])
    /// A page. Required.
    case url(String)
    /// A text with pages in it. Required.
    case urlsOfText(String)
    /// The MCP server that is asked. Required.
    case server(String)
    /// What the agent says that it does this for.
    case intent(String)
  }

  /// The host's name for it.
  let name: String
  let kind: ToolKind
  let parts: [Part]
  /// The member that the tool is given where the host hands over a text in the place of a record.
  var textMember: String?

  init(_ name: String, _ kind: ToolKind, _ parts: Part...) {
    self.init(name, kind, parts)
  }

  init(_ name: String, _ kind: ToolKind, _ parts: [Part]) {
    self.name = name
    self.kind = kind
    self.parts = parts
  }
}

extension AgentTool.Part {
  /// The member that must be there.
  var member: String? {
    switch self {
    case .command(let member), .commandWords(let member), .powerShell(let member),
      .folder(let member), .path(let member), .patterns(let member),
      .pattern(let member, below: _), .patch(let member), .url(let member),
      .urlsOfText(let member), .server(let member), .intent(let member):
      member
    case .optionalPath, .anyOf: nil
    }
  }
}
