"""Rounds: who votes on what is in one, how its lot is drawn, and how it is counted, in the house of the tests."""

from dataclasses import replace
from itertools import permutations

import pytest

from moot.core import refusal as r
from moot.core.assembly import dues, examine
from moot.core.assembly.rounds import asked_of
from moot.core.budgeting import spend
from moot.core.commands import (
    Act,
    Advance,
    Ballot,
    CloseRound,
    CommitChance,
    FileBallot,
    RevealChance,
    Vote,
)
from moot.core.events import (
    BallotOpened,
    CreditsMoved,
    GrantIssued,
    ProposalClosed,
    RoundClosed,
    RoundEntered,
    RoundFaulted,
    RoundLinkAssigned,
    StageEntered,
)
from tests.core.house import OWNERS
from tests.core.refusing import refused
from tests.core.tenders import (
    CREDIT,
    at_ballots,
    ballot,
    built,
    counted,
    decided,
    fates,
    in_round,
    open_round,
    opened,
    pass_deadline,
    put_in,
    revealed,
    tender,
)

NONE = "00" * 32


# Ballots


def test_a_later_ballot_replaces_an_earlier_one():
    found, (first, second) = at_ballots()
    ballot(found, "ana", {first: 1})
    last = ballot(found, "ana", {second: 1})
    assert list(tender(found).sealed) == [last]
    pass_deadline(found)
    opened(found)
    assert [(each.owner, each.points) for each in found.told(BallotOpened)] == [("ana", {second: 1})]


def test_ballots_of_strangers_and_out_of_time_are_refused():
    found, _ = at_ballots()
    refused(found, r.NoRight, "ana.ai", FileBallot(tender(found).id, NONE))
    refused(found, r.NotFound, "ana.human", FileBallot(NONE, NONE))
    pass_deadline(found)
    refused(found, r.StageIsOver, "ana.human", FileBallot(tender(found).id, NONE))


def test_who_had_no_voice_at_the_opening_files_no_ballot():
    found, _ = at_ballots()
    state, known = found.state, tender(found)
    others = replace(known, voters=known.voters[1:])
    found.state = replace(state, rounds={known.id: others})
    refused(found, r.NoRight, "ana.human", FileBallot(known.id, NONE))


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (lambda _: Ballot({NONE: 1}), r.OutOfBounds),
        (lambda names: Ballot({names[0]: 2}), r.OutOfBounds),
        (lambda _: Vote("for"), r.BadShape),
    ],
    ids=["stranger", "two points", "vote"],
)
def test_what_no_envelope_may_hold_is_refused_on_receipt(payload, reason):
    found, names = at_ballots()
    act = Act(found.state.moot, "ana.human", NONE, 0, 0, 0, FileBallot(tender(found).id, NONE))
    with pytest.raises(reason):
        examine(found.state, act, payload(names))
    examine(found.state, act, Ballot({names[0]: 1}))


def test_by_score_a_ballot_may_give_up_to_ten_points():
    found, (first, second) = at_ballots(points="score")
    act = Act(found.state.moot, "ana.human", NONE, 0, 0, 0, FileBallot(tender(found).id, NONE))
    examine(found.state, act, Ballot({first: 10, second: 1}))


# The lot


def drawing():
    found, names = at_ballots()
    for owner in OWNERS:
        ballot(found, owner, dict.fromkeys(names, 1))
    pass_deadline(found)
    opened(found)
    return found, names


def test_links_are_named_once_ballots_are_open_and_no_chain_is_changed_meanwhile():
    found, _ = drawing()
    assert tender(found).stage == "sortition"
    named = [each.member for each in found.told(RoundLinkAssigned)]
    assert named == ["ana", "bo", "cy", "clerk"]
    refused(found, r.AlreadyDone, "ana.human", CommitChance("11" * 32))
    number = tender(found).links["ana"].number
    refused(found, r.LinkDoesNotFit, "ana.ai", RevealChance(tender(found).id, number, NONE))
    refused(found, r.NotYours, "gus.ai", RevealChance(tender(found).id, 1, NONE))
    refused(found, r.StageIsOver, "clerk", RevealChance(tender(found).id, 1, NONE))


def test_a_silent_owner_loses_its_deposit_and_the_round_goes_on():
    found, _ = drawing()
    fund = found.state.ledger.accounts["fund"]
    revealed(found, but=("ana",))
    assert [(each.member, each.fault) for each in found.told(RoundFaulted)] == [("ana", "its chance link is missing")]
    assert found.state.ledger.accounts["fund"] == fund + 2 * CREDIT
    counted(found)
    assert found.told(RoundClosed)


def test_the_clerks_window_is_extended_once_and_the_round_ends_without_its_link():
    found, _ = drawing()
    for _ in range(3):
        pass_deadline(found)
    assert tender(found).stage == "counting"
    assert [each.member for each in found.told(RoundFaulted)] == ["ana", "bo", "cy", "clerk", "clerk"]


def test_too_few_owners_for_the_lot_are_published():
    found, _ = at_ballots()
    found.state = replace(
        found.state,
        chains={name: each for name, each in found.state.chains.items() if name in {"ana", "clerk"}},
    )
    pass_deadline(found)
    assert [each.fault for each in found.told(RoundFaulted)] == [
        "fewer owners than the charter asks for contribute chance"
    ]


# Counting


def test_a_round_is_counted_by_anybody_once_it_is_ready_and_not_before():
    found, _ = drawing()
    refused(found, r.NotDue, "bo.ai", CloseRound(tender(found).id))
    refused(found, r.NotFound, "bo.ai", CloseRound(NONE))
    revealed(found)
    assert dues(found.state, found.now).rounds == (tender(found).id,)
    found.file("m1.ai", CloseRound(tender(found).id))
    assert not found.state.rounds


