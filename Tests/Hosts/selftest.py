#!/usr/bin/env python3
"""Proves that the simulated hosts can fail: small stub programs for each way to fail open and each
way to block, each through a configuration file in the host's own form, with what has to come out.
Prints counts; exit status 1 on a mismatch."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import hosts  # noqa: E402
from hosts import ASKS, BLOCKS, PROCEEDS  # noqa: E402

EVENTS = {
    "claude-code": {"session_id": "s", "transcript_path": "/t", "cwd": "/nowhere",
                    "permission_mode": "default", "hook_event_name": "PreToolUse",
                    "tool_name": "Bash", "tool_input": {"command": "git push"},
                    "tool_use_id": "toolu_1"},
    "codex": {"session_id": "s", "turn_id": "t", "transcript_path": None, "cwd": "/nowhere",
              "model": "m", "permission_mode": "default", "hook_event_name": "PreToolUse",
              "tool_name": "Bash", "tool_input": {"command": "git push"}, "tool_use_id": "c1"},
    "copilot": {"sessionId": "s", "timestamp": 1700000000000, "cwd": "/nowhere",
                "toolName": "bash", "toolArgs": "{\"command\":\"git push\"}"},
    "cursor": {"conversation_id": "c", "generation_id": "g", "model": "m",
               "hook_event_name": "beforeShellExecution", "cursor_version": "1",
               "workspace_roots": ["/nowhere"], "command": "git push", "cwd": "/nowhere",
               "sandbox": False},
    "gemini": {"session_id": "s", "transcript_path": "/t", "cwd": "/nowhere",
               "hook_event_name": "BeforeTool", "timestamp": "2026-01-01T00:00:00Z",
               "tool_name": "run_shell_command", "tool_input": {"command": "git push"}},
    "mcp": {"jsonrpc": "2.0", "id": 7, "method": "tools/call",
            "params": {"name": "send", "arguments": {"to": "a"}}},
    "custom": {"call": "send"},
}

CASES = []


def case(host, about, stub, expected, sure=True, reason=None, event=None, **options):
    CASES.append((host, about, stub, expected, sure, reason, event, options))


def say(value):
    """A line of sh that prints a JSON value."""
    text = value if isinstance(value, str) else json.dumps(value)
    return "printf '%s' '" + text.replace("'", "'\\''") + "'\n"


def specific(decision, reason="no", event="PreToolUse", **more):
    inside = {"hookEventName": event, "permissionDecision": decision}
    if reason is not None:
        inside["permissionDecisionReason"] = reason
    inside.update(more)
    return {"hookSpecificOutput": inside}


def permission(behavior, event="PermissionRequest", **more):
    decision = dict({"behavior": behavior}, **more)
    return {"hookSpecificOutput": {"hookEventName": event, "decision": decision}}


FAILURES = [
    ("exit 1", "exit 1"), ("exit 1 with a reason", "echo no >&2; exit 1"),
    ("exit 3", "echo no >&2; exit 3"), ("exit 126", "exit 126"), ("exit 127", "exit 127"),
    ("exit 255", "exit 255"), ("kill -9", "kill -9 $$"), ("kill -SEGV", "kill -11 $$"),
    ("kill -9 of a child", "sh -c 'kill -9 $$'; exit $?"),
]
BROKEN = [
    ("text", "echo DENIED"), ("half an object", "printf '{\"permission\":\"de'"),
    ("an array", say("[]")), ("null", say("null")), ("a string", say('"deny"')),
    ("NaN", say('{"decision":NaN}')),
]


def common(host, deny, block_form):
    """What all hosts with hooks share. `deny` is the host's JSON for it."""
    plain = host != "cursor"      # Cursor may take such answers for failures
    case(host, "no output, exit 0", "cat >/dev/null", PROCEEDS, sure=plain)
    case(host, "input not read", "exit 0", PROCEEDS, sure=plain)
    case(host, "empty object", say({}), PROCEEDS, sure=plain)
    case(host, "sure block", block_form, BLOCKS)
    case(host, "sure block, input not read", "exec <&-\n" + block_form, BLOCKS)
    for about, stub in FAILURES:
        case(host, about, stub, PROCEEDS)
    for about, stub in BROKEN:
        case(host, about, stub, PROCEEDS, sure=plain)
    text = json.dumps(deny)
    case(host, "deny, then garbage", say(text + "\nbye"), PROCEEDS, sure=plain)
    case(host, "garbage, then deny", say("log: starting\n" + text), PROCEEDS, sure=plain)
    case(host, "two values in a row", say(text + "\n" + text), PROCEEDS, sure=plain)
    case(host, "allow, then deny", say("{}" + text), PROCEEDS, sure=plain)
    case(host, "deny with spaces around", say("\n " + text + "\n"), BLOCKS,
         sure=host != "claude-code")
    case(host, "missing program", None, PROCEEDS, command="/no/such/program --host x")
    case(host, "kill -9 of the shell itself", None, PROCEEDS, command="kill -9 $$")
    case(host, "not executable", None, PROCEEDS, command="/etc/passwd")
    case(host, "past the time-out", "sleep 20\n" + block_form, PROCEEDS, seconds=0.4)
    case(host, "deny, then past the time-out", say(text) + "sleep 20", PROCEEDS, seconds=0.4)
    case(host, "output held open in the background", block_form.replace("exit 2", "sleep 20 &\n"
         "exit 2") if "exit 2" in block_form else "sleep 20 &\n" + block_form, PROCEEDS,
         seconds=0.4)
    case(host, "slow, but in time", "sleep 0.3\n" + block_form, BLOCKS, seconds=20)
    case(host, "a fallback after a missing program", None, BLOCKS,
         command="/no/such/program || { " + block_form.strip().replace("\n", "; ") + "; }")
    case(host, "no handler for the event", block_form, PROCEEDS, registered="SomeOtherEvent")
    case(host, "two handlers, one blocks", block_form, BLOCKS, beside="exit 0")
    case(host, "two handlers, one fails", block_form, BLOCKS, beside="exit 1")
    case(host, "broken configuration", block_form, PROCEEDS, file_text="{\"hooks\": ")


