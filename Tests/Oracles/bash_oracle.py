#!/usr/bin/env python3
"""Says what a real bash executes for a text, without executing anything that matters.

Each text runs as `bash -c TEXT` inside a root of its own: user, mount, network and process
namespaces, a scratch tree with copies of bash and of a few wrappers, and stubs in the place of
every other program. A stub writes its argument vector to a log and ends with success; a wrapper
(env, xargs, nice, find, sh, …) is logged in the same way and then really runs, so that what it
starts is logged too. Absolute paths such as /bin/rm lead to stubs as well. Nothing outside the
scratch tree can be reached, there is no network, and 5 seconds end all processes of a text.

Input: lines of text on standard input or in files. `\\n`, `\\r`, `\\t`, `\\0`, `\\xNN` and `\\\\`
are decoded; ` ⇒ ` and what follows it is ignored; empty lines and lines that begin with `# ` are
passed through. Output: `text ⇒ ran`, where `ran` is one of

    [["rm","-rf","x"],["git","push"]]              argument vectors, as they began: in a
                                                   pipeline the order is chance
    [["cat"]]; writes=["f"]                        files made or changed (stubs write none)
    refused                                        `bash -n` refuses the text, and nothing ran
    refused; ran=[["rm","x"]]                      … but bash ran the lines before the error
    impossible                                     the text holds a NUL: no argument can

A program that was found through PATH is named as in PATH, one that was given with a slash as
written; where PATH is gone (`env -i`, `command -p`), one found by default is `/bin/…`. Bytes that
are not UTF-8 are written as Python's surrogateescape does (`\\udcff`).
Builtins and programs without a stub are not logged. `timeout` follows when time ran out.

The scratch folder holds `f` (a line "a"), `d/`, and `s.sh` (runs `touch from-s`).

Options: --check compares with the `ran` after ` ⇒ ` and lists the lines that differ (status 1);
--json prints one JSON object a line; --shell NAME runs sh (dash) instead of bash.
Status 77: namespaces are not available here, and nothing was run.
"""

import argparse
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

# Programs that only log. The odd names show where a word really ends.
STUBS = """
7z apt apt-get at aws awk base64 basename bash-evil batch busybox bzip2 cargo cat chattr chgrp
chmod chown cp cpio cron crontab csplit curl cut date dd df diff dig dirname doas docker du ed
egrep evil expr false fgrep file foo gawk gcc gh git gpg grep gunzip gzip head helm host hostname id
install ip iptables jq kill ksh kubectl less ln logger ls lsof make mail man mkdir mkfifo mknod
more mount mv mysql nano nc ncat nl node npm npx nslookup nsenter oc od openssl paste parallel
patch perl php pip pkexec podman ps psql python python3 reboot rm rmdir rsync ruby scp script sed
seq service sftp shred shutdown sleep sort split ssh ssh-add socat stat strace strings su sudo
swift systemctl systemd-run tac tail tar tee telnet terraform test-it tftp tofu touch tr true
truncate umount uniq unlink unzip useradd uvx vi vim watch wc wget who whoami xxd yes zip zsh
echo printf [ time select if fi do done case esac in then else elif while until for function !
{ } [[ ]] coproc
""".split() + [
    "rm\r", "x\r", "ls\u200b", "ls\u00a0x", "\u00a0ls", "ls\u202e", "r\u043c", "\ufeffls", "rm\u2028x",
    "ls\u3000x", "rm x", "rm;", "rm\nx", "-rf", "a=b", "rm#", "#rm", "rm\x0b", "rm\x0cx", "rm\rx",
    "rm\\", "{rm,x}", "~rm", "rm*", "$x", "rm&", "rm|", "5", "2", "%1", "+x"]
# Programs that log, then run for real.
WRAPPERS = ["env", "nice", "nohup", "timeout", "stdbuf", "setsid", "ionice", "flock", "chroot",
            "xargs", "find", "bash", "dash", "chrt", "taskset", "setarch", "unshare", "nsenter",
            "prlimit", "rbash", "linux64"]
SEALED = {"unshare", "nsenter"}  # real ones could leave the sandbox's assumptions: they only log
SECONDS = 5

