// The canonical bytes (see CanonicalJSON.swift) of a request, or of a value in it, straight from
// its own bytes: what the key of a hold is a digest of. No tree is built, and nothing is allocated
// once the largest request has been seen, but for what Swift's sort wants for an object of many
// members in disorder.
//
// First a walk over the text brings each token into its form, in the order of the text, and notes
// where the members of each object stand: the *draft*. Most tokens have their form already and most
// requests have no blanks, so the draft is the request itself until something in it must be written
// differently; from there on it is a buffer, into which runs of the text are copied. An offset of
// the text is one of the draft after adding `shift`. Then the draft is copied to the output, the
// members of each object in their order. Both go without recursion, since requests choose their
// depth.

import CScan

/// Writes canonical JSON of texts that a reader has let pass, one after the other.
struct Canonicaliser: ~Copyable {
  /// What is left out of a whole request.
  private let leftOut: ExcludedPaths

  private var draft = LineBuffer()
  /// From here on the text has not been copied to the draft.
  private var run = 0
  private var shift = 0
  /// The members of the objects that are open, in the order of the text: a stack.
  private var pending = ReusedArray<Member>()
  /// Those of the objects that have ended, in canonical order.
  private var members = ReusedArray<Member>()
  private var objects = ReusedArray<Object>()
  private var open = ReusedArray<Open>()
  /// Names that have escapes, decoded, end to end.
  private var decoded = LineBuffer()
  /// A number or a character on its way to the draft; empty otherwise.
  private var token: [UInt8] = []
  private var duplicate = Int.max

  /// A member of an object; or an element of an array of which some are left out.
  struct Member: BitwiseCopyable {
    /// The name's first eight bytes as a number that is ordered as names are.
    var rank: UInt64
    /// Where in the draft the name begins, and where the value ends; the end is -1 if it is left
    /// out.
    var start: Int
    var end: Int
    /// Where the name stands in the text, its quote in front of it.
    var offset: UInt32
    /// Where its decoded bytes stand in `decoded`; -1 if it has no escapes.
    var decoded: Int32
    var nameCount: UInt32
    /// How many objects begin before it.
    var object: Int32
  }

  /// An object; or an array of which some elements are left out.
  struct Object: BitwiseCopyable {
    /// Where in the draft it begins and ends, without its brackets.
    var start: Int
    var end = 0
    /// Where its members stand in `members`.
    var first = 0
    var last = 0
    /// How many objects begin before it ends.
    var following = 0
    // While it is being copied: what it lies in, and where that ends.
    var parent = -1
    var limit = 0
  }

  /// An object or array whose end has not come yet.
  struct Open: BitwiseCopyable {
    var isRecord: Bool
    /// Its place in `objects`; -1 for an array that is copied as it stands.
    var object: Int
    /// Where its members begin in `pending`.
    var first: Int
    /// What of it is left out.
    var leftOut: Int
    /// How many elements it has had.
    var index = 0
  }

  init(leavingOut paths: [RequestPath] = []) { leftOut = ExcludedPaths(paths) }

  /// Appends a whole request, less what is left out. Returns the smallest offset of a name that its
  /// object had already, wherever that is; nil if there is none.
  mutating func appendRequest(
    _ text: JSONText, to output: inout LineBuffer
  ) throws(InputError) -> Int? {
    try append(text, from: try text.start(), leavingOut: leftOut.root, to: &output)
    return duplicate == .max ? nil : duplicate
  }

  /// Appends the value at an offset.
  mutating func appendValue(
    _ text: JSONText, at start: Int, to output: inout LineBuffer
  ) throws(InputError) {
    try append(text, from: start, leavingOut: ExcludedPaths.nothing, to: &output)
  }