DENY2 = "echo no >&2\nexit 2"
LONG = "x" * 10001

# -- Claude Code
H = "claude-code"
common(H, specific("deny"), DENY2)
case(H, "exit 2 beside allow", say(specific("allow")) + DENY2, BLOCKS, reason="no")
case(H, "exit 2, empty stderr", "exit 2", BLOCKS, sure=False)
case(H, "exit 2, long stderr is cut", "printf %s " + LONG + " >&2; exit 2", BLOCKS,
     reason=LONG[:10000])
case(H, "deny", say(specific("deny")), BLOCKS, sure=False, reason="no")
case(H, "deny over 10,000 characters", say(specific("deny", LONG)), PROCEEDS)
case(H, "deny of another event", say(specific("deny", event="PermissionRequest")), PROCEEDS)
case(H, "deny without the event's name",
     say({"hookSpecificOutput": {"permissionDecision": "deny"}}), PROCEEDS)
case(H, "deny with a reason of the wrong type", say(specific("deny", 5)), PROCEEDS)
case(H, "unknown decision", say(specific("block")), PROCEEDS)
case(H, "another host's deny", say({"permission": "deny"}), PROCEEDS)
case(H, "allow", say(specific("allow")), PROCEEDS)
case(H, "ask", say(specific("ask", "sure?")), ASKS, reason="sure?")
case(H, "defer, interactive", say(specific("defer")), PROCEEDS)
case(H, "defer, -p with several calls", say(specific("defer")), PROCEEDS,
     situation={"print_mode": True})
case(H, "defer, -p with one call", say(specific("defer")), ASKS,
     situation={"print_mode": True, "single": True})
case(H, "an ignored defer beats an ask", say(specific("defer")), PROCEEDS,
     beside=say(specific("ask")))
case(H, "ask beats allow", say(specific("ask")), ASKS, beside=say(specific("allow")))
case(H, "deny beats ask", say(specific("deny")), BLOCKS, sure=False, beside=say(specific("ask")))
case(H, "deny beside exit 1", say(specific("deny")) + "exit 1", BLOCKS, sure=False)
for name, stub in FAILURES:
    case(H, name + ", onFailure block", stub, BLOCKS, switch=True)
    case(H, name + ", onFailure block, old host", stub, PROCEEDS, switch=True,
         situation={"knows_switch": False})
case(H, "kill -9 of the shell, onFailure block", None, BLOCKS, switch=True,
     command="kill -9 $$")
case(H, "missing program, onFailure block", None, BLOCKS, switch=True, command="/no/such")
case(H, "time-out, onFailure block", "sleep 20", BLOCKS, switch=True, seconds=0.4)
case(H, "allow beside onFailure", say(specific("allow")), PROCEEDS, switch=True)
case(H, "no output beside onFailure", "exit 0", PROCEEDS, switch=True)
case(H, "unknown decision, onFailure block", say(specific("block")), BLOCKS, sure=False,
     switch=True)
