"""Random programs of a kind, and data that holds every row which matters to them.

A kind is a class with the atoms that conditions are made of. Its fields have few values, all of
which `write` puts down, with every missing value. Of dates it puts down each day near the days that
the program is run on. So what no row shows is not possible, or (kinds with `complete` False) would
take more related rows or a day of another year.
"""
import itertools
import random

from support.truth import write_rows

DAYS = ["2026-06-30"]


def product(values):
    return itertools.product(*values)


class Kind:
    """Conditions out of atoms, declarations out of conditions."""
    complete = True
    days = DAYS

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.setting()

    def condition(self, depth):
        r = self.random
        pick = r.random()
        if not depth or pick < 0.3:
            return self.atom()
        if pick < 0.4:
            return f"not ({self.condition(depth - 1)})"
        if pick < 0.5:
            parts = ", ".join(self.condition(depth - 1) for _ in range(3))
            return f"at least {r.randint(1, 3)} of ({parts})"
        if pick < 0.53:
            return f"({self.condition(depth - 1)}) is known"
        word = r.choice(["and", "or"])
        return f"({self.condition(depth - 1)}) {word} ({self.condition(depth - 1)})"

    def process(self):
        r = self.random
        count = r.randint(2, 3)
        stages = []
        for i in range(count):
            enter = f"  enter when {self.condition(2)}\n" if i else ""
            leave = f"  leave when {self.condition(2)}\n" if i + 1 < count else ""
            following = f"  next s{i + 1}\n" if i + 1 < count else ""
            flag = " start" if not i else " final" if i + 1 == count else ""
            stages.append(f"  stage s{i}{flag} {{\n{enter}{leave}{following}  }}\n")
        where = f" for account where {self.condition(1)}" if r.random() < 0.4 else ""
        return f"process way{where} {{\n{''.join(stages)}}}\n"

    def segmentation(self):
        r = self.random
        exclusive = "  exclusive\n" if r.random() < 0.3 else ""
        segments = "".join(
            f"  segment t{i} {{ " + "  ".join(f"needs {self.condition(1)}" for _ in range(
                r.randint(1, 2))) + " }\n" for i in range(r.randint(2, 4)))
        return f"segmentation tier {{\n{exclusive}{segments}}}\n"

    def rules(self):
        return "".join(f"rule r{i} {{ require {self.condition(2)} }}\n" for i in range(2))

    def more(self):
        return ""

    def program(self):
        return (f'program "proofs"\n\n{self.entities()}\n' + self.more() + self.process()
                + self.segmentation() + self.rules())


def entity(name, fields, key=True):
    lines = "".join(f"  {field}: {kind}\n" for field, kind in fields.items())
    return f"entity {name} {{\n{'  id: key text' + chr(10) if key else ''}{lines}}}\n"


