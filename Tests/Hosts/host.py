#!/usr/bin/env python3
"""Plays events through a simulated host.

    host.py HOST --config FILE [--config FILE …] < events.jsonl
    host.py HOST --command 'STRING' [--timeout S] [--fail-closed] < events.jsonl

Each line of the input is one event of that host as JSON, or a wrapper around one:

    {"event": {…}, "expect": "blocks", "about": "why"}

Other members of a wrapper: "raw" (text that is given as it is, instead of "event"), "raw64" (the
same for bytes, in base64), "name" (the event's name where the event does not say it), "env"
(variables for the handler), "print" and "single" (Claude Code's `-p`, a single call of the turn),
"cloud" (Copilot's cloud agent), "recent" (a Copilot that denies on a failing exit status, Gemini
CLI's newer runner), "trusted": false (Codex, Gemini CLI: the person has not trusted the hook),
"switch": false (a host too old to know its fail-closed switch), "says" (text that the reason has
to contain). "expect" may be a list of decisions.

--config takes a file, or a folder whose *.json files are all read (.github/hooks). For the custom
host it is the file that describes it; with --command, that file only gives the rules.

Prints one JSON line for each event; "sure": false marks an outcome that the facts do not promise
or differ about. Exit status: 0 all as expected, 1 an expectation was not met,
2 the script or its input is at fault (also when there was no event at all).
"""

import argparse
import base64
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hosts  # noqa: E402

WRAPPER = {"event", "raw", "expect", "about", "name", "env", "print", "single", "cloud",
           "switch", "says", "recent", "trusted", "raw64"}
DECISIONS = {hosts.PROCEEDS, hosts.BLOCKS, hosts.ASKS}


class Fault(Exception):
    pass


def arguments():
    parser = argparse.ArgumentParser(description="Plays events through a simulated host.")
    parser.add_argument("host", choices=sorted(hosts.HOSTS))
    parser.add_argument("--config", action="append", default=[])
    parser.add_argument("--command")
    parser.add_argument("--timeout", type=float, help="seconds, for --command")
    parser.add_argument("--fail-closed", action="store_true",
                        help="the host's own switch, for --command")
    parser.add_argument("--event", help="the event's name where the event does not say it")
    parser.add_argument("--expect", choices=sorted(DECISIONS),
                        help="for lines that do not say what they expect")
    parser.add_argument("--old", action="store_true",
                        help="a host that does not know its fail-closed switch")
    parser.add_argument("--recent", action="store_true",
                        help="Copilot: denies on a failing exit status; Gemini CLI: newer runner")
    parser.add_argument("--untrusted", action="store_true",
                        help="Codex, Gemini CLI: the person has not trusted the hook")
    parser.add_argument("--strict", action="store_true",
                        help="an outcome that the facts do not promise meets no expectation")
    parser.add_argument("--quiet", action="store_true", help="print only what was not expected")
    parser.add_argument("-j", type=int, default=1, help="events at a time")
    chosen = parser.parse_args()
    if not chosen.config and chosen.command is None:
        parser.error("give --config or --command")
    return chosen


def config_files(names):
    files = []
    for name in names:
        if os.path.isdir(name):
            inside = sorted(f for f in os.listdir(name) if f.endswith(".json"))
            files += [os.path.join(name, f) for f in inside]
        elif os.path.exists(name):
            files.append(name)
        else:
            raise Fault("no such file: " + name)
    return files


def unwrap(line, number):
    """(what the handler reads, the parsed event, the wrapper)"""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise Fault("line %d is no JSON (use \"raw\" for such an event)" % number)
    if isinstance(value, dict) and set(value) <= WRAPPER:
        if isinstance(value.get("raw"), str) and "event" not in value:
            return value["raw"], hosts.parsed(value["raw"]), value
        if isinstance(value.get("raw64"), str) and not {"event", "raw"} & set(value):
            try:
                given = base64.b64decode(value["raw64"], validate=True)
            except ValueError:
                raise Fault("line %d: raw64 is no base64" % number)
            return given, hosts.parsed(given), value
        if "event" in value and "raw" not in value:
            return value["event"], value["event"], value
    # An event alone goes to the handler as it stands.
    return line, value, {}


def play(chosen, files, number, line):
    given, event, wrapper = unwrap(line, number)
    if not isinstance(given, (str, dict, bytes)):
        given = json.dumps(given)
    elif isinstance(given, str) and "raw" not in wrapper and wrapper:
        given = json.dumps(given)             # an event that is a JSON string
    host = hosts.HOSTS[chosen.host]()
    name = wrapper.get("name") or chosen.event
    handlers = host.find(files, event, name)
    if chosen.command is not None:
        handlers = [hosts.Handler(command=chosen.command, fail_closed=chosen.fail_closed,
                                  timeout=chosen.timeout or host.default_timeout)]
    situation = hosts.Situation(
        knows_switch=not chosen.old and wrapper.get("switch", True),
        print_mode=bool(wrapper.get("print")), single=bool(wrapper.get("single")),
        cloud=bool(wrapper.get("cloud")),
        trusted=bool(wrapper.get("trusted", not chosen.untrusted)),
        recent=bool(wrapper.get("recent", chosen.recent)), env=wrapper.get("env", {}))
    outcome = host.decide(given, handlers, situation, name or host.event_name(event))
    decision = outcome.decision
    row = {"n": number, "decision": decision, "status": outcome.status,
           "reason": outcome.reason, "why": outcome.why, "ms": round(outcome.ms, 1)}
    if not outcome.sure:
        row["sure"] = False
    if "about" in wrapper:
        row["about"] = wrapper["about"]
    expected = wrapper.get("expect", chosen.expect)
    if expected is not None:
        wanted = expected if isinstance(expected, list) else [expected]
        if not wanted or not set(wanted) <= DECISIONS:
            raise Fault("line %d: unknown expectation %r" % (number, expected))
        row["expect"] = expected
        sure = outcome.sure or not chosen.strict
        row["ok"] = sure and decision in wanted and wrapper.get("says", "") in outcome.reason
    return row


def main():
    chosen = arguments()
    try:
        files = config_files(chosen.config)
        text = sys.stdin.buffer.read().decode("utf-8")
        # Only line feeds end a line: other separators may stand inside a JSON string.
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if not lines:
            raise Fault("no events")
        counts, wrong = {}, 0
        with ThreadPoolExecutor(max(1, chosen.j)) as pool:
            for row in pool.map(lambda item: play(chosen, files, *item), lines):
                counts[row["decision"]] = counts.get(row["decision"], 0) + 1
                missed = row.get("ok") is False
                wrong += missed
                if missed or not chosen.quiet:
                    print(json.dumps(row, ensure_ascii=True), flush=True)
    except Exception as error:                # whatever it is, it is no pass
        print("host.py: %s: %s" % (type(error).__name__, error), file=sys.stderr)
        return 2
    said = ", ".join("%d %s" % (counts[k], k) for k in sorted(counts))
    print("%s: %d events: %s; %d not as expected" % (chosen.host, len(lines), said, wrong),
          file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
