"""What the workloads came to, read from our output and from the rival's, and compared.

Counts by segment are recounted from our rows (`--format csv`) and held against the rival's table; the
totals of our text report are held against the recount. A score that differs from the rival's is
computed once more from the file, in fractions: the rival rounds doubles.

    answers.py W1 DATA OURS.txt OURS.csv [RIVAL.txt [RIVAL.csv]]
    answers.py W3 DATA OURS.txt OURS.csv [RIVAL.txt]
"""
import collections
import csv
import decimal
import fractions
import itertools
import re
import sys

KPIS = {"on_time_rate": "on_time_rate", "nps": "nps", "first_response_hours": "first_response_hours",
        "review": "last_review"}
RULES = ("single_point_of_contact", "no_exec", "late", "stale")
SHOWN = 5


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


# ---- Our text report ------------------------------------------------------------------------


def table(path, first):
    """Rows of the summary's table whose head begins with `first`: name to cells. There has to be one."""
    found, inside = {}, False
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if inside and not words:
                break
            if inside and not line.startswith("("):
                found[words[0]] = [word.replace(",", "") for word in words[1:]]
            inside = inside or words[:1] == [first]
    if not found:
        raise ValueError(f"{path}: no table of `{first}`")
    return found


# ---- Exact scores ---------------------------------------------------------------------------


def rounded(value):
    """To 4 decimals, half away from zero; the value is not negative."""
    return fractions.Fraction(int(value * 10000 + fractions.Fraction(1, 2)), 10000)


def ramp(weight, text, start, end):
    """Low and high end of `give weight for text from start to end`."""
    if not text:
        return 0, weight
    part = (fractions.Fraction(text) - start) / (end - start)
    points = rounded(weight * min(max(part, 0), 1))
    return points, points


def exact_score(row):
    """Low and high end of an account's score."""
    growth = fractions.Fraction(1, 4)
    holds = 10 if row["cultural_fit"] and int(row["cultural_fit"]) >= 7 else 0
    parts = [ramp(40, row["revenue"], 10**6, 10**7), ramp(20, row["growth"], 0, growth),
             ramp(15, row["product_fit"], 0, 10),
             (15, 15) if row["mutual"] == "true" else (0, 0 if row["mutual"] else 15),
             (holds, holds if row["cultural_fit"] else 10)]
    return tuple(f"{float(sum(ends)):.4f}" for ends in zip(*parts))


# ---- W1 and W2 ------------------------------------------------------------------------------


def four_decimals(text):
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest:0<4}"


