// JSON's grammar: the corpus through every reader, and the readers against each other on prefixes
// and mutations of documents.

import Testing

@testable import Weir

@Suite struct JSONGrammarTests {
  /// What a request reader must say of a document on which the document reader says `error`.
  static func expected(_ error: InputError?, _ bytes: [UInt8], checksNames: Bool) -> InputError? {
    let start = bytes.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let isDuplicate = error?.code == .duplicateKey
    guard error == nil || isDuplicate, let start else { return error }
    if bytes[start] != UInt8(ascii: "{") { return InputError(.notAnObject, at: start) }
    return isDuplicate && !checksNames ? nil : error
  }

  @Test(arguments: JSONCorpus.all) func corpus(_ test: JSONCase) {
    switch parse(test.bytes) {
    case .success: #expect(test.error == nil, "\(test) was accepted")
    case .failure(let error): #expect(error == test.error, "\(test)")
    }
    let nothing = read(test.bytes, .nothing).error
    #expect(
      nothing == JSONGrammarTests.expected(test.error, test.bytes, checksNames: false), "\(test)")
    let everything = read(test.bytes, .everything).error
    #expect(
      everything == JSONGrammarTests.expected(test.error, test.bytes, checksNames: true), "\(test)")
  }

  /// The same documents as the value of a member: unread, read as a leaf, read whole, read through.
  @Test(arguments: JSONCorpus.all) func corpusAsMember(_ test: JSONCase) {
    guard !JSONCorpus.nesting.contains(where: { $0.bytes == test.bytes }) else { return }
    let wrapped = Array(#"{"k": "#.utf8) + test.bytes + Array("}".utf8)
    let isRefused = test.error != nil
    for (name, hasSlot, isWhole) in [("z", true, false), ("k", true, false), ("k", true, true)] {
      var root = Projection.Node()
      root.members = [Projection.Member(name: ExactString(name), node: 1)]
      var leaf = Projection.Node()
      leaf.slot = hasSlot ? 0 : nil
      leaf.isWhole = isWhole
      let outcome = read(wrapped, Projection(nodes: [root, leaf], slotCount: 1))
      if test.error?.code == .duplicateKey, !isWhole {
        #expect(outcome.error == nil, "\(test)")
      } else {
        #expect((outcome.error != nil) == isRefused, "\(test) \(outcome)")
      }
    }
  }

  /// What follows lets values be looked at many bytes at a time.
  static let ample = #","rest":"\#(String(repeating: "x", count: 64))"}"#

  /// The same documents among others that nobody reads, in a list and in an object.
  @Test(arguments: JSONCorpus.all.filter { $0.error?.code != .empty })
  func corpusUnread(_ test: JSONCase) {
    guard !JSONCorpus.nesting.contains(where: { $0.bytes == test.bytes }) else { return }
    let places = [
      (#"{"k":["#, "]"), (#"{"k":[1,"#, ",3]"), (#"{"k":[-2.5e1, "#, " , 0]"),
      (#"{"k":1,"l":"#, #","m":2"#), (#"{"k":1 , "l" : "#, #" , "m":0"#),
    ]
    for (opening, closing) in places {
      let request =
        Array(opening.utf8) + test.bytes + Array((closing + JSONGrammarTests.ample).utf8)
      let isRefused = test.error != nil && test.error?.code != .duplicateKey
      let outcome = read(request, .object)
      #expect((outcome.error != nil) == isRefused, "\(test) \(outcome)")
    }
  }

  /// The strings among them as names, which stand twice.
  @Test(arguments: JSONCorpus.all.filter { $0.bytes.first == UInt8(ascii: "\"") })
  func corpusAsName(_ test: JSONCase) {
    guard !JSONCorpus.nesting.contains(where: { $0.bytes == test.bytes }) else { return }
    for colon in [":", " :\n"] {
      let value = Array((colon + "1").utf8)
      let once =
        Array("{".utf8) + test.bytes + value + Array(JSONGrammarTests.ample.utf8)
      #expect((read(once, .object).error != nil) == (test.error != nil), "\(test)")
      guard test.error == nil else { continue }
      let start = 1 + test.bytes.count + value.count + 1
      let twice =
        Array("{".utf8) + test.bytes + value + Array(",".utf8) + test.bytes + value
        + Array(JSONGrammarTests.ample.utf8)
      let name = test.bytes.firstIndex(of: UInt8(ascii: "\"")) ?? 0
      #expect(
        read(twice, .object).error == InputError(.duplicateKey, at: start + name), "\(test)")
    }
  }

  /// The readers agree on a document, whatever it is.
  static func agree(_ bytes: [UInt8]) -> Bool {
    var error: InputError?
    if case .failure(let failure) = parse(bytes) { error = failure }
    return read(bytes, .nothing).error == expected(error, bytes, checksNames: false)
      && read(bytes, .everything).error == expected(error, bytes, checksNames: true)
  }

  static let samples = [
    #"""
    {"id":"r-1","n":[0,-1.5e+3,12,true,false,null],"s":"é\n\ud83d\ude00 long enough for two \#
    steps","o":{"a":{},"b":[[]]}}
    """#,
    "{\n  \"pretty\" : [ 1,\n  2 ],\r\n\t\"a\": \"\\u0000\\\\\"\n}",
    #"[{"a":1,"b":{"a":1}},"x"]"#,
  ].map { Array($0.utf8) }

  @Test func everyPrefix() {
    for sample in JSONGrammarTests.samples {
      for length in 0...sample.count {
        let prefix = Array(sample.prefix(length))
        #expect(JSONGrammarTests.agree(prefix), "\(JSONCase(bytes: prefix))")
        if case .success = parse(prefix) { #expect(length == sample.count) }
      }
    }
  }

  @Test func everyByteChanged() {
    let replacements: [UInt8] =
      Array("\"\\{}[]:,0-.eEtn x".utf8) + [0x00, 0x0A, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xF0, 0xFF]
    for sample in JSONGrammarTests.samples {
      for offset in sample.indices {
        for replacement in replacements {
          var changed = sample
          changed[offset] = replacement
          #expect(JSONGrammarTests.agree(changed), "byte \(offset) is \(replacement)")
        }
        var shorter = sample
        shorter.remove(at: offset)
        #expect(JSONGrammarTests.agree(shorter), "without byte \(offset)")
      }
    }
  }

  @Test func limits() {
    // A request is refused by its length before anything in it is looked at.
    let long = UnsafeBufferPointer<UInt8>(
      start: UnsafePointer(bitPattern: 16), count: Limits.requestBytes + 1)
    #expect(throws: InputError(.tooLong, at: Limits.requestBytes)) { _ = try parseJSON(long) }
    #expect(Limits.requestDepth <= 4096, "JSONText.skipContainer recurses once for 64 levels")
  }
}
