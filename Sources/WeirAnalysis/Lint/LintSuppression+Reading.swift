// Where suppressions stand in a policy.

package import Weir

extension LintSuppression {
  /// All of a policy's, in the order of its trees.
  package static func all(in policy: CompiledPolicy) -> [LintSuppression] {
    policy.trees.flatMap { tree in
      var found: [LintSuppression] = []
      for declaration in tree.declarations.flatMap(\.withInner) { add(declaration, to: &found) }
      return found + comments(in: policy.files[Int(tree.file)], tree)
    }
  }

  // MARK: Annotations

  private static func add(_ declaration: SyntaxDeclaration, to found: inout [LintSuppression]) {
    switch declaration.kind {
    case .rule(let rule): add(rule.annotations, of: declaration, to: &found)
    case .on(let on): add(on.annotations, of: declaration, to: &found)
    case .request, .requester, .volatile, .data, .define, .type, .default, .error:
      add(declaration.annotations, of: declaration, to: &found)
    }
  }

  private static func add(
    _ annotations: [SyntaxAnnotation], of declaration: SyntaxDeclaration,
    to found: inout [LintSuppression]
  ) {
    for annotation in annotations where annotation.isExpectation {
      let reason = annotation.reason?.value.description
      found.append(
        LintSuppression(
          rule: annotation.value?.value ?? "",
          reason: reason.flatMap { isBlank($0) ? nil : $0 }, range: annotation.range,
          reach: declaration.range,
          mistake: annotation.value == nil ? "it names no rule" : nil))
    }
  }

  // MARK: Comments

  /// What a comment begins with, after its slashes and blanks.
  private static let mark = "weir:"

  private static func hasMark(_ bytes: [UInt8]) -> Bool {
    let word = Array(mark.utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      var place = word.count - 1
      while place < bytes.count {
        if bytes[place] == word[word.count - 1],
          bytes[(place - word.count + 1)...place].elementsEqual(word)
        {
          return true
        }
        place += 1
      }
      return false
    }
  }

  private static func comments(in file: SourceFile, _ tree: SyntaxFile) -> [LintSuppression] {
    // Hardly any file has one, and a file need not be read twice to know.
    guard hasMark(file.bytes) else { return [] }
    var found: [LintSuppression] = []
    let lastLines = lastLines(of: tree.declarations, in: file)
    // Comments of their own lines, which wait for the next line that is none.
    var waiting: [LintSuppression] = []
    var lastCodeLine = 0
    let tokens = lex(file, index: tree.file).tokens
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .lineBreak, .documentation: break
      case .endOfFile: found += waiting
      case .comment:
        let suppressions = comment(token.range, in: file)
        guard !suppressions.isEmpty else { continue }
        let line = file.line(at: Int(token.range.start))
        if line == lastCodeLine {
          found += suppressions.map { $0.reaching(line...line, of: file) }
        } else {
          waiting += suppressions
        }
      case .word, .integer, .decimal, .duration, .string, .rawString, .invalid, .leftBrace,
        .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .comma,
        .colon, .dot, .questionMark, .coalesce, .at, .bar, .assign, .equal, .notEqual, .less,
        .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star:
        lastCodeLine = file.line(at: Int(token.range.end))
        if waiting.isEmpty { continue }
        // Annotations belong to what stands below them, and all of a declaration to its head.
        let first = file.line(at: Int(token.range.start))
        let last =
          lastLines[first]
          ?? file.line(at: Int(tokens[afterAnnotations(tokens, position)].range.start))
        found += waiting.map { $0.reaching(first...max(first, last), of: file) }
        waiting = []
      }
    }
    return found
  }

  /// The last line of each declaration, by its first one; of an `on`, that of its condition.
  private static func lastLines(
    of declarations: [SyntaxDeclaration], in file: SourceFile
  ) -> [Int: Int] {
    var lines: [Int: Int] = [:]
    for declaration in declarations {
      var end = declaration.range.end
      if case .on(let block) = declaration.kind {
        end = block.condition.range.end
        lines.merge(lastLines(of: block.declarations, in: file)) { first, _ in first }
      }
      let last = file.line(at: max(Int(declaration.range.start), Int(end) - 1))
      lines[file.line(at: Int(declaration.range.start))] = last
    }
    return lines
  }

  /// The first token of a declaration after its annotations, if it has any; the list ends with the
  /// end of the file.
  private static func afterAnnotations(_ tokens: [Token], _ start: Int) -> Int {
    var index = start
    func skipBlanks() {
      while tokens[index].kind == .lineBreak || tokens[index].kind == .comment
        || tokens[index].kind == .documentation
      { index += 1 }
    }
    while tokens[index].kind == .at {
      index += 1
      skipBlanks()
      if tokens[index].kind == .word { index += 1 }
      skipBlanks()
      if tokens[index].kind == .leftParenthesis {
        while tokens[index].kind != .rightParenthesis, tokens[index].kind != .endOfFile {
          index += 1
        }
        if tokens[index].kind == .rightParenthesis { index += 1 }
        skipBlanks()
      }
    }
    return index
  }

  private func reaching(_ lines: ClosedRange<Int>, of file: SourceFile) -> LintSuppression {
    var suppression = self
    suppression.reach = SourceRange(
      file: range.file, start: Int32(file.range(ofLine: lines.lowerBound).lowerBound),
      end: Int32(file.range(ofLine: lines.upperBound).upperBound))
    return suppression
  }

  /// The suppressions of a comment; none for a comment that is not addressed to Weir.
  private static func comment(_ range: SourceRange, in file: SourceFile) -> [LintSuppression] {
    let text = Substring(file.text(in: range)).utf8.dropFirst(2).drop(while: isBlank)
    guard text.starts(with: mark.utf8) else { return [] }
    let nowhere = SourceRange(file: range.file, start: range.end, end: range.end)
    func mistaken(_ text: String) -> [LintSuppression] {
      [LintSuppression(rule: "", reason: nil, range: range, reach: nowhere, mistake: text)]
    }
    var rest = text.dropFirst(mark.utf8.count).drop(while: isBlank)
    let word = rest.prefix { !isBlank($0) && $0 != UInt8(ascii: ":") }
    guard word.elementsEqual("ignore".utf8) else {
      return mistaken("it does not say `ignore`")
    }
    rest = rest.dropFirst(word.count)
    let names = rest.prefix { $0 != UInt8(ascii: ":") }
    let reason = rest.dropFirst(names.count + 1).drop(while: isBlank)
    let rules = names.split(separator: UInt8(ascii: ",")).map { name in
      ExactString(
        validated: Array(name.drop(while: isBlank).reversed().drop(while: isBlank).reversed()))
    }
    guard !rules.isEmpty, rules.allSatisfy({ !$0.bytes.isEmpty }) else {
      return mistaken("it names no rule")
    }
    return rules.map { rule in
      LintSuppression(
        rule: rule, reason: reason.isEmpty ? nil : String(decoding: reason, as: UTF8.self),
        range: range, reach: nowhere)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy(isBlank) }
}
