"""The meaning of a program by language.md alone: a value at a time, no plan, no bytecode.

A Reference holds a tree (tree.py) and its tables (cells.py). Each expression of the tree becomes
an Expr (typing_rules.py) once; columns are computed row by row when they are asked for.
Calls are in calls.py, what they make of rows in aggregates.py and of values in functions.py,
declarations in declared.py.
"""
from differential import cells, civil, functions, values
from differential.calls import Calls
from differential.declared import COLUMN_KINDS, Declared
from differential.scope import PROGRAM, Env, Scope, ascend
from differential.typing_rules import (Expr, arithmetic, bare, choose, constant, convert, fold,
                                       join)
from differential.values import BOOL, DATE, DURATION, PERCENT, PERIOD, TEXT, Type

SECONDS = {"hour": 3600, "day": 86400, "week": 604800}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MONTH_NAMES = ("january february march april may june july august september october november "
               "december").split()
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def without_groups(node):
    while node.kind == "group":
        node = node.get("INNER")
    return node


class Reference(Calls):
    def __init__(self, root, today, paths):
        """paths: entity name to CSV file; today: an ordinal."""
        self.today, self.fiscal_month = today, 1
        self.params, self.definitions, self.columns = {}, {}, {PROGRAM: {}}
        self.fields, self.waivers, self.children_of = {}, [], {}
        self.processes = {node.get("NAME").text: node for node in root.children
                          if node.kind == "process"}
        for node in root.children:
            self.declare(node)
        self.tables = {name: cells.Table(fields, paths[name])
                       for name, fields in self.fields.items()}
        for table in self.tables.values():
            table.resolve(self.tables)

    def declare(self, node):
        name = node.get("NAME") and node.get("NAME").text
        if node.kind == "entity":
            self.fields[name] = [cells.Field(child) for child in node.get("BODY").children
                                 if child.kind == "field"]
            self.columns.setdefault(name, {})
        elif node.kind == "param":
            self.params[name] = node
        elif node.kind == "define":
            self.definitions[name] = node
        elif node.kind == "fiscal":
            self.fiscal_month = MONTH_NAMES.index(node.get("MONTH").text) + 1
        elif node.kind == "waive":
            self.waivers.append(node)
        elif node.kind in COLUMN_KINDS:
            column = Declared(self, node, name)
            self.columns.setdefault(column.entity, {})[name] = column

    def row_count(self, entity):
        return 1 if entity == PROGRAM else self.tables[entity].count

    def keys(self, entity):
        table = self.tables[entity]
        return table.columns[table.key] if table.key else [None] * table.count

    def waived(self, name, entity, row):
        for waiver in self.waivers:
            key = waiver.get("KEY")
            target = waiver.get("TARGET")
            if target.kind == "path":
                target = ".".join(target.get(slot).text for slot in ("BASE", "NAME"))
            else:
                target = target.text
            if target == name and self.today <= waiver.get("UNTIL").day and (
                    key is None or key.text == self.keys(entity)[row]):
                return True
        return False

    def children(self, child, via):
        """Rows of `child` by the row that their reference `via` leads to."""
        if (child, via) not in self.children_of:
            found = {}
            for row, parent in enumerate(self.tables[child].columns[via]):
                if parent is not None:
                    found.setdefault(parent, []).append(row)
            self.children_of[child, via] = found
        return self.children_of[child, via]

    # --- names ------------------------------------------------------------------------------------

    def column(self, entity, name):
        """A field or declared column as an Expr over an Env at its row; None if there is none."""
        if entity in self.tables and name in self.tables[entity].fields:
            cells_of = self.tables[entity].columns[name]
            return Expr(self.tables[entity].fields[name].type, lambda env: cells_of[env.row])
        declared = self.columns.get(entity, {}).get(name)
        if declared is None:
            return None
        return Expr(declared.type(), lambda env: declared.value(env.row), column=declared)

    def resolve(self, name, scope):
        """A bare name that is no member of an enumeration."""
        if name == "it" and scope.it is not None:
            return scope.it
        if scope.arguments and isinstance(scope.arguments.get(name), tuple):
            expr, depth = scope.arguments[name]
            steps = scope.depth - depth
            return Expr(expr.type, lambda env: expr.run(ascend(env, steps)), bare=expr.bare)
        if column := self.column(scope.entity, name):
            return column
        if name == "today":
            return constant(DATE, values.known(self.today))
        if name in self.params:
            return self.param(name)
        return None

    def param(self, name):
        node = self.params[name]
        if not isinstance(node, Expr):
            expr = self.expr(node.get("VALUE"), Scope(None), self.written_type(node.get("TYPE")))
            if node.get("TYPE"):
                expr = convert(expr, self.written_type(node.get("TYPE")))
            self.params[name] = node = constant(expr.type, expr.run(None))
        return node

    @staticmethod
    def written_type(node):
        if node is None:
            return None
        field = cells.Field.__new__(cells.Field)
        field.words, field.texts = [], {}
        return field.read_type(node)

    # --- expressions ------------------------------------------------------------------------------

    def expr(self, node, scope, hint=None):
        return getattr(self, "on_" + node.kind)(node, scope, hint)

    def condition(self, node, scope):
        return self.expr(node, scope).run

    def together(self, nodes, scope, hint=None):
        """Values side by side: beside an enumeration a bare name is a member first."""
        bares = [without_groups(node) for node in nodes]
        waits = [b.kind in ("name", "if", "default") for b in bares]
        result = [None] * len(nodes)
        hint = hint if hint and hint.kind == "enum" else None

        def take(i, own_hint):
            result[i] = self.expr(nodes[i], scope, own_hint)
            return result[i].type if result[i].type.kind == "enum" else None
        for i in range(len(nodes)):
            if not waits[i]:
                found = take(i, hint)
                hint = hint or found
        source = None
        for i in range(len(nodes)):
            if hint is None and bares[i].kind == "name":
                expr = self.resolve(bares[i].text, scope)
                if expr and expr.type.kind == "enum":
                    hint, source = expr.type, i
        for i in range(len(nodes)):
            if waits[i] and bares[i].kind != "name":
                found = take(i, hint)
                hint = hint or found
        for i in range(len(nodes)):
            if waits[i] and bares[i].kind == "name":
                take(i, None if i == source else hint)
        return result

    def on_group(self, node, scope, hint):
        return self.expr(node.get("INNER"), scope, hint)

    def on_number(self, node, scope, hint):
        return bare(node.number)

    def on_percent(self, node, scope, hint):
        return constant(PERCENT, values.known(node.number / 100))

    def on_money(self, node, scope, hint):
        return constant(Type("money", node.text), values.known(node.number))

    def on_step(self, node, scope, hint):
        if node.text in SECONDS:
            return constant(DURATION, values.known(int(node.number * SECONDS[node.text])))
        return constant(PERIOD, values.known(int(node.number * MONTHS[node.text])))

    def on_date(self, node, scope, hint):
        return constant(DATE, values.known(node.day))

    def on_string(self, node, scope, hint):
        return constant(TEXT, node.text)

    def on_true(self, node, scope, hint):
        return constant(BOOL, True)

    def on_false(self, node, scope, hint):
        return constant(BOOL, False)

    def on_name(self, node, scope, hint):
        if hint and hint.kind == "enum" and node.text in hint.of:
            return constant(hint, node.text)
        expr = self.resolve(node.text, scope)
        if expr is None:
            raise NameError(f"{node.text} at {node.line}:{node.column}")
        return expr

    def on_dot(self, node, scope, hint):
        base, name = without_groups(node.get("BASE")), node.get("NAME").text
        if base.kind == "name" and self.resolve(base.text, scope) is None:
            if base.text == PROGRAM:
                column = self.column(PROGRAM, name)
                return Expr(column.type, lambda env: column.run(Env(0)), column=column.column)
            return self.column(base.text, name)
        of = self.expr(base, scope)
        if of.type.kind == "ref":
            return self.through(of, name)
        if of.column is not None and name in of.column.parts():
            return self.part(of, name)
        end = {"low": 0, "high": 1}[name]
        return Expr(of.type, lambda env: (value := of.run(env)) and values.known(value[end]))

    def through(self, of, name):
        column = self.column(of.type.of, name)

        def run(env):
            row = of.run(env)
            return None if row is None else column.run(Env(row))
        expr = Expr(column.type, run, column=column.column)
        expr.at = lambda env: of.run(env)
        return expr

    def part(self, of, name):
        declared = of.column
        where = getattr(of, "at", None)
        if declared.entity == PROGRAM:
            where = lambda env: 0

        def run(env):
            row = where(env) if where else env.row
            return None if row is None else declared.part(name, row)
        return Expr(declared.part_type(name), run)

    def on_if(self, node, scope, hint):
        condition = self.expr(node.get("CONDITION"), scope)
        branches = self.together([node.get("THEN"), node.get("ELSE")], scope, hint)
        joined, _ = join(branches)
        expr = choose(condition, *joined)
        expr.branches = (condition, *branches)
        return expr

    def on_default(self, node, scope, hint):
        sides = self.together([node.get("VALUE"), node.get("OTHERWISE")], scope, hint)
        (value, other), common = join(sides)

        def run(env):
            found = value.run(env)
            return other.run(env) if found is None else found
        return Expr(common, run)

    def on_or(self, node, scope, hint):
        sides = [self.condition(node.get(side), scope) for side in ("LEFT", "RIGHT")]
        return Expr(BOOL, lambda env: values.either([side(env) for side in sides]))

    def on_and(self, node, scope, hint):
        sides = [self.condition(node.get(side), scope) for side in ("LEFT", "RIGHT")]
        return Expr(BOOL, lambda env: values.both([side(env) for side in sides]))

    def on_not(self, node, scope, hint):
        inner = self.condition(node.get("OPERAND"), scope)
        return Expr(BOOL, lambda env: values.invert(inner(env)))

    def on_at_least(self, node, scope, hint):
        wanted = int(node.get("COUNT").number)
        conditions = [self.condition(c, scope) for c in node.get("CONDITIONS").children]

        def run(env):
            found = [condition(env) for condition in conditions]
            if found.count(True) >= wanted:
                return True
            return None if found.count(True) + found.count(None) >= wanted else False
        return Expr(BOOL, run)

    def on_is_state(self, node, scope, hint):
        inner = self.expr(node.get("VALUE"), scope)
        positive = (node.text == "known") != ("not" in node.flags)
        return Expr(BOOL, lambda env: (inner.run(env) is not None) == positive)

    # --- comparisons ------------------------------------------------------------------------------

    def comparer(self, exprs):
        """(compare, sides): the sides in one type, and how two of their values compare."""
        sides, common = join(exprs)
        if common.kind in values.RANGED:
            return values.compare, [side.run for side in sides]
        runs = [self.as_key(side) if common.kind == "text" else side.run for side in sides]

        def compare(op, a, b):
            if a is None or b is None:
                return None
            if op in ("=", "!="):
                return (a == b) == (op == "=")
            return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
        return compare, runs

    def as_key(self, expr):
        """A reference beside text compares by its key."""
        if expr.type.kind != "ref":
            return expr.run
        keys = self.keys(expr.type.of)

        def run(env):
            row = expr.run(env)
            return None if row is None else keys[row]
        return run

    def on_compare(self, node, scope, hint):
        sides = self.together([node.get("LEFT"), node.get("RIGHT")], scope)
        kinds = [side.type.kind for side in sides]
        if "period" in kinds and "duration" in kinds:
            return self.by_calendar(node.op, *sides)
        compare, (left, right) = self.comparer(sides)
        return Expr(BOOL, lambda env: compare(node.op, left(env), right(env)))

    @staticmethod
    def by_calendar(op, left, right):
        """`a - b >= 2 years` means `a >= b + 2 years`."""
        if left.type.kind == "period":
            left, right, op = right, left, TURNED[op]
        a, b = left.difference

        def run(env):
            return values.compare(op, a.run(env), functions.move(b.run(env), right.run(env), 1,
                                                                 "period"))
        return Expr(BOOL, run)

    def on_between(self, node, scope, hint):
        parts = [node.get(slot) for slot in ("VALUE", "LOW", "HIGH")]
        compare, (value, low, high) = self.comparer(self.together(parts, scope))

        def run(env):
            found = value(env)
            return values.both([compare(">=", found, low(env)), compare("<=", found, high(env))])
        return Expr(BOOL, run)

    def on_in_list(self, node, scope, hint):
        parts = [node.get("VALUE"), *node.get("ITEMS").children]
        compare, (value, *items) = self.comparer(self.together(parts, scope))

        def run(env):
            found = value(env)
            inside = values.either([compare("=", found, item(env)) for item in items])
            return values.invert(inside) if "not" in node.flags else inside
        return Expr(BOOL, run)

    def on_in_window(self, node, scope, hint):
        value = self.expr(node.get("VALUE"), scope).run
        first, last = self.window(node.get("WINDOW"))

        def run(env):
            day = values.point(value(env))
            if day is None:
                return None
            return (first <= day <= last) != ("not" in node.flags)
        return Expr(BOOL, run)

    def window(self, node):
        """The first and the last day of a window."""
        if node.kind == "window_calendar":
            unit, shift = node.get("UNIT").text, {"last": -1, "this": 0, "next": 1}[node.text]
            fiscal = self.fiscal_month if "fiscal" in node.flags else None
            return (civil.unit_start(self.today, unit, shift, fiscal),
                    civil.unit_start(self.today, unit, shift + 1, fiscal) - 1)
        days, months = self.step_of(node.get("STEP"))
        if node.kind == "window_next":
            return self.today, civil.add_months(self.today + days, months)
        ago_days, ago_months = self.step_of(node.get("ENDING"))
        start = civil.add_months(self.today - days - ago_days, -months - ago_months)
        return start + 1, civil.add_months(self.today - ago_days, -ago_months)

    @staticmethod
    def step_of(node):
        if node is None:
            return 0, 0
        if node.text in MONTHS:
            return 0, int(node.number * MONTHS[node.text])
        return int(node.number * SECONDS[node.text]) // 86400, 0

    def on_text_test(self, node, scope, hint):
        left, right = (self.expr(node.get(side), scope).run for side in ("LEFT", "RIGHT"))
        test = {"contains": str.__contains__, "starts with": str.startswith,
                "ends with": str.endswith}[node.text]

        def run(env):
            text, part = left(env), right(env)
            return None if text is None or part is None else test(text, part)
        return Expr(BOOL, run)

    # --- arithmetic -------------------------------------------------------------------------------

    def on_operation(self, node, scope, hint):
        sides = [self.expr(node.get(side), scope) for side in ("LEFT", "RIGHT")]
        if all(side.bare is not None for side in sides):
            return fold(node.kind, *sides)
        a, b, result = arithmetic(node.kind, *sides)
        if result.kind == "date":
            sign = 1 if node.kind == "add" else -1
            return Expr(result, lambda env: functions.move(a.run(env), b.run(env), sign,
                                                           b.type.kind))
        if a.type.kind == "date":
            return Expr(DURATION, lambda env: functions.distance(a.run(env), b.run(env)),
                        difference=(a, b))
        function = getattr(values, node.kind)
        return Expr(result, lambda env: function(result.kind, a.run(env), b.run(env)))

    on_add = on_subtract = on_multiply = on_divide = on_operation

    def on_negate(self, node, scope, hint):
        inner = self.expr(node.get("OPERAND"), scope)
        if inner.bare is not None:
            return bare(-inner.bare)
        return Expr(inner.type, lambda env: values.negate(inner.type.kind, inner.run(env)))
