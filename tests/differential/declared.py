"""Declared columns: measures, scores, segmentations, KPIs and rules, row by row; cadences,
checklists and assumptions are in routines.py, processes in processes.py.

A segmentation with a cap needs all rows of its entity, so it is computed for all at once.
"""
import datetime
import math
from fractions import Fraction

from differential import processes, routines, values
from differential.maker import Maker
from differential.typing_rules import convert, join
from differential.values import SCORE, Type

COLUMN_KINDS = {"measure", "score", "segmentation", "kpi", "rule", *routines.MAKERS, *processes.MAKERS}
ROUTINES = {*routines.MAKERS, *processes.MAKERS}
KPI = Type("enum", ("green", "amber", "red", "waived", "not_applicable"))
RULE = Type("enum", ("passes", "fails", "waived", "not_applicable"))
DRIFT = Type("enum", ("same", "promoted", "demoted", "not_applicable"))
UNSET = object()


class Declared:
    """One declared column of an entity: type(), value(row), part(name, row)."""

    def __init__(self, reference, node, name):
        self.reference, self.node, self.name, self.kind = reference, node, name, node.kind
        subject = node.get("SUBJECT")
        while subject is None and node.get("EXTENDS"):  # inherited
            node = reference.processes[node.get("EXTENDS").text]
            subject = node.get("SUBJECT")
        entity = node.get("ENTITY") or (subject and subject.get("ENTITY"))
        self.entity = entity.text if entity else "account"
        self.where = subject and subject.get("WHERE")
        self.made = self.made_type = None
        self.memo = {}

    def type(self):
        if self.made_type is None:
            self.made_type = self.find_type()
        return self.made_type

    def find_type(self):
        if self.kind == "score":
            return SCORE
        if self.kind in ("kpi", "rule"):
            return KPI if self.kind == "kpi" else RULE
        if self.kind in ROUTINES:
            return self.maker().type
        if self.kind == "segmentation":
            names = [n.get("NAME").text for n in self.node.get("BODY").children
                     if n.kind == "segment"]
            return Type("enum", (*names, "unplaced", "not_applicable"))
        return self.maker().type

    def maker(self):
        if self.made is None:
            self.made = MAKERS[self.kind](self)
        return self.made

    def value(self, row):
        return self.part("", row)

    def part(self, name, row):
        if self.kind == "segmentation":
            self.fill()
        if (name, row) not in self.memo:
            self.memo[name, row] = UNSET
            self.memo[name, row] = self.maker().part(name, row)
        if self.memo[name, row] is UNSET:
            raise RecursionError(self.name)
        return self.memo[name, row]

    def fill(self):
        """The outcomes of all rows, for the caps."""
        if ("", 0) not in self.memo and self.reference.row_count(self.entity):
            for row, outcome in enumerate(self.maker().outcomes()):
                self.memo["", row] = outcome

    def part_type(self, name):
        if name == "value":
            return self.maker().value_type
        if name == "drift":
            return DRIFT
        if self.kind == "segmentation":
            return self.maker().current.type
        return self.maker().part_type(name)

    def findings(self, row):
        """(what, level, part) of all that is reported of the row."""
        if self.kind in ROUTINES:
            yield from self.maker().findings(row)
            return
        outcome = self.value(row)
        if self.kind in ("rule", "kpi", "segmentation") and outcome is None:
            yield f"{self.kind} unknown", "unknown", ""
        if self.kind == "kpi" and outcome == "red":
            yield "kpi red", "warning", ""
        if self.kind == "rule" and outcome == "fails":
            severity = [n.text for n in self.node.get("BODY").children if n.kind == "severity"]
            yield "rule fails", severity[0] if severity else "error", ""

    def said(self, row):
        """What a failing rule says of the row; None where it has no words of its own."""
        return self.maker().said(row) if self.kind == "rule" else None

    def parts(self):
        """The names of its further columns."""
        if self.kind == "kpi":
            return ["value"]
        if self.kind == "segmentation" and self.maker().current:
            return ["recorded", "drift"]
        if self.kind == "cadence":
            return ["next"]
        return self.maker().parts() if self.kind in ("checklist", "process") else []


