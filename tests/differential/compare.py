"""Runs one case both ways and compares every column of every row; reduces a case that differs."""
import csv
import datetime
import json
import os
import shutil
import subprocess
import traceback
from collections import Counter
from fractions import Fraction

from differential import generate, schema, tree
from differential.reference import Reference
from differential.scope import PROGRAM
from support.tally import BUILD, PATIENCE, ROOT

STRATA = BUILD / "strata"
# How the run is divided (rows of a batch, threads, bytes of a block), and which form of the program is
# run.
RUNS = (("1:1:1", "program.strata"), ("2:3:64", "program.stc"), ("2048:1:262144", "program.strata"))
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
CODES = {"F0101": "rule fails", "F0102": "rule unknown", "F0103": "kpi red",
         "F0104": "kpi unknown", "F0105": "segmentation unknown", "F0107": "cadence overdue",
         "F0108": "cadence unknown", "F0109": "item fails", "F0110": "item unknown",
         "F0111": "assume broken", "F0112": "misplaced", "F0113": "nowhere",
         "F0114": "several", "F0115": "stage unknown", "F0116": "late", "F0117": "skipped",
         "F0118": "illegal", "F0303": "waived"}


class Refused(Exception):
    """The program did not compile or the data could not be read: the generator's mistake."""


