#!/usr/bin/env python3
"""What a real PostgreSQL server does with each text of a table of cases.

    postgres_effects.py [--touched] sql.txt [postgres_schema.sql] > postgres-effects.txt

Starts a server of its own in a temporary folder, on a Unix socket only, and removes it at the end.
For each text: a database made from postgres_schema.sql, the text sent as one simple-query
message, and
every table's contents compared before and after. One line a text, in the order of the cases:

    text ⇒ changed=…; created=…; dropped=…[; altered=…; sequences=…; files=…; cluster=…;
           touched=…; error=…]
    text ⇒ error=…

`altered` names tables with other columns, constraints, triggers, rules, policies, owners or
rights; `files` what appeared in SCRATCH; `cluster` shared catalogs that changed.

With --touched each text that ran runs once more inside an open transaction, and `touched` names
every table and view that it then holds a lock on: what it read, wrote, or looked through. A text
that controls transactions itself has no such field.

The client speaks the protocol itself, because `psql -c` runs a text that begins with a backslash
as a command of its own, and cannot send a NUL.

PG_BIN names the folder of the server's programs, if it is not found. A server does not run as
root: then it runs as `postgres`, or else as `nobody`.
"""

import hashlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile

OLDEST = 15

# The texts name this folder for their files, because COPY wants absolute paths.
SCRATCH = pathlib.Path("/tmp/weir-scratch")

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_prepared_transactions": "5",
    "max_connections": "20",
    "shared_buffers": "32MB",
    "jit": "off",
    "wal_level": "logical",
    "log_min_messages": "panic",
}

# One row for each relation: identity, name, kind, and its definition.
RELATIONS = """
SELECT c.oid, CASE WHEN c.relpersistence = 't' THEN 'pg_temp' ELSE n.nspname END, c.relname,
  c.relkind, c.relpersistence <> 't' AND c.relispopulated, md5(concat_ws('|', c.relowner,
    c.relacl, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.reltablespace,
    c.relpersistence, c.reloptions,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
    (SELECT string_agg(concat_ws(',', attname, atttypid, attnotnull, attisdropped, attacl,
       attidentity, attgenerated, attstattarget, attcollation), ';' ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0),
    (SELECT string_agg(pg_get_expr(adbin, adrelid), ';' ORDER BY adnum)
       FROM pg_attrdef WHERE adrelid = c.oid),
    (SELECT string_agg(concat_ws(',', conname, convalidated, pg_get_constraintdef(oid)), ';'
       ORDER BY conname) FROM pg_constraint WHERE conrelid = c.oid),
    (SELECT string_agg(concat_ws(',', tgname, tgenabled, tgtype, tgfoid), ';' ORDER BY tgname)
       FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal),
    (SELECT string_agg(concat_ws(',', rulename, ev_enabled, ev_type), ';' ORDER BY rulename)
       FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN'),
    (SELECT string_agg(concat_ws(',', polname, polcmd, polpermissive,
       pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)), ';' ORDER BY polname)
       FROM pg_policy WHERE polrelid = c.oid),
    (SELECT string_agg(pg_get_indexdef(indexrelid), ';' ORDER BY indexrelid)
       FROM pg_index WHERE indrelid = c.oid),
    (SELECT string_agg(inhparent::text, ';' ORDER BY inhparent)
       FROM pg_inherits WHERE inhrelid = c.oid)))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(catalog|toast)'
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY 2, 3
"""

# The relations that a session holds locks on.
LOCKED = """
SELECT DISTINCT CASE WHEN c.relpersistence = 't' THEN 'pg_temp' ELSE n.nspname END
  || '.' || c.relname
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE l.pid = %s AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(catalog|toast)' ORDER BY 1
"""

# Catalogs that all databases share; what a text does to them outlives its database.
SHARED = ["pg_authid", "pg_auth_members", "pg_database", "pg_tablespace", "pg_db_role_setting",
          "pg_shseclabel", "pg_subscription", "pg_parameter_acl", "pg_replication_origin"]


class ServerError(Exception):
    """The server's answer to a query that had to work."""


