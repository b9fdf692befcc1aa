// Counts in messages: nouns whose plural ends in `s`.

/// How a count and its noun are written.
package enum Plural {
  /// `1 case`, `2 cases`; `one` stands for 1 where it is given.
  package static func counted(_ count: Int, _ noun: String, one: String = "1") -> String {
    "\(count == 1 ? one : "\(count)") \(self.noun(count, noun))"
  }

  /// `case`, `cases`.
  package static func noun(_ count: Int, _ noun: String) -> String {
    count == 1 ? noun : noun + "s"
  }
}