# What a stub does: it appends its vector to the log in one write, and becomes the wrapper's real
# program, if it is one. `#!/real/stub` gives it the script's path, after what the line adds.
STUB_SOURCE = r"""
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
    const char *real = count > 1 && !strncmp(words[1], "/real/", 6) ? words[1] : 0;
    char **vector = words + (real ? 2 : 1), *buffer, *end;
    size_t size = 32;
    for (char **word = vector; *word; word++) size += strlen(*word) + 1;
    if (!(buffer = malloc(size))) return 1;
    end = buffer + sprintf(buffer, "%d", (int)(words + count - vector) - 1) + 1;
    for (char **word = vector; *word; word++) end = stpcpy(end, *word) + 1;
    int log = open("/log/ran", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (log < 0 || write(log, buffer, end - buffer) != end - buffer) return 1;
    if (!real) return 0;
    vector[0] = strrchr(vector[0], '/') + 1;
    execv(real, vector);
    return 127;
}
"""
# The same where there is no C compiler. It drops variables whose names are no identifiers.
STUB_SCRIPT = """#!/real/dash
printf '%s\\0' "$#" "$0" "$@" >> /log/ran
"""
PREFIX = {"sh": "dash", "rbash": "bash"}


def binary(name):
    found = shutil.which(name, path="/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin")
    return os.path.realpath(found) if found else None


class Root:
    """A folder that becomes the root of the sandbox."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="bash-oracle-")
        self.build()

    def at(self, name):
        return os.path.join(self.path, name.lstrip("/"))

    def put(self, name, content, mode=0o644):
        with open(self.at(name), "wb") as file:
            file.write(content)
        os.chmod(self.at(name), mode)

    def copy(self, name, source):
        """Copies a program to /real, and the libraries that it is linked with to their places."""
        shutil.copy(source, self.at("real/" + name))
        listed = subprocess.run(["ldd", source], capture_output=True, text=True, check=False).stdout
        for library in re.findall(r"(/\S+) \(0x", listed):
            if not os.path.exists(self.at(library)):
                os.makedirs(os.path.dirname(self.at(library)), exist_ok=True)
                shutil.copy(library, self.at(library))

    def compile(self):
        compiler = next((name for name in ["cc", "gcc", "clang"] if shutil.which(name)), None)
        if not compiler:
            return False
        self.put("real/stub.c", STUB_SOURCE.encode())
        built = subprocess.run([compiler, "-O1", "-w", "-o", self.at("real/stub.built"),
                                self.at("real/stub.c")], capture_output=True, check=False)
        if built.returncode != 0:
            return False
        self.copy("stub", self.at("real/stub.built"))
        return True

    def build(self):
        for folder in ["real", "stubs", "log", "w/d", "home/u", "tmp/evil", "proc", "dev", "etc",
                       "usr/bin", "bin", "sbin", "usr/sbin"]:
            os.makedirs(self.at(folder), exist_ok=True)
        self.copy("bash", binary("bash"))
        self.copy("dash", binary("dash"))
        self.copy("env", binary("env"))
        real = [name for name in WRAPPERS if name not in SEALED and binary(name)]
        for name in real:
            self.copy(name, binary(name))
        for library in ["/usr/libexec/coreutils/libstdbuf.so", "/usr/lib/locale/C.utf8"]:
            if os.path.exists(library):
                target = self.at(library)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                (shutil.copytree if os.path.isdir(library) else shutil.copy)(library, target)
        compiled = self.compile()
        for name in STUBS + [name for name in WRAPPERS if name not in real]:
            only = b"#!/real/stub\n" if compiled else STUB_SCRIPT.encode()
            self.put("stubs/" + name, only, 0o755)
        for name in real + ["sh"]:
            program = "/real/" + PREFIX.get(name, name)
            run = ("#!/real/stub %s\n" if compiled else STUB_SCRIPT + 'exec %s "$@"\n') % program
            self.put("stubs/" + name, run.encode(), 0o755)
        for name in os.listdir(self.at("stubs")):
            shutil.copy(self.at("stubs/" + name), self.at("bin/" + name))
            shutil.copy(self.at("stubs/" + name), self.at("usr/bin/" + name))
        for name in ["ls", "rm", "sh"]:
            shutil.copy(self.at("stubs/rm"), self.at("tmp/evil/" + name))
        self.put("etc/passwd", b"root:x:0:0::/root:/bin/sh\nu:x:1:1::/home/u:/bin/sh\n")
        self.put("w/f", b"a\n")
        self.put("w/s.sh", b"touch from-s\n", 0o755)
        shutil.copy(self.at("stubs/rm"), self.at("w/ls"))
        self.put("dev/null", b"")
        for name, target in [("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"),
                             ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2")]:
            os.symlink(target, self.at("dev/" + name))
        self.before = self.snapshot()

    def snapshot(self):
        """What is in the root: every entry's kind, size, time of change and inode."""
        found = {}
        for folder, folders, files in os.walk(os.fsencode(self.path)):
            for name in folders + files:
                path = os.path.join(folder, name)
                entry = os.lstat(path)
                kind = stat.S_IFMT(entry.st_mode)
                state = (kind, entry.st_ino)
                if not stat.S_ISDIR(kind):
                    state += (entry.st_size, entry.st_mtime_ns)
                found[path[len(self.path):]] = state
        return found

    def changes(self):
        """Files made or changed since the last restoration, named from the working folder."""
        names = []
        for path, state in self.snapshot().items():
            if path.startswith((b"/log/", b"/proc/")) or stat.S_ISDIR(state[0]):
                continue
            if self.before.get(path) != state:
                names.append(path[3:] if path.startswith(b"/w/") else path)
        return sorted(names)

    def restore(self):
        """Brings the root back to what it was; builds it anew if more than additions happened."""
        after = self.snapshot()
        if any(after.get(path) != state for path, state in self.before.items()):
            self.remove()
            os.mkdir(self.path)
            self.build()
            return
        for path in sorted(after, reverse=True):
            if path not in self.before:
                whole = os.fsencode(self.path) + path
                if stat.S_ISDIR(after[path][0]):
                    os.rmdir(whole)
                else:
                    os.unlink(whole)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


