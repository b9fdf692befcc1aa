// What a shape binds: texts that one approval covers, and texts that it must not.

import Testing
import Weir

@testable import WeirReaders

@Suite struct SQLShapeTests {
  private func shape(_ text: String) throws -> String {
    let reading = Reading(.sql, [.of(Array(text.utf8))])
    return try #require(reading.document?.field("shape")?.text?.description, "\(reading.why ?? "")")
  }

  @Test(arguments: [
    ("DELETE FROM t WHERE id = 1", "delete  from t /* x */ where id = 2 -- y"),
    ("SELECT a FROM t WHERE b IN (1, 2)", "SELECT a FROM t WHERE b IN (3, 4)"),
    ("SELECT a FROM t WHERE b BETWEEN 1 AND 2", "SELECT a FROM t WHERE b BETWEEN 5 AND 6"),
    (
      "UPDATE t SET a = 1 WHERE d < '2026-01-01'::date",
      "UPDATE t SET a = 1 WHERE d < '2027-01-01'::date"
    ),
    (
      "SELECT a FROM t JOIN u ON t.id = u.id AND u.x = 1",
      "SELECT a FROM t JOIN u ON t.id = u.id AND u.x = 9"
    ),
    (
      "SELECT a FROM t WHERE id = ANY (ARRAY[1, 2])",
      "SELECT a FROM t WHERE id = ANY (ARRAY[3, 4])"
    ),
  ])
  func alike(_ one: String, _ other: String) throws { #expect(try shape(one) == shape(other)) }

  @Test(arguments: [
    ("DELETE FROM t WHERE id = 1", "DELETE FROM t WHERE id IN (1, 2, 3, 4)"),
    ("DELETE FROM t WHERE id = 1", "DELETE FROM t WHERE id = '1'"),
    ("DELETE FROM t", "DELETE FROM t WHERE true"),
    ("DELETE FROM t WHERE true", "DELETE FROM t WHERE false"),
    ("SELECT a FROM t WHERE 1 = 1", "SELECT a FROM t WHERE 1 = 2"),
    ("SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT 100000"),
    ("SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT ALL"),
    ("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1), (1)"),
    ("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)"),
    ("UPDATE t SET a = 1 WHERE id = 1", "UPDATE t SET a = 2 WHERE id = 1"),
    ("UPDATE t SET a = (b = 1) WHERE id = 1", "UPDATE t SET a = (b = 2) WHERE id = 1"),
    ("SELECT pg_read_file('/etc/hostname')", "SELECT pg_read_file('/etc/shadow')"),
    ("SELECT a FROM t WHERE f(id = 1)", "SELECT a FROM t WHERE f(id = 2)"),
    ("SELECT a FROM t WHERE a LIKE 'b%'", "SELECT a FROM t WHERE a LIKE '%'"),
    ("SELECT a FROM t WHERE a < 1", "SELECT a FROM t WHERE a > 1"),
    ("DO 'BEGIN NULL; END'", "DO 'BEGIN RAISE NOTICE $$x$$; END'"),
    ("SELECT a FROM t WHERE b IN (1, 2)", "SELECT a FROM t WHERE b IN (1, 2, 3)"),
    ("SELECT a FROM t", "SELECT a FROM public.t"), ("SELECT a FROM t", "SELECT a FROM \"T\""),
    ("SELECT a FROM t WHERE b = NULL", "SELECT a FROM t WHERE b = 1"),
    ("SELECT a FROM t WHERE b = true", "SELECT a FROM t WHERE b = false"),
    ("DELETE FROM t WHERE id = ANY('{1}')", "DELETE FROM t WHERE id = ANY('{1,2,3}')"),
    ("DELETE FROM t WHERE r = '[1,2]'::int4range", "DELETE FROM t WHERE r = '[1,3]'::int4range"),
    ("SELECT 1 FROM t WHERE o = 'u'::regclass", "SELECT 1 FROM t WHERE o = 's'::regclass"),
    (
      "CREATE VIEW v AS SELECT * FROM t WHERE a = 1", "CREATE VIEW v AS SELECT * FROM t WHERE a = 2"
    ),
    ("CREATE INDEX i ON t(x) WHERE id = 1", "CREATE INDEX i ON t(x) WHERE id = 2"),
    (
      "UPDATE t SET x = (SELECT y FROM a WHERE id = 1) WHERE id = 1",
      "UPDATE t SET x = (SELECT y FROM a WHERE id = 2) WHERE id = 1"
    ),
    ("SELECT 1", "SELECT 1; SELECT 1"), ("SET work_mem = '1MB'", "SET work_mem = '9GB'"),
  ])
  func different(_ one: String, _ other: String) throws { #expect(try shape(one) != shape(other)) }
}
