"""What the writers of expressions share: binding strengths, types, where an expression stands."""
from typing import NamedTuple

from differential import schema
from differential.values import DATE, DURATION, INTEGER, NUMBER, PERCENT, SCORE, TEXT, Type

IF, OR, AND, NOT, COMPARE, SUM, PRODUCT, UNARY, DEFAULT, POSTFIX = range(10)
KPI = Type("enum", ("green", "amber", "red", "waived", "not_applicable"))
RULE = Type("enum", ("passes", "fails", "waived", "not_applicable"))
CADENCE = Type("enum", ("on_track", "due", "overdue", "waived", "not_applicable"))
ASSUME = Type("enum", ("holds", "broken"))
FIT = Type("enum", ("fits", "misplaced", "nowhere", "several", "unrecorded", "not_applicable"))
PACE = Type("enum", ("in_time", "late", "not_applicable"))
PATH = Type("enum", ("conforms", "reworked", "skipped", "illegal", "not_applicable"))
DRIFT = Type("enum", ("same", "promoted", "demoted", "not_applicable"))
ORDERED = [INTEGER, INTEGER, NUMBER, NUMBER, PERCENT, PERCENT, schema.USD, schema.USD, schema.EUR,
           SCORE, DATE, DURATION, TEXT]
SUMMABLE = [INTEGER, NUMBER, PERCENT, schema.USD, SCORE, DURATION]
STEPS = ["1 month", "3 months", "1 quarter", "1 year", "2 years", "12 months"]


class Column(NamedTuple):
    name: str
    type: Type
    kind: str
    value: object = None    # type of a KPI's value
    current: object = None  # type of a segmentation's recorded field
    ranged: bool = False
    parts: object = {}      # types of further columns by name


class Context(NamedTuple):
    """Where an expression stands: the entity of the row, or the parameters of a definition."""
    entity: object
    parameters: tuple = ()
    it: object = None
