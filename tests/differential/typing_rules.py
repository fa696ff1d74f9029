"""Which type an expression has: constants that take a unit, operations, values side by side.

An Expr is typed once and then run for each row. A bare constant (`2 * 5`) has its exact value and
takes its type where it meets another; `convert` gives an Expr the type that its place wants.
"""
from fractions import Fraction

from differential import values
from differential.values import (DATE, DURATION, INTEGER, NUMBER, NUMERIC, PERCENT, PERIOD,
                                 RATIO, SCORE, Type)


class Expr:
    """A type and what computes the value in an environment.

    bare: the exact value of a constant without a unit. branches: the two of an `if` whose values
    are bare. difference: the two dates of `a - b`, as written. column: the declared column read.
    """

    def __init__(self, type, run, *, bare=None, branches=None, difference=None, column=None):
        self.type, self.run = type, run
        self.bare, self.branches, self.difference, self.column = bare, branches, difference, column


def constant(type, value):
    return Expr(type, lambda env: value)


def bare(exact):
    expr = Expr(INTEGER if exact.denominator == 1 else NUMBER, None, bare=exact)
    value = values.known(values.fit(expr.type.kind, exact))
    expr.run = lambda env: value
    return expr


def is_bare(expr):
    return expr.bare is not None or (
        expr.branches is not None and all(is_bare(branch) for branch in expr.branches[1:]))


def convert(expr, want):
    """The same value as the type that its place wants."""
    have = expr.type
    if expr.bare is not None:
        return constant(want, values.known(values.fit(want.kind, expr.bare)))
    if is_bare(expr) and want.kind in ("money", "score", "percent"):
        condition, *branches = expr.branches
        return choose(condition, *(convert(branch, want) for branch in branches))
    if have.kind == want.kind:
        return Expr(want, expr.run, difference=expr.difference, column=expr.column)
    if want.kind == "number" and have.kind in ("integer", "percent"):
        return Expr(want, lambda env: doubled(expr.run(env)))
    if want.kind == "score" and have.kind == "integer":
        return Expr(want, lambda env: scored(expr.run(env)))
    if want.kind == "text" and have.kind == "ref":
        return expr
    raise TypeError(f"{have} where {want} is wanted")


def doubled(value):
    return value and (float(value[0]), float(value[1]))


def scored(value):
    return value and values.pair(*(values.fit("score", Fraction(end)) for end in value))


def choose(condition, then, other):
    """`if`: missing where the condition is unknown; a range is carried through."""
    def run(env):
        truth = condition.run(env)
        return None if truth is None else (then if truth else other).run(env)
    return Expr(then.type, run, branches=(condition, then, other))


def merge(a, b):
    """The type that both fit."""
    kinds = {a.kind, b.kind}
    ratio = any(t.kind == "percent" and t.ratio for t in (a, b))
    if a.kind == b.kind == "percent":
        return Type("percent", None, a.ratio and b.ratio)
    if a.kind == b.kind == "enum":
        return a if set(b.of) <= set(a.of) else b
    if a.kind == b.kind:
        return a
    if kinds == {"integer", "number"} or (ratio and kinds & {"integer", "number"}):
        return NUMBER
    if kinds == {"integer", "score"}:
        return SCORE
    if kinds == {"ref", "text"}:
        return values.TEXT
    raise TypeError(f"{a} beside {b}")


def join(exprs):
    """All of them as the one type that they fit."""
    common = None
    for expr in exprs:
        if not is_bare(expr):
            common = expr.type if common is None else merge(common, expr.type)
    if common is None or common.kind == "integer":
        whole = all(e.bare is None or e.bare.denominator == 1 for e in exprs)
        common = INTEGER if whole else NUMBER
    return [convert(expr, common) for expr in exprs], common


# --- + - * / --------------------------------------------------------------------------------------

def like(kind):
    return Type(kind)


