// The members of an object: those that the policy reads, found among all the others.
//
// `readMembers` takes them as they came last time; `findMember` is where another name comes than
// the one expected, and steps over what nobody reads until it has the next that somebody does.

import CScan

extension RequestReader {
  /// The loop that most of the time goes to: an object's members, some of which are read.
  ///
  /// As long as the members come as they came last time, a member costs one comparison, which finds
  /// comma, name and colon, and its value, which is written down here if it is short and plain. All
  /// else is out of line, so that what the loop needs stays in registers.
  @inline(never)
  mutating func readMembers(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    objects &+= 1
    let object = objects
    let base = text.base
    // From offsets up to here as much of the text may be fetched as plain values need. An object
    // large enough to have too many members is read without haste, and its members are counted.
    let isLarge = text.count &- start > 5 * Limits.objectMembers
    let lastNear = isLarge ? -1 : text.count &- JSONText.nearBytes
    let unlistedBefore = unlisted.count
    // Where the frames' values are may change whenever another container is read.
    var slots = frames.values + frame
    var members = Limits.objectMembers
    var key = keys.starts + node
    // At the brace, where any byte will do for a comma; later at what should be one.
    var offset = start
    var free: UInt32 = 1
    while true {
      // The first byte of the member's value; 0, which none has, where too little text follows it.
      var first: UInt8
      if KeyTable.leads(key.pointee.next, base, at: offset, lastNear: lastNear, free: free) {
        key = key.pointee.next
        if key.pointee.object == object { duplicate = min(duplicate, offset &+ 1) }
        key.pointee.object = object
        offset = offset &+ Int(key.pointee.length)
        first = base[offset]
      } else {
        if text.byte(at: offset) == UInt8(ascii: "}") {
          offset &+= 1
          break
        }
        let member = try findMember(
          node, after: key, object, brace: start, &members, text, at: offset, depth: depth &+ 1,
          &memory)
        offset = member.offset
        if member.isEnd { break }
        key = member.key
        first = text.byte(at: offset)
        if first <= 0x20 {
          offset = text.skipBlanks(offset)
          first = text.byte(at: offset)
        }
        if offset > lastNear { first = 0 }
      }
      free = 0
      let fastPath = key.pointee.fastPath
      // A plain value; any other goes on below, nothing done yet. Not a method, because the
      // compiler would not inline it.
      near: do {
        let end: Int
        let value: Value
        if first == UInt8(ascii: "\"") {
          var quote = offset &+ 1
          var special = weir_special16(base + quote)
          while special == 0 {
            quote &+= 16
            if quote &- 2 <= lastNear {
              special = weir_special16(base + quote)
            } else {
              special = text.lastSpecial(quote)
              guard special != 0 else { break near }
            }
          }
          quote &+= special.trailingZeroBitCount
          guard base[quote] == UInt8(ascii: "\"") else { break near }
          end = quote &+ 1
          if fastPath == .unread {
            offset = end
            continue
          }
          guard fastPath.takesText else { break near }
          let count = quote &- offset &- 1
          let id = strings.lookup(near: base + (offset &+ 1), count)
          if fastPath == .choice, !isChoice(id, plan.nodes + Int(key.pointee.node)) {
            value = .fault(.notInEnum)
          } else {
            value = .input(offset: offset &+ 1, count: count, id: id)
          }
        } else if first &- 0x30 < 10 {
          let digits = text.nearDigits(offset)
          guard digits > 0 else {
            guard let number = text.nearFraction(offset) else { break near }
            if fastPath != .unread {
              guard fastPath.takesNumber else { break near }
              slots[Int(key.pointee.slot)] = .number(number.decimal)
            }
            offset = number.end
            continue
          }
          end = offset &+ digits
          if fastPath == .unread {
            offset = end
            continue
          }
          guard digits <= 8, fastPath.takesNumber else { break near }
          value = .number(Decimal(Int(text.shortInteger(offset, digits: digits))))
        } else if first == UInt8(ascii: "{"), fastPath == .members {
          offset = try readMembers(
            Int(key.pointee.node), frame: frame, text, at: offset, depth: depth &+ 1, &memory)
          slots = frames.values + frame
          continue
        } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), fastPath == .unread {
          offset = try text.skipContainer(offset, depth: depth &+ 1)
          continue
        } else if first != 0 {
          let length = text.nearLiteral(offset)
          guard length > 0 else { break near }
          end = offset &+ length
          if fastPath == .unread {
            offset = end
            continue
          }
          guard fastPath.takesTruth, first != UInt8(ascii: "n") else { break near }
          value = .bool(first == UInt8(ascii: "t"))
        } else {
          break near
        }
        slots[Int(key.pointee.slot)] = value
        offset = end
        continue
      }
      if fastPath == .unread {
        offset = try text.skipAny(offset, depth: depth &+ 1)
      } else {
        offset = try readAnyValue(
          Int(key.pointee.node), frame: frame, text, at: text.skipBlanks(offset),
          depth: depth &+ 1, &memory)
        slots = frames.values + frame
      }
    }
    if unlisted.count > unlistedBefore {
      try forgetUnlistedNames(from: unlistedBefore, &memory)
    }
    return offset
  }

  /// What `findMember` found.
  private struct Member {
    /// `unknown` for a name that the table neither knows nor has room for.
    var key: UnsafeMutablePointer<KeyTable.Key>
    /// Where the member's value starts, or where the object ends.
    var offset: Int
    var isEnd = false
  }

  /// From behind a member's value, or from the brace, to the value of the next member that is read,
  /// if the next name is not the expected one or has blanks around it; or to the object's end.
  /// Members that nobody reads are stepped over here. `brace` is where the object starts, `depth`
  /// how many containers its values lie in.
  @inline(never)
  private mutating func findMember(
    _ node: Int, after last: UnsafeMutablePointer<KeyTable.Key>, _ object: UInt64, brace: Int,
    _ members: inout Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Member {
    let base = text.base
    let lastNear = text.count &- JSONText.nearBytes
    let unknown = keys.unknown
    let isFull = keys.isFull
    let unlistedBefore = unlisted.count
    defer { keys.unlisted &+= unlisted.count &- unlistedBefore }
    var last = last
    var offset = start
    /// Where names are decoded to; nil before there is one, and when it may have moved.
    var spare: UnsafeMutablePointer<UInt8>?
    /// How often a run of unlisted names may be looked for in vain.
    var attempts = 8
    while true {
      if last == unknown, isFull, attempts > 0 {
        let run = try skipUnlistedMembers(
          node, &members, text, at: offset, depth: depth, spare: spare)
        attempts = run == offset ? attempts &- 1 : 8
        offset = run
      }
      let nearName = offset <= lastNear ? text.nearName(offset) : 0
      if nearName > 0 {
        offset = nearName
      } else {
        let isEnd = try nextName(text, &offset, isFirst: offset == brace)
        if isEnd { return Member(key: unknown, offset: offset, isEnd: true) }
      }
      let name = offset
      var key = last.pointee.next
      if key != unknown,
        KeyTable.leads(key, base, at: name &- 1, lastNear: lastNear, free: 1)
      {
        offset = name &- 1 &+ Int(key.pointee.length)
        if base[offset] <= 0x20 { offset = text.skipBlanks(offset) }
      } else {
        // Its bytes, where they stand or decoded.
        var bytes = base + (name &+ 1)
        var quote = name &+ 1
        var isShort = false
        if name <= lastNear &- 18 {
          quote = text.nearQuote(quote)
          isShort = base[quote] == UInt8(ascii: "\"")
        }
        var length = quote &- name &- 1
        if !isShort {
          if spare == nil { spare = memory.spareBytes(JSONText.nameRoom) }
          if let spare,
            let decoded = text.decodeNear(
              from: name &+ 1, into: spare, room: JSONText.nameRoom)
          {
            bytes = UnsafePointer(spare)
            (length, quote) = decoded
            isShort = length <= ShortBytes.limit
          } else {
            (bytes, length, quote) = try otherName(text, at: name, &memory)
            spare = nil
          }
        }
        let hash =
          isShort
          ? ByteHash.hash(ShortBytes(near: bytes, length), length, seeds: keys.seeds(of: node))
          : keys.hash(bytes, length, owner: node)
        key = keys.find(bytes, length, owner: node, hash: hash)
        if key != unknown {
          if last != unknown { last.pointee.next = key }
        } else if !isFull || !unlisted.addNear(at: name, hash: hash) {
          key = try meet(bytes, length, node, hash: hash, brace: brace, text, at: name)
          if last != unknown, key != unknown { last.pointee.next = key }
        }
        let nearValue = quote <= lastNear ? text.nearValue(quote) : 0
        offset = try nearValue > 0 ? nearValue : text.skipColon(quote &+ 1)
      }
      if key != unknown {
        if key.pointee.object == object { duplicate = min(duplicate, name) }
        key.pointee.object = object
      }
      members &-= 1
      guard members >= 0 else { throw InputError(.objectMembers, at: offset) }
      guard key.pointee.fastPath == .unread else { return Member(key: key, offset: offset) }
      offset =
        try offset <= lastNear
        ? text.skipNear(offset, depth: depth) : text.skipAny(offset, depth: depth)
      last = key
    }
  }

  /// Steps over members whose names are not in the table, which come by the hundred where they
  /// come; returns where another one stands, its comma or what is blank in front of that. Does with
  /// little to keep in mind, and so in half the steps, what `findMember` does for any member.
  @inline(never)
  private mutating func skipUnlistedMembers(
    _ node: Int, _ members: inout Int, _ text: JSONText, at start: Int, depth: Int,
    spare: UnsafeMutablePointer<UInt8>?
  ) throws(InputError) -> Int {
    let base = text.base
    // A value is near if its member is: a comma, quotes and a colon, 16 bytes of name, four spaces.
    let last = text.count &- JSONText.nearBytes &- 24
    let seeds = keys.seeds(of: node)
    var left = members
    var offset = start
    while left > 0, offset <= last {
      var name = offset &+ 1
      if text.pair(at: offset) != JSONText.commaQuote {
        name = text.spacedName(offset)
        guard name > 0 else { break }
      }
      var bytes = base + (name &+ 1)
      var length = (weir_special16(bytes) | 1 << 16).trailingZeroBitCount
      // Where digits are in the same 16 bytes, for a value that is among them.
      var others = weir_nondigit16(bytes) | 1 << 16
      var quote = name &+ 1 &+ length
      if base[quote] == UInt8(ascii: "\"") {
        others = others &>> UInt32(truncatingIfNeeded: length &+ 2)
      } else {
        guard let spare,
          let decoded = text.decodeNear(from: name &+ 1, into: spare, room: JSONText.nameRoom),
          decoded.length <= ShortBytes.limit, decoded.quote <= last
        else { break }
        bytes = UnsafePointer(spare)
        (length, quote) = decoded
        others = 0
      }
      var value = quote &+ 2
      if text.pair(at: quote) != JSONText.quoteColon || base[value] <= 0x20 {
        value = text.spacedValue(quote)
        guard value > 0 else { break }
        others = 0
      }
      let hash = ByteHash.hash(ShortBytes(near: bytes, length), length, seeds: seeds)
      guard !keys.mayHave(hash), unlisted.addNear(at: name, hash: hash) else { break }
      left &-= 1
      let digits = others.trailingZeroBitCount
      if 1...12 ~= digits, base[value] != UInt8(ascii: "0"),
        base[value &+ digits] == UInt8(ascii: ",")
      {
        offset = value &+ digits
      } else {
        offset = try text.skipNear(value, depth: depth)
      }
    }
    members = left
    return offset
  }

  /// From a brace or behind a value to the next name's quote; true at the object's end, and then
  /// behind it.
  @inline(never)
  private mutating func nextName(
    _ text: JSONText, _ offset: inout Int, isFirst: Bool
  ) throws(InputError) -> Bool {
    if isFirst { offset &+= 1 }
    let byte = text.next(&offset)
    if byte == UInt8(ascii: "}") {
      offset &+= 1
      return true
    }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else { throw text.unexpected(at: offset) }
      offset = text.skipBlanks(offset &+ 1)
    }
    guard text.byte(at: offset) == UInt8(ascii: "\"") else { throw text.unexpected(at: offset) }
    return false
  }

  /// The bytes of a name that `decodeNear` has not decoded; they are there until more is.
  @inline(never)
  private mutating func otherName(
    _ text: JSONText, at name: Int, _ memory: inout Memory
  ) throws(InputError) -> (bytes: UnsafePointer<UInt8>, length: Int, quote: Int) {
    let start = name &+ 1
    let end = try text.stringEnd(from: start)
    guard end.hasEscapes else { return (text.base + start, end.quote &- start, end.quote) }
    let scratch = memory.scratchCount
    let bytes = memory.bytes(of: try self.name(text, start, end, &memory))
    memory.truncateBytes(to: scratch)
    // An empty name decoded to nothing still has an address.
    return (bytes.baseAddress ?? text.base, bytes.count, end.quote)
  }

  /// The key of a name that has none: it is learned where there is room; `unknown` otherwise, and
  /// then the name is among the unlisted names.
  @inline(never)
  private mutating func meet(
    _ name: UnsafePointer<UInt8>, _ length: Int, _ node: Int, hash: UInt64, brace: Int,
    _ text: JSONText, at offset: Int
  ) throws(InputError) -> UnsafeMutablePointer<KeyTable.Key> {
    let key = keys.learn(name, length, owner: node, hash: hash)
    if key != keys.unknown { return key }
    switch try unlisted.add(at: offset, hash: hash, object: brace, text) {
    case .new: break
    case .duplicate: duplicate = min(duplicate, offset)
    case .limit: throw InputError(.objectMembers, at: offset)
    }
    return key
  }

  /// An object ends, whose unlisted names begin at an index.
  @inline(never)
  private mutating func forgetUnlistedNames(
    from first: Int, _ memory: inout Memory
  ) throws(InputError) {
    let end = unlisted.count
    if unlisted.removeAll(from: first) { return }
    // The set could not tell all of them apart.
    let text = try JSONText(memory.input)
    let scratch = memory.scratchCount
    let firstValue = frames.count
    let firstMark = frames.markCount
    for index in first..<end {
      let offset = unlisted.removed(index)
      let value = try name(text, offset + 1, text.stringEnd(from: offset + 1), &memory)
      guard frames.push(value) else { throw InputError(.arenaValues, at: offset) }
      frames.pushMark(offset)
    }
    let sorting = frames.sort(from: firstValue, stride: 1, marksFrom: firstMark, memory)
    duplicate = min(duplicate, sorting.duplicate ?? .max)
    frames.truncate(to: firstValue, marks: firstMark)
    memory.truncateBytes(to: scratch)
  }
}
