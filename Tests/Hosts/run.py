#!/usr/bin/env python3
"""Plays each host with what `weir hook install` writes for it.

    run.py WEIR

First the simulated hosts are tried themselves (`selftest.py`): each must go on where a real one
does. Then, for each host, the hook is installed with the example's policy, a ledger and an audit
log, and each event of `examples/agent-tools/events` goes through it: no hostile call may run, and a
recorded one runs if, and only if, its verdict on record is allow. Then the hook is ended at many instants by
several signals, and is taken away: a call that the policy denies may not run.

Exit status: 0 if all of that holds, 1 if not.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import hosts  # noqa: E402

EXAMPLE = HERE.parent.parent / "examples" / "agent-tools"
HOSTS = ["claude-code", "codex", "copilot", "cursor", "gemini"]
SETTINGS = {
    "claude-code": ".claude/settings.json",
    "codex": ".codex/hooks.json",
    "copilot": ".copilot/hooks/weir.json",
    "cursor": ".cursor/hooks.json",
    "gemini": ".gemini/settings.json",
}

# Ends the program that it stands for after a while, as a signal would.
ENDED = """#!/bin/sh
exec 3<&0
'{weir}' "$@" <&3 &
sleep {seconds}
kill -{signal} $! 2> /dev/null
wait $!
status=$?
[ $status -gt 128 ] && kill -KILL $$
exit $status
"""


class Gate:
    """The hook of one host, installed in a home of its own."""

    def __init__(self, weir, name, folder):
        self.weir, self.name = weir, name
        home = folder / name
        home.mkdir()
        environment = {**os.environ, "HOME": str(home)}
        for variable in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "COPILOT_HOME", "XDG_STATE_HOME"):
            environment.pop(variable, None)
        subprocess.run(
            [weir, "hook", "install", "--host", name, "--user", "-p", folder / "agents.weirc",
             "--holds", home / "holds.db", "--audit", home / "audit.jsonl",
             "--principal", "ben", "--shell", "bash", "--budget", "20s"],
            check=True, env=environment, stdout=subprocess.DEVNULL, cwd=home)
        self.settings = home / SETTINGS[name]

    def decide(self, line):
        """What the host does with an event; `line` is what the hook reads."""
        host = hosts.HOSTS[self.name]()
        name = host.event_name(hosts.parsed(line.decode("utf-8", "surrogateescape")))
        handlers = host.find([str(self.settings)], None, name)
        if not handlers:
            # As if the hook were installed for this event, too.
            installed = next(iter(json.loads(self.settings.read_text())["hooks"]))
            handlers = host.find([str(self.settings)], None, installed)
            for handler in handlers:
                handler.event = name
        return host.decide(line, handlers, hosts.Situation(), name)


def lines(path):
    return [line for line in path.read_bytes().split(b"\n") if line.strip()]


def play(gate, events):
    """(about, line, whether it must run) for each event; returns what went otherwise."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda event: gate.decide(event[1]), events))
    wrong = []
    for (about, line, runs), outcome in zip(events, outcomes):
        if "cannot stop a call" in outcome.why and not runs:
            # Nothing would come of an answer; that it would block is all there is to see.
            if outcome.status in ("0", "2"):
                continue
        runs_really = outcome.decision != hosts.BLOCKS
        if runs_really != runs or not outcome.sure:
            wrong.append(
                f"{gate.name} {about}: {outcome.decision}, status {outcome.status}, "
                f"{outcome.why!r}, {outcome.reason!r}: {line[:300]!r}")
    return wrong


def corpus(gate):
    recorded = lines(EXAMPLE / "events" / f"{gate.name}.jsonl")
    verdicts = (EXAMPLE / "events" / f"{gate.name}.verdicts").read_text().split("\n")
    verdicts = [verdict.split()[0] for verdict in verdicts if verdict.strip()]
    if len(recorded) != len(verdicts):
        return [f"{gate.name}: {len(recorded)} events, {len(verdicts)} verdicts"]
    events = [
        (f"event {number}", line, verdict == "allow")
        for number, (line, verdict) in enumerate(zip(recorded, verdicts), 1)]
    hostile = lines(EXAMPLE / "events" / "hostile" / f"{gate.name}.jsonl")
    events += [(f"hostile event {number}", line, False) for number, line in enumerate(hostile, 1)]
    print(f"{gate.name}: {len(recorded)} recorded and {len(hostile)} hostile events", flush=True)
    return play(gate, events)


def ends(gate, folder):
    """A call that is denied, while the hook is ended at many instants, and where it is missing."""
    hostile = lines(EXAMPLE / "events" / "hostile" / f"{gate.name}.jsonl")
    call = next(line for line in hostile if line.startswith(b"{") and line.endswith(b"}"))
    text = gate.settings.read_text()
    stand_in = folder / f"{gate.name}-weir"
    wrong, count = [], 0
    real = os.path.realpath(gate.weir)
    if real not in text:
        return [f"{gate.name}: the settings do not name {real}"]
    gate.settings.write_text(text.replace(real, str(stand_in)))
    for signal in ("KILL", "TERM", "SEGV", "ABRT", "INT"):
        for step in range(0, 16):
            script = ENDED.format(weir=real, seconds=step / 1000, signal=signal)
            stand_in.write_text(script)
            stand_in.chmod(0o755)
            wrong += play(gate, [(f"ended by {signal} after {step} ms", call, False)])
            count += 1
    stand_in.unlink()
    wrong += play(gate, [("without a program", call, False)])
    gate.settings.write_text(text)
    print(f"{gate.name}: ended {count} times", flush=True)
    return wrong


def main():
    weir = os.path.abspath(sys.argv[1])
    selftest = subprocess.run([sys.executable, str(HERE / "selftest.py")])
    if selftest.returncode:
        return 1
    folder = Path(tempfile.mkdtemp())
    try:
        subprocess.run(
            [weir, "build", "-p", EXAMPLE / "policy", "-o", folder / "agents.weirc"], check=True)
        wrong = []
        for name in HOSTS:
            gate = Gate(weir, name, folder)
            wrong += corpus(gate)
            wrong += ends(gate, folder)
    finally:
        shutil.rmtree(folder)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(wrong)} not as it must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