case(H, "text, onFailure block", "echo hello", PROCEEDS, sure=False, switch=True)
case(H, "half an object, onFailure block", "printf '{\"a'", BLOCKS, switch=True)
case(H, "two values, onFailure block", say("{}{}"), BLOCKS, switch=True)
case(H, "an expression as a matcher is not anchored", DENY2, BLOCKS, matcher="^Ba")
case(H, "invalid matcher", DENY2, PROCEEDS, matcher="(")
case(H, "all hooks disabled", DENY2, PROCEEDS, file={"disableAllHooks": True})
case(H, "command with args", None, BLOCKS, command="sh",
     hook={"args": ["-c", "echo \"$1\" >&2; exit 2", "x", "a b"]}, reason="a b")
case(H, "JSON without a decision", say({"systemMessage": "x"}), PROCEEDS)
case(H, "hookSpecificOutput without a decision",
     say({"hookSpecificOutput": {"hookEventName": "PreToolUse"}}), PROCEEDS)
case(H, "matcher of another tool", DENY2, PROCEEDS, matcher="Write|Edit")
case(H, "matcher that is a part of the name", DENY2, PROCEEDS, matcher="Bas")
case(H, "matcher of this tool", DENY2, BLOCKS, matcher="Write|Bash")
case(H, "matcher *", DENY2, BLOCKS, matcher="*")
case(H, "matcher with an if", DENY2, PROCEEDS, hook={"if": "Bash(git *)"})
case(H, "handler without a type", DENY2, PROCEEDS, hook={"type": None})
case(H, "an event after the call", DENY2, PROCEEDS, event={"hook_event_name": "PostToolUse"},
     registered="PostToolUse")
P = {"event": {"hook_event_name": "PermissionRequest"}, "registered": "PermissionRequest"}
case(H, "permission: exit 2", DENY2, PROCEEDS, **P)
case(H, "permission: deny", say(permission("deny", message="no")), BLOCKS, reason="no", **P)
case(H, "permission: deny beside exit 2", say(permission("deny")) + "exit 2", BLOCKS, sure=False,
     **P)
case(H, "permission: allow", say(permission("allow")), PROCEEDS, **P)
case(H, "permission: PreToolUse's form", say(specific("deny")), PROCEEDS, **P)
case(H, "permission: nothing decided",
     say({"hookSpecificOutput": {"hookEventName": "PermissionRequest"}}), PROCEEDS, **P)
case(H, "permission: unknown, onFailure block", say(permission("ask")), BLOCKS, sure=False,
     switch=True, **P)
case(H, "permission: allow, onFailure block", say(permission("allow")), PROCEEDS, switch=True, **P)
case(H, "permission: unknown", say(permission("ask")), PROCEEDS, **P)
case(H, "permission: no output", "exit 0", PROCEEDS, **P)
case(H, "PreToolUse: permission's form", say(permission("deny")), PROCEEDS)

# -- Codex
H = "codex"
common(H, specific("deny"), DENY2)
case(H, "exit 2, empty stderr", "exit 2", PROCEEDS)
case(H, "exit 2, stderr of spaces", "echo '  ' >&2; exit 2", PROCEEDS)
case(H, "exit 2, reason on stdout", "echo no; exit 2", PROCEEDS)
case(H, "exit 2, deny on stdout only", say(specific("deny")) + "exit 2", PROCEEDS)
case(H, "exit 2 beside allow", say(specific("allow")) + DENY2, BLOCKS)
case(H, "deny", say(specific("deny")), BLOCKS, reason="no")
case(H, "deny, empty reason", say(specific("deny", "")), PROCEEDS)
case(H, "deny, reason of spaces", say(specific("deny", " ")), PROCEEDS)
case(H, "deny, no reason", say(specific("deny", None)), PROCEEDS)
case(H, "deny with additionalContext", say(specific("deny", additionalContext="x")), PROCEEDS)
case(H, "deny beside exit 1", say(specific("deny")) + "exit 1", PROCEEDS)
case(H, "ask", say(specific("ask")), PROCEEDS)
case(H, "allow", say(specific("allow")), PROCEEDS)
case(H, "a switch that this host has not", "exit 1", PROCEEDS, switch=True)
case(H, "permission: deny", say(permission("deny", message="no")), BLOCKS, reason="no", **P)
case(H, "deny with an unknown member", say(dict(specific("deny"), permission="deny")), PROCEEDS)
case(H, "deny with an unknown inner member", say(specific("deny", because="x")), PROCEEDS)
case(H, "deny with continue", say(dict(specific("deny"), **{"continue": False})), PROCEEDS)
case(H, "another host's deny", say({"permission": "deny"}), PROCEEDS)
case(H, "not trusted", DENY2, PROCEEDS, situation={"trusted": False})
case(H, "permission: nothing decided",
     say({"hookSpecificOutput": {"hookEventName": "PermissionRequest"}}), PROCEEDS, **P)
