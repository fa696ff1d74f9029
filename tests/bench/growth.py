"""How our cost grows: with rows, and with rules."""
import statistics

from sides import OUT, WORK, WORKLOADS, data_folder, measure, our_command, workload_command

RUNS = 3
ROWS = (10_000, 100_000, 1_000_000, 5_000_000)
COPIES = (0, 1, 4, 16)
COPIED_ROWS = 1_000_000

FIELDS = """program "Growth" version "1"
entity account from "accounts.csv" {{
  id: key text  revenue: money(USD)  growth: percent(ratio)  potential: money(USD)
  product_fit: integer  cultural_fit: integer  mutual: bool
  on_time: percent(ratio) from "on_time_rate"  response: number from "first_response_hours"
  loyalty: integer from "nps"  last_review: date
}}
{declarations}
"""
# What w1.strata declares. Every copy has numbers of its own, since equal conditions are computed once.
DECLARATIONS = """
score fit_{i} {{
  give 40 for revenue      from {million} to 10M
  give 20 for growth       from 0% to 25.{i:02}%
  give 15 for product_fit  from 0 to {ten}
  give 15 when mutual
  give 10 when cultural_fit >= {seven}
  out of 100
}}
segmentation tier_{i} {{
  segment strategic {{ needs revenue >= {five_million}  needs mutual  needs fit_{i} >= 75 }}
  segment key {{ needs revenue >= {million}  needs growth >= 10.{i:02}% or potential >= {five_million}
                needs product_fit >= {six} }}
  segment standard otherwise
}}
kpi on_time_rate_{i} {{ value on_time  green >= 95.{i:02}%  amber >= 90.{i:02}% }}
kpi nps_{i} {{ value loyalty  green >= {forty}  amber >= {i} }}
kpi first_response_hours_{i} {{ value response  green <= 4.{i:02}  amber <= 8.{i:02} }}
kpi review_{i} {{ value today - last_review  green <= {ninety} days  amber <= {half_year} days }}
"""


def copies_of_rules(count):
    parts = [DECLARATIONS.format(i=i, million=1_000_000 + i, five_million=5_000_000 + i, ten=10 + i,
                                 seven=7 + i, six=6 + i, forty=40 + i, ninety=90 + i, half_year=180 + i)
             for i in range(count)]
    # With no declaration at all the same cells are read.
    if not count:
        parts = ["measure read = revenue + potential > 0M and growth > 0% and product_fit + cultural_fit + loyalty > 0 "
                 "and mutual and on_time > 0% and response > 0 and last_review < today"]
    path = WORK / f"copies-{count}.strata"
    path.write_text(FIELDS.format(declarations="\n".join(parts)))
    return path


def typical(command):
    """Medians of some runs, after one that warms up."""
    runs = [measure(command, OUT / "ours") for _ in range(RUNS + 1)][1:]
    return statistics.median(run.cpu for run in runs), max(run.memory for run in runs)


def with_rows(workloads, largest):
    print("Growth with rows, one thread: nanoseconds of processor an account, and MiB at the most")
    print(f"  {'accounts':>10}" + "".join(f"{name:>10}{'MiB':>8}" for name in workloads))
    for rows in ROWS:
        if rows > largest:
            continue
        data = data_folder(rows)
        cells = ""
        for name in workloads:
            cpu, memory = typical(workload_command(name, data, 1))
            cells += f"{cpu / rows * 1e9:10.0f}{memory:8.1f}"
        print(f"  {rows:10,}{cells}", flush=True)


def with_rules(form, clock, largest):
    rows = min(COPIED_ROWS, largest)
    data = data_folder(rows)
    print(f"Growth with rules, one thread, {rows:,} accounts, --format {form}: copies of W1's declarations, each with "
          "numbers of its own")
    print(f"  {'copies':>10}{'seconds':>10}{'MiB':>8}{'ns more a copy':>16}{'cycles':>8}  (an account)")
    before = None
    for count in COPIES:
        cpu, memory = typical(our_command(copies_of_rules(count), data, form, 1))
        more = ""
        if before:
            each = (cpu - before[1]) / (count - before[0]) / rows * 1e9
            more = f"{each:16.1f}{each * clock:8.0f}"
        print(f"  {count:10}{cpu:10.3f}{memory:8.1f}{more}", flush=True)
        before = (count, cpu)


def print_growth(workloads, clock, largest):
    with_rows([name for name in WORKLOADS if name in workloads], largest)
    with_rules("text", clock, largest)
