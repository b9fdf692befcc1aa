// A file is found by what it declares: it has a type of its own name, or it is named `Type+Part`
// and extends that type.

import Weir

/// Files that are named after what they declare.
enum FileNameRule {
  /// What a file of that name may be without: the manifest's entry points and the like.
  static func findings(in sources: SourceTree) -> [TidyFinding] {
    sources.sorted { $0.key < $1.key }.compactMap { path, text in
      guard path.hasSuffix(".swift") else { return nil }
      let parts = path.pieces(between: "/")
      // Sources/<target>/<file> stand at a target's root, and are held to the same.
      let name = parts[parts.count - 1].droppingSuffix(".swift")
      let pieces = name.pieces(between: "+")
      let isPart = pieces.count > 1
      let declarations = SwiftCode(text).declarations
      let isNamed = declarations.contains { declaration in
        let type = declaration.name.pieces(between: ".")
        return switch declaration.keyword {
        case "extension": isPart && (type[0] == pieces[0] || type[type.count - 1] == pieces[0])
        case "struct", "enum", "class", "actor", "protocol": declaration.name == pieces[0]
        default: false
        }
      }
      return isNamed
        ? nil
        : TidyFinding(
          path: path, line: 0,
          message: isPart ? "extends no \(pieces[0])" : "declares no type \(pieces[0])")
    }
  }
}

extension String {
  fileprivate func droppingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(decoding: utf8.dropLast(suffix.utf8.count), as: UTF8.self) : self
  }
}