case(H, "permission: PreToolUse's form", say(specific("deny")), PROCEEDS, **P)
case(H, "deny of another event", say(specific("deny", event="PermissionRequest")), PROCEEDS)
case(H, "permission: deny of another event", say(permission("deny", event="PreToolUse")),
     PROCEEDS, **P)
case(H, "permission: unknown member", say(permission("deny", because="x")), PROCEEDS, **P)
case(H, "permission: deny without a message", say(permission("deny")), BLOCKS, sure=False, **P)
case(H, "permission: allow", say(permission("allow")), PROCEEDS, **P)
case(H, "permission: allow, reserved member", say(permission("allow", updatedInput={})), BLOCKS,
     **P)
case(H, "permission: exit 2", DENY2, PROCEEDS, **P)
case(H, "toml", DENY2, BLOCKS, toml=True)
case(H, "toml, exit 1", "exit 1", PROCEEDS, toml=True)

# -- Copilot
H = "copilot"
DENYC = {"permissionDecision": "deny", "permissionDecisionReason": "no"}
common(H, DENYC, say(DENYC))
case(H, "exit 2", DENY2, PROCEEDS)
case(H, "exit 2 beside deny", say(DENYC) + DENY2, PROCEEDS)
case(H, "exit 1 beside deny", say(DENYC) + "exit 1", PROCEEDS)
case(H, "exit 2, recent", DENY2, BLOCKS, situation={"recent": True})
case(H, "exit 1, recent", "exit 1", BLOCKS, situation={"recent": True})
case(H, "time-out, recent", "sleep 20", PROCEEDS, seconds=0.4, situation={"recent": True})
case(H, "deny", say(DENYC), BLOCKS, reason="no")
case(H, "deny without a reason", say({"permissionDecision": "deny"}), PROCEEDS)
case(H, "Claude's form", say(specific("deny")), PROCEEDS)
case(H, "ask, local", say(dict(DENYC, permissionDecision="ask")), ASKS)
case(H, "ask, cloud", say(dict(DENYC, permissionDecision="ask")), BLOCKS,
     situation={"cloud": True})
case(H, "allow", say({"permissionDecision": "allow"}), PROCEEDS)
case(H, "gets the camelCase form", "grep -q '\"toolName\":\"bash\"' &&" + say(DENYC), BLOCKS)
case(H, "gets the PascalCase form", "grep -q '\"tool_input\":{\"command\":\"git push\"}' &&"
     + say(DENYC), BLOCKS, registered="PreToolUse")
case(H, "PascalCase has other names", "grep -q '\"tool_name\":\"Bash\"' &&" + say(DENYC), BLOCKS,
     registered="PreToolUse")
PASCAL = {"hook_event_name": "PreToolUse", "session_id": "s", "timestamp": 1, "cwd": "/nowhere",
          "tool_name": "Bash", "tool_input": {"command": "git push"}}
case(H, "PascalCase deny", say(DENYC), BLOCKS, whole=PASCAL, registered="PreToolUse")
case(H, "PascalCase exit 2", DENY2, PROCEEDS, whole=PASCAL, registered="PreToolUse")
case(H, "PascalCase event, camelCase handler", "grep -q '\"toolName\":\"bash\"' &&" + say(DENYC),
     BLOCKS, whole=PASCAL)
case(H, "no version", say(DENYC), PROCEEDS, file={"version": None})
case(H, "all hooks disabled", say(DENYC), PROCEEDS, file={"disableAllHooks": True})
case(H, "only powershell", say(DENYC), PROCEEDS, hook={"bash": None, "powershell": "exit 2"})
case(H, "`command` for both shells", None, BLOCKS, command="exit 0",
     hook={"bash": None, "command": say(DENYC)})
case(H, "a variable of the file", "test \"$GATE\" = 1 &&" + say(DENYC), BLOCKS,
     hook={"env": {"GATE": "1"}})
case(H, "http and not https", None, PROCEEDS, command="exit 0",
     hook={"type": "http", "url": "http://127.0.0.1:1/"})
case(H, "invalid matcher", say(DENYC), PROCEEDS, hook={"matcher": "("})
PC = {"name": "permissionRequest", "registered": "permissionRequest"}
case(H, "permission: exit 2", DENY2, BLOCKS, reason="no", **PC)
case(H, "permission: exit 1", "echo no >&2; exit 1", PROCEEDS, **PC)
case(H, "nested form", None, BLOCKS, command="exit 0",
     hook={"bash": None, "hooks": [{"type": "command", "command": say(DENYC)}]})
