"""The functions of one row's values, and dates that move."""
import datetime
from fractions import Fraction

from differential import civil, values
from differential.typing_rules import Expr
from differential.values import INTEGER, NUMBER, PERCENT

# ASCII letters alone change case.
UPPER = {ord(c): ord(c) - 32 for c in "abcdefghijklmnopqrstuvwxyz"}
LOWER = {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
TEXT_FUNCTIONS = {"lower": lambda t: t.translate(LOWER), "upper": lambda t: t.translate(UPPER),
                  "trim": lambda t: t.strip(), "length": lambda t: values.known(len(t))}
DATE_FUNCTIONS = {"year": lambda d: datetime.date.fromordinal(d).year,
                  "quarter": civil.quarter,
                  "month": lambda d: datetime.date.fromordinal(d).month,
                  "weekday": lambda d: datetime.date.fromordinal(d).isoweekday()}


def move(date, step, sign, kind):
    """A date moved by a duration (whole days, rounded down) or a period: single points only."""
    date, step = values.point(date), values.point(step)
    if date is None or step is None:
        return None
    if kind == "period":
        return values.known(civil.add_months(date, sign * step))
    return values.known(civil.add_days(date, sign * step // 86400))


def distance(a, b):
    """a - b of dates, in seconds."""
    a, b = values.point(a), values.point(b)
    return None if a is None or b is None else values.known((a - b) * 86400)


def absolute(kind, value):
    if value is None:
        return None
    low, high = value
    ends = values.negate(kind, value)
    if low >= 0:
        return value
    if ends is None or high <= 0:
        return ends
    return (low * 0, max(ends[1], high))


def rounded(name, kind, value, digits):
    if value is None or digits is None:
        return None
    return values.pair(*(values.round_to(kind, end, digits, name) for end in value))


def extreme(function, found):
    if None in found:
        return None
    return (function(v[0] for v in found), function(v[1] for v in found))


def clamp(value, low, high):
    return extreme(min, [extreme(max, [value, low]), high])


def ramp(value, start, end):
    parts = values.ramp(value, start, end)
    return parts and values.pair(*(values.fit("percent", part) for part in parts))


def of_points(function, sides):
    def run(env):
        found = [values.single(side.type.kind, side.run(env)) for side in sides]
        return None if None in found else function(*found)
    return run


def call(name, sides, digits):
    """The function of sides that are one type already."""
    kind, type = sides[0].type.kind, sides[0].type
    runs = [side.run for side in sides]
    if name in TEXT_FUNCTIONS:
        return Expr(INTEGER if name == "length" else type, of_points(TEXT_FUNCTIONS[name], sides))
    if name in DATE_FUNCTIONS:
        function = DATE_FUNCTIONS[name]
        return Expr(INTEGER, of_points(lambda d: values.known(function(d)), sides))
    if name in ("months", "years"):
        size = 1 if name == "months" else 12
        return Expr(INTEGER, of_points(
            lambda a, b: values.known(civil.steps_between(a, b, size)), sides))
    if name == "days":
        return Expr(NUMBER, lambda env: (value := runs[0](env)) and values.pair(
            *(values.as_double(Fraction(end, 86400)) for end in value)))
    if name == "abs":
        return Expr(type, lambda env: absolute(kind, runs[0](env)))
    if name in ("round", "floor", "ceil"):
        return Expr(type, lambda env: rounded(
            name, kind, runs[0](env), values.point(digits.run(env)) if digits else 0))
    if name in ("min", "max"):
        function = min if name == "min" else max
        return Expr(type, lambda env: extreme(function, [run(env) for run in runs]))
    if name == "clamp":
        return Expr(type, lambda env: clamp(*(run(env) for run in runs)))
    if name == "ramp":
        return Expr(PERCENT, lambda env: ramp(*(run(env) for run in runs)))
    raise NameError(name)
