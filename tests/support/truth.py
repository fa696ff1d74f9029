"""What is true of a program's rows, beside what `strata check` says of them.

Each claim of the prover is that some row meets a condition, or that none does. `question` writes
that condition in the language itself, from the program's text; `hits` appends one measure a claim
that counts the rows that surely meet it, and runs them over data which holds every row that matters.
Of the prover nothing is used but the words of its claims.
"""
import csv
import io
import json
import pathlib
import re
import subprocess

from support.tally import BUILD, PATIENCE

TOKEN = re.compile(r'#[^\n]*|"(?:\\.|[^"\\])*"|`[^`]*`|[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9_.]*[KMB%]*|[!<>]=|\s+|.')
DECLARATIONS = {"segmentation", "process", "kpi", "rule", "cadence", "checklist", "assume", "measure",
                "score"}


def strata(folder, *words):
    return subprocess.run([BUILD / "strata", *words], cwd=folder, capture_output=True,
                          timeout=PATIENCE, text=True)


# ---- The text of a program, as far as claims are about it ----

def tokens_of(text):
    found = (m.group() for m in TOKEN.finditer(text))
    return [t for t in found if not t.isspace() and not t.startswith("#")]


def joined(tokens):
    return " ".join(tokens).replace(" . ", ".").replace(" %", "%")