class Plain(Kind):
    """Fields of few values, compared and added."""
    # name: type as written, values as cells of the data
    FIELDS = {
        "agreed": ("bool", ["true", "false"]),
        "known_to_us": ("bool required", ["true", "false"]),
        "region": ("one of (north, south)", ["north", "south"]),
        "size": ("integer 0..3", ["0", "1", "2", "3"]),
        "fit": ("integer 0..2 required", ["0", "1", "2"]),
        "revenue": ("money(EUR) 0..2", ["0", "0.01", "1", "1.5", "2"]),
        "growth": ("percent -1%..1%", ["-1%", "-0.5%", "0%", "0.5%", "1%"]),
    }
    # Of money and percent only some values are written down: those of the constants that conditions
    # have, and one between each two.
    MONEY, PERCENT = ["0", "1", "2"], ["-1%", "0%", "1%"]

    def setting(self):
        names = list(self.FIELDS)
        self.fields = sorted(self.random.sample(names, self.random.randint(2, 3)), key=names.index)

    def whole(self, depth):
        r = self.random
        names = [name for name in self.fields if name in ("size", "fit")]
        if not names or r.random() < 0.15:
            return str(r.randint(0, 3))
        if depth and r.random() < 0.4:
            form = r.choice(["({} + {})", "({} - {})", "min({}, {})", "max({}, {})", "abs({} - {})",
                             "({} * 2 - {})", "({} otherwise {})"])
            return form.format(self.whole(depth - 1), self.whole(depth - 1))
        if depth and r.random() < 0.15:
            return f"(if {self.condition(0)} then {self.whole(0)} else {self.whole(0)})"
        return r.choice(names)

    def atom(self):
        r = self.random
        name = r.choice(self.fields)
        compare = r.choice(["=", "!=", "<", "<=", ">", ">="])
        if r.random() < 0.15:
            return f"{name} is {r.choice(['known', 'missing'])}"
        if name in ("agreed", "known_to_us"):
            return name
        if name == "region":
            return r.choice(["region = north", "region != south", "region in (north, south)"])
        if name == "revenue":
            return f"revenue {r.choice(['>=', '<', '=', '>'])} {r.choice(self.MONEY)}"
        if name == "growth":
            return f"growth {r.choice(['>=', '<=', '='])} {r.choice(self.PERCENT)}"
        if r.random() < 0.2:
            low = r.randint(0, 2)
            return f"{name} between {low} and {low + r.randint(0, 2)}"
        return f"{self.whole(2)} {compare} {r.randint(-1, 4)}"

    def entities(self):
        return entity("account", {name: self.FIELDS[name][0] for name in self.fields})

    def write(self, folder):
        values = [self.FIELDS[name][1] + ([] if "required" in self.FIELDS[name][0] else [""])
                  for name in self.fields]
        write_rows(folder / "account.csv", ["id", *self.fields],
                   ((f"A{n}", *row) for n, row in enumerate(product(values))))


class Related(Kind):
    """Counts, sums, shares and the like of up to three related rows."""
    complete = False
    PARTS = {
        "good": ("bool", ["true", "false", ""]),
        "kind": ("one of (a, b)", ["a", "b", ""]),
        "points": ("integer 0..2", ["0", "1", "2", ""]),
        "marks": ("integer 1..2 required", ["1", "2"]),
        "paid": ("money(EUR) 0..3", ["0", "1", "2", ""]),
        "on": ("date", ["2026-03-01", "2026-06-29", ""]),
    }

    def setting(self):
        r = self.random
        names = list(self.PARTS)
        self.parts = sorted(r.sample(names, 2), key=names.index)
        self.own = r.choice(["agreed", "size"])
        self.measures = [self.aggregate() for _ in range(3)]

    def of_rows(self):
        r = self.random
        name = r.choice(self.parts)
        return {"good": "good", "kind": "kind = " + r.choice("ab"),
                "points": f"points {r.choice(['>=', '<', '='])} {r.randint(0, 2)}",
                "marks": f"marks {r.choice(['>', '='])} 1",
                "paid": f"paid {r.choice(['>=', '<', '>'])} 1",
                "on": r.choice(["on in last 3 months", "on in last 12 months", "on <= today - 30 days"]),
                }[name] if r.random() < 0.85 else f"{name} is known"

    def where(self):
        r = self.random
        if r.random() < 0.3:
            return ""
        second = f" {r.choice(['and', 'or'])} {self.of_rows()}" if r.random() < 0.3 else ""
        return f" where {self.of_rows()}{second}"

    def aggregate(self):
        r = self.random
        if r.random() < 0.45:
            return "number", f"count(visit{self.where()})"
        if r.random() < 0.4:
            return "truth", f"{r.choice(['any', 'all', 'none'])}({self.of_rows()} of visit{self.where()})"
        if r.random() < 0.4:
            return "percent", f"share({self.of_rows()} of visit{self.where()})"
        name = r.choice(self.parts)
        if name in ("good", "kind", "on"):
            return "number", f"count(visit{self.where()})"
        function = r.choice(["sum", "min", "max", "avg", "sum"])
        return "money" if name == "paid" else "number", f"{function}({name} of visit{self.where()})"

    def atom(self):
        r = self.random
        if r.random() < 0.25:
            return "agreed" if self.own == "agreed" else f"size {r.choice(['>=', '<'])} 1"
        index = r.randrange(3)
        kind, text = self.measures[index]
        name = f"m{index}" if r.random() < 0.5 else text
        if kind == "truth":
            return name
        if r.random() < 0.1:
            return f"{name} is {r.choice(['known', 'missing'])}"
        alike = [i for i in range(3) if self.measures[i][0] == kind and i != index]
        compare = r.choice([">=", "<", "=", "<=", ">", "!="])
        if alike and r.random() < 0.4:
            return f"{name} {compare} m{r.choice(alike)}"
        if kind == "percent":
            return f"{name} {compare} {r.choice(['0%', '50%', '100%'])}"
        return f"{name} {compare} {r.randint(0, 2)}"

    def entities(self):
        own = {"agreed": "bool"} if self.own == "agreed" else {"size": "integer 0..1"}
        return (entity("account", own) + entity(
            "visit", {"account": "ref account", **{n: self.PARTS[n][0] for n in self.parts}}, False))

    def more(self):
        return "".join(f"measure m{i} = {text}\n" for i, (_, text) in enumerate(self.measures))

    def write(self, folder):
        own = ["true", "false", ""] if self.own == "agreed" else ["0", "1", ""]
        kinds = list(product([self.PARTS[name][1] for name in self.parts]))
        sets = [s for n in range(4) for s in itertools.combinations_with_replacement(kinds, n)]
        accounts = list(enumerate(itertools.product(own, sets)))
        write_rows(folder / "account.csv", ["id", self.own],
                   ((f"A{n}", value) for n, (value, _) in accounts))
        write_rows(folder / "visit.csv", ["account", *self.parts],
                   ((f"A{n}", *row) for n, (_, rows) in accounts for row in rows))


