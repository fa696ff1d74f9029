"""Days as Python's ordinals, and the calendar steps of the language."""
import calendar
import datetime

FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


def add_days(day, days):
    day += days
    return day if FIRST <= day <= LAST else None


def add_months(day, months):
    """Keeps the day of the month or takes the month's last."""
    date = datetime.date.fromordinal(day)
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last)).toordinal()


def steps_between(a, b, size):
    """Whole steps of `size` months from a to b, negative where b comes first."""
    if b < a:
        return -steps_between(b, a, size)
    first, last = datetime.date.fromordinal(a), datetime.date.fromordinal(b)
    count = ((last.year - first.year) * 12 + last.month - first.month) // size + 1
    while True:
        reached = add_months(a, count * size)
        if reached is not None and reached <= b:
            return count
        count -= 1


def quarter(day):
    return (datetime.date.fromordinal(day).month + 2) // 3


def unit_start(day, unit, shift, fiscal_month=None):
    """The first day of the calendar unit that holds `day`, moved by `shift` units."""
    date = datetime.date.fromordinal(day)
    if unit == "day":
        return day + shift
    if unit == "week":
        return day - date.weekday() + 7 * shift
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    offset = (fiscal_month or 1) - 1
    index = date.year * 12 + date.month - 1 - offset
    index = (index // size + shift) * size + offset
    return datetime.date(index // 12, index % 12 + 1, 1).toordinal()
