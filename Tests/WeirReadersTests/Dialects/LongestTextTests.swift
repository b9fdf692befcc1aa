// The worst texts at the limit, on a small stack.

import Testing
import WeirReaders

private let schema = Array(
  ((0..<60).map {
    "CREATE TABLE t\($0)(a REFERENCES t\(($0 + 59) % 60)(b) ON DELETE CASCADE, "
      + "b UNIQUE, c, d, UNIQUE(a, b));"
  }
    + (0..<60).map {
      "CREATE TRIGGER g\($0) AFTER INSERT ON t\($0) BEGIN "
        + "INSERT INTO t\(($0 + 1) % 60) VALUES (1,2,3,4); END;"
    }
    + ["CREATE VIEW v0 AS SELECT * FROM t0;"]
    + (1..<40).map { "CREATE VIEW v\($0) AS SELECT x.a FROM v\($0 - 1) x, v\($0 - 1) y;" }).joined()
    .utf8)

private func rep(_ s: String, _ sep: String, _ n: Int) -> String {
  Array(repeating: s, count: n).joined(separator: sep)
}

/// The longest texts of each shape, on a stack of 512 KB.
@Test func longestTextsAreRead() {
  let big = 65_000
  let texts: [(String, String)] = [
    ("plus", "SELECT " + rep("1", "+", big / 2)), ("plus199", "SELECT " + rep("1", "+", 199)),
    ("and199", "SELECT 1 FROM t0 WHERE " + rep("a=1 OR b=2", " AND ", 60)),
    ("or", "SELECT 1 FROM t0,t1,t2,t3 WHERE " + rep("(t0.a=t1.b AND t2.a=t3.b)", " OR ", 190)),
    ("join64", "SELECT 1 FROM " + (0..<60).map { "t\($0)" }.joined(separator: ",")),
    (
      "join64w",
      "SELECT 1 FROM " + (0..<60).map { "t\($0)" }.joined(separator: ",") + " WHERE "
        + (1..<60).map { "t\($0).a=t\($0 - 1).b" }.joined(separator: " AND ")
    ),
    (
      "join64many",
      rep(
        "SELECT 1 FROM " + (0..<60).map { "t\($0)" }.joined(separator: ",") + " WHERE "
          + (1..<60).map { "t\($0).a=t\($0 - 1).b" }.joined(separator: " AND "), ";", 45)
    ),
    (
      "selfjoin",
      "SELECT 1 FROM " + (0..<63).map { "t0 x\($0)" }.joined(separator: ",") + " WHERE "
        + (1..<63).map { "x\($0).a=x\($0 - 1).b OR x\($0).b=x\($0 - 1).a" }.joined(
          separator: " AND ")
    ),
    (
      "selfjoin3",
      "SELECT 1 FROM " + (0..<63).map { "t0 x\($0)" }.joined(separator: ",") + " WHERE "
        + (0..<180).map { "x\($0 % 63).a=x\(($0 * 7 + 1) % 63).b" }.joined(separator: " AND ")
    ),
    ("union", "SELECT 1 " + rep("UNION SELECT 1", " ", 3000)),
    ("union50", "SELECT 1 " + rep("UNION SELECT 1", " ", 49)),
    (
      "union50many",
      rep("SELECT a FROM t0 " + rep("UNION SELECT a FROM t1", " ", 49) + " ORDER BY 1", ";", 55)
    ),
    ("values", "VALUES " + rep("(1)", ",", big / 4)),
    ("insvalues", "INSERT INTO t0 VALUES " + rep("(1,2,3,4)", ",", big / 10)),
    ("in", "SELECT 1 FROM t0 WHERE a IN (" + rep("1", ",", big / 2) + ")"),
    (
      "parens",
      "SELECT " + String(repeating: "(", count: big / 2) + "1"
        + String(repeating: ")", count: big / 2)
    ),
    (
      "func",
      "SELECT " + String(repeating: "abs(", count: 95) + "1" + String(repeating: ")", count: 95)
    ),
    (
      "sub",
      "SELECT " + String(repeating: "(SELECT ", count: 45) + "1" + String(repeating: ")", count: 45)
    ),
    (
      "sub2",
      "SELECT * FROM " + String(repeating: "(SELECT * FROM ", count: 30) + "t0"
        + String(repeating: ")", count: 30)
    ),
    ("many", rep("SELECT 1", ";", big / 9)), ("semis", String(repeating: ";", count: big)),
    ("inserts", rep("INSERT INTO t0 VALUES(1,2,3,4)", ";", big / 31)),
    ("deletes", rep("DELETE FROM t0", ";", big / 15)),
    ("views", "SELECT 1 FROM v39"), ("views8", "SELECT 1 FROM v8"),
    ("views6many", rep("SELECT 1 FROM v6", ";", 3000)),
    (
      "cte",
      "WITH c0 AS (SELECT 1 x)"
        + (1..<60).map { ", c\($0) AS (SELECT 1 x FROM c\($0 - 1), c\($0 - 1))" }.joined()
        + " SELECT * FROM c59"
    ),
    (
      "ctechain",
      "WITH c0 AS (SELECT 1 x)" + (1..<24).map { ", c\($0) AS (SELECT x FROM c\($0 - 1))" }.joined()
        + " SELECT * FROM c23"
    ),
    ("ctewide", "WITH c AS (SELECT 1 x UNION SELECT 2) SELECT 1 FROM " + rep("c", ",", 60)),
    ("case", "SELECT CASE " + rep("WHEN 1 THEN 2", " ", 4000) + " END"),
    ("cols", "SELECT " + rep("a", ",", 1900) + " FROM t0"),
    ("star", rep("SELECT * FROM t0,t1,t2,t3,t4,t5,t6,t7,t8,t9,t10,t11,t12,t13,t14,t15", ";", 800)),
    ("order", "SELECT a FROM t0 ORDER BY " + rep("a", ",", 1900)),
    ("group", "SELECT a FROM t0 GROUP BY " + (0..<1900).map { "a+\($0)" }.joined(separator: ",")),
    ("comment", "/*" + String(repeating: "/*", count: big / 2)),
    ("quotes", String(repeating: "'", count: big)),
    ("set", "UPDATE t0 SET " + rep("a=1", ",", big / 4)),
    ("win", "SELECT " + rep("sum(a) OVER (ORDER BY b)", ",", 1900) + " FROM t0"),
    (
      "win2",
      "SELECT " + (0..<800).map { "sum(a) OVER (ORDER BY b+\($0))" }.joined(separator: ",")
        + " FROM t0"
    ),
    (
      "create",
      "CREATE TABLE z(" + (0..<1900).map { "c\($0) CHECK(c\($0)>0)" }.joined(separator: ",") + ")"
    ),
    (
      "ctedefs",
      "WITH " + (0..<4000).map { "a\($0) AS (SELECT 1)" }.joined(separator: ",") + " SELECT 1"
    ),
    (
      "ctenest",
      String(repeating: "WITH a AS (", count: 90) + "SELECT 1"
        + String(repeating: ") SELECT 1 FROM a", count: 90)
    ),
    (
      "usingmany",
      rep(
        "SELECT * FROM t0 " + (1..<30).map { "JOIN t\($0) USING (a)" }.joined(separator: " "), ";",
        4)
    ),
    (
      "using45",
      "SELECT * FROM t0 " + (1..<45).map { "JOIN t\($0) USING (a)" }.joined(separator: " ")
    ),
    (
      "selfjoin45",
      "SELECT 1 FROM " + (0..<45).map { "t0 x\($0)" }.joined(separator: ",") + " WHERE "
        + (0..<180).map { "x\($0 % 45).a=x\(($0 * 7 + 1) % 45).b" }.joined(separator: " AND ")
    ),
    (
      "ormany",
      rep(
        "SELECT 1 FROM t0,t1,t2,t3 WHERE " + rep("(t0.a=t1.b AND t2.a=t3.b)", " OR ", 190), ";", 11)
    ),
    (
      "orin",
      rep("SELECT 1 FROM t0,t1 WHERE " + rep("(t0.a=t1.b AND t0.b=1)", " OR ", 190), ";", 14)
    ),
    (
      "orand",
      rep("SELECT 1 FROM t0,t1 WHERE " + rep("(t0.a=t1.b OR t0.b=t1.a)", " AND ", 99), ";", 20)
    ),
    (
      "win60",
      "SELECT " + (0..<60).map { "sum(a) OVER (ORDER BY b+\($0))" }.joined(separator: ",")
        + " FROM t0"
    ),
    ("subq", "SELECT 1 FROM " + rep("(SELECT 1 FROM t0)", ",", 24)),
    ("withs", rep("WITH q AS (SELECT 1) SELECT 1", ";", 2100)),
    ("like", "SELECT 1 FROM t0 WHERE " + rep("a LIKE 'abc%'", " OR ", 190)),
    (
      "exists",
      "SELECT 1 FROM t0 WHERE " + rep("EXISTS (SELECT 1 FROM t1 WHERE t1.a=t0.b)", " OR ", 190)
    ),
    (
      "using", "SELECT * FROM t0 " + (1..<60).map { "JOIN t\($0) USING (a)" }.joined(separator: " ")
    ),
    (
      "natural",
      "SELECT * FROM t0 " + (1..<60).map { "NATURAL FULL JOIN t\($0)" }.joined(separator: " ")
    ),
  ]
  onSmallStack {
    let clock = ContinuousClock()
    do {
      var start = clock.now
      let loaded = try SQLiteSchema(schema)

      for (name, text) in texts {
        start = clock.now
        var result = "known"
        do throws(SQLiteUncertainty) { _ = try SQLiteText(reading: Array(text.utf8), loaded) } catch
        {
          result = "\(error.cause) " + String(decoding: error.message.prefix(60), as: UTF8.self)
        }
        #expect(clock.now - start < .seconds(60), "\(name): \(result)")
      }
    } catch { Issue.record(error) }
  }
}