def test_an_advance_counts_it_as_well_once_its_time_is_over():
    found, _ = drawing()
    revealed(found)
    number = tender(found).id
    refused(found, r.NotDue, "bo.ai", Advance(number, "counting"))
    refused(found, r.StageIsOver, "bo.ai", Advance(number, "voting"))
    pass_deadline(found)
    assert found.told(RoundClosed)


def test_an_empty_round_gives_all_its_money_back():
    found = in_round()
    fund = found.state.ledger.accounts["fund"]
    decided(found, {})
    [closed] = found.told(RoundClosed)
    assert (closed.fates, closed.spent, closed.left) == ((), 0, 100 * CREDIT)
    assert found.state.ledger.accounts["fund"] == fund + 100 * CREDIT


def test_what_is_bought_is_granted_and_what_is_not_is_rejected_with_its_reason():
    found = in_round(completion="none")
    bench, tower, shed = put_in(found, "ana", 10, 1), put_in(found, "bo", 90, 2), put_in(found, "cy", 9, 3)
    decided(found, {"ana": {bench: 1, tower: 1}, "bo": {bench: 1, tower: 1}})
    assert {name: fate.verdict for name, fate in fates(found).items()} == {
        bench: "equal_shares",
        tower: "too_dear",
        shed: "unwanted",
    }
    assert {each.proposal: each.why for each in found.told(ProposalClosed)} == {
        tower: f"costs 90000000 micro-credits, and there were {2 * (100 * CREDIT // 7) - 10 * CREDIT} for it",
        shed: "nobody gave it a point",
    }
    [granted] = found.told(GrantIssued)
    assert (granted.proposal, granted.executor) == (bench, "ed.ai")
    assert found.state.proposals[bench].purse.price == 10 * CREDIT


def test_its_share_is_counted_over_all_owners_frozen_at_the_opening():
    found = in_round(completion="none")
    bench = put_in(found, "ana", 20, 1)
    decided(found, {"ana": {bench: 1}})  # one of seven holds 14 credits and something
    assert fates(found)[bench].verdict == "too_dear"
    assert found.told(RoundClosed)[0].endowment == 100 * CREDIT // 7


def test_who_builds_it_is_paid_once_it_is_measured_and_the_fund_has_back_what_failed():
    found = in_round()
    bench, shed = put_in(found, "ana", 10, 1), put_in(found, "bo", 9, 2)
    decided(found, {owner: {bench: 1, shed: 1} for owner in OWNERS})
    fund = found.state.ledger.accounts["fund"]
    built(found, shed, "failed")
    assert found.state.ledger.accounts["fund"] == fund + 9 * CREDIT
    assert found.closed.outcome == "failed"
    built(found, bench)
    found.measure()
    assert found.closed.outcome == "settled"
    assert found.state.ledger.accounts["owner/ed"] == 10 * CREDIT
    paid = [each for each in found.told(CreditsMoved) if each.target == "owner/ed"]
    assert [each.clause for each in paid] == ["structure.rounds"]
    assert found.sums_to_zero()
    assert not [name for name in found.state.ledger.accounts if name.startswith("held/")]


def test_a_grant_that_runs_out_pays_nobody():
    found = in_round()
    bench = put_in(found, "ana", 10, 1)
    decided(found, {owner: {bench: 1} for owner in OWNERS})
    fund = found.state.ledger.accounts["fund"]
    found.advance()
    assert found.closed.outcome == "void"  # nobody could judge it here
    assert found.state.ledger.accounts["fund"] == fund + 10 * CREDIT
    assert "owner/ed" not in found.state.ledger.accounts
    assert found.sums_to_zero()


def test_a_charter_may_choose_greed():
    found = in_round(rule="greedy")
    tower, bench = put_in(found, "ana", 95, 1), put_in(found, "bo", 10, 2)
    decided(found, {"ana": {tower: 1}, "bo": {tower: 1}, "cy": {bench: 1}})
    assert {name: fate.verdict for name, fate in fates(found).items()} == {tower: "greedy", bench: "too_dear"}


def test_the_count_is_that_of_the_papers_whoever_counts():
    found, _ = drawing()
    revealed(found)
    known = tender(found)
    counted(found)
    closed = found.told(RoundClosed)[0]
    assert spend(asked_of(known, closed.ties), known.budget).fates == closed.fates


def test_who_comes_first_never_matters():
    results = set()
    for turns in permutations(("ana", "bo", "cy")):
        found = in_round(completion="none")
        places = {owner: place for place, owner in enumerate(("ana", "bo", "cy"))}
        names = {owner: put_in(found, owner, 10 + 10 * places[owner], places[owner]) for owner in turns}
        wanted = {
            "ana": {names["ana"]: 1, names["bo"]: 1},
            "bo": {names["bo"]: 1, names["cy"]: 1},
            "cy": {names["bo"]: 1},
        }
        decided(found, {owner: wanted[owner] for owner in reversed(turns)})
        told = fates(found)
        results.add(tuple((told[names[owner]].verdict, told[names[owner]].money) for owner in places))
    assert len(results) == 1


def test_every_stage_of_the_round_is_told_for_each_of_its_projects():
    found, names = drawing()
    revealed(found)
    stages = [each.until for each in found.told(RoundEntered)]
    for name in names:
        assert [each.until for each in found.told(StageEntered) if each.proposal == name] == stages


def test_after_a_round_the_next_may_be_opened():
    found = in_round()
    decided(found, {})
    open_round(found, "bo.ai")
    assert tender(found).stage == "submission"
