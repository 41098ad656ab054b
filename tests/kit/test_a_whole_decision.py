"""One decision from proposal to settlement, by agents that only read views and act through a door."""

import json
from functools import reduce

import pytest

from moot.core.assembly import EMPTY, evolve
from moot.core.assembly.measuring import awaited_measures
from moot.core.assembly.reviewing import awaited_reviews
from moot.core.proposal import OPENING, filed_by
from moot.views.views import Views

SHOWN = (
    *("charter", "docket", "targets", "values", "standing", "decisions"),
    *("calibration", "coverage", "influence", "minority", "pulse"),
)


def last_page(house):
    target = house.view("target", target="garage")
    proposal = target["open"] or target["history"][-1]["proposal"]
    return house.view("proposal", proposal=proposal)


def everything(house):
    shown = [house.view(name) for name in SHOWN]
    shown += [house.view("minutes", proposal=last_page(house)["proposal"], form=form) for form in ("json", "markdown")]
    return json.dumps([*shown, house.view("target", target="garage"), last_page(house)])


@pytest.fixture
def decided(house):
    house.run(house.cast())
    return house


def test_a_proposal_is_amended_approved_executed_and_measured(decided):
    page = last_page(decided)
    assert (page["outcome"], page["result"], page["disputed"]) == ("settled", "executed", [])
    # Safety's reviewers would accept at most 70 A, and the mediator found it.
    best = page["versions"][page["recommended"]]
    assert (best["terms"], best["agent"], best["base"]) == ({"amps": 70, "hours": 8}, "flo.ai", page["original"])
    assert page["in_force"] == page["versions"][page["drawn"]]["terms"]
    assert decided.view("target", target="garage")["terms"] == page["in_force"]


def test_who_forecast_the_truth_shows_no_error(decided):
    owners = decided.view("standing")["owners"].values()
    errors = [error for owner in owners for each in owner["agents"].values() for error in each["error"].values()]
    assert set(errors) == {0}


def test_the_influence_shown_is_all_there_is(decided):
    owners = decided.view("standing")["owners"].values()
    for value in ("safety", "thrift"):
        assert sum(owner["influence"].get(value, 0) for owner in owners) == 10**12


def test_the_books_shown_are_the_assemblys(decided):
    standing = decided.view("standing")
    assert standing["accounts"] == dict(decided.hall.clerk.assembly.ledger.accounts)
    assert standing["ledger_sum"] == 0


def test_views_folded_again_are_the_same(decided):
    again = Views()
    for told in decided.hall.door().entries(0):
        again.tell(told)
    for name in SHOWN:
        assert json.dumps(again.view(name)) == json.dumps(decided.view(name))


def awaited(assembly, proposal):
    """Return whom the rules wait for in the stage of an open proposal."""
    match proposal.stage.removesuffix("_standins"):
        case "drawing" | "timelock" | "drawing_clerk" | "timelock_clerk" as stage:
            links = proposal.links["drawing" if stage.startswith("drawing") else "lottery"]
            clerk = stage.endswith("_clerk")
            return {
                member
                for member, link in links.items()
                if link.revealed is None and (member == assembly.clerk.agent) == clerk
            }
        case "review":
            return {seat.agent for _, seat in awaited_reviews(proposal)}
        case "forecast":
            return {*proposal.slate.pooled, *proposal.slate.scored} - filed_by(proposal)
        case "ballot":
            return set(proposal.frozen.voters) - {each.owner for each in proposal.sealed.values()}
        case "executing":
            return {proposal.kind.executor}
        case "measuring":
            return set(awaited_measures(proposal))
        case stage:
            return {"clerk"} if stage in OPENING else set()


@pytest.mark.parametrize("present", [slice(None), slice(1, 2), slice(0, None, 2), slice(1, None, 2), slice(0, 9)])
def test_after_every_entry_the_docket_awaits_whom_the_rules_await(house, present):
    agents = house.cast()[present]
    house.run([*agents, house.cast()[1]])
    assembly, views = EMPTY, Views()
    for told in house.hall.door().entries(0):
        assembly = reduce(evolve, told.events, assembly)
        views.tell(told)
        rows = {row["proposal"]: row for row in views.view("docket")}
        assert rows.keys() == assembly.proposals.keys()
        for name, row in rows.items():
            proposal = assembly.proposals[name]
            assert (row["stage"], row["until"]) == (proposal.stage, proposal.until)
            assert {each["agent"] or each["owner"] for each in row["awaits"]} == awaited(assembly, proposal)


@pytest.mark.parametrize("stage", ["opening_reviews", "opening_forecasts", "ballot", "opening_measures"])
def test_no_view_depends_on_what_is_still_sealed(two_houses, stage):
    """Two moots alike but for what reviewers, forecasters, voters or meters sealed look alike until it is opened."""
    one, other = two_houses(stage)
    assert everything(one) == everything(other)
    assert (one.stage(), other.stage()) == (stage, stage)
    for house in (one, other):
        house.run(house.cast())
    assert last_page(one) != last_page(other)


def test_whoever_stays_silent_a_decision_comes_to_an_end(house):
    author = house.cast()[1:2]
    house.run(author)
    page = last_page(house)
    assert (page["outcome"], page["recommended"] == page["status_quo"]) == ("void", True)
    assert page["replaced"]
    assert page["unheard"] == ["safety", "thrift"]
