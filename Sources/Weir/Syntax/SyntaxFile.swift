// The syntax tree of one file: what the parser found in it, before any name means anything. The
// nodes stand in the other files whose names begin with `Syntax`.
//
// Parsing never fails: where the text is not a sentence of the grammar the tree has `.error` nodes,
// and the parser has reported each of them. Every node keeps its range, so that an editor can find
// what the cursor stands on. Comments and line breaks are tokens, which `lex` gives; the tree has
// none of them.

/// One file, parsed.
package struct SyntaxFile: Sendable {
  /// Index of the file in the list that is compiled.
  package var file: Int32
  package var module: SyntaxName?
  package var declarations: [SyntaxDeclaration]

  package init(file: Int32, module: SyntaxName?, declarations: [SyntaxDeclaration]) {
    self.file = file
    self.module = module
    self.declarations = declarations
  }
}

/// A word that names something. The name of a quoted member is decoded.
package struct SyntaxName: Sendable, Hashable {
  package var text: String
  package var range: SourceRange
  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A string literal, decoded.
package struct SyntaxText: Sendable, Hashable {
  package var value: ExactString
  package var range: SourceRange
  package init(_ value: ExactString, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}
