// The public API of the two products holds what it promises an embedder: every declaration is
// documented, and no name at the top level is there by accident. (That it suffices is shown by
// WeirEmbeddingTests.)

import Foundation
import Testing
import WeirTesting

@Suite struct PublicAPITests {
  /// A product's catalogue lists what `import` brings into an embedder's file, so that a new name
  /// there is seen, and judged.
  @Test(arguments: ["Weir", "WeirHost"])
  func theCatalogueListsAllTopLevelNames(module: String) throws {
    let names = try sources(of: module).flatMap { file in
      file.lines.compactMap { line in
        line.hasPrefix("public ") ? Declaration(line)?.name : nil
      }
    }
    let page = try String(contentsOf: rootPage(of: module), encoding: .utf8)
    let listed = page.matches(of: /(?m)^- ``([A-Za-z]+)/).map { String($0.1) }
    #expect(names.sorted() == listed.sorted())
  }

  @Test(arguments: ["Weir", "WeirHost"])
  func theCatalogueListsAllPages(module: String) throws {
    let root = rootPage(of: module)
    let pages = try FileManager.default
      .contentsOfDirectory(atPath: root.deletingLastPathComponent().path)
      .filter { $0.hasSuffix(".md") && $0 != root.lastPathComponent }
    let listed = try String(contentsOf: root, encoding: .utf8)
      .matches(of: /(?m)^- <doc:([A-Za-z]+)>/).map { "\($0.1).md" }
    #expect(pages.sorted() == listed.sorted())
  }

  @Test(arguments: ["Weir", "WeirHost"])
  func everyDeclarationIsDocumented(module: String) throws {
    let undocumented = try sources(of: module).flatMap { file in
      undocumentedLines(file.lines).map { "\(file.name):\($0 + 1): \(file.lines[$0])" }
    }
    #expect(undocumented.isEmpty, "\(undocumented.joined(separator: "\n"))")
  }

  @Test func whatIsNotDocumentedIsFound() {
    let text = """
      public struct A {
        /// Documented.
        public var a: Int
        @inlinable
        public func b() {}
        /// Documented.
        @inlinable
        public mutating func c() {}
        package func d() {}
        /// Documented.
        public enum E {
          case one
          /// Documented.
          case two
          static func f() { switch self { case .one: 1 } }
        }
        /// Documented.
        public enum F {
          case one
          /// Documented.
          public var meaning: String
        }
      }
      """
    #expect(undocumentedLines(text.components(separatedBy: "\n")) == [0, 4, 11])
  }

  // MARK: Reading sources

  private struct Declaration {
    var kind: String
    var name: String

    /// The public declaration that a line begins with.
    init?(_ line: String) {
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "@" }
        .map(String.init)
      guard words.first == "public" || words.first?.first == "@" && words.contains("public"),
        let index = words.firstIndex(where: { Declaration.kinds.contains($0) })
      else { return nil }
      kind = words[index]
      name = index + 1 < words.count ? words[index + 1] : kind
    }

    private static let kinds: Set = [
      "struct", "enum", "class", "actor", "protocol", "func", "var", "let", "typealias", "init",
      "subscript",
    ]
  }

  /// Indices of lines that begin a public declaration, or a case of a public enumeration, and have
  /// no comment for documentation above. The cases of an enumeration that has a `meaning` or a
  /// `message` are documented by that.
  private func undocumentedLines(_ lines: [String]) -> [Int] {
    var found: [Int] = []
    for (index, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }
      guard let declaration = Declaration(String(line.dropFirst(indent.count))) else { continue }
      if !isDocumented(lines, index) { found.append(index) }
      guard declaration.kind == "enum" else { continue }
      let end = lines[index...].firstIndex(of: indent + "}") ?? lines.endIndex
      let body = index..<end
      let tellsCases = lines[body].contains {
        $0.contains("public var meaning: String") || $0.contains("public var message: String")
      }
      if tellsCases { continue }
      found += body.filter {
        lines[$0].hasPrefix(indent + "  case ") && !isDocumented(lines, $0)
      }
    }
    return found
  }

  private func isDocumented(_ lines: [String], _ index: Int) -> Bool {
    let above = lines[..<index].last {
      !$0.trimmingCharacters(in: .whitespaces).hasPrefix("@")
    }
    return above?.trimmingCharacters(in: .whitespaces).hasPrefix("///") == true
  }

  private func rootPage(of module: String) -> URL {
    GoldenSuite.root.appending(path: "Sources/\(module)/\(module).docc/\(module).md")
  }

  private func sources(of module: String) throws -> [(name: String, lines: [String])] {
    let folder = GoldenSuite.root.appending(path: "Sources").appending(path: module)
    let paths = try #require(FileManager.default.enumerator(atPath: folder.path))
    return try paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
      let text = String(
        decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self)
      return ("\(module)/\($0)", text.components(separatedBy: "\n"))
    }
  }
}
