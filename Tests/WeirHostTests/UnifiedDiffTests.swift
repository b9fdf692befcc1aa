// The diffs of `--update` are those of `diff -u`.

import Testing
import WeirHost

@Suite struct UnifiedDiffTests {
  @Test func nothing() {
    #expect(UnifiedDiff.between("a\nb\n", "a\nb\n", path: "f") == "")
  }

  @Test func aNewFile() {
    #expect(
      UnifiedDiff.between(nil, "a\nb\n", path: "f") == """
        --- /dev/null
        +++ f
        @@ -0,0 +1,2 @@
        +a
        +b

        """)
  }

  @Test func twoHunks() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "2\nx\n", maxReplacements: 1)
      .replacing("19\n", with: "")
    #expect(
      UnifiedDiff.between(old, new, path: "f") == """
        --- f
        +++ f
        @@ -1,6 +1,6 @@
         1
         2
        -3
        +x
         4
         5
         6
        @@ -16,5 +16,4 @@
         16
         17
         18
        -19
         20

        """)
  }

  @Test func allRemoved() {
    #expect(
      UnifiedDiff.between("a\n", "", path: "f") == """
        --- f
        +++ f
        @@ -1 +0,0 @@
        -a

        """)
  }

  @Test func equivalentTextsDiffer() {
    #expect(UnifiedDiff.between("\u{E9}\n", "e\u{301}\n", path: "f").contains("@@ -1 +1 @@"))
  }
}
