"""How long `strata check` takes to prove: examples/acme, and a definition larger than any that people write.

The large one is made here: a process of 40 stages, a segmentation of 60 segments and 200 rules over
thirty fields. It is sound but for what a large definition has of itself: its prover finds nothing to show
a witness of, so that what is timed is proving.
"""
import os
import pathlib
import random
import resource
import statistics
import subprocess

STAGES, SEGMENTS, RULES, SIGNS = 40, 60, 200, 12
REGIONS = ("north", "south", "east", "west", "overseas")


def stages():
    """A chain along two dates and a number: each stage takes up where the one before lets go."""
    lines = ['process way "From first word to last order" {', '  owner "sales"']
    for i in range(STAGES):
        flag = " start" if i == 0 else ""
        lines += [f'  stage s{i:02}{flag} "Step {i}" {{', '    owner "sales"']
        if i:
            sign = f" and s{i % SIGNS}_signed is known" if i % 3 == 0 else ""
            lines.append(f"    enter when progress >= {i * 10}{sign if i % 2 else ''}")
        if i + 1 < STAGES:
            lines += [f"    leave when progress >= {i * 10 + 10}", f"    next s{i + 1:02}"]
        lines.append("  }")
    return lines + ["}"]


def segments(rng):
    """By revenue, from the top down, each with a second demand."""
    lines = ["segmentation tier {"]
    for i in range(SEGMENTS - 1):
        floor = (SEGMENTS - i) * 250
        second = rng.choice([f"mutual", f"fit >= {rng.randint(2, 8)}", f"growth >= {rng.randint(-5, 20)}%",
                             f"region in ({', '.join(rng.sample(REGIONS, 2))})",
                             "at least 2 of (fit >= 6, growth >= 10%, mutual)", f"chance >= {rng.randint(3, 8) * 10}",
                             f"s{rng.randrange(SIGNS)}_signed in last {rng.choice([6, 12, 24])} months"])
        lines.append(f"  segment t{i:02} {{ needs revenue >= {floor}K  needs {second} }}")
    return lines + ["  segment rest otherwise", "}"]


def condition(rng, depth):
    if depth and rng.random() < 0.6:
        return f"({condition(rng, depth - 1)}) {rng.choice(('and', 'or'))} ({condition(rng, depth - 1)})"
    sign = f"s{rng.randrange(SIGNS)}_signed"
    return rng.choice([f"revenue >= {rng.randint(1, 60) * 250}K", f"fit >= {rng.randint(1, 10)}",
                       f"growth >= {rng.randint(-20, 40)}%", f"region = {rng.choice(REGIONS)}", "mutual",
                       f"{sign} is known", f"{sign} in last {rng.choice([3, 6, 12])} months",
                       f"chance >= {rng.randint(2, 9) * 10}", f"executives >= {rng.randint(1, 5)}",
                       f"progress < {rng.randint(2, 38) * 10}",
                       f"costs + discount <= {rng.randint(1, 20)}M", f"costs < revenue * {rng.randint(1, 9)} / 10"])


def rules(rng):
    lines = []
    for i in range(RULES):
        where = rng.choice([f" for account where tier = t{rng.randrange(SEGMENTS - 1):02}", "", " for account where mutual",
                            f" for account where region = {rng.choice(REGIONS)}"])
        lines.append(f"rule r{i:03}{where} {{ require {condition(rng, 2)} }}")
    return lines


def program():
    rng = random.Random(40)
    signs = [f"  s{i}_signed: date" for i in range(SIGNS)]
    head = ['program "Large"', "", "entity account {", "  id: key text", "  revenue: money(EUR) 0..",
            "  costs: money(EUR) 0..", "  discount: money(EUR) 0..", "  growth: percent -100%..100%",
            "  fit: integer 0..10", "  progress: integer 0..400 required", "  mutual: bool",
            f"  region: one of ({', '.join(REGIONS)})", *signs, "}", "",
            "entity contact {", "  account: ref account", "  level: one of (exec, senior, ops)", "}", "",
            "measure executives = count(contact where level = exec)", "",
            "score chance { give 40 for revenue from 1M to 10M  give 30 for fit from 0 to 10  give 30 when mutual "
            "out of 100 }", ""]
    return "\n".join(head + stages() + [""] + segments(rng) + [""] + rules(rng)) + "\n"


def user_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, done


if __name__ == "__main__":
    print(program(), end="")
