"""What the makers of all kinds of declarations share."""
from differential.scope import Env, Scope


class Maker:
    """What all kinds share: the scope, and where the declaration applies."""

    def __init__(self, declared):
        self.declared, self.reference = declared, declared.reference
        self.scope, self.env = Scope(declared.entity), Env
        self.applies_run = None
        if declared.where:
            self.applies_run = self.reference.condition(declared.where, self.scope)

    def clauses(self, *kinds):
        body = self.declared.node.get("BODY")
        return [node for node in body.children if node.kind in kinds]

    def applies(self, row):
        return True if self.applies_run is None else self.applies_run(self.env(row))

    def expr(self, node):
        return self.reference.expr(node, self.scope)

    def condition(self, node):
        return self.reference.condition(node, self.scope)
