import pytest

from moot.core.commands import CastVote, FileReview, OfferAmendment, Vote
from moot.core.refusal import StageIsOver
from tests.core.house import House


def test_a_review_after_the_window_is_refused_though_nobody_has_advanced():
    house = House()
    house.propose()
    house.to("review")
    mandate, panel = next(iter(house.open.panels.items()))
    late = FileReview(house.open.id, house.open.original, mandate, "00" * 32)
    house.now = house.open.until
    with pytest.raises(StageIsOver, match=r"review ended at \d+ .*Anybody may move it on"):
        house.file(panel.seats[0].agent, late)


def test_a_vote_in_the_last_millisecond_counts_and_the_next_is_too_late():
    house = House()
    house.propose()
    house.to("ballot")
    house.now = house.open.until - 1
    for owner, late in (("ana", 0), ("bo", 1)):
        house.now += late
        sealed = house.sealed(f"{owner}.human", "CastVote", Vote("for"))
        vote = CastVote(house.open.id, house.open.paper.id, sealed)
        if late:
            with pytest.raises(StageIsOver):
                house.file(f"{owner}.human", vote)
        else:
            house.file(f"{owner}.human", vote)
    assert len(house.open.sealed) == 1


def test_an_amendment_after_the_window_is_refused():
    house = House()
    house.propose()
    house.to("negotiation")
    house.now = house.open.until
    with pytest.raises(StageIsOver):
        house.file("bo.ai", OfferAmendment(house.open.id, house.open.original, {"degrees": 17}))