SETUP = """
mount --bind /dev/null "$1/dev/null" && mount -t proc proc "$1/proc" || exit 77
exec 3>&-
ulimit -f 2048 -c 0
chroot "$1" /real/env -i -C /w PATH=/stubs HOME=/home/u LC_ALL=C.UTF-8 "/real/$2" -c "$3"
root=$1
while set -- "$root"/proc/[0-9]*; [ $# -gt 1 ]; do sleep 0.01; done
"""
NAMESPACES = ["unshare", "--user", "--map-root-user", "--mount", "--net", "--pid", "--fork",
              "--kill-child", "--"]


class Oracle:
    def __init__(self, shell="bash"):
        self.root = Root()
        self.shell = {"sh": "dash"}.get(shell, shell)

    def available(self):
        return self.start(b":") == (0, False)

    def start(self, text):
        """Runs a text; answers its status, and whether time ran out."""
        command = NAMESPACES + ["/bin/sh", "-c", SETUP, "setup", self.root.path, self.shell, text]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL,
                                   env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
        try:
            return process.wait(SECONDS), False
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return -1, True

    def log(self):
        """The argument vectors that the stubs wrote."""
        path, vectors = self.root.at("log/ran"), []
        if os.path.exists(path):
            with open(path, "rb") as file:
                words = file.read().split(b"\0")[:-1]
            while words:
                vector, words = words[1:int(words[0]) + 2], words[int(words[0]) + 2:]
                if vector[0].startswith(b"/stubs/"):
                    vector[0] = vector[0][len(b"/stubs/"):]
                vectors.append(vector)
        return vectors

    def refuses(self, text):
        checked = subprocess.run([binary(self.shell), "-n", "-c", text], stdin=subprocess.DEVNULL,
                                 capture_output=True, env={"PATH": "/nowhere", "LC_ALL": "C.UTF-8"},
                                 timeout=SECONDS, check=False)
        return checked.returncode != 0 or b"unexpected" in checked.stderr or \
            b"syntax error" in checked.stderr or b"delimited by end-of-file" in checked.stderr

    def run(self, text):
        """What happened: refused, impossible, timeout, ran, writes."""
        result = {"impossible": b"\0" in text, "refused": False, "timeout": False,
                  "ran": [], "writes": []}
        if result["impossible"]:
            return result
        result["refused"] = self.refuses(text)
        _, result["timeout"] = self.start(text)
        result["ran"] = [[shown(word) for word in vector] for vector in self.log()]
        result["writes"] = [shown(name) for name in self.root.changes()]
        self.root.restore()
        return result