  private mutating func append(
    _ text: JSONText, from start: Int, leavingOut: Int, to output: inout LineBuffer
  ) throws(InputError) {
    draft.clear()
    decoded.clear()
    run = start
    shift = 0 &- start
    pending.truncate(to: 0)
    members.truncate(to: 0)
    objects.truncate(to: 0)
    open.truncate(to: 0)
    duplicate = .max
    let end = try walk(text, from: start, leavingOut: leavingOut)
    if run == start {
      copy(text.slice(start, end), to: &output)
    } else {
      draft.append(text.slice(run, end))
      copy(draft.contents, to: &output)
    }
  }

  // MARK: The draft

  /// Where the text has what stands from one offset to another, the draft has `token`, and nothing
  /// if that is empty.
  private mutating func replace(_ start: Int, upTo end: Int, _ text: JSONText) {
    draft.append(text.slice(run, start))
    draft += token
    token.removeAll(keepingCapacity: true)
    run = end
    shift = draft.count &- end
  }

  /// Steps over blanks, of which the draft has none, and returns the byte behind them; 0 at the
  /// end.
  @inline(__always)
  private mutating func next(_ offset: inout Int, _ text: JSONText) -> UInt8 {
    let byte = text.byte(at: offset)
    if byte > 0x20 { return byte }
    let end = text.skipBlanks(offset)
    if end > offset {
      replace(offset, upTo: end, text)
      offset = end
    }
    return text.byte(at: end)
  }

  /// Walks over a value and returns where it ends.
  private mutating func walk(
    _ text: JSONText, from start: Int, leavingOut: Int
  ) throws(InputError) -> Int {
    var offset = start
    /// What of the value that comes next is left out.
    var site = leavingOut
    while true {
      let first = text.byte(at: offset)
      switch try text.kind(of: first, at: offset) {
      case .string:
        let end = try text.stringEnd(from: offset &+ 1)
        if end.hasEscapes { try rewriteEscapes(text, offset &+ 1, end.quote) }
        offset = end.quote &+ 1
      case .number:
        let end = try text.numberEnd(from: offset)
        if !isCanonicalNumber(text, offset, end) { rewriteNumber(text, offset, end) }
        offset = end
      case .literal:
        offset = try text.literalEnd(from: offset)
      case let kind:
        guard open.count < Limits.requestDepth else { throw InputError(.depth, at: offset) }
        offset &+= 1
        begin(isRecord: kind == .record, at: offset &+ shift, leavingOut: site)
        if next(&offset, text) != JSONText.closing(kind == .record) {
          site = try beginMember(text, &offset)
          continue
        }
        end(at: offset &+ shift, text)
        offset &+= 1
      }
      // Behind a value: its container goes on or ends.
      while true {
        guard open.count > 0 else { return offset }
        let container = open[open.count &- 1]
        endMember(of: container, at: offset &+ shift)
        let byte = next(&offset, text)
        if byte == UInt8(ascii: ",") {
          offset &+= 1
          _ = next(&offset, text)
          site = try beginMember(text, &offset)
          break
        }
        guard byte == JSONText.closing(container.isRecord) else {
          throw text.unexpected(at: offset)
        }
        end(at: offset &+ shift, text)
        offset &+= 1
      }
    }
  }

  private mutating func begin(isRecord: Bool, at start: Int, leavingOut: Int) {
    let isListed = isRecord || leavingOut >= 0
    open.append(
      Open(
        isRecord: isRecord, object: isListed ? objects.count : -1, first: pending.count,
        leftOut: leavingOut))
    if isListed { objects.append(Object(start: start)) }
  }

  /// A member or an element begins, no blank in front of it: goes on to its value and returns what
  /// of that is left out.
  @inline(__always)
  private mutating func beginMember(
    _ text: JSONText, _ offset: inout Int
  ) throws(InputError) -> Int {
    let last = open.count &- 1
    let container = open[last]
    if container.isRecord { return try beginMember(of: container, text, &offset) }
    guard container.object >= 0 else { return ExcludedPaths.nothing }
    let site = leftOut.element(container.index, of: container.leftOut)
    open[last].index &+= 1
    pending.append(
      Member(
        rank: 0, start: offset &+ shift, end: leftOut.isLeaf(site) ? -1 : 0, offset: 0, decoded: -1,
        nameCount: 0, object: Int32(truncatingIfNeeded: objects.count)))
    return site
  }

