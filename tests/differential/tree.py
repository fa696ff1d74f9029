"""Reads what `strata check FILE --dump=tree` prints back into nodes.

A node a line, children indented by two: [SLOT: ]kind [op] [number] ["text"] [flags] line:column.
What follows the place (the types that the compiler found) is left out: the reference finds its own.
"""
import datetime
import re
from fractions import Fraction

LINE = re.compile(r"( *)(?:([A-Z_]+): )?([a-z_]+)")
PLACE = re.compile(r"(\d+):(\d+)(?= |$)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
OPERATION = re.compile(r"(=|!=|<=|<|>=|>|between)(?= |$)")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
WORD = re.compile(r"[a-z]+")
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


class Node:
    """A kind, what it says itself, its children by slot name and in order."""

    def __init__(self, kind):
        self.kind = kind
        self.op = self.text = self.number = self.day = None
        self.flags = set()
        self.slots = {}
        self.children = []
        self.line = self.column = 0

    def get(self, slot):
        return self.slots.get(slot)

    def __repr__(self):
        return f"<{self.kind} {self.text or ''}{self.number or ''} {self.line}:{self.column}>"


def unescape(text):
    def one(match):
        if match[1]:
            return chr(int(match[1], 16))
        return {"n": "\n", "t": "\t"}.get(match[2], match[2])
    return ESCAPE.sub(one, text)


def read_facts(node, rest):
    """What stands on a line behind the kind, up to the place."""
    while rest := rest.lstrip(" "):
        if match := PLACE.match(rest):
            node.line, node.column = int(match[1]), int(match[2])
            return
        if match := DATE.match(rest):
            node.day = datetime.date.fromisoformat(match[0]).toordinal()
        elif match := NUMBER.match(rest):
            node.number = Fraction(match[0])
        elif match := STRING.match(rest):
            node.text = unescape(match[1])
        elif match := OPERATION.match(rest):
            node.op = match[1]
        elif match := WORD.match(rest):
            node.flags.add(match[0])
        else:
            return
        rest = rest[match.end():]


def read(listing):
    """The root of a listing."""
    root, path = None, []
    for line in listing.split("\n"):
        match = LINE.match(line)
        if not match:
            continue
        depth = len(match[1]) // 2
        node = Node(match[3])
        read_facts(node, line[match.end():])
        if depth == 0:
            if root is not None:
                break
            root = node
        else:
            parent = path[depth - 1]
            parent.children.append(node)
            if match[2]:
                parent.slots[match[2]] = node
        path[depth:] = [node]
    if root is None:
        raise ValueError("no tree:\n" + listing)
    return root
