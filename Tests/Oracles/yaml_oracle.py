#!/usr/bin/env python3
"""Independent readers of YAML, as an oracle for Weir's.

    yaml_oracle.py available              ends with 0 if the readers are installed, with 3 if one is missing
    yaml_oracle.py generate SEED COUNT    writes COUNT texts, one a line, in hexadecimal
    yaml_oracle.py compare TEXTS READINGS reads each text with PyYAML (YAML 1.1), py-yaml12 and ruamel.yaml (1.2)

READINGS has a line for each text: the documents that Weir read, a JSON array, or `refused`. What Weir
reads, YAML 1.2 must read alike, and wherever one of the two finds a number YAML 1.1 must find the same.
Refusing is always right here; how much is refused, the last line tells.
"""

import datetime
import json
import math
import random
import re
import sys
import warnings
from decimal import Decimal

warnings.simplefilter("ignore")


def main(arguments):
    if arguments[0] == "available":
        try:
            import ruamel.yaml  # noqa: F401
            import yaml  # noqa: F401
            import yaml12  # noqa: F401
        except ImportError as error:
            print(error)
            return 3
        return 0
    if arguments[0] == "generate":
        for text in generate(int(arguments[1]), int(arguments[2])):
            print(text.encode("utf-8").hex())
        return 0
    return compare(arguments[1], arguments[2])


# Texts

SCALAR_PARTS = (
    list("0123456789") + ["0x", "0o", "0b", "0X", "1F", "017", "1_0", "_", "__", ".", "..", "+", "-", "e", "E",
    "e3", "e+3", "E-2", ":", ":30", ":59", ":60", ",", "inf", ".inf", "nan", ".NaN", "08", "00", "p3",
    "true", "True", "yes", "no", "on", "y", "null", "~", "2001-12-14", "T", "Z", "ä", "x"]
)

SCALARS = """
0 -0 +0 1 -1 +1 10 010 0400 01000 -017 08 09 0o17 0o8 0x1F 0x1f 0X1F -0x1F 0b11 0b12 1_000 1__0 1_000.5
1.5 1. .5 -.5 +.5 -1.5 01.5 1.5e3 1.5e+3 1.5E-3 1e3 1e+3 1.e+3 .5e+1 685.230_15e+03 1:30 190:20:30
190:20:30.15 1:90 12:30:45 09:00 00:11:22:33:44:55 0x1p3 ._ .1_2 +_1 -_ 1,000 1,2 .inf -.inf +.INF .nan 1e 1e+
. .. ... - -- --- + ++ ~ null Null nULL true TRUE tRUE yes No ON off y n = << 2001-12-14 2001-12-14T21:59:43Z
10.0.0.1 1.2.3 ::1 fe80::1 0.1.2 1-2 5m 1Gi 100m 1d 0xG 0x 0o 0b abc9 9abc 1a 12345678901234567890
9007199254740993 0.1 1.10 3.10 -1.0e+10 1E+2 7 007 0777 0888 1,5 1_ _1 0_7 0x_1 0b_1
""".split()

DOCUMENTS = [
    "a: 1\nb: two\nc: [x, y, 'z']\n",
    "a:\n  b:\n    - c\n    - d: e\n      f: g\n  h: {i: j, k: l}\n",
    "- a\n- b: c\n- - d\n  - e\n- [f, g]\n- {h: i}\n",
    "a:\n- b\n- c\nd: e\n",
    "a: |\n  one\n  two\nb: >\n  one\n  two\n\n  three\nc: |-\n  x\nd: >+\n  y\n\n",
    "- |\n one\n  two\n- >-\n one\n   two\n",
    "a: \"x\n  y\"\nb: 'x\n  y'\nc: x\n  y\n",
    "base: &a {x: 1}\nother: *a\nlist: [*a, &b c, *b]\n",
    "? a\n: b\n? c\n: - d\n",
    "--- {a: b}\n--- [c]\n...\n---\nd\n",
    "%YAML 1.2\n---\na: b\n...\n# end\n",
    "{\"a\": 1, \"b\": [2, 3], \"c\": {\"d\": null}}\n",
    "[\n  a,\n  {b: c},\n  'd' : e,\n  \"f\": g\n]\n",
    "# comment\na: b # more\n\n# last\n",
    "a: !!str 12\nb: !!int 3\nc: ! 4\nd: !!null ''\n",
    "a: 'it''s'\nb: \"\\u00e4\\n\\\"\\\\\"\nc: x: y\n",
    "key with spaces: value with spaces\n\"quoted\": \"also: this\"\n",
    "a: [\n    b,\n    c\n  ]\nd: {\n  e: f\n}\n",
    "a:\n  - b: 1\n    c: 2\n  -\n    d: 3\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  labels: {app: web}\ndata:\n  k: |\n    a=b\n",
    "a: x#y\nb: x:y\nc: -x\nd: ?x\ne: :x\nf: http://x/y?z=1&q=2\n",
    "a: - b\n", "a: b: c\n", "a:\tb\n", "-\ta\n", "a: b\t# c\n", "\ta: b\n", "a:\n\tb\n",
]

