"""Questions in a session, beside the rival answering the same over tables that it has loaded.

Ours loads the files once and keeps what it derives. The rival loads the files' tables once; then a question derives
what it needs of them, or, where a table can know it beforehand, reads it from one with every derived column.
Times are of a question in a warm process. That the answers agree is checked first.
"""
import csv
import decimal
import os
import statistics
import subprocess
import sys

from sides import HERE, OUT, STRATA, YARDSTICK

RULES = HERE / "questions.strata"
ASKER = STRATA.parent / "tests/bench/bench_questions"

# The rows of accounts with all that the rules derive of them.
DERIVED = """
SELECT a.*, late / n > 0.10::DOUBLE AS late, touched < DATE '2026-06-30' - 60 AS stale,
       coalesce(revenue_12m, 0) AS revenue_12m
FROM classified a
LEFT JOIN (SELECT account_id, max(last_touch) AS touched FROM contacts GROUP BY account_id) c ON c.account_id = a.id
LEFT JOIN (SELECT account_id, sum(amount) AS revenue_12m, count(*) AS n, count(*) FILTER (WHERE NOT on_time) AS late
           FROM orders WHERE placed > DATE '2025-06-30' AND placed <= DATE '2026-06-30'
           GROUP BY account_id) o ON o.account_id = a.id;
"""
# With a floor of 7 million: by the definition of `classified`, once more.
MOVED = """
SELECT seg_name(seg), seg_name(moved), count(*), sum(revenue) FROM (
  SELECT *, CASE WHEN t IS NULL THEN 3 WHEN t THEN 0 WHEN k IS NULL THEN 3 WHEN k THEN 1 ELSE 2 END AS moved FROM (
    SELECT *, (revenue >= 7000000 AND mutual AND CASE WHEN low >= 75 THEN true WHEN high < 75 THEN false END) AS t
    FROM {accounts}))
WHERE seg <> moved GROUP BY ALL ORDER BY 1, 2
"""


class Question:
    def __init__(self, name, ours, rival=None, accounts="derived"):
        self.name, self.ours, self.rival, self.accounts = name, ours, rival, accounts


FILTER, GROUPS, COUNT = "filter, sort, first 20", "grouped counts", "a count"
QUESTIONS = (
    Question(FILTER,
             "show revenue of account where tier = key and stale = fails sort by revenue desc limit 20",
             "SELECT id, revenue FROM derived WHERE seg = 1 AND stale ORDER BY revenue DESC, id LIMIT 20"),
    Question(GROUPS,
             "show count(), sum(revenue), max(revenue_12m) of account by tier, region",
             "SELECT seg_name(seg), region, count(*), sum(revenue), max(revenue_12m) FROM derived GROUP BY ALL"),
    Question(COUNT, "count(account where tier = strategic and late = fails)",
             "SELECT count(*) FROM derived WHERE seg = 0 AND late"),
    Question("why, a segment", 'why tier for "{key}"'),
    Question("why, a rule", 'why late for "{key}"'),
    Question("why not", 'why not strategic for "{key}"'),
    Question("what if, a parameter", "what if floor = 7M", MOVED.format(accounts="classified"), "classified"),
    Question("what if, an account", 'what if revenue = 9M for "{key}"'),
    Question("sweep, 6 steps", "sweep floor from 5M to 10M by 1M"),
)


# ---- Ours -----------------------------------------------------------------------------------


def ask(data, threads, times):
    """Seconds of loading, and a list of milliseconds a question; answers are left in OUT."""
    with open(data / "accounts.csv", encoding="utf-8") as file:
        rows = sum(1 for _ in file) - 1
    key = f"A{rows // 2:08}"
    answers = OUT / "questions.csv"
    command = [ASKER, str(times), RULES, "--data", data, "--as-of", "2026-06-30", "--threads", str(threads)]
    asked = "".join(question.ours.format(key=key) + "\n" for question in QUESTIONS)
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, text=True, check=False,
                          env=os.environ | {"BENCH_ANSWERS": str(answers)})
    if done.returncode:
        sys.exit(f"status {done.returncode}: bench_questions")
    first, *lines = done.stdout.splitlines()
    times = [[float(word) for word in line.split()[:times]] for line in lines]
    return float(first) / 1e3, times, read_answers(answers)


def read_answers(path):
    """Ours of the first three questions, in the form of `rival_answers`."""
    tables, table = [], None
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            if table is None or not row or row[0] in ("id", "tier") or row[0].startswith("count("):
                table = []
                tables.append(table)
            elif len(tables) <= 3:
                table.append(row)
    filtered, groups, count = tables[:3]
    return [[(key, number(revenue)) for key, revenue in filtered],
            sorted((tier or "unknown", region, *map(number, rest)) for tier, region, *rest in groups),
            [number(count[0][1])]]


def number(text):
    return decimal.Decimal(text).normalize()


# ---- The rival's ----------------------------------------------------------------------------


def rival_run(program, data, threads, made, question, times):
    """What it prints, and milliseconds of each run but the first."""
    scripts = {"derived.sql": f"CREATE OR REPLACE TEMP {'TABLE' if made else 'VIEW'} derived AS {DERIVED}",
               "question.sql": question.rival}
    if made and question.accounts != "derived":
        scripts["derived.sql"] = "CREATE OR REPLACE TEMP TABLE known AS SELECT * FROM classified;"
        scripts["question.sql"] = MOVED.format(accounts="known")
    for name, text in scripts.items():
        (OUT / name).write_text(text, encoding="utf-8")
    folder = YARDSTICK / "duckdb"
    files = [folder / "load.sql", folder / "classify.sql", OUT / "derived.sql", OUT / "question.sql"]
    done = subprocess.run([program, "-t", str(threads), "-r", str(times + 1), *files], check=True, text=True,
                          env=os.environ | {"DATA": str(data)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seconds = [float(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("query ")]
    return list(csv.reader(done.stdout.splitlines())), [value * 1e3 for value in seconds[1:]]


def rival_answer(question, rows):
    if question.name == FILTER:
        return [(key, number(revenue)) for key, revenue in rows]
    if question.name == GROUPS:
        return sorted((tier, region, *map(number, rest)) for tier, region, *rest in rows)
    return [number(rows[0][0])]


# ---- Both -----------------------------------------------------------------------------------


def cells(times):
    return f"{statistics.median(times):>10.2f} ({min(times):.2f} to {max(times):.2f})"


def print_questions(data, program, accounts, threads, times):
    """True where the answers agree."""
    loading, ours, answers = ask(data, threads, times)
    agree = True
    print(f"Questions over {accounts:,} accounts, {threads} thread{'s' * (threads > 1)}, {times} times each; "
          f"loaded in {loading:.2f} s. Milliseconds: the median (smallest to largest)")
    heading = f"    {'':22}{'strata':>10}"
    print(heading + (f"{'duckdb, from its tables':>42}{'with all derived beforehand':>34}" if program else ""))
    for i, question in enumerate(QUESTIONS):
        line = f"    {question.name:22}{cells(ours[i]):<28}"
        for made in (False, True) if program and question.rival else ():
            rows, theirs = rival_run(program, data, threads, made, question, times)
            line += f"{cells(theirs):<32}"
            if i < len(answers) and rival_answer(question, rows) != answers[i]:
                agree = False
                print(f"    {question.name}: the answers differ")
        print(line.rstrip(), flush=True)
    return agree
