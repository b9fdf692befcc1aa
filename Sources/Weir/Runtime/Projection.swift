// What a policy reads of a request, as the reader wants to know it: a tree over member names whose
// nodes say which slot a value goes to and what it must be. The emitter derives it from the paths
// of the checked policy; the program carries it; the reader walks it along the bytes.
//
// Slots are numbered from 0 for the request's root. A list that is read through has a layout of its
// own: each element takes `stride` values in the arena, slot 0 of which is the element itself, and
// the slots of the nodes below the element count from the element's first value. So every slot
// number is relative to the frame it lies in: the request, or one element of one list. A map that
// is quantified over becomes a `Value.record` of that `stride`: slot 0 of a member is its key, slot
// 1 its value.

/// The tree of what is read. Node 0 is the request itself.
package struct Projection: Sendable, Equatable {
  package var nodes: [Node]
  /// How many slots the request's own frame has.
  package var slotCount: Int

  package init(nodes: [Node] = [Node()], slotCount: Int = 0) {
    self.nodes = nodes
    self.slotCount = slotCount
  }

  /// One place in a request that the policy reads, or reads through.
  package struct Node: Sendable, Equatable {
    /// Where the value itself goes, in its frame; nil when only what lies below is read.
    package var slot: Int?
    /// What the value must be, else its slot (or, for a record read through, every slot below)
    /// holds a fault.
    package var expectation: Expectation = .any
    /// The value is wanted with all that is in it: a record compared as a whole, an `any`, a map
    /// looked into with a computed key. A record becomes `.record`, a list `.list` of stride 1 (or
    /// of `elementStride`, with slot 0 whole).
    package var isWhole = false
    /// Members read below a record, in byte order of their names.
    package var members: [Member] = []
    /// Elements read by a constant index below a list, in order.
    package var indexed: [Indexed] = []
    /// What is read of every element of a list (or every member of a map), and how many values
    /// each takes. Set exactly when the elements are wanted.
    package var element: Element?

    package init() {}
  }

  package struct Member: Sendable, Equatable {
    package var name: ExactString
    package var node: Int
    package init(name: ExactString, node: Int) {
      self.name = name
      self.node = node
    }
  }

  package struct Indexed: Sendable, Equatable {
    package var index: Int
    package var node: Int
    package init(index: Int, node: Int) {
      self.index = index
      self.node = node
    }
  }

  package struct Element: Sendable, Equatable {
    package var node: Int
    package var stride: Int
    /// The value is a map: its members are laid out as elements, key first.
    package var isMap: Bool
    package init(node: Int, stride: Int, isMap: Bool = false) {
      self.node = node
      self.stride = stride
      self.isMap = isMap
    }
  }

  /// What a declared type asks of a value. A value that is something else becomes a fault:
  /// `wrongType` for another kind, `notInEnum`, `badFormat`, `outOfRange` (numbers only).
  package enum Expectation: Sendable, Equatable {
    /// Nothing is declared; a number that does not fit is still `outOfRange`.
    case any
    case bool, string, number
    /// Strings that the reader turns into the value they spell.
    case timestamp, duration, ip, cidr
    /// One of these constants, by number, in order.
    case choice([UInt32])
    case list, record
  }
}
