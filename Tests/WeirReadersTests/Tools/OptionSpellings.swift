// Spells options in all the ways in which a table lets them be spelled, at random but repeatable.

import Weir

@testable import WeirReaders

/// An option to spell.
struct Spelled: Hashable {
  let name: String
  let value: [UInt8]?
}

/// Writes options and operands of one table as arguments.
struct OptionSpellings {
  let table: OptionTable
  var random: SplitMix64

  /// Options of the table with values, none of which is refused.
  mutating func options(count: Int) -> [Spelled] {
    let rows = table.options.filter { $0.role == .plain }
    return (0..<count).compactMap { _ in
      guard let option = rows.randomElement(using: &random) else { return nil }
      return Spelled(
        name: option.name, value: option.value == .required ? value() : nil)
    }
  }

  /// A value that could be taken for something else.
  private mutating func value() -> [UInt8] {
    Array(["v", "a=b", "=", "x y", "0"].randomElement(using: &random, or: "v").utf8)
  }

  /// One way to write the options, in their order, and the operands, in theirs.
  mutating func arguments(for options: [Spelled], operands: [[UInt8]]) -> [[UInt8]] {
    var arguments: [[UInt8]] = []
    var operands = operands[...]
    var cluster: [UInt8] = []
    func flush() {
      if !cluster.isEmpty { arguments.append([UInt8(ascii: "-")] + cluster) }
      cluster = []
    }
    for option in options {
      if table.rules.permutes, Bool.random(using: &random), let operand = operands.popFirst() {
        flush()
        arguments.append(operand)
      }
      let letters = table.short.filter { table.options[$0.value].name == option.name }.keys.sorted()
      if let letter = letters.randomElement(using: &random), Bool.random(using: &random) {
        cluster.append(letter)
        if let value = option.value {
          let isAttached = Bool.random(using: &random) && !table.rules.shortTakesEquals
          if isAttached { cluster += value }
          flush()
          if !isAttached { arguments.append(value) }
        } else if mayTakeValue(option) || Bool.random(using: &random) {
          flush()
        }
        continue
      }
      flush()
      let names = table.long.filter { table.options[$0.value].name == option.name }.keys
        .sorted { $0.lexicographicallyPrecedes($1) }
      guard let long = names.randomElement(using: &random) else {
        cluster = Array(letters.prefix(1))
        flush()
        if let value = option.value { arguments.append(value) }
        continue
      }
      let isLong = !table.rules.longWithOneDash || Bool.random(using: &random)
      let name = Array((isLong ? "--" : "-").utf8) + shortened(long)
      if let value = option.value {
        if Bool.random(using: &random) {
          arguments.append(name + [UInt8(ascii: "=")] + value)
        } else {
          arguments += [name, value]
        }
      } else {
        arguments.append(name)
      }
    }
    flush()
    if Bool.random(using: &random) { arguments.append(Array("--".utf8)) }
    return arguments + operands
  }

  /// Whether what follows the letter in a cluster could be its value.
  private func mayTakeValue(_ option: Spelled) -> Bool {
    table.options.contains { $0.name == option.name && $0.value == .optional }
  }

  /// The name, or a prefix of it that is no other name's.
  private mutating func shortened(_ name: [UInt8]) -> [UInt8] {
    guard table.rules.abbreviates else { return name }
    let length = Int.random(in: 1...name.count, using: &random)
    let prefix = Array(name.prefix(length))
    let found = try? table.option(named: prefix[...], at: 0)
    guard let found, !found.isNegated, let row = table.long[name],
      found.option.name == table.options[row].name
    else { return name }
    return prefix
  }
}

extension Array {
  /// An element, or `other` where there is none.
  fileprivate func randomElement(using random: inout some RandomNumberGenerator, or other: Element)
    -> Element
  {
    randomElement(using: &random) ?? other
  }
}
