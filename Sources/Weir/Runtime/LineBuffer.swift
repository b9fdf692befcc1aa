// Where verdict lines are put together, up to the moment the kernel takes them: a line of a dozen
// pieces costs a dozen copies and none of an array's questions.

/// A growing run of bytes that is filled, taken and filled again.
package struct LineBuffer: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  package private(set) var count = 0

  package init(capacity: Int = 4096) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  /// What has been put together since `clear`.
  package var contents: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes, count: count)
  }

  /// A part of it.
  @inline(__always)
  package func contents(from start: Int, count: Int) -> UnsafeBufferPointer<UInt8> {
    assert(start + count <= self.count)
    return UnsafeBufferPointer(start: bytes + start, count: count)
  }

  @inline(__always)
  package mutating func clear() { count = 0 }

  /// Forgets the bytes from a place on.
  package mutating func truncate(to count: Int) {
    assert(count <= self.count)
    self.count = count
  }

  package var isEmpty: Bool { count == 0 }

  /// A byte that was put in.
  @inline(__always)
  package subscript(place: Int) -> UInt8 {
    get {
      assert(place < count)
      return bytes[place]
    }
    set {
      assert(place < count)
      bytes[place] = newValue
    }
  }

  /// Takes the last byte back.
  @inline(__always)
  package mutating func dropLast() {
    assert(count > 0)
    count &-= 1
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count &+= 1
  }

  /// How many bytes `appendReady` copies at a time.
  package static let step = 32

  /// A piece after which as many bytes as a step has can be read, whatever they are.
  @inline(__always)
  package mutating func appendReady(_ piece: UnsafeBufferPointer<UInt8>) {
    guard let base = piece.baseAddress else { return }
    reserve(piece.count &+ LineBuffer.step)
    let source = UnsafeRawPointer(base)
    let target = UnsafeMutableRawPointer(bytes + count)
    var offset = 0
    repeat {
      target.storeBytes(
        of: source.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self),
        toByteOffset: offset, as: SIMD32<UInt8>.self)
      offset &+= LineBuffer.step
    } while offset < piece.count
    count &+= piece.count
  }

  /// A part of what is there already, once more.
  @inline(__always)
  package mutating func appendAgain(from start: Int, count length: Int) {
    assert(start + length <= count)
    reserve(length &+ LineBuffer.step)
    // From below upwards, so that of what a step reads after the part nothing is kept.
    appendReady(UnsafeBufferPointer(start: bytes + start, count: length))
  }

  /// A text that stood in JSON as it is, as a JSON string's inside; from its start so many bytes
  /// can be read.
  @inline(__always)
  package mutating func appendShort(_ run: UnsafeBufferPointer<UInt8>, readable: Int) {
    guard let base = run.baseAddress else { return }
    reserve(run.count &+ LineBuffer.step)
    if run.count <= LineBuffer.step, readable >= LineBuffer.step {
      UnsafeMutableRawPointer(bytes + count).storeBytes(
        of: UnsafeRawPointer(base).loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
    } else {
      (bytes + count).update(from: base, count: run.count)
    }
    count &+= run.count
  }

  /// A text of valid UTF-8 as a JSON string's inside.
  @inline(never)
  package mutating func appendCharacters(_ text: UnsafeBufferPointer<UInt8>) {
    if JSONString.needsNoEscape(text) { return append(text) }
    var escaped: [UInt8] = []
    JSONString.appendCharacters(text, to: &escaped)
    escaped.withUnsafeBufferPointer { append($0) }
  }

  @inline(__always)
  package mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
    guard let base = run.baseAddress else { return }
    reserve(run.count)
    UnsafeMutableRawPointer(bytes + count).copyMemory(from: base, byteCount: run.count)
    count &+= run.count
  }

  /// A text that is not part of a verdict line.
  package static func += (buffer: inout LineBuffer, text: String) {
    var text = text
    text.withUTF8 { buffer.append($0) }
  }

  /// The same, spelled already.
  package static func += (buffer: inout LineBuffer, text: [UInt8]) {
    text.withUnsafeBufferPointer { buffer.append($0) }
  }

  /// A piece of JSON that the writer itself spells.
  @inline(__always)
  package mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    UnsafeMutableRawPointer(bytes + count).copyMemory(from: text.utf8Start, byteCount: length)
    count &+= length
  }

  /// A number of at least 0.
  @inline(__always)
  package mutating func append(_ number: Int) {
    reserve(20)
    var digits = 1
    var bound: UInt64 = 10
    let number = UInt64(number)
    while number >= bound, digits < 19 {
      digits &+= 1
      bound &*= 10
    }
    var rest = number
    var place = count &+ digits
    count = place
    while place > count &- digits {
      place &-= 1
      bytes[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Bytes in lower-case hexadecimal.
  package mutating func appendHexadecimal(_ run: UnsafeRawBufferPointer) {
    reserve(2 &* run.count)
    for byte in run {
      bytes[count] = Hexadecimal.digit(byte &>> 4)
      bytes[count &+ 1] = Hexadecimal.digit(byte & 15)
      count &+= 2
    }
  }

  /// A text of valid UTF-8 as a JSON string, quotes included.
  package mutating func appendString(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count &+ 2)
    append(UInt8(ascii: "\""))
    if JSONString.needsNoEscape(text) {
      append(text)
    } else {
      var escaped: [UInt8] = []
      JSONString.appendCharacters(text, to: &escaped)
      escaped.withUnsafeBufferPointer { append($0) }
    }
    append(UInt8(ascii: "\""))
  }

  /// A Swift string as a JSON string.
  package mutating func appendString(_ text: String) {
    var text = text
    text.withUTF8 { appendString($0) }
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(count &+ more) }
  }

  @inline(never)
  private mutating func grow(_ needed: Int) {
    capacity = max(needed, 2 &* capacity)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = grown
  }
}
