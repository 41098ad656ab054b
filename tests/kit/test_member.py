"""A member behind a door: nonces rise, what is sealed stays sealed, a lost answer costs nothing."""

import hashlib
import json

import pytest

from moot.core.commands import (
    COMMANDS,
    FileForecast,
    Forecast,
    Measure,
    OfferAmendment,
    ReportExecution,
    Review,
    Vote,
)
from moot.core.events import ChanceCommitted
from moot.core.refusal import NotNow, TargetIsBusy
from moot.core.sealing import Sealing, seal
from moot.kit import Keyring, Member
from moot.kit.founding import newcomer
from moot.kit.member import ENVELOPES, TRIES, wall_clock
from moot.record.signature import verify
from moot.wire.acts import read_act
from moot.wire.entry import Receipt, Told

MOOT, P, V, W = ("f0" * 32, "01" * 32, "02" * 32, "03" * 32)
CHARTER = {
    "clarity": {"lifetime": 3_600_000},
    "structure": {"actions": [{"id": "heat", "target": "roof"}, {"id": "limit", "target": "garage"}]},
}
VIEWS = {
    "charter": {"moot": MOOT, "charter": CHARTER, "clerk": "clerk"},
    "target": {"base": "0b" * 32},
    "targets": ["roof", "garage"],
    "admissions": [
        {"owner": "ned", "stage": "invited", "invitation": "0c" * 32},
        {"owner": "oda", "stage": "vesting"},
    ],
}


class PaperDoor:
    """A door that writes down what comes in, and may lose answers or refuse."""

    def __init__(self, lost=0, refusal=None, views=VIEWS):
        self.lost, self.refusal, self.views = lost, refusal, views
        self.came, self.asked, self.told = [], [], []

    def submit(self, act, signature, payload=None):
        self.came.append((act, signature, payload))
        if self.refusal:
            raise self.refusal
        if len(self.came) <= self.lost:
            raise ConnectionError
        return Receipt(len(self.came), hashlib.sha256(act).hexdigest(), 0)

    def entries(self, start):
        yield from self.told[start:]

    def view(self, name, **arguments):
        self.asked.append((name, arguments))
        return self.views[name]

    def hold(self, text):
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def acts(self):
        return [read_act(act) for act, _, _ in self.came]


def member(door, *, now=5_000, seed=bytes(32)):
    return Member(door, Keyring(seed, 16), "ana.ai", "ana", lambda: now)


CALLS = {
    "Propose": lambda m: m.propose("limit", {"amps": 80}, "Because."),
    "Withdraw": lambda m: m.withdraw(P, "Never mind."),
    "RevealChance": lambda m: m.reveal(P, 3),
    "FileReview": lambda m: m.review(P, V, "safety", Review("for")),
    "OfferAmendment": lambda m: m.amend(OfferAmendment(P, V, {"amps": 60}), "A middle way."),
    "FileForecast": lambda m: m.forecast(P, W, 7, Forecast({V: {"safety": 1}})),
    "CastVote": lambda m: m.vote(P, W, Vote("for")),
    "OpenRound": lambda m: m.open_round("works"),
    "FileBallot": lambda m: m.ballot(P, {V: 1}),
    "CloseRound": lambda m: m.close_round(P),
    "Object": lambda m: m.object_to(P, W, "abstain", "I am not sure."),
    "Comment": lambda m: m.comment(P, "Two of us are ill."),
    "Advance": lambda m: m.advance(P, "negotiation"),
    "ReportExecution": lambda m: m.report_execution(ReportExecution(P, V, "executed", {"amps": 60})),
    "ReportMeasure": lambda m: m.report_measure(P, V, Measure({"safety": 1})),
    "WeighValues": lambda m: m.weigh({"safety": 1_000_000}),
    "Delegate": lambda m: m.delegate("value/safety", "bo", 9_000),
    "RevokeDelegation": lambda m: m.revoke_delegation("value/safety"),
    "TakeMandate": lambda m: m.take_mandate("safety"),
    "LeaveMandate": lambda m: m.leave_mandate("safety"),
    "CommitChance": lambda m: m.commit_chance(),
    "InviteOwner": lambda m: m.invite(newcomer(Keyring(bytes(32)), "ned", "ned")),
    "AdmitOwner": lambda m: m.admit("ned"),
    "LeaveMoot": lambda m: m.leave(),
    "SuspendMember": lambda m: m.suspend("bo", 2, "For a week."),
}


