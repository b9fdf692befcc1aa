// Templates of routes: `GET /v1/customers/{id}`. A name in braces stands for one segment of a path,
// anything else for itself.

/// What a request's method and path are held to.
struct RouteTemplate {
  /// One segment of a path.
  enum Segment {
    case literal([UInt8])
    case capture([UInt8])
  }

  /// In upper case; nil for any method.
  var method: [UInt8]?
  var segments: [Segment] = []
  /// Whether a slash stands at the end.
  var endsInSlash = false

  /// What is wrong with a template, for a message of the compiler.
  struct Mistake: Error {
    var problem: String
  }

  init(_ text: UnsafeBufferPointer<UInt8>) throws(Mistake) {
    var path = text[...]
    if let blank = text.firstIndex(of: UInt8(ascii: " ")) {
      let method = Array(text[..<blank])
      guard !method.isEmpty, method.allSatisfy({ $0 &- UInt8(ascii: "A") < 26 }) else {
        throw Mistake(problem: "in front of the blank stands no method in upper case")
      }
      self.method = method
      path = text[(blank + 1)...]
    }
    guard path.first == AbsolutePath.slash else {
      throw Mistake(problem: "its path does not begin with a slash")
    }
    var names: Set<[UInt8]> = []
    let parts = path.dropFirst().split(
      separator: AbsolutePath.slash, omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if part.isEmpty {
        guard place == parts.count - 1 else {
          throw Mistake(problem: "two slashes stand side by side in its path")
        }
        endsInSlash = true
      } else if part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") {
        let name = Array(part.dropFirst().dropLast())
        guard let first = name.first, first &- UInt8(ascii: "0") >= 10,
          name.allSatisfy(ASCII.isWordByte)
        else { throw Mistake(problem: "braces hold a name of letters, digits and underscores") }
        guard names.insert(name).inserted else {
          throw Mistake(
            problem: "it has `{\(String(decoding: name, as: UTF8.self))}` twice")
        }
        segments.append(.capture(name))
      } else {
        guard part.allSatisfy(RouteTemplate.isLiteralByte), !RouteTemplate.isDots(part) else {
          throw Mistake(
            problem: """
              the segment \(quoted(ExactString(validated: Array(part)))) is neither a name in \
              braces nor plain text
              """)
        }
        segments.append(.literal(Array(part)))
      }
    }
  }

  /// The names in braces.
  var names: [ExactString] {
    segments.compactMap { segment in
      switch segment {
      case .literal: nil
      case .capture(let name): ExactString(validated: name)
      }
    }
  }

  /// Whether a segment leads elsewhere instead of naming something.
  static func isDots(_ segment: some Collection<UInt8>) -> Bool {
    segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8)
  }

  private static func isLiteralByte(_ byte: UInt8) -> Bool {
    ASCII.isWordByte(byte) || "-.~!$&'()*+,=:@".utf8.contains(byte)
  }
}
