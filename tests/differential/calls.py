"""Calls: functions, definitions put in their place, aggregates over related rows."""
from differential import aggregates, functions, values
from differential.scope import PROGRAM, Env, Rows, Scope, ascend
from differential.typing_rules import Expr, constant, convert, join
from differential.values import BOOL, DATE, INTEGER, NUMBER, PERCENT, Type

AGGREGATES = set("count sum avg min max median percentile share any all none latest earliest"
                 .split())


class Calls:
    """What Reference (reference.py) does where a call stands."""

    def on_call(self, node, scope, hint):
        name = node.get("CALLEE").text
        arguments = node.get("ARGUMENTS").children
        if name in self.definitions:
            return self.expand(self.definitions[name], arguments, scope)
        last = arguments[-1]
        over_rows = len(arguments) == 1 or last.get("ROWS") is not None
        if name in AGGREGATES and (name not in ("min", "max") or over_rows):
            return self.aggregate(name, arguments, scope)
        nodes = [argument.get("WHAT") or argument for argument in arguments]
        if name == "round" and len(nodes) == 2:
            digits = convert(self.expr(nodes.pop(), scope), INTEGER)
            return functions.call(name, [self.settled(self.expr(nodes[0], scope))], digits)
        sides, _ = join(self.together(nodes, scope))
        return functions.call(name, sides, None)

    @staticmethod
    def settled(expr):
        return join([expr])[0][0]

    def expand(self, node, arguments, scope):
        """A definition: its body with the arguments in the place of its parameters."""
        bound = {}
        for parameter, argument in zip(node.get("PARAMETERS").children, arguments):
            written = parameter.get("TYPE")
            name = parameter.get("NAME").text
            if written.text == "each":
                bound[name] = self.rows_of(argument, scope)
                want = self.written_type(written.children[0])
                if bound[name].what and not (want.kind == "money" and want.of is None):
                    bound[name].what = convert(bound[name].what, want)
                continue
            want = self.written_type(written)
            expr = self.expr(argument.get("WHAT") or argument, scope, want)
            if want.kind == "money" and want.of is None and expr.type.kind == "money":
                want = expr.type
            bound[name] = (convert(expr, want), scope.depth)
        return self.expr(node.get("VALUE"), Scope(scope.entity, scope.depth, bound))

    def rows_of(self, argument, scope):
        """`what of rows via r where c by o`; without `of`, WHAT is the rows."""
        what, name = argument.get("WHAT"), argument.get("ROWS")
        if argument.kind != "argument":
            what, name = None, argument
        elif name is None:
            what, name = None, what
        given = (scope.arguments or {}).get(name.text)
        if isinstance(given, Rows):
            return self.rows_of_each(argument, what, given, scope)
        via = argument.get("VIA")
        rows = Rows(name.text, self.reference_from(name.text, scope.entity, via), scope.depth)
        inner = Scope(rows.child, scope.depth + 1, scope.arguments)
        self.read_parts(rows, argument, what, inner)
        return rows

    def rows_of_each(self, argument, what, given, scope):
        """Rows that a definition was given, seen from inside its body."""
        rows = Rows(given.child, given.via, given.depth)
        it = given.what and Expr(given.what.type, lambda env: given.what.run(env.outer))
        inner = Scope(given.child, scope.depth + 1, scope.arguments, it)
        self.read_parts(rows, argument, what, inner)
        rows.what = rows.what or it
        rows.given = given
        if rows.by is None and given.by is not None:
            rows.by = Expr(DATE, lambda env: given.by.run(env.outer))
        return rows

    def read_parts(self, rows, argument, what, inner):
        rows.what = what and self.settled(self.expr(what, inner))
        rows.where = argument.get("WHERE") and self.condition(argument.get("WHERE"), inner)
        order = argument.get("ORDER")
        rows.by = order and self.settled(self.expr(order, inner))

    def reference_from(self, child, parent, via):
        if parent == PROGRAM:
            return None
        if via is not None:
            return via.text
        found = [f.name for f in self.fields[child] if f.type == Type("ref", parent)]
        if len(found) != 1:
            raise TypeError(f"{child} to {parent}: {found}")
        return found[0]

    def envs(self, rows, depth):
        """(surely, env) of each row that counts or may count, for a call at `depth`."""
        steps = depth - rows.depth

        def run(env):
            base = ascend(env, steps)
            found = (range(self.tables[rows.child].count) if rows.via is None
                     else self.children(rows.child, rows.via).get(base.row, []))
            result = []
            for row in found:
                inner = Env(row, env, Env(row, base))
                surely = values.both([
                    rows.given.where(inner.outer) if rows.given and rows.given.where else True,
                    rows.where(inner) if rows.where else True])
                if surely is not False:
                    result.append((surely, inner))
            return result
        return run

    def aggregate(self, name, arguments, scope):
        rows = self.rows_of(arguments[-1], scope)
        related = self.envs(rows, scope.depth)
        if name == "count":
            return Expr(INTEGER, lambda env: aggregates.count(related(env)))
        what = rows.what
        kind = what.type.kind
        result = NUMBER if kind == "integer" and name in ("avg", "median", "percentile") \
            else what.type

        def collect(env):
            return [(surely, what.run(inner)) for surely, inner in related(env)]
        if name == "share":
            return Expr(PERCENT, lambda env: aggregates.share(
                [(surely, what.run(inner), values.point(rows.by.run(inner)) if rows.by else 1)
                 for surely, inner in related(env)]))
        if name in ("latest", "earliest"):
            return Expr(what.type, lambda env: aggregates.at_end(
                [(surely, what.run(inner), values.point(rows.by.run(inner)))
                 for surely, inner in related(env)], what.type, name == "latest"))
        if name in ("median", "percentile"):
            part = constant(PERCENT, values.known(aggregates.HALF))
            if name == "percentile":
                part = self.expr(arguments[0].get("WHAT") or arguments[0], scope)
            return Expr(result, lambda env: aggregates.percentile(
                collect(env), values.point(part.run(env)), result.kind))
        function = {
            "sum": lambda found: aggregates.sum_of(found, kind),
            "avg": lambda found: aggregates.avg(found, kind, result.kind),
            "min": aggregates.smallest, "max": aggregates.largest, "any": aggregates.any_of,
            "all": aggregates.all_of, "none": aggregates.none_of}[name]
        type = BOOL if name in ("any", "all", "none") else result
        return Expr(type, lambda env: function(collect(env)))
