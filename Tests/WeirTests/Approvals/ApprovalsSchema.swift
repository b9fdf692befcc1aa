// The published schema of a record's line, grammar/approvals.schema.json, as the table of its
// members has it.

import Weir

enum ApprovalsSchema {
  /// The file's text, with its line feed.
  static var text: String {
    let members = HoldRecord.Member.allCases.map { member in
      "    \(quoted(member.rawValue)): {\n"
        + "      \"description\": \(quoted(member.meaning)),\n      \(type(of: member))\n    }"
    }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://weir.dev/schema/approvals.json",
        "title": "A record of a hold",
        "description": "One line of what weir eval --approvals reads and weir holds export prints.",
        "type": "object",
        "required": ["act", "key", "at"],
        "additionalProperties": false,
        "properties": {
      \(members.joined(separator: ",\n"))
        }
      }

      """
  }

  private static func quoted(_ text: String) -> String { JSONString.visible(text) }

  private static func type(of member: HoldRecord.Member) -> String {
    switch member {
    case .act:
      "\"enum\": [" + HoldRecord.Act.allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
        + "]"
    case .key: #""type": "string", "pattern": "^sha256:[0-9a-f]{64}$""#
    case .generation: #""type": "integer", "minimum": 1"#
    case .at: #""type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]""#
    case .by: #""type": "string", "minLength": 1"#
    case .groups, .roles: #""type": "array", "items": { "type": "string" }"#
    case .reason, .seen, .request, .requestID: #""type": "string""#
    case .signature:
      """
      "type": "object", "required": ["key", "value"], "additionalProperties": false,
            "properties": { "key": { "type": "string" }, "value": { "type": "string" } }
      """
    }
  }
}
