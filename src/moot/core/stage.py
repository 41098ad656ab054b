"""A stage: one row of the tables after which proposals, disputes and trials live."""

from moot.core.value import value


@value
class Stage:
    """A row of the table: who acts, by which acts, what happens otherwise, and what may follow."""

    who: str
    acts: tuple[str, ...]
    otherwise: str
    leads: tuple[str, ...]