def our_lines(path):
    """Our rows in the rival's form: one line an account."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        head = next(reader)
        key, tier, low, high, *kpis = map(head.index, ("id", "tier", "fit.low", "fit.high", *KPIS))
        for row in reader:
            statuses = (row[kpi] or "unknown" for kpi in kpis)
            yield ",".join((row[key], row[tier] or "unknown", four_decimals(row[low]),
                            four_decimals(row[high]), *statuses))


def count_statuses(path):
    """(segment, metric, status) to count."""
    counts = collections.Counter()
    for (segment, *statuses), rows_alike in collections.Counter(
            tuple(line.split(",")[1:2] + line.split(",")[4:]) for line in our_lines(path)).items():
        counts[segment, "accounts", "count"] += rows_alike
        for metric, status in zip(KPIS.values(), statuses):
            counts[segment, metric, status] += rows_alike
    return counts


def check_text_w1(text, counts, complain):
    """The totals of the report are those of the rows."""
    for segment, cells in table(text, "tier").items():
        if int(cells[0]) != counts[segment, "accounts", "count"]:
            complain(f"{segment}: {cells[0]} accounts in the report")
    for kpi, cells in table(text, "KPI").items():
        for status, cell in zip(("green", "amber", "red", "unknown"), (*cells[1:4], cells[6])):
            total = sum(count for (_, metric, member), count in counts.items()
                        if metric == KPIS[kpi] and member == status)
            if int(cell) != total:
                complain(f"{kpi}: {cell} {status} in the report, {total} rows")


def rival_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {tuple(row[:3]): decimal.Decimal(row[3]) for row in csv.reader(file)}


def compare_w1(text, counts, rival, complain):
    for segment, cells in table(text, "tier").items():
        counts[segment, "revenue", "sum"] = decimal.Decimal(cells[2])
    compare_counts(counts, rival_table(rival), complain)


def compare_counts(ours, theirs, complain):
    for key in sorted(set(ours) | set(theirs)):
        if ours.get(key, 0) != theirs.get(key, 0):
            complain(f"{' '.join(key)}: {ours.get(key, 0)}, the rival {theirs.get(key, 0)}")


def rival_lines(path):
    with open(path, encoding="utf-8") as file:
        next(file)
        yield from (line.rstrip("\n") for line in file)


def key_of(line):
    return line and line.split(",", maxsplit=1)[0]


def differing_rows(ours, rival):
    """Pairs of lines that differ. Only where their order is not ours are they sorted, which needs all
    of them in memory."""
    pairs = []
    for pair in itertools.zip_longest(our_lines(ours), rival_lines(rival)):
        if pair[0] == pair[1]:
            continue
        if key_of(pair[0]) != key_of(pair[1]):
            both = itertools.zip_longest(sorted(our_lines(ours)), sorted(rival_lines(rival)))
            return [pair for pair in both if pair[0] != pair[1]]
        pairs.append(pair)
    return pairs


def compare_w2(data, ours, rival, complain):
    """How many rows differ in the score alone, where ours is the exact one."""
    differing = {}
    for pair in differing_rows(ours, rival):
        if key_of(pair[0]) == key_of(pair[1]):
            differing[key_of(pair[0])] = pair
        else:
            complain(f"{pair[0]}, the rival {pair[1]}")
    if not differing:
        return 0
    explained = 0
    for row in rows(f"{data}/accounts.csv"):
        pair = differing.get(row["id"])
        if not pair:
            continue
        own, theirs = (line.split(",") for line in pair)
        same = own[:2] == theirs[:2] and own[4:] == theirs[4:]
        if same and tuple(own[2:4]) == exact_score(row):
            explained += 1
        else:
            complain(f"{pair[0]}, the rival {pair[1]}, exact {exact_score(row)}")
    if explained != len(differing):
        complain(f"{len(differing)} rows differ, {explained} by the rival's rounding")
    return explained


def check_scores(data, ours, complain):
    """Every score is the exact one."""
    for row, line in zip(rows(f"{data}/accounts.csv"), our_lines(ours)):
        cells = line.split(",")
        if row["id"] != cells[0] or exact_score(row) != tuple(cells[2:4]):
            complain(f"{line}, exact {exact_score(row)}")


# ---- W3 -------------------------------------------------------------------------------------


def count_rules(path):
    counts = collections.Counter()
    for row in rows(path):
        segment = row["tier"] or "unknown"
        counts[segment, "accounts", "count"] += 1
        counts[segment, "revenue_12m", "sum"] += decimal.Decimal(row["revenue_12m"] or 0)
        for rule in RULES:
            state = {"passes": None, "fails": "violated", "": "unknown"}[row[rule]]
            if state:
                counts[segment, rule, state] += 1
    return counts


def check_text_w3(text, counts, complain):
    for rule, cells in table(text, "rule").items():
        for state, cell in (("violated", cells[3]), ("unknown", cells[6])):
            total = sum(count for (_, name, member), count in counts.items()
                        if name == rule and member == state)
            if int(cell) != total:
                complain(f"{rule}: {cell} {state} in the report, {total} rows")


# ---- The command ----------------------------------------------------------------------------


class Complaints:
    """Prints the first few and counts all."""

    def __init__(self):
        self.count = 0

    def __call__(self, text):
        self.count += 1
        if self.count <= SHOWN:
            print(f"    {text}")


def compare_first(data, text, ours, rival, rival_rows, complain):
    counts = count_statuses(ours)
    check_text_w1(text, counts, complain)
    if not rival:
        return ""
    compare_w1(text, counts, rival, complain)
    explained = compare_w2(data, ours, rival_rows, complain)
    if not explained:
        return ""
    return f"; of {explained} scores the rival's last digit is off, ours are exact"


def compare(workload, data, text, ours, rival=None, rival_rows=None):
    complain, remark = Complaints(), ""
    if workload == "W1":
        remark = compare_first(data, text, ours, rival, rival_rows, complain)
    else:
        counts = count_rules(ours)
        check_text_w3(text, counts, complain)
        if rival:
            compare_counts(counts, rival_table(rival), complain)
    names = "W1, W2" if workload == "W1" else workload
    if complain.count:
        print(f"  {names}: {complain.count} differences")
        return False
    print(f"  {names}: {'equal results' if rival else 'report and rows agree'}{remark}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(0 if compare(*sys.argv[1:]) else 1)
