"""How long `strata check` takes to prove: examples/acme, and a definition larger than any that people write.

The large one is made here: a process of 40 stages, a segmentation of 60 segments and 200 rules over
thirty fields. It is sound but for what a large definition has of itself: its prover finds nothing to show
a witness of, so that what is timed is proving.
"""
import pathlib
import random
import resource
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGES, SEGMENTS, RULES, SIGNS, POINTS = 40, 60, 200, 12, 10
REGIONS = ("north", "south", "east", "west", "overseas")


def stages():
    """A chain along two dates and a number: each stage takes up where the one before lets go."""
    lines = ['process way "From first word to last order" {', '  owner "sales"']
    for i in range(STAGES):
        flag = " start" if i == 0 else ""
        lines += [f'  stage s{i:02}{flag} "Step {i}" {{', '    owner "sales"']
        if i:
            lines.append(f"    enter when k0 + k1 >= {i * 5}")
        if i + 1 < STAGES:
            lines += [f"    leave when k0 + k1 >= {i * 5 + 5}", f"    next s{i + 1:02}"]
        lines.append("  }")
    return lines + ["}"]


def segments(rng):
    """Each with three demands, one of them of a score."""
    lines = ["segmentation tier {"]
    for i in range(SEGMENTS - 1):
        second = rng.choice(["mutual", f"fit >= {rng.randint(2, 8)}", f"growth >= {rng.randint(-5, 20)}%",
                             f"region in ({', '.join(rng.sample(REGIONS, 2))})",
                             "at least 2 of (fit >= 6, growth >= 10%, mutual)", f"chance >= {rng.randint(3, 8) * 10}",
                             f"s{rng.randrange(SIGNS)}_signed in last {rng.choice([6, 12, 24])} months"])
        sign = f"s{rng.randrange(SIGNS)}_signed in last {rng.randint(2, 20)} months"
        lines.append(f"  segment t{i:02} {{ needs k{rng.randrange(POINTS)} >= {rng.randint(50, 95)}  "
                     f"needs points >= {rng.randint(25, 85)}  needs ({second}) or {sign} }}")
    return lines + ["  segment rest otherwise", "}"]


def condition(rng, depth):
    if depth and rng.random() < 0.6:
        return f"({condition(rng, depth - 1)}) {rng.choice(('and', 'or'))} ({condition(rng, depth - 1)})"
    sign = f"s{rng.randrange(SIGNS)}_signed"
    return rng.choice([f"revenue >= {rng.randint(1, 60) * 250}K", f"fit >= {rng.randint(1, 10)}",
                       f"growth >= {rng.randint(-20, 40)}%", f"region = {rng.choice(REGIONS)}", "mutual",
                       f"{sign} is known", f"{sign} in last {rng.choice([3, 6, 12])} months",
                       f"chance >= {rng.randint(2, 9) * 10}", f"executives >= {rng.randint(1, 5)}",
                       f"progress < {rng.randint(2, 38) * 10}", f"points >= {rng.randint(20, 80)}",
                       f"k{rng.randrange(POINTS)} + k{rng.randrange(POINTS)} >= {rng.randint(5, 150)}",
                       f"costs + discount <= {rng.randint(1, 20)}M", f"costs < revenue * {rng.randint(1, 9)} / 10"])


def rules(rng):
    lines = []
    for i in range(RULES):
        where = rng.choice([f" for account where tier in (t{rng.randrange(30):02}, t{rng.randrange(30, 59):02})",
                            "", " for account where mutual",
                            f" for account where region = {rng.choice(REGIONS)}"])
        lines.append(f"rule r{i:03}{where} {{ require {condition(rng, 2)} }}")
    return lines


def head():
    """What all conditions are about."""
    signs = [f"  s{i}_signed: date" for i in range(SIGNS)]
    return ['program "Large"', "", "entity account {", "  id: key text", "  revenue: money(EUR) 0..",
            "  costs: money(EUR) 0..", "  discount: money(EUR) 0..", "  growth: percent -100%..100%",
            "  fit: integer 0..10", "  progress: integer 0..400 required", "  mutual: bool",
            f"  region: one of ({', '.join(REGIONS)})", *(f"  k{i}: integer 0..100" for i in range(POINTS)), *signs, "}", "",
            "entity contact {", "  account: ref account", "  level: one of (exec, senior, ops)", "}", "",
            "measure executives = count(contact where level = exec)", "",
            "score chance { give 40 for revenue from 1M to 10M  give 30 for fit from 0 to 10  give 30 when mutual "
            "out of 100 }", "",
            "score points { " + "  ".join(f"give {100 // POINTS} for k{i} from 0 to 100" for i in range(POINTS))
            + " out of 100 }", ""]


def program():
    rng = random.Random(40)
    return "\n".join(head() + stages() + [""] + segments(rng) + [""] + rules(rng)) + "\n"


def user_seconds(command):
    """And what was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, done.stdout


def print_proofs(strata, folder, pairs):
    """User time, which another load of the machine changes least."""
    large = folder / "large.strata"
    large.write_text(program())
    print(f"strata check{'user seconds, median of':>40} {pairs}")
    ok = True
    for name, path, most in (("acme", ROOT / "examples/acme/acme.strata", 1),
                             (f"{STAGES} stages, {SEGMENTS} segments, {RULES} rules", large, 20)):
        runs = [user_seconds([strata, "check", "--as-of", "2026-06-30", path]) for _ in range(pairs)]
        median = statistics.median(seconds for seconds, _ in runs)
        smaller = next((line for line in runs[0][1].splitlines() if "smaller claims" in line), "")
        print(f"    {name:40}{median:>9.2f}   (limit {most})   {smaller.split(' (')[0]}", flush=True)
        ok = ok and median < most
    return ok


if __name__ == "__main__":
    print(program(), end="")