class Days(Kind):
    """Dates against `today` and each other, on several days of the calendar."""
    complete = False

    def setting(self):
        r = self.random
        days = ["2026-06-30", "2024-02-29", "2026-03-31", "2026-01-01", "2025-12-31", "2026-05-31",
                "2027-02-28", "2026-08-15"]
        self.days = sorted(r.sample(days, 4))
        self.fields = ["d", "e"] if r.random() < 0.5 else ["d"]
        self.flag = r.random() < 0.5
        self.fiscal = r.choice(["", "", "fiscal year starts april\n", "fiscal year starts july\n"])

    def step(self):
        return self.random.choice(["30 days", "90 days", "2 weeks", "1 month", "3 months", "1 quarter",
                                   "12 months", "1 year", "2 years"])

    def atom(self):
        r = self.random
        d = r.choice(self.fields)
        other = r.choice([f for f in self.fields if f != d] + ["today"])
        if self.flag and r.random() < 0.2:
            return "agreed"
        unit = r.choice(["month", "quarter", "year"])
        return r.choice([
            lambda: f"{d} is {r.choice(['known', 'missing'])}",
            lambda: f"{d} in last {self.step()}",
            lambda: f"{d} in last {self.step()} ending {self.step()} ago",
            lambda: f"{d} in next {self.step()}",
            lambda: f"{d} in {r.choice(['this', 'last'])} {unit}",
            lambda: f"{d} in this fiscal year",
            lambda: f"{d} {r.choice(['<=', '<', '>', '>='])} {other}",
            lambda: f"{d} {r.choice(['<=', '<', '>', '>='])} {other} - {self.step()}",
            lambda: f"{d} + {self.step()} {r.choice(['<=', '<', '>', '>='])} {other}",
            lambda: f"{other} - {d} {r.choice(['<=', '>'])} {r.choice(['30 days', '90 days', '365 days'])}",
            lambda: f"{other} - {d} >= {r.choice(['1 month', '1 year', '2 years'])}",
            lambda: f"weekday({d}) {r.choice(['<=', '=', '>'])} {r.randint(1, 7)}",
            lambda: f"month({d}) {r.choice(['<=', '=', '>'])} {r.randint(1, 12)}",
        ])()

    def entities(self):
        fields = {name: "date" for name in self.fields} | ({"agreed": "bool"} if self.flag else {})
        return self.fiscal + entity("account", fields)

    def more(self):
        r = self.random
        grace = f" grace {self.step()}" if r.random() < 0.5 else ""
        if r.random() < 0.5:
            return ""
        return f"cadence visit {{ every {self.step()} since {r.choice(self.fields)}{grace} }}\n"

    def write(self, folder):
        import datetime
        flags = ["true", "false", ""] if self.flag else [""]
        days = [datetime.date.fromisoformat(day) for day in self.days]
        if len(self.fields) == 1:
            first, last = min(days), max(days)
            every = [first + datetime.timedelta(n) for n in
                     range(-1300, (last - first).days + 1300)]
            dates = [(str(d),) for d in every] + [("",)]
        else:
            near = set()
            for day in days[:2]:
                for back in (0, 14, 30, 31, 59, 60, 61, 90, 91, 92, 365, 366, 730, 731, -14, -30, -31, -90):
                    near |= {day - datetime.timedelta(back + k) for k in (-1, 0, 1)}
                near |= {day.replace(day=1), day.replace(month=1, day=1), day.replace(month=4, day=1)}
            cells = [str(d) for d in sorted(near)] + [""]
            dates = list(itertools.product(cells, cells))
        header = ["id", *self.fields] + (["agreed"] if self.flag else [])
        rows = (list(d) + ([f] if self.flag else []) for d in dates for f in flags)
        write_rows(folder / "account.csv", header, ((f"A{n}", *row) for n, row in enumerate(rows)))


