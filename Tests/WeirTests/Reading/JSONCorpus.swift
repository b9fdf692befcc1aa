// JSON documents that every reader must accept, and ones that it must refuse, with the error and
// the byte where it shows. Covers the classes of the public JSONTestSuite, written anew.

@testable import Weir

/// One document and what becomes of it.
struct JSONCase: Sendable, CustomStringConvertible {
  var bytes: [UInt8]
  /// Nil when the document is JSON.
  var error: InputError?

  init(_ text: String) { bytes = Array(text.utf8) }
  init(bytes: [UInt8]) { self.bytes = bytes }

  init(_ text: String, _ code: InputError.Code, _ byte: Int) {
    bytes = Array(text.utf8)
    error = InputError(code, at: byte)
  }

  init(bytes: [UInt8], _ code: InputError.Code, _ byte: Int) {
    self.bytes = bytes
    error = InputError(code, at: byte)
  }

  /// A string of these bytes, in quotes.
  init(string: [UInt8], _ code: InputError.Code, _ byte: Int) {
    self.init(bytes: [0x22] + string + [0x22], code, byte)
  }

  var description: String {
    let shown = bytes.prefix(40).map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(UnicodeScalar(byte)) : "<" + String(byte, radix: 16) + ">"
    }
    return shown.joined() + (bytes.count > 40 ? "… (\(bytes.count) bytes)" : "")
  }
}

enum JSONCorpus {
  static let all =
    structures + numbers + strings + escapes + encodings + controls + literals + nesting + trailing
    + names

