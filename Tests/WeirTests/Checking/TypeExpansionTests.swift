// Types that name types are written out when a policy is checked: neither their size nor their
// depth may run away.

import Testing

@testable import Weir

@Suite struct TypeExpansionTests {
  private func codes(_ text: String) -> Set<DiagnosticCode> {
    let compilation = compile([SourceFile(path: "p.weir", text: text)])
    return Set(compilation.diagnostics.map(\.code))
  }

  @Test func doublingAtEveryStep() {
    var text = "type T0 = { a: string }\n"
    for index in 1..<64 { text += "type T\(index) = { a: T\(index - 1), b: T\(index - 1) }\n" }
    text += "request { r: T63 }\nallow a when r.a.b.a.b.a == \"x\""
    #expect(codes(text) == [.error(.expansionTooLarge)])
  }

  @Test(arguments: [false, true]) func chains(isReversed: Bool) {
    var types = ["type T0 = { a: string }"]
    for index in 1..<5000 { types.append("type T\(index) = { a: T\(index - 1) }") }
    if isReversed { types.reverse() }
    let text = types.joined(separator: "\n") + "\nrequest { r: T4999 }\nallow a when r.a.a == \"x\""
    #expect(codes(text) == [.error(.nestingTooDeep)])
  }

  /// A name counts as a level, and so does a list.
  @Test func asDeepAsOneText() {
    var text = "type T0 = string\n"
    for index in 1..<90 { text += "type T\(index) = [T\(index - 1)]\n" }
    #expect(codes(text + "request { r: T89 }\nallow a when length(r) == 1") == [])
  }
}
