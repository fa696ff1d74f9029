"""Random conditions: what Writer (expressions.py) has for `bool`."""
from differential import schema
from differential.grammar import (AND, COMPARE, NOT, OR, ORDERED, POSTFIX, PRODUCT, STEPS, SUM,
                                  Context)
from differential.values import BOOL, DATE, INTEGER, NUMBER, PERCENT, SCORE, TEXT


class Conditions:
    def of_bool(self, context, type, depth):
        rng = self.rng
        return [*[lambda: self.comparison(context, depth)] * 4, lambda: self.window(context, depth),
                *[lambda: self.junction(context, depth)] * 3,
                lambda: (f"not {self.wrap(self.make(context, BOOL, depth), NOT)}", NOT),
                lambda: self.between(context, depth), lambda: self.in_list(context, depth),
                lambda: self.state(context, depth), lambda: self.at_least(context, depth),
                *[lambda: self.enumeration(context)] * 3, lambda: self.by_calendar(context, depth),
                lambda: self.text_test(context, depth), lambda: self.reference(context),
                *self.common(context, type, depth),
                *[self.over(context, rng.choice(["any", "all", "none"]), BOOL, depth)] * 2,
                self.over(context, rng.choice(["latest", "earliest"]), BOOL, depth, "by")]

    def ordered_type(self, context):
        type = self.rng.choice(ORDERED)
        return INTEGER if type.kind == "score" and not self.sources(context, SCORE) else type

    def comparison(self, context, depth):
        rng = self.rng
        if rng.random() < 0.1:
            left = self.ratio(context, depth)
            right = rng.choice(["0.25", "25%", "1", "0"])
            return f"{self.wrap(left, SUM)} {rng.choice(['>=', '<', '='])} {right}", COMPARE
        type = self.ordered_type(context)
        sides = [self.make(context, type, depth), self.beside(context, type, depth)]
        if type.kind in ("integer", "number") and rng.random() < 0.2:
            sides[1] = self.make(context, NUMBER, depth)
        if rng.random() < 0.2:
            sides.reverse()
        left, right = (self.wrap(side, SUM) for side in sides)
        return f"{left} {rng.choice(['=', '!=', '<', '<=', '>', '>='])} {right}", COMPARE

    def between(self, context, depth):
        type = self.ordered_type(context)
        low, high = self.ordered(type) if type.kind != "text" else ('"a"', '"c"')
        if self.rng.random() < 0.3:
            low = self.wrap(self.make(context, type, depth), SUM)
        value = self.wrap(self.make(context, type, depth), SUM)
        return f"{value} between {low} and {high}", COMPARE

    def in_list(self, context, depth):
        type = self.ordered_type(context)
        items = [self.beside(context, type, depth)[0] for _ in range(self.rng.randint(1, 3))]
        word = self.rng.choice(["in", "in", "not in"])
        return f"{self.wrap(self.make(context, type, depth), SUM)} {word} ({', '.join(items)})", \
            COMPARE

    def state(self, context, depth):
        type = self.rng.choice([INTEGER, PERCENT, DATE, BOOL, TEXT, schema.USD])
        word = self.rng.choice(["is known", "is known", "is not known", "is missing",
                                "is not missing", "is unknown"])
        return f"{self.wrap(self.make(context, type, depth), SUM)} {word}", COMPARE

    def junction(self, context, depth):
        op, level = self.rng.choice([("and", AND), ("or", OR)])
        sides = [self.make(context, BOOL, depth) for _ in range(2)]
        left = self.wrap(sides[0], NOT if sides[0][1] != level else level)
        return f"{left} {op} {self.wrap(sides[1], NOT)}", level

    def at_least(self, context, depth):
        count = self.rng.randint(2, 4)
        parts = [self.make(context, BOOL, max(depth - 1, 0))[0] for _ in range(count)]
        return f"at least {self.rng.randint(1, count)} of ({', '.join(parts)})", POSTFIX

    def window(self, context, depth):
        rng = self.rng
        length = rng.choice(["12 months", "90 days", "1 month", "2 weeks", "1 year", "2 quarters"])
        kind = rng.randrange(5)
        if kind == 0:
            window = f"next {length}"
        elif kind == 1:
            unit = rng.choice(["day", "week", "month", "quarter", "year", "fiscal quarter",
                               "fiscal year"])
            window = f"{rng.choice(['this', 'last', 'next'])} {unit}"
        elif kind == 2:
            ago = rng.choice(["1 year", "2 weeks", "3 months", "30 days"])
            window = f"last {length} ending {ago} ago"
        else:
            window = f"last {length}"
        word = rng.choice(["in", "in", "in", "not in"])
        return f"{self.wrap(self.make(context, DATE, depth), SUM)} {word} {window}", COMPARE

    def by_calendar(self, context, depth):
        a, b = (self.wrap(self.make(context, DATE, depth), PRODUCT) for _ in range(2))
        op = self.rng.choice([">=", ">", "<", "<=", "="])
        return f"{a} - {b} {op} {self.rng.choice(STEPS)}", COMPARE

    def enumeration(self, context):
        rng, found = self.rng, self.enums_at(context)
        if not found:
            return None
        type = rng.choice(list(found))
        name = rng.choice(found[type])
        kind = rng.randrange(4)
        if rng.random() < 0.15:
            name = self.latest_member(context, type) or name
        if rng.random() < 0.1 and kind != 2:
            name = f"(if {self.make(context, BOOL, 1)[0]} then {name} else {rng.choice(type.of)})"
        if rng.random() < 0.2 and kind != 2:
            name = f"({name} otherwise {rng.choice(type.of)})"
        if kind == 0:
            members = rng.sample(type.of, rng.randint(1, len(type.of)))
            return f"{name} {rng.choice(['in', 'not in'])} ({', '.join(members)})", COMPARE
        if kind == 1:
            return f"{name} {rng.choice(['is known', 'is missing'])}", COMPARE
        others = [n for t, names in found.items() for n in names if set(t.of) <= set(type.of)]
        right = rng.choice(others) if kind == 2 else rng.choice(type.of)
        return f"{name} {rng.choice(['=', '!='])} {right}", COMPARE

    def latest_member(self, context, type):
        """A member by date; None where no rows have one."""
        children = self.children(context) if context.entity else []
        self.rng.shuffle(children)
        for child, reference in children:
            names = self.sources(Context(child.name), type)
            if names:
                via = f" via {reference.name}" if reference else ""
                function = self.rng.choice(["latest", "earliest"])
                day = self.make(Context(child.name), DATE, 0)[0]
                return f"{function}({self.rng.choice(names)} of {child.name}{via} by {day})"
        return None

    def text_test(self, context, depth):
        test = self.rng.choice(["contains", "starts with", "ends with"])
        left = self.wrap(self.make(context, TEXT, depth), SUM)
        return f'{left} {test} {self.rng.choice([chr(34) + "be" + chr(34), self.literal(TEXT)])}', \
            COMPARE

    def reference(self, context):
        """A reference beside a key, or known."""
        entity = self.generator.entities.get(context.entity)
        references = entity.references() if entity and context.it is None else []
        if not references:
            return None
        field = self.rng.choice(references)
        further = self.generator.entities[field.type.of].references()
        if further and self.rng.random() < 0.4:
            second = self.rng.choice(further)
            same = [f.name for f in references if f.type == second.type]
            path = f"{field.name}.{second.name}"
            if same and self.rng.random() < 0.6:
                return f"{path} {self.rng.choice(['=', '!='])} {self.rng.choice(same)}", COMPARE
            return f"{path} is known", COMPARE
        keys = self.generator.entities[field.type.of].keys
        if not keys or self.rng.random() < 0.4:
            return f"{field.name} {self.rng.choice(['is known', 'is missing'])}", COMPARE
        others = [f.name for f in references if f.type == field.type]
        if self.rng.random() < 0.4:
            return f"{field.name} = {self.rng.choice(others)}", COMPARE
        return f'{field.name} {self.rng.choice(["=", "!="])} "{self.rng.choice(keys)}"', COMPARE
