# What `run` and `gate` share: the data, the command, and how instructions, times and memory are
# measured.

import atexit, contextlib, functools, os, re, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Another binary to measure may be named in the environment.
WEIR = os.environ.get("WEIR") or os.path.join(ROOT, ".build/release/weir")

# Swift seeds its hashing anew in each process unless told not to, and instructions would differ.
ENVIRONMENT = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", "NO_COLOR": "1"}


class Data:
    """The generated files, and the built policies beside them."""

    def __init__(self, folder, names=(), size=4 << 20, seed=1):
        self.folder = folder
        command("swift", "build", "--product", "WeirBenchmarks", quiet=True)
        generator = os.path.join(ROOT, ".build/debug/WeirBenchmarks")
        command(generator, "--seed", str(seed), "--bytes", str(size), folder, *names)
        self.cases = [Case(self, *line.rstrip("\n").split("\t")) for line in open(self.path("cases.tsv"))]

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, policy):
        """The policy built: what is measured is judging, not compiling."""
        path = self.path(policy + ".weirc")
        if not os.path.exists(path):
            command(WEIR, "build", "-p", self.path(policy + ".weir"), "-o", path)
        return path

    def __getitem__(self, name):
        return next(case for case in self.cases if case.name == name)


class Case:
    def __init__(self, data, name, policy, requests, twin, twin_policy, about):
        self.name, self.about = name, about
        self.requests = Requests(data, requests, policy)
        self.twin = None if twin == "-" else Requests(data, twin, twin_policy)


class Requests:
    """A file of requests and the policy that judges them."""

    def __init__(self, data, name, policy):
        self.data, self.policy, self.path = data, policy, data.path(name)
        content = open(self.path, "rb").read()
        self.separator = b"\n}\n" if name.endswith(".json") else b"\n"
        self.count = content.count(self.separator)
        self.size = len(content)

    @property
    def bytes_each(self):
        return self.size / self.count

    @property
    def program(self):
        return self.data.program(self.policy)

    def head(self, count):
        """The first so many requests, in a file of their own."""
        root, ending = os.path.splitext(self.path)
        path = f"{root}.head-{count}{ending}"
        if not os.path.exists(path):
            parts = open(self.path, "rb").read().split(self.separator, count)
            assert len(parts) == count + 1, f"{self.path} has no {count} requests"
            with open(path, "wb") as file:
                file.write(self.separator.join(parts[:count]) + self.separator)
        return path

    @contextlib.contextmanager
    def repeated(self, copies):
        """The same requests so many times, in one file that is there for a while."""
        root, ending = os.path.splitext(self.path)
        path = f"{root}.repeated{ending}"
        content = open(self.path, "rb").read()
        with open(path, "wb") as file:
            for _ in range(copies):
                file.write(content)
        try:
            yield path
        finally:
            os.remove(path)

    def instructions(self, count):
        """Instructions a request: the difference of runs of `count` and of twice as many."""
        runs = [callgrind(self.program, self.head(n)) for n in (count, 2 * count)]
        return (runs[1] - runs[0]) / count


    def allocations(self, count):
        """Allocations a request, and those of the shorter run. What a block of input or a start costs is in
        both runs as often as there are blocks; both fit in few, so a difference is the requests' own."""
        runs = [allocations(self.program, self.head(n)) for n in (count, 2 * count)]
        return (runs[1] - runs[0]) / count, runs[0]


def command(*arguments, quiet=False):
    result = subprocess.run(
        arguments, cwd=ROOT, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {result.returncode}:\n{result.stdout}")


@functools.cache
def with_names():
    """The command with the names of its functions and without the rest of its debugging
    information, which valgrind cannot read."""
    folder = tempfile.mkdtemp(prefix="weir-names-")
    atexit.register(shutil.rmtree, folder)
    path = os.path.join(folder, "weir")
    sections = subprocess.run(["readelf", "--section-headers", WEIR], check=True, stdout=subprocess.PIPE, text=True)
    if ".gnu_debuglink" not in sections.stdout:
        subprocess.run(["strip", "-g", "-o", path, WEIR], check=True)
        return path
    # `make release` has split it: the names are in the file beside it.
    names = os.path.join(folder, "weir.debug")
    subprocess.run(["objcopy", "--strip-debug", WEIR + ".debug", names], check=True)
    subprocess.run(["objcopy", "--remove-section=.gnu_debuglink", WEIR, path], check=True)
    subprocess.run(["objcopy", f"--add-gnu-debuglink={names}", path], check=True)
    return path


# What allocates, in C and in Swift's runtime, which calls it.
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}


def allocations(program, requests):
    """How often a run calls an allocator, by callgrind's own count of calls."""
    with tempfile.TemporaryDirectory(prefix="weir-calls-") as folder:
        path = os.path.join(folder, "calls")
        callgrind(program, requests, output=path)
        names, callee, total = {}, None, 0
        # A name is written out with its number the first time and is its number from then on.
        for line in open(path, errors="replace"):
            named = re.match(r"(c?fn)=\((\d+)\)(?: (.*))?", line)
            if named:
                if named[3]:
                    names[named[2]] = named[3].split("'")[0].strip()
                if named[1] == "cfn":
                    callee = names[named[2]]
            elif line.startswith("calls=") and callee in ALLOCATORS:
                total += int(line[len("calls="):].split()[0])
    if total == 0:
        sys.exit("no allocation was seen at all: does the command lack its symbols?")
    return total


def callgrind(program, requests, output="/dev/null"):
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", with_names(),
         "eval", "-j", "1", "-p", program, "--clock", "2026-03-02T15:00:00Z", requests],
        env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in result.stderr.splitlines():
        if "Collected :" in line:
            return int(line.split(":")[1])
    sys.exit(f"valgrind counted nothing:\n{result.stderr}")


def seconds(*arguments):
    """How long one run of weir takes. Its output goes nowhere; a request that is denied is not a failure."""
    null = os.open(os.devnull, os.O_RDWR)
    redirections = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in (0, 1, 2)]
    start = time.perf_counter()
    process = os.posix_spawn(WEIR, [WEIR, *arguments], ENVIRONMENT, file_actions=redirections)
    os.waitpid(process, 0)
    end = time.perf_counter()
    os.close(null)
    return end - start


def in_turn(repetitions, runs):
    """Times of each of several runs, made in turn so that all meet the same noise; the first round is
    not counted."""
    times = {name: [] for name in runs}
    for round in range(repetitions + 1):
        for name, arguments in runs.items():
            taken = seconds(*arguments)
            if round > 0:
                times[name].append(taken)
    return times


def peak_memory(program, requests, size):
    """The most memory of a run that reads so many bytes from a pipe. Asked of the kernel while the pipe
    is still open, for afterwards it is too late."""
    process = subprocess.Popen(
        [WEIR, "eval", "-p", program], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    content = open(requests, "rb").read()
    written = 0
    while written < size:
        process.stdin.write(content)
        written += len(content)
    process.stdin.flush()
    time.sleep(0.3)
    status = open(f"/proc/{process.pid}/status").read()
    process.stdin.close()
    process.wait()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) << 10


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, median, high


def has_valgrind():
    return shutil.which("valgrind") is not None