  private mutating func beginMember(
    of object: Open, _ text: JSONText, _ offset: inout Int
  ) throws(InputError) -> Int {
    guard text.byte(at: offset) == UInt8(ascii: "\"") else { throw text.unexpected(at: offset) }
    let end = try text.stringEnd(from: offset &+ 1)
    var member = Member(
      rank: 0, start: offset &+ shift, end: 0, offset: UInt32(truncatingIfNeeded: offset),
      decoded: -1, nameCount: UInt32(truncatingIfNeeded: end.quote &- offset &- 1),
      object: Int32(truncatingIfNeeded: objects.count))
    if end.hasEscapes {
      member.decoded = Int32(truncatingIfNeeded: decoded.count)
      _ = try text.decode(from: offset &+ 1, to: end.quote) { run in
        decoded.append(run)
        return true
      }
      member.nameCount = UInt32(truncatingIfNeeded: decoded.count &- Int(member.decoded))
      try rewriteEscapes(text, offset &+ 1, end.quote)
      member.rank = UTF16Order.rank(name(of: member, text))
    } else if text.hasWide(at: offset &+ 1) {
      member.rank = UTF16Order.rank(text.base + (offset &+ 1), count: Int(member.nameCount))
    } else {
      member.rank = UTF16Order.rank(name(of: member, text))
    }
    var site = ExcludedPaths.nothing
    if object.leftOut >= 0 {
      site = leftOut.member(name(of: member, text), rank: member.rank, of: object.leftOut)
      if leftOut.isLeaf(site) { member.end = -1 }
    }
    pending.append(member)
    offset = end.quote &+ 1
    guard next(&offset, text) == UInt8(ascii: ":") else { throw text.unexpected(at: offset) }
    offset &+= 1
    _ = next(&offset, text)
    return site
  }

  @inline(__always)
  private mutating func endMember(of container: Open, at end: Int) {
    guard container.object >= 0 else { return }
    let last = pending.count &- 1
    if pending[last].end >= 0 { pending[last].end = end }
  }

  /// The innermost container ends.
  private mutating func end(at end: Int, _ text: JSONText) {
    let container = open[open.count &- 1]
    open.truncate(to: open.count &- 1)
    guard container.object >= 0 else { return }
    if container.isRecord { sort(from: container.first, text) }
    let first = members.count
    for member in pending.suffix(from: container.first) where member.end >= 0 {
      members.append(member)
    }
    pending.truncate(to: container.first)
    objects[container.object].end = end
    objects[container.object].first = first
    objects[container.object].last = members.count
    objects[container.object].following = objects.count
  }

  // MARK: Names

  /// Valid until another name is decoded.
  @inline(__always)
  private func name(of member: Member, _ text: JSONText) -> UnsafeBufferPointer<UInt8> {
    member.decoded < 0
      ? UnsafeBufferPointer(
        start: text.base + Int(member.offset) + 1, count: Int(member.nameCount))
      : decoded.contents(from: Int(member.decoded), count: Int(member.nameCount))
  }

  /// Sorts the members of an object, and notes a name that stands twice.
  private mutating func sort(from first: Int, _ text: JSONText) {
    let base = text.base
    let decoded = decoded.contents
    func name(_ member: Member) -> UnsafeBufferPointer<UInt8> {
      let start =
        member.decoded < 0
        ? base + Int(member.offset) + 1 : decoded.baseAddress.map { $0 + Int(member.decoded) }
      return UnsafeBufferPointer(start: start, count: Int(member.nameCount))
    }
    func order(_ left: Member, _ right: Member) -> Int {
      if left.rank != right.rank { return left.rank < right.rank ? -1 : 1 }
      return UTF16Order.compare(name(left), name(right))
    }
    var object = pending.suffix(from: first)
    // Equal names stay in the order of the text.
    object.sort { order($0, $1) < 0 }
    for index in object.indices.dropFirst() where order(object[index - 1], object[index]) == 0 {
      duplicate = min(duplicate, Int(object[index].offset))
    }
  }

