"""Coverage: whether a mandate has owners enough, and what the hole is where it has not."""

import pytest

from moot.core import events as e
from moot.core.commands import Review
from tests.views.conftest import P, registered, seat

MAY = ("FileReview", "FileForecast")


def of(chronicle, mandate="safety"):
    [row] = chronicle.views.view("coverage", mandate=mandate)
    return row


def take(chronicle, *owners, epoch=0, mandate="safety"):
    chronicle.happens(*(e.MandateTaken(f"{owner}.ai", mandate, epoch) for owner in owners))


def test_a_hole_is_named(chronicle):
    # bo watches now, cy from the next epoch on; two seats need four owners.
    row = of(chronicle)
    assert (row["seats"], row["needed"], list(row["owners"]), row["missing"], row["missing_next_epoch"]) == (
        2,
        4,
        ["bo"],
        3,
        2,
    )
    assert row["hole"] == "safety has 1 of the 4 owners that its 2 seats need: 3 are missing"
    assert of(chronicle, "thrift")["hole"] == "thrift has 0 of the 3 owners that its seat needs: 3 are missing"


def test_enough_owners_leave_no_hole(chronicle):
    take(chronicle, "ana", "cy", "di")
    row = of(chronicle)
    assert (row["missing"], row["hole"], list(row["owners"])) == (0, None, ["ana", "bo", "cy", "di"])


def test_a_change_counts_from_its_epoch(chronicle):
    chronicle.happens(e.MandateLeft("bo.ai", "safety", 1))
    assert list(of(chronicle)["owners"]) == ["bo"]
    chronicle.happens(e.EpochClosed(0))
    assert list(of(chronicle)["owners"]) == ["cy"]


def test_who_could_not_be_drawn_does_not_count(chronicle):
    chronicle.happens(
        e.OwnerFounded("works", voice=True),
        e.OwnerFounded("lab", voice=True),
        registered("works", "works.ai", may=MAY),  # executes
        registered("lab", "lab.ai", may=MAY),  # measures
        e.OwnerFounded("guest", voice=False),
        registered("guest", "guest.ai", may=MAY),
        registered("di", "di.mute", may=("FileReview",)),
    )
    take(chronicle, "works", "lab", "guest")
    chronicle.happens(e.MandateTaken("di.mute", "safety", 0))
    assert list(of(chronicle)["owners"]) == ["bo"]


def test_agents_of_one_owner_are_one_owner(chronicle):
    chronicle.happens(registered("bo", "bo.two", may=MAY), e.MandateTaken("bo.two", "safety", 0))
    row = of(chronicle)
    assert (row["owners"]["bo"]["agents"], row["missing"]) == (["bo.ai", "bo.two"], 3)


def test_families_are_those_of_the_holders_and_people_stand_alone(chronicle):
    person = e.AgentRegistered("ana.reader", "ana", "human", None, "00" * 32, (), MAY, None)
    chronicle.happens(person, e.MandateTaken("ana.reader", "safety", 0))
    assert of(chronicle)["families"] == ["oak", "owner/ana"]


def test_answers_and_silence_of_the_last_seats_are_counted(chronicle):
    take(chronicle, "cy")
    chronicle.until("opening_reviews")
    assert of(chronicle)["unreliable"] == ["cy"]  # replaced
    assert of(chronicle)["owners"]["bo"]["last"] is None  # filed, and still sealed
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", Review("for"), 2), at=77)
    row = of(chronicle)
    assert row["owners"]["bo"] == {"agents": ["bo.ai"], "families": ["oak"], "answered": 1, "silent": 0, "last": 77}
    assert (row["owners"]["cy"]["answered"], row["owners"]["cy"]["silent"]) == (0, 1)


def test_only_the_last_ten_seats_count(chronicle):
    chronicle.until("review")
    for _ in range(12):
        chronicle.happens(e.ReviewerReplaced(P, "safety", "review", seat("bo"), None))
    chronicle.happens(e.ReviewerReplaced(P, "safety", "forecast", seat("bo"), None))
    assert of(chronicle)["owners"]["bo"]["silent"] == 10


def test_every_mandate_has_its_row(chronicle):
    assert [row["mandate"] for row in chronicle.views.view("coverage")] == ["safety", "thrift"]
    with pytest.raises(ValueError, match="no mandate is called 'beauty'; there are: safety, thrift"):
        of(chronicle, "beauty")
