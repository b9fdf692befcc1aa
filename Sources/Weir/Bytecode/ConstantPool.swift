// Lays the policy's constants out: bytes end to end, values in one array, texts numbered from 1 in
// order of first use, each constant once however often the policy says it.

/// The constants of a program while it is emitted.
package struct ConstantPool {
  package private(set) var bytes: [UInt8] = []
  package private(set) var values: [Value] = []
  package private(set) var texts: [ByteRange] = []
  package private(set) var textSets: [TextSet] = []
  package private(set) var hours: [Hours] = []
  package private(set) var patterns: [ProgramImage.PatternSource] = []

  private var numbers: [ExactString: UInt32] = [:]
  private var indexes: [Constant: Int] = [:]
  /// Lists of numbers of which only the elements matter.
  private var orderedIndexes: [Constant: Int] = [:]
  private var setIndexes: [TextSet: Int] = [:]
  private var patternIndexes: [ProgramImage.PatternSource: Int] = [:]

  package init() {}

  /// The number of a text.
  package mutating func number(of text: ExactString) -> UInt32 {
    if let number = numbers[text] { return number }
    texts.append(
      .init(offset: UInt32(bytes.count), count: UInt32(text.bytes.count)))
    bytes += text.bytes
    let number = UInt32(texts.count)
    numbers[text] = number
    return number
  }

  /// The index of a constant among the values.
  package mutating func index(of constant: Constant) -> Int {
    if let index = indexes[constant] { return index }
    let value = lay(constant)
    let index = values.count
    values.append(value)
    indexes[constant] = index
    return index
  }

  /// More numbers than this are searched by halving; fewer are as soon compared with one by one.
  private static let handful = 8

  /// The index of a constant of which only the elements matter: many numbers get into an order.
  package mutating func index(ofElements constant: Constant) -> Int {
    guard case .list(let elements) = constant, elements.count > ConstantPool.handful,
      !ConstantPool.areAscending(elements)
    else { return index(of: constant) }
    if let index = orderedIndexes[constant] { return index }
    var numbers: [Decimal] = []
    numbers.reserveCapacity(elements.count)
    for element in elements {
      guard case .number(let number) = element else { return index(of: constant) }
      numbers.append(number)
    }
    numbers.sort()
    var ordered: [Constant] = []
    ordered.reserveCapacity(numbers.count)
    for (place, number) in numbers.enumerated() where place == 0 || numbers[place - 1] != number {
      ordered.append(.number(number))
    }
    let index = index(of: .list(ordered))
    orderedIndexes[constant] = index
    return index
  }

  /// Whether constants are numbers, each larger than the one before.
  private static func areAscending(_ elements: [Constant]) -> Bool {
    var last: Decimal?
    for element in elements {
      guard case .number(let number) = element else { return false }
      if let last, last >= number { return false }
      last = number
    }
    return true
  }

  /// The index of the set of these texts.
  package mutating func setIndex(of texts: [ExactString]) -> Int {
    setIndex(of: numbers(of: texts))
  }

  /// The numbers of texts.
  package mutating func numbers(of texts: [ExactString]) -> [UInt32] {
    // A table of a million grows once.
    if texts.count > numbers.count { numbers.reserveCapacity(numbers.count + texts.count) }
    return texts.map { number(of: $0) }
  }

  /// The index of the set of the texts with these numbers.
  package mutating func setIndex(of numbers: [UInt32]) -> Int {
    let textSet = TextSet(numbers)
    if let index = setIndexes[textSet] { return index }
    textSets.append(textSet)
    setIndexes[textSet] = textSets.count - 1
    return textSets.count - 1
  }

  /// The index of a pattern.
  package mutating func index(of pattern: ProgramImage.PatternSource) -> Int {
    if let index = patternIndexes[pattern] { return index }
    patterns.append(pattern)
    patternIndexes[pattern] = patterns.count - 1
    return patterns.count - 1
  }

  /// The value of a constant, its parts laid out before it.
  private mutating func lay(_ constant: Constant) -> Value {
    switch constant {
    case .null: return .fault(.null)
    case .bool(let truth): return .bool(truth)
    case .number(let number): return .number(number)
    case .timestamp(let timestamp): return .timestamp(timestamp)
    case .duration(let interval): return .duration(interval)
    case .string(let text):
      let number = number(of: text)
      return .string(
        .constants, offset: Int(texts[Int(number) - 1].offset), count: text.bytes.count, id: number)
    case .ip(let address): return lay(.ip, address.bytes)
    case .cidr(let block): return lay(.cidr, block.network + [block.prefix])
    case .version(let version): return lay(.version, version.ordered)
    case .path(let path): return lay(.path, path.text.bytes)
    case .folder(let folder): return lay(.folder, folder.text.bytes)
    case .hours(let schedule):
      hours.append(schedule)
      return .hours(hours.count - 1)
    case .list(let elements):
      // Parts first: an element that is a list lays its own elements before it.
      var laid: [Value] = []
      laid.reserveCapacity(elements.count)
      for element in elements { laid.append(lay(element)) }
      let offset = values.count
      values += laid
      let list = Value.list(.constants, offset: offset, count: laid.count)
      return laid.count > ConstantPool.handful && ConstantPool.areAscending(elements)
        ? list.ascending : list
    case .record(let members):
      var laid: [Value] = []
      laid.reserveCapacity(2 * members.count)
      for member in members {
        laid.append(lay(.string(member.name)))
        laid.append(lay(member.value))
      }
      let offset = values.count
      values += laid
      return .record(.constants, offset: offset, count: members.count)
    }
  }

  private mutating func lay(_ tag: Value.Tag, _ payload: [UInt8]) -> Value {
    let offset = bytes.count
    bytes += payload
    return .bytes(tag, .constants, offset: offset, count: payload.count)
  }
}