def shown(word):
    return word.decode("utf-8", "surrogateescape")


def decoded(text):
    """The bytes that a line of the tables stands for."""
    def byte(match):
        code = match.group(1)
        simple = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}
        return simple.get(code) or bytes([int(code[1:], 16)])
    raw = text.encode("utf-8", "surrogateescape")
    if re.search(rb"\\(?!x[0-9a-fA-F]{2}|[nrt0\\])", re.sub(rb"\\\\", b"", raw)):
        raise ValueError("unknown escape in: " + text)
    return re.sub(rb"\\(x[0-9a-fA-F]{2}|[nrt0\\])", byte, raw)


def encoded(text):
    """The line of the tables that stands for bytes: the inverse of `decoded`."""
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0", "\\": "\\\\"}
    line = ""
    for character in text.decode("utf-8", "surrogateescape"):
        code = ord(character)
        if character in names:
            line += names[character]
        elif code < 32 or code == 127:
            line += "\\x%02x" % code
        elif 0xdc80 <= code <= 0xdcff:
            line += "\\x%02x" % (code - 0xdc00)
        elif character.isprintable():
            line += character
        else:
            line += "".join("\\x%02x" % byte for byte in character.encode())
    return line


def compact(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def described(result):
    if result["impossible"]:
        return "impossible"
    parts = []
    if result["refused"]:
        parts.append("refused")
        if result["ran"]:
            parts.append("ran=" + compact(result["ran"]))
    else:
        parts.append(compact(result["ran"]))
    if result["writes"]:
        parts.append("writes=" + compact(result["writes"]))
    if result["timeout"]:
        parts.append("timeout")
    return "; ".join(parts)


def ordered(ran):
    """What a line says, with the vectors sorted: the order in a pipeline is chance."""
    parts, decoder = [], json.JSONDecoder()
    while ran:
        label = re.match(r"[a-z]*=?", ran).group()
        ran, value = ran[len(label):], None
        if ran.startswith("["):
            value, end = decoder.raw_decode(ran)
            ran = ran[end:]
        parts.append((label, sorted(value) if value else value))
        ran = ran[2:]
    return parts


def main():
    parser = argparse.ArgumentParser(description="Says what a real bash executes for a text.")
    parser.add_argument("files", nargs="*", help="tables of texts (standard input without one)")
    parser.add_argument("--check", action="store_true", help="compare with what the lines say")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--shell", default="bash", choices=["bash", "sh"])
    options = parser.parse_args()
    oracle = Oracle(options.shell)
    differ = 0
    try:
        if not oracle.available():
            print("bash_oracle: no namespaces here; nothing was run", file=sys.stderr)
            return 77
        oracle.root.restore()
        lines = []
        for name in options.files or ["-"]:
            with (open(name, encoding="utf-8", errors="surrogateescape") if name != "-"
                  else open(0, encoding="utf-8", errors="surrogateescape")) as file:
                lines += file.read().split("\n")
        while lines and not lines[-1]:
            lines.pop()
        for line in lines:
            if not line or line.startswith("# "):
                if not options.check and not options.json:
                    print(line)
                continue
            text, _, said = line.partition(" ⇒ ")
            result = oracle.run(decoded(text))
            if options.json:
                print(json.dumps({"text": text, **result}))
            elif not options.check:
                print(text + " ⇒ " + described(result))
            elif ordered(said) != ordered(described(result)):
                differ += 1
                print("%s\n  said %s\n  ran  %s" % (text, said, described(result)))
            sys.stdout.flush()
    finally:
        oracle.root.remove()
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
