"""A delegation, told with real keys before a real clerk: handed on, overridden, taken along, run out."""

import pytest

from moot.core.charter import DAY
from moot.core.commands import CastVote, Delegate, Object, RevokeDelegation, Vote
from moot.core.events import BallotClosed, DelegatesVoted, Followed, Spoken, VotesCarried
from moot.core.refusal import NotAllowed
from moot.views.views import Views
from tests.clerk.town import Town
from tests.core.house import MILLION, charter
from tests.stories.attackers import turned_away


@pytest.fixture
def town():
    """A town in which one owner may vote for all, and ana, bo and flo have left their votes to cy."""
    town = Town(law=charter(delegation_cap=MILLION))
    for owner in ("ana", "bo", "flo"):
        town.file(f"{owner}.human", Delegate("all", "cy", town.now + 30 * DAY))
    town.propose(by="dee.ai")
    town.to("ballot")
    return town


def cast(town, owner, choice):
    sealing = town.sealed(f"{owner}.human", "CastVote", Vote(choice))
    town.file(f"{owner}.human", CastVote(town.open.id, town.open.paper.id, sealing))


def views(town):
    """Return what everybody can read after the last entry."""
    found = Views()
    for told in town.clerk.feed.entries(0):
        found.tell(told)
    return found


def counted(town):
    town.advance()
    closed = town.told(BallotClosed)[-1]
    return closed.in_favour, closed.abstained, closed.against


def test_a_delegation_is_overridden_by_a_vote_and_by_an_objection(town):
    # Nobody waits for ana, bo and flo: cy votes for them. But bo reads the paper, and votes itself.
    [row] = views(town).view("docket")
    assert [each["owner"] for each in row["awaits"]] == ["cy", "dee", "eli", "gus"]
    cast(town, "bo", "against")
    cast(town, "cy", "for")
    cast(town, "dee", "for")
    town.advance()
    town.tend()
    behind = {"ana": Followed("cy", 1), "flo": Followed("cy", 1)}
    assert town.told(VotesCarried) == [VotesCarried(town.open.id, behind, {})]
    # The votes are open. Flo sees what cy made of hers, and moves for herself.
    town.file("flo.human", Object(town.open.id, town.open.paper.id))
    turned_away(town, "flo.human", Object(town.open.id, town.open.paper.id, "abstain"), NotAllowed)
    number = town.open.id
    assert counted(town) == (3, 0, 2)
    assert town.told(DelegatesVoted) == [DelegatesVoted(number, {"ana": Spoken("cy", "for")}, {"cy": 2})]
    page = views(town).view("proposal", proposal=number)
    assert page["spoken"] == {"ana": {"root": "cy", "choice": "for"}}
    assert {owner: vote["choice"] for owner, vote in page["votes"].items()} == {
        "bo": "against",
        "cy": "for",
        "dee": "for",
        "flo": "against",
    }


def test_a_delegate_who_has_second_thoughts_takes_its_followers_along(town):
    cast(town, "cy", "for")
    cast(town, "gus", "for")
    town.advance()
    town.tend()
    town.file("cy.human", Object(town.open.id, town.open.paper.id))
    assert counted(town) == (1, 0, 4)


def test_what_is_taken_back_in_a_ballot_counts_from_the_next_one_on(town):
    town.file("ana.human", RevokeDelegation("all"))
    assert [each["topic"] for each in views(town).view("standing", owner="ana")["owners"]["ana"]["hands_on"]] == []
    town.vote({"cy": "for", "gus": "for"}.get)
    town.to("timelock")
    assert set(town.told(DelegatesVoted)[0].spoken) == {"ana", "bo", "flo"}
    town.to("settled")
    town.propose(by="dee.ai", degrees=25)
    town.to("ballot")
    assert town.open.given == {"bo": "cy", "flo": "cy"}


def test_what_has_run_out_leaves_the_standing_with_the_epoch(town):
    town.now += 35 * DAY
    town.tend()
    standing = views(town).view("standing", owner="cy")["owners"]["cy"]
    assert standing["is_handed"] == []
    assert not town.state.delegations
