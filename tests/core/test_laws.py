"""Whatever anybody tries in any order: the laws that hold after every act, and at the end."""

from collections import Counter
from dataclasses import replace
from functools import reduce

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from moot.core.act import MILLION
from moot.core.assembly import EMPTY, dues, evolve, step
from moot.core.assembly.covering import holes
from moot.core.assembly.state import epoch_ends, matters, voiced
from moot.core.canonical import canonical
from moot.core.charter import CREDIT, DAY, Alarms, Scope
from moot.core.commands import COMMANDS, CommitChance, Filed, FoundMoot, LeaveMoot, Withdraw
from moot.core.events import (
    ActionExecuted,
    GrantIssued,
    LotteryDrawn,
    ProposalClosed,
    ProposalSubmitted,
    StageEntered,
)
from moot.core.phases import PHASES
from moot.core.proposal import FINAL, STAGES
from moot.core.refusal import Refused
from moot.wire.acts import read_act, write_act
from moot.wire.events import read_events, write_events
from tests.core.ballots_in_town import Ballots
from tests.core.house import House, two_targets, with_consent
from tests.core.refusing import reads_well
from tests.core.town import (
    AGENTS,
    affairs,
    aimed,
    comings,
    duties,
    handing_on,
    partings,
    proposing,
    spoilt,
    tricks,
    wishes,
)
from tests.core.trying_in_town import Trying
from tests.wire.shapes import values

ANY = st.one_of(*(values(command) for command in COMMANDS.values() if command is not FoundMoot))
CHANCE = st.randoms(use_true_random=True)
WEEK = 7 * DAY
RICH, POOR = {"floor_bond": CREDIT}, {"grant": 50 * CREDIT, "fund": 66 * CREDIT}


def easily_alarmed(law):
    """Return a charter under which the least loss of influence is told, and newcomers come sooner."""
    admission = replace(law.structure.admission, vesting=1, newcomers=300_000)
    safety, thrift = law.structure.mandates
    wide = replace(thrift, seats=6) if law.agency.grant < 100 * CREDIT else thrift  # more than the poor can fill
    structure = replace(law.structure, admission=admission, mandates=(safety, wide))
    return replace(law, structure=structure, awareness=replace(law.awareness, alarms=Alarms(drop=100)))


