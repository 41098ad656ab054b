"""Rounds: what a budget pays for, and how proposals that draw on it are decided together, as clauses of the charter.

>>> Budget("street", 600, (Priced("bench", 100),)).rule
'equal_shares'
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal, TypeAlias

from moot.core.act import Between, Credits, Duration, Length, Name, TermId
from moot.core.charter.windows import DAY
from moot.core.value import value

BudgetRule: TypeAlias = Literal["equal_shares", "greedy"]
Points: TypeAlias = Literal["approval", "score"]
Completion: TypeAlias = Literal["none", "greedy", "raise"]


@value
class Priced:
    """A kind of action that a budget pays for, and what it costs: a constant plus a price per unit of a term.

    kind: the kind of action; it is proposed in rounds of this budget only.
    constant: the part of the cost that does not depend on terms.
    slopes: what each unit of a term adds, in micro-credits.
    """

    kind: Name
    constant: Credits
    slopes: Mapping[TermId, Annotated[int, Between(-(10**12), 10**12)]] = field(default_factory=dict)


@value
class Budget:
    """Money for which proposals are decided together, in rounds.

    id: what it is called.
    amount: what a round takes from the commons fund, and the most that it spends.
    kinds: what it pays for.
    rule: `equal_shares`, or `greedy`: most points first.
    points: what a ballot gives to a project: one point by `approval`, or up to ten by `score`.
    completion: what equal shares leave over: nobody spends it (`none`), it buys by points (`greedy`), or everybody's
        share is raised (`raise`).
    raises: in how many steps at most a share is raised to the whole budget.
    each: how many projects an owner may put in a round.
    window: how long projects are taken.
    ballot: how long owners vote on them.
    """

    id: Name
    amount: Credits
    kinds: Annotated[tuple[Priced, ...], Length(1, 64)]
    rule: BudgetRule = "equal_shares"
    points: Points = "approval"
    completion: Completion = "greedy"
    raises: Annotated[int, Between(1, 1_000)] = 100
    each: Annotated[int, Between(1, 16)] = 2
    window: Duration = 7 * DAY
    ballot: Duration = 3 * DAY
