// How requests are merged: records member by member, everything else replaced, null too. Cases
// share what they merge, so a short fixture can ask for a lot of copying: every copied member is
// counted.

internal import Weir

extension JSONDocument {
  /// This document with another one merged over it.
  ///
  /// - Parameter copied: is increased by the number of members copied.
  func merged(with other: JSONDocument, copied: inout Int) -> JSONDocument {
    guard case .record(let own) = kind, case .record(let others) = other.kind else { return other }
    if own.isEmpty { return other }
    copied += own.count + others.count
    var members = own
    // For few lookups, a linear search is faster than building a table.
    if others.count <= 16 || own.count * others.count <= 256 {
      for member in others {
        let place = members.firstIndex { $0.name == member.name }
        JSONDocument.merge(member, at: place, into: &members, copied: &copied)
      }
    } else {
      var places = Dictionary(
        own.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
      for member in others {
        let place = places[member.name]
        if place == nil { places[member.name] = members.count }
        JSONDocument.merge(member, at: place, into: &members, copied: &copied)
      }
    }
    return JSONDocument(.record(members), offset: other.offset)
  }

  private static func merge(
    _ member: Member, at place: Int?, into members: inout [Member], copied: inout Int
  ) {
    guard let place else {
      members.append(member)
      return
    }
    members[place] = Member(
      name: member.name, nameOffset: member.nameOffset,
      value: members[place].value.merged(with: member.value, copied: &copied))
  }

  /// The members of two records, those of the other one whole where both have one.
  func replacing(_ other: JSONDocument, copied: inout Int) -> [Member] {
    guard case .record(var members) = kind, case .record(let others) = other.kind else { return [] }
    copied += members.count + others.count
    var places = Dictionary(
      members.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for member in others {
      if let place = places[member.name] {
        members[place] = member
      } else {
        places[member.name] = members.count
        members.append(member)
      }
    }
    return members
  }

  /// Whether there is a value at a path.
  func has(_ steps: ArraySlice<RequestPath.Step>) -> Bool {
    guard let step = steps.first else { return true }
    switch (step, kind) {
    case (.member(let name), .record(let members)):
      return members.first { $0.name == name }?.value.has(steps.dropFirst()) ?? false
    case (.index(let index), .list(let elements)):
      return elements.indices.contains(index) && elements[index].has(steps.dropFirst())
    case (.member, .null), (.member, .bool), (.member, .string), (.member, .number),
      (.member, .list), (.index, .null), (.index, .bool), (.index, .string), (.index, .number),
      (.index, .record):
      return false
    }
  }

  /// This document without the value at a path; nil if there is none.
  func removing(_ steps: ArraySlice<RequestPath.Step>, copied: inout Int) -> JSONDocument? {
    guard let step = steps.first else { return nil }
    switch (step, kind) {
    case (.member(let name), .record(var members)):
      copied += members.count
      guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
      if steps.count == 1 {
        members.remove(at: place)
      } else {
        guard let rest = members[place].value.removing(steps.dropFirst(), copied: &copied) else {
          return nil
        }
        members[place].value = rest
      }
      return JSONDocument(.record(members), offset: offset)
    case (.index(let index), .list(var elements)):
      copied += elements.count
      guard elements.indices.contains(index) else { return nil }
      if steps.count == 1 {
        elements.remove(at: index)
      } else {
        guard let rest = elements[index].removing(steps.dropFirst(), copied: &copied) else {
          return nil
        }
        elements[index] = rest
      }
      return JSONDocument(.list(elements), offset: offset)
    case (.member, .null), (.member, .bool), (.member, .string), (.member, .number),
      (.member, .list), (.index, .null), (.index, .bool), (.index, .string), (.index, .number),
      (.index, .record):
      return nil
    }
  }
}
