"""Random entities and their data: small domains, so that values meet thresholds and each other."""
import datetime

from differential.values import (BOOL, DATE, DURATION, INTEGER, NUMBER, PERCENT, TEXT, Type)

USD, EUR = Type("money", "USD"), Type("money", "EUR")
ENUMS = [Type("enum", names) for names in (("gold", "silver", "bronze"), ("north", "south"),
                                           ("north", "south", "east", "west"), ("hot", "cold"))]
SPELLED = "The "  # before a member where the data spells it in another way
AS_OF = ["2026-06-30", "2026-02-28", "2024-02-29", "2025-12-31", "2026-01-01", "2026-04-01",
         "2026-03-31", "2025-08-17"]
WORDS = ["alpha", "Beta", "alphabet", "be", "Zürich", "  padded", "x", "naïve Beta", "gamma ray",
         "be, quoted", 'say "be"', "\u00a0no-break\u00a0", "ÄBC äbc", "日本語", "BE"]
INTEGERS = ["0", "1", "2", "3", "5", "6", "7", "10", "-1", "-4", "12"]
NUMBERS = ["0", "1", "0.5", "2.5", "-1.25", "0.1", "0.7", "3.3", "10", "100.01", "1e3", "-0.3"]
AMOUNTS = ["0", "1", "999.9999", "1000", "1000.5", "2500", "-250.25", "0.0005", "33.3333",
           "1000000", "5000000"]
PARTS = ["0", "5", "10", "12.5", "25", "33.333333", "50", "100", "-10", "0.000001", "150"]
DURATIONS = ["0", "1", "7", "14", "30", "90", "365", "-3"]
LARGE = {"integer": ["9223372036854775807", "-9223372036854775807", "4611686018427387904"],
         "number": ["1e308", "-1e308"], "money": ["922337203685477.5807", "-400000000000000"],
         "percent": ["9000000000000"], "duration": ["9000000000000"]}
BAD = {"integer": ["n/a", "1.5", "12x"], "number": ["n/a", "1,2"], "percent": ["12", "x%"],
       "money": ["12 apples", "£5"], "date": ["2026-02-30", "soon"], "duration": ["x"],
       "bool": ["maybe"], "enum": ["purple"]}


class Field:
    def __init__(self, name, type, written, form="", required=False, bounds=""):
        self.name, self.type, self.written, self.form = name, type, written, form
        self.required, self.bounds, self.header, self.texts = required, bounds, name, {}

    def line(self):
        flag = "required " if self.required else ""
        source = f' from "{self.header}"' if self.header != self.name else ""
        return f"  {self.name}: {flag}{self.written}{self.bounds}{source}"


class Entity:
    def __init__(self, name, keyed):
        self.name, self.keyed = name, keyed
        self.fields = [Field("id", TEXT, "key text")] if keyed else []
        self.keys, self.rows = [], []

    def references(self, to=None):
        return [f for f in self.fields if f.type.kind == "ref" and to in (None, f.type.of)]

    def source(self):
        return "\n".join([f'entity {self.name} from "{self.name}.csv" {{',
                          *(field.line() for field in self.fields), "}"])


def random_type(rng):
    return rng.choice([INTEGER, INTEGER, NUMBER, NUMBER, PERCENT, PERCENT, USD, USD, EUR, DATE,
                       DATE, DURATION, BOOL, BOOL, TEXT, rng.choice(ENUMS), rng.choice(ENUMS)])


def written_type(rng, type):
    """(as it is written, how its cells look)."""
    kind = type.kind
    if kind == "percent":
        form = rng.choice(["", "", "ratio", "points", "comma"])
    elif kind == "money":
        form = rng.choice(["", "", "", "comma", "thousands"])
        return f"money({type.of}{', ' + form if form else ''})", form
    elif kind == "duration":
        form = rng.choice(["days", "hours", "weeks"])
    elif kind == "date":
        form = rng.choice(["", "", "%d.%m.%Y", "%m/%d/%y"])
        return ("date" if not form else f'date("{form}")'), form
    elif kind == "number":
        form = rng.choice(["", "", "comma"])
    elif kind == "enum":
        return None, ""
    else:
        form = ""
    return kind + (f"({form})" if form else ""), form


def random_field(rng, name):
    type = random_type(rng)
    written, form = written_type(rng, type)
    field = Field(name, type, written, form, required=rng.random() < 0.1)
    if type.kind == "enum":
        quoted = rng.random() < 0.3
        field.texts = {m: SPELLED + m if quoted else m for m in type.of}
        members = [f'"{field.texts[m]}" as {m}' if quoted else m for m in type.of]
        field.written = f"one of ({', '.join(members)})"
    if rng.random() < 0.2:
        field.header = f"Column {name}"
    bounds = {"integer": [" 0..10", " 0..", " ..7"], "percent": [" 0%..100%", " -10%.."],
              "money": [" 0..", " ..1000000"], "number": [" 0..10"]}.get(type.kind)
    if bounds and rng.random() < 0.25:
        field.bounds = rng.choice(bounds)
    return field


def enum_field(rng, name):
    field = random_field(rng, name)
    while field.type.kind != "enum":
        field = random_field(rng, name)
    return field