PIECES = [
    " ", "  ", "\n", "\n\n", "\n ", "\n  ", "\n    ", "\t", "\n\t", "-", "- ", "\n- ", ":", ": ", "?", "? ", ",",
    ", ", "[", "]", "{", "}", "#", " #", "# c\n", "&a", "&a ", "*a", "*a ", "!", "!!str ", "!!int ", "!x ", "|", ">",
    "|\n", ">\n", "|-\n", "|+\n", "|2\n", ">1\n", "'", "\"", "''", "\"\"", "'x'", "\"y\"", "\\", "\\n", "\\x41", "%", "@", "`",
    "---", "...", "\n---\n", "\n...\n", "\n--- ", "---\n", "a", "b", "a: b", "a: b\n", "x y", "\r\n", "\r", "ä",
    "\u0085", "\u2028", "\ufeff", "\u00a0", "~", "null", "true", "1", "0x1", "<<", "=", "\n%YAML 1.2\n---\n",
    "%YAML 1.1\n---\n", "%TAG !e! x:\n---\n", "&a &b ", "&a:b ", "*a:", "'a'b", "[a]b", "? a\n: b\n", "\n: ", "\n? ", "{a: b}",
    "[a, b]", "[a: b]", "{a}", "{a: }", "[?a]", "{?a: b}", "[:a]", "[-]", "[- a]", "\n}", "\n]", ",]", ",}", "[,", ",,",
]


def generate(seed, count):
    chance = random.Random(seed)
    texts = []
    for text in SCALARS:
        texts += [text + "\n", "a: " + text + "\n", text + ": b\n", "[" + text + "]\n", "- " + text + "\n",
                  "a: !!int " + text + "\n", "a: !!float " + text + "\n", "{a: " + text + "}"]
    texts += DOCUMENTS
    yield from texts[:count]
    for _ in range(max(0, count - len(texts))):
        if chance.random() < 0.3:
            scalar = "".join(chance.choice(SCALAR_PARTS) for _ in range(chance.randint(1, 5)))
            shape = chance.choice(["{}\n", "a: {}\n", "{}: b\n", "[{}]\n", "- {}\n", "k:\n  - {}\n", "a: {} # c\n"])
            yield shape.replace("{}", scalar)
        else:
            text = chance.choice(DOCUMENTS)
            if chance.random() < 0.1:
                text += chance.choice(DOCUMENTS)
            for _ in range(chance.randint(1, 3)):
                at = chance.randint(0, len(text))
                until = min(len(text), at + chance.choice([0, 0, 0, 1, 1, 2, 5]))
                text = text[:at] + chance.choice(PIECES + [""]) + text[until:]
            yield text or "\n"


# Readings

# What py-yaml12 0.2 gets wrong by YAML 1.2 (three other readers of 1.2 agree with Weir about it):
# blanks that are tabs or U+00A0, byte-order marks, empty blocks of text, some explicit tags, and a
# scalar whose last word is `-` before a comma or bracket (`[a -, b]`). And a closing bracket below
# the name that it belongs to, which it refuses rightly: Weir reads it all the same.
KNOWN = re.compile(
    r"[\t\u00a0\ufeff]|!\s|!!null|!!(int|float) +(0x|\d{19})|\n *[\]}]|[^\s,:?\[\]{}-]\s+-[,\[\]{}]"
    r"|[|>][-+0-9]*[ ]*(#[^\n]*)?\r?\n\s*(\Z|---|\.\.\.)")