case(H, "permission, by hookName", DENY2, BLOCKS, registered="permissionRequest",
     whole={"hookName": "permissionRequest", "toolName": "bash", "toolInput": {"command": "x"}})
case(H, "permission, by toolInput", DENY2, BLOCKS, registered="permissionRequest",
     whole={"toolName": "bash", "toolInput": {"command": "x"}})
case(H, "a handler in a folder of its own", "test \"$(pwd -P)\" = /usr &&" + say(DENYC), BLOCKS,
     hook={"cwd": "/usr"})
case(H, "permission: deny", say({"behavior": "deny", "message": "no"}), BLOCKS, **PC)
case(H, "permission: allow", say({"behavior": "allow"}), PROCEEDS, **PC)
case(H, "permission: preToolUse's form", say(DENYC), PROCEEDS, **PC)

# -- Cursor
H = "cursor"
DENYU = {"permission": "deny", "user_message": "u", "agent_message": "no"}
common(H, DENYU, DENY2)
case(H, "exit 2, empty stderr", "exit 2", BLOCKS)
case(H, "exit 2 beside allow", say({"permission": "allow"}) + DENY2, BLOCKS)
case(H, "exit 2 beside deny", say(DENYU) + "echo other >&2; exit 2", BLOCKS, reason="no")
case(H, "deny", say(DENYU), BLOCKS, reason="no")
case(H, "deny beside exit 1", say(DENYU) + "exit 1", PROCEEDS)
case(H, "ask", say({"permission": "ask"}), ASKS, sure=False)
case(H, "runs in the project's root", "test \"$(pwd -P)\" = /usr && exit 2", BLOCKS,
     event={"cwd": "", "workspace_roots": ["/usr"]})
case(H, "matcher of the command", DENY2, BLOCKS, hook={"matcher": "git .*"})
case(H, "matcher of another command", DENY2, PROCEEDS, hook={"matcher": "rm .*"})
case(H, "allow", say({"permission": "allow"}), PROCEEDS)
case(H, "unknown", say({"permission": "block"}), PROCEEDS, sure=False)
case(H, "Claude's form", say(specific("deny")), PROCEEDS, sure=False)
case(H, "empty object, failClosed", say({}), BLOCKS, sure=False, switch=True)
case(H, "allow, failClosed", say({"permission": "allow"}), PROCEEDS, switch=True)
for name, stub in FAILURES:
    case(H, name + ", failClosed", stub, BLOCKS, switch=True)
case(H, "exit 1, failClosed, old host", "exit 1", PROCEEDS, switch=True,
     situation={"knows_switch": False})
case(H, "kill -9 of the shell, failClosed", None, BLOCKS, switch=True, command="kill -9 $$")
case(H, "missing program, failClosed", None, BLOCKS, switch=True, command="/no/such")
case(H, "time-out, failClosed", "sleep 20", BLOCKS, switch=True, seconds=0.4)
case(H, "text, failClosed", "echo hello", BLOCKS, sure=False, switch=True)
case(H, "no output, failClosed", "exit 0", BLOCKS, sure=False, switch=True)
case(H, "failClosed that is no boolean", "exit 1", PROCEEDS, hook={"failClosed": "true"})
case(H, "no version", DENY2, PROCEEDS, file={"version": None})
for name, asked in (("beforeMCPExecution", ASKS), ("beforeReadFile", PROCEEDS),
                    ("preToolUse", PROCEEDS), ("beforeTabFileRead", PROCEEDS)):
    E = {"event": {"hook_event_name": name}, "registered": name}
    case(H, name + ": exit 2", DENY2, BLOCKS, **E)
    case(H, name + ": deny", say({"permission": "deny"}), BLOCKS, **E)
    case(H, name + ": exit 1", "exit 1", PROCEEDS, **E)
    case(H, name + ": ask", say({"permission": "ask"}), asked, sure=asked != ASKS, **E)
    case(H, name + ": allow", say({"permission": "allow"}), PROCEEDS, **E)
    case(H, name + ": registered for shells only", DENY2, PROCEEDS,
         event={"hook_event_name": name})
E = {"event": {"hook_event_name": "beforeReadFile"}, "registered": "beforeReadFile"}
case(H, "read: no message reaches the model", say(DENYU), BLOCKS, sure=False, reason="", **E)
case(H, "an event after the call", DENY2, PROCEEDS, event={"hook_event_name": "afterFileEdit"},
     registered="afterFileEdit")