def closing(tokens, at):
    """Behind the brace that closes the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[i], 0)
        if not depth:
            return i + 1
    raise ValueError("a brace is not closed")


class Declaration:
    """Kind, name, entity, `where`, and the tokens of its body (of a measure: its expression)."""

    def __init__(self, kind, head, body):
        self.kind, self.name, self.body = kind, head[0], body
        self.entity = head[head.index("for") + 1] if "for" in head else "account"
        self.where = joined(head[head.index("where") + 1:]) if "where" in head else ""
        self.extends = head[head.index("extends") + 1] if "extends" in head else ""

    def blocks(self, word):
        """Name, tokens and header of each part `word NAME … { … }`, or `word NAME otherwise`."""
        i, body = 0, self.body
        while i < len(body):
            if body[i] != word or i + 1 >= len(body):
                i += 1
                continue
            start = i + 2
            while start < len(body) and body[start] not in ("{", word):
                start += 1
            if start < len(body) and body[start] == "{":
                end = closing(body, start)
                yield body[i + 1], body[start + 1:end - 1], body[i + 2:start]
            else:
                end = start
                yield body[i + 1], [], body[i + 2:start]
            i = end


def declarations(text):
    """By name."""
    tokens, found, i = tokens_of(text), {}, 0
    while i < len(tokens):
        if tokens[i] == "{":
            i = closing(tokens, i)
            continue
        if tokens[i] not in DECLARATIONS or i and tokens[i - 1] in (".", "("):
            i += 1
            continue
        stop = i + 1
        while stop < len(tokens) and tokens[stop] not in ("{", "="):
            stop += 1
        # `where a = b {`: the head goes on to the brace
        if "where" in tokens[i:stop] and tokens[stop] == "=" and tokens[i] not in ("measure", "assume"):
            while tokens[stop] != "{":
                stop += 1
        if stop >= len(tokens):
            break
        head = [t for t in tokens[i + 1:stop] if not t.startswith('"')]
        if tokens[stop] == "{":
            end = closing(tokens, stop)
            body = tokens[stop + 1:end - 1]
        else:
            end, body = stop + 1, []
        if head:
            found.setdefault(head[0], Declaration(tokens[i], head, body))
        i = end
    return found


def clauses(tokens):
    """(word, tokens) of each clause of a stage or a segment."""
    starts = []
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else ""
        opens = ((token in ("enter", "leave") and after == "when") or token == "needs"
                 or (token == "keeps" and after == "while") or token in ("within", "produces")
                 or (token == "next" and tokens[i - 1] != "in")
                 or (token in ("owner", "source") and after.startswith('"'))
                 or (token == "at" and after == "most" and "ranked" in tokens[i:i + 5]))
        if opens:
            starts.append(i)
    for start, end in zip(starts, starts[1:] + [len(tokens)]):
        skip = 2 if tokens[start] in ("enter", "leave", "keeps") else 1
        yield tokens[start], tokens[start + skip:end]


def stages_of(all_declared, process):
    """{stage: {clause: text}} with what it has from the process that it extends."""
    stages = {}
    if process.extends in all_declared:
        stages = {name: dict(parts) for name, parts in
                  stages_of(all_declared, all_declared[process.extends]).items()}
    for name, body, _ in process.blocks("stage"):
        parts = stages.setdefault(name, {})
        for word, tokens in clauses(body):
            parts[word] = joined(tokens)
    return stages


def leave_of(stage):
    parts = [f"({stage['leave']})"] if "leave" in stage else []
    parts += [f"({stage['produces']} is known)"] if "produces" in stage else []
    return " and ".join(parts) or "false"


def needs_of(segmentation, name):
    for segment, body, _ in segmentation.blocks("segment"):
        if segment == name:
            return [joined(tokens) for word, tokens in clauses(body) if word == "needs"]
    raise KeyError(name)


def keeps_of(segmentation, name):
    for segment, body, _ in segmentation.blocks("segment"):
        if segment == name:
            return next(joined(tokens) for word, tokens in clauses(body) if word == "keeps")
    raise KeyError(name)


# ---- Claims ----

class Claim:
    def __init__(self, verdict, declared, text, reason):
        self.verdict, self.declared, self.text, self.reason = verdict, declared, text, reason

    def __str__(self):
        return f"{self.declared}: {self.text}"


def claims_of(output):
    """The table of `strata check --all`."""
    found = []
    for line in output.split("\n"):
        m = re.match(r"(proven|refuted|not settled) +(\S+) +(.*)", line)
        if not m:
            continue
        text, _, reason = m.group(3).partition(": it rests on ")
        if m.group(1) == "not settled" and not reason:
            text, _, reason = m.group(3).rpartition(": ")
        found.append(Claim(m.group(1), m.group(2), text, reason))
    return found


def both(*conditions):
    return " and ".join(f"({c})" for c in conditions if c)


def surely_not(condition):
    return f"(not (({condition}) otherwise false))"


OUTCOMES = {"can be green": "green", "can be amber": "amber", "can be red": "red",
            "can pass": "passes", "can fail": "fails", "can be on track": "on_track",
            "can be overdue": "overdue"}


def question(declared, claim):
    """(entity, condition, whether the claim is that no row meets it), or None. Of which fields have to be
    there no single row says anything: goldens do."""
    text, name = claim.text, claim.declared
    of = declared.get(name) or declared.get(name.split(".")[0])
    if not of:
        return None
    quoted = re.findall(r"`([^`]*)`", text)
    entity = of.entity
    if text == "no row belongs to two stages":
        return entity, f"{name}.fit = several", True
    if text == "every row belongs to a stage":
        return entity, f"{name}.fit = nowhere", True
    if text == "every row fits a segment":
        return entity, f"{name} = unplaced", True
    if of.kind == "process" and len(quoted) == 2 or text.startswith("a row can stay") \
            or text.endswith("can be entered"):
        stages = stages_of(declared, of)
        base = declared.get(of.extends)
        where = of.where or (base.where if base else "")
        enter = lambda s: stages[s].get("enter", "")
        if text.startswith("no row belongs to"):
            pair = [both(enter(s), f"not ({leave_of(stages[s])})") for s in quoted]
            return entity, both(where, *pair), True
        if text.endswith("can be entered"):
            return entity, both(where, enter(quoted[0])), False
        if text.startswith("a row can stay"):
            return entity, both(where, enter(quoted[0]), surely_not(leave_of(stages[quoted[0]]))), False
        return entity, both(where, enter(quoted[0]), leave_of(stages[quoted[1]])), False
    if of.kind == "segmentation":
        if text.endswith("can be given"):
            return entity, f"{name} = {quoted[0]}", False
        if text.endswith("says something of its own"):
            need = joined(tokens_of(quoted[0].removeprefix("needs ")))
            needs = needs_of(of, quoted[1])
            needs.remove(need)
            return entity, both(of.where, *needs, surely_not(need)), False
        if text.startswith("what meets the needs of"):
            keeps = keeps_of(of, quoted[0])
            return entity, both(of.where, *needs_of(of, quoted[0]), f"not ({keeps})"), True
        if text.endswith("exclude each other"):
            needs = needs_of(of, quoted[0]) + needs_of(of, quoted[1])
            return entity, both(of.where, *needs), True
    if text.endswith("applies to some row"):
        return entity, of.where, False
    for words, outcome in OUTCOMES.items():
        if text.endswith("` " + words) and quoted[0] == name:
            if "." in name:
                return entity, name if words == "can hold" else f"not {name}", False
            return entity, f"{name} = {outcome}", False
    if text.endswith("` can hold"):
        return entity, name, False
    condition = re.sub(r"^(leave when|enter when|require|needs|keeps while|where|when|and|or) ", "",
                       quoted[0]) if quoted else ""
    if text.endswith("` can be true"):
        return entity, condition, False
    if text.endswith("` can be other than true"):
        return entity, surely_not(condition), False
    return None


# ---- Rows ----

def hits(folder, file, days, asked):
    """For each question how many rows surely meet it, over all days; None where the program with the
    measures does not compile."""
    declared = declarations(pathlib.Path(folder, file).read_text())
    facts = [f"not (({d.name} = broken) otherwise false)" for d in declared.values()
             if d.kind == "assume"]
    broken = {d.name: d.entity for d in declared.values() if d.kind == "assume"}
    lines = []
    for i, (entity, condition, _) in enumerate(asked):
        held = [f for f, e in zip(facts, broken.values()) if e == entity]
        if entity == "program":
            lines.append(f"measure truth_{i} for program = if {condition} then 1 else 0")
        else:
            lines.append(f"measure truth_{i} for program = "
                         f"count({entity} where {both(condition, *held)})")
    text = pathlib.Path(folder, file).read_text() + "\n" + "\n".join(lines) + "\n"
    pathlib.Path(folder, "truth_" + file).write_text(text)
    total = [0] * len(asked)
    for day in days:
        run = strata(folder, "run", "truth_" + file, "--entity", "program", "--format", "csv",
                     "--fail-on", "never", "--as-of", day)
        if run.returncode:
            raise RuntimeError(run.stderr + run.stdout)
        row = next(csv.DictReader(io.StringIO(run.stdout)))
        for i in range(len(asked)):
            total[i] += int(row.get(f"truth_{i}.low") or row[f"truth_{i}"] or 0)
    return total


def disagreement(claim, found, of_all):
    """What is wrong with the verdict, given how many rows meet the question; None."""
    if claim.verdict == "not settled":
        return None
    some = found > 0
    holds = not some if of_all else some
    if holds == (claim.verdict == "proven"):
        return None
    return f"{claim.verdict}: {claim}, but {found or 'no'} row{'s' * (found != 1)} showed it"


def write_rows(path, header, rows):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
