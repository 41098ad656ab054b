"""Chance over many proposals: new chains, who was chosen how often, and too few who contribute."""

from dataclasses import replace

import pytest

from moot.core.commands import CommitChance, RevealChance, Withdraw
from moot.core.events import FaultPublished
from moot.core.lot import chain_tip, link
from moot.core.refusal import AlreadyDone
from tests.core.house import LINKS, House, charter, founding, secret_of
from tests.core.refusing import refused

NEW = "11" * 32
FEW = ("the lot", "fewer owners than the charter asks for contribute chance")


def named(house, side="drawing"):
    return [member for member in house.open.links[side] if member != "clerk"]


def faults(house):
    return [(each.member, each.fault) for each in house.told(FaultPublished)]


def test_a_new_chain_does_not_make_its_owner_the_least_used_again():
    house = House()
    house.propose()
    assert named(house) == ["bo", "cy", "dee"]
    house.to("gone")
    house.end_epoch()
    house.file("bo.human", CommitChance(NEW))
    assert (house.state.chains["bo"].assigned, house.state.chains["bo"].ever) == (0, 2)
    house.propose(degrees=17)
    assert named(house) == ["eli", "flo", "gus"]


@pytest.mark.parametrize("stage", ["drawing", "drawing_clerk", "review", "ballot", "timelock", "measuring"])
def test_who_is_named_by_an_open_proposal_keeps_its_chain_though_the_link_is_revealed(stage):
    house = House()
    house.propose()
    if stage == "drawing":
        house.file("bo.ai", RevealChance(house.open.id, 1, link(secret_of("bo"), 1, LINKS).hex()))
    elif stage == "drawing_clerk":
        house.advance()
    else:
        house.to(stage)
    refused(house, AlreadyDone, "bo.human", CommitChance(NEW))
    refused(house, AlreadyDone, "clerk", CommitChance(NEW))
    house.file("gus.human", CommitChance(NEW))


def test_a_clerk_whose_chain_is_used_up_commits_a_new_one():
    house = House(charter(links=2))
    house.propose()
    house.to("gone")
    house.end_epoch()
    tip = chain_tip(secret_of("clerk"), LINKS)
    house.file("clerk", CommitChance(tip.hex()))
    house.propose(degrees=17)
    house.advance()
    assert house.open.links["drawing"]["clerk"].number == 1
    house.tend()
    assert house.open.stage == "review"
    assert house.state.chains["clerk"].ever == 3


def test_an_owner_that_comes_without_a_chain_commits_one():
    plain = founding()
    house = House(first=replace(plain, owners=(replace(plain.owners[0], tip=None), *plain.owners[1:])))
    house.file("ana.human", CommitChance(NEW))
    assert (house.state.chains["ana"].known, house.state.chains["ana"].ever) == (NEW, 0)


def test_where_fewer_owners_contribute_than_the_charter_asks_for_that_is_published():
    house = House(charter(links=2, contributors=4))
    house.propose()
    assert faults(house) == []
    house.to("gone")
    assert faults(house) == []
    house.end_epoch()
    house.propose(degrees=17)
    assert named(house) == ["flo", "gus"]
    assert faults(house) == [FEW]


def test_where_nobody_contributes_to_a_kept_draws_lottery_that_is_published():
    house = House(charter(links=2))
    house.propose()
    house.reveal()
    house.file("ana.ai", Withdraw(house.open.id))
    house.state = replace(
        house.state, chains={each: replace(chain, assigned=2) for each, chain in house.state.chains.items()}
    )
    house.propose(degrees=12)
    house.to("timelock")
    assert named(house, "lottery") == []
    assert faults(house) == [FEW]
