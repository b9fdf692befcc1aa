// What a program is made of: flat arrays, as the file format writes them and the verifier checks
// them.
//
// `ProgramImage` is that, as plain data: large arrays are `Table`s, which may lie in the memory
// that the file was read into. `Program`, the public face, holds a verified image together with
// what is made from it once at loading: pattern automata, the table of constant texts, and stable
// memory for what the machine reads at full speed.

/// A compiled policy as data. Made by the emitter or the decoder; run only once verified.
package struct ProgramImage: Sendable {
  /// SHA-256 of sources and bound data.
  package var digest: [UInt8] = []
  /// The sources, for the listing.
  package var files: [SourceFile] = []
  /// Whether `files` and `ranges` are there: a program may be loaded without, which judges all the
  /// same.
  package var hasSources = true

  /// Texts, addresses and blocks of the constants, end to end.
  package var constantBytes: Table<UInt8> = []
  /// Constants and the elements of constant lists and records.
  package var constantValues: Table<Value> = []
  /// Where the text of number i + 1 stands in `constantBytes`.
  package var texts: Table<ByteRange> = []
  package var textSets: [TextSet] = []
  package var patterns: [PatternSource] = []
  package var hours: [Hours] = []
  /// The readers that the code calls, by number.
  package var readers: [QueryReader.Need] = []
  package var tables: [DispatchTable] = []
  /// What a `try` tries; their parts stand end to end, in order, in the three arrays below.
  package var lists: Table<CandidateList> = []
  package var candidates: Table<Candidate> = []
  /// Guards of one slot each.
  package var sieveConditions: Table<Instruction> = []
  /// For each condition a bit for each candidate of its list: whether the rule has that condition.
  package var sieveBits: Table<UInt64> = []

  package var projection = Projection()
  /// The path of each slot of the request's frame.
  package var slotPaths: [RequestPath] = []
  /// The slot of the request's own `id`.
  package var idSlot = 0

  /// Ordered by file path, then by place.
  package var rules = RuleTable()
  package var defaultVerdict: DefaultVerdict = .deny
  package var requester: [RequesterPath] = []
  package var volatilePaths: [RequestPath] = []
  /// The slots of the request's frame whose values have a sensitive part, in ascending order.
  package var sensitiveSlots: [Int] = []

  package var code: Table<Instruction> = []
  /// What each word of the code was made from.
  package var ranges: [SourceRange] = []
  package var cellCount = 0
  /// The deepest the stack gets: found by the verifier.
  package var stackDepth = 0

  package init() {}

  package enum DefaultVerdict: Sendable {
    case deny, allow
    // Indirect, or the compiler (Swift 6.3.1) crashes over a consumed image: laid flat, the parts
    // of a hold are more than it can keep account of.
    indirect case hold(HoldDescription)
  }

  package struct PatternSource: Sendable, Hashable {
    package var kind: Pattern.Kind
    package var text: ExactString
    package init(kind: Pattern.Kind, text: ExactString) {
      self.kind = kind
      self.text = text
    }
  }

  /// A path of `requester`, and whether it may be absent.
  package struct RequesterPath: Sendable, Hashable {
    package var path: RequestPath
    package var slot: Int
    package var isOptional: Bool
    package init(path: RequestPath, slot: Int, isOptional: Bool) {
      self.path = path
      self.slot = slot
      self.isOptional = isOptional
    }
  }
}

/// A rule, but for its code.
package struct RuleDescription: Sendable {
  package var name: String
  package var effect: PolicyEffect
  package var isObserved: Bool
  package var range: SourceRange
  package var nameRange: SourceRange
  package var because: [TemplatePart]?
  package var annotations: [(name: String, value: String)]
  package var hold: HoldDescription?

  package enum TemplatePart: Sendable, Hashable {
    case text(ExactString)
    case slot(Int)
  }

  package init(
    name: String, effect: PolicyEffect, isObserved: Bool, range: SourceRange,
    nameRange: SourceRange, because: [TemplatePart]?,
    annotations: [(name: String, value: String)], hold: HoldDescription?
  ) {
    self.name = name
    self.effect = effect
    self.isObserved = isObserved
    self.range = range
    self.nameRange = nameRange
    self.because = because
    self.annotations = annotations
    self.hold = hold
  }
}

/// A hold's clauses with the slots of the paths they read.
package struct HoldDescription: Sendable {
  package var clauses: HoldClauses<PolicyApprover>
  /// SHA-256 of the checked rule's canonical form: the `terms` of its keys.
  package var terms: [UInt8]
  /// The slot of each path that selectors and `covers` name.
  package var slots: [RequestPath: Int]
  package init(
    clauses: HoldClauses<PolicyApprover>, terms: [UInt8], slots: [RequestPath: Int]
  ) {
    self.clauses = clauses
    self.terms = terms
    self.slots = slots
  }
}