class Measure(Maker):
    def __init__(self, declared):
        super().__init__(declared)
        written = self.reference.written_type(declared.node.get("TYPE"))
        value = self.reference.expr(declared.node.get("VALUE"), self.scope, written)
        if written and not (written.kind == "money" and written.of is None):
            value = convert(value, written)
        else:
            value = join([value])[0][0]
        self.value, self.type = value, value.type

    def part(self, name, row):
        return self.value.run(self.env(row))


class Score(Maker):
    """The exact sum of components, each rounded to 4 decimals; what is missing is a range."""

    def __init__(self, declared):
        super().__init__(declared)
        self.components = [self.component(node) for node in self.clauses("give_ramp", "give_when")]

    def component(self, node):
        weight = convert(self.expr(node.get("WEIGHT")), SCORE).run
        sign = -1 if "take" in node.flags else 1
        missing = node.get("MISSING") and convert(self.expr(node.get("MISSING")), SCORE).run
        if node.kind == "give_ramp":
            ends = [node.get(slot) for slot in ("VALUE", "FROM", "TO")]
            sides, _ = join(self.reference.together(ends, self.scope))
            part = lambda env: values.ramp(*(side.run(env) for side in sides))
        else:
            condition = self.condition(node.get("CONDITION"))
            part = lambda env: None if (truth := condition(env)) is None else (
                (Fraction(int(truth)),) * 2)

        def run(env):
            points = values.point(weight(env))
            if points is None:
                return None
            found = part(env)
            if found is None and missing:
                ends = missing(env)
                return ends and sorted(sign * end for end in ends)
            ends = found if found is not None else (Fraction(0), Fraction(1))
            return sorted(values.round_half(sign * points * end, 4) for end in ends)
        return run

    def part(self, name, row):
        if self.applies(row) is not True:
            return None
        env = self.env(row)
        found = [component(env) for component in self.components]
        if None in found:
            return None
        return values.pair(*(values.fit("score", sum(ends[i] for ends in found)) for i in (0, 1)))


class Rule(Maker):
    def __init__(self, declared):
        super().__init__(declared)
        self.required = [self.condition(node.get("CONDITION")) for node in self.clauses("require")]
        self.pieces = []
        for node in self.clauses("say"):
            template = node.get("TEMPLATE")
            parts = template.children if template.kind == "template" else [template]
            self.pieces = [part.text if part.kind == "string" else
                           self.reference.settled(self.expr(part)) for part in parts]

    def said(self, row):
        if not self.pieces:
            return None
        env = self.env(row)
        return "".join(piece if isinstance(piece, str) else
                       show_people(piece.type.kind, piece.run(env)) for piece in self.pieces)

    def part(self, name, row):
        applies = self.applies(row)
        if not applies:
            return None if applies is None else "not_applicable"
        env = self.env(row)
        holds = values.both([condition(env) for condition in self.required])
        if holds is None:
            return None
        if holds:
            return "passes"
        waived = self.reference.waived(self.declared.name, self.declared.entity, row)
        return "waived" if waived else "fails"


def show_people(kind, value):
    """As people read it; for the types that the generator lets a rule say."""
    if value is None:
        return "missing"
    if kind == "bool":
        return "true" if value else "false"
    if kind not in values.RANGED:
        return value
    ends = [f"{end:,}" if kind == "integer" else datetime.date.fromordinal(end).isoformat()
            for end in value]
    return ends[0] if value[0] == value[1] else "–".join(ends)


class Kpi(Maker):
    """The status by its bands, read from green down; `.value` is the number behind it."""

    def __init__(self, declared):
        super().__init__(declared)
        value = self.expr(self.clauses("value")[0].get("VALUE"))
        self.groups = []
        for node in self.clauses("bands_where"):
            self.groups.append((self.condition(node.get("CONDITION")),
                                node.get("BODY").children))
        self.groups.append((lambda env: True, self.clauses("band")))
        limits = [self.expr(limit) for _, bands in self.groups for band in bands
                  for limit in (band.get("LIMIT"), band.get("HIGH")) if limit]
        joined, common = join([value, *limits])
        self.value, self.value_type = joined[0].run, common
        found = iter(joined[1:])
        self.groups = [(condition, [self.band(band, found) for band in bands])
                       for condition, bands in self.groups]

    @staticmethod
    def band(node, limits):
        """(colour, test of value and environment)."""
        limit = next(limits).run
        if node.op != "between":
            return node.text, lambda value, env: values.compare(node.op, value, limit(env))
        high = next(limits).run
        return node.text, lambda value, env: values.both(
            [values.compare(">=", value, limit(env)), values.compare("<=", value, high(env))])

    def part(self, name, row):
        applies = self.applies(row)
        if not applies:
            return "not_applicable" if name == "" and applies is False else None
        env = self.env(row)
        value = self.value(env)
        if name == "value":
            return value
        status = self.status(value, env)
        if status == "red" and self.reference.waived(self.declared.name, self.declared.entity,
                                                     row):
            return "waived"
        return status

    def status(self, value, env):
        for condition, bands in self.groups:
            chosen = condition(env)
            if chosen is None:
                return None
            if chosen:
                break
        for colour, test in bands:
            reached = test(value, env)
            if reached is None:
                return None
            if reached:
                return colour
        return "red"


