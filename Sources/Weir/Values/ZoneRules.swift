// The rules of one time zone: how far its clocks are from UTC, and when that changes. They are read
// from an RFC 8536 (TZif) file when a policy is compiled and stored in the program, so that a
// verdict does not depend on the machine that evaluates.
//
// A file lists the changes up to some year; for what comes after it gives a rule (its footer, in
// the notation of POSIX's TZ variable). Files that count leap seconds are refused: Weir's time does
// not.

/// The offsets of one time zone from UTC.
package struct ZoneRules: Hashable, Sendable {
  /// The instants at which the offset changes, ascending, in seconds since 1970.
  private(set) var changes: [Int64]
  /// The offset from each change on, in seconds east of UTC.
  private(set) var offsets: [Int32]
  /// The offset before the first change, and always where nothing ever changes.
  private(set) var first: Int32
  /// What holds from the last change on, where it is not just the last offset.
  private(set) var rule: YearlyRule?

  /// Clocks that show UTC.
  package static let utc = ZoneRules(changes: [], offsets: [], first: 0, rule: nil)

  init(changes: [Int64], offsets: [Int32], first: Int32, rule: YearlyRule?) {
    self.changes = changes
    self.offsets = offsets
    self.first = first
    self.rule = rule
  }

  /// Offsets that a clock can have, by RFC 8536.
  private static let offsetsInRange: ClosedRange<Int32> = -89_999...93_599

  /// Seconds east of UTC at an instant.
  package func offset(at timestamp: Timestamp) -> Int {
    let seconds = timestamp.seconds
    guard let last = changes.last, seconds < last else {
      return Int(rule?.offset(at: seconds) ?? offsets.last ?? first)
    }
    // The first change that is later.
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return Int(low == 0 ? first : offsets[low - 1])
  }

  /// The same offsets in the fewest changes: without those that change nothing, and without those
  /// at the end that the yearly rule makes as well, of which files list as many as they like.
  var inFewestChanges: ZoneRules {
    var short = ZoneRules(changes: [], offsets: [], first: first, rule: rule)
    for (change, offset) in zip(changes, offsets) where offset != short.offsets.last ?? first {
      short.changes.append(change)
      short.offsets.append(offset)
    }
    guard let rule else { return short }
    while short.changes.count > 1 {
      let last = short.changes.count - 1
      let (from, to) = (short.changes[last - 1], short.changes[last])
      guard rule.offset(at: from) == short.offsets[last - 1],
        rule.isConstant(after: from, before: to), rule.offset(at: to) == short.offsets[last]
      else { break }
      short.changes.removeLast()
      short.offsets.removeLast()
    }
    return short
  }

  // MARK: TZif

  /// Reads a TZif file of version 2 or later; nil when it is none, or damaged.
  package init?(tzif file: some Collection<UInt8>) {
    var reader = ByteReader(file)
    // The first block is for readers that know 32-bit times only.
    guard let old = TZifHeader(&reader), old.version >= UInt8(ascii: "2"),
      reader.bytes(old.length(timeBytes: 4)) != nil,
      let header = TZifHeader(&reader), header.leapCount == 0, header.typeCount > 0,
      header.length(timeBytes: 8) <= reader.remaining
    else { return nil }

    var changes: [Int64] = []
    for _ in 0..<header.timeCount {
      guard let change = reader.integer(Int64.self, bigEndian: true),
        changes.last.map({ $0 < change }) ?? true
      else { return nil }
      changes.append(change)
    }
    guard let types = reader.bytes(header.timeCount) else { return nil }
    var offsetsByType: [Int32] = []
    for _ in 0..<header.typeCount {
      // An offset, whether it is summer time, which abbreviation it has.
      guard let offset = reader.integer(Int32.self, bigEndian: true), reader.bytes(2) != nil,
        ZoneRules.offsetsInRange.contains(offset)
      else { return nil }
      offsetsByType.append(offset)
    }
    var offsets: [Int32] = []
    for type in types {
      guard Int(type) < offsetsByType.count else { return nil }
      offsets.append(offsetsByType[Int(type)])
    }
    // Abbreviations, then marks that only a reader of other rules needs.
    guard reader.bytes(header.characterCount + header.standardCount + header.utcCount) != nil,
      reader.byte() == UInt8(ascii: "\n")
    else { return nil }
    var footer: [UInt8] = []
    while true {
      // The line's end too: without it the rule may be cut.
      guard let byte = reader.byte() else { return nil }
      if byte == UInt8(ascii: "\n") { break }
      footer.append(byte)
    }
    var rule: YearlyRule?
    if !footer.isEmpty {
      guard let read = YearlyRule(posix: footer) else { return nil }
      rule = read
    }
    self.init(changes: changes, offsets: offsets, first: offsetsByType[0], rule: rule)
  }

  // MARK: In a program

  /// Appends the rules as bytes.
  package func encode(into output: inout [UInt8]) {
    output.append(littleEndian: first)
    output.append(littleEndian: UInt32(changes.count))
    for change in changes { output.append(littleEndian: change) }
    for offset in offsets { output.append(littleEndian: offset) }
    output.append(rule == nil ? 0 : 1)
    rule?.encode(into: &output)
  }

  /// Reads what `encode` wrote, all of it; nil when it is anything else.
  package init?(decoding bytes: some Collection<UInt8>) {
    var reader = ByteReader(bytes)
    guard let rules = ZoneRules(&reader), reader.isAtEnd else { return nil }
    self = rules
  }

  init?(_ reader: inout ByteReader) {
    guard let first = reader.integer(Int32.self), ZoneRules.offsetsInRange.contains(first),
      let count = reader.integer(UInt32.self), Int(count) * 12 <= reader.remaining
    else { return nil }
    var changes: [Int64] = []
    for _ in 0..<count {
      guard let change = reader.integer(Int64.self), changes.last.map({ $0 < change }) ?? true
      else { return nil }
      changes.append(change)
    }
    var offsets: [Int32] = []
    for _ in 0..<count {
      guard let offset = reader.integer(Int32.self), ZoneRules.offsetsInRange.contains(offset)
      else { return nil }
      offsets.append(offset)
    }
    var rule: YearlyRule?
    switch reader.byte() {
    case 0: break
    case 1:
      guard let read = YearlyRule(&reader) else { return nil }
      rule = read
    default: return nil
    }
    self.init(changes: changes, offsets: offsets, first: first, rule: rule)
  }
}

/// The counts at the head of a block of a TZif file.
private struct TZifHeader {
  var version: UInt8
  var utcCount, standardCount, leapCount, timeCount, typeCount, characterCount: Int

  init?(_ reader: inout ByteReader) {
    guard let magic = reader.bytes(4), magic.elementsEqual("TZif".utf8),
      let version = reader.byte(), reader.bytes(15) != nil
    else { return nil }
    var counts: [Int] = []
    for _ in 0..<6 {
      guard let count = reader.integer(UInt32.self, bigEndian: true) else { return nil }
      counts.append(Int(count))
    }
    self.version = version
    (utcCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
    (timeCount, typeCount, characterCount) = (counts[3], counts[4], counts[5])
  }

  /// Bytes of the block after the header.
  func length(timeBytes: Int) -> Int {
    timeCount * (timeBytes + 1) + typeCount * 6 + characterCount + leapCount * (timeBytes + 4)
      + standardCount + utcCount
  }
}
