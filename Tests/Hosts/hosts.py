"""Simulated hosts of coding agents: what each does with the answer of a hook program.

This file knows nothing about any hook program. It follows the facts' tables of the hosts
(agent-hooks.md, section 2.1, called "facts" below, and hosts-facts.md, called "more facts", where
the first says nothing): for each exit status, each output and each failure, whether the tool call
proceeds, is blocked, or is put to a person.

Where the facts are silent or can be read in two ways, the reading is the one that opens, or the
block is marked `sure = False`, with a comment that says so. A gate is only as good as its
behaviour on the worst reading.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

PROCEEDS, BLOCKS, ASKS = "proceeds", "blocks", "asks"

# How much of a handler's output is kept in memory; the rest is read and thrown away.
KEPT_BYTES = 4 << 20


# ---------------------------------------------------------------- values

@dataclass
class Handler:
    """One hook of a host's configuration."""
    command: str = ""
    url: str = ""                # an HTTP hook if not empty
    headers: dict = field(default_factory=dict)
    timeout: float = 60.0        # seconds, whatever the unit of the file
    fail_closed: bool = False    # the host's own switch
    cwd: str = ""                # Copilot: relative to the call's folder
    env: dict = field(default_factory=dict)   # Copilot
    event: str = ""              # the name that it is registered under


@dataclass
class Answer:
    """What came back from one handler."""
    status: int = None           # exit status, or None
    signal: int = None           # the signal that ended it, or None
    stdout: str = ""
    stderr: str = ""
    failure: str = ""            # "time-out", "not started", "http …", or nothing
    ms: float = 0.0

    @property
    def text(self):
        if self.failure:
            return self.failure
        return "signal %d" % self.signal if self.signal is not None else str(self.status)


@dataclass
class Outcome:
    """What the host does."""
    decision: str = PROCEEDS
    reason: str = ""             # what reaches the model
    why: str = ""                # the rule that decided, in a few words
    sure: bool = True            # False: the facts do not promise this, or differ about it
    rank: int = 1                # deny 4 > defer 3 > ask 2 > allow or nothing 1
    status: str = ""
    ms: float = 0.0


@dataclass
class Situation:
    """What of the host's state matters to a decision."""
    knows_switch: bool = True    # False: a host too old to know its fail-closed switch
    print_mode: bool = False     # Claude Code: `claude -p`
    single: bool = False         # Claude Code: the only tool call of the turn
    cloud: bool = False          # Copilot: the cloud agent
    recent: bool = False         # Copilot: a version that denies on every failing exit status;
                                 # Gemini CLI: the newer runner, which also knows `ask`
    trusted: bool = True         # Codex, Gemini CLI: False if the person has not trusted the hook
    env: dict = field(default_factory=dict)


def opens(why, sure=True):
    return Outcome(PROCEEDS, "", why, sure)


def blocks(reason, why, sure=True):
    return Outcome(BLOCKS, reason, why, sure, 4)


def asks(reason, why, sure=True):
    return Outcome(ASKS, reason, why, sure, 2)


# ---------------------------------------------------------------- running a handler

