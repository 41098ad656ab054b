"""Votes that are handed on, as the story tells them."""

from moot.core.commands import Delegate
from moot.core.events import DelegatesVoted
from tests.clerk.town import Town
from tests.cli.telling import ordinary, row


def test_votes_that_are_handed_on_are_told_with_whom_they_count_for_and_who_is_not_heard():
    town = Town(law=ordinary())
    for owner, to in {"ana": "cy", "bo": "cy", "dee": "eli", "eli": "dee", "flo": "dee"}.items():
        town.file(f"{owner}.human", Delegate("all", to, town.now + 86_400_000))
    town.propose()
    town.to("ballot")
    assert row(town, "hand on") == "ana, bo to cy; eli, flo to dee; dee to eli"
    assert row(town, "circle") == "dee, eli, flo: not heard unless somebody on the line votes"
    town.vote({"cy": "for", "gus": "against"}.get)
    town.advance()
    [inside] = town.told(DelegatesVoted)[0].spoken
    [outside] = {"ana", "bo"} - {inside}
    assert row(town, "not heard") == f"dee, eli, flo: in a circle | {outside}: beyond what one may vote for"
    assert row(town, "delegates") == f"cy, for, for {inside} too (2 votes)"
    assert row(town, "ballot").startswith("2 for, 0 abstain, 1 against")


def test_who_handed_its_vote_to_somebody_who_does_not_vote_is_told_so():
    town = Town(law=ordinary())
    town.file("ana.human", Delegate("all", "cy", town.now + 86_400_000))
    town.propose()
    town.to("ballot")
    town.vote({"gus": "for"}.get)
    assert row(town, "not heard") == "ana: behind nobody who votes"
