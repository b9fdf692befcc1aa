// A request's shape for policies that have none: what is judged by `weir hook` always has the same.

internal import Weir

/// Declarations that stand beside a policy's own, as text.
package struct AssumedShape: Sendable {
  /// A `request` block.
  package var request: String
  /// `requester` and `volatile`.
  package var holds: String
  /// What the text is called in messages. No file of a policy has such a name.
  package var name: String

  package init(request: String, holds: String, name: String) {
    self.request = request
    self.holds = holds
    self.name = name
  }
}

extension PolicySource {
  /// Adds a shape, if no file declares a request. What makes holds work is added only if no file
  /// says anything of it.
  package mutating func assume(_ shape: AssumedShape) {
    var declaresHolds = false
    for (index, entry) in entries.enumerated() {
      let (tree, _) = parse(entry.file, index: Int32(index))
      for declaration in tree.declarations {
        switch declaration.kind {
        case .request: return
        case .requester, .volatile: declaresHolds = true
        case .data, .define, .type, .rule, .on, .default, .error: break
        }
      }
    }
    let file = SourceFile(
      path: shape.name, text: declaresHolds ? shape.request : shape.request + shape.holds)
    entries.append(Entry(file: file, path: shape.name, root: shape.name))
    entries.sort { ExactString($0.file.path) < ExactString($1.file.path) }
  }
}
