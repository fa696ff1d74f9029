"""Random well-typed programs with data, the same for the same seed.

A declaration uses only fields and columns declared before it, so that there is no cycle; then
their order is shuffled, since it must not count. Text and its binding strength go together
(Text.level), so that parentheses stand where they must, and sometimes where they need not.
"""
import datetime
import random

from differential import expressions, grammar, schema
from differential.values import (BOOL, DATE, DURATION, INTEGER, NUMBER, PERCENT, PERIOD, SCORE,
                                 TEXT, Type)

KINDS = (["measure"] * 10 + ["score"] * 4 + ["segmentation"] * 2 + ["kpi"] * 4 + ["rule"] * 4 +
         ["cadence", "cadence", "checklist", "checklist", "assume", "process", "process",
          "process"])
WAIVED = {"rule", "kpi", "cadence", "checklist", "process"}


class Declaration:
    """Source text in parts: the clauses can be left out one by one when a case is reduced."""

    def __init__(self, head, clauses=(), tail="", kind="", name=""):
        self.head, self.clauses, self.tail = head, list(clauses), tail
        self.kind, self.name, self.items = kind, name, ()

    def text(self):
        return "\n".join([self.head, *("  " + clause for clause in self.clauses),
                          *([self.tail] if self.tail else [])])

    def copy(self):
        return Declaration(self.head, self.clauses, self.tail, self.kind, self.name)


class Case:
    """A program, its data, and how it is run."""

    def __init__(self, seed, as_of, entities, declarations, overrides):
        self.seed, self.as_of, self.entities = seed, as_of, entities
        self.declarations, self.overrides = declarations, overrides
        self.rows = {name: entity.rows for name, entity in entities.items()}

    def source(self, patched=False):
        """The text; patched: as if the overrides were written in it."""
        parts = []
        for declaration in self.declarations:
            text = declaration.text()
            if patched and declaration.name in self.overrides:
                text = declaration.head.rsplit(" = ", 1)[0] + " = " + self.overrides[
                    declaration.name]
            parts.append(text)
        return "\n".join(parts) + "\n"