# -- Gemini CLI
H = "gemini"
DENYG = {"decision": "deny", "reason": "no"}
common(H, DENYG, DENY2)
case(H, "exit 2, empty stderr", "exit 2", PROCEEDS)
case(H, "exit 2, deny on stdout only", say(DENYG) + "exit 2", PROCEEDS)
case(H, "exit 2 beside allow", say({"decision": "allow"}) + DENY2, BLOCKS, sure=False)
R = {"situation": {"recent": True}}
case(H, "recent: exit 2", DENY2, BLOCKS, reason="no", **R)
case(H, "recent: exit 2 beside allow", say({"decision": "allow"}) + DENY2, PROCEEDS, **R)
case(H, "recent: exit 2, no text", "exit 2", PROCEEDS, **R)
case(H, "recent: exit 1, text", "echo no >&2; exit 1", PROCEEDS, **R)
case(H, "recent: exit 3, text", "echo no >&2; exit 3", BLOCKS, **R)
case(H, "recent: text, exit 0", "echo DENIED", PROCEEDS, **R)
case(H, "recent: deny, exit 1", say(DENYG) + "exit 1", BLOCKS, **R)
case(H, "recent: missing program", None, BLOCKS, command="/no/such", **R)
case(H, "recent: time-out", "sleep 20", PROCEEDS, seconds=0.4, **R)
case(H, "block", say(dict(DENYG, decision="block")), BLOCKS, sure=False)
case(H, "continue false", say({"continue": False}), BLOCKS, sure=False)
case(H, "ask, recent", say({"decision": "ask"}), ASKS, situation={"recent": True})
case(H, "not trusted", DENY2, PROCEEDS, situation={"trusted": False})
case(H, "hooks turned off", DENY2, PROCEEDS, file={"hooksConfig": {"enabled": False}})
case(H, "comments in the file", None, BLOCKS, file_text="""{ // "hooks": off
  /* a
  comment */ "url": "http://a//b/*c*/", "hooks": {"BeforeTool": [{"hooks": [
    {"type": "command", "command": "echo 'a // b' >&2; exit 2"}]}]}}""", command="exit 0",
     reason="a // b")
case(H, "deny", say(DENYG), BLOCKS, reason="no")
case(H, "deny without a reason", say({"decision": "deny"}), BLOCKS, sure=False)
case(H, "deny beside exit 1", say(DENYG) + "exit 1", PROCEEDS)
case(H, "ask", say({"decision": "ask"}), PROCEEDS)
case(H, "ask_user", say({"decision": "ask_user"}), PROCEEDS)
case(H, "Claude's form", say(specific("deny")), PROCEEDS)
case(H, "time-out in seconds, read as ms", "sleep 0.3\n" + DENY2, PROCEEDS, hook={"timeout": 30})
case(H, "time-out in ms", "sleep 0.3\n" + DENY2, BLOCKS, hook={"timeout": 20000})
case(H, "no time-out", "sleep 0.3\n" + DENY2, BLOCKS, hook={"timeout": None})

# -- MCP proxy
H = "mcp"
ERROR = {"jsonrpc": "2.0", "id": 7, "result": {
    "isError": True, "content": [{"type": "text", "text": "no"}]}}
case(H, "no output, status 0", "cat >/dev/null", PROCEEDS)
case(H, "isError, status 0", say(ERROR), BLOCKS, reason="no")
case(H, "isError, status 2", say(ERROR) + "exit 2", BLOCKS, reason="no")
case(H, "error", say({"jsonrpc": "2.0", "id": 7, "error": {"code": -1, "message": "no"}}), BLOCKS,
     reason="no")
case(H, "isError false", say({"jsonrpc": "2.0", "id": 7, "result": {"isError": False}}), PROCEEDS)
case(H, "isError of another call", say(dict(ERROR, id=8)), PROCEEDS)
case(H, "text", "echo DENIED", PROCEEDS)
case(H, "exit 1", "exit 1", BLOCKS)
case(H, "exit 127", "exit 127", BLOCKS)
case(H, "kill -9", "kill -9 $$", BLOCKS)
case(H, "past the time-out", "sleep 20", BLOCKS, seconds=0.4)

# -- a host by mapping
H = "custom"
RULES = {"rules": [{"status": 3, "decision": BLOCKS, "reason": "stderr"},
                   {"status": 0, "json": {"verdict.say": "no"}, "decision": BLOCKS,
                    "reason": "verdict.because"},
                   {"status": 0, "contains": "ASK", "decision": ASKS, "reason": "stdout"}]}
