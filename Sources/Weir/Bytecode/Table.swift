// The arrays of a program: its own while it is put together, lent by the file's memory once it is
// loaded. What a table lends was laid out for the machine by the compiler, so loading a program
// copies none of it, and a program of a million constants has them in memory once.

/// Memory that a program file was read into; aligned to 16 bytes, never moved, never written again.
package final class ProgramMemory: @unchecked Sendable {
  package let bytes: UnsafeRawBufferPointer

  /// Memory of `count` bytes, written by `fill`, which gets them as they are, uninitialised.
  package init<Failure: Error>(
    count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    bytes = UnsafeRawBufferPointer(memory)
    try fill(memory)
  }

  /// Memory with these bytes.
  package convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// Memory that was allocated elsewhere and belongs to this object from now on.
  init(adopting bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  deinit { bytes.deallocate() }
}

/// An array of plain values, all of whose bit patterns are values. Copied into memory of its own
/// when it is changed.
package struct Table<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // The pointer is into `lender`, which nobody writes to.
  private var own: [Element] = []
  private var lent: UnsafeBufferPointer<Element>?
  private var lender: ProgramMemory?

  package init() {}

  package init(_ elements: [Element]) { own = elements }

  /// `count` elements from an offset, which must lie in the memory and be aligned.
  init(_ memory: ProgramMemory, at offset: Int, count: Int) {
    let raw = UnsafeRawBufferPointer(
      rebasing: memory.bytes[offset..<offset + count * MemoryLayout<Element>.stride])
    lent = raw.bindMemory(to: Element.self)
    lender = memory
  }

  @inline(__always)
  package func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let lent { return try body(lent) }
    return try own.withUnsafeBufferPointer(body)
  }

  /// Moves elements of the table's own to memory that stays, and returns where they are from now
  /// on, as long as the table or a copy of it is there.
  mutating func settle() -> UnsafePointer<Element> {
    if let base = lent?.baseAddress { return base }
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(own.count, 1))
    own.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { memory.update(from: base, count: source.count) }
    }
    let elements = UnsafeBufferPointer(start: UnsafePointer(memory), count: own.count)
    lender = ProgramMemory(adopting: UnsafeRawBufferPointer(elements))
    lent = elements
    own = []
    return UnsafePointer(memory)
  }

  private mutating func makeOwn() {
    guard let lent else { return }
    own = Array(lent)
    self.lent = nil
    lender = nil
  }
}

extension Table: RandomAccessCollection, MutableCollection, RangeReplaceableCollection,
  ExpressibleByArrayLiteral
{
  package init(arrayLiteral elements: Element...) { own = elements }

  package var startIndex: Int { 0 }

  @inline(__always) package var endIndex: Int { lent?.count ?? own.count }

  @inline(__always)
  package subscript(index: Int) -> Element {
    get {
      guard let lent else { return own[index] }
      precondition(index >= 0 && index < lent.count)
      return lent[index]
    }
    set {
      makeOwn()
      own[index] = newValue
    }
  }

  package mutating func replaceSubrange<Elements: Collection<Element>>(
    _ range: Range<Int>, with elements: Elements
  ) {
    makeOwn()
    own.replaceSubrange(range, with: elements)
  }

  package mutating func append(_ element: Element) {
    makeOwn()
    own.append(element)
  }

  package mutating func append<Elements: Sequence<Element>>(contentsOf elements: Elements) {
    makeOwn()
    own.append(contentsOf: elements)
  }

  package mutating func reserveCapacity(_ count: Int) {
    makeOwn()
    own.reserveCapacity(count)
  }
}

extension Table: Equatable where Element: Equatable {
  package static func == (left: Table, right: Table) -> Bool { left.elementsEqual(right) }
}

extension Table: Hashable where Element: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { hasher.combine(element) }
  }
}