  static let structures: [JSONCase] = [
    JSONCase("{}"), JSONCase("[]"), JSONCase(" \t\r\n{ \t\r\n} \t\r\n"), JSONCase("[ ]"),
    JSONCase(#"{"a":1}"#), JSONCase(#"{ "a" : 1 , "b" : [ 1 , 2 ] }"#), JSONCase("[[],{},[[]]]"),
    JSONCase(#"{"a":{"b":{"c":[{"d":null}]}}}"#), JSONCase("[\n1\n,\r\n2\t]"),
    JSONCase("\"alone\""), JSONCase("1"), JSONCase("null"), JSONCase(" true "),
    JSONCase(#"{"":0}"#), JSONCase("{\"\":{\"\":[\"\"]}}"),
    JSONCase("", .empty, 0), JSONCase("   \n", .empty, 0),
    JSONCase("{", .truncated, 1), JSONCase("[", .truncated, 1), JSONCase("}", .syntax, 0),
    JSONCase("]", .syntax, 0), JSONCase("[1", .truncated, 2), JSONCase("[1,", .truncated, 3),
    JSONCase("[1,]", .syntax, 3), JSONCase("[,1]", .syntax, 1), JSONCase("[1,,2]", .syntax, 3),
    JSONCase("[1 2]", .syntax, 3), JSONCase("[1}", .syntax, 2), JSONCase(#"{"a":1]"#, .syntax, 6),
    JSONCase("{]", .syntax, 1), JSONCase("[}", .syntax, 1),
    JSONCase(#"{"a""#, .truncated, 4), JSONCase(#"{"a":"#, .truncated, 5),
    JSONCase(#"{"a":1"#, .truncated, 6), JSONCase(#"{"a":1,"#, .truncated, 7),
    JSONCase(#"{"a":1,}"#, .syntax, 7), JSONCase(#"{,"a":1}"#, .syntax, 1),
    JSONCase(#"{"a" 1}"#, .syntax, 5), JSONCase(#"{"a":}"#, .syntax, 5),
    JSONCase(#"{"a"}"#, .syntax, 4), JSONCase(#"{"a",1}"#, .syntax, 4),
    JSONCase(#"{"a"::1}"#, .syntax, 5), JSONCase(#"{"a":1 "b":2}"#, .syntax, 7),
    JSONCase("{a:1}", .syntax, 1), JSONCase("{1:1}", .syntax, 1), JSONCase("{null:1}", .syntax, 1),
    JSONCase("{'a':1}", .syntax, 1), JSONCase("['a']", .syntax, 1),
    JSONCase("[1] // no", .trailing, 4), JSONCase("/* no */ [1]", .syntax, 0),
    JSONCase("[1/**/]", .syntax, 2), JSONCase("# no", .syntax, 0), JSONCase("<!-- -->", .syntax, 0),
    JSONCase("[\u{0C}]", .syntax, 1), JSONCase("[\u{0B}1]", .syntax, 1),
    JSONCase("[1\u{A0}]", .syntax, 2), JSONCase("[\u{2060}]", .syntax, 1),
    JSONCase("*", .syntax, 0), JSONCase(":", .syntax, 0), JSONCase(",", .syntax, 0),
    JSONCase("\\", .syntax, 0), JSONCase("[\\u000A\"\"]", .syntax, 1),
    JSONCase(#"{"a":1,"b"}"#, .syntax, 10), JSONCase("[[1],2", .truncated, 6),
    JSONCase(#"{"a":{"b":1}"#, .truncated, 12), JSONCase(#"[{"a":1},{]"#, .syntax, 10),
  ]

  static let numbers: [JSONCase] = [
    JSONCase("0"), JSONCase("-0"), JSONCase("10"), JSONCase("-1"), JSONCase("0.5"),
    JSONCase("-0.0"),
    JSONCase("1e5"), JSONCase("1E5"), JSONCase("1e+5"), JSONCase("1e-5"), JSONCase("1.25e10"),
    JSONCase("0e0"), JSONCase("0e+1"), JSONCase("123456789012345678901234567890"),
    JSONCase("1e400"), JSONCase("-1e-400"), JSONCase("0.00000000000000000000000000000000000001"),
    JSONCase("[123.456e78]"), JSONCase("[20e1,1e1]"), JSONCase("[ 4]"), JSONCase("[-123]"),
    JSONCase("1E" + String(repeating: "0", count: 40) + "7"),
    JSONCase(String(repeating: "9", count: 1000)),
    JSONCase("-", .truncated, 1), JSONCase("[-]", .number, 2), JSONCase("[+1]", .number, 1),
    JSONCase("01", .number, 1), JSONCase("[-01]", .number, 3), JSONCase("00", .number, 1),
    JSONCase("[0123456789012345678]", .number, 2),
    JSONCase("[1.]", .number, 3), JSONCase("1.", .truncated, 2), JSONCase("[.5]", .number, 1),
    JSONCase("[-.5]", .number, 2), JSONCase("[1.e5]", .number, 3), JSONCase("[1e]", .number, 3),
    JSONCase("1e", .truncated, 2), JSONCase("[1e+]", .number, 4), JSONCase("1e-", .truncated, 3),
    JSONCase("[1eE2]", .number, 3), JSONCase("[1e1.5]", .number, 4),
    JSONCase("[1.2.3]", .number, 4),
    JSONCase("[0x1F]", .number, 2), JSONCase("[1_000]", .number, 2), JSONCase("[1+2]", .number, 2),
    JSONCase("[1a]", .number, 2), JSONCase("[--1]", .number, 2), JSONCase("[+-1]", .number, 1),
    JSONCase("[-a]", .number, 2), JSONCase("[0.]", .number, 3), JSONCase("[0e]", .number, 3),
    JSONCase("NaN", .syntax, 0), JSONCase("[NaN]", .syntax, 1), JSONCase("[-NaN]", .number, 2),
    JSONCase("[Infinity]", .syntax, 1), JSONCase("[-Infinity]", .number, 2),
    JSONCase("[Inf]", .syntax, 1), JSONCase("[- 1]", .number, 2), JSONCase("[1 000]", .syntax, 3),
    JSONCase("[1\u{0}]", .syntax, 2), JSONCase("[\u{FF11}]", .syntax, 1),
    JSONCase("[1e\u{FF11}]", .number, 3), JSONCase("[1-]", .number, 2),
  ]

  static let strings: [JSONCase] = [
    JSONCase(#""""#), JSONCase(#"["a","b"]"#), JSONCase(#""exactly fifteen""#),
    JSONCase(#""exactly sixteen!""#), JSONCase(#""seventeen letters""#),
    JSONCase("\"" + String(repeating: "long ", count: 300) + "\""),
    JSONCase("\"π, 漢字 and 😀 in one long enough string\""), JSONCase("\"\u{7F}\""),
    JSONCase("\"\u{2028}\u{2029}\""),
    // Noncharacters are characters enough.
    JSONCase(
      bytes: [0x22, 0xEF, 0xBF, 0xBF, 0xF4, 0x8F, 0xBF, 0xBF, 0xEF, 0xB7, 0x90, 0x22]),
    JSONCase("\"\u{E000}\u{D7FF}\""), JSONCase("[\"/\",\"'\",\"<!-- -->\"]"),
    JSONCase("\"", .truncated, 1), JSONCase("\"abc", .truncated, 4),
    JSONCase("[\"a]", .truncated, 4), JSONCase("[\"a\",\"b]", .truncated, 8),
    JSONCase("[\"a", .truncated, 3), JSONCase("[\"a\"b]", .syntax, 4),
    JSONCase("[\"" + String(repeating: "x", count: 64), .truncated, 66),
    JSONCase("\u{201C}a\u{201D}", .syntax, 0), JSONCase("`a`", .syntax, 0),
  ]

  static let escapes: [JSONCase] = [
    JSONCase(#""\"\\\/\b\f\n\r\t""#), JSONCase(#""\u0041\u00e9\u20AC""#), JSONCase(#""\u0000""#),
    JSONCase(#""\u001f""#), JSONCase(#""\uD83D\uDE00""#), JSONCase(#""\ud800\udc00\udbff\udfff""#),
    JSONCase(#""\uFFFF\uFDD0\uE000\uD7FF""#), JSONCase(#""\\u0041""#), JSONCase(#""\\\"""#),
    JSONCase(#"{"\u0061\n":"\u0062"}"#), JSONCase(#""fifteen bytes a\n and more""#),
    JSONCase(#""\x""#, .escape, 1), JSONCase(#""\a""#, .escape, 1), JSONCase(#""\0""#, .escape, 1),
    JSONCase(#""\'""#, .escape, 1), JSONCase(#""\U0041""#, .escape, 1),
    JSONCase("\"\\\u{9}\"", .escape, 1), JSONCase("\"\\\n\"", .escape, 1),
    JSONCase("\"\\é\"", .escape, 1), JSONCase("\"\\😀\"", .escape, 1),
    JSONCase("\"\\\u{0}\"", .escape, 1), JSONCase(#"["\ "]"#, .escape, 2),
    JSONCase(#""\u""#, .escape, 1), JSONCase(#""\u1""#, .escape, 1),
    JSONCase(#""\u12""#, .escape, 1), JSONCase(#""\u123""#, .escape, 1),
    JSONCase(#""\u123g""#, .escape, 1), JSONCase(#""\u+123""#, .escape, 1),
    JSONCase(#""\u 123""#, .escape, 1), JSONCase(#""ok \u00e""#, .escape, 4),
    JSONCase(#""\"#, .truncated, 2), JSONCase(#""\""#, .truncated, 3),
    JSONCase(#""\u"#, .truncated, 3), JSONCase(#""\u00"#, .truncated, 5),
    JSONCase(#""\ud83d"#, .truncated, 7), JSONCase(#""\ud83d\"#, .truncated, 8),
    JSONCase(#""\ud83d\u"#, .truncated, 9), JSONCase(#""\ud83d\ude"#, .truncated, 11),
    JSONCase(#""\ud83d""#, .loneSurrogate, 1), JSONCase(#""\ude00""#, .loneSurrogate, 1),
    JSONCase(#""\ud83d\ud83d""#, .loneSurrogate, 1),
    JSONCase(#""\ude00\ud83d""#, .loneSurrogate, 1),
    JSONCase(#""\ud83dx""#, .loneSurrogate, 1), JSONCase(#""\ud83d\n""#, .loneSurrogate, 1),
    // Two escapes are looked at together where as much text follows.
    JSONCase(#""\u0041\uFfAa\ud7FF\uE000 and more""#),
    JSONCase(#""\u0041\ud800\u0041 and more""#, .loneSurrogate, 7),
    JSONCase(#""\uDC00\u0041\u0041 and more""#, .loneSurrogate, 1),
    JSONCase(#""\u0041\u00g1\u0041 and more""#, .escape, 7),
    JSONCase(#""\u0041\v0041\u0041 and more""#, .escape, 7),
    JSONCase(#""\ud83d\u0041""#, .loneSurrogate, 1), JSONCase(#""ab\ud83d\\""#, .loneSurrogate, 3),
    JSONCase(#""\ud83d\u00""#, .escape, 7), JSONCase(#"{"\udc00":1}"#, .loneSurrogate, 2),
  ]

  static let encodings: [JSONCase] = [
    JSONCase(string: [0x80], .utf8, 1), JSONCase(string: [0xBF], .utf8, 1),
    JSONCase(string: [0xC0, 0x80], .utf8, 1), JSONCase(string: [0xC1, 0xBF], .utf8, 1),
    JSONCase(string: [0xC2], .utf8, 1), JSONCase(string: [0xC2, 0x41], .utf8, 1),
    JSONCase(string: [0xE0, 0x80, 0x80], .utf8, 1), JSONCase(string: [0xE0, 0x9F, 0xBF], .utf8, 1),
    JSONCase(string: [0xE2, 0x82], .utf8, 1), JSONCase(string: [0xE2, 0x28, 0xA1], .utf8, 1),
    JSONCase(string: [0xED, 0xA0, 0x80], .utf8, 1), JSONCase(string: [0xED, 0xBF, 0xBF], .utf8, 1),
    JSONCase(string: [0xF0, 0x80, 0x80, 0x80], .utf8, 1),
    JSONCase(string: [0xF0, 0x8F, 0xBF, 0xBF], .utf8, 1),
    JSONCase(string: [0xF0, 0x9F, 0x98], .utf8, 1),
    JSONCase(string: [0xF4, 0x90, 0x80, 0x80], .utf8, 1),
    JSONCase(string: [0xF5, 0x80, 0x80, 0x80], .utf8, 1),
    JSONCase(string: [0xF8, 0x88, 0x80, 0x80, 0x80], .utf8, 1),
    JSONCase(string: [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], .utf8, 1),
    JSONCase(string: [0xFE], .utf8, 1), JSONCase(string: [0xFF], .utf8, 1),
    JSONCase(string: Array("abc".utf8) + [0xE9], .utf8, 4),
    JSONCase(string: Array("é😀 and twenty more bytes".utf8) + [0xE9, 0x20], .utf8, 29),
    JSONCase(bytes: [0x22, 0xF0, 0x9F], .utf8, 1),
    JSONCase(bytes: [0x5B, 0xE9, 0x5D], .utf8, 1), JSONCase(bytes: [0x5B, 0xFF, 0x5D], .utf8, 1),
    JSONCase(bytes: [0xEF, 0xBB, 0xBF] + Array("{}".utf8), .syntax, 0),
    JSONCase(bytes: [0xEF, 0xBB, 0xBF], .syntax, 0), JSONCase(bytes: [0xEF, 0xBB], .utf8, 0),
    JSONCase(bytes: [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], .utf8, 0),
    JSONCase(bytes: [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], .utf8, 0),
    JSONCase(bytes: [0x5B, 0x00, 0x5D, 0x00], .syntax, 1),
    JSONCase(bytes: [0x00, 0x5B, 0x00, 0x5D], .syntax, 0), JSONCase("é", .syntax, 0),
  ]

  static let controls: [JSONCase] =
    (0..<0x20).flatMap { control -> [JSONCase] in
      [
        JSONCase(string: [UInt8(control)], .controlCharacter, 1),
        JSONCase(
          string: Array("sixteen plain ones, and ".utf8) + [UInt8(control)] + Array("x".utf8),
          .controlCharacter, 25),
      ]
    } + [
      JSONCase(bytes: Array("{\"a\n\":1}".utf8), .controlCharacter, 3),
      JSONCase(bytes: [0x5B, 0x00, 0x5D], .syntax, 1),
      JSONCase(bytes: [0x5B, 0x31, 0x08], .syntax, 2),
    ]

  static let literals: [JSONCase] = [
    JSONCase("[true,false,null]"), JSONCase("true"), JSONCase("false"),
    JSONCase("tru", .truncated, 3), JSONCase("fals", .truncated, 4), JSONCase("nul", .truncated, 3),
    JSONCase("n", .truncated, 1), JSONCase("[tru]", .syntax, 4), JSONCase("[nul]", .syntax, 4),
    JSONCase("[fals]", .syntax, 5), JSONCase("[True]", .syntax, 1), JSONCase("[TRUE]", .syntax, 1),
    JSONCase("[nULL]", .syntax, 2), JSONCase("[falze]", .syntax, 4),
    JSONCase("[truee]", .syntax, 5),
    JSONCase("truth", .syntax, 3), JSONCase("nullx", .trailing, 4),
    JSONCase("[undefined]", .syntax, 1),
    JSONCase("None", .syntax, 0),
  ]

  static let nesting: [JSONCase] = {
    func nested(_ open: String, _ close: String, _ depth: Int) -> String {
      String(repeating: open, count: depth) + String(repeating: close, count: depth)
    }
    let deepest = Limits.requestDepth
    return [
      JSONCase(nested("[", "]", deepest)),
      JSONCase(nested("[", "]", deepest + 1), .depth, deepest),
      JSONCase(nested("[", "]", 100_000), .depth, deepest),
      JSONCase(String(repeating: "[", count: 100_000), .depth, deepest),
      JSONCase(String(repeating: "[", count: deepest), .truncated, deepest),
      JSONCase(
        String(repeating: #"{"a":"#, count: deepest) + "1"
          + String(repeating: "}", count: deepest)),
      JSONCase(String(repeating: #"{"a":"#, count: deepest + 1), .depth, 5 * deepest),
      JSONCase(String(repeating: #"[{"a":"#, count: 50_000), .depth, 6 * (deepest / 2)),
      JSONCase(nested("[", "]", 70) + "]", .trailing, 140),
      JSONCase(nested("[{\"a\":", "}]", 40).replacing("\"a\":}", with: "\"a\":0}")),
      JSONCase("[" + String(repeating: nested("[", "]", 80) + ",", count: 20) + "0]"),
    ]
  }()

  static let trailing: [JSONCase] = [
    JSONCase("{}x", .trailing, 2), JSONCase("{} {}", .trailing, 3),
    JSONCase("[]\n[]", .trailing, 3),
    JSONCase("1 2", .trailing, 2), JSONCase("\"a\"b", .trailing, 3), JSONCase("{}}", .trailing, 2),
    JSONCase("[1],", .trailing, 3), JSONCase("{}\u{0}", .trailing, 2),
    JSONCase("[]#", .trailing, 2),
    JSONCase(bytes: [0x7B, 0x7D, 0xFF], .trailing, 2), JSONCase("{}\u{FEFF}", .trailing, 2),
  ]

  /// Repeated names: errors where an object is read, and nowhere else.
  static let names: [JSONCase] = [
    JSONCase(#"{"a":1,"a":1}"#, .duplicateKey, 7),
    JSONCase(#"{"a":1,"\u0061":1}"#, .duplicateKey, 7),
    JSONCase(#"{"":1,"b":2,"":3}"#, .duplicateKey, 12),
    JSONCase(#"{"a":{"x":1,"x":2},"a":1}"#, .duplicateKey, 12),
    JSONCase(#"{"a":[{"x":1,"y":2,"x":3}]}"#, .duplicateKey, 19),
    JSONCase(#"{"a":1,"a":2,"a":3}"#, .duplicateKey, 7),
    JSONCase(#"{"\ud83d\ude00":1,"😀":1}"#, .duplicateKey, 18),
    JSONCase(#"{"a":1,"a":tru}"#, .syntax, 14), JSONCase(#"{"a":1,"A":1}"#),
    JSONCase("{\"\u{E9}\":1,\"e\u{301}\":2}"), JSONCase(#"{"a":{"a":{"a":1}},"b":{"a":2}}"#),
  ]
}