case(H, "exit 3", "echo no >&2; exit 3", BLOCKS, reason="no", file=RULES)
case(H, "exit 2", DENY2, PROCEEDS, file=RULES)
case(H, "JSON", say({"verdict": {"say": "no", "because": "b"}}), BLOCKS, reason="b", file=RULES)
case(H, "JSON, then garbage", say('{"verdict":{"say":"no"}} x'), PROCEEDS, file=RULES)
case(H, "text", "echo ASK", ASKS, file=RULES)
case(H, "nothing", "exit 0", PROCEEDS, file=RULES)
case(H, "kill -9", "kill -9 $$", PROCEEDS, file=RULES)
case(H, "kill -9 of the shell, closed", None, BLOCKS, command="kill -9 $$",
     file=dict(RULES, failure=BLOCKS))
case(H, "missing program, closed", None, BLOCKS, command="/no/such",
     file=dict(RULES, failure=BLOCKS))
case(H, "kill -9, closed", "kill -9 $$", BLOCKS, file=dict(RULES, failure=BLOCKS))


# ---------------------------------------------------------------- configuration files

def write_config(host, folder, commands, options):
    """A configuration file in the host's own form; the path of it."""
    first = hosts.HOSTS[host]().events
    name = options.get("registered") or (first[0] if first else "call")
    seconds = options.get("seconds", 20)
    merge = dict(options.get("hook", {}))
    items = []
    for command in commands:
        if host in ("claude-code", "codex", "gemini"):
            unit = 1000 if host == "gemini" else 1
            hook = {"type": "command", "command": command, "timeout": seconds * unit}
            if options.get("switch"):
                hook["onFailure"] = "block"
        elif host == "copilot":
            hook = {"type": "command", "bash": command, "timeoutSec": seconds, "cwd": "."}
        else:
            hook = {"command": command, "timeout": seconds}
            if options.get("switch"):
                hook["failClosed"] = True
        hook.update(merge)
        hook = {k: v for k, v in hook.items() if v is not None}
        if host in ("claude-code", "codex", "gemini"):
            hook = {"hooks": [hook]}
            if "matcher" in options:
                hook["matcher"] = options["matcher"]
        items.append(hook)
    if host in ("mcp", "custom"):
        value = items[0]
    else:
        value = {"hooks": {name: items}}
    if host in ("copilot", "cursor"):
        value["version"] = 1
    value.update(options.get("file", {}))
    value = {k: v for k, v in value.items() if v is not None}
    path = os.path.join(folder, "hooks.json")
    text = options.get("file_text") or json.dumps(value)
    if options.get("toml"):
        path = os.path.join(folder, "config.toml")
        inner = items[0]["hooks"][0]
        text = "[[hooks.%s]]\n[[hooks.%s.hooks]]\n" % (name, name)
        text += "".join("%s = %s\n" % (k, json.dumps(v)) for k, v in inner.items())
    with open(path, "w") as file:
        file.write(text)
    return path


def stub(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text + "\n")
    return "sh " + path


def run(item):
    host, about, text, expected, sure, reason, change, options = item
    event = dict(options.get("whole") or EVENTS[host])
    event.update(change or {})
    with tempfile.TemporaryDirectory(prefix="sims-") as folder:
        commands = [options.get("command") or stub(folder, "hook.sh", text)]
        if "beside" in options:
            commands.append(stub(folder, "beside.sh", options["beside"]))
        path = write_config(host, folder, commands, options)
        simulated = hosts.HOSTS[host]()
        found = simulated.find([path], event, options.get("name"))
        situation = hosts.Situation(**options.get("situation", {}))
        outcome = simulated.decide(event, found, situation, options.get("name"))
    wrong = []
    if outcome.decision != expected:
        wrong.append("%s, expected %s" % (outcome.decision, expected))
    elif sure is not None and outcome.sure != sure:
        wrong.append("sure is %s" % outcome.sure)
    if reason is not None and outcome.reason.strip() != reason.strip():
        wrong.append("reason %r" % outcome.reason[:80])
    return host, about, expected, outcome, wrong


# ---------------------------------------------------------------- HTTP hooks

class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, body = {
            "/deny": (200, json.dumps(specific("deny"))), "/text": (200, "DENIED"),
            "/none": (200, ""), "/two": (200, json.dumps(specific("deny")) * 2),
        }.get(self.path, (500, json.dumps(specific("deny"))))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *ignored):
        pass


