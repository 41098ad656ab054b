"""Which budgets a charter may have."""

from dataclasses import replace

import pytest

from moot.core.charter import Priced, faults
from tests.core.tenders import street


def wrong(charter):
    return [(each.clause, each.why) for each in faults(charter)]


def test_a_charter_with_budgets_stands():
    assert wrong(street()) == []


def twice(charter, **changes):
    [budget] = charter.structure.rounds
    rounds = (budget, replace(budget, **changes))
    return replace(charter, structure=replace(charter.structure, rounds=rounds))


@pytest.mark.parametrize(
    ("charter", "clause", "why"),
    [
        (twice(street()), "structure.rounds", "the budget 'works' stands twice"),
        (twice(street(), id="more"), "structure.rounds", "'build' is paid for twice"),
        (street(amount=0), "structure.rounds.works", "nothing could be put in it, voted on or paid"),
        (street(window=0), "structure.rounds.works", "nothing could be put in it, voted on or paid"),
        (street(ballot=0), "structure.rounds.works", "nothing could be put in it, voted on or paid"),
        (street(kinds=(Priced("dig", 1),)), "structure.rounds.works", "'dig' is no kind of action"),
        (street(kinds=(Priced("build", 1, {"x": 1}),)), "structure.rounds.works", "'x' is no term of build"),
    ],
)
def test_a_charter_whose_budgets_make_no_sense_cannot_stand(charter, clause, why):
    assert (clause, why) in wrong(charter)


def test_no_budget_pays_for_what_cannot_be_undone():
    charter = street()
    heat, build = charter.structure.actions
    actions = (heat, replace(build, reversible=False))
    charter = replace(charter, structure=replace(charter.structure, actions=actions))
    assert ("structure.rounds.works", "build cannot be undone, and is for the charter lane") in wrong(charter)
