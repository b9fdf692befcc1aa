// Where values wait until the list or record that they belong to is complete. A container's length
// is known at its end only, and containers inside it want contiguous room of their own meanwhile;
// so every frame is built on a stack and moved to the arena once, when it is finished. The
// request's own frame lies at the bottom. Each value is moved once, however deep it lies.
//
// Names that must differ wait here too, each with the offset it has in the request (`marks`), until
// the object ends and they are sorted: that finds duplicates in O(n log n) whatever the names are.

struct FrameStack: ~Copyable {
  private(set) var values: UnsafeMutablePointer<Value>
  private(set) var count = 0
  private var capacity = 256
  private var marks: UnsafeMutablePointer<UInt32>
  private(set) var markCount = 0
  private var markCapacity = 256
  /// The last `sort`'s order, as indices.
  private(set) var order: UnsafeMutablePointer<UInt32>
  private var orderCapacity = 256

  /// A container, wanted whole, that is open: where its values and its names' marks begin, and
  /// where it stands in the request.
  struct Open: BitwiseCopyable {
    var first: Int32
    var firstMark: Int32
    var start: Int32
    var isRecord: Bool
  }

  /// Room for as many as a request may nest.
  let open: UnsafeMutablePointer<Open>

  init() {
    open = .allocate(capacity: Limits.requestDepth)
    values = .allocate(capacity: capacity)
    marks = .allocate(capacity: markCapacity)
    order = .allocate(capacity: orderCapacity)
  }

  deinit {
    values.deallocate()
    marks.deallocate()
    order.deallocate()
    open.deallocate()
  }

  /// A value by absolute place.
  @inline(__always)
  subscript(place: Int) -> Value {
    get { values[place] }
    nonmutating set { values[place] = newValue }
  }

  mutating func removeAll() {
    count = 0
    markCount = 0
  }

  mutating func truncate(to count: Int, marks markCount: Int) {
    self.count = count
    self.markCount = markCount
  }

  /// Adds `size` zeroed values (absent, each); false past the limit.
  @inline(__always)
  mutating func push(zeros size: Int) -> Bool {
    if count + size > capacity, !grow(to: count + size) { return false }
    (values + count).update(repeating: Value(head: 0, body: 0), count: size)
    count += size
    return true
  }

  @inline(__always)
  mutating func push(_ value: Value) -> Bool {
    if count == capacity, !grow(to: count + 1) { return false }
    values[count] = value
    count += 1
    return true
  }

  @inline(__always)
  mutating func pushMark(_ offset: Int) {
    if markCount == markCapacity {
      FrameStack.grow(&marks, count: markCount, capacity: &markCapacity, to: markCount + 1)
    }
    marks[markCount] = UInt32(truncatingIfNeeded: offset)
    markCount += 1
  }

  @inline(never)
  private mutating func grow(to needed: Int) -> Bool {
    guard needed <= Limits.arenaValues else { return false }
    FrameStack.grow(&values, count: count, capacity: &capacity, to: needed)
    return true
  }

  private static func grow<Element: BitwiseCopyable>(
    _ elements: inout UnsafeMutablePointer<Element>, count: Int, capacity: inout Int,
    to needed: Int
  ) {
    let larger = max(needed, 2 * capacity)
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    grown.update(from: elements, count: count)
    elements.deallocate()
    elements = grown
    capacity = larger
  }

  // MARK: Names

  /// What `sort` found out.
  struct Sorting {
    /// The names were in order already: `order` was not written.
    var isIdentity: Bool
    /// The smallest offset at which a name stands for the second time.
    var duplicate: Int?
  }

  /// Sorts names by bytes: those at `start`, `start + stride`, …, one for each mark from
  /// `firstMark` on. Equal ones are ordered by their place.
  mutating func sort(
    from start: Int, stride: Int, marksFrom firstMark: Int, _ memory: borrowing Memory
  ) -> Sorting {
    let total = markCount - firstMark
    var isIdentity = true
    for index in 0..<max(total - 1, 0) {
      if !precedes(index, index + 1, start, stride, memory)
        || areEqual(index, index + 1, start, stride, memory)
      {
        isIdentity = false
        break
      }
    }
    if isIdentity { return Sorting(isIdentity: true, duplicate: nil) }
    if total > orderCapacity {
      FrameStack.grow(&order, count: 0, capacity: &orderCapacity, to: total)
    }
    for index in 0..<total { order[index] = UInt32(index) }
    // Heapsort: in place, and no order of names makes it slow.
    var root = total / 2
    while root > 0 {
      root -= 1
      sink(root, total, start, stride, memory)
    }
    var end = total
    while end > 1 {
      end -= 1
      let largest = order[0]
      order[0] = order[end]
      order[end] = largest
      sink(0, end, start, stride, memory)
    }
    var duplicate: Int?
    for index in 1..<max(total, 1)
    where areEqual(Int(order[index - 1]), Int(order[index]), start, stride, memory) {
      let offset = Int(marks[firstMark + Int(order[index])])
      duplicate = min(duplicate ?? offset, offset)
    }
    return Sorting(isIdentity: false, duplicate: duplicate)
  }

  private func sink(
    _ root: Int, _ end: Int, _ start: Int, _ stride: Int, _ memory: borrowing Memory
  ) {
    var parent = root
    while 2 * parent + 1 < end {
      var child = 2 * parent + 1
      if child + 1 < end,
        precedes(Int(order[child]), Int(order[child + 1]), start, stride, memory)
      {
        child += 1
      }
      guard precedes(Int(order[parent]), Int(order[child]), start, stride, memory) else { return }
      let moved = order[parent]
      order[parent] = order[child]
      order[child] = moved
      parent = child
    }
  }

  private func precedes(
    _ left: Int, _ right: Int, _ start: Int, _ stride: Int, _ memory: borrowing Memory
  ) -> Bool {
    let order = memory.bytes(of: values[start + left * stride])
      .compared(with: memory.bytes(of: values[start + right * stride]))
    return order < 0 || order == 0 && left < right
  }

  private func areEqual(
    _ left: Int, _ right: Int, _ start: Int, _ stride: Int, _ memory: borrowing Memory
  ) -> Bool {
    memory.bytes(of: values[start + left * stride])
      .isEqual(to: memory.bytes(of: values[start + right * stride]))
  }

  // MARK: Moving on

  /// Moves the values from `start` on to the arena and returns where they start; nil past the
  /// limit. With `order`, in that order, `stride` values at a time.
  mutating func move(
    from start: Int, marksFrom firstMark: Int, stride: Int, isOrdered: Bool,
    to memory: inout Memory
  ) -> Int? {
    let size = count - start
    guard let place = memory.allocateValues(size) else { return nil }
    if isOrdered {
      for index in 0..<size { memory[place + index] = values[start + index] }
    } else {
      for index in 0..<size / max(stride, 1) {
        let source = start + Int(order[index]) * stride
        for offset in 0..<stride {
          memory[place + index * stride + offset] = values[source + offset]
        }
      }
    }
    truncate(to: start, marks: firstMark)
    return place
  }
}