class Connection:
    """The part of the frontend protocol that a simple query needs."""

    def __init__(self, folder, database, options="", timeout=20):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(f"{folder}/.s.PGSQL.5432")
        self.buffer = b""
        self.status = "I"
        words = ["user", "postgres", "database", database, "options", options,
                 "client_encoding", "UTF8"]
        body = struct.pack("!i", 196608) + b"".join(w.encode() + b"\0" for w in words) + b"\0"
        self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self.answers()

    def close(self):
        try:
            self.send(b"X")
        except OSError:
            pass
        self.socket.close()

    def send(self, kind, body=b""):
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def take(self, count):
        while len(self.buffer) < count:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            self.buffer += more
        head, self.buffer = self.buffer[:count], self.buffer[count:]
        return head

    def answers(self):
        """The rows and the first error of everything up to the next ReadyForQuery."""
        rows, error = [], None
        while True:
            kind, length = struct.unpack("!ci", self.take(5))
            body = self.take(length - 4)
            if kind == b"Z":
                self.status = body.decode()
                return rows, error
            if kind == b"E" and error is None:
                fields = {f[:1]: f[1:].decode("utf-8", "replace") for f in body.split(b"\0") if f}
                error = f"{fields.get(b'C', '')} {fields.get(b'M', '')}"
            elif kind == b"D":
                rows.append(row(body))
            elif kind == b"G":
                columns = struct.unpack("!h", body[1:3])[0]
                self.send(b"d", "\t".join(["9001"] * columns).encode() + b"\n")
                self.send(b"c")

    def run(self, text):
        """Sends bytes as one simple-query message."""
        self.send(b"Q", text + b"\0")
        return self.answers()

    def query(self, text):
        """Runs a query of this script."""
        rows, error = self.run(text.encode())
        if error:
            raise ServerError(f"{error}: {text[:200]}")
        return rows


def row(body):
    """The values of a DataRow message."""
    values, at = [], 2
    for _ in range(struct.unpack("!h", body[:2])[0]):
        length = struct.unpack("!i", body[at:at + 4])[0]
        at += 4
        if length < 0:
            values.append(None)
        else:
            values.append(body[at:at + length].decode("utf-8", "replace"))
            at += length
    return values


def binaries():
    """The folder that holds a server's programs."""
    named = os.environ.get("PG_BIN")
    found = [named] if named else sorted(
        map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin")),
        key=lambda path: int(re.sub(r"\D", "", path) or 0), reverse=True)
    on_path = shutil.which("initdb")
    if not named and on_path:
        found.append(str(pathlib.Path(on_path).resolve().parent))
    for folder in found:
        if all(os.access(f"{folder}/{program}", os.X_OK) for program in ("initdb", "postgres")):
            version = subprocess.run([f"{folder}/postgres", "--version"], capture_output=True,
                                     text=True, check=True).stdout
            if int(re.search(r"(\d+)", version).group(1)) >= OLDEST:
                return folder
    sys.exit(f"postgres_effects: no PostgreSQL server of version {OLDEST} or newer; set PG_BIN")