def random_entities(rng):
    account = Entity("account", True)
    entities = {"account": account}
    if rng.random() < 0.7:
        entities["manager"] = manager = Entity("manager", True)
        account.fields.append(Field("owner", Type("ref", "manager"), "ref manager"))
        if rng.random() < 0.5:
            manager.fields.append(Field("boss", Type("ref", "manager"), "ref manager"))
    if rng.random() < 0.3:
        account.fields.append(Field("parent", Type("ref", "account"), "ref account"))
    order = entities["order"] = Entity("order", rng.random() < 0.7)
    for name in ["buyer", "seller"] if rng.random() < 0.4 else ["customer"]:
        order.fields.append(Field(name, Type("ref", "account"), "ref account"))
    if rng.random() < 0.4:
        visit = entities["visit"] = Entity("visit", rng.random() < 0.4)
        targets = [e.name for e in entities.values() if e.keyed and e is not visit]
        for target in rng.sample(targets, min(len(targets), rng.choice([1, 1, 2]))):
            visit.fields.append(Field(f"the_{target}", Type("ref", target), f"ref {target}"))
    if rng.random() < 0.6:  # a history of stages
        step = entities["step"] = Entity("step", False)
        target = rng.choice([e.name for e in entities.values() if e.keyed])
        step.fields.append(Field(f"of_{target}", Type("ref", target), f"ref {target}"))
        step.fields.append(enum_field(rng, "into"))
        step.fields.append(Field("on", DATE, "date"))
    for entity in entities.values():
        if entity.name == "step":
            continue
        for i in range(rng.randint(3, 7)):
            entity.fields.append(random_field(rng, f"{entity.name[0]}{i}"))
        if rng.random() < 0.1:  # named like a member, which comes first beside an enumeration
            field = random_field(rng, rng.choice(["north", "gold", "hot"]))
            while field.type.kind == "enum":
                field = random_field(rng, field.name)
            entity.fields.append(field)
    return entities


# --- cells ----------------------------------------------------------------------------------------

def swap_comma(text):
    return text.translate(str.maketrans(",.", ".,"))


def grouped(text):
    """1,234,567.5 of 1234567.5."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, dot, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}"


def random_day(rng, today):
    """Days near the edges of windows around today."""
    day = datetime.date.fromordinal(today)
    if rng.random() < 0.01:
        return rng.choice([datetime.date.max, datetime.date.min]).toordinal()
    base = rng.choice([0, 0, 30, 31, 90, 91, 365, 366, 181, 7, 14, -30, -90, 730])
    anchor = today - base + rng.choice([-1, 0, 0, 1])
    if rng.random() < 0.3:
        year = day.year + rng.choice([-2, -1, -1, 0, 0])
        month = rng.choice([day.month, day.month, 1, 4, 12, 2])
        anchor = datetime.date(year, month, min(day.day, 28)).toordinal() + rng.choice([0, 1, 2, 3])
    return anchor


def money_cell(rng, field, text):
    if field.form == "comma":
        return swap_comma(grouped(text) if rng.random() < 0.3 else text)
    if rng.random() < 0.2 and not text.startswith("-"):
        text = grouped(text)
    if rng.random() < 0.1:
        sign = "$" if field.type.of == "USD" else "€"
        return f"({sign}{text[1:]})" if text.startswith("-") else sign + text
    return text


def percent_cell(rng, field, text):
    if field.form == "points":
        return text
    if field.form == "ratio":
        return {"12.5": "0.125", "33.333333": "0.33333333", "25": ".25"}.get(text, "0.5")
    return (swap_comma(text) if field.form == "comma" else text) + rng.choice(["%", "%", " %"])


def date_cell(rng, field, today):
    day = datetime.date.fromordinal(random_day(rng, today))
    if field.form:
        form = field.form if 1970 <= day.year < 2068 else field.form.replace("%y", "99")
        return day.strftime(form.replace("%Y", f"{day.year:04}"))
    return day.isoformat() + rng.choice(["", "", "", "T12:30:00Z"])


def random_cell(rng, field, today, entities):
    kind = field.type.kind
    if rng.random() < (0.03 if field.required else 0.15):
        return rng.choice(["", "", "  "])
    if rng.random() < 0.03 and kind in BAD:
        return rng.choice(BAD[kind])
    if kind == "ref":
        keys = entities[field.type.of].keys
        return rng.choice(keys) if keys and rng.random() < 0.95 else "nobody"
    if kind in LARGE and rng.random() < 0.02 and not field.form:
        text = rng.choice(LARGE[kind])
        return text + "%" if kind == "percent" else text
    if kind == "number":
        text = rng.choice(NUMBERS)
        return swap_comma(text) if field.form == "comma" else text
    if kind == "money":
        return money_cell(rng, field, rng.choice(AMOUNTS))
    if kind == "percent":
        return percent_cell(rng, field, rng.choice(PARTS))
    if kind == "date":
        return date_cell(rng, field, today)
    if kind == "enum":
        return field.texts[rng.choice(field.type.of)]
    return rng.choice({"integer": INTEGERS, "duration": DURATIONS, "text": WORDS,
                       "bool": ["yes", "no", "true", "FALSE", "1", "0", "Y", "n"]}[kind])


def random_rows(rng, entities, today):
    """Fills in keys and rows: lists of cells under the headers."""
    for entity in entities.values():
        count = rng.choice([0, 1, 2, 3, 5, 8, 13, 20])
        if entity.keyed:
            entity.keys = [f"{entity.name[0].upper()}{i}" for i in range(count)]
            rng.shuffle(entity.keys)
    for entity in entities.values():
        count = len(entity.keys) if entity.keyed else rng.choice([0, 1, 4, 9, 25])
        if entity.name == "step":
            count = rng.choice([0, 5, 30, 60])
        for i in range(count):
            row = []
            for field in entity.fields:
                if field.name == "id":
                    roll = rng.random()
                    row.append("" if roll < 0.02 else rng.choice(entity.keys) if roll < 0.05
                               else entity.keys[i])
                else:
                    row.append(random_cell(rng, field, today, entities))
            entity.rows.append(row)
