-- The database that every case starts from. Each table holds a few rows with known ids, so that a
-- write shows in its contents. Some objects do more than their names tell: a view, a trigger, a
-- rule, a cast and an operator that write, as the documentation warns.
CREATE SCHEMA s;
CREATE SCHEMA evil;

CREATE TABLE users (
  id int PRIMARY KEY, name text, email text UNIQUE, password text, active boolean DEFAULT true,
  role text DEFAULT 'member', created date DEFAULT '2024-01-01');
INSERT INTO users
  SELECT i, 'name' || i, i || '@example.org', 'pw' || i FROM generate_series(1, 5) i;

CREATE TABLE a (id int PRIMARY KEY, x int DEFAULT 0, y int DEFAULT 0, name text);
CREATE TABLE b (id int PRIMARY KEY, x int DEFAULT 0, y int DEFAULT 0, a_id int);
CREATE TABLE c (id int PRIMARY KEY, x int DEFAULT 0, y int DEFAULT 0, n int DEFAULT 3);
CREATE TABLE d (id int PRIMARY KEY, x int DEFAULT 0, y int DEFAULT 0);
CREATE TABLE t (
  id int PRIMARY KEY, x int DEFAULT 0, y int DEFAULT 0, name text, tags text[] DEFAULT '{}');
INSERT INTO a SELECT i, i, i, 'a' || i FROM generate_series(1, 5) i;
INSERT INTO b SELECT i, i, i, i FROM generate_series(1, 5) i;
INSERT INTO c SELECT i, i, i, 3 FROM generate_series(1, 5) i;
INSERT INTO d SELECT i, i, i FROM generate_series(1, 5) i;
INSERT INTO t SELECT i, i, i, 't' || i FROM generate_series(1, 5) i;

CREATE TABLE secret (
  id int PRIMARY KEY, p int, q int, n int, name text, data text, doc xml DEFAULT '<r><a>1</a></r>');
INSERT INTO secret SELECT i, i, i, 2, 'n' || i, 'data' || i FROM generate_series(1, 3) i;

CREATE TABLE customers (id int PRIMARY KEY, name text, email text, tenant int DEFAULT 1);
CREATE TABLE orders (
  id int PRIMARY KEY, customer_id int, status text DEFAULT 'open', total numeric DEFAULT 1,
  note text, tenant int DEFAULT 1);
INSERT INTO customers SELECT i, 'c' || i, i || '@example.org' FROM generate_series(1, 5) i;
INSERT INTO orders SELECT i, i, 'open', i FROM generate_series(1, 5) i;

CREATE TABLE logs (id serial PRIMARY KEY, line text);
INSERT INTO logs (line) SELECT 'line' || i FROM generate_series(1, 3) i;
CREATE TABLE log (line text);
INSERT INTO log VALUES ('first');
CREATE TABLE "Users" (id int PRIMARY KEY, "Name" text);
INSERT INTO "Users" VALUES (1, 'Upper');
CREATE TABLE "public.users" (id int);
INSERT INTO "public.users" VALUES (1);
CREATE TABLE "public.orders" (id int);
CREATE TABLE "Orders" (id int);
CREATE TABLE "data" (id int);
INSERT INTO "data" VALUES (1);
CREATE TABLE "naïve" (id int);
INSERT INTO "naïve" VALUES (1);

CREATE TABLE s.a (id int PRIMARY KEY, x int);
CREATE TABLE s.orders (id int PRIMARY KEY, total numeric);
CREATE TABLE evil.orders (id int PRIMARY KEY, total numeric);
CREATE TABLE evil.users (id int PRIMARY KEY, name text);
INSERT INTO s.a VALUES (1, 1);
INSERT INTO s.orders VALUES (1, 1);
INSERT INTO evil.orders VALUES (1, 1);
INSERT INTO evil.users VALUES (1, 'evil');

CREATE TABLE parts (id int, x int) PARTITION BY RANGE (id);
CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (100);
CREATE TABLE spare (id int, x int);
INSERT INTO parts VALUES (1, 1), (2, 2);
CREATE TABLE parent (id int);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (2);

CREATE SEQUENCE sq;
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM a;

-- Functions: two that only compute, some that write.
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2';
CREATE FUNCTION h(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 3';
CREATE FUNCTION "F"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 4';
CREATE FUNCTION rows() RETURNS SETOF int LANGUAGE sql AS 'SELECT generate_series(1, 3)';
CREATE FUNCTION zap() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM logs; RETURN 1; END';
CREATE FUNCTION zap(users) RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM logs; RETURN 1; END';
CREATE FUNCTION drain(orders) RETURNS int LANGUAGE plpgsql AS
  'BEGIN DELETE FROM logs; RETURN 1; END';
CREATE FUNCTION sly() RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN zap(); END';
CREATE FUNCTION zapping() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN DELETE FROM logs; RETURN NEW; END';
CREATE FUNCTION on_event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE p(int) LANGUAGE plpgsql AS 'BEGIN DELETE FROM logs WHERE id = $1; END';
CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN DELETE FROM logs; END';
CREATE FUNCTION zap_two(int, int) RETURNS int LANGUAGE plpgsql AS
  'BEGIN DELETE FROM logs; RETURN $1; END';
CREATE OPERATOR @+ (LEFTARG = int, RIGHTARG = int, FUNCTION = zap_two);
CREATE OPERATOR @+@ (LEFTARG = int, RIGHTARG = int, FUNCTION = zap_two);
CREATE OPERATOR s.+ (LEFTARG = int, RIGHTARG = int, FUNCTION = zap_two);
CREATE TYPE mytype AS (v int);
CREATE FUNCTION to_mytype(int) RETURNS mytype LANGUAGE plpgsql AS
  'BEGIN DELETE FROM logs; RETURN ROW($1)::mytype; END';
CREATE CAST (int AS mytype) WITH FUNCTION to_mytype(int);
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN s.positive AS int CHECK (VALUE > 0);
CREATE DOMAIN zapped AS int CHECK (zap() = 1);

CREATE VIEW v AS SELECT id, name FROM users;
CREATE VIEW vzap AS SELECT zap() AS z;
CREATE TABLE trig (id int);
CREATE TRIGGER t1 BEFORE INSERT ON trig FOR EACH ROW EXECUTE FUNCTION zapping();
CREATE TABLE ruled (id int);
CREATE RULE r1 AS ON INSERT TO ruled DO ALSO DELETE FROM logs;

CREATE ROLE app;
CREATE ROLE joe;
GRANT SELECT ON orders, customers TO app;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (tenant = current_setting('app.tenant', true)::int);
SELECT lo_from_bytea(1, 'large');
