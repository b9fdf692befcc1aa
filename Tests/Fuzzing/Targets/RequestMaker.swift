// Requests that a program finds interesting: made from what it reads, once as it wants them, and
// then with other kinds of values, with gaps, and with lists of several elements.

import Weir

struct RequestMaker {
  private let projection: Projection
  /// Which of the ways to make values; the requests of one program differ by it.
  private var variant: Int
  /// How much may still be written: lists in lists multiply.
  private var budget = 4000
  private var bytes: [UInt8] = []

  static func requests(for projection: Projection) -> [[UInt8]] {
    var requests = [Array("{}".utf8), Array("[]".utf8), Array(#"{"id":"r","a":1,"#.utf8)]
    for variant in 0..<6 {
      var maker = RequestMaker(projection: projection, variant: variant)
      maker.value(0, isRoot: true)
      requests.append(maker.bytes)
    }
    return requests
  }

  private init(projection: Projection, variant: Int) {
    self.projection = projection
    self.variant = variant
  }

  private mutating func text(_ text: String) { bytes += Array(text.utf8) }

  private mutating func name(_ name: ExactString) { JSONString.append(name.bytes, to: &bytes) }

  private mutating func value(_ index: Int, isRoot: Bool = false) {
    budget -= 1
    let node = projection.nodes[index]
    if !isRoot {
      if budget < 0 { return text("null") }
      // Now and then another value than the program expects.
      if variant > 1, (index &* 7 &+ variant) % 5 == 0 { return other(index) }
    }
    let isMap = node.element?.isMap ?? false
    if isRoot || !node.members.isEmpty || isMap { return record(node, isMap: isMap) }
    if let element = node.element { return list([element.node, element.node, element.node]) }
    if let last = node.indexed.last { return list([last.node, last.node]) }
    scalar(node.expectation, index)
  }

  private mutating func record(_ node: Projection.Node, isMap: Bool) {
    text("{")
    var isFirst = true
    for member in node.members where variant < 3 || (member.node + variant) % 4 != 0 {
      if !isFirst { text(variant == 4 ? " ,\n " : ",") }
      isFirst = false
      name(member.name)
      text(":")
      value(member.node)
    }
    if let element = node.element, isMap {
      for key in ["k1", "k2", "a key of more than sixteen bytes"] {
        if !isFirst { text(",") }
        isFirst = false
        text("\"\(key)\":")
        value(element.node)
      }
    }
    text("}")
  }

  private mutating func list(_ nodes: [Int]) {
    text("[")
    for (index, node) in nodes.enumerated() {
      if index > 0 { text(",") }
      value(node)
    }
    text("]")
  }

  private mutating func scalar(_ expectation: Projection.Expectation, _ index: Int) {
    switch expectation {
    case .bool: text(variant == 0 ? "true" : "false")
    case .number: text(variant == 0 ? "250000" : "-1.5e-27")
    case .timestamp: text(#""2026-03-01T10:00:00.123456789+01:00""#)
    case .duration: text(#""2h30m""#)
    case .ip: text(variant == 0 ? #""10.1.2.3""# : #""2001:db8::1""#)
    case .cidr: text(#""10.0.0.0/8""#)
    case .list: text(#"["u3",2,null,{"a":1}]"#)
    case .record: text(#"{"a":{"b":[1]},"c":"d"}"#)
    case .any, .string, .choice: other(index &+ variant &* 3)
    }
  }

  private mutating func other(_ seed: Int) {
    let values = [
      #""u3""#, "null", "7", #"["u3","\u0061",["x"]]"#, #"{"b":1,"a":{"c":"u3"}}"#, "true",
      #""10.0.0.1""#, #""2026-03-01T10:00:00Z""#, #""a\u00e9\n.b/c""#, #""""#, "1e400",
      #""1.2.3-rc.1""#, #""https://u@example.com:80/p?q=1#f""#,
    ]
    text(values[(seed &+ variant) % values.count])
  }
}
