import Testing
import Weir
import WeirHook

@Suite struct HookShapeTests {
  @Test func theShapeCompiles() {
    let text = HookShape.text + "allow reads when tool == \"file.read\"\n"
    let compilation = compile([SourceFile(path: "shape.weir", text: text)])
    #expect(compilation.diagnostics.isEmpty)
  }
}