def write_case(case, folder):
    """program.strata, patched.strata (overrides written in) and a CSV file an entity."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.strata").write_text(case.source())
    (folder / "patched.strata").write_text(case.source(patched=True))
    for name, entity in case.entities.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([field.header for field in entity.fields])
            writer.writerows(case.rows[name])


def strata(folder, arguments, division=RUNS[-1][0]):
    batch, threads, block = division.split(":")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC",
                   "STRATA_BATCH_ROWS": batch, "STRATA_THREADS": threads, "STRATA_BLOCK_BYTES": block}
    environment |= {n: v for n, v in os.environ.items() if n.endswith("SAN_OPTIONS")}
    return subprocess.run([STRATA, *arguments], cwd=folder, env=environment, timeout=PATIENCE,
                          stdin=subprocess.DEVNULL, capture_output=True)


def refuse_broken(folder):
    """Raises where the program itself is at fault: a tree is shown of a broken one too."""
    done = strata(folder, ["check", "program.strata"])
    if done.returncode:
        raise Refused(done.stdout.decode() + done.stderr.decode())


def reference_tables(case, folder):
    """{entity: [{column: (type, value)}]} by the reference."""
    done = strata(folder, ["check", "patched.strata", "--dump=tree"])
    if done.returncode:
        raise Refused(done.stdout.decode() + done.stderr.decode())
    today = datetime.date.fromisoformat(case.as_of).toordinal()
    paths = {name: folder / f"{name}.csv" for name in case.entities}
    reference = Reference(tree.read(done.stdout.decode()), today, paths)
    tables = {}
    for entity, columns in reference.columns.items():
        names = [(name, column, "") for name, column in columns.items()]
        names += [(f"{name}.{part}", column, part) for name, column in columns.items()
                  for part in column.parts()]
        tables[entity] = [
            {name: (column.part_type(part) if part else column.type(), column.part(part, row))
             for name, column, part in names} for row in range(reference.row_count(entity))]
    return tables, reference


def compile_case(folder):
    done = strata(folder, ["compile", "program.strata", "-o", "program.stc"])
    if done.returncode:
        raise Refused(done.stdout.decode() + done.stderr.decode())


def program_table(case, folder, entity, division, program):
    """The rows of an entity as `run` prints them."""
    sets = [word for name, value in case.overrides.items()
            if any(d.name == name for d in case.declarations)
            for word in ("--set", f"{name}={value}")]
    table = ["--entity", entity] if entity != PROGRAM else []
    done = strata(folder, ["run", program, "--format", "json", *table, "--as-of", case.as_of,
                           "--fail-on", "never", *sets], division)
    if done.returncode == 2:
        raise Refused(done.stdout.decode() + done.stderr.decode())
    if done.returncode:
        raise RuntimeError(f"status {done.returncode}\n" + done.stderr.decode(errors="replace"))
    report = json.loads(done.stdout.decode(), parse_float=str, parse_int=str)
    rows = [report["summary"]["program"]] if entity == PROGRAM else report["table"]["rows"]
    return rows, report["findings"]


def read_end(type, shown):
    """A value as JSON has it, in the units of values.py. A member is shown as the data has it."""
    kind = type.kind
    if kind == "enum" and shown is not None:
        return shown.removeprefix(schema.SPELLED)
    if shown is None or kind in ("bool", "text", "ref"):
        return shown
    if kind == "date":
        return datetime.date.fromisoformat(shown).toordinal()
    if kind == "duration":
        number, unit = shown.split()
        return Fraction(number) * UNITS[unit.rstrip("s")]
    return float(shown) if kind == "number" else Fraction(shown)


def read_shown(type, shown):
    if isinstance(shown, dict):
        return tuple(read_end(type, shown[end]) for end in ("low", "high"))
    value = read_end(type, shown)
    if value is None or type.kind in ("bool", "text", "enum", "ref"):
        return value
    return (value, value)


def compare_rows(entity, expected, shown, keys):
    """The differences, one a line."""
    if len(expected) != len(shown):
        yield f"{entity}: {len(expected)} rows expected, {len(shown)} shown"
        return
    for index, (row, found) in enumerate(zip(expected, shown)):
        place = f"{entity}[{index}]"
        if keys and keys[index] != found.get("key"):
            yield f"{place}: key {keys[index]!r} expected, {found.get('key')!r} shown"
        for name, (type, value) in row.items():
            if name not in found:
                yield f"{place}.{name}: not shown"
            elif (got := read_shown(type, found[name])) != value:
                yield f"{place}.{name} ({type.kind}): {show(value)} expected, {show(got)} shown"


def expected_findings(reference):
    for entity, columns in reference.columns.items():
        keys = reference.keys(entity) if entity != PROGRAM else [None]
        for name, column in columns.items():
            for row in range(reference.row_count(entity)):
                for what, level, part in column.findings(row):
                    said = column.said(row) if what == "rule fails" else None
                    full = f"{name}.{part}" if part else name
                    yield what, level, entity, keys[row], full, said


def compare_findings(reference, findings):
    """What is reported of declarations, in any order."""
    expected = Counter(expected_findings(reference))
    wordy = {finding[4] for finding in expected if finding[5] is not None}
    shown = Counter((CODES[f["code"]], f["level"], f["entity"], f["key"],
                     f["name"], f["text"] if CODES[f["code"]] == "rule fails" and
                     f["name"] in wordy else None) for f in findings if f["code"] in CODES)
    for finding in (expected - shown):
        yield f"finding {finding} expected"
    for finding in (shown - expected):
        yield f"finding {finding} shown"


def show(value):
    if isinstance(value, tuple):
        return show(value[0]) if value[0] == value[1] else f"{show(value[0])}..{show(value[1])}"
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"{value} ({float(value)!r})"
    return repr(value)


def differences(case, folder):
    """All differences between the reference and the program however the run is divided."""
    write_case(case, folder)
    try:
        tables, reference = reference_tables(case, folder)
    except Exception:
        refuse_broken(folder)
        raise
    compile_case(folder)
    found = []
    for entity, rows in tables.items():
        if not any(rows):
            continue
        keyed = entity != PROGRAM and reference.tables[entity].key
        keys = reference.keys(entity) if keyed else None
        for division, program in RUNS:
            shown, findings = program_table(case, folder, entity, division, program)
            found += [f"{program}, divided {division}: {line}"
                      for line in [*compare_rows(entity, rows, shown, keys),
                                   *compare_findings(reference, findings)]]
            if found:
                return found
    return found


# --- reduction ------------------------------------------------------------------------------------

def still_differs(case, folder):
    try:
        return bool(differences(case, folder))
    except Exception:  # another fault than the one that is being reduced
        return False


def reduce_list(items, keep):
    """Leaves out one item after the other while `keep` holds; changes the list in place."""
    index = len(items) - 1
    while index >= 0:
        item = items.pop(index)
        if not keep():
            items.insert(index, item)
        index -= 1


def reduce_case(case, folder):
    """A smaller case that still differs: without declarations, clauses, rows, fields."""
    def keep():
        return still_differs(case, folder)
    reduce_list(case.declarations, keep)
    for declaration in case.declarations:
        reduce_list(declaration.clauses, keep)
    for rows in case.rows.values():
        reduce_list(rows, keep)
    reduce_list(case.declarations, keep)
    return case


# --- one seed -------------------------------------------------------------------------------------

def judge(seed):
    """None when both agree; else what differs, after the case is reduced and kept."""
    folder = ROOT / "build" / "differential" / str(seed)
    case = generate.generate(seed)
    try:
        found = differences(case, folder)
    except Refused as error:
        return f"seed {seed} is refused ({folder}):\n{error}"
    except Exception:  # a crash of either side is a failure of this seed alone
        return f"seed {seed} does not run ({folder}):\n{traceback.format_exc(limit=-3)}"
    if not found:
        shutil.rmtree(folder)
        return None
    if os.environ.get("REDUCE", "1") != "0":
        reduce_case(case, folder)
        found = differences(case, folder)
    (folder / "differences").write_text("\n".join(found) + "\n")
    return f"seed {seed} differs ({folder.relative_to(ROOT)}):\n" + "\n".join(found[:10])
