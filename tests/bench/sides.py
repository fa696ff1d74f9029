"""The two sides of the comparison: their programs, their data, their commands, and what a run took."""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STRATA = ROOT / os.environ.get("STRATA_BUILD", "build") / "strata"
WORK = ROOT / "build/bench"
OUT = WORK / "out"
YARDSTICK = pathlib.Path(os.environ.get("STRATA_YARDSTICK", ROOT.parent / "shared/bench")).resolve()
PACKAGE = "@duckdb/node-bindings-linux-x64"
# Rule file, form of the output, and the files that are read.
WORKLOADS = {"W1": ("w1.strata", "text", ("accounts",)),
             "W2": ("w1.strata", "csv", ("accounts",)),
             "W3": ("w3.strata", "text", ("accounts", "contacts", "orders"))}
COMPILE = [os.environ.get("CC", "cc"), "-O3", "-std=gnu17", "-ffp-contract=off", "-pthread"]


def built(name, source, *flags):
    """The program from a C file, made anew when the file is newer."""
    program = WORK / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([*COMPILE, "-o", program, source, *flags], check=True)
    return program


def data_folder(accounts):
    """Made once for each size."""
    theirs = (YARDSTICK / "gen.c").exists()
    folder = WORK / f"{'data' if theirs else 'own'}-{accounts}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        source = YARDSTICK / "gen.c" if theirs else HERE / "generate.c"
        generator = built("gen" if theirs else "generate", source)
        subprocess.run([generator, folder, str(accounts)], check=True, stderr=subprocess.DEVNULL)
        (folder / "complete").touch()
    return folder


def data_files(workload, data):
    return [data / f"{name}.csv" for name in WORKLOADS[workload][2]]


def data_bytes(workload, data):
    return sum(file.stat().st_size for file in data_files(workload, data))


def rival():
    """The rival's program, or None and why there is none."""
    if not (YARDSTICK / "duckdb_run.c").exists():
        return None, "the rival's queries are not here: only our figures"
    library = WORK / "node_modules" / PACKAGE / "libduckdb.so"
    if not library.exists() and shutil.which("npm"):
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", WORK, PACKAGE],
                       check=False, stdout=subprocess.DEVNULL)
    if not library.exists():
        return None, f"the rival's library ({PACKAGE}) cannot be had: only our figures"
    os.environ["DUCKDB_LIB"] = str(library)
    return built("duckdb_run", YARDSTICK / "duckdb_run.c", "-ldl"), ""


def has_threads():
    """Whether our program can be told how many threads to use; it uses one where it cannot."""
    done = subprocess.run([STRATA, "help", "run"], stdout=subprocess.PIPE, check=True)
    return b"--threads" in done.stdout


def our_command(rules, data, form, threads):
    told = ["--threads", threads] if has_threads() else []
    return [STRATA, "run", rules, "--data", data, "--as-of", "2026-06-30", "--fail-on", "never",
            "--format", form, *told]


def workload_command(workload, data, threads, form=None):
    rules, usual, _ = WORKLOADS[workload]
    return our_command(HERE / rules, data, form or usual, threads)


def rival_command(program, workload, data, threads):
    os.environ.update(DATA=str(data), OUT=str(OUT / "rival-w2.csv"))
    queries = [YARDSTICK / "duckdb" / f"{name}.sql" for name in ("views", "classify", workload.lower())]
    return [program, "-t", str(threads), *queries]


class Figures:
    """One whole process: seconds of wall clock and of processor, MiB at the most."""

    def __init__(self, line):
        status, wall, cpu, memory = line.split()
        self.status = int(status)
        self.wall = float(wall)
        self.cpu = float(cpu)
        self.memory = int(memory) / 1024


def measure(command, output):
    """Runs it, its standard output in a file."""
    words = [str(word) for word in command]
    done = subprocess.run([built("launch", HERE / "launch.c"), output, *words], stdout=subprocess.PIPE,
                          check=True, text=True)
    figures = Figures(done.stdout)
    if figures.status:
        sys.exit(f"status {figures.status}: {' '.join(words)}")
    return figures


class Machine:
    """What the machine can do at best: the clock in GHz, rates in GB/s; 0 without files."""

    def __init__(self, threads, files):
        program = built("machine", HERE / "machine.c", "-march=native")
        done = subprocess.run([program, str(threads), *files], stdout=subprocess.PIPE, check=True, text=True)
        rates = dict(line.split() for line in done.stdout.splitlines())
        self.clock, self.memory, self.read, self.marks = (float(rates.get(name, 0)) for name in
                                                          ("clock", "memory", "read", "marks"))
