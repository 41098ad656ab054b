"""What a form says once it is filled in, a moot takes: nothing on a page is refused for how the page asked it."""

import pytest

from moot.core.commands import Appeal
from tests.web.pages.conftest import TriedTown, contested_town, decided_town, funding_town, tried_town, visiting


def said(town, path, act, by, **filled):
    """Return what the form of an act on a page says to an agent that may use it."""
    with visiting(town) as visitor:
        return visitor.see(path.format(*ids(visitor)), by).draft(act, **filled)[0]


def ids(visitor):
    return [rows[-1][name] for name in ("trial", "dispute", "round") if (rows := visitor.view(f"{name}s"))]


@pytest.fixture(scope="module")
def town():
    town = decided_town()
    town.to("done")
    return town


@pytest.mark.parametrize(
    ("path", "act", "by", "filled"),
    [
        ("/values", "WeighValues", "ana.human", {}),
        ("/members/ana", "Delegate", "ana.human", {"body/to": "bo"}),
        ("/members/cy", "RevokeDelegation", "cy.human", {}),
        ("/members/ana", "LeaveMandate", "ana.ai", {}),
        ("/propose?set.degrees=31", "Propose", "bo.ai", {}),
    ],
)
def test_a_moot_takes_what_its_pages_ask(town, path, act, by, filled):
    assert town.file(by, said(town, path, act, by, **filled))


def test_a_mandate_that_was_left_is_taken_from_the_page():
    town = decided_town()
    town.file("ana.ai", said(town, "/members/ana", "LeaveMandate", "ana.ai"))
    town.to("done")
    town.end_epoch()
    assert town.file("ana.ai", said(town, "/members/ana", "TakeMandate", "ana.ai"))


def test_a_trial_is_halted_from_its_page():
    town = TriedTown()
    town.start()
    town.draw()
    assert town.file(
        "bo.ai", said(town, "/trials/{}", "HaltTrial", "bo.ai", **{"body/clause": "purpose.values.safety"})
    )


def test_what_was_tried_is_proposed_from_its_page():
    town = tried_town()
    town.treat()
    with visiting(town) as visitor:
        named = visitor.view("trials")[0]["trial"]
    assert town.file("cy.ai", said(town, f"/propose?kind=set_heat&trial={named}", "Propose", "cy.ai"))


def test_a_verdict_is_appealed_with_exactly_the_bond_that_is_asked():
    town = contested_town()
    command = said(town, "/disputes/{}", "Appeal", "ana.human")
    assert isinstance(command, Appeal)
    assert town.file("ana.human", command)


def test_no_appeal_is_offered_where_no_larger_jury_is_left():
    town = contested_town()
    town.file("ana.human", said(town, "/disputes/{}", "Appeal", "ana.human"))
    with visiting(town) as visitor:
        page = visitor.see(f"/disputes/{ids(visitor)[0]}")
    assert "Appeal" not in page.values("form", "data-act")
    assert "ana appealed against round 1" in page.words


def test_a_round_is_opened_from_the_page():
    town = funding_town()
    while town.state.rounds:
        town.now = max(each.until for each in town.state.rounds.values())
        town.tend()
    command = said(town, "/rounds", "OpenRound", "gus.human")
    assert town.file("gus.human", command)