/// A set of constant texts by number: a bit each over the range of numbers it spans. The emitter
/// numbers a list's texts in a row where it can, so a set of a million is one range of bits and
/// costs what a set of ten does.
package struct TextSet: Sendable, Hashable {
  package var first: UInt32
  package var bits: Table<UInt64>

  package init(first: UInt32, bits: Table<UInt64>) {
    self.first = first
    self.bits = bits
  }

  package init(_ numbers: [UInt32]) {
    first = numbers.min() ?? 1
    let last = numbers.max() ?? 1
    var words = Array(repeating: UInt64(0), count: Int(last - first) / 64 + 1)
    for number in numbers { words[Int(number - first) / 64] |= 1 << UInt64((number - first) % 64) }
    bits = Table(words)
  }

  package func contains(_ number: UInt32) -> Bool {
    guard number >= first else { return false }
    let place = Int(number - first)
    return place / 64 < bits.count && bits[place / 64] >> UInt64(place % 64) & 1 == 1
  }

  /// The numbers in the set, ascending; nil for more than so many.
  package func numbers(atMost limit: Int) -> [UInt32]? {
    var numbers: [UInt32] = []
    for (index, word) in bits.enumerated() {
      var rest = word
      while rest != 0 {
        guard numbers.count < limit else { return nil }
        numbers.append(first + UInt32(64 * index + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return numbers
  }
}

/// A rule to be tried, and where.
package struct Candidate: Sendable, Equatable, BitwiseCopyable {
  /// Bits 0-31 the word, 32-62 the rule, 63 whether the rule is uncertain already.
  package var bits: UInt64

  package init(bits: UInt64) { self.bits = bits }

  package init(rule: Int, word: Int, isUncertain: Bool) {
    bits =
      UInt64(UInt32(truncatingIfNeeded: word))
      | UInt64(UInt32(truncatingIfNeeded: rule) & 0x7FFF_FFFF) << 32 | (isUncertain ? 1 << 63 : 0)
  }

  @inline(__always) package var word: Int { Int(UInt32(truncatingIfNeeded: bits)) }
  @inline(__always) package var rule: UInt32 {
    UInt32(truncatingIfNeeded: bits >> 32) & 0x7FFF_FFFF
  }
  @inline(__always) package var isUncertain: Bool { bits >> 63 != 0 }

  /// The same, uncertain if `bit` is 1.
  @inline(__always) package func marked(_ bit: UInt64) -> Candidate {
    Candidate(bits: bits | bit << 63)
  }
}

/// How many candidates one `try` tries, and by how many conditions they are sieved first.
package struct CandidateList: Sendable, Equatable, BitwiseCopyable {
  // In 32 bits each, so that no sum of them overflows.
  private var candidates: UInt32
  private var conditions: UInt32

  package init(count: Int, conditionCount: Int) {
    candidates = UInt32(count)
    conditions = UInt32(conditionCount)
  }

  package var count: Int {
    get { Int(candidates) }
    set { candidates = UInt32(newValue) }
  }
  package var conditionCount: Int {
    get { Int(conditions) }
    set { conditions = UInt32(newValue) }
  }

  /// How many words of bits each condition has.
  @inline(__always) package var words: Int { CandidateList.words(for: count) }
  @inline(__always) package static func words(for count: Int) -> Int { (count + 63) / 64 }
}

/// Where a `switch` goes: an open-addressing table of text numbers, a power of two long and at most
/// half full.
package struct DispatchTable: Sendable, Equatable {
  package struct Entry: Sendable, Equatable, BitwiseCopyable {
    /// 0 for an empty place.
    package var text: UInt32
    package var target: UInt32
    package init(text: UInt32, target: UInt32) {
      self.text = text
      self.target = target
    }
  }
  package var entries: Table<Entry>
  /// Where a text without an entry goes.
  package var otherwise: UInt32
  /// Where a slot without a text goes.
  package var uncertain: UInt32

  package init(entries: Table<Entry>, otherwise: UInt32, uncertain: UInt32) {
    self.entries = entries
    self.otherwise = otherwise
    self.uncertain = uncertain
  }

  package init(targets: [(text: UInt32, target: UInt32)], otherwise: UInt32, uncertain: UInt32) {
    var size = 2
    while size < 2 * targets.count { size *= 2 }
    var entries = Array(repeating: Entry(text: 0, target: 0), count: size)
    self.otherwise = otherwise
    self.uncertain = uncertain
    for (text, target) in targets {
      var place = DispatchTable.place(of: text, mask: size - 1)
      while entries[place].text != 0 { place = (place + 1) & (size - 1) }
      entries[place] = Entry(text: text, target: target)
    }
    self.entries = Table(entries)
  }

  /// Fibonacci hashing: numbers in a row spread evenly.
  @inline(__always)
  package static func place(of text: UInt32, mask: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(text) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }
}
