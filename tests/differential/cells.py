"""Tables from CSV files: each cell by the type and format of its field, as language.md has it."""
import csv
import datetime
import re
from fractions import Fraction

from differential import values
from differential.values import Type

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
POWERS = {"thousands": 3, "millions": 6, "billions": 9}
TRUTHS = {"yes": True, "y": True, "t": True, "true": True, "1": True,
          "no": False, "n": False, "f": False, "false": False, "0": False}
DIRECTIVES = {"Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})",
              "d": r"(?P<d>\d{1,2})"}
CURRENCY_SIGNS = {"USD": "$", "EUR": "€"}


class Field:
    def __init__(self, node):
        self.name = node.get("NAME").text
        source = node.get("SOURCE")
        self.header = source.text if source else self.name
        self.key = "key" in node.flags
        self.words, self.date_format, self.texts = [], None, {}
        self.type = self.read_type(node.get("TYPE"))
        self.low, self.high = None, None
        if bounds := node.get("RANGE"):
            self.low = bound(bounds.get("LOW"))
            self.high = bound(bounds.get("HIGH"))

    def read_type(self, node):
        if node.text == "one of":
            names = []
            for member in node.children:
                name = member.get("NAME").text
                text = member.get("TEXT")
                self.texts[text.text if text else name] = name
                names.append(name)
            return Type("enum", tuple(names))
        if node.text == "ref":
            return Type("ref", node.children[0].text)
        currency = None
        for argument in node.children:
            if argument.kind == "string":
                self.date_format = argument.text
            elif node.text == "money" and re.fullmatch("[A-Z]{3}", argument.text):
                currency = argument.text
            else:
                self.words.append(argument.text)
        return Type(node.text, currency)


def bound(node):
    """A literal as a plain number in the units of values.py."""
    if node is None:
        return None
    if node.kind == "negate":
        return -bound(node.children[0])
    if node.kind == "date":
        return node.day
    if node.kind == "percent":
        return node.number / 100
    if node.kind == "step":
        return node.number * {"hour": 3600, "day": 86400, "week": 604800}[node.text]
    return node.number


def read_number(text, comma=False, exponent=False):
    """A decimal number as written, groups of three allowed; None where it is none."""
    if comma:
        text = text.translate(str.maketrans(",.", ".,"))
    if re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+", text) and exponent:
        return Fraction(text)
    if not re.fullmatch(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[-+]?\.\d+", text):
        return None
    return Fraction(text.replace(",", "").rstrip(".") or "0")


def read_money(text, field):
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1]
    sign = CURRENCY_SIGNS.get(field.type.of)
    if sign and text.startswith(sign):
        text = text[len(sign):]
    exact = read_number(text, "comma" in field.words)
    if exact is None:
        return None
    return -exact if negative else exact


def read_percent(text, field):
    comma = "comma" in field.words
    if "ratio" in field.words or "points" in field.words:
        exact = read_number(text, comma)
        return exact and exact / (100 if "points" in field.words else 1)
    if not text.endswith("%"):
        return None
    exact = read_number(text[:-1].rstrip(), comma)
    return None if exact is None else exact / 100


def read_date(text, form):
    if form is None:
        match = re.fullmatch(r"(?P<Y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)([T ].*)?", text)
    else:
        pattern = re.sub(r"%(.)|(.)", lambda m: DIRECTIVES[m[1]] if m[1] else re.escape(m[2]), form)
        match = re.fullmatch(pattern, text)
    if not match:
        return None
    parts = match.groupdict()
    year = int(parts["Y"]) if "Y" in parts else int(parts["y"])
    if "Y" not in parts:
        year += 2000 if year <= 68 else 1900
    try:
        return datetime.date(year, int(parts["m"]), int(parts["d"])).toordinal()
    except ValueError:
        return None


def read_exact(text, field):
    """The number behind a cell of a ranged type, before rounding."""
    kind = field.type.kind
    if kind == "date":
        return read_date(text, field.date_format)
    if kind == "money":
        exact = read_money(text, field)
    elif kind == "percent":
        exact = read_percent(text, field)
    else:
        exact = read_number(text, "comma" in field.words, kind == "number")
    if exact is None:
        return None
    for word in field.words:
        exact *= UNITS.get(word, 1) * 10 ** POWERS.get(word, 0)
    return None if kind == "integer" and exact.denominator != 1 else exact


def read_cell(text, field):
    """The value of a cell; None where it is empty, cannot be read or is out of its range."""
    kind = field.type.kind
    stripped = text.strip(" \t")
    if not stripped:
        return None
    if kind == "text":
        return stripped if field.key else text
    if kind == "bool":
        return TRUTHS.get(stripped.lower())
    if kind == "enum":
        return field.texts.get(stripped)
    if kind == "ref":
        return stripped
    exact = read_exact(stripped, field)
    if exact is None:
        return None
    value = exact if kind == "date" else values.fit(kind, exact)
    if value is None or (field.low is not None and value < field.low) \
            or (field.high is not None and value > field.high):
        return None
    return (value, value)


class Table:
    """The rows of an entity that count, column by column."""

    def __init__(self, fields, path):
        self.fields = {field.name: field for field in fields}
        self.key = next((field.name for field in fields if field.key), None)
        self.columns = {name: [] for name in self.fields}
        self.row_of = {}
        with open(path, newline="", encoding="utf-8") as file:
            for cells in csv.DictReader(file, restval=""):
                self.take(cells)
        self.count = len(next(iter(self.columns.values()))) if self.columns else 0

    def take(self, cells):
        if None in cells:  # more cells than the header
            return
        row = {name: read_cell(cells[field.header], field)
               for name, field in self.fields.items()}
        if self.key:
            if row[self.key] is None or row[self.key] in self.row_of:
                return
            self.row_of[row[self.key]] = len(self.row_of)
        for name, value in row.items():
            self.columns[name].append(value)

    def resolve(self, tables):
        """Makes rows of keys; one that is not matched is missing."""
        for name, field in self.fields.items():
            if field.type.kind == "ref":
                rows = tables[field.type.of].row_of
                self.columns[name] = [rows.get(key) for key in self.columns[name]]