def sum_type(op, a, b):
    if a.kind == b.kind and a.kind in NUMERIC | {"period"}:
        return a
    if a.kind == "date" and b.kind == "date" and op == "subtract":
        return DURATION
    if a.kind == "date" and b.kind in ("duration", "period"):
        return DATE
    return None


def product_type(a, b):
    scaled = {"money", "score", "duration"}
    for x, y in ((a, b), (b, a)):
        if x.kind in scaled and y.kind in ("integer", "percent", "number"):
            return x
        if x.kind == "period" and y.kind == "integer":
            return PERIOD
        if x.kind == "percent" and y.kind in ("integer", "number"):
            return NUMBER
    if a.kind == b.kind and a.kind in ("integer", "number", "percent"):
        return a
    return None


def quotient_type(a, b):
    if a.kind == b.kind and a.kind in NUMERIC:
        return NUMBER if a.kind == "number" else RATIO
    if a.kind in ("money", "score") and b.kind in ("percent", "integer", "number"):
        return a
    if a.kind in ("percent", "duration") and b.kind in ("integer", "number"):
        return a
    return None


def result_type(op, a, b):
    if op in ("add", "subtract"):
        return sum_type(op, a, b)
    return product_type(a, b) if op == "multiply" else quotient_type(a, b)


def stand_ins(expr):
    """What a side may stand in for, its own type first."""
    kinds = [expr.type]
    if expr.type.kind == "integer" or (expr.type.kind == "percent" and expr.type.ratio):
        kinds.append(NUMBER)
    if expr.type.kind == "integer" and expr.bare is None:
        kinds.append(SCORE)
    return kinds


def find_operation(op, a, b):
    """The types that both sides take, fewest conversions first, and the result's."""
    lefts, rights = stand_ins(a), stand_ins(b)
    for distance in range(len(lefts) + len(rights) - 1):
        for i, left in enumerate(lefts[:distance + 1]):
            if distance - i < len(rights):
                right = rights[distance - i]
                if result := result_type(op, left, right):
                    return left, right, result
    return None


def scale_by(op, expr, other):
    """A constant beside * and /: exact where it scales money, a score or a duration."""
    exact = expr.bare
    scales = other.type.kind in ("money", "score") or (
        other.type.kind == "duration" and op == "multiply")
    if exact.denominator != 1 and scales and (exact * 10 ** 8).denominator == 1:
        return convert(expr, PERCENT)
    return expr


def settle(op, a, b):
    """Gives bare constants their type."""
    if op in ("add", "subtract"):
        adopts = ("money", "score", "number", "percent")
        if a.bare is not None and b.type.kind in adopts:
            a = convert(a, b.type)
        if b.bare is not None and a.type.kind in adopts:
            b = convert(b, a.type)
        return a, b
    if a.bare is not None:
        unit = b.type.kind in ("money", "score", "number") or b.type.ratio
        a = scale_by(op, a, b)
        if op == "divide" and unit and not find_operation(op, a, b):
            a = convert(a, b.type)
    if b.bare is not None:
        b = scale_by(op, b, a)
    return a, b


def keeps_ratio(op, left, right, result, a, b):
    if result.kind != "percent":
        return False
    if op == "divide" and left.kind == right.kind:
        return True
    l, r = a.type.ratio or a.bare is not None, b.type.ratio or b.bare is not None
    return l and r if right.kind == "percent" else a.type.ratio


def arithmetic(op, a, b):
    """The typed operation; `run` is left to the caller, who gets the two typed sides."""
    first, second = a, b
    a, b = settle(op, a, b)
    found = find_operation(op, a, b)
    if not found:
        raise TypeError(f"{a.type} {op} {b.type}")
    left, right, result = found
    if result.kind == "percent":
        result = Type("percent", None, keeps_ratio(op, left, right, result, first, second))
    return convert(a, left), convert(b, right), result


def fold(op, a, b):
    """Two bare constants."""
    if op == "add":
        return bare(a.bare + b.bare)
    if op == "subtract":
        return bare(a.bare - b.bare)
    if op == "multiply":
        return bare(a.bare * b.bare)
    return bare(a.bare / b.bare)
