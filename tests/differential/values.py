"""Types, values and arithmetic of the reference.

A value of a type in RANGED is None (missing) or (low, high), which are equal where it is known:
  integer, duration (seconds), period (months), date (ordinal)   int
  percent (the ratio), money, score                              Fraction of so many decimals
  number                                                         float
Everything else is None or the value itself: bool, text (str), enum (the member's name), ref (row).
"""
import math
from fractions import Fraction
from typing import NamedTuple


class Type(NamedTuple):
    kind: str
    of: object = None    # currency; members of an enumeration in order; entity of a reference
    ratio: bool = False  # a percent that also fits where a number does


INTEGER, NUMBER, PERCENT = Type("integer"), Type("number"), Type("percent")
RATIO, SCORE, DATE = Type("percent", None, True), Type("score"), Type("date")
DURATION, PERIOD, BOOL, TEXT = Type("duration"), Type("period"), Type("bool"), Type("text")

DECIMALS = {"integer": 0, "duration": 0, "period": 0, "percent": 8, "money": 4, "score": 4}
NUMERIC = {"integer", "number", "percent", "money", "score", "duration"}
RANGED = NUMERIC | {"date", "period"}


def round_half(exact, decimals):
    """Half away from zero."""
    scaled = abs(exact) * 10 ** decimals
    whole = math.floor(scaled + Fraction(1, 2))
    return Fraction(whole if exact >= 0 else -whole, 10 ** decimals)


def as_double(exact):
    try:
        value = float(exact)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def fit(kind, exact):
    """The exact result as a value of the type; None where it does not fit in 64 bits."""
    if kind == "number":
        return as_double(exact)
    decimals = DECIMALS[kind]
    value = round_half(exact, decimals)
    if not -2 ** 63 <= value * 10 ** decimals < 2 ** 63:
        return None
    return int(value) if decimals == 0 else value


def point(value):
    """What a value is where only a single point will do."""
    return value[0] if value is not None and value[0] == value[1] else None


def single(kind, value):
    """The value, or None where it is missing or not one point."""
    return point(value) if kind in RANGED else value


def pair(low, high):
    return None if low is None or high is None else (low, high)


def known(low):
    return None if low is None else (low, low)


def from_corners(function, a, b):
    corners = [function(x, y) for x in set(a) for y in set(b)]
    return None if None in corners else (min(corners), max(corners))


def add(kind, a, b):
    if a is None or b is None:
        return None
    return pair(plus(kind, a[0], b[0]), plus(kind, a[1], b[1]))


def plus(kind, x, y):
    if kind == "number":
        total = x + y
        return total if math.isfinite(total) else None
    return fit(kind, Fraction(x) + y)


def negate(kind, a):
    if a is None:
        return None
    if kind == "number":
        return (-a[1], -a[0])
    return pair(fit(kind, -Fraction(a[1])), fit(kind, -Fraction(a[0])))


def subtract(kind, a, b):
    if a is None or b is None:
        return None
    return pair(minus(kind, a[0], b[1]), minus(kind, a[1], b[0]))


def minus(kind, x, y):
    if kind == "number":
        return plus(kind, x, -y)
    return fit(kind, Fraction(x) - y)


def multiply(kind, a, b):
    """Into `kind`: in doubles for numbers, else rounded once from the exact product."""
    def one(x, y):
        if kind == "number":
            product = float(x) * float(y)
            return product if math.isfinite(product) else None
        return fit(kind, Fraction(x) * Fraction(y))
    return None if a is None or b is None else from_corners(one, a, b)


def divide(kind, a, b):
    def one(x, y):
        if kind == "number":
            x, y = float(x), float(y)
            quotient = x / y if y else math.nan
            return quotient if math.isfinite(quotient) else None
        return fit(kind, Fraction(x) / Fraction(y))
    if a is None or b is None or b[0] <= 0 <= b[1]:
        return None
    return from_corners(one, a, b)


def compare(op, a, b):
    """Three-valued: decided as soon as the ranges decide it."""
    if a is None or b is None:
        return None
    if op == "!=":
        equal = compare("=", a, b)
        return None if equal is None else not equal
    if op == "=":
        if a[0] == a[1] == b[0] == b[1]:
            return True
        return False if a[1] < b[0] or b[1] < a[0] else None
    if op in (">", ">="):
        a, b, op = b, a, {">": "<", ">=": "<="}[op]
    if op == "<":
        return True if a[1] < b[0] else False if a[0] >= b[1] else None
    return True if a[1] <= b[0] else False if a[0] > b[1] else None


def both(conditions):
    """Kleene's and."""
    result = True
    for condition in conditions:
        if condition is False:
            return False
        if condition is None:
            result = None
    return result


def either(conditions):
    """Kleene's or."""
    result = False
    for condition in conditions:
        if condition is True:
            return True
        if condition is None:
            result = None
    return result


def invert(condition):
    return None if condition is None else not condition


def round_to(kind, value, digits, how):
    """round, floor and ceil to digits; of a percent they count digits of the points."""
    places = digits + (2 if kind == "percent" else 0)
    exact = Fraction(value) * Fraction(10) ** places
    whole = {"round": lambda: round_half(exact, 0), "floor": lambda: Fraction(math.floor(exact)),
             "ceil": lambda: Fraction(math.ceil(exact))}[how]()
    return fit(kind, whole / Fraction(10) ** places)


def ramp_part(value, start, end):
    """0 to 1, exact for exact types; of numbers as double arithmetic has it."""
    if isinstance(value, float):
        width = end - start
        if width == 0 or not math.isfinite(width):
            return None
        part = (value - start) / width
        if math.isnan(part):
            return None
        return Fraction(min(max(part, 0.0), 1.0))
    if end == start:
        return None
    return min(max((Fraction(value) - start) / (Fraction(end) - start), Fraction(0)), Fraction(1))


def ramp(value, start, end):
    """The range of the part between two ends that are single points."""
    start, end = point(start), point(end)
    if value is None or start is None or end is None:
        return None
    parts = [ramp_part(x, start, end) for x in value]
    return None if None in parts else (min(parts), max(parts))