class Segment:
    """One segment: needs, easier terms for those recorded in it, and its cap."""

    def __init__(self, maker, node):
        self.name, self.maker = node.get("NAME").text, maker
        self.needs, self.keeps, self.limit, self.rank = [], None, None, None
        for clause in node.get("BODY").children if node.get("BODY") else []:
            if clause.kind == "needs":
                self.needs.append(maker.condition(clause.get("CONDITION")))
            elif clause.kind == "keeps":
                self.keeps = maker.condition(clause.get("CONDITION"))
            elif clause.kind == "cap":
                self.limit = maker.expr(clause.get("LIMIT"))
                self.rank = maker.expr(clause.get("RANK"))

    def holds(self, env):
        needs = values.both([need(env) for need in self.needs])
        if self.keeps is None or self.maker.current.run(env) != self.name:
            return needs
        return values.either([needs, self.keeps(env)])

    def seats(self, applicable):
        """How many the cap lets in; percent is of the rows that the segmentation applies to."""
        limit = values.point(self.limit.run(self.maker.env(0)))
        if self.limit.type.kind == "percent":
            return math.floor(limit * applicable)
        return int(limit)

    def within(self, rows, applicable):
        """The best of the rows that surely qualify: missing last, ties by key."""
        keys = self.maker.reference.keys(self.maker.declared.entity)

        def place(row):
            value = self.rank.run(self.maker.env(row))
            return (value is None, 0 if value is None else -value[0], keys[row] or "", row)
        return set(sorted(rows, key=place)[:self.seats(applicable)])


class Segmentation(Maker):
    def __init__(self, declared):
        super().__init__(declared)
        self.current = None
        for node in self.clauses("current"):
            self.current = self.current_expr(node.get("FIELD"))
        self.segments = [Segment(self, node) for node in self.clauses("segment")]

    def current_expr(self, node):
        if node.kind != "path":
            return self.expr(node)
        return self.reference.through(self.current_expr(node.get("BASE")), node.get("NAME").text)

    def outcomes(self):
        rows = range(self.reference.row_count(self.declared.entity))
        reach = [self.applies(row) for row in rows]
        applicable = reach.count(True)
        result = ["not_applicable" if applies is False else UNSET for applies in reach]
        for segment in self.segments:
            inside = [values.both([reach[row], segment.holds(self.env(row))])
                      if reach[row] is not False else False for row in rows]
            if segment.limit is not None:
                sure = [row for row in rows if inside[row] is True]
                within = segment.within(sure, applicable)
                inside = [row in within if inside[row] is True else inside[row] for row in rows]
            for row in rows:
                if result[row] is UNSET and inside[row] is not False:
                    result[row] = segment.name if inside[row] else None
                reach[row] = values.both([reach[row], values.invert(inside[row])])
        for row in rows:
            if result[row] is UNSET:
                result[row] = "unplaced" if reach[row] else None
        return result

    def part(self, name, row):
        recorded = self.current.run(self.env(row))
        if name == "recorded":
            return recorded
        outcome = self.declared.value(row)
        if outcome == "not_applicable":
            return "not_applicable"
        if outcome is None or recorded is None:
            return None
        order = [segment.name for segment in self.segments] + ["unplaced"]
        if outcome == recorded:
            return "same"
        if recorded not in order:
            return None
        return "promoted" if order.index(outcome) < order.index(recorded) else "demoted"


MAKERS = {"measure": Measure, "score": Score, "rule": Rule, "kpi": Kpi,
          "segmentation": Segmentation, **routines.MAKERS, **processes.MAKERS}