class References(Kind):
    """What another row says, through one or two references, or the row before."""

    def setting(self):
        self.two = self.random.random() < 0.5

    def atom(self):
        r = self.random
        owner = r.choice(["owner", "backup"] if self.two else ["owner"])
        other = "backup" if owner == "owner" else "owner"
        compare = r.choice([">=", "<", "="])
        atoms = [
            lambda: f"{owner} is {r.choice(['known', 'missing'])}",
            lambda: f"{owner}.senior",
            lambda: f"{owner}.region = {r.choice(['north', 'south'])}",
            lambda: f"{owner}.level {compare} {r.randint(0, 2)}",
            lambda: f"{owner}.level {compare} size",
            lambda: f"({owner}.level otherwise 1) + size {compare} {r.randint(0, 3)}",
            lambda: f"{owner}.strong",
            lambda: f"size {compare} {r.randint(0, 1)}",
        ]
        if self.two:
            atoms += [lambda: f"{owner}.region = {other}.region",
                      lambda: f"{owner}.level {compare} {other}.level",
                      lambda: "owner = backup", lambda: "owner != backup"]
        return r.choice(atoms)()

    def entities(self):
        refs = {"owner": "ref manager"} | ({"backup": "ref manager"} if self.two else {})
        return (entity("account", {**refs, "size": "integer 0..1"})
                + entity("manager", {"senior": "bool", "region": "one of (north, south)",
                                     "level": "integer 0..1"}))

    def more(self):
        return "measure strong for manager = senior and level >= 1\n"

    def write(self, folder):
        managers = list(enumerate(itertools.product(["true", "false", ""], ["north", "south", ""],
                                                    ["0", "1", ""])))
        write_rows(folder / "manager.csv", ["id", "senior", "region", "level"],
                   ((f"M{n}", *row) for n, row in managers))
        # the same manager behind both, and another one that looks alike
        write_rows_again = [(f"N{n}", *row) for n, row in managers]
        with open(folder / "manager.csv", "a") as out:
            out.writelines(",".join(row) + "\n" for row in write_rows_again)
        keys = [f"M{n}" for n, _ in managers] + [""]
        backups = keys + [f"N{n}" for n, _ in managers]
        refs = itertools.product(keys, backups) if self.two else ((k,) for k in keys)
        header = ["id", "owner"] + (["backup"] if self.two else []) + ["size"]
        rows = ((*ref, size) for ref in refs for size in ("0", "1", ""))
        write_rows(folder / "account.csv", header, ((f"A{n}", *row) for n, row in enumerate(rows)))


