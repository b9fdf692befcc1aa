// Any bytes as YAML: refused with a place in the text, or documents that JSON can say; reading goes
// on after each that is broken.

import Weir
import WeirHost

enum YAMLTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    for options in [YAMLOptions(), YAMLOptions(merges: true, keepsTags: true)] {
      read(bytes, options)
    }
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ options: YAMLOptions) {
    var reader = YAMLReader(Array(bytes), options)
    while true {
      do throws(YAMLError) {
        guard let (document, place) = try reader.next() else { return }
        check(place, bytes)
        check(document)
      } catch {
        check(error.place, bytes)
        check(reader.place, bytes)
      }
    }
  }

  /// What a document says in JSON is the document.
  private static func check(_ document: JSONDocument) {
    var json: [UInt8] = []
    document.appendJSON(to: &json)
    var again: [UInt8] = []
    json.inOwnMemory { copy in
      do {
        try parseJSON(copy).appendJSON(to: &again)
      } catch {
        fatalError("a document is no JSON: \(error)")
      }
    }
    require(json == again, "a document is another one in JSON")
  }

  private static func check(_ place: YAMLPlace, _ bytes: UnsafeBufferPointer<UInt8>) {
    require(place.offset >= 0 && place.offset <= bytes.count, "\(place) lies outside the text")
  }
}