class Generator:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.seed = seed
        self.as_of = self.rng.choice(schema.AS_OF)
        self.today = datetime.date.fromisoformat(self.as_of).toordinal()
        self.entities = schema.random_entities(self.rng)
        schema.random_rows(self.rng, self.entities, self.today)
        self.columns = {name: [] for name in [*self.entities, "program"]}
        self.params, self.definitions, self.overrides = [], [], {}
        self.declarations, self.count, self.limits = [], 0, set()
        self.write = expressions.Writer(self)

    def new_name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def case(self):
        rng = self.rng
        for _ in range(rng.randint(0, 3)):
            self.add_param()
        for _ in range(rng.randint(0, 2)):
            self.add_definition()
        for _ in range(rng.randint(4, 12)):
            getattr(self, "add_" + rng.choice(KINDS))()
        for declaration in [d for d in self.declarations if d.kind in WAIVED]:
            if rng.random() < 0.4:
                self.add_waiver(declaration)
        if rng.random() < 0.5:
            month = rng.choice(["april", "july", "october", "february"])
            self.declarations.append(Declaration(f"fiscal year starts {month}"))
        self.declarations += [Declaration(e.source()) for e in self.entities.values()]
        rng.shuffle(self.declarations)
        self.declarations.insert(0, Declaration(f'program "seed {self.seed}" version "1"'))
        return Case(self.seed, self.as_of, self.entities, self.declarations, self.overrides)

    # --- declarations -----------------------------------------------------------------------------

    def add_param(self):
        rng = self.rng
        type = rng.choice([INTEGER, NUMBER, PERCENT, schema.USD, DATE, DURATION, PERIOD, BOOL])
        name = self.new_name("p")
        if type.kind == "period":
            values = ["1 month", "1 year", "2 quarters"]
        elif type.kind in ("integer", "percent") and rng.random() < 0.5:
            values = ["0", "1", "2", "4"] if type.kind == "integer" else ["0%", "34%", "60%"]
            self.limits.add(name)
        else:
            values = [self.write.literal(type, bare=False) for _ in range(2)]
        written = {"money": f": money({type.of})", "bool": ": bool", "number": ": number"}.get(
            type.kind, "")
        self.declarations.append(Declaration(f"param {name}{written} = {rng.choice(values)}",
                                             kind="param", name=name))
        self.params.append((name, type))
        if rng.random() < 0.4:
            self.overrides[name] = rng.choice(values)

    def add_definition(self):
        rng = self.rng
        name, parameters = self.new_name("f"), []
        for i in range(rng.randint(1, 3)):
            type = rng.choice([INTEGER, NUMBER, PERCENT, schema.USD, DATE, BOOL, DURATION, TEXT])
            each = rng.random() < 0.4
            parameters.append((f"arg{i}", type, each))
        result = rng.choice([INTEGER, NUMBER, PERCENT, schema.USD, BOOL])
        body = self.write.body(result, parameters)
        written = ", ".join(f"{n}: {'each ' if each else ''}{self.written(t)}"
                            for n, t, each in parameters)
        self.declarations.append(Declaration(f"define {name}({written}) = {body}"))
        self.definitions.append((name, parameters, result))

    @staticmethod
    def written(type):
        return f"money({type.of})" if type.kind == "money" else type.kind

    def random_entity(self, program=0.1, keyed=False):
        if self.rng.random() < program:
            return "program"
        names = [n for n, e in self.entities.items() if e.keyed or not keyed]
        return self.rng.choice(["account", *names])

    def subject(self, entity):
        """`for ENTITY where C`, where there is anything to say."""
        if self.rng.random() < 0.35:
            return f" for {entity} where {self.write.condition(entity, 2)}"
        if entity == "account" and self.rng.random() < 0.5:
            return ""
        return f" for {entity}"

    def declare(self, kind, prefix, entity, type, clauses, subject=None, **more):
        name = self.new_name(prefix)
        subject = self.subject(entity) if subject is None else subject
        self.declarations.append(Declaration(f"{kind} {name}{subject} {{", clauses, "}",
                                             kind=kind, name=name))
        self.declarations[-1].entity = entity
        self.columns[entity].append(grammar.Column(name, type, kind, **more))

    def add_measure(self):
        entity, rng = self.random_entity(0.15), self.rng
        type = self.write.usable(entity, expressions.random_result(rng))
        expr = self.write.expression(entity, type, rng.randint(1, 4))
        if rng.random() < 0.1 and type.kind == "integer":
            type = rng.choice([NUMBER, INTEGER])  # an integer fits both
            typed = f": {type.kind}"
        else:
            typed = f": {self.written(type)}" if rng.random() < 0.1 and type.kind != "score" else ""
        name = self.new_name("x")
        subject = "" if entity == "account" and rng.random() < 0.5 else f" for {entity}"
        self.declarations.append(Declaration(f"measure {name}{subject}{typed} = {expr}",
                                             kind="measure", name=name))
        self.columns[entity].append(grammar.Column(name, type, "measure"))

    def add_score(self):
        entity, rng = self.random_entity(0.1), self.rng
        components = []
        for _ in range(rng.randint(1, 4)):
            weight = rng.choice(["10", "40", "33.3333", "0.5", "7"])
            if rng.random() < 0.5:
                text = f"give {weight} for {self.write.ramp(entity)}"
            else:
                verb = rng.choice(["give", "give", "take"])
                text = f"{verb} {weight} when {self.write.condition(entity, 2)}"
            if rng.random() < 0.15:
                text += f" missing as {rng.choice(['0', '5', '2.5'])}"
            components.append(text)
        self.declare("score", "s", entity, SCORE, components, ranged=True)

    def add_segmentation(self):
        entity, rng = self.random_entity(0.0, keyed=rng_chance(self.rng, 0.9)), self.rng
        recorded = [f for f in self.entities[entity].fields if f.type.kind == "enum"]
        clauses, names, current = [], ["seg_a", "seg_b", "seg_c"][:rng.randint(1, 3)], None
        if recorded and rng.random() < 0.6:
            current = rng.choice(recorded)
            names = list(current.type.of)[:rng.randint(1, len(current.type.of))]
            clauses.append(f"current {current.name}")
        for i, name in enumerate(names):
            if i == len(names) - 1 and i > 0 and rng.random() < 0.5:
                clauses.append(f"segment {name} otherwise")
                break
            clauses.append(f"segment {name} {{ {self.segment(entity, current)} }}")
        members = (*names, "unplaced", "not_applicable")
        self.declare("segmentation", "t", entity, Type("enum", members), clauses,
                     current=current and current.type)

    def segment(self, entity, current):
        rng = self.rng
        parts = [f"needs {self.write.condition(entity, 2)}" for _ in range(rng.randint(0, 2))]
        if current and rng.random() < 0.5:
            parts.append(f"keeps while {self.write.condition(entity, 2)}")
        if rng.random() < 0.4:
            limits = ["0", "1", "2", "3", "5", "25%", "50%", "10%"]
            rank = self.write.expression(entity, self.write.usable(entity, rng.choice(
                [INTEGER, SCORE, SCORE, schema.USD, NUMBER, PERCENT, DATE])), 2)
            limits += [n for n, t in self.params if n in self.limits] * 4
            parts.append(f"at most {rng.choice(limits)} ranked by {rank}")
        return " ".join(parts)

    def add_kpi(self):
        entity, rng = self.random_entity(0.15), self.rng
        type = self.write.usable(entity, rng.choice(
            [INTEGER, NUMBER, PERCENT, PERCENT, schema.USD, SCORE, DURATION, DATE]))
        clauses = [f"value {self.write.expression(entity, type, 3)}", *self.bands(type)]
        for _ in range(rng.choice([0, 0, 1, 2])):
            clauses.append(f"where {self.write.condition(entity, 1)} "
                           f"{{ {' '.join(self.bands(type))} }}")
        self.declare("kpi", "k", entity, grammar.KPI, clauses, value=type)

    def bands(self, type):
        rng = self.rng
        if rng.random() < 0.2:
            low, high = self.write.ordered(type)
            return [f"green between {low} and {high}"]
        op = rng.choice([">=", ">", "<=", "<"])
        limits = [self.write.literal(type) for _ in range(2)]
        return [f"green {op} {limits[0]}", f"amber {op} {limits[1]}"][:rng.choice([1, 2, 2, 2])]

    def add_rule(self):
        entity, rng = self.random_entity(0.15), self.rng
        clauses = [f"require {self.write.condition(entity, 3)}"
                   for _ in range(rng.choice([1, 1, 1, 2]))]
        if rng.random() < 0.5:
            clauses.append(f"severity {rng.choice(['info', 'warning', 'error'])}")
        if rng.random() < 0.5:
            clauses.append(f'say "{self.words(entity)}"')
        self.declare("rule", "r", entity, grammar.RULE, clauses)

    def step(self):
        """A length of time, written out or a parameter."""
        names = [name for name, type in self.params if type == PERIOD]
        return self.rng.choice(["7 days", "2 weeks", "36 hours", "1 month", "1 quarter", "90 days",
                                *names * 2])

    def add_cadence(self):
        entity, rng = self.random_entity(0.1), self.rng
        clauses = [f"every {self.step()} since {self.write.expression(entity, DATE, 2)}"]
        if rng.random() < 0.6:
            clauses.append(f"grace {self.step()}")
        self.declare("cadence", "c", entity, grammar.CADENCE, clauses, parts={"next": DATE})

    def add_checklist(self):
        entity, rng = self.random_entity(0.3), self.rng
        names = ["written", "owned", "kept"][:rng.randint(1, 3)]
        clauses = [f"item {name} when {self.write.condition(entity, 2)}" for name in names]
        self.declare("checklist", "l", entity, PERCENT, clauses, ranged=True,
                     parts={name: BOOL for name in names})
        self.declarations[-1].items = names

    def add_assume(self):
        entity = self.random_entity(0.15)
        name = self.new_name("h")
        subject = "" if entity == "account" else f" for {entity}"
        self.declarations.append(Declaration(
            f"assume {name}{subject} = {self.write.condition(entity, 3)}", kind="assume",
            name=name))
        self.columns[entity].append(grammar.Column(name, grammar.ASSUME, "assume"))

    # --- processes --------------------------------------------------------------------------------

    def stage_clauses(self, entity, names, start):
        rng, clauses = self.rng, []
        if not start or rng.random() < 0.5:
            clauses.append(f"enter when {self.write.condition(entity, 2)}")
        if rng.random() < 0.7:
            clauses.append(f"leave when {self.write.condition(entity, 2)}")
        fields = [f.name for f in self.entities[entity].fields if f.name != "id"]
        if fields and rng.random() < 0.3:
            produced = rng.sample(fields, min(len(fields), rng.choice([1, 1, 2])))
            clauses.append(f"produces {', '.join(produced)}")
        if rng.random() < 0.6:
            clauses.append(f"within {self.step()}")
        if rng.random() < 0.8:
            clauses.append(f"next {', '.join(rng.sample(names, rng.randint(1, len(names))))}")
        return " ".join(clauses)

    def histories(self, entity):
        """(entity, field of stages, field of days) of rows with one reference here."""
        for child in self.entities.values():
            if len(child.references(entity)) != 1:
                continue
            for stage in [f for f in child.fields if f.type.kind == "enum"]:
                for at in [f for f in child.fields if f.type == DATE]:
                    yield child, stage, at

    def add_process(self):
        entity, rng = self.rng.choice(["account", *self.entities]), self.rng
        histories = list(self.histories(entity))
        current = [f for f in self.entities[entity].fields if f.type.kind == "enum"]
        clauses, names, recorded = [], ["one", "two", "three"][:rng.randint(1, 3)], None
        stages, history = None, rng.choice(histories) if histories and rng.random() < 0.9 else None
        if history:
            stages = history[1].type
        elif current:
            stages = rng.choice(current).type
        if stages:
            names = list(stages.of)[:rng.randint(1, len(stages.of))]
            rng.shuffle(names)
        if history:
            clauses.append(f"history {history[0].name}.{history[1].name} at {history[2].name}")
        for field in current:
            if set(field.type.of) & set(names) and (set(names) <= set(field.type.of) or set(
                    field.type.of) <= set(names)) and rng.random() < 0.8:
                recorded = field
        if recorded:
            clauses.append(f"current {recorded.name}")
        for i, name in enumerate(names):
            flag = " start" if i == 0 or rng.random() < 0.1 else rng.choice(["", "", " final"])
            clauses.append(f"stage {name}{flag} "
                           f"{{ {self.stage_clauses(entity, names, 'start' in flag)} }}")
        type = Type("enum", (*names, "not_applicable"))
        parts = {"fit": grammar.FIT, "pace": grammar.PACE, "path": grammar.PATH, "since": DATE}
        if recorded or history:
            parts["recorded"] = recorded.type if recorded else type
        self.declare("process", "q", entity, type, clauses, parts=parts)
        if rng.random() < 0.4:
            self.add_extending(self.declarations[-1], entity, names, type, parts)

    def add_extending(self, base, entity, names, type, parts):
        name, clauses = self.new_name("q"), []
        for stage in self.rng.sample(names, self.rng.randint(1, len(names))):
            clauses.append(f"stage {stage} {{ {self.stage_clauses(entity, names, True)} }}")
        self.declarations.append(Declaration(f"process {name} extends {base.name} {{", clauses,
                                             "}", kind="process", name=name))
        self.declarations[-1].entity = entity
        self.columns[entity].append(grammar.Column(name, type, "process", parts=parts))

    def words(self, entity):
        """A text with values filled in; without literals, since it is in quotes itself."""
        names = [name for type in (INTEGER, TEXT, DATE, BOOL, *schema.ENUMS)
                 for name in self.write.sources(grammar.Context(entity), type)] or ["today"]
        return "".join(self.rng.choice(["", "a \\{ ", "naïve }", ' and \\"so\\" '])
                       + "{" + self.rng.choice(names) + "}" for _ in range(self.rng.randint(1, 3)))

    def add_waiver(self, declaration):
        rng, entity = self.rng, declaration.entity
        until = datetime.date.fromordinal(self.today + rng.choice([-1, 0, 0, 1, 300])).isoformat()
        key = ""
        if entity != "program":
            if not self.entities[entity].keyed or not self.entities[entity].keys:
                return
            key = f' for "{rng.choice([*self.entities[entity].keys, "absent"])}"'
        item = "." + rng.choice(declaration.items) if declaration.items else ""
        self.declarations.append(Declaration(
            f'waive {declaration.name}{item}{key} until {until} because "agreed"', kind="waive"))


def rng_chance(rng, chance):
    return rng.random() < chance


def generate(seed):
    return Generator(seed).case()