def plain(value):
    """A value as JSON says it: numbers exact, everything else but records and lists a kind and a text."""
    if isinstance(value, bool):
        return ("bool", value)
    if value is None:
        return ("null",)
    if isinstance(value, (int, Decimal)):
        return ("number", Decimal(value).normalize() if value != 0 else Decimal(0))
    if isinstance(value, float):
        if not math.isfinite(value):
            return ("not finite",)
        return plain(Decimal(repr(value)))
    if isinstance(value, str):
        return ("string", value)
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if isinstance(value, dict):
        return {name(key): plain(member) for key, member in value.items()}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return ("time",)
    return ("other", repr(value))


def name(key):
    """A key as a reading has it: Weir reads numbers as their text."""
    kind = plain(key) if not isinstance(key, tuple) else ("other", repr(key))
    if isinstance(kind, tuple) and kind[0] == "number":
        return ("number", kind[1])
    if isinstance(kind, tuple) and kind[0] in ("bool", "null", "time"):
        return (kind[0],)
    return ("string", key) if isinstance(key, str) else ("other", repr(key))


def same(ours, theirs, is_older):
    if isinstance(ours, dict):
        if not isinstance(theirs, dict) or len(ours) != len(theirs):
            return False
        rest = dict(theirs)
        for key, value in ours.items():
            match = next((other for other in rest if same_name(key, other, is_older)), None)
            if match is None or not same(value, rest.pop(match), is_older):
                return False
        return True
    if isinstance(ours, list):
        return (isinstance(theirs, list) and len(ours) == len(theirs)
                and all(same(a, b, is_older) for a, b in zip(ours, theirs)))
    # ruamel.yaml reads times in YAML 1.2 too.
    if ours == theirs or ours[0] == "string" and theirs == ("time",):
        return True
    if isinstance(theirs, tuple) and ours[0] == theirs[0] == "number":
        # Doubles keep about 16 digits.
        return math.isclose(float(ours[1]), float(theirs[1]), rel_tol=1e-15)
    # `yes` is a truth in YAML 1.1, and no number.
    return is_older and isinstance(theirs, tuple) and ours[0] == "string" and theirs[0] == "bool"


def same_name(ours, theirs, is_older):
    if ours == theirs:
        return True
    if theirs[0] == "number":
        try:
            return Decimal(ours[1]) == theirs[1] or float(ours[1]) == float(theirs[1])
        except ArithmeticError:
            return False
    return theirs[0] == "time" or is_older and theirs[0] == "bool"


def readers():
    import ruamel.yaml
    import yaml
    import yaml12

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def older(text):
        return list(yaml.load_all(text, Loader=loader))

    def newer(text):
        return list(yaml12.parse_yaml(text, multi=True))

    def other(text):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.allow_duplicate_keys = False
        return list(reader.load_all(text))

    return [("PyYAML", older, True), ("py-yaml12", newer, False), ("ruamel.yaml", other, False)]


def compare(texts_path, readings_path):
    wrong = read = refused = 0
    all_readers = readers()
    with open(texts_path) as texts, open(readings_path) as readings:
        for line, reading in zip(texts, readings):
            text = bytes.fromhex(line.strip()).decode("utf-8")
            if reading.strip() == "refused":
                refused += 1
                continue
            read += 1
            ours = [plain(document) for document in
                    json.loads(reading, parse_float=Decimal, parse_int=Decimal)]
            for title, reader, is_older in all_readers:
                if title == "py-yaml12" and KNOWN.search(text):
                    continue
                if title == "ruamel.yaml" and "\ufeff" in text:
                    continue
                try:
                    theirs = [plain(document) for document in reader(text)]
                except Exception as error:  # noqa: BLE001: every reader has errors of its own
                    if title == "py-yaml12":
                        wrong += 1
                        print(f"{title} refuses {text!r}, read as {reading.strip()}: {str(error)[:200]!r}")
                    continue
                theirs = [document for document in theirs if document != ("null",)]
                mine = [document for document in ours if document != ("null",)]
                if not same(mine, theirs, is_older):
                    wrong += 1
                    print(f"{title} reads {text!r} as {theirs}, and Weir as {reading.strip()}")
    print(f"{read} read, {refused} refused, {wrong} wrong")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
