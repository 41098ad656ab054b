"""The page of a round: what is in it, who has voted, what was bought; and that minutes and dockets know of it."""

import json

import pytest

from moot.views.unknown import Unknown
from moot.views.views import Views
from tests.core.house import OWNERS, House
from tests.core.tenders import (
    CREDIT,
    ballot,
    built,
    counted,
    founded,
    open_round,
    opened,
    pass_deadline,
    put_in,
    revealed,
    street,
    tender,
)
from tests.views.asking import everything

EVERYBODY = sorted(OWNERS)


def views_of(house):
    views = Views()
    for told in house.record:
        views.tell(told)
    json.dumps(everything(views))
    return views


def page_of(house):
    views = views_of(house)
    return views.view("round", round=views.view("rounds")[-1]["round"])


def voted():
    """A house with one work in its round, on which all have voted but ana; and that work."""
    house = House(first=founded(street()))
    open_round(house)
    bench = put_in(house, "ana", 10, 1)
    pass_deadline(house)
    for owner in EVERYBODY[1:]:
        ballot(house, owner, {bench: 1})
    return house, bench


def test_the_page_says_what_a_round_can_spend_and_what_is_in_it():
    house = House(first=founded(street()))
    assert views_of(house).view("rounds") == []
    number = open_round(house)
    bench = put_in(house, "ana", 10, 1)
    page = page_of(house)
    assert (page["round"], page["amount"], page["projects"]) == (number, 100 * CREDIT, {bench: 10 * CREDIT})
    assert (page["stage"], page["awaits"]) == ("submission", [])
    pass_deadline(house)
    assert page_of(house)["awaits"] == EVERYBODY


def test_who_has_voted_is_seen_and_what_only_once_it_is_open():
    house, bench = voted()
    page = page_of(house)
    assert (page["awaits"], page["voted"], page["ballots"]) == (["ana"], EVERYBODY[1:], {})
    pass_deadline(house)
    assert page_of(house)["awaits"] == []
    opened(house)
    assert page_of(house)["ballots"] == {owner: {bench: 1} for owner in EVERYBODY[1:]}


def test_whose_link_is_missing_is_awaited_and_then_at_fault():
    house, _ = voted()
    pass_deadline(house)
    opened(house)
    assert page_of(house)["awaits"] == [name for name in tender(house).links if name != "clerk"]
    late = house.copy()
    pass_deadline(late)
    assert page_of(late)["awaits"] == ["clerk"]
    revealed(house, but=("ana",))
    page = page_of(house)
    assert (page["awaits"], [each["member"] for each in page["faults"]]) == ([], ["ana"])


def test_a_closed_round_keeps_its_page_and_what_it_bought_has_minutes():
    house, bench = voted()
    pass_deadline(house)
    opened(house)
    revealed(house)
    counted(house)
    page = page_of(house)
    assert (page["stage"], page["until"], page["outcome"]["spent"]) == ("closed", None, 10 * CREDIT)
    [row] = views_of(house).view("rounds")
    assert (row["budget"], row["stage"]) == ("works", "closed")
    built(house, bench)
    house.measure()
    minutes = views_of(house).view("minutes", proposal=bench, form="markdown")
    assert "**Settled**" in minutes
    assert "nobody had been asked for a forecast" in minutes


def test_a_project_in_a_round_stands_in_the_docket_and_awaits_nobody_of_its_own():
    house = House(first=founded(street()))
    open_round(house)
    bench = put_in(house, "ana", 10, 1)
    rows = {row.get("round", row["proposal"]): row for row in views_of(house).view("docket")}
    assert (rows[bench]["stage"], rows[bench]["awaits"]) == ("round", [])


def docketed(house, **asked):
    """Return the row of the open round, and whom it waits for with what."""
    [row] = [each for each in views_of(house).view("docket", **asked) if "round" in each]
    return row, [(each["agent"] or each["owner"], each["act"]) for each in row["awaits"]]


def test_a_round_stands_in_the_docket_with_all_that_it_can_spend_and_awaits_ballots_then_links():
    house, _ = voted()
    row, awaits = docketed(house, agent="ana.human")
    assert (row["budget"], row["stage"], row["stakes"]) == ("works", "voting", 100 * CREDIT)
    assert awaits == [("ana", "FileBallot")]  # whoever may vote may file one
    assert views_of(house).view("docket", agent="bo.human") == []
    pass_deadline(house)
    assert docketed(house)[1] == [("clerk", "OpenEnvelope")]
    opened(house)
    assert docketed(house)[1] == [(name, "RevealChance") for name in tender(house).links if name != "clerk"]
    pass_deadline(house)
    assert docketed(house)[1] == [("clerk", "RevealChance")]
    revealed(house, but=tender(house).links.keys())
    assert docketed(house)[1] == []
    counted(house)
    assert [row for row in views_of(house).view("docket") if "round" in row] == []


def test_what_is_no_round_is_said_so():
    with pytest.raises(Unknown):
        Views().view("round", round="00" * 32)
