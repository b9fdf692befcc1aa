// What Unicode has to say about texts. Case mappings and white space are the standard library's
// data, which every Swift program carries; normalisation and case folding are utf8proc's, which
// composes and folds without a String in between. Neither looks at a locale, and neither is asked
// about what is younger than the one version that both know (UnicodeText+Version.swift).
//
// Texts are valid UTF-8. ASCII, which is nearly all of it, never gets as far as these tables.

import CUTF8Proc

/// Functions on UTF-8.
enum UnicodeText {
  static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.allSatisfy { $0 < 0x80 }
  }

  /// How many scalars a text has: its bytes that do not continue one.
  static func scalarCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// The scalar that starts at `index`, and its length in bytes.
  static func scalar(
    in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let first = text[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard index + length <= text.count else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for place in index + 1..<index + length { value = value << 6 | UInt32(text[place] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// Whether a text shows nothing: white space, controls, and what is there to be ignored or has no
  /// ink.
  static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let (scalar, length) = scalar(in: text, at: index)
      guard isInvisible(scalar) else { return false }
      index += length
    }
    return true
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
    // A Braille cell without dots counts as a symbol.
    if scalar == "\u{2800}" { return true }
    let properties = scalar.properties
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    let category = properties.generalCategory
    return category == .control || category == .format
  }

  /// The part of a text between the white space at its ends.
  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = 0
    while start < text.count {
      let (scalar, length) = scalar(in: text, at: start)
      guard scalar.properties.isWhitespace else { break }
      start += length
    }
    var end = text.count
    while end > start {
      var last = end - 1
      while last > start, text[last] & 0xC0 == 0x80 { last -= 1 }
      guard scalar(in: text, at: last).scalar.properties.isWhitespace else { break }
      end = last
    }
    return start..<end
  }

  /// Hands `body` the text in form C, case-folded on request (and then in form C again); nil when
  /// the text is too long to be worked on.
  static func normalised<Result>(
    _ text: UnsafeBufferPointer<UInt8>, folded: Bool = false,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    if folded {
      // Folding may undo the form, and only composed texts fold alike.
      return normalised(text) { composed in
        transform(composed, [UTF8PROC_STABLE, UTF8PROC_COMPOSE, UTF8PROC_CASEFOLD], body)
      } ?? nil
    }
    return transform(text, [UTF8PROC_STABLE, UTF8PROC_COMPOSE], body)
  }

  private static func transform<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ options: [utf8proc_option_t],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    let options = utf8proc_option_t(options.reduce(0) { $0 | $1.rawValue })
    // The text grows by a factor of 18 at worst: ask first.
    let needed = utf8proc_decompose(text.baseAddress, text.count, nil, 0, options)
    guard needed >= 0, needed <= Limits.scratchBytes / 4 else { return nil }
    return withUnsafeTemporaryAllocation(of: utf8proc_int32_t.self, capacity: needed + 1) {
      buffer in
      guard let count = decompose(text, options, into: buffer) else { return nil }
      // In place: four bytes a scalar are as many as UTF-8 ever takes.
      let length = utf8proc_reencode(buffer.baseAddress, count, options)
      guard length >= 0 else { return nil }
      return UnsafeRawBufferPointer(start: buffer.baseAddress, count: length)
        .withMemoryRebound(to: UInt8.self, body)
    }
  }

  /// The scalars of a text taken apart, marks in canonical order. Scalar by scalar, because
  /// utf8proc puts the marks of a whole text in order by swapping neighbours: a row of them takes
  /// its square.
  private static func decompose(
    _ text: UnsafeBufferPointer<UInt8>, _ options: utf8proc_option_t,
    into buffer: UnsafeMutableBufferPointer<utf8proc_int32_t>
  ) -> Int? {
    guard let base = buffer.baseAddress else { return nil }
    var count = 0
    var index = 0
    var boundary: Int32 = 0
    while index < text.count {
      let (scalar, length) = scalar(in: text, at: index)
      let room = buffer.count - count
      let made = utf8proc_decompose_char(
        utf8proc_int32_t(bitPattern: scalar.value), base + count, room, options, &boundary)
      guard made >= 0, made <= room else { return nil }
      count += made
      index += length
    }
    orderMarks(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  /// Puts each row of marks in the order of their combining classes; those of one class stay as
  /// they are.
  private static func orderMarks(_ scalars: UnsafeMutableBufferPointer<utf8proc_int32_t>) {
    var start = 0
    while start < scalars.count {
      guard combiningClass(scalars[start]) > 0 else {
        start += 1
        continue
      }
      var end = start
      var last: UInt8 = 0
      var isOrdered = true
      while end < scalars.count {
        let own = combiningClass(scalars[end])
        guard own > 0 else { break }
        if own < last { isOrdered = false }
        last = own
        end += 1
      }
      if !isOrdered {
        orderRow(UnsafeMutableBufferPointer(rebasing: scalars[start..<end]))
      }
      start = end
    }
  }

  /// A short row as cards are sorted, a long one by counting: a class is one of 254.
  private static func orderRow(_ marks: UnsafeMutableBufferPointer<utf8proc_int32_t>) {
    guard marks.count > 32 else {
      for end in marks.indices.dropFirst() {
        var place = end
        while place > 0, combiningClass(marks[place - 1]) > combiningClass(marks[place]) {
          marks.swapAt(place - 1, place)
          place -= 1
        }
      }
      return
    }
    var places = [Int](repeating: 0, count: 257)
    for mark in marks { places[Int(combiningClass(mark)) + 1] += 1 }
    for index in 1...256 { places[index] += places[index - 1] }
    for mark in Array(marks) {
      let own = Int(combiningClass(mark))
      marks[places[own]] = mark
      places[own] += 1
    }
  }

  private static func combiningClass(_ scalar: utf8proc_int32_t) -> UInt8 {
    UInt8(truncatingIfNeeded: utf8proc_get_property(scalar).pointee.combining_class)
  }
}
