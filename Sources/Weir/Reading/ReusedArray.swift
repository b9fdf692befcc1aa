// An array that one request fills and the next one fills again: it grows to the largest it has
// seen, and asks nothing of anybody in between.

/// Plain values in a row.
struct ReusedArray<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 64) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index < count)
      return base[index]
    }
    nonmutating _modify {
      assert(index < count)
      yield &base[index]
    }
  }

  /// The elements from one on.
  func suffix(from start: Int) -> UnsafeMutableBufferPointer<Element> {
    assert(start <= count)
    return UnsafeMutableBufferPointer(start: base + start, count: count - start)
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    base[count] = element
    count &+= 1
  }

  @inline(__always)
  mutating func truncate(to count: Int) {
    assert(count <= self.count)
    self.count = count
  }

  @inline(never)
  private mutating func grow() {
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    grown.update(from: base, count: count)
    base.deallocate()
    base = grown
    capacity *= 2
  }
}