  // MARK: Tokens

  /// Whether a number of JSON's grammar is written as `CanonicalJSON.appendNumber` writes it; now
  /// and then false without need, never true.
  private func isCanonicalNumber(_ text: JSONText, _ start: Int, _ end: Int) -> Bool {
    let digits = text.base[start] == UInt8(ascii: "-") ? start &+ 1 : start
    let isZero = text.base[digits] == UInt8(ascii: "0")
    let point = text.digitsEnd(from: digits)
    guard point &- digits <= 21 else { return false }
    // There is no -0.
    if point == end { return !isZero || digits == start }
    // The last digit is none of a row of zeros, and in front of 1e-6 there are at most five.
    guard text.base[point] == UInt8(ascii: "."), text.digitsEnd(from: point &+ 1) == end,
      text.base[end &- 1] != UInt8(ascii: "0")
    else { return false }
    return !isZero || text.slice(point + 1, end).prefix(6).contains { $0 != UInt8(ascii: "0") }
  }

  private mutating func rewriteNumber(_ text: JSONText, _ start: Int, _ end: Int) {
    CanonicalJSON.appendNumber(text.slice(start, end), to: &token)
    replace(start, upTo: end, text)
  }

  /// The inside of a string that has escapes. Most of them are as they must be.
  private mutating func rewriteEscapes(
    _ text: JSONText, _ start: Int, _ quote: Int
  ) throws(InputError) {
    let string = text.slice(start, quote)
    var place = 0
    while let backslash = string.firstIndex(of: UInt8(ascii: "\\"), from: place) {
      let letter = string[backslash &+ 1]
      place = backslash &+ 2
      guard letter == UInt8(ascii: "u") || letter == UInt8(ascii: "/") else { continue }
      let (scalar, end) = try text.escape(at: start &+ backslash)
      place = end &- start
      var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
      let length = UTF8Check.encode(scalar, into: &bytes)
      withUnsafeBytes(of: bytes) { raw in
        JSONString.appendCharacters(
          UnsafeBufferPointer(rebasing: raw.assumingMemoryBound(to: UInt8.self)[..<length]),
          to: &token)
      }
      replace(start &+ backslash, upTo: end, text)
    }
  }

  // MARK: The output

  /// Copies the draft to the output, the members of objects in their order.
  private mutating func copy(
    _ draft: UnsafeBufferPointer<UInt8>, to output: inout LineBuffer
  ) {
    guard let base = draft.baseAddress else { return }
    /// What is to be copied next, up to the end of the member, and the first object that may lie in
    /// it.
    var start = 0
    var limit = draft.count
    var next = 0
    /// The object whose members are being copied.
    var current = -1
    while true {
      let isObject = next < objects.count && objects[next].start < limit
      let end = isObject ? objects[next].start : limit
      output.appendShort(
        UnsafeBufferPointer(start: base + start, count: end &- start),
        readable: draft.count &- start)
      if isObject {
        objects[next].parent = current
        objects[next].limit = limit
        current = next
      } else if current < 0 {
        return
      } else {
        output.append(UInt8(ascii: ","))
      }
      let object = objects[current]
      if object.first < object.last {
        objects[current].first = object.first &+ 1
        start = members[object.first].start
        limit = members[object.first].end
        next = Int(members[object.first].object)
      } else {
        // The last member's comma was one too many.
        if !isObject { output.dropLast() }
        start = object.end
        limit = object.limit
        next = object.following
        current = object.parent
      }
    }
  }
}
