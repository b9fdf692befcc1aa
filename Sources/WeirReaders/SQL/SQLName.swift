// Names as a policy sees them, and which of them are the server's own. The lists are PostgreSQL
// 15's catalogues `pg_operator` and `pg_type`, as `initdb` fills them.

internal import Weir

/// How names are written, and whose they are.
enum SQLName {
  /// The parts of a name, joined by dots. A part that has a dot or a quote in it stands in quotes:
  /// else `"public.users"` would pass for `public.users`.
  static func text(of parts: [ExactString]) -> ExactString {
    if parts.count == 1, !needsQuotes(parts[0]) { return parts[0] }
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ".")) }
      guard needsQuotes(part) else {
        bytes += part.bytes
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in part.bytes {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    return ExactString(validated: bytes)
  }

  private static func needsQuotes(_ part: ExactString) -> Bool {
    part.bytes.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\"") }
  }

  /// The name of a `RangeVar`.
  static func text(ofRelation part: SQLPart) -> ExactString {
    let fields: [StaticString] = ["catalogname", "schemaname", "relname"]
    return text(of: fields.compactMap { part[$0]?.string })
  }

  private static let catalog: ExactString = "pg_catalog"

  /// The one part of a name without a schema, or with the server's own.
  private static func own(_ names: [ExactString]) -> ExactString? {
    switch names.count {
    case 1: names[0]
    case 2 where names[0] == catalog: names[1]
    default: nil
    }
  }

  /// Whether an operator has a name of the server's own. Somebody may have made another of the same
  /// name for types of their own, which no text tells.
  static func isOwnOperator(_ names: [ExactString]) -> Bool {
    own(names).map { operators.contains($0) } ?? false
  }

  /// Whether a type is the server's own.
  static func isOwnType(_ names: [ExactString]) -> Bool {
    own(names).map { types.contains($0) } ?? false
  }

  /// Whether a function that samples a table is the server's own.
  static func isOwnSamplingMethod(_ names: [ExactString]) -> Bool {
    own(names).map { $0 == "bernoulli" || $0 == "system" } ?? false
  }

  /// Whether a function of that name reads or writes files of the server, whatever its schema.
  static func touchesFiles(_ name: ExactString) -> Bool { fileFunctions.contains(name) }

  private static func set(_ words: String) -> Set<ExactString> {
    Set(
      words.utf8.split { $0 == UInt8(ascii: " ") || $0 == 0x0A }
        .map { ExactString(validated: Array($0)) })
  }

  // `!=` is the grammar's word for `<>`.
  private static let operators = set(
    """
    !! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / <
    <-> << <<= <<| <= <> <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ |
    |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*
    """)

  private static let types = set(
    """
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange
    bit bool box bpchar bytea char cid cidr circle cstring date datemultirange daterange float4
    float8 gtsvector inet int2 int2vector int4 int4multirange int4range int8 int8multirange
    int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money name numeric
    nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon record refcursor
    regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
    regprocedure regrole regtype text tid time timestamp timestamptz timetz tsmultirange tsquery
    tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid
    xid8 xml
    """)

  private static let fileFunctions = set(
    """
    lo_export lo_import pg_file_rename pg_file_sync pg_file_unlink pg_file_write pg_logdir_ls
    pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir
    pg_ls_replslotdir pg_ls_tmpdir pg_ls_waldir pg_read_binary_file pg_read_file
    pg_read_file_old pg_stat_file pg_current_logfile pg_rotate_logfile
    """)
}
