// Texts whose time or stack grows faster than they do, unless they are refused first.

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
    }).joined().utf8)
private func rep(_ s: String, _ sep: String, _ n: Int) -> String {
  Array(repeating: s, count: n).joined(separator: sep)
}
private func seq(_ n: Int, _ sep: String = ",", _ f: (Int) -> String) -> String {
  (0..<n).map(f).joined(separator: sep)
}
private func balanced(_ n: Int, _ op: String, _ base: Int, _ leaf: (Int) -> String) -> String {
  n == 1
    ? leaf(base)
    : "(" + balanced(n / 2, op, base, leaf) + " \(op) " + balanced(n / 2, op, base + n / 2, leaf)
      + ")"
}
/// Texts that took SQLite long, or overflowed its stack, before something was bounded.
@Test func worstTextsAreReadAtOnce() {
  var texts: [(String, String)] = []
  texts.append(("aggcols", "SELECT " + seq(1900) { "sum(a+\($0))" } + " FROM t0"))
  texts.append(
    (
      "aggnest",
      "SELECT " + seq(50) { i in "max(" + seq(100) { "sum(a+\(i * 100 + $0))" } + ")" } + " FROM t0"
    ))
  texts.append(("constin", "SELECT 1 FROM t0 WHERE a IN (" + seq(6000) { "abs(\($0))" } + ")"))
  texts.append(
    (
      "constcase",
      "SELECT CASE a " + seq(2500, " ") { "WHEN abs(\($0)) THEN abs(-\($0))" } + " END FROM t0"
    ))
  texts.append(
    (
      "constvalues",
      "INSERT INTO t59 VALUES " + seq(1500) { "(abs(\($0)),abs(1\($0)),abs(2\($0)),3)" }
    ))
  texts.append(("baland", "SELECT 1 FROM t0 WHERE " + balanced(4096, "AND", 0) { "a=\($0)" }))
  texts.append(("balor", "SELECT 1 FROM t0 WHERE " + balanced(4096, "OR", 0) { "a=\($0)" }))
  texts.append(
    (
      "balor1",
      "SELECT 1 FROM t0 WHERE " + balanced(4096, "OR", 0) { $0 % 2 == 0 ? "a=\($0)" : "b=\($0)" }
    ))
  texts.append(
    (
      "balor2",
      "SELECT 1 FROM t0,t1 WHERE " + balanced(1024, "OR", 0) { "(t0.a=t1.b AND t1.a=\($0))" }
    ))
  texts.append(
    (
      "baland2",
      "SELECT 1 FROM t0,t1 WHERE " + balanced(1024, "AND", 0) { "(t0.a=t1.b OR t1.a=\($0))" }
    ))
  texts.append(
    ("balandt", "SELECT 1 FROM t0,t1 WHERE " + balanced(4096, "AND", 0) { _ in "t0.a=t1.b" }))
  texts.append(("uniq", "CREATE TABLE z(a, b, " + rep("UNIQUE(a)", ",", 6000) + ")"))
  texts.append(
    (
      "uniq2",
      "CREATE TABLE z(" + seq(900) { "c\($0) UNIQUE" } + "," + seq(900) { "UNIQUE(c\($0),c0)" }
        + ")"
    ))
  texts.append(("ctes", "WITH " + seq(3000) { "a\($0) AS (SELECT 1)" } + " SELECT 1"))
  texts.append(
    ("windows", "SELECT sum(a) OVER w1 FROM t0 WINDOW " + seq(2500) { "w\($0) AS (ORDER BY a)" }))
  texts.append(("inscols", "INSERT INTO t0(" + rep("a", ",", 20000) + ") VALUES (1)"))
  texts.append(("usingcols", "SELECT 1 FROM t0 JOIN t1 USING (" + rep("a", ",", 30000) + ")"))
  texts.append(
    (
      "vector",
      "SELECT 1 FROM t0 WHERE (" + rep("a", ",", 15000) + ") = (" + rep("1", ",", 15000) + ")"
    ))
  texts.append(
    (
      "vector2",
      "SELECT 1 FROM t0 WHERE (" + rep("a", ",", 1900) + ") = (" + rep("1", ",", 1900) + ")"
    ))
  texts.append(
    (
      "vectorin",
      "SELECT 1 FROM t0 WHERE (" + rep("a", ",", 1500) + ") IN (SELECT " + rep("b", ",", 1500)
        + " FROM t1)"
    ))
  texts.append(
    (
      "distinct",
      "SELECT DISTINCT " + seq(1800) { "a+\($0)" } + " FROM t0 GROUP BY " + seq(1800) { "a+\($0)" }
        + " ORDER BY " + seq(1800) { "a+\($0)" }
    ))
  texts.append(
    (
      "orderunion",
      "SELECT " + seq(1800) { "a+\($0)" } + " FROM t0 UNION SELECT " + seq(1800) { "a+\($0)" }
        + " FROM t0 ORDER BY " + seq(1800) { "a+\($0)" }
    ))
  texts.append(("setcols", "UPDATE t0 SET " + rep("c=abs(c+1)", ",", 1900)))
  texts.append(
    (
      "trigger",
      "CREATE TRIGGER z AFTER INSERT ON t0 BEGIN " + rep("DELETE FROM t1;", " ", 4000) + " END"
    ))
  texts.append(("returning", "DELETE FROM t0 RETURNING " + rep("*", ",", 450)))
  texts.append(
    (
      "subst",
      "SELECT " + seq(1000) { "x+\($0)" } + " FROM (SELECT " + String(repeating: "a+", count: 190)
        + "a AS x FROM t0)"
    ))
  texts.append(
    (
      "subst2",
      "SELECT " + seq(1900) { _ in "x" } + " FROM (SELECT " + rep("a", "+", 190) + " AS x FROM t0)"
    ))
  texts.append(
    (
      "subst3",
      "SELECT " + rep("x", "+", 190) + " FROM (SELECT " + rep("x", "+", 190) + " AS x FROM (SELECT "
        + rep("a", "+", 190) + " AS x FROM t0))"
    ))
  texts.append(
    (
      "subst4",
      "SELECT " + balanced(2048, "+", 0) { _ in "x" } + " FROM (SELECT "
        + balanced(2048, "+", 0) { _ in "x" } + " AS x FROM (SELECT "
        + balanced(2048, "+", 0) { _ in "a" } + " AS x FROM t0))"
    ))
  texts.append(
    (
      "subst5",
      "WITH q0 AS (SELECT a AS x FROM t0),"
        + seq(20) { "q\($0 + 1) AS (SELECT x||x AS x FROM q\($0))" } + " SELECT x FROM q20"
    ))
  texts.append(
    (
      "joinon",
      "SELECT 1 FROM " + seq(20) { "t0 x\($0)" } + " WHERE "
        + balanced(2048, "AND", 0) { "x\($0 % 20).a=x\(($0 * 7 + 3) % 20).b" }
    ))
  texts.append(
    (
      "joinonmany",
      rep(
        "SELECT 1 FROM " + seq(20) { "t0 x\($0)" } + " WHERE "
          + balanced(128, "AND", 0) { "x\($0 % 20).a=x\(($0 * 7 + 3) % 20).b" }, ";", 15)
    ))
  texts.append(
    (
      "using60",
      "SELECT 1 FROM (SELECT " + seq(60) { "1 AS a\($0)" } + ") JOIN (SELECT "
        + seq(60) { "1 AS a\($0)" } + ") USING (" + seq(60) { "a\($0)" } + ")"
    ))
  texts.append(
    (
      "natural",
      "SELECT 1 FROM (SELECT " + seq(255) { "1 AS a\($0)" } + ") NATURAL JOIN (SELECT "
        + seq(255) { "1 AS a\($0)" } + ")"
    ))
  texts.append(
    (
      "natural8",
      "SELECT 1 FROM (SELECT " + seq(255) { "1 AS a\($0)" } + ")"
        + (0..<8).map { _ in " NATURAL JOIN (SELECT " + seq(255) { "1 AS a\($0)" } + ")" }.joined()
    ))
  texts.append(
    (
      "naturalfull",
      "SELECT * FROM (SELECT " + seq(255) { "1 AS a\($0)" } + ")"
        + (0..<8).map { _ in " NATURAL FULL JOIN (SELECT " + seq(255) { "1 AS a\($0)" } + ")" }
        .joined()
    ))
  texts.append(("and1000", "SELECT 1 FROM t0 WHERE " + balanced(512, "AND", 0) { "a=\($0)" }))
  texts.append(("between", "SELECT 1 FROM t0 WHERE " + rep("a NOT NULL IS NULL", "+", 190)))
  texts.append(("commaeq", "SELECT 1 FROM t0 WHERE " + rep("a IN (1)", "+", 190)))
  texts.append(("views", "CREATE VIEW z AS SELECT " + rep("1", ",", 30000)))
  let all = texts
  onSmallStack {
    let clock = ContinuousClock()
    do {
      let loaded = try SQLiteSchema(schema)
      for (name, text) in all {
        let start = clock.now
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