def account():
    """Who the server runs as: us, unless we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    sys.exit("postgres_effects: root, and neither postgres nor nobody to run the server as")


class Server:
    """A cluster in a temporary folder, that can be put back to its first state."""

    def __init__(self, schema):
        self.programs = binaries()
        self.account = account()
        self.folder = tempfile.mkdtemp(prefix="weir-postgres-")
        self.own(self.folder)
        self.data = f"{self.folder}/data"
        self.pristine = f"{self.folder}/pristine"
        self.process = None
        self.schema = schema
        self.command("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                     "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        self.start()
        try:
            with_template = Connection(self.folder, "postgres")
            with_template.query("CREATE DATABASE template_cases")
            with_template.close()
            cases = Connection(self.folder, "template_cases")
            cases.query(schema)
            cases.close()
        except BaseException:
            self.remove()
            raise
        self.stop()
        shutil.copytree(self.data, self.pristine, copy_function=self.copy)
        self.own(self.pristine)
        self.start()

    def own(self, path):
        if self.account:
            os.chown(path, self.account["user"], self.account["group"])

    def copy(self, source, target):
        shutil.copy2(source, target)
        self.own(target)

    def command(self, program, *arguments):
        done = subprocess.run([f"{self.programs}/{program}", *arguments], capture_output=True,
                              text=True, cwd=self.folder, **self.account)
        if done.returncode != 0:
            raise ServerError(f"{program}: {done.stdout}{done.stderr}")

    def start(self):
        log = f"{self.folder}/log"
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items())
        self.command("pg_ctl", "-D", self.data, "-w", "-l", log, "-o",
                     f"{options} -c unix_socket_directories={self.folder}", "start")

    def stop(self):
        self.command("pg_ctl", "-D", self.data, "-w", "-m", "immediate" if self.dirty()
                     else "fast", "stop")

    def dirty(self):
        return os.path.exists(self.pristine)

    def reset(self):
        """Puts the whole cluster back, because a text changed what databases share."""
        self.stop()
        shutil.rmtree(self.data)
        shutil.copytree(self.pristine, self.data, copy_function=self.copy)
        for folder, _, _ in os.walk(self.data):
            self.own(folder)
            os.chmod(folder, 0o700)
        self.start()

    def remove(self):
        try:
            self.stop()
        except ServerError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def snapshot(connection):
    """Relations by identity: name, kind, definition, contents."""
    relations = connection.query(RELATIONS)
    parts = []
    for oid, schema, name, kind, readable, _ in relations:
        if readable == "f":
            continue
        place = f"{quoted(schema)}.{quoted(name)}"
        if kind == "S":
            parts.append(f"SELECT {oid}, concat(last_value, is_called) FROM {place}")
        elif kind in "rm":
            # The alias is no column's name, or that column would be the whole row's.
            parts.append(f"SELECT {oid}, md5(string_agg(whole_row::text, '|'"
                         f" ORDER BY whole_row::text))"
                         f" FROM {'ONLY ' if kind == 'r' else ''}{place} whole_row")
    contents = dict(connection.query(" UNION ALL ".join(parts))) if parts else {}
    lobs = connection.query("SELECT (SELECT count(*) FROM pg_largeobject_metadata),"
                            " md5(string_agg(concat(loid, pageno, data), '|'"
                            " ORDER BY loid, pageno)) FROM pg_largeobject")
    result = {oid: (f"{schema}.{name}", kind, definition, contents.get(oid))
              for oid, schema, name, kind, _, definition in relations}
    result["lobs"] = ("pg_largeobject", "r", "", str(lobs))
    return result


def shared(connection):
    """A checksum of each shared catalog, and of the settings that ALTER SYSTEM writes."""
    parts = [f"SELECT '{name}', md5(string_agg(whole_row::text, '|' ORDER BY whole_row::text))"
             f" FROM {name} whole_row"
             + (" WHERE datname <> 'scratch'" if name == "pg_database" else "")
             for name in SHARED]
    parts.append("SELECT 'alter system', pg_read_file('postgresql.auto.conf')")
    return dict(connection.query(" UNION ALL ".join(parts)))


def files():
    return {str(path.relative_to(SCRATCH)): hashlib.md5(path.read_bytes()).hexdigest()
            for path in sorted(SCRATCH.rglob("*")) if path.is_file()}


def prepare_files(server):
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(mode=0o755)
    server.own(SCRATCH)
    given = SCRATCH / "in.csv"
    given.write_text("9001\n")
    server.own(given)


def compare(before, after):
    """The fields of a line that tell tables apart."""
    fields = {"changed": [], "created": [], "dropped": [], "altered": [], "sequences": []}
    for oid, (name, kind, definition, contents) in after.items():
        old = before.get(oid)
        if old is None or old[0] != name:
            fields["created"].append(name)
            continue
        if old[3] != contents:
            fields["sequences" if kind == "S" else "changed"].append(name)
        if old[2] != definition:
            fields["altered"].append(name)
    fields["dropped"] = [old[0] for oid, old in before.items()
                         if oid not in after or after[oid][0] != old[0]]
    return fields


class Cases:
    """Runs texts one after another, each in a database of its own."""

    def __init__(self, server):
        self.server = server
        self.fresh = False
        self.connect()

    def connect(self):
        self.admin = Connection(self.server.folder, "postgres")
        self.shared = shared(self.admin)
        self.fresh = False

    def next_transaction(self):
        """What tells whether anything was written; a prepared transaction has not ended yet."""
        return self.admin.query("SELECT pg_snapshot_xmax(pg_current_snapshot()),"
                                " (SELECT count(*) FROM pg_prepared_xacts)")

    def renew(self):
        for name, database in self.admin.query("SELECT gid, database FROM pg_prepared_xacts"):
            other = Connection(self.server.folder, database)
            other.query("ROLLBACK PREPARED '" + name.replace("'", "''") + "'")
            other.close()
        self.admin.query("DROP DATABASE IF EXISTS scratch WITH (FORCE)")
        self.admin.query("CREATE DATABASE scratch TEMPLATE template_cases")
        self.fresh = True

    def effects(self, text):
        if not self.fresh:
            self.renew()
        if files().keys() != {"in.csv"}:
            prepare_files(self.server)
        start = self.next_transaction()
        files_before = files()
        watch = Connection(self.server.folder, "scratch")
        before = snapshot(watch)
        session = Connection(self.server.folder, "scratch", "-c statement_timeout=5000")
        try:
            _, error = session.run(text)
            if session.status == "T":
                _, late = session.run(b"COMMIT")
                error = error or late
        except (OSError, ConnectionError) as problem:
            error = f"connection: {problem}"
        try:
            fields = compare(before, snapshot(watch))
        except (ServerError, OSError) as problem:
            fields = {"lost": [str(problem)[:80]]}
        session.close()
        watch.close()
        written = [name for name, sum_ in files().items() if files_before.get(name) != sum_]
        fields["files"] = written
        try:
            now = shared(self.admin)
        except (ServerError, OSError):
            now = {}
        fields["cluster"] = [name for name, sum_ in self.shared.items() if now.get(name) != sum_]
        if fields["cluster"]:
            self.admin.close()
            self.server.reset()
            self.connect()
        elif any(fields.values()) or self.next_transaction() != start:
            self.fresh = False
        return fields, error

    def touched(self, text):
        """What a text locks while it runs, or None for one that ends the transaction it is in."""
        self.renew()
        self.fresh = False
        watch = Connection(self.server.folder, "scratch")
        session = Connection(self.server.folder, "scratch", "-c statement_timeout=5000")
        process = session.query("SELECT pg_backend_pid()")[0][0]
        session.query("BEGIN")
        _, error = session.run(text)
        names = None
        if session.status == "T" and not error:
            names = [name for name, in watch.query(LOCKED % process)]
        session.close()
        watch.close()
        return names


# The fields that every line without an error has, even when they are empty.
ALWAYS = ("changed", "created", "dropped", "touched")


def line(fields, error):
    quiet = not any(fields.values())
    parts = []
    for name, values in fields.items():
        if values or (name in ALWAYS and not (quiet and error)):
            parts.append(f"{name}={','.join(sorted(values))}")
    if error:
        parts.append("error=" + " ".join(error.split()))
    return "; ".join(parts)


ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|[nrt0\\])")
PLAIN = {"n": b"\n", "r": b"\r", "t": b"\t", "0": b"\0", "\\": b"\\"}


def decoded(text):
    """The bytes that a case's text stands for."""
    result, at = b"", 0
    for match in ESCAPE.finditer(text):
        result += text[at:match.start()].encode()
        code = match.group(1)
        result += PLAIN[code] if code in PLAIN else bytes([int(code[1:], 16)])
        at = match.end()
    return result + text[at:].encode()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("postgres_effects: stopped"))
    arguments = [word for word in sys.argv[1:] if word != "--touched"]
    if not arguments:
        sys.exit(__doc__)
    with_touched = len(arguments) < len(sys.argv) - 1
    here = pathlib.Path(__file__).resolve().parent
    schema = pathlib.Path(arguments[1]) if len(arguments) > 1 else here / "postgres_schema.sql"
    texts = [case.split(" ⇒ ")[0]
             for case in pathlib.Path(arguments[0]).read_text().split("\n")
             if case and not case.startswith("# ")]
    server = Server(schema.read_text())
    try:
        prepare_files(server)
        cases = Cases(server)
        for text in texts:
            fields, error = cases.effects(decoded(text))
            if with_touched and not error and not fields["cluster"]:
                names = cases.touched(decoded(text))
                if names is not None:
                    fields["touched"] = names
            print(f"{text} ⇒ {line(fields, error)}", flush=True)
    finally:
        server.remove()
        shutil.rmtree(SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main()
