// One JSON text as bytes, and the facts of JSON's grammar (RFC 8259) that every reader here shares:
// where a string, a number, a literal, a whole value ends, and what is wrong when it does not.
//
// Everything is a function from an offset to an offset: no state, so that the offset stays in a
// register of the loop that calls. Bytes are fetched one at a time by `byte`, which compares with
// the end, and in steps of 16, before which `hasWide` does. What is called near leaves that to its
// callers, who compare once, with `nearBytes`, for all that they ask of a short value.
//
// Here are the bytes and what stands between values; JSONText+Strings, +Numbers and +Skipping have
// the values.
//
// The byte of an error is the first one that no valid text could have at its place, with three
// exceptions that read better: an escape or half a surrogate pair is at its backslash, invalid
// UTF-8 at the sequence's first byte, too deep nesting at the bracket that opens one too many. A
// text that ends too early is wrong at its end.

import CScan

/// The bytes of a JSON text; whoever made it keeps them alive.
struct JSONText: BitwiseCopyable {
  let base: UnsafePointer<UInt8>
  let count: Int

  /// Throws for a text without bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputError) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { throw InputError(.empty, at: 0) }
    guard bytes.count <= Limits.requestBytes else {
      throw InputError(.tooLong, at: Limits.requestBytes)
    }
    self.base = base
    count = bytes.count
  }

  // MARK: Bytes

  /// The byte at an offset; 0, which JSON allows nowhere, at the end.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset < count ? base[offset] : 0
  }

  /// Two bytes, the first the lower; both are there.
  @inline(__always)
  func pair(at offset: Int) -> UInt16 {
    UInt16(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt16.self))
  }

  /// `,"` and `":` as `pair` has them.
  static var commaQuote: UInt16 { 0x222C }
  static var quoteColon: UInt16 { 0x3A22 }

  /// Whether a 16-byte step may start at an offset.
  @inline(__always)
  func hasWide(at offset: Int) -> Bool { offset &+ 16 <= count }

  /// How many bytes of a value, from its first on, what is called near fetches at most.
  static var nearBytes: Int { 18 }

  func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    assert(start <= end && end <= count)
    return UnsafeBufferPointer(start: base + start, count: end - start)
  }

  /// What is wrong with a byte that the grammar has no place for.
  @inline(never)
  func unexpected(at offset: Int) -> InputError {
    guard offset < count else { return InputError(.truncated, at: count) }
    if base[offset] >= 0x80, UTF8Check.length(at: offset, in: self) == nil {
      return InputError(.utf8, at: offset)
    }
    return InputError(.syntax, at: offset)
  }

  // MARK: Blanks

  /// The first offset from `start` whose byte is no blank.
  @inline(__always)
  func skipBlanks(_ start: Int) -> Int {
    byte(at: start) > 0x20 ? start : skipManyBlanks(start)
  }

  /// Steps over blanks and returns the byte behind them; 0 at the end.
  @inline(__always)
  func next(_ offset: inout Int) -> UInt8 {
    let first = byte(at: offset)
    if first > 0x20 { return first }
    offset = skipManyBlanks(offset)
    return byte(at: offset)
  }

  @inline(never)
  private func skipManyBlanks(_ start: Int) -> Int {
    // Mostly one space, or many blanks.
    if byte(at: start) == 0x20, byte(at: start &+ 1) > 0x20 { return start &+ 1 }
    var offset = start
    while hasWide(at: offset) {
      let others = weir_nonblank16(base + offset)
      if others != 0 { return offset + others.trailingZeroBitCount }
      offset += 16
    }
    while offset < count, JSONText.isBlank(base[offset]) { offset += 1 }
    return offset
  }

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Where the text's one value starts.
  func start() throws(InputError) -> Int {
    let start = skipBlanks(0)
    guard start < count else { throw InputError(.empty, at: 0) }
    return start
  }

  /// Nothing but blanks may follow the text's one value.
  func finish(_ end: Int) throws(InputError) {
    let rest = skipBlanks(end)
    if rest < count { throw InputError(.trailing, at: rest) }
  }

  // MARK: Punctuation

  /// From behind a member's value to the quote of the next name, if a space at most stands on
  /// either side of the comma; 0 for what must be looked at more closely.
  @inline(__always)
  func nearName(_ start: Int) -> Int {
    pair(at: start) == JSONText.commaQuote ? start &+ 1 : spacedName(start)
  }

  /// From a name's closing quote to its value, if a space at most stands on either side of the
  /// colon; 0 for what must be looked at more closely.
  @inline(__always)
  func nearValue(_ quote: Int) -> Int {
    let value = quote &+ 2
    return pair(at: quote) == JSONText.quoteColon && base[value] > 0x20
      ? value : spacedValue(quote)
  }

  /// The same where a space stands, out of line.
  @inline(never)
  func spacedName(_ start: Int) -> Int {
    let comma = skipSpace(start)
    let quote = skipSpace(comma &+ 1)
    return base[comma] == UInt8(ascii: ",") && base[quote] == UInt8(ascii: "\"") ? quote : 0
  }

  /// The same where a space stands, out of line.
  @inline(never)
  func spacedValue(_ quote: Int) -> Int {
    let colon = skipSpace(quote &+ 1)
    let value = skipSpace(colon &+ 1)
    return base[colon] == UInt8(ascii: ":") && base[value] > 0x20 ? value : 0
  }

  private func skipSpace(_ offset: Int) -> Int { base[offset] == 0x20 ? offset &+ 1 : offset }

  /// From behind a member's name to its value.
  @inline(__always)
  func skipColon(_ start: Int) throws(InputError) -> Int {
    var offset = start
    guard next(&offset) == UInt8(ascii: ":") else { throw unexpected(at: offset) }
    offset &+= 1
    _ = next(&offset)
    return offset
  }

  @inline(__always)
  static func closing(_ isObject: Bool) -> UInt8 {
    isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
  }
}
