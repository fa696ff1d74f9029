"""Random expressions of a wanted type, as source text.

Every production gives (text, level), the level saying how strongly it binds, so that `wrap` puts
parentheses where the grammar needs them. No production gives a bare constant: those are only
written beside something that has a unit.
"""
import datetime

from differential import schema
from differential.conditions import Conditions
from differential.grammar import (ASSUME, CADENCE, DEFAULT, DRIFT, FIT, IF, KPI, PACE, PATH,
                                  POSTFIX, PRODUCT, RULE, STEPS, SUM, SUMMABLE, UNARY, Context)
from differential.values import BOOL, DATE, DURATION, INTEGER, NUMBER, PERCENT, SCORE, TEXT


def random_result(rng):
    return rng.choice([INTEGER, INTEGER, NUMBER, NUMBER, PERCENT, PERCENT, schema.USD, schema.USD,
                       schema.EUR, DATE, DURATION, BOOL, BOOL, BOOL, TEXT, SCORE])


class Writer(Conditions):
    def __init__(self, generator):
        self.generator, self.rng = generator, generator.rng

    # --- entries ----------------------------------------------------------------------------------

    def expression(self, entity, type, depth):
        return self.make(Context(entity), type, depth)[0]

    def condition(self, entity, depth):
        return self.expression(entity, BOOL, depth)

    def body(self, type, parameters):
        return self.make(Context(None, tuple(parameters)), type, 2)[0]

    def ramp(self, entity):
        """X from A to B"""
        type = self.usable(entity, self.rng.choice(
            [INTEGER, NUMBER, PERCENT, schema.USD, DURATION, SCORE]))
        low, high = self.ordered(type)
        if self.rng.random() < 0.3:
            low, high = high, low
        return f"{self.expression(entity, type, 2)} from {low} to {high}"

    def usable(self, entity, type):
        if type.kind == "score" and not self.sources(Context(entity), SCORE):
            return INTEGER
        return type

    # --- literals ---------------------------------------------------------------------------------

    def literal(self, type, bare=True):
        rng, kind = self.rng, type.kind
        bare = bare and rng.random() < 0.5
        if kind in schema.LARGE and kind != "duration" and rng.random() < 0.01:
            text = rng.choice([t for t in schema.LARGE[kind] if "e" not in t] or ["1e0"])
            return text + {"percent": "%", "money": f" {type.of}"}.get(kind, "") \
                if "e" not in text else "0.5"
        if kind == "integer":
            return rng.choice(schema.INTEGERS)
        if kind == "number":
            return rng.choice(["0.5", "2.5", "-1.25", "0.1", "0.7", "100.01", "3.3"])
        if kind == "score":
            return rng.choice(["0", "10", "40", "33.3333", "17", "50", "-7"])
        if kind == "percent":
            return rng.choice(schema.PARTS) + "%"
        if kind == "money":
            amount = rng.choice([*schema.AMOUNTS, "1K", "2.5K", "1M"])
            return amount if bare else f"{amount} {type.of}"
        if kind == "duration":
            return rng.choice(["0 days", "1 day", "7 days", "2 weeks", "30 days", "36 hours",
                               "90 days", "365 days"])
        if kind == "date":
            return datetime.date.fromordinal(
                schema.random_day(rng, self.generator.today)).isoformat()
        if kind == "bool":
            return rng.choice(["true", "false"])
        return '"' + rng.choice(schema.WORDS).replace('"', '\\"') + '"'

    def ordered(self, type):
        """Two literals, the first below the second."""
        pools = {"integer": [("0", "10"), ("-4", "5"), ("2", "7")],
                 "number": [("0", "10"), ("-1.25", "0.7"), ("0.1", "0.3")],
                 "percent": [("0%", "25%"), ("-10%", "33.333333%"), ("5%", "12.5%")],
                 "money": [("0", "1M"), ("999.9999", "2.5K"), ("-250.25", "1000")],
                 "score": [("0", "50"), ("10", "33.3333")],
                 "duration": [("0 days", "90 days"), ("36 hours", "2 weeks")]}
        if type.kind in pools:
            return self.rng.choice(pools[type.kind])
        today = self.generator.today
        return [datetime.date.fromordinal(today + d).isoformat() for d in (-365, 0)]

    def beside(self, context, type, depth):
        """A literal, bare where that is allowed, or an expression."""
        if self.rng.random() < 0.5:
            text = self.literal(type)
            return text, UNARY if text.startswith("-") else POSTFIX
        return self.make(context, type, depth)

    # --- names ------------------------------------------------------------------------------------

    def sources(self, context, type, paths=2):
        """Names of columns, parameters and paths that have the type."""
        found = [name for name, kind, each in context.parameters if kind == type and not each]
        if context.it == type:
            found += ["it"] * 3
        found += [name for name, kind in self.generator.params if kind == type]
        if type.kind == "date":
            found.append("today")
        if context.entity is None or context.it is not None:
            return found
        found += self.columns_of(context.entity, type, "")
        entity = self.generator.entities.get(context.entity)
        for reference in entity.references() if entity else []:
            found += self.columns_of(reference.type.of, type, reference.name + ".")
            if paths > 1:
                target = self.generator.entities[reference.type.of]
                for second in target.references():
                    found += self.columns_of(second.type.of, type,
                                             f"{reference.name}.{second.name}.")
        found += self.columns_of("program", type, "program.") if context.entity != "program" else []
        return found

    def columns_of(self, entity, type, prefix):
        found = []
        if entity in self.generator.entities:
            found += [prefix + f.name for f in self.generator.entities[entity].fields
                      if f.type == type]
        for column in self.generator.columns[entity]:
            name = prefix + column.name
            if column.type == type:
                found += [name]
                if column.ranged:
                    found += [name + ".low", name + ".high"]
            if column.value == type:
                found.append(name + ".value")
            if column.current is not None:
                found += [name + ".recorded"] if column.current == type else []
                found += [name + ".drift"] if type == DRIFT else []
            found += [f"{name}.{part}" for part, kind in column.parts.items() if kind == type]
        return found

    def enums_at(self, context):
        """Types of the enumerations that a context can read."""
        found = {}
        for type in [*schema.ENUMS, KPI, RULE, DRIFT, CADENCE, ASSUME, FIT, PACE, PATH,
                     *{c.type for columns in self.generator.columns.values() for c in columns
                       if c.type.kind == "enum"}]:
            names = self.sources(context, type)
            if names:
                found[type] = names
        return found

    def children(self, context):
        """(child, via or None) of rows that an aggregate may range over."""
        entities = self.generator.entities.values()
        if context.entity == "program":
            return [(e, None) for e in entities]
        return [(e, f) for e in entities for f in e.references(context.entity)]

    # --- the walk ---------------------------------------------------------------------------------

    def wrap(self, made, need):
        text, level = made
        if level < need or self.rng.random() < 0.05:
            return f"({text})"
        return text

    def make(self, context, type, depth):
        """(text, level) of an expression of the type."""
        rng = self.rng
        if depth > 0 and rng.random() < 0.85:
            productions = list(getattr(self, "of_" + type.kind)(context, type, depth - 1))
            rng.shuffle(productions)
            for production in productions:
                if made := production():
                    return made
        names = self.sources(context, type)
        if names and rng.random() < 0.9:
            name = rng.choice(names)
            return name, POSTFIX
        return self.fallback(context, type)

    def fallback(self, context, type):
        """Something of the type that is not a bare constant."""
        kind = type.kind
        if kind == "integer":
            return f"length({self.literal(TEXT)})", POSTFIX
        if kind == "number":
            return f"days({self.literal(DURATION)})", POSTFIX
        if kind == "score":
            return self.rng.choice(self.sources(context, SCORE)), POSTFIX
        text = self.literal(type, bare=False)
        return text, UNARY if text.startswith("-") else POSTFIX

    def common(self, context, type, depth):
        """What there is for every type."""
        def choice():
            condition = self.make(context, BOOL, depth)[0]
            then, other = (self.make(context, type, depth)[0] for _ in range(2))
            return f"if {condition} then {then} else {other}", IF

        def default():
            value = self.wrap(self.make(context, type, depth), POSTFIX)
            other = self.beside(context, type, depth) if type.kind != "bool" \
                else self.make(context, type, depth)
            return f"{value} otherwise {self.wrap(other, UNARY)}", DEFAULT

        def call():
            found = [d for d in self.generator.definitions if d[2] == type]
            if context.entity is None:  # in another definition
                found = [d for d in found if not any(each for _, _, each in d[1])]
            if not found or context.it is not None:
                return None
            name, parameters, _ = self.rng.choice(found)
            arguments = [self.argument(context, p, depth) for p in parameters]
            return f"{name}({', '.join(arguments)})" if None not in arguments else None, POSTFIX
        return [choice, default, lambda: (made := call()) and made[0] and made]

    def argument(self, context, parameter, depth):
        _, type, each = parameter
        if not each:
            return self.beside(context, type, depth)[0] if type.kind not in ("integer", "number") \
                else self.make(context, type, depth)[0]
        return self.rows(context, type, depth)

    # --- aggregates -------------------------------------------------------------------------------

    def rows(self, context, type, depth, order=None):
        """`what of rows via r where c`; type None: rows alone."""
        rng, generator = self.rng, self.generator
        eaches = [p for p in context.parameters if p[2]]
        if context.entity is None:
            if not eaches or context.it is not None:
                return None
            name, element, _ = rng.choice(eaches)
            inner, via = Context(None, (), element), ""  # its arguments may differ by row
        else:
            children = self.children(context)
            if not children or context.it is not None:
                return None
            child, reference = rng.choice(children)
            name, inner = child.name, Context(child.name)
            several = len(child.references(context.entity)) > 1
            via = f" via {reference.name}" if reference and (several or rng.random() < 0.2) else ""
        text = name + via
        if type is not None:
            if type.kind == "score" and not self.sources(inner, SCORE):
                return None
            text = f"{self.make(inner, type, depth)[0]} of {text}"
        if rng.random() < 0.65:
            text += f" where {self.make(inner, BOOL, depth)[0]}"
        if order == "by":
            if context.entity is None:
                return None
            text += f" by {self.make(inner, DATE, 0)[0]}"
        elif order and context.entity is not None:
            weight = rng.choice([INTEGER, NUMBER, PERCENT, schema.USD])
            text += f" weighted by {self.make(inner, weight, 0)[0]}"
        return text

    def over(self, context, function, type, depth, order=None, before=""):
        def production():
            rows = self.rows(context, type, depth, order)
            if rows is None:
                return None
            ranged = function == "share" or (function == "count" and " where " in rows
                                             and context.entity is not None)
            end = self.rng.choice([".low", ".high"]) if ranged and self.rng.random() < 0.1 else ""
            return f"{function}({before}{rows}){end}", POSTFIX
        return production

    def fraction(self):
        params = [name for name, kind in self.generator.params if kind == PERCENT]
        return self.rng.choice(["90%", "0%", "33.3%", "100%", "50%", *params])

    def aggregates(self, context, type, depth):
        """Aggregates whose result has the type."""
        found = []
        if type in SUMMABLE or type.kind == "money":
            found += [self.over(context, "sum", type, depth)] * 4
            if type.kind != "integer":
                what = self.rng.choice([INTEGER, NUMBER]) if type.kind == "number" else type
                found += [self.over(context, "avg", what, depth),
                          self.over(context, "median", what, depth),
                          self.over(context, "percentile", what, depth,
                                    before=self.fraction() + ", ")]
        if type in SUMMABLE or type.kind in ("money", "date"):
            found += [self.over(context, self.rng.choice(["min", "max"]), type, depth)]
        found += [self.over(context, self.rng.choice(["latest", "earliest"]), type, depth, "by")]
        return found

    # --- types ------------------------------------------------------------------------------------

    def binary(self, context, op, left, right, depth, level=SUM, literal=None):
        """left op right; `literal` says which side may be a literal."""
        def production():
            a = self.make(context, left, depth)
            b = self.make(context, right, depth)
            if literal == "right":
                b = self.beside(context, right, depth)
            elif literal == "either" and self.rng.random() < 0.5:
                b = self.beside(context, right, depth)
            elif literal == "either":
                a = self.beside(context, left, depth)
            return f"{self.wrap(a, level)} {op} {self.wrap(b, level + 1)}", level
        return production

    def negative(self, context, type, depth):
        return lambda: (f"-{self.wrap(self.make(context, type, depth), POSTFIX)}", UNARY)

    def called(self, function, *arguments):
        """f(a, b): each argument a (context, type, depth) or text."""
        def production():
            texts = [a if isinstance(a, str) else self.make(*a)[0] for a in arguments]
            return f"{function}({', '.join(texts)})", POSTFIX
        return production

    def numeric(self, context, type, depth):
        """What all numeric types share."""
        rng = self.rng
        ends = {"integer": 0, "number": 0, "percent": 0, "money": 0, "score": 0, "duration": 0}
        low, high = self.ordered(type) if type.kind in ends else ("", "")
        here = (context, type, depth)
        found = [self.binary(context, rng.choice("+-"), type, type, depth, SUM, "either"),
                 self.binary(context, rng.choice("+-"), type, type, depth),
                 self.negative(context, type, depth), self.called("abs", here),
                 self.called(rng.choice(["min", "max"]), here, here),
                 self.called("clamp", here, low, high)]
        if type.kind != "duration":
            found.append(self.called(rng.choice(["round", "floor", "ceil"]), here))
            found.append(self.called("round", here, rng.choice(["0", "1", "2", "3", "-1"])))
        return found + self.common(context, type, depth) + self.aggregates(context, type, depth)

    def of_integer(self, context, type, depth):
        date, text = (context, DATE, depth), (context, TEXT, depth)
        return [*self.numeric(context, type, depth),
                self.binary(context, "*", type, type, depth, PRODUCT, "either"),
                *[self.over(context, "count", None, depth)] * 8,
                self.called(self.rng.choice(["months", "years"]), date, date),
                self.called(self.rng.choice(["year", "quarter", "month", "weekday"]), date),
                self.called("length", text)]

    def of_number(self, context, type, depth):
        rng = self.rng
        return [*self.numeric(context, type, depth),
                self.binary(context, "*", NUMBER, rng.choice([NUMBER, INTEGER, PERCENT]), depth,
                            PRODUCT),
                self.binary(context, "*", rng.choice([INTEGER, PERCENT]), NUMBER, depth, PRODUCT,
                            "right"),
                self.binary(context, "*", PERCENT, INTEGER, depth, PRODUCT, "right"),
                self.binary(context, "/", NUMBER, rng.choice([NUMBER, INTEGER]), depth, PRODUCT),
                self.binary(context, "/", INTEGER, NUMBER, depth, PRODUCT),
                self.binary(context, rng.choice("+-"), INTEGER, NUMBER, depth),
                self.called("days", (context, DURATION, depth))]

    def ratio(self, context, depth):
        """like / like, with bare constants beside it."""
        type = self.rng.choice([INTEGER, INTEGER, schema.USD, schema.EUR, PERCENT, DURATION])
        made = self.binary(context, "/", type, type, depth, PRODUCT)()
        if self.rng.random() < 0.4:
            return f"{self.wrap(made, SUM)} - {self.rng.choice(['1', '0.5', '2'])}", SUM
        return made

    def of_percent(self, context, type, depth):
        rng = self.rng
        ramped = rng.choice([INTEGER, NUMBER, schema.USD, DURATION, DATE])
        low, high = self.ordered(ramped)
        return [*self.numeric(context, type, depth), *[lambda: self.ratio(context, depth)] * 2,
                self.binary(context, "*", type, type, depth, PRODUCT),
                self.binary(context, "/", type, rng.choice([INTEGER, NUMBER]), depth, PRODUCT,
                            "right"),
                *[self.over(context, "share", BOOL, depth)] * 6,
                *[self.over(context, "share", BOOL, depth, "weighted")] * 2,
                self.called("ramp", (context, ramped, depth), low, high)]

    def scaled(self, context, type, depth):
        """Money, scores and durations times and by numbers."""
        rng = self.rng
        by = rng.choice([INTEGER, NUMBER, PERCENT])
        over = rng.choice([INTEGER, NUMBER] if type.kind == "duration" else
                          [INTEGER, NUMBER, PERCENT])
        return [*self.numeric(context, type, depth),
                self.binary(context, "*", type, by, depth, PRODUCT, "right"),
                self.binary(context, "*", by, type, depth, PRODUCT),
                self.binary(context, "/", type, over, depth, PRODUCT, "right")]

    of_money = of_score = scaled

    def of_duration(self, context, type, depth):
        return [*self.scaled(context, type, depth),
                *[self.binary(context, "-", DATE, DATE, depth)] * 3]

    def of_date(self, context, type, depth):
        rng, here = self.rng, (context, DATE, depth)

        def moved():
            steps = STEPS + [n for n, t in self.generator.params if t.kind == "period"]
            step = rng.choice(steps)
            if rng.random() < 0.2:
                step = f"{self.wrap(self.make(context, INTEGER, 0), PRODUCT)} * 1 month"
            return f"{self.wrap(self.make(*here), SUM)} {rng.choice('+-')} {step}", SUM
        return [moved, moved, self.binary(context, rng.choice("+-"), DATE, DURATION, depth),
                self.binary(context, rng.choice("+-"), DATE, DURATION, depth, SUM, "right"),
                self.called(rng.choice(["min", "max"]), here, here),
                *self.common(context, type, depth), *self.aggregates(context, type, depth)]

    def of_text(self, context, type, depth):
        function = self.rng.choice(["lower", "upper", "trim"])
        return [self.called(function, (context, TEXT, depth)),
                *self.common(context, type, depth),
                self.over(context, self.rng.choice(["latest", "earliest"]), type, depth, "by")]