def http_cases():
    """facts: 2xx with a JSON object is read; another body or status, no connection: proceeds."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = "http://127.0.0.1:%d" % server.server_port
    wanted = [("/deny", False, BLOCKS), ("/text", False, PROCEEDS), ("/none", False, PROCEEDS),
              ("/two", False, PROCEEDS), ("/500", False, PROCEEDS), ("/500", True, BLOCKS),
              (None, False, PROCEEDS), (None, True, BLOCKS)]
    results = []
    for path, switch, expected in wanted:
        handler = hosts.Handler(url=base + path if path else "http://127.0.0.1:1/",
                                timeout=5, fail_closed=switch, event="PreToolUse")
        outcome = hosts.ClaudeCode().decide(EVENTS["claude-code"], [handler])
        wrong = [] if outcome.decision == expected else [outcome.decision + ": " + outcome.why]
        results.append(("claude-code", "http %s switch=%s" % (path, switch), expected, outcome,
                        wrong))
    server.shutdown()
    return results


# ---------------------------------------------------------------- the command line

def command_line():
    """host.py's own exit status: a judge that cannot say no is none."""
    event = json.dumps(EVENTS["claude-code"])
    block = json.dumps({"event": EVENTS["claude-code"], "expect": "blocks"})
    two = ["--command", "echo no >&2; exit 2"]
    wanted = [
        ("met", two, block, 0), ("not met", ["--command", "exit 1"], block, 1),
        ("one of many not met", ["-j", "8", "--command", "grep -q '\"cwd\":\"/b\"' || "
         "{ echo no >&2; exit 2; }"],
         "\n".join([block] * 20 + [block.replace("/nowhere", "/b")]), 1),
        ("all of many met", ["-j", "8"] + two, "\n".join([block] * 20), 0),
        ("no expectation", two, event, 0), ("expected for all", two + ["--expect", "proceeds"],
                                            event, 1),
        ("no events", two, "", 2), ("a line that is no JSON", two, "{", 2),
        ("unknown expectation", two, block.replace("blocks", "denies"), 2),
        ("no configuration", ["--config", "/no/such/file"], block, 2),
        ("neither", [], block, 2),
        ("not strict", ["--command", "exit 2"], block, 0),
        ("strict", ["--strict", "--command", "exit 2"], block, 1),
        ("strict, the other way", ["--strict", "--command", "exit 2", "--expect", "proceeds"],
         event, 1),
        ("strict, sure", ["--strict"] + two, block, 0),
        ("switch", ["--fail-closed", "--command", "exit 1"], block, 0),
        ("old", ["--old", "--fail-closed", "--command", "exit 1"], block, 1),
        ("time-out", ["--timeout", "0.3", "--command", "sleep 20"], block, 1),
        ("raw", ["--command", "test \"$(cat)\" = '{oops' && { echo no >&2; exit 2; }"],
         json.dumps({"raw": "{oops", "expect": "blocks"}), 0),
        ("raw64", ["--command", "test \"$(od -An -tx1 | tr -d ' ')\" = ff7b && "
                   "{ echo no >&2; exit 2; }"],
         json.dumps({"raw64": "/3s=", "expect": "blocks"}), 0),
        ("says", two, json.dumps({"event": EVENTS["claude-code"], "expect": "blocks",
                                  "says": "yes"}), 1),
        ("runs in the call's folder", ["--command", "test \"$(pwd -P)\" = / && "
                                       "{ echo no >&2; exit 2; }"],
         block.replace("/nowhere", "/"), 0),
        ("an event as it stands", ["--command", "test \"$(cat)\" = '" + event + "' && "
                                   "{ echo no >&2; exit 2; }", "--expect", "blocks"], event, 0),
    ]
    results = []
    for about, options, text, status in wanted:
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "host.py"), "claude-code"] + options,
            input=text.encode(), capture_output=True)
        wrong = []
        if done.returncode != status:
            wrong.append("exit %d, expected %d: %s" % (
                done.returncode, status, done.stderr.decode()[-200:]))
        if status < 2 and len(done.stdout.splitlines()) != len(text.splitlines()):
            wrong.append("lines are missing")
        results.append(("host.py", about, "exit %d" % status, None, wrong))
    return results


def main():
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(run, CASES))
    results += http_cases()
    results += command_line()
    counts, wrong = {}, 0
    for host, about, expected, outcome, faults in results:
        counts.setdefault(host, {}).setdefault(expected, 0)
        counts[host][expected] += 1
        for fault in faults:
            wrong += 1
            print("WRONG %s: %s: %s (%s)" % (
                host, about, fault, outcome.why if outcome else ""))
    for host in sorted(counts):
        said = ", ".join("%s %d" % pair for pair in sorted(counts[host].items()))
        print("%-12s %s" % (host, said))
        # A simulator that always gives one answer must not be able to pass.
        if host in hosts.HOSTS and not {PROCEEDS, BLOCKS} <= set(counts[host]):
            wrong += 1
            print("WRONG %s: only one kind of outcome is tried" % host)
    print("%d cases, %d wrong" % (len(results), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