@pytest.mark.parametrize("kind", CALLS)
def test_each_thing_to_do_is_one_signed_act(kind):
    door = PaperDoor()
    receipt = CALLS[kind](member(door))
    [(act, signature, _)] = door.came
    [read] = door.acts
    assert type(read.command) is COMMANDS[kind]
    assert receipt.id == hashlib.sha256(act).hexdigest()
    assert verify(bytes.fromhex(read.key), act, signature)
    assert (read.moot, read.by, read.at, read.until) == (MOOT, "ana.ai", 5_000, 5_000 + 1_800_000)


def test_a_proposal_names_what_is_in_force_on_its_target_now():
    door = PaperDoor()
    member(door).propose("limit", {"amps": 80}, "Because.")
    [act] = door.acts
    assert ("target", {"target": "garage"}) in door.asked
    assert (act.command.base, act.command.reason) == ("0b" * 32, hashlib.sha256(b"Because.").hexdigest())


def test_without_a_text_nothing_is_held():
    door = PaperDoor()
    door.hold = None
    ana = member(door)
    ana.propose("limit", {})
    ana.withdraw(P)
    ana.amend(OfferAmendment(P, V, {"amps": 60}))
    assert [act.command.reason for act in door.acts] == [None, None, None]


def test_a_newcomer_is_admitted_by_the_invitation_that_stands_and_nobody_else_is():
    door = PaperDoor()
    member(door).admit("ned")
    assert door.acts[0].command.invitation == "0c" * 32
    with pytest.raises(KeyError):
        member(door).admit("oda")


def test_a_link_is_on_the_chain_of_the_owner():
    door = PaperDoor()
    member(door).reveal(P, 3)
    assert door.acts[0].command.link == Keyring(bytes(32), 16).link("ana", 3)


def committed(door, *owners):
    """Let the record show that these owners committed a chance chain each, in one entry."""
    door.told.append(Told(len(door.told), P, 0, None, tuple(ChanceCommitted(owner, V) for owner in owners)))


def test_a_chance_chain_is_never_committed_twice_and_links_come_from_the_present_one():
    door, ring = PaperDoor(), Keyring(bytes(32), 16)
    ana = member(door)
    for chain in range(3):
        ana.commit_chance()
        committed(door, "ana", "bo")
        ana.reveal(P, 3)
        member(door).reveal(P, 4)  # another agent of the owner, or one that was started again
        tip, *links = door.acts[-3:]
        assert tip.command.tip == ring.tip("ana", chain)
        assert [each.command.link for each in links] == [ring.link("ana", 3, chain), ring.link("ana", 4, chain)]
    assert len({act.command.tip for act in door.acts[::3]}) == 3


@pytest.mark.parametrize(
    ("kind", "mandate"), [("FileReview", "safety"), ("FileForecast", ""), ("CastVote", ""), ("ReportMeasure", "")]
)
def test_what_is_sealed_leaves_as_a_hash_and_an_envelope(kind, mandate):
    door = PaperDoor()
    CALLS[kind](member(door))
    [(act, _, (salt, payload))] = door.came
    [read] = door.acts
    assert payload not in act
    expected = seal(Sealing(MOOT, "ana.ai", P, kind, mandate), salt, json.loads(payload))
    assert read.command.seal == expected


def test_no_two_sealed_acts_share_a_salt():
    door = PaperDoor()
    ana = member(door)
    for _ in range(5):
        ana.vote(P, W, Vote("for"))
    assert len({payload[0] for _, _, payload in door.came}) == 5


def test_open_acts_come_without_an_envelope():
    door = PaperDoor()
    member(door).advance(P, "ballot")
    assert door.came[0][2] is None