class Town(Ballots, Trying, RuleBasedStateMachine):
    """A house in which everybody does as they please."""

    def __init__(self):
        super().__init__()
        self.stages, self.phases = {}, {}
        self.releases = {}  # of each trial, as many batches as were released
        self.opened = set()
        self.executed, self.granted = [], []
        self.papers = {}  # of each vote that was cast
        self.given, self.carried, self.spoken = {}, {}, {}  # of each ballot, what was told of delegations
        self.voters = {}  # of each proposal
        self.seen = Counter()  # events and refusals

    def attempt(self, by, command, /, **changes):
        """File an act; whatever follows, the house is right afterwards."""
        before = self.house.state
        try:
            told = self.house.file(by, command, **changes)
        except Refused as reason:
            assert self.house.state is before
            reads_well(reason, before.charter)
            self.seen[reason.code] += 1
            return
        self.opened |= {getattr(command, "salt", "")}
        for event in told:
            self.seen[type(event).__name__] += 1
            self.watch(event, command)
        assert not self.leaks(told)

    def watch(self, event, command):
        self.watch_ballot(event, command)
        self.watch_trial(event)
        match event:
            case ProposalSubmitted(proposal=proposal):
                self.stages[proposal] = "drawing"
            case StageEntered(proposal=proposal, stage=stage):
                self.move(proposal, stage)
                assert event.until > event.since
            case ProposalClosed(proposal=proposal, outcome=outcome):
                self.move(proposal, outcome)
            case ActionExecuted(proposal=proposal):
                assert proposal not in self.executed
                self.executed.append(proposal)
            case GrantIssued(proposal=proposal):
                assert proposal not in self.granted
                self.granted.append(proposal)
            case LotteryDrawn(version=version, number=number):
                assert version in self.house.state.proposals[event.proposal].paper.lottery
                assert 0 <= number < MILLION

    def move(self, proposal, stage):
        old = self.stages[proposal]
        # A draw that is kept for the epoch opens the review at once; a proposal may have to wait for owners.
        kept = old == "drawing" and stage in {"review", "waiting"}
        assert kept or (old, stage) == ("drawing", "drawing") or stage in STAGES[old].leads, (old, stage)
        self.stages[proposal] = stage
        self.seen[stage] += 1

    def leaks(self, told):
        """Return the salts of unopened envelopes that stand in an event."""
        text = canonical(told).decode()
        return [salt for salt, _ in self.house.held.values() if salt not in self.opened and salt in text]

    @initialize(chance=CHANCE, stages=st.integers(0, 16), means=st.sampled_from([RICH, RICH, POOR]))
    def some_stages_go_well(self, chance, stages, means):
        scope = Scope(WEEK, 6_000, 9_000)
        self.house = House(with_consent(easily_alarmed(two_targets(**means)), worst_case=2_500, scope=scope))
        if chance.random() < 0.5:
            self.owners_hand_their_votes_on(chance)
        self.attempt(*proposing(self.house, chance))
        for _ in range(stages):
            self.a_stage_goes_well(chance)

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def a_stage_goes_well(self, chance):
        for proposal in list(self.house.state.proposals.values()):
            if proposal.stage == "measuring":
                self.house.now = max(self.house.now, proposal.since + proposal.kind.horizon)
            if proposal.stage == "ballot" and chance.random() < 0.3:  # everybody votes at the last moment
                self.house.now = max(self.house.now, proposal.until - 1)
            for by, command in wishes(self.house, proposal, chance):
                self.attempt(by, command)
            present = self.house.state.proposals.get(proposal.id)
            if present and present.stage == proposal.stage:
                self.house.now = max(self.house.now, present.until)
            self.the_clerk_does_what_is_due()

    @rule(chance=CHANCE)
    def somebody_proposes(self, chance):
        self.attempt(*proposing(self.house, chance))

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def members_do_what_the_stage_is_for(self, chance):
        zeal = chance.choice([0.3, 0.8, 1.0, 1.0])
        for proposal in list(self.house.state.proposals.values()):
            for by, command in wishes(self.house, proposal, chance):
                if chance.random() < zeal:
                    self.attempt(by, command)

    @rule(chance=CHANCE)
    def people_see_to_their_own_affairs(self, chance):
        for by, command in chance.sample(list(affairs(self.house, chance)), 3):
            self.attempt(by, command)

    @rule(chance=CHANCE)
    def owners_hand_their_votes_on(self, chance):
        for by, command in handing_on(self.house, chance):
            self.attempt(by, command)

    def owners_come(self, chance):
        for _ in range(chance.randint(1, 3)):
            for by, command in comings(self.house, chance):
                self.attempt(by, command)

    @rule(chance=CHANCE)
    def owners_go(self, chance):
        for by, command in partings(self.house, chance):
            if not isinstance(command, LeaveMoot) or chance.random() < 0.3:
                self.attempt(by, command)

    @rule()
    def an_epoch_ends(self):
        self.house.now = max(self.house.now, epoch_ends(self.house.state))
        self.the_clerk_does_what_is_due()

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def hostile_members_try_their_tricks(self, chance):
        for proposal in list(self.house.state.proposals.values()):
            for by, command in tricks(proposal, chance):
                if not isinstance(command, Withdraw) or chance.random() < 0.1:
                    self.attempt(by, command)

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def good_acts_come_in_bad_envelopes(self, chance):
        proposal = chance.choice(list(self.house.state.proposals.values()))
        for by, command in wishes(self.house, proposal, chance)[:3]:
            changes = spoilt(self.house, by, chance)
            size = len(self.house.record)
            self.attempt(changes.pop("by", by), command, **changes)
            assert len(self.house.record) == size or changes == {"nonce": 0}

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def meters_wait_for_the_horizon(self, chance):
        proposal = chance.choice(list(self.house.state.proposals.values()))
        if proposal.stage == "measuring":
            self.house.now = max(self.house.now, proposal.since + proposal.kind.horizon)

    @rule(command=ANY, by=st.sampled_from(AGENTS), chance=CHANCE)
    def somebody_tries_anything(self, command, by, chance):
        lost = by == "clerk" and isinstance(command, CommitChance)  # a chain whose links nobody knows
        if not isinstance(command, Withdraw) and not lost:
            self.attempt(by, aimed(self.house, command, chance))

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def an_author_withdraws(self, chance):
        proposal = chance.choice(list(self.house.state.proposals.values()))
        if chance.random() < 0.2:
            self.attempt(proposal.author, Withdraw(proposal.id))

    @rule(milliseconds=st.sampled_from([1_000, 60_000, 600_000, WEEK]))
    def time_passes(self, milliseconds):
        self.house.wait(milliseconds)

    @rule()
    def the_clerk_does_what_is_due(self):
        while tasks := list(duties(self.house, dues(self.house.state, self.house.now))):
            size = len(self.house.record)
            self.attempt("clerk", tasks[0])
            assert len(self.house.record) > size, "what is due is refused"

    @rule()
    def the_next_deadline_comes(self):
        ends = [each.until for each in matters(self.house.state)]
        self.house.now = max(self.house.now, min(ends, default=0))

    @invariant()
    def all_balances_sum_to_nothing_and_only_the_mint_owes(self):
        accounts = self.house.state.ledger.accounts
        assert sum(accounts.values()) == 0
        assert [name for name, amount in accounts.items() if amount < 0] == ["mint"]

    @invariant()
    def only_open_proposals_hold_anything(self):
        bonds = sum(each.amount for each in self.house.state.findings)
        assert self.house.state.ledger.accounts.get("findings", 0) == bonds
        held = {name.removeprefix("held/") for name in self.house.state.ledger.accounts if name.startswith("held/")}
        assert held <= {*self.house.state.proposals, *self.house.state.trials}
        assert {each for each, phase in self.phases.items() if phase in PHASES} == set(self.house.state.trials)
        assert {each for each, stage in self.stages.items() if stage not in FINAL} == set(self.house.state.proposals)

    @invariant()
    def what_an_account_holds_is_what_the_purse_says(self):
        for proposal in self.house.state.proposals.values():
            purse = proposal.purse
            stage = proposal.stage if proposal.stage in {"drawing", "timelock"} else ""
            links = proposal.links.get({"drawing": "drawing", "timelock": "lottery"}.get(stage, ""), {})
            due = sum(each.deposit for each in links.values() if each.revealed is None)
            deposits = sum(kept for held in purse.deposits.values() for kept in held.values())
            whole = purse.bond + purse.fees + purse.reserve + purse.spare + deposits + sum(purse.stakes.values()) + due
            assert self.house.state.ledger.accounts[f"held/{proposal.id}"] == whole

    @invariant()
    def every_open_proposal_has_a_deadline_and_dues_are_not_refused(self):
        owed = dues(self.house.state, self.house.now)
        assert all(owed.next <= each.until for each in matters(self.house.state))
        for command in duties(self.house, owed):
            self.house.copy().file("clerk", command)

    @invariant()
    def one_owner_has_one_vote(self):
        for proposal in self.house.state.proposals.values():
            assert set(proposal.votes) <= set(proposal.frozen.voters)
            if proposal.stage == "ballot":
                owners = [each.owner for each in proposal.sealed.values()]
                assert len(owners) == len(set(owners))

    @invariant()
    def an_epoch_admits_few_and_none_with_voice_before_its_time(self):
        state = self.house.state
        admitted = Counter(each.admitted for each in state.owners.values() if each.admitted is not None)
        assert all(count <= max(1, len(state.owners) * 300_000 // MILLION) for count in admitted.values())
        for owner in state.owners.values():
            if owner.sponsors:
                assert len(set(owner.sponsors)) == 2
                assert not owner.voice or state.epoch >= owner.vests > owner.admitted

    @invariant()
    def running_proposals_keep_their_voters(self):
        for proposal in self.house.state.proposals.values():
            assert self.voters.setdefault(proposal.id, proposal.frozen.voters) == proposal.frozen.voters

    @invariant()
    def enough_owners_stay_to_decide_and_whoever_is_suspended_comes_back(self):
        state = self.house.state
        assert len(voiced(state)) >= 4
        assert all(each.suspended <= state.epoch + 4 for each in state.owners.values())

    @invariant()
    def every_hole_is_told(self):
        assert holes(self.house.state) == tuple(
            each.id for each in self.house.state.charter.structure.mandates if each.id in self.house.state.holes
        )

    @invariant()
    def influence_is_whole_and_of_those_with_voice(self):
        state = self.house.state
        assert {owner for masses in state.influence.values() for owner in masses} == {
            each.id for each in state.owners.values() if each.voice
        }
        assert {sum(masses.values()) for masses in self.house.state.influence.values()} == {10**12}

    def teardown(self):
        if hasattr(self, "house"):  # not when it was never initialized
            self.the_bytes_of_the_record_give_the_live_state()
            self.deadlines_alone_end_everything()

    def the_bytes_of_the_record_give_the_live_state(self):
        """Decide on every act as it is read back, and fold every event as it is read back: one state, byte for byte."""
        decided, folded = EMPTY, EMPTY
        for told in self.house.record:
            act = read_act(write_act(told.act))
            decided, events = step(decided, Filed(act, told.id, told.index, told.received))
            written = write_events(told.events)
            assert write_events(events) == written
            folded = reduce(evolve, read_events(written), folded)
        assert canonical(decided) == canonical(folded) == canonical(self.house.state)

    def deadlines_alone_end_everything(self):
        for _ in range(60):
            owed = dues(self.house.state, self.house.now)
            if not matters(self.house.state):
                return
            self.house.now = max(self.house.now, min(each.until for each in matters(self.house.state)))
            owed = dues(self.house.state, self.house.now)
            for command in duties(self.house, replace_nothing(owed)):
                self.attempt("clerk", command)
        raise AssertionError((self.stages, self.phases))


def replace_nothing(owed):
    """Return of what is due the advances alone: nobody opens, reveals or closes an epoch."""
    return type(owed)(advances=owed.advances)


TestTown = Town.TestCase
TestTown.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
