#!/usr/bin/env python3
"""SQLite running texts, as an oracle for what is read out of them.

    sqlite_oracle.py SCHEMA CASES    runs each text of a table of cases in a scratch database

A text's reading is right if it is uncertain, or if every table whose rows or definition changed is
among its `writes`, `creates` or `drops`. Each text runs with foreign keys and recursive triggers
off and on. Texts that make files are left out.
"""

import os
import re
import sqlite3
import sys
import tempfile

ROWS = {
    "users": [(1, "a"), (2, "b")],
    "users2": [(1, 30)],
    "log": [(1, "x"), (3, "y")],
    "secret": [(1, "k"), (2, "l")],
    "audit": [("w",)],
    "orders": [(1,), (7,)],
    "items": [(1,)],
}


def decoded(text):
    parts = re.split("⟨([0-9a-f]+)⟩", text)
    return b"".join(bytes.fromhex(p) if i % 2 else p.encode() for i, p in enumerate(parts))


def names(reading, title):
    found = set()
    for statement in reading.split(" | "):
        for member in statement.split(", "):
            if member.startswith(title + " "):
                found |= set(member.split(" ")[1:])
    return found


def state(database):
    """Each table's definition and rows, and each other object's definition."""
    objects = {}
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
        rows = sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) if kind == "table" else []
        objects[name] = (kind, sql, rows)
    return objects


def statements(text):
    """Cut where SQLite sees a statement end."""
    start, pieces = 0, []
    for end in [m.end() for m in re.finditer(";", text)] + [len(text)]:
        piece = text[start:end]
        if sqlite3.complete_statement(piece) or end == len(text):
            if piece.strip("; \n"):
                pieces.append(piece)
            start = end
    return pieces


def changed(schema, text, is_on):
    """The names of what a text changes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        database = sqlite3.connect("scratch.db", isolation_level=None)
        database.executescript(schema)
        for table, rows in ROWS.items():
            marks = ",".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        for pragma in ("foreign_keys", "recursive_triggers"):
            database.execute(f"PRAGMA {pragma} = {is_on}")
        before = state(database)
        for statement in statements(text):
            try:
                database.execute(statement).fetchmany(100)
            except sqlite3.Error:
                break
        database.execute("PRAGMA foreign_keys")
        after = state(database)
        database.close()
        os.chdir("/")
    return {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def judge(schema, line):
    text, reading = line.split(" ⇒ ", 1)
    if reading.startswith("uncertain"):
        return True
    try:
        text = decoded(text).decode()
    except UnicodeDecodeError:
        return False
    if re.search("ATTACH|VACUUM INTO|VIRTUAL", text, re.I):
        return True
    told = names(reading, "writes") | names(reading, "creates") | names(reading, "drops")
    # A table that has another name is written under its old one.
    renamed = {"people"} if "RENAME TO people" in text else set()
    right = True
    for is_on in (0, 1):
        missing = changed(schema, text, is_on) - told - renamed
        missing = {n for n in missing if not n.startswith("sqlite_autoindex")}
        # The text of a view or trigger follows the table that it names.
        if "RENAME" in text:
            missing -= {"v_names", "users_log", "names_in"}
        if missing:
            print(f"not told: {sorted(missing)}: {line}")
            right = False
    return right


def main(arguments):
    schema = open(arguments[0]).read()
    lines = [l.rstrip("\n") for l in open(arguments[1]) if " ⇒ " in l]
    wrong = sum(not judge(schema, line) for line in lines)
    print(f"{len(lines)} texts, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
