// How the program file spells rules, which are laid flat, and paths. (Holds: `ByteEncoder+Holds`.)

extension ByteEncoder {
  mutating func range(_ range: SourceRange) {
    count(Int(range.file))
    count(Int(range.start))
    count(Int(range.end - range.start))
  }

  mutating func path(_ path: RequestPath) {
    list(path.steps) { encoder, step in
      switch step {
      case .member(let name):
        encoder.byte(0)
        encoder.text(name)
      case .index(let index):
        encoder.byte(1)
        encoder.count(index)
      }
    }
  }

  /// Flat rules; the paths of their files stand elsewhere.
  mutating func rules(_ rules: FlatRules) {
    table(rules.records)
    table(rules.parts)
    table(rules.templateParts)
    table(rules.bytes)
    list(rules.holds) { $0.hold($1) }
  }
}

extension ByteDecoder {
  mutating func range() throws(ProgramError) -> SourceRange {
    let file = try count()
    let start = try count()
    let length = try count()
    guard start + length <= Int(Int32.max) else { throw .damaged }
    return SourceRange(file: Int32(file), start: Int32(start), end: Int32(start + length))
  }

  mutating func path() throws(ProgramError) -> RequestPath {
    RequestPath(
      steps: try list { decoder throws(ProgramError) in
        switch try decoder.byte() {
        case 0: return .member(try decoder.text())
        case 1: return .index(try decoder.count())
        default: throw .damaged
        }
      })
  }

  mutating func rules(_ paths: [String]) throws(ProgramError) -> FlatRules {
    var rules = FlatRules()
    rules.records = try table()
    rules.parts = try table()
    rules.templateParts = try table()
    rules.bytes = try table()
    rules.holds = try list { decoder throws(ProgramError) in try decoder.hold() }
    rules.paths = paths
    return rules
  }
}
