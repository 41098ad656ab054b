import pytest

from moot.core.assembly import dues
from moot.core.commands import CastVote, FileReview, OfferAmendment, OpenEnvelope, RevealChance, Review, Vote
from moot.core.lot import link
from moot.core.refusal import StageIsOver
from tests.core.house import LINKS, House, secret_of


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


def test_an_envelope_is_not_opened_after_the_window_and_is_no_longer_due():
    house = House()
    house.propose()
    house.to("review")
    for mandate, panel in house.open.panels.items():
        for seat in panel.seats:
            sealed = house.sealed(seat.agent, "FileReview", Review("for"), mandate)
            house.file(seat.agent, FileReview(house.open.id, house.open.original, mandate, sealed))
    act, envelope = next(iter(house.open.sealed.items()))
    command = OpenEnvelope(act, *house.held[envelope.seal])
    house.now = house.open.until - 1
    assert act in dues(house.state, house.now).envelopes
    house.copy().file("clerk", command)
    house.wait(1)
    assert dues(house.state, house.now).envelopes == ()
    for by in ("clerk", envelope.by):
        with pytest.raises(StageIsOver, match="opening_reviews ended at"):
            house.file(by, command)


def test_the_clerks_link_alone_is_taken_late():
    house = House()
    house.propose()
    house.advance()
    assert house.open.stage == "drawing_clerk"
    house.now = house.open.until
    house.file("clerk", RevealChance(house.open.id, 1, link(secret_of("clerk"), 1, LINKS).hex()))
    assert house.open.stage == "review"