class Amounts(Kind):
    """Money, percents, ratios and scores where they are rounded, and integers where they end."""
    PRICES = ["0", "0.0001", "0.0002", "0.0003", "0.0004", "0.0005"]
    RATES = ["-0.000002%", "-0.000001%", "0%", "0.000001%", "0.000002%"]
    LARGE = ["9223372036854775805", "9223372036854775806", "9223372036854775807"]
    SMALL = ["-9223372036854775808", "-9223372036854775807", "-3", "0", "2"]
    FIELDS = {
        "price": ("money(EUR) 0..0.0005", PRICES),
        "fee": ("money(EUR) 0..0.0003", PRICES[:4]),
        "rate": ("percent -0.000002%..0.000002%", RATES),
        "large": ("integer 9223372036854775805..", LARGE),
        "part": ("integer -2..2", ["-2", "-1", "0", "1", "2"]),
        "won": ("integer 0..2", ["0", "1", "2"]),
    }

    def setting(self):
        names = list(self.FIELDS)
        self.fields = sorted(self.random.sample(names, 3), key=names.index)

    def money(self, depth):
        r = self.random
        names = [n for n in ("price", "fee") if n in self.fields]
        if not depth or not names:
            return r.choice(names or ["0.0002"])
        inner = lambda: self.money(depth - 1)
        return r.choice([
            lambda: f"({inner()} + {inner()})", lambda: f"({inner()} - {inner()})",
            lambda: f"({inner()} * {r.choice(['50%', '33%', '150%', '-25%'])})",
            lambda: f"({inner()} * {r.choice(['2', '0.5', '1.5'])})",
            lambda: f"({inner()} / {r.choice(['2', '3', '-2', '4'])})",
            lambda: f"abs({inner()})", lambda: f"min({inner()}, {inner()})",
            lambda: f"({inner()} otherwise 0.0001)", inner,
            lambda: f"round({inner()}, {r.choice(['2', '3', '4'])})",
        ])()

    def whole(self, depth):
        r = self.random
        names = [n for n in ("large", "part", "won") if n in self.fields]
        if not depth or not names:
            return r.choice(names + ["1"])
        inner = lambda: self.whole(depth - 1)
        return r.choice([lambda: f"({inner()} + {inner()})", lambda: f"({inner()} - {inner()})",
                         lambda: f"({inner()} * {r.choice(['2', '-1', '3'])})", lambda: f"(-{inner()})",
                         lambda: f"abs({inner()})", lambda: f"({inner()} otherwise {r.randint(0, 2)})",
                         lambda: f"max({inner()}, {inner()})"])()

    def percent(self):
        r = self.random
        if "rate" in self.fields and r.random() < 0.7:
            inner = lambda: r.choice(["rate", "(rate * 50%)", "(rate / 3)", "(rate + 0.000001%)", "(-rate)",
                                      "round(rate, 6)", "(rate * 150%)"])
            return r.choice([inner, lambda: f"({inner()} + {inner()})", lambda: f"abs({inner()})"])()
        if "won" in self.fields:
            return r.choice(["(won / 3)", "(won / 2 - 1)", "(2 / won)"])
        return "0%"

    def atom(self):
        r = self.random
        compare = r.choice(["=", "!=", "<", "<=", ">", ">="])
        kinds = []
        if {"price", "fee"} & set(self.fields):
            kinds += [lambda: f"{self.money(2)} {compare} {r.choice(self.PRICES[:4])}",
                      lambda: f"{self.money(2)} {compare} {self.money(1)}",
                      lambda: f"points {compare} {r.choice(['0', '3.3333', '5', '6.6667', '10', '11'])}"]
        if {"large", "part", "won"} & set(self.fields):
            kinds += [lambda: f"{self.whole(2)} {compare} {r.choice(['0', '1', '2', '9223372036854775806'])}",
                      lambda: f"{self.whole(2)} is {r.choice(['known', 'missing'])}"]
        if {"rate", "won"} & set(self.fields):
            kinds += [lambda: f"{self.percent()} {compare} {r.choice(['0%', '0.000001%', '50%', '-50%'])}",
                      lambda: f"{self.percent()} is known"]
        return r.choice(kinds)()

    def entities(self):
        return entity("account", {name: self.FIELDS[name][0] for name in self.fields})

    def more(self):
        if not {"price", "fee"} & set(self.fields):
            return ""
        name = "price" if "price" in self.fields else "fee"
        missing = self.random.choice(["", " missing as 5"])
        return (f"score points {{\n  give 10 for {name} from 0 to 0.0003{missing}\n"
                f"  take 3 when {name} > 0.0002\n  out of 10\n}}\n")

    def write(self, folder):
        values = [self.FIELDS[name][1] + [""] for name in self.fields]
        write_rows(folder / "account.csv", ["id", *self.fields],
                   ((f"A{n}", *row) for n, row in enumerate(product(values))))


KINDS = {"plain": Plain, "related": Related, "days": Days, "references": References,
         "amounts": Amounts}
