// A file of sections, so that a case with several inputs is read from top to bottom:
//
//     == payments.weir
//     allow reads when action == "read"
//     == requests
//     {"action":"read"}
//
// A line `== NAME` begins a section, and every byte up to the next such line belongs to it: blank
// lines count.

package struct SectionedFile: Sendable {
  package struct Section: Sendable {
    package var name: String
    package var bytes: [UInt8]

    package var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  package struct Mistake: Error, CustomStringConvertible {
    package var description: String
  }

  package private(set) var sections: [Section] = []

  package init(_ bytes: [UInt8]) throws(Mistake) {
    let heading = Array("== ".utf8)
    let lineFeed = UInt8(ascii: "\n")
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: lineFeed).map { $0 + 1 } ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...]
      if line.starts(with: heading) {
        let name = String(
          decoding: line.dropFirst(heading.count).prefix { $0 != lineFeed }, as: UTF8.self)
        if self[name] != nil { throw Mistake(description: "there are two sections \(name)") }
        sections.append(Section(name: name, bytes: []))
      } else if sections.isEmpty {
        throw Mistake(description: "the first line is not a heading: == NAME")
      } else {
        sections[sections.count - 1].bytes += line
      }
    }
  }

  /// The file as it is written.
  package var bytes: [UInt8] {
    sections.flatMap { Array("== \($0.name)\n".utf8) + $0.bytes }
  }

  /// What a section holds; nil without it. A new one goes to the end.
  package subscript(name: String) -> [UInt8]? {
    get { sections.first { $0.name == name }?.bytes }
    set {
      guard let newValue else { return sections.removeAll { $0.name == name } }
      if let index = sections.firstIndex(where: { $0.name == name }) {
        sections[index].bytes = newValue
      } else {
        sections.append(Section(name: name, bytes: newValue))
      }
    }
  }
}
