"""Consent and the charter, told with real keys before a real clerk, and read back from the record."""

from dataclasses import replace

from moot.clerk.audit import audit
from moot.core.charter import CHARTER
from moot.core.commands import Object, Propose
from moot.core.events import BallotClosed, CharterAmended, ConsentGiven, LaneChanged
from moot.core.proposal import base_of
from tests.clerk.town import Town
from tests.core.house import charter, with_consent


def consenting():
    return Town(law=with_consent(charter(), kinds=("set_heat",)))


def asked(town):
    """Bring a small step to where consent is asked for."""
    town.propose()
    town.reveal()
    town.review()
    town.forecast(town.hopeful)
    return town.open


def proved(town):
    """Whether anybody derives the same state from the record."""
    assert audit(town.store).size == town.clerk.size
    return town.sums_to_zero()


def test_a_small_step_is_taken_because_nobody_minds_and_no_ballot_is_held():
    town = consenting()
    proposal = asked(town)
    assert proposal.stage == "consent"
    town.advance()
    assert [each.version for each in town.told(ConsentGiven)] == [proposal.original]
    town.to("closed")
    assert town.closed.outcome == "settled"
    assert not town.told(BallotClosed)
    assert proved(town)


def test_a_consent_turns_into_a_panel_when_two_owners_mind():
    town = consenting()
    proposal = asked(town)
    for owner in ("bo", "cy"):
        town.file(f"{owner}.human", Object(proposal.id, proposal.paper.id))
    [turned] = town.told(LaneChanged)
    assert "2 owners object" in turned.why
    town.to("ballot")
    town.vote(lambda owner: "against" if owner in {"bo", "cy"} else "for")
    town.to("closed")
    assert town.closed.outcome == "settled"  # five of seven wanted it, and now it was asked properly
    assert proved(town)


def test_the_owners_amend_their_quorum_and_the_next_ballot_follows_it():
    town = Town()
    law = town.state.charter
    stricter = replace(law, structure=replace(law.structure, quorum=900_000))
    town.file("ana.ai", Propose(CHARTER, {}, base_of(CHARTER, law), charter=stricter))
    town.to("measuring")
    assert [each.charter.structure.quorum for each in town.told(CharterAmended)] == [900_000]
    town.to("closed")
    town.propose()
    town.to("ballot")
    town.vote(lambda owner: None if owner == "gus" else "for")  # six of seven are fewer than nine tenths
    town.advance()
    closed = town.told(BallotClosed)[-1]
    assert (closed.in_favour, closed.quorum, closed.passed) == (6, 7, False)
    assert proved(town)
