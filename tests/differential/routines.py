"""What is done again and again, and what is checked off: cadences, checklists, assumptions."""
from fractions import Fraction

from differential import functions, values
from differential.maker import Maker
from differential.values import BOOL, DATE, PERCENT, Type

CADENCE = Type("enum", ("on_track", "due", "overdue", "waived", "not_applicable"))
ASSUME = Type("enum", ("holds", "broken"))


class Cadence(Maker):
    """The next day is counted from the last; behind it lies the grace, then it is overdue."""

    type = CADENCE

    def __init__(self, declared):
        super().__init__(declared)
        every = self.clauses("every")[0]
        self.since = self.expr(every.get("SINCE"))
        self.step = self.expr(every.get("STEP"))
        self.grace = [self.expr(node.get("STEP")) for node in self.clauses("grace")]

    def next(self, env):
        return functions.move(self.since.run(env), self.step.run(env), 1, self.step.type.kind)

    def part_type(self, name):
        return DATE

    def part(self, name, row):
        applies, env = self.applies(row), self.env(row)
        if not applies:
            return "not_applicable" if name == "" and applies is False else None
        last = day = self.next(env)
        if name == "next":
            return day
        for grace in self.grace:
            last = functions.move(last, grace.run(env), 1, grace.type.kind)
        today = self.reference.today
        if day is not None and today <= day[0]:
            return "on_track"
        if day is None or last is None:
            return None
        if today <= last[0]:
            return "due"
        waived = self.reference.waived(self.declared.name, self.declared.entity, row)
        return "waived" if waived else "overdue"

    def findings(self, row):
        outcome = self.declared.value(row)
        if outcome is None:
            yield "cadence unknown", "unknown", ""
        if outcome == "overdue":
            yield "cadence overdue", "warning", ""


class Checklist(Maker):
    """The share of the items that hold; each item is a column NAME.ITEM, and a finding."""

    type = PERCENT

    def __init__(self, declared):
        super().__init__(declared)
        self.items = {node.get("NAME").text: self.condition(node.get("CONDITION"))
                      for node in self.clauses("item")}

    def parts(self):
        return list(self.items)

    def part_type(self, name):
        return BOOL

    def part(self, name, row):
        if self.applies(row) is not True:
            return None
        env = self.env(row)
        if name:
            return self.items[name](env)
        found = [condition(env) for condition in self.items.values()]
        ends = (found.count(True), found.count(True) + found.count(None))
        return values.pair(*(values.round_half(Fraction(end, len(found)), 8) for end in ends))

    def findings(self, row):
        applies = self.applies(row)
        for name, condition in self.items.items():
            fails = values.both([applies, values.invert(condition(self.env(row)))])
            if fails is None:
                yield "item unknown", "unknown", name
            elif fails:
                waived = self.reference.waived(f"{self.declared.name}.{name}",
                                               self.declared.entity, row)
                yield ("waived", "info", name) if waived else ("item fails", "error", name)


class Assume(Maker):
    type = ASSUME

    def __init__(self, declared):
        super().__init__(declared)
        self.fact = self.condition(declared.node.get("VALUE"))

    def part(self, name, row):
        holds = self.fact(self.env(row))
        return None if holds is None else "holds" if holds else "broken"

    def findings(self, row):
        if self.declared.value(row) == "broken":
            yield "assume broken", "error", ""


MAKERS = {"cadence": Cadence, "checklist": Checklist, "assume": Assume}
