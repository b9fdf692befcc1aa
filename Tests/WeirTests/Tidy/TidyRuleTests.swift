// Each tidy rule finds what breaks it, with the file and the line, and lets pass what does not.

import Testing
import Weir

@Suite struct TidyRuleTests {
  // MARK: Folders

  private let page = """
    ## The targets

    | target | may use |
    |---|---|
    | `Weir` | `CScan` |
    | `WeirHost` | `Weir` |
    | `CScan` | |

    ## The folders of the core

    | folder | in |
    |---|---|
    | `Syntax` | a file |
    | `Checking` | `SyntaxFile` |
    | `.` | |
    """

  private func folders(_ sources: SourceTree) -> [TidyFinding] {
    FolderOrderRule(page).findings(in: sources)
  }

  @Test func aFolderMayNotUseOneBelowIt() {
    let sources = [
      "Sources/Weir/Syntax/Parser.swift": "struct Parser {\n  var checker: Checker\n}\n",
      "Sources/Weir/Checking/Checker.swift": "struct Checker {\n  var parser: Parser?\n}\n",
    ]
    #expect(
      folders(sources) == [
        TidyFinding(
          path: "Sources/Weir/Syntax/Parser.swift", line: 2,
          message: "Syntax uses Checker of Checking")
      ])
  }

  @Test func theRootIsBelowAllFolders() {
    let sources = [
      "Sources/Weir/Checking/Checker.swift":
        "struct Checker {\n  let a = 1\n  let b = compile()\n}",
      "Sources/Weir/Weir.swift": "package func compile() -> Checker { Checker() }",
    ]
    #expect(
      folders(sources) == [
        TidyFinding(
          path: "Sources/Weir/Checking/Checker.swift", line: 3,
          message: "Checking uses compile of .")
      ])
  }

  @Test func whatIsInterpolatedIsUsed() {
    let sources = [
      "Sources/Weir/Syntax/A.swift": """
      let a = "Checker"
      // Checker
      let b = "\\(Checker.name) and \\(a)"
      """,
      "Sources/Weir/Checking/Checker.swift": "enum Checker {}",
    ]
    #expect(folders(sources).map(\.line) == [3])
  }

  @Test func whatAFileDeclaresItselfIsItsOwn() {
    let sources = [
      "Sources/Weir/Syntax/A.swift": """
      func a(check: Int) -> Int { check }
      let b = x.Checker
      """,
      "Sources/Weir/Checking/Checker.swift": "struct Checker {}\nfunc check() {}",
      "Sources/Weir/Checking/Other.swift": "private struct Hidden {}",
      "Sources/Weir/Syntax/Hidden.swift": "struct Hidden {}",
      "Sources/Weir/Syntax/User.swift": "let hidden = Hidden()",
    ]
    #expect(folders(sources) == [])
  }

  @Test func aFolderStandsInTheTable() {
    let sources = ["Sources/Weir/Attic/A.swift": "struct A {}"]
    #expect(
      folders(sources) == [
        TidyFinding(
          path: "Sources/Weir/Attic/A.swift", line: 0,
          message: "the folder Attic is not in the table")
      ])
  }

  @Test func someOrdersOfFoldersMustNeverBe() {
    #expect(
      FolderOrderRule(folders: ["Verdicts", "Bytecode"]).forbidden == [
        TidyFinding(
          path: FolderOrderRule.page, line: 0, message: "Bytecode stands below Verdicts")
      ])
    #expect(FolderOrderRule(folders: ["Bytecode", "Machine", "Verdicts"]).forbidden == [])
  }

  // MARK: Targets

  private func targets(_ sources: SourceTree) -> [TidyFinding] {
    TargetRule(page).findings(in: sources)
  }

  @Test func anImportIsAllowedByTheTable() {
    let sources = [
      "Sources/Weir/A.swift": "import CScan\n\npackage import WeirHost\n",
      "Sources/WeirHost/B.swift": "internal import Weir\ninternal import Glibc\n",
    ]
    #expect(
      targets(sources) == [
        TidyFinding(path: "Sources/Weir/A.swift", line: 3, message: "Weir uses WeirHost")
      ])
  }

  @Test func aDependencyIsAllowedByTheTable() {
    let manifest = """
      let package = Package(
        name: "weir",
        products: [.library(name: "Weir", targets: ["Weir"])],
        targets: [
          .target(
            name: "Weir",
            dependencies: [
              "CScan", "WeirHost", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
          .target(name: "WeirHost", dependencies: ["Weir"]),
          .target(
            name: "WeirTesting", dependencies: ["Weir", "WeirHost"], path: "Tests/WeirTesting"),
          .testTarget(name: "WeirTests", dependencies: ["WeirHost"]),
        ])
      """
    #expect(
      targets(["Package.swift": manifest]) == [
        TidyFinding(path: "Package.swift", line: 8, message: "Weir uses WeirHost")
      ])
  }

  @Test func aTargetStandsInTheTable() {
    #expect(
      targets(["Sources/WeirAttic/A.swift": "import Weir"]) == [
        TidyFinding(
          path: "Sources/WeirAttic/A.swift", line: 0, message: "WeirAttic is not in the table")
      ])
  }

  @Test func someDirectionsMustNeverBe() {
    let uses = [
      TargetRule.Target(name: "Weir", uses: ["WeirHost", "CScan"]),
      TargetRule.Target(name: "WeirAnalysis", uses: ["Weir", "WeirHost"]),
      TargetRule.Target(name: "WeirHost", uses: ["WeirCommand"]),
    ]
    #expect(
      TargetRule(targets: uses).forbidden.map(\.message) == [
        "Weir uses WeirHost", "WeirAnalysis uses WeirHost", "WeirHost uses WeirCommand",
      ])
  }

  // MARK: Lines

  @Test func aLineHasAtMostAHundredColumns() {
    let sources = [
      "Sources/Weir/A.swift": String(repeating: "a", count: 100) + "\n//"
        + String(repeating: "é", count: 99) + "\n" + String(repeating: "漢", count: 50) + "\n"
        + String(repeating: "漢", count: 51)
    ]
    #expect(
      LineWidthRule.findings(in: sources) == [
        TidyFinding(path: "Sources/Weir/A.swift", line: 2, message: "101 columns"),
        TidyFinding(path: "Sources/Weir/A.swift", line: 4, message: "102 columns"),
      ])
  }

  // MARK: Mentions

  @Test func whatIsNotHereIsNotCited() {
    let name = OutsideMentionRule.names[0]
    let sources = ["Sources/Weir/A.swift": "// As it is meant\n// (\(name), section 7)."]
    #expect(
      OutsideMentionRule.findings(in: sources) == [
        TidyFinding(
          path: "Sources/Weir/A.swift", line: 2, message: "cites \(name), which is not here")
      ])
  }

  @Test func aFileThatIsNamedIsThere() {
    let sources = [
      "Sources/Weir/A.swift": "// See Gone.swift.\nlet a = \"Other.swift\" // and A+Part.swift",
      "CONTRIBUTING.md": "the file `Sources/Weir/Gone.swift`",
    ]
    #expect(
      CitationRule.findings(in: sources, files: ["A.swift", "A+Part.swift"]) == [
        TidyFinding(
          path: "CONTRIBUTING.md", line: 1, message: "names Gone.swift, which is not there"),
        TidyFinding(
          path: "Sources/Weir/A.swift", line: 1, message: "names Gone.swift, which is not there"),
      ])
  }

  // MARK: Homes

  private func homes(_ line: String, in path: String = "Sources/WeirTest/A.swift") -> [String] {
    OneHomeRule.findings(in: [path: "\n" + line]).map { finding in
      #expect(finding.path == path && finding.line == 2)
      return finding.message
    }
  }

  @Test func anEscaperHasOneHome() {
    let message = "writes JSON's escapes, as Sources/Weir/Text/JSONString.swift does"
    let backslash = "\\"
    #expect(homes(#"case "\"": text += "\#(backslash)\#(backslash)\#(backslash)"""#) == [message])
    #expect(homes(#"text += "\#(backslash)\#(backslash)u" + digits"#) == [message])
    #expect(homes(#"text += "\#(backslash)\#(backslash)u00".utf8"#) == [message])
    #expect(homes(#"text += "\#(backslash)u{2028}""#) == [])
    #expect(
      homes(
        #"text += "\#(backslash)\#(backslash)u""#, in: "Sources/Weir/Text/JSONString.swift") == [])
  }

  @Test func aPluraliserHasOneHome() {
    let message = "puts a noun into the plural, as Sources/Weir/Text/Plural.swift does"
    #expect(homes(##"let a = n == 1 ? "" : "s""##) == [message])
    #expect(homes(##"let a = n == 1 ? "case" : "cases""##) == [message])
    #expect(homes(##"let a = n == 1 ? "1 case" : "\#(n) cases""##) == [message])
    #expect(homes(##"let a = n == 1 ? "once" : "\#(n) times""##) == [])
    #expect(homes(##"let a = n == 1 ? one : many"##) == [])
  }

  @Test func aGeneratorHasOneHome() {
    let factor = "0xBF58" + "_476D_1CE4_E5B9"
    #expect(
      homes("mixed = mixed &* \(factor)", in: "Tests/WeirTests/A.swift") == [
        "is a SplitMix64, as Sources/Weir/Values/SplitMix64.swift does"
      ])
  }

  @Test func anExitStatusHasOneHome() {
    let homes =
      "Sources/WeirCommand/WeirMain.swift and Sources/WeirHook/Answers/HookAnswer.swift "
      + "and Sources/WeirHost/System+Process.swift"
    #expect(self.homes("throw ExitCode(2)") == ["ends the process, as \(homes) does"])
    #expect(self.homes("  exit(2)") == ["ends the process, as \(homes) does"])
    #expect(self.homes("  loop.exit(2)") == [])
    #expect(
      self.homes("func status() -> Int32 {", in: "Sources/WeirCommand/A.swift") == [
        "says what a status is, as nobody does here"
      ])
  }

  // MARK: Names

  private func names(_ path: String, _ text: String) -> [TidyFinding] {
    FileNameRule.findings(in: [path: text])
  }

  @Test func aFileDeclaresATypeOfItsName() {
    let path = "Sources/Weir/Values/Number.swift"
    #expect(
      names(path, "func number() {}\nextension Number {}") == [
        TidyFinding(path: path, line: 0, message: "declares no type Number")
      ])
    #expect(names(path, "let text = \"\"\"\nenum Number {}\n\"\"\"").count == 1)
    #expect(names(path, "// Numbers.\n\n@frozen public indirect enum Number {}") == [])
    #expect(names(path, "package final class Number: Sendable {\n}") == [])
  }

  @Test func aPartExtendsTheTypeOfItsName() {
    let path = "Sources/Weir/Values/Number+Text.swift"
    #expect(
      names(path, "extension String {}") == [
        TidyFinding(path: path, line: 0, message: "extends no Number")
      ])
    #expect(names(path, "struct Other {}\n\nextension Number: CustomStringConvertible {}") == [])
    #expect(names(path, "extension Values.Number where Element == Int {}") == [])
  }
}
