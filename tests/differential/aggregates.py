"""What is made of related rows: count, sum ... over rows that surely or maybe count.

Each function takes the rows as (surely, value): surely is True, or None where the condition is
unknown; rows whose condition is false are not among them.
"""
from fractions import Fraction

from differential import values
from differential.values import as_double, both, either, fit, invert, known, point

HALF = Fraction(1, 2)


def count(rows):
    sure = sum(1 for surely, _ in rows if surely)
    return (sure, len(rows))


def total(kind, exact):
    """A sum: of numbers exact, then rounded once."""
    return as_double(exact) if kind == "number" else fit(kind, exact)


def sum_of(rows, kind):
    if not rows:
        return known(total(kind, Fraction(0)))
    sure = [value for surely, value in rows if surely and value is not None]
    maybe = [value for surely, value in rows if not surely and value is not None]
    if any(surely for surely, _ in rows):
        if not sure:
            return None
    elif not maybe:
        return None
    low = sum(Fraction(v[0]) for v in sure) + sum(min(Fraction(v[0]), 0) for v in maybe)
    high = sum(Fraction(v[1]) for v in sure) + sum(max(Fraction(v[1]), 0) for v in maybe)
    return values.pair(total(kind, low), total(kind, high))


def settled(rows, of_points=True):
    """The known values; None where a row only may count."""
    if not all(surely for surely, _ in rows):
        return None
    found = [value for _, value in rows if value is not None]
    return [point(v) for v in found if point(v) is not None] if of_points else found


def avg(rows, kind, result):
    found = settled(rows, of_points=False)
    if not found:
        return None
    ends = [sum(Fraction(v[end]) for v in found) for end in (0, 1)]
    if kind == "number":  # the sum is a number, and so divided as one
        ends = [total(kind, end) for end in ends]
        return None if None in ends else tuple(end / len(found) for end in ends)
    return values.pair(*(fit(result, end / len(found)) for end in ends))


def smallest(rows):
    found = settled(rows)
    return known(min(found)) if found else None


def largest(rows):
    found = settled(rows)
    return known(max(found)) if found else None


def percentile(rows, part, result):
    """Linear between the values at (n - 1) x part; the median is that of one half."""
    found = settled(rows)
    if not found or part is None or not 0 <= part <= 1:
        return None
    found = sorted(found)
    place = (len(found) - 1) * Fraction(part)
    below = int(place)
    low, high = found[below], found[min(below + 1, len(found) - 1)]
    if isinstance(low, float) and part != HALF:  # in double arithmetic, as all of numbers
        return known(low + (high - low) * float(place - below))
    low, high = Fraction(low), Fraction(high)
    return known(fit(result, low + (high - low) * (place - below)))


def share(rows):
    """rows: (surely, condition, weight); the ratio within bounds."""
    weighed = [(surely, truth, weight) for surely, truth, weight in rows if weight is not None]
    if any(weight < 0 for _, _, weight in weighed):
        return None

    def weight_of(surely, *truths):
        return sum(Fraction(w) for s, t, w in weighed if s is surely and t in truths)
    sure = weight_of(True, True, False, None)
    if sure == 0:
        return None
    low = weight_of(True, True) / (sure + weight_of(None, False, None))
    high = (weight_of(True, True, None) + weight_of(None, True, None)) / (
        sure + weight_of(None, True, None))
    return values.pair(fit("percent", low), fit("percent", high))


def any_of(rows):
    return either(both([surely, what]) for surely, what in rows)


def all_of(rows):
    return both(either([invert(surely), what]) for surely, what in rows)


def none_of(rows):
    return invert(any_of(rows))


def order_of(type, value):
    return type.of.index(value) if type.kind == "enum" else value


def at_end(rows, type, last):
    """latest and earliest: rows are (surely, value, day); equal days by the value."""
    if not all(surely for surely, _, _ in rows):
        return None
    found = [(day, order_of(type, single), single) for _, value, day in rows
             if day is not None and (single := values.single(type.kind, value)) is not None]
    if not found:
        return None
    value = (max if last else min)(found)[2]
    return known(value) if type.kind in values.RANGED else value
