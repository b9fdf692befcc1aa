// Any bytes as YAML: refused with a place in the text, or documents that JSON can say.

import Weir
import WeirFiles

enum YAMLTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    var reader = YAMLReader(Array(bytes))
    do throws(YAMLError) {
      while let (document, place) = try reader.next() {
        check(place, bytes)
        var json: [UInt8] = []
        appendJSON(document, to: &json)
        // What a document says in JSON is the document.
        var again: [UInt8] = []
        json.inOwnMemory { copy in
          do {
            appendJSON(try parseJSON(copy), to: &again)
          } catch {
            fatalError("a document is no JSON: \(error)")
          }
        }
        require(json == again, "a document is another one in JSON")
      }
    } catch {
      check(error.place, bytes)
    }
  }

  private static func check(_ place: YAMLPlace, _ bytes: UnsafeBufferPointer<UInt8>) {
    require(place.offset >= 0 && place.offset <= bytes.count, "\(place) lies outside the text")
  }
}