def execute(command, data, cwd, env, timeout):
    """Runs `sh -c command` with `data` on its standard input, as hosts do."""
    started = time.monotonic()
    try:
        process = subprocess.Popen(
            ["sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=cwd, env=env, start_new_session=True)
    except (OSError, ValueError) as error:
        return Answer(failure="not started", stderr=str(error))
    kept = {"out": bytearray(), "err": bytearray()}

    def write():
        try:
            process.stdin.write(data)
            process.stdin.close()
        except (OSError, ValueError):
            pass                  # the handler did not read its input to the end

    def read(pipe, name):
        while True:
            piece = os.read(pipe.fileno(), 65536)
            if not piece:
                return
            room = KEPT_BYTES - len(kept[name])
            kept[name] += piece[:max(room, 0)]

    def wait():
        # WNOWAIT leaves the process to be collected below, so that its number stays its own
        # until its group has been ended.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    threads = [threading.Thread(target=write, daemon=True),
               threading.Thread(target=read, args=(process.stdout, "out"), daemon=True),
               threading.Thread(target=read, args=(process.stderr, "err"), daemon=True),
               threading.Thread(target=wait, daemon=True)]
    for thread in threads:
        thread.start()
    # A host waits for the end of the process and of its output; something left in the background
    # that keeps the output open counts as running.
    late = False
    for thread in threads[1:]:
        thread.join(max(0.0, started + timeout - time.monotonic()))
        late = late or thread.is_alive()
    if late:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        for thread in threads[1:]:
            thread.join(2.0)
    code = process.wait()
    answer = Answer(ms=(time.monotonic() - started) * 1000)
    answer.stdout = bytes(kept["out"]).decode("utf-8", "replace")
    answer.stderr = bytes(kept["err"]).decode("utf-8", "replace")
    if late:
        answer.failure = "time-out"
    elif code < 0:
        answer.signal = -code
    else:
        answer.status = code
    for pipe, thread in ((process.stdout, threads[1]), (process.stderr, threads[2])):
        if not thread.is_alive():
            pipe.close()
    return answer


def post(handler, data):
    """An HTTP hook: the same JSON as the body."""
    started = time.monotonic()
    headers = {"Content-Type": "application/json"}
    headers.update({str(k): str(v) for k, v in handler.headers.items()})
    answer = Answer()
    try:
        request = urllib.request.Request(handler.url, data=data, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=handler.timeout) as reply:
            answer.status = 0
            answer.stdout = reply.read(KEPT_BYTES).decode("utf-8", "replace")
            if not 200 <= reply.status < 300:
                answer.status, answer.failure = None, "http %d" % reply.status
    except urllib.error.HTTPError as error:
        answer.status, answer.failure = None, "http %d" % error.code
    except (OSError, ValueError) as error:
        answer.status, answer.failure = None, "http: %s" % error
    answer.ms = (time.monotonic() - started) * 1000
    return answer


# ---------------------------------------------------------------- JSON

class NotJSON(Exception):
    pass


def _constant(name):
    raise ValueError(name)        # NaN and Infinity are no JSON


def parse(text):
    """The one JSON value of `text`. Several values in a row, or anything after one, are an error,
    as for a host's own JSON parser."""
    try:
        return json.loads(text.strip(" \t\r\n"), parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise NotJSON(str(error))


def parse_object(text):
    value = parse(text)
    if not isinstance(value, dict):
        raise NotJSON("not an object")
    return value


def to_bytes(event):
    """An event as a host writes it: compact, UTF-8, lone surrogates escaped."""
    if isinstance(event, bytes):
        return event
    if isinstance(event, str):
        return event.encode("utf-8", "backslashreplace")
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def member(value, name, kinds):
    """A member of an object if it is absent (None) or of the right kind; NotJSON otherwise."""
    got = value.get(name)
    if got is not None and not isinstance(got, kinds):
        raise NotJSON("%s has the wrong type" % name)
    return got


def uncommented(text):
    """JSON text without // and /* */ comments."""
    pattern = r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/'
    return re.sub(pattern, lambda m: m.group(1) or " ", text, flags=re.S)


def nonempty(text):
    return bool(text) and bool(text.strip())


# ---------------------------------------------------------------- hosts

class Host:
    name = ""
    default_timeout = 60.0
    per_second = 1.0              # how many of the file's units are a second
    has_switch = False
    needs_trust = False
    events = ()                   # the events that can stop a call

    # -- configuration

    def read(self, path):
        """The parsed file; a host that cannot read its configuration has no hooks."""
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        if path.endswith(".toml"):
            import tomllib        # Python 3.11
            try:
                return tomllib.loads(text)
            except tomllib.TOMLDecodeError:
                return {}
        try:
            return parse_object(text)
        except NotJSON:
            return {}

    def seconds(self, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            return self.default_timeout
        return value / self.per_second

    def find(self, paths, event, name=None):
        """The handlers of the configuration files for an event."""
        name = name or self.event_name(event)
        found = []
        for path in paths:
            hooks = self.read(path).get("hooks")
            entries = hooks.get(name) if isinstance(hooks, dict) else None
            for entry in entries if isinstance(entries, list) else []:
                if isinstance(entry, dict):
                    found += self.handlers(entry, event, name)
        return found

    def handlers(self, entry, event, name):
        """The nested form: {matcher, hooks: [{type, command, timeout}]} (facts, Claude Code; the
        facts give no other form for Codex and Gemini CLI, so theirs is read the same way)."""
        inner = entry.get("hooks")
        if not isinstance(inner, list) or not self.matches(entry.get("matcher"), event):
            return []
        found = []
        for hook in inner:
            if not isinstance(hook, dict):
                continue
            # facts: "A matcher's `if` filter is best effort": a handler behind one cannot be
            # counted on, so it is not run at all here.
            if "if" in hook or "if" in entry:
                continue
            handler = self.handler(hook, name)
            if handler:
                found.append(handler)
        return found

    def handler(self, hook, name):
        if hook.get("type") != "command" or not isinstance(hook.get("command"), str):
            return None
        return Handler(command=hook["command"], timeout=self.seconds(hook.get("timeout")),
                       event=name)

    def matches(self, matcher, event):
        """Nothing, "" and "*" match everything; otherwise the whole name of the tool has to match
        (the narrow reading: a handler that is not found does not guard)."""
        if matcher in (None, "", "*"):
            return True
        if not isinstance(matcher, str):
            return False
        tool = self.tool_name(event)
        try:
            return re.fullmatch(matcher, tool) is not None
        except re.error:
            return matcher == tool

    def tool_name(self, event):
        tool = event.get("tool_name") if isinstance(event, dict) else None
        return tool if isinstance(tool, str) else ""

    def event_name(self, event):
        name = event.get("hook_event_name") if isinstance(event, dict) else None
        return name if isinstance(name, str) else self.events[0]

    # -- playing

    def shape(self, event, handler):
        """The event as this handler gets it."""
        return event

    def folder(self, event, handler, scratch):
        """The call's folder if it exists, else a scratch folder."""
        places = []
        if isinstance(event, dict):
            roots = event.get("workspace_roots")
            places = [event.get("cwd")] + (roots[:1] if isinstance(roots, list) else [])
        place = scratch
        for candidate in places:
            if isinstance(candidate, str) and "\0" not in candidate and os.path.isdir(candidate):
                place = candidate
                break
        if handler.cwd:
            joined = os.path.join(place, handler.cwd)
            place = joined if os.path.isdir(joined) else place
        return place

    def run(self, event, handler, situation):
        if handler.url:
            return post(handler, to_bytes(self.shape(event, handler)))
        env = dict(os.environ)
        env.update(handler.env)
        env.update(situation.env)
        with tempfile.TemporaryDirectory(prefix="host-") as scratch:
            place = self.folder(event, handler, scratch)
            return execute(handler.command, to_bytes(self.shape(event, handler)), place, env,
                           handler.timeout)

    def decide(self, event, handlers, situation=None, name=None):
        """What happens to the call. `event` is the host's event (an object, or text as it is)."""
        situation = situation or Situation()
        name = name or self.event_name(parsed(event))
        if not handlers:
            return opens("no handler for this event")
        # more facts: an untrusted hook or folder: the hook is skipped.
        if self.needs_trust and not situation.trusted:
            return opens("the hook is not trusted")
        # facts, Claude Code: "Several handlers run in parallel".
        with ThreadPoolExecutor(len(handlers)) as pool:
            answers = list(pool.map(lambda h: self.run(event, h, situation), handlers))
        outcomes = []
        for handler, answer in zip(handlers, answers):
            if name in self.events:
                outcome = self.judge(handler.event or name, answer, handler, situation)
            else:
                outcome = opens("the event cannot stop a call")
            outcome.status, outcome.ms = answer.text, answer.ms
            outcomes.append(outcome)
        # facts, Claude Code: "Several hooks: deny > defer > ask > allow". Silent on the others,
        # where the same order is used.
        return max(outcomes, key=lambda o: (o.rank, o.sure))

    def closed(self, handler, situation):
        return self.has_switch and handler.fail_closed and situation.knows_switch

    def judge(self, name, answer, handler, situation):
        raise NotImplementedError


def parsed(event):
    if isinstance(event, (str, bytes)):
        try:
            return json.loads(event)
        except (ValueError, RecursionError):
            return None
    return event


class ClaudeCode(Host):
    name = "claude-code"
    default_timeout = 600.0       # facts: "a time-out (600 s)"
    has_switch = True
    events = ("PreToolUse", "PermissionRequest")
    LONGEST = 10000               # facts: "Output over 10,000 characters is cut"

    def read(self, path):
        value = Host.read(self, path)
        return {} if value.get("disableAllHooks") is True else value     # more facts

    def matches(self, matcher, event):
        # more facts: nothing, "" and "*" are all; letters, digits, `_ - , |` and spaces only are
        # exact names; anything else is an expression that is not anchored.
        if isinstance(matcher, str) and re.fullmatch(r"[A-Za-z0-9_\-,| ]+", matcher):
            names = [n.strip() for n in re.split(r"[|,]", matcher)]
            return self.tool_name(event) in names
        if isinstance(matcher, str) and matcher not in ("", "*"):
            try:
                return re.search(matcher, self.tool_name(event)) is not None
            except re.error:
                return False
        return Host.matches(self, matcher, event)

    def handler(self, hook, name):
        if hook.get("type") == "http" and isinstance(hook.get("url"), str):
            headers = hook.get("headers")
            found = Handler(url=hook["url"], timeout=self.seconds(hook.get("timeout")),
                            headers=headers if isinstance(headers, dict) else {}, event=name)
        else:
            found = Host.handler(self, hook, name)
            args = hook.get("args")
            if found and isinstance(args, list):
                # more facts: `command` with `args` runs without a shell.
                found.command = "exec " + shlex.join([found.command] + [str(a) for a in args])
        if found:
            # facts: `"onFailure":"block"` on the handler, from 2.1.295.
            found.fail_closed = hook.get("onFailure") == "block"
        return found

    def judge(self, name, answer, handler, situation):
        closed = self.closed(handler, situation)
        stderr = answer.stderr[:self.LONGEST]
        # facts: exit 2 + stderr blocks surely, beside any JSON. With an empty stderr the facts
        # still say "Exit 2 blocks", but the sure form is the one with a reason.
        if name == "PreToolUse" and answer.status == 2:
            return blocks(stderr, "exit 2", sure=nonempty(stderr))
        failed = answer.failure or answer.signal is not None or answer.status != 0
        # facts: a time-out, a missing program, a crash: proceeds, unless onFailure says block.
        if answer.failure or answer.signal is not None:
            if closed:
                return blocks(stderr, "onFailure block: " + answer.text)
            return opens("failed open: " + answer.text)
        # The output is cut before it is read as JSON: the reading that opens.
        text = answer.stdout[:self.LONGEST]
        broken = ""
        outcome = None
        if nonempty(text):
            try:
                outcome = self.decision(name, parse_object(text), situation)
            except NotJSON as error:
                broken = str(error)
        if outcome is not None:
            if failed:
                # facts: "Any other non-zero exit WITHOUT valid JSON" proceeds, which says that
                # valid JSON is read beside another exit status. Not promised: not sure.
                outcome.sure = False
            return outcome
        # facts: any other non-zero exit without valid JSON proceeds (also 126 and 127; also exit 2
        # of a PermissionRequest, which "is not honoured there").
        if failed:
            if closed:
                # Whether exit 2 of a PermissionRequest is a failure to the switch is not said.
                sure = not (name == "PermissionRequest" and answer.status == 2)
                return blocks(stderr, "onFailure block: exit %d" % answer.status, sure)
            return opens("failed open: exit %d" % answer.status)
        if broken:
            # facts: JSON that fails the schema proceeds. More facts: onFailure covers invalid
            # JSON. Whether it covers a wrong schema, or plain text, is not said: not sure.
            if closed and text.lstrip().startswith(("{", "[")):
                sure = True
                try:
                    sure = not isinstance(parse(text), dict)
                except NotJSON:
                    pass
                return blocks("", "onFailure block: " + broken, sure)
            return opens("not a valid answer: " + broken, sure=not closed)
        return opens("no output, exit 0: no decision")   # facts: normal flow

    def decision(self, name, value, situation):
        """The decision of a valid JSON answer."""
        specific = member(value, "hookSpecificOutput", dict)
        if specific is None:
            return opens("JSON without a decision")
        # The facts' example names the event; an answer for another event fails the schema.
        if specific.get("hookEventName") != name:
            raise NotJSON("hookEventName is not " + name)
        if name == "PermissionRequest":
            # facts: hookSpecificOutput.decision{behavior: allow | deny, message, …}
            said = member(specific, "decision", dict)
            if said is None:
                return opens("JSON without a decision")
            message = member(said, "message", str) or ""
            if said.get("behavior") == "deny":
                return blocks(message, "JSON deny")
            if said.get("behavior") == "allow":
                return opens("JSON allow")
            raise NotJSON("unknown behavior")
        reason = member(specific, "permissionDecisionReason", str) or ""
        member(specific, "updatedInput", dict)
        member(specific, "additionalContext", str)
        said = specific.get("permissionDecision")
        if said is None:
            return opens("JSON without a decision")
        if said == "deny":
            # facts: "Reports that JSON deny was ignored … Exit 2 is the reliable form."
            return blocks(reason, "JSON deny", sure=False)
        if said == "ask":
            return asks(reason, "JSON ask")     # facts: prompts the person, also in auto mode
        if said == "allow":
            return opens("JSON allow")
        if said == "defer":
            # facts: works only in `claude -p` and only for a single call of the turn; otherwise
            # ignored with a warning, normal flow. It wins over an ask all the same.
            if situation.print_mode and situation.single:
                return Outcome(ASKS, reason, "deferred: the driver decides", True, 3)
            return Outcome(PROCEEDS, "", "defer is ignored", True, 3)
        raise NotJSON("unknown permissionDecision")


class Codex(Host):
    name = "codex"
    default_timeout = 600.0       # more facts
    needs_trust = True
    events = ("PreToolUse", "PermissionRequest")
    # more facts: the schema has additionalProperties: false, and `continue`, `stopReason` and
    # `suppressOutput` are unsupported: an answer with any of them fails, and opens.
    TOP = {"hookSpecificOutput", "systemMessage"}
    INNER = {"hookEventName", "permissionDecision", "permissionDecisionReason", "updatedInput",
             "additionalContext"}

    @staticmethod
    def only(value, names):
        more = sorted(set(value) - names)
        if more:
            raise NotJSON("unknown or unsupported member " + more[0])

    def judge(self, name, answer, handler, situation):
        # facts: an error, a time-out, a crash opens; there is no switch.
        if answer.failure or answer.signal is not None:
            return opens("failed open: " + answer.text)
        if answer.status == 2:
            # facts: exit 2 blocks only with a non-empty stderr.
            if name == "PreToolUse":
                if nonempty(answer.stderr):
                    return blocks(answer.stderr.strip(), "exit 2 with a reason")
                return opens("exit 2 with an empty stderr")
            # The facts are silent on exit 2 of a Codex PermissionRequest; Claude Code's does not
            # honour it, and Codex's is described as the same event: the reading that opens.
            return opens("exit 2 is not honoured for " + name)
        if answer.status != 0:
            return opens("failed open: exit %d" % answer.status)
        if not nonempty(answer.stdout):
            return opens("no output, exit 0: no decision")
        try:
            return self.decision(name, parse_object(answer.stdout))
        except NotJSON as error:
            return opens("not a valid answer: %s" % error)

    def decision(self, name, value):
        self.only(value, self.TOP)
        specific = member(value, "hookSpecificOutput", dict)
        if specific is None:
            return opens("JSON without a decision")
        if specific.get("hookEventName") != name:
            raise NotJSON("hookEventName is not " + name)
        if name == "PermissionRequest":
            said = member(specific, "decision", dict)
            if said is None:
                return opens("JSON without a decision")
            self.only(specific, {"hookEventName", "decision"})
            self.only(said, {"behavior", "message", "updatedInput", "updatedPermissions",
                             "interrupt"})
            # facts: updatedInput, updatedPermissions and interrupt are reserved, "present = fails
            # closed". Present but null or false: taken as a block that is not sure.
            held = [k for k in ("updatedInput", "updatedPermissions", "interrupt") if k in said]
            message = member(said, "message", str) or ""
            if said.get("behavior") == "deny":
                return blocks(message, "JSON deny", sure=nonempty(message))
            if held:
                sure = any(said[k] not in (None, False) for k in held)
                return blocks(message, "reserved member " + held[0], sure)
            if said.get("behavior") == "allow":
                return opens("JSON allow")
            raise NotJSON("unknown behavior")
        self.only(specific, self.INNER)
        reason = member(specific, "permissionDecisionReason", str) or ""
        said = specific.get("permissionDecision")
        if said == "deny":
            # facts: "deny with `additionalContext` opened in the stored version".
            if "additionalContext" in specific:
                return opens("deny with additionalContext")
            # facts: deny with a non-empty reason.
            if nonempty(reason):
                return blocks(reason, "JSON deny with a reason")
            return opens("deny with an empty reason")
        if said == "ask":
            # facts: not supported, "was read as no decision and opened".
            return opens("ask is not supported")
        return opens("no decision: %r" % (said,))


class Copilot(Host):
    name = "copilot"
    default_timeout = 30.0        # the facts' example; no default is given
    events = ("preToolUse", "PreToolUse", "permissionRequest", "PermissionRequest")
    # more facts: the PascalCase event has other names for the tools.
    PASCAL = {"bash": "Bash", "powershell": "Bash", "view": "Read", "create": "Write",
              "edit": "Edit", "str_replace_editor": "Edit", "apply_patch": "Edit",
              "grep": "Grep", "rg": "Grep", "glob": "Glob", "web_fetch": "WebFetch",
              "web_search": "WebSearch", "ask_user": "AskUserQuestion",
              "update_todo": "TodoWrite", "task": "Agent"}
    RUNTIME = {"Bash": "bash", "Read": "view", "Write": "create", "Edit": "edit",
               "Grep": "grep", "Glob": "glob", "WebFetch": "web_fetch",
               "WebSearch": "web_search", "AskUserQuestion": "ask_user",
               "TodoWrite": "update_todo", "Agent": "task"}

    def event_name(self, event):
        # facts: the camelCase event does not name itself.
        if isinstance(event, dict) and isinstance(event.get("hook_event_name"), str):
            return event["hook_event_name"]
        # more facts: a permissionRequest has hookName, and toolInput for toolArgs.
        if isinstance(event, dict) and isinstance(event.get("hookName"), str):
            return event["hookName"]
        if isinstance(event, dict) and "toolInput" in event:
            return "permissionRequest"
        return "preToolUse"

    def find(self, paths, event, name=None):
        """A tool call fires the event under both spellings; each handler gets the form of the
        spelling that it is registered under (see `shape`)."""
        name = name or self.event_name(event)
        found = []
        for path in paths:
            value = self.read(path)
            hooks = value.get("hooks")
            # facts: {"version":1,"hooks":{…}}; another version is not read.
            if value.get("version") != 1 or not isinstance(hooks, dict):
                continue
            if value.get("disableAllHooks") is True:      # more facts
                continue
            for spelled in (name[0].lower() + name[1:], name[0].upper() + name[1:]):
                entries = hooks.get(spelled)
                for hook in entries if isinstance(entries, list) else []:
                    # more facts: a malformed item is dropped, the others stay; the nested form
                    # of Claude Code is accepted too.
                    if not isinstance(hook, dict) or not self.matches(hook.get("matcher"), event):
                        continue
                    inner = hook.get("hooks")
                    for one in inner if isinstance(inner, list) else [hook]:
                        handler = self.handler(one, spelled) if isinstance(one, dict) else None
                        if handler:
                            found.append(handler)
        return found

    def matches(self, matcher, event):
        # more facts: `^(?:…)$` on toolName; an invalid expression skips the hook.
        if matcher in (None, ""):
            return True
        try:
            return re.fullmatch(matcher, self.tool_name(event)) is not None
        except (re.error, TypeError):
            return False

    def tool_name(self, event):
        if isinstance(event, dict) and isinstance(event.get("toolName"), str):
            return event["toolName"]
        name = Host.tool_name(self, event)
        return self.RUNTIME.get(name, name)

    def handler(self, hook, name):
        # facts: {"type":"command","bash":…,"powershell":…,"cwd":".","timeoutSec":30}
        # more facts: `command` for both shells, `timeout` for timeoutSec, `env`.
        timeout = self.seconds(hook.get("timeoutSec", hook.get("timeout")))
        command = hook.get("bash", hook.get("command"))
        if hook.get("type") == "command" and isinstance(command, str):
            cwd, env = hook.get("cwd"), hook.get("env")
            env = env if isinstance(env, dict) else {}
            return Handler(command=command, timeout=timeout, event=name,
                           cwd=cwd if isinstance(cwd, str) else "",
                           env={str(k): str(v) for k, v in env.items()})
        if hook.get("type") == "http" and isinstance(hook.get("url"), str):
            # facts: "HTTP hooks must be https".
            if hook["url"].startswith("https://"):
                return Handler(url=hook["url"], timeout=timeout, event=name)
        return None

    def shape(self, event, handler):
        # facts: the name in camelCase gives {sessionId,timestamp,cwd,toolName,toolArgs}, in
        # PascalCase {hook_event_name,session_id,timestamp,cwd,tool_name,tool_input}.
        value = parsed(event)
        if not isinstance(value, dict) or not handler.event:
            return event
        camel = handler.event[0].islower()
        if camel and "tool_name" in value and "toolName" not in value:
            moved = dict(value)
            moved.pop("hook_event_name", None)
            for old, new in (("session_id", "sessionId"), ("tool_name", "toolName")):
                if old in moved:
                    moved[new] = moved.pop(old)
            if isinstance(moved["toolName"], str):
                moved["toolName"] = self.RUNTIME.get(moved["toolName"], moved["toolName"])
            if "tool_input" in moved:
                moved["toolArgs"] = to_bytes(moved.pop("tool_input")).decode("utf-8")
            return moved
        if not camel and "toolName" in value and "tool_name" not in value:
            moved = {"hook_event_name": handler.event}
            moved.update(value)
            for old, new in (("sessionId", "session_id"), ("toolName", "tool_name")):
                if old in moved:
                    moved[new] = moved.pop(old)
            if isinstance(moved["tool_name"], str):
                moved["tool_name"] = self.PASCAL.get(moved["tool_name"], moved["tool_name"])
            if "toolInput" in moved:          # more facts: a permissionRequest's name for it
                moved["tool_input"] = moved.pop("toolInput")
            if "toolArgs" in moved:
                # facts: `toolArgs` may be a JSON string; `tool_input` is the value itself.
                given = moved.pop("toolArgs")
                inner = parsed(given) if isinstance(given, str) else given
                moved["tool_input"] = given if inner is None else inner
            return moved
        return event

    def judge(self, name, answer, handler, situation):
        # facts: an error, a time-out, a crash opens. More facts: recent versions deny on every
        # failing exit status and crash of a preToolUse, beside any JSON, but still open on a
        # time-out. The facts win; `recent` plays the other kind.
        crashed = not answer.failure and answer.status != 0
        if situation.recent and crashed and name in ("preToolUse", "PreToolUse"):
            return blocks(answer.stderr.strip(), "recent: " + answer.text)
        if answer.failure or answer.signal is not None:
            return opens("failed open: " + answer.text)
        permission = name in ("permissionRequest", "PermissionRequest")
        if answer.status == 2:
            # facts: exit 2 is only a warning for preToolUse, whatever stdout says (the sure form
            # is "JSON deny + exit 0"); it is a deny for permissionRequest.
            if permission:
                return blocks(answer.stderr.strip(), "exit 2")
            return opens("exit 2 is only a warning")
        if answer.status != 0:
            return opens("failed open: exit %d" % answer.status)
        if not nonempty(answer.stdout):
            return opens("no output, exit 0: no decision")
        try:
            value = parse_object(answer.stdout)
            if permission:
                # facts: {behavior, message, interrupt}, at the top of the answer.
                said = value.get("behavior")
                message = member(value, "message", str) or ""
                if said == "deny":
                    return blocks(message, "JSON deny")
                return opens("no deny: %r" % (said,))
            said = value.get("permissionDecision")
            reason = member(value, "permissionDecisionReason", str) or ""
            if said == "deny":
                # facts: {"permissionDecision":"deny","permissionDecisionReason":"required"}: a
                # deny without its reason fails the schema.
                if not nonempty(reason):
                    return opens("deny without the reason that is required")
                return blocks(reason, "JSON deny, exit 0")
            if said == "ask":
                # facts: "local yes, cloud agent treats it as deny".
                if situation.cloud:
                    return blocks(reason, "ask is a deny in the cloud")
                return asks(reason, "JSON ask")
            return opens("no decision: %r" % (said,))
        except NotJSON as error:
            return opens("not a valid answer: %s" % error)


class Cursor(Host):
    name = "cursor"
    default_timeout = 60.0        # not in the facts
    has_switch = True
    events = ("beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "preToolUse",
              "beforeTabFileRead", "subagentStart")
    READS = ("beforeReadFile", "beforeTabFileRead")

    def folder(self, event, handler, scratch):
        # more facts: the hooks of a project run in its root, and `cwd` may be empty or absent.
        if isinstance(event, dict) and isinstance(event.get("workspace_roots"), list):
            event = {"cwd": (event["workspace_roots"] + [None])[0],
                     "workspace_roots": [event.get("cwd")]}
        return Host.folder(self, event, handler, scratch)

    def read(self, path):
        # facts: {"version":1,"hooks":{…}}; another version is not read.
        value = Host.read(self, path)
        return value if value.get("version") == 1 else {}

    def handlers(self, entry, event, name):
        # facts: {"command":…,"timeout":30,"failClosed":true} directly under the event.
        if not isinstance(entry.get("command"), str):
            return []
        # more facts: a matcher is an expression for the tool's name, or a shell's command.
        if not self.matches(entry.get("matcher"), event):
            return []
        return [Handler(command=entry["command"], timeout=self.seconds(entry.get("timeout")),
                        fail_closed=entry.get("failClosed") is True, event=name)]

    def tool_name(self, event):
        for key in ("tool_name", "command"):
            if isinstance(event, dict) and isinstance(event.get(key), str):
                return event[key]
        return ""

    def judge(self, name, answer, handler, situation):
        closed = self.closed(handler, situation)
        reading = name in self.READS
        # facts: exit 2 blocks. What the model reads is agent_message, if there is one.
        if answer.status == 2:
            reason = answer.stderr.strip()
            try:
                said = member(parse_object(answer.stdout), "agent_message", str)
                reason = said or reason
            except NotJSON:
                pass
            return blocks("" if reading else reason, "exit 2")
        # facts: an error, a time-out, a crash opens unless "failClosed": true.
        if answer.status != 0:
            if closed:
                return blocks(answer.stderr.strip(), "failClosed: " + answer.text)
            return opens("failed open: " + answer.text)
        if not nonempty(answer.stdout):
            # more facts: silence is no answer: with failClosed the IDE blocks, while the CLI
            # is said to go on; without it reports differ.
            if closed:
                return blocks("", "failClosed: no output", sure=False)
            return opens("no output, exit 0: reports differ", sure=False)
        try:
            value = parse_object(answer.stdout)
            said = value.get("permission")
            if said is None and not reading and name != "subagentStart":
                raise NotJSON("no permission")    # more facts: `{}` is refused as invalid
            reason = member(value, "agent_message", str) or ""
            member(value, "user_message", str)
            if said not in (None, "allow", "deny", "ask"):
                raise NotJSON("unknown permission")
        except NotJSON as error:
            # Whether failClosed covers an answer that cannot be read is not said by the facts;
            # more facts report it. Not sure.
            if closed:
                return blocks("", "failClosed: %s" % error, sure=False)
            return opens("not a valid answer: %s" % error, sure=False)
        if said == "deny":
            # facts: "read: permission only": no message reaches the model, and an answer with
            # more members than that is not promised to be read.
            if reading:
                return blocks("", "permission deny", sure=set(value) == {"permission"})
            return blocks(reason, "permission deny")
        if said == "ask":
            # more facts: not for preToolUse and reads (and subagentStart knows deny only);
            # ignored in Auto-review.
            if name in ("beforeShellExecution", "beforeMCPExecution"):
                return asks(reason, "permission ask", sure=False)
            return opens("ask is not supported for " + name)
        return opens("permission %r" % (said,))


class Gemini(Host):
    name = "gemini"
    default_timeout = 60.0        # facts: 60000 ms
    per_second = 1000.0           # facts: "time-out in ms"
    needs_trust = True
    events = ("BeforeTool",)

    def read(self, path):
        # more facts: settings.json is read with its comments stripped.
        with open(path, "rb") as file:
            text = uncommented(file.read().decode("utf-8", "replace"))
        try:
            value = parse_object(text)
        except NotJSON:
            return {}
        # more facts (from memory, there): hooksConfig.enabled.
        settings = value.get("hooksConfig")
        if isinstance(settings, dict) and settings.get("enabled") is False:
            return {}
        return value

    def handler(self, hook, name):
        found = Host.handler(self, hook, name)
        env = hook.get("env")
        if found and isinstance(env, dict):
            found.env = {str(k): str(v) for k, v in env.items()}
        return found

    def judge(self, name, answer, handler, situation):
        # facts: "warning, opens".
        if answer.failure or answer.signal is not None:
            return opens("failed open: " + answer.text)
        if situation.recent:
            return self.recent(answer)
        if answer.status == 2:
            # facts: "exit 2 + stderr". More facts: with an empty stderr nothing is denied, and
            # exit 2 never reads stdout.
            if nonempty(answer.stderr):
                # Recent versions read stdout first (below): beside it, not sure.
                return blocks(answer.stderr.strip(), "exit 2 with a reason",
                              sure=not nonempty(answer.stdout))
            return opens("exit 2 with an empty stderr")
        if answer.status != 0:
            return opens("failed open: exit %d" % answer.status)
        if not nonempty(answer.stdout):
            return opens("no output, exit 0: no decision")
        try:
            value = parse_object(answer.stdout)
            reason = member(value, "reason", str) or ""
            if value.get("decision") in ("deny", "block"):
                # facts: {"decision":"deny","reason":…}; more facts: or "block".
                sure = nonempty(reason) and value["decision"] == "deny"
                return blocks(reason, "JSON deny", sure)
            # more facts: `continue: false` stops the whole agent: no call, but no answer either.
            if value.get("continue") is False:
                return blocks(reason, "continue false", sure=False)
            # facts: there is no ask in hooks (the policy engine's ask_user is another thing).
            # More facts: recent versions have one. The facts win; `recent` plays the other kind.
            return opens("no deny: %r" % (value.get("decision"),))
        except NotJSON as error:
            return opens("not a valid answer: %s" % error)


    @staticmethod
    def recent(answer):
        """more facts: a newer runner reads stdout, or stderr if that is empty, at any exit status.
        JSON with a deny blocks at any status; of plain text, status 0 and 1 go on, every other
        status denies; no text at all goes on, also at exit 2."""
        text = answer.stdout.strip() or answer.stderr.strip()
        if not text:
            return opens("recent: no text")
        try:
            value = parse_object(text)
        except NotJSON:
            if answer.status in (0, 1):
                return opens("recent: text, exit %d" % answer.status)
            return blocks(text, "recent: text, exit %d" % answer.status)
        reason = value.get("reason") if isinstance(value.get("reason"), str) else ""
        if value.get("decision") in ("deny", "block"):
            return blocks(reason, "recent: JSON deny", sure=nonempty(reason))
        if value.get("continue") is False:
            return blocks(reason, "recent: continue false", sure=False)
        if value.get("decision") == "ask":
            return asks(reason, "recent: ask")
        return opens("recent: no deny")


class MCPProxy(Host):
    """A proxy in front of an MCP server that shows each tools/call to a program before it passes
    it on. Blocked: the answer is a result with isError or an error, or the status is not 0."""
    name = "mcp"
    default_timeout = 30.0
    events = ("tools/call",)

    def event_name(self, event):
        method = event.get("method") if isinstance(event, dict) else None
        return method if isinstance(method, str) else "tools/call"

    def find(self, paths, event, name=None):
        # A file of its own: {"command": …, "timeout": seconds}
        found = []
        for path in paths:
            value = self.read(path)
            if isinstance(value.get("command"), str):
                found.append(Handler(command=value["command"], event=name or "tools/call",
                                     timeout=self.seconds(value.get("timeout"))))
        return found

    def decide(self, event, handlers, situation=None, name=None):
        call = parsed(event)
        self_id = call.get("id") if isinstance(call, dict) else None
        bound = _Bound(self_id)
        bound.name = self.name
        return Host.decide(bound, event, handlers, situation, name)

    def judge(self, name, answer, handler, situation, call_id=None):
        if answer.failure or answer.status != 0:
            # No status 0: the proxy does not pass the call on (a time-out ends by a signal).
            return blocks(self.message(answer.stdout), "status " + answer.text)
        for line in answer.stdout.splitlines():
            if not line.strip():
                continue
            try:
                value = parse_object(line)
            except NotJSON:
                return opens("the answer is no JSON")
            # An answer to another call is no answer to this one; an error may have no id.
            mine = value.get("jsonrpc") == "2.0" and value.get("id") == call_id
            error = value.get("error")
            if isinstance(error, dict) and (mine or value.get("id") is None):
                return blocks(self.message(line), "JSON-RPC error")
            result = value.get("result")
            if mine and isinstance(result, dict) and result.get("isError") is True:
                return blocks(self.message(line), "result with isError")
            return opens("the answer is no error")
        return opens("no answer, status 0: passed on")

    @staticmethod
    def message(text):
        try:
            value = parse_object(text)
            if isinstance(value.get("error"), dict):
                return str(value["error"].get("message", ""))
            parts = value.get("result", {}).get("content", [])
            return "\n".join(p.get("text", "") for p in parts)
        except (NotJSON, AttributeError, TypeError):
            return ""


class _Bound(MCPProxy):
    """The proxy for one call, whose number the answer has to carry."""

    def __init__(self, call_id):
        self.call_id = call_id

    def judge(self, name, answer, handler, situation):
        return MCPProxy.judge(self, name, answer, handler, situation, self.call_id)


class Custom(Host):
    """A host that a file describes:

        {"command": "…", "timeout": 5, "failure": "proceeds",
         "rules": [{"status": 3, "decision": "blocks", "reason": "stderr"},
                   {"status": 0, "json": {"verdict.say": "no"}, "decision": "blocks",
                    "reason": "verdict.because"},
                   {"contains": "DENIED", "decision": "blocks", "reason": "stdout"}]}

    The first rule whose conditions all hold decides; without one the call proceeds. `failure` is
    what a time-out or a signal does, and a status of 126 and above without a rule for it (that is
    how `sh` tells of a program that is missing or was killed)."""
    name = "custom"
    events = ()

    def __init__(self, rules=None):
        self.rules = rules or {"rules": [{"status": 3, "decision": BLOCKS, "reason": "stderr"}]}

    def event_name(self, event):
        return "call"

    def find(self, paths, event, name=None):
        found = []
        for path in paths:
            value = self.read(path)
            if "rules" in value:
                self.rules = value
            if isinstance(value.get("command"), str):
                found.append(Handler(command=value["command"], event="call",
                                     timeout=self.seconds(value.get("timeout"))))
        return found

    def decide(self, event, handlers, situation=None, name=None):
        self.events = ("call",)
        return Host.decide(self, event, handlers, situation, "call")

    @staticmethod
    def at(value, path):
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def judge(self, name, answer, handler, situation):
        closed = self.rules.get("failure", PROCEEDS) == BLOCKS
        if answer.failure or answer.signal is not None:
            return blocks("", answer.text) if closed else opens(answer.text)
        try:
            value = parse(answer.stdout)
        except NotJSON:
            value = None
        for rule in self.rules.get("rules", []):
            if "status" in rule and rule["status"] != answer.status:
                continue
            if "contains" in rule and rule["contains"] not in answer.stdout:
                continue
            wanted = rule.get("json", {})
            if any(self.at(value, path) != said for path, said in wanted.items()):
                continue
            source = rule.get("reason", "stderr")
            reason = {"stderr": answer.stderr, "stdout": answer.stdout}.get(source)
            reason = self.at(value, source) if reason is None else reason
            reason = reason.strip() if isinstance(reason, str) else ""
            if rule["decision"] == BLOCKS:
                return blocks(reason, "rule")
            return asks(reason, "rule") if rule["decision"] == ASKS else opens("rule")
        if closed and answer.status >= 126:
            return blocks("", answer.text)
        return opens("no rule applies")


HOSTS = {host.name: host for host in
         (ClaudeCode, Codex, Copilot, Cursor, Gemini, MCPProxy, Custom)}


def decide(host, event, handlers, situation=None, name=None):
    """The short form: (decision, reason) of a host by its name."""
    outcome = HOSTS[host]().decide(event, handlers, situation, name)
    return outcome.decision, outcome.reason
