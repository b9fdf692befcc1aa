// Options for YAML that is read only on request, because readers differ about it.

internal import Weir

/// How a YAML text is read beyond YAML 1.2's core.
public struct YAMLOptions: Sendable, Equatable {
  /// `<<` takes in the members of a record, as in YAML 1.1.
  public var merges = false
  /// `!Ref x` is read as `{"Ref": "x"}`.
  public var keepsTags = false
  /// Whoever reads can be asked for the two above: messages name the flags.
  package var hasFlags = false

  /// YAML 1.2's core, and nothing else.
  public init() {}

  package init(merges: Bool, keepsTags: Bool) {
    self.merges = merges
    self.keepsTags = keepsTags
    hasFlags = true
  }
}

/// The one-member record that a tag stands for, as CloudFormation writes its functions in JSON; nil
/// for a tag that is none of an application's own (`!name`).
///
/// `!Ref` and `!Condition` keep their names, every other name is a function `Fn::Name`. `!GetAtt
/// a.b` is the list of a resource and its attribute.
func taggedRecord(_ tag: ExactString, _ value: JSONDocument) -> JSONDocument? {
  guard tag.bytes.count > 1, tag.bytes.first == UInt8(ascii: "!"),
    tag.bytes.dropFirst().allSatisfy(isTagByte)
  else { return nil }
  let name = String(decoding: tag.bytes.dropFirst(), as: UTF8.self)
  var value = value
  if name == "GetAtt", case .string(let path) = value.kind,
    let dot = path.bytes.firstIndex(of: UInt8(ascii: "."))
  {
    let parts = [path.bytes[..<dot], path.bytes[(dot + 1)...]]
    value.kind = .list(
      parts.map { JSONDocument(.string(ExactString(validated: Array($0))), offset: value.offset) })
  }
  let isPlainName = name == "Ref" || name == "Condition" || name.contains("::")
  let member = JSONDocument.Member(
    name: ExactString(isPlainName ? name : "Fn::" + name), nameOffset: value.offset, value: value)
  return JSONDocument(.record([member]), offset: value.offset)
}

private func isTagByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
    UInt8(ascii: ":"), UInt8(ascii: "."):
    true
  default: false
  }
}