def test_nonces_rise_while_the_clock_stands_still():
    door = PaperDoor()
    ana = member(door)
    for _ in range(4):
        ana.advance(P, "ballot")
    assert [act.nonce for act in door.acts] == [5_000, 5_001, 5_002, 5_003]


def test_nonces_rise_while_the_clock_falls_back():
    door, times = PaperDoor(), iter([5_000, 4_000, 6_000])
    ana = Member(door, Keyring(bytes(32)), "ana.ai", "ana", lambda: next(times))
    for _ in range(3):
        ana.advance(P, "ballot")
    assert [act.nonce for act in door.acts] == [5_000, 5_001, 6_000]


def test_nonces_rise_over_a_restart():
    door = PaperDoor()
    member(door, now=5_000).advance(P, "ballot")
    member(door, now=5_001).advance(P, "ballot")
    assert [act.nonce for act in door.acts] == [5_000, 5_001]


def test_a_refusal_spends_its_nonce():
    door = PaperDoor(refusal=NotNow("not now"))
    ana = member(door)
    for _ in range(2):
        with pytest.raises(NotNow):
            ana.advance(P, "ballot")
    assert [act.nonce for act in door.acts] == [5_000, 5_001]


def test_a_refusal_is_raised_as_it_came():
    refusal = TargetIsBusy("another proposal is open")
    door = PaperDoor(refusal=refusal)
    with pytest.raises(TargetIsBusy) as raised:
        member(door).advance(P, "ballot")
    assert raised.value is refusal
    assert len(door.came) == 1


@pytest.mark.parametrize("lost", range(TRIES))
def test_a_lost_answer_is_asked_for_again_with_the_same_bytes(lost):
    door = PaperDoor(lost=lost)
    receipt = member(door).vote(P, W, Vote("against"))
    assert len(door.came) == lost + 1
    assert all(each == door.came[0] for each in door.came)
    assert receipt.id == hashlib.sha256(door.came[0][0]).hexdigest()


def test_a_door_that_stays_shut_is_said_to_be():
    door = PaperDoor(lost=TRIES)
    with pytest.raises(ConnectionError):
        member(door).vote(P, W, Vote("for"))
    assert len(door.came) == TRIES


def test_a_member_can_open_its_own_envelope():
    door = PaperDoor()
    ana = member(door)
    receipt = ana.review(P, V, "safety", Review("against"))
    ana.open_own(receipt.id)
    opened = door.acts[1].command
    assert (opened.act, opened.salt, opened.payload) == (receipt.id, door.came[0][2][0], Review("against"))
    with pytest.raises(KeyError):
        ana.open_own(P)


def test_old_envelopes_are_let_go():
    ana = member(PaperDoor())
    first, *_, last = [ana.vote(P, W, Vote("for")).id for _ in range(ENVELOPES + 1)]
    with pytest.raises(KeyError):
        ana.open_own(first)
    ana.open_own(last)


def test_the_charter_is_asked_for_once_the_moot_is_founded():
    door = PaperDoor(views={**VIEWS, "charter": {"moot": None, "charter": None, "clerk": None}})
    ana = member(door)
    ana.advance(P, "ballot")
    ana.advance(P, "ballot")
    door.views = VIEWS
    ana.advance(P, "ballot")
    ana.advance(P, "ballot")
    assert [act.moot for act in door.acts] == ["", "", MOOT, MOOT]
    assert [name for name, _ in door.asked] == ["charter"] * 3


def test_the_same_seed_clock_and_calls_give_the_same_bytes():
    first, second = PaperDoor(), PaperDoor()
    for door in (first, second):
        ana = member(door)
        for call in CALLS.values():
            call(ana)
    assert first.came == second.came


def test_a_forecast_carries_its_stake_in_the_clear():
    door = PaperDoor()
    CALLS["FileForecast"](member(door))
    [act] = door.acts
    assert act.command == FileForecast(P, W, 7, act.command.seal)


def test_names_are_read_as_a_list():
    assert member(PaperDoor()).names("targets") == ["roof", "garage"]


def test_the_wall_clock_counts_milliseconds():
    assert 1_700_000_000_000 < wall_clock() < 10_000_000_000_000
