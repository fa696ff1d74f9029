"""Processes: the stage of a row, how it fits the record, and the way by its history."""
from differential import functions, values
from differential.maker import Maker
from differential.scope import PROGRAM, Env
from differential.values import DATE, Type

FIT = Type("enum", ("fits", "misplaced", "nowhere", "several", "unrecorded", "not_applicable"))
PACE = Type("enum", ("in_time", "late", "not_applicable"))
PATH = Type("enum", ("conforms", "reworked", "skipped", "illegal", "not_applicable"))
WORST = PATH.of
FAILS = {"fit": {"misplaced": "misplaced", "nowhere": "nowhere", "several": "several"},
         "pace": {"late": "late"}, "path": {"skipped": "skipped", "illegal": "illegal"}}


def clauses_of(body, kind):
    return [node for node in body.children if node.kind == kind] if body else []


def inherited(reference, node):
    """{stage: (flags, {kind: clause})}, current, history and subject, with what is extended."""
    base = {}
    stages, rest = {}, {}
    if node.get("EXTENDS"):
        base = reference.processes[node.get("EXTENDS").text]
        stages, rest = inherited(reference, base)
    for clause in node.get("BODY").children:
        if clause.kind != "stage":
            rest[clause.kind] = clause
            continue
        name = clause.get("NAME").text
        flags, own = stages.get(name, (set(), {}))
        flags = clause.flags & {"start", "final"} or flags
        own = {**own, **{c.kind: c for c in clause.get("BODY").children if c.kind != "meta"}}
        stages[name] = flags, own
    if node.get("SUBJECT") or not base:
        rest["subject"] = node.get("SUBJECT")
    return stages, rest


class Process(Maker):
    def __init__(self, declared):
        stages, rest = inherited(declared.reference, declared.node)
        super().__init__(declared)
        self.names = list(stages)
        self.type = Type("enum", (*self.names, "not_applicable"))
        self.starts = {name for name, (flags, _) in stages.items() if "start" in flags}
        self.clauses_by_stage = {name: clauses for name, (_, clauses) in stages.items()}
        self.next = {name: {n.text for n in clauses["next"].children} if "next" in clauses else
                     set() for name, clauses in self.clauses_by_stage.items()}
        self.conditions = {name: self.stage(clauses)
                           for name, clauses in self.clauses_by_stage.items()}
        self.within = {name: self.expr(clauses["within"].get("STEP"))
                       for name, clauses in self.clauses_by_stage.items() if "within" in clauses}
        self.current = None
        if "current" in rest:
            self.current = self.current_expr(rest["current"].get("FIELD"))
        self.history = rest.get("history")
        self.runs = {}

    def current_expr(self, node):
        if node.kind != "path":
            return self.expr(node)
        return self.reference.through(self.current_expr(node.get("BASE")), node.get("NAME").text)

    def stage(self, clauses):
        """Whether a row belongs to the stage."""
        enter = self.condition(clauses["enter"].get("CONDITION")) if "enter" in clauses else None
        leave = []
        if "leave" in clauses:
            leave.append(self.condition(clauses["leave"].get("CONDITION")))
        if "produces" in clauses:
            for name in clauses["produces"].children:
                field = self.expr(name)
                leave.append(lambda env, field=field: field.run(env) is not None)

        def belongs(env):
            left = values.both([part(env) for part in leave]) if leave else False
            return values.both([enter(env) if enter else True, values.invert(left)])
        return belongs

    # --- history ----------------------------------------------------------------------------------

    def entries(self, row):
        """[(day, stage or None)] of the row, in order, without what is left out."""
        path, at = self.history.get("STAGE"), self.history.get("AT").text
        child, stage = path.get("BASE").text, path.get("NAME").text
        table = self.reference.tables[child]
        if self.declared.entity == PROGRAM:
            rows = range(table.count)
        else:
            via = next(name for name, field in table.fields.items()
                       if field.type == Type("ref", self.declared.entity))
            rows = self.reference.children(child, via).get(row, [])
        order = {name: i for i, name in enumerate(self.names)}
        found = []
        for one in rows:
            day, name = table.columns[at][one], table.columns[stage][one]
            if day is not None and day[0] <= self.reference.today:
                found.append((day[0], order.get(name, len(order))))
        return [(day, self.names[i] if i < len(order) else None) for day, i in sorted(found)]

    def way(self, row):
        """The runs of entries, [(first day, stage)], and the worst of the moves."""
        if row not in self.runs:
            runs, worst = [], 0
            for day, stage in self.entries(row):
                if runs and runs[-1][1] == stage:
                    continue
                worst = max(worst, WORST.index(self.move(runs[-1][1] if runs else "", stage)))
                runs.append((day, stage))
            self.runs[row] = runs, WORST[worst]
        return self.runs[row]

    def move(self, before, stage):
        if stage is None or before is None:
            return "illegal"
        if before == "":
            return "conforms" if stage in self.starts else "skipped"
        if stage in self.next[before]:
            return "conforms"
        return "skipped" if self.names.index(stage) > self.names.index(before) else "reworked"

    # --- parts ------------------------------------------------------------------------------------

    def parts(self):
        recorded = ["recorded"] if self.current or self.history else []
        return ["fit", *recorded, "since", "pace", "path"]

    def part_type(self, name):
        if name == "recorded":
            return self.current.type if self.current else self.type
        return {"fit": FIT, "since": DATE, "pace": PACE, "path": PATH}[name]

    def recorded(self, row):
        if self.current:
            return self.current.run(self.env(row))
        runs = self.way(row)[0] if self.history else []
        return runs[-1][1] if runs else None

    def since(self, row):
        runs, recorded = self.way(row)[0] if self.history else [], self.recorded(row)
        days = [day for day, stage in runs if stage is not None and stage == recorded]
        return values.known(days[-1]) if days else None

    def part(self, name, row):
        if name == "recorded":
            return self.recorded(row)
        applies = self.applies(row)
        if not applies:
            return "not_applicable" if applies is False and name != "since" else None
        return getattr(self, "find_" + (name or "stage"))(row)

    def find_since(self, row):
        return self.since(row)

    def find_path(self, row):
        return self.way(row)[1] if self.history else None

    def find_pace(self, row):
        recorded = self.recorded(row)
        if not self.within:
            return "not_applicable"
        if recorded is None:
            return None
        if recorded not in self.within:
            return "not_applicable"
        step = self.within[recorded]
        due = functions.move(self.since(row), step.run(self.env(row)), 1, step.type.kind)
        if due is None:
            return None
        return "in_time" if self.reference.today <= due[0] else "late"

    def memberships(self, row):
        found = [belongs(self.env(row)) for belongs in self.conditions.values()]
        return found, (found.count(True), found.count(True) + found.count(None))

    def find_stage(self, row):
        found, ends = self.memberships(row)
        return self.names[found.index(True)] if ends == (1, 1) else None

    def find_fit(self, row):
        _, (least, most) = self.memberships(row)
        if least >= 2:
            return "several"
        if most == 0:
            return "nowhere"
        if (least, most) != (1, 1):
            return None
        recorded = self.recorded(row)
        if recorded is None:
            return "unrecorded"
        return "fits" if recorded == self.find_stage(row) else "misplaced"

    def findings(self, row):
        waived = self.reference.waived(self.declared.name, self.declared.entity, row)
        if self.part("fit", row) is None:
            yield "stage unknown", "unknown", ""
        for part, failing in FAILS.items():
            what = failing.get(self.part(part, row))
            if what and (part == "fit" or self.history):
                yield ("waived", "info", "") if waived else (what, "warning", "")


MAKERS = {"process": Process}
