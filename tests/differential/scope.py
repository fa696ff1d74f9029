"""Where an expression stands when it is typed (Scope) and when it is run (Env)."""

PROGRAM = "program"


class Env:
    """The row at hand, and the one outside the aggregate that it is in.

    outer: in an aggregate over a definition's `each`, the same row seen from where the call stands.
    """

    __slots__ = ("row", "parent", "outer")

    def __init__(self, row, parent=None, outer=None):
        self.row, self.parent, self.outer = row, parent, outer


class Scope:
    """Where an expression stands: whose row, how deep in aggregates, arguments of a definition."""

    def __init__(self, entity, depth=0, arguments=None, it=None):
        self.entity, self.depth, self.arguments, self.it = entity, depth, arguments, it


class Rows:
    """Related rows: of `child`, through `via`; for `each` also what, where and by of the call."""

    def __init__(self, child, via, depth):
        self.child, self.via, self.depth = child, via, depth
        self.what = self.where = self.by = self.given = None


def ascend(env, steps):
    for _ in range(steps):
        env = env.parent
    return env
