// A file of whole JSON documents: each document is a request, or each element if it is an array.
// This reader follows only the outline (`DocumentOutline`), to find where one request ends. The
// request reader sees every byte and decides whether it is JSON. So one broken element costs one
// verdict, not the file, and memory is bounded by the largest request.

internal import CScan
package import Weir

/// The requests in a text of JSON documents.
package struct DocumentReader: ~Copyable {
  package var input: Input
  /// The line on which the last request that `next` returned begins, from 1.
  package private(set) var line = 1
  /// Why `next` returned an empty request.
  package private(set) var fault: InputError.Code?
  private var state = State.documents
  private var pending = 0
  /// The request that takes all the input has a bracket or string that is not closed.
  private var isCutOff = false

  private enum State {
    /// Outside of any array: documents, blanks between them.
    case documents
    /// After `[`: an element, or `]`.
    case firstElement
    /// After `,`: an element.
    case element
    /// After an element: `,` or `]`.
    case separator
    case finished
  }

  package init(_ input: consuming Input) { self.input = input }

  /// The next request; nil after the last. It is valid until the next call. Where a request is
  /// missing (`[1,]`, an array that is not closed), it is empty, so that the request reader refuses
  /// it, and `fault` says why.
  package mutating func next(flushing output: inout Output) throws(Failure)
    -> UnsafeBufferPointer<UInt8>?
  {
    drop(pending)
    pending = 0
    fault = nil
    while true {
      if state == .finished { return nil }
      guard let byte = try skipBlanks(flushing: &output) else {
        defer { state = .finished }
        if state == .documents { return nil }
        fault = .unclosedArray
        return UnsafeBufferPointer(start: nil, count: 0)
      }
      switch (state, byte) {
      case (.documents, UInt8(ascii: "[")):
        drop(1)
        state = .firstElement
      case (.firstElement, UInt8(ascii: "]")), (.separator, UInt8(ascii: "]")):
        drop(1)
        state = .documents
      case (.separator, UInt8(ascii: ",")):
        drop(1)
        state = .element
      case (.element, UInt8(ascii: "]")), (.element, UInt8(ascii: ",")),
        (.firstElement, UInt8(ascii: ",")):
        state = .separator
        fault = .missingElement
        return UnsafeBufferPointer(start: nil, count: 0)
      case (.documents, _), (.firstElement, _), (.element, _), (.separator, _):
        let isElement = state != .documents
        if isElement { state = .separator }
        if let end = try end(isElement: isElement, flushing: &output) {
          pending = end
        } else {
          pending = input.bytes.count
          // Longer than any request may be: where the next one begins is unknown. The cut is one
          // mistake, so the unclosed array is not reported as a second.
          if input.isFull || isCutOff { state = .finished }
        }
        return UnsafeBufferPointer(rebasing: input.bytes[..<pending])
      case (.finished, _): return nil
      }
    }
  }

  /// Consumes bytes, and counts their lines.
  private mutating func drop(_ count: Int) {
    guard let base = input.bytes.baseAddress, count > 0 else { return }
    line &+= Int(weir_count(base, count, UInt8(ascii: "\n")))
    input.consume(count)
  }

  private mutating func skipBlanks(flushing output: inout Output) throws(Failure) -> UInt8? {
    if input.bytesRead == 0 {
      while input.bytes.count < 3, try input.fill(flushing: &output) {}
      if input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { input.consume(3) }
    }
    while true {
      let bytes = input.bytes
      let blanks = bytes.prefix(while: isJSONBlank).count
      let next = blanks < bytes.count ? bytes[blanks] : nil
      drop(blanks)
      if let next { return next }
      if try !input.fill(flushing: &output) { return nil }
    }
  }

  /// The length of the request at the front; nil if it takes all the input that can be had.
  private mutating func end(isElement: Bool, flushing output: inout Output) throws(Failure) -> Int?
  {
    var outline = DocumentOutline(isElement: isElement)
    while true {
      if let end = outline.end(in: input.bytes) { return end }
      if try !input.fill(flushing: &output) {
        isCutOff = outline.isOpen
        return nil
      }
    }
  }
}
