// The answers of a host that a map describes.

internal import Weir

/// What a map says of answers.
package struct MappedAnswers: Sendable {
  /// One of them, with places for the reason.
  struct Template: Sendable {
    var status: CInt = 0
    /// Standard output: `{reason}` is the reason as a JSON string.
    var output = ""
    /// Standard error: `{reason}` is the reason as it is.
    var error = ""

    func answer(_ reason: String) -> HookAnswer {
      HookAnswer(
        out: filled(output, JSONString.literal(ExactString(reason))), error: filled(error, reason),
        status: status)
    }

    private func filled(_ text: String, _ reason: String) -> String {
      let place = Array("{reason}".utf8)
      var result: [UInt8] = []
      var rest = Array(text.utf8)[...]
      while let index = rest.indices.first(where: { rest[$0...].starts(with: place) }) {
        result += rest[..<index]
        result += reason.utf8
        rest = rest[(index + place.count)...]
      }
      return String(decoding: result + rest, as: UTF8.self)
    }
  }

  let block: Template
  var grant: Template?
  var silence = HookAnswer.silence
}
