"""A house that is watched by the laws: after every act, and at the end."""

from collections import Counter
from dataclasses import replace
from functools import reduce

from hypothesis.stateful import RuleBasedStateMachine, invariant

from moot.core.act import MILLION
from moot.core.assembly import EMPTY, dues, evolve, step
from moot.core.assembly.covering import holes
from moot.core.assembly.state import matters, voiced
from moot.core.canonical import canonical
from moot.core.commands import Comment, Filed
from moot.core.events import (
    ActionExecuted,
    BallotClosed,
    CommentMade,
    DelegatesVoted,
    DelegationsFrozen,
    DisputeEntered,
    GrantIssued,
    LotteryDrawn,
    NonceSpent,
    ProposalClosed,
    ProposalSubmitted,
    RoundClosed,
    RoundEntered,
    StageEntered,
    VoteCast,
    VoteOpened,
    VotesCarried,
)
from moot.core.proposal import FINAL, STAGES
from moot.core.refusal import Refused
from moot.wire.acts import read_act, write_act
from moot.wire.events import read_events, write_events
from tests.core import town
from tests.core.refusing import reads_well


class Lawful(RuleBasedStateMachine):
    """A house that is watched: whatever happens in it, the laws hold."""

    def __init__(self):
        super().__init__()
        self.stages = {}
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
        if isinstance(command, Comment):
            self.only_said(before, told)
        assert not self.leaks(told)

    def only_said(self, before, told):
        """Check that a comment is counted once for its owner, and moves nothing."""
        [made, spent] = told
        assert (type(made), type(spent)) == (CommentMade, NonceSpent)
        old, new = before.proposals[made.proposal], self.house.state.proposals[made.proposal]
        assert replace(new, comments=old.comments) == old
        assert sum(new.comments.values()) == sum(old.comments.values()) + 1
        assert new.comments[made.owner] <= new.frozen.charter.clarity.comments
        assert self.house.state.ledger == before.ledger

    def watch(self, event, command):
        self.watch_ballot(event, command)
        match event:
            case ProposalSubmitted(proposal=proposal):
                self.stages[proposal] = "drawing"
            case StageEntered(proposal=proposal, stage=stage):
                self.move(proposal, stage)
                assert event.until > event.since
            case ProposalClosed(proposal=proposal, outcome=outcome):
                self.move(proposal, outcome)
            case DisputeEntered(stage=stage) | RoundEntered(stage=stage):
                self.seen[stage] += 1
                assert event.until > event.since
            case ActionExecuted(proposal=proposal):
                assert proposal not in self.executed
                self.executed.append(proposal)
            case GrantIssued(proposal=proposal):
                assert proposal not in self.granted
                self.granted.append(proposal)
            case LotteryDrawn(version=version, number=number):
                assert version in self.house.state.proposals[event.proposal].paper.lottery
                assert 0 <= number < MILLION

    def audit(self, event):
        """Check that a round spent no more than it had, and told the fate of each project once."""
        bought = [fate for fate in event.fates if fate.verdict in {"equal_shares", "greedy"}]
        assert sorted(fate.proposal for fate in event.fates) == sorted(event.ties)
        assert event.spent == sum(fate.cost for fate in bought)
        assert event.left >= 0
        assert all(fate.supporters for fate in bought)
        for fate in bought:
            assert self.house.state.proposals[fate.proposal].purse.price == fate.cost

    def watch_ballot(self, event, command):
        match event:
            case VoteCast(act=act):
                self.papers[act] = command.paper
            case VoteOpened(proposal=proposal, act=act):
                assert self.papers[act] == self.house.state.proposals[proposal].paper.id
            case DelegationsFrozen(proposal=proposal):
                self.given[proposal] = event.given
            case VotesCarried(proposal=proposal):
                self.carry(event)
            case DelegatesVoted(proposal=proposal):
                self.spoken[proposal] = event
            case BallotClosed():
                self.count(event)
            case RoundClosed():
                self.audit(event)

    def count(self, event):
        """Check that those who are counted, and those of whom a quorum is asked, are the frozen voters."""
        proposal = self.house.state.proposals[event.proposal]
        behind = self.behind(event.proposal, proposal)
        choices = Counter({**behind, **proposal.votes}.values())
        voters, quorum = set(proposal.frozen.voters), proposal.frozen.charter.structure.quorum
        assert set(proposal.votes) | set(behind) <= voters
        if proposal.lane == "charter":
            self.count_for_the_charter(event, proposal, behind)
            return
        assert event.owners == len(voters)
        assert event.quorum == -(-len(voters) * quorum // MILLION)
        assert (event.in_favour, event.abstained, event.against) == tuple(
            choices[each] for each in ("for", "abstain", "against")
        )
        enough = sum(choices.values()) >= event.quorum
        share = (3, 2) if proposal.unheard else (2, 1)  # of those for or against, more than a half; or two thirds
        ratio = share[0] * event.in_favour - share[1] * (event.in_favour + event.against)
        assert event.passed == (enough and event.in_favour > 0 and (ratio >= 0 if proposal.unheard else ratio > 0))

    def count_for_the_charter(self, event, proposal, behind):
        """Check the base of two thirds: who acted lately, and whoever voted all the same; people are among them."""
        base = {*proposal.frozen.active, *proposal.votes, *behind}
        assert base <= set(proposal.frozen.voters)
        assert event.owners == len(base)
        assert event.people <= len(proposal.votes)
        enough = event.people >= event.people_needed == -(-len(base) // 2)
        assert event.passed == (enough and event.in_favour > 0 and 3 * event.in_favour >= 2 * len(base))

    def carry(self, event):
        """Check that whoever handed its vote on and did not vote is counted behind somebody, or told why not."""
        proposal, given = self.house.state.proposals[event.proposal], self.given[event.proposal]
        assert set(given) | {each.to for each in given.values()} <= set(proposal.frozen.voters)
        assert set(given) - set(proposal.votes) == {*event.followed, *event.uncounted}
        cap = max(2, len(proposal.frozen.voters) * proposal.frozen.charter.agency.delegation_cap // MILLION)
        assert all(1 + n <= cap for n in Counter(each.root for each in event.followed.values()).values())
        self.carried[event.proposal] = event.followed

    def behind(self, name, proposal):
        """Return what delegates voted for others, after seeing that it is what anybody finds down each line."""
        spoken, found = self.spoken.get(name), {}
        for owner in set(self.carried.get(name, ())) - set(proposal.votes):
            at = self.given[name][owner].to
            while at not in proposal.votes:
                at = self.given[name][at].to
            found[owner] = at
        assert found == ({owner: each.root for owner, each in spoken.spoken.items()} if spoken else {})
        if spoken:
            assert spoken.weights == {root: 1 + n for root, n in Counter(found.values()).items()}
            assert all(each.choice == proposal.votes[each.root] for each in spoken.spoken.values())
        return {owner: proposal.votes[root] for owner, root in found.items()}

    def move(self, proposal, stage):
        old = self.stages[proposal]
        # A draw that is kept for the epoch opens the review at once; a proposal may have to wait for owners,
        # or for its round.
        kept = old == "drawing" and stage in {"review", "waiting", "round"}
        assert kept or (old, stage) == ("drawing", "drawing") or stage in STAGES[old].leads, (old, stage)
        self.stages[proposal] = stage
        self.seen[stage] += 1

    def leaks(self, told):
        """Return the salts of unopened envelopes that stand in an event."""
        text = canonical(told).decode()
        return [salt for salt, _ in self.house.held.values() if salt not in self.opened and salt in text]

    @invariant()
    def all_balances_sum_to_nothing_and_only_the_mint_owes(self):
        accounts = self.house.state.ledger.accounts
        assert sum(accounts.values()) == 0
        assert [name for name, amount in accounts.items() if amount < 0] == ["mint"]

    @invariant()
    def only_open_proposals_hold_anything(self):
        held = {name.removeprefix("held/") for name in self.house.state.ledger.accounts if name.startswith("held/")}
        assert held <= {each.id for each in matters(self.house.state)}
        bonds = sum(each.amount for each in self.house.state.findings)
        assert self.house.state.ledger.accounts.get("findings", 0) == bonds
        assert {each for each, stage in self.stages.items() if stage not in FINAL} == set(self.house.state.proposals)

    @invariant()
    def what_an_account_holds_is_what_the_purse_says(self):
        for proposal in self.house.state.proposals.values():
            purse = proposal.purse
            stage = proposal.left.stage if proposal.stage == "paused" else proposal.stage
            links = proposal.links.get({"drawing": "drawing", "timelock": "lottery"}.get(stage, ""), {})
            due = sum(each.deposit for each in links.values() if each.revealed is None)
            deposits = sum(kept for held in purse.deposits.values() for kept in held.values())
            due += sum(block.bond for block in proposal.blocks.values())
            due += purse.fees + purse.reserve + purse.spare + purse.price
            whole = purse.bond + deposits + sum(purse.stakes.values()) + due
            assert self.house.state.ledger.accounts[f"held/{proposal.id}"] == whole

    @invariant()
    def what_a_dispute_holds_is_bonds_deposits_and_fees_to_come(self):
        for case in self.house.state.cases.values():
            due = sum(each.deposit for each in case.links.values() if each.revealed is None)
            whole = sum(bond.amount for bond in case.bonds) + sum(case.deposits.values()) + case.fees
            whole += due if case.stage == "summoning" else 0
            assert self.house.state.ledger.accounts.get(f"held/{case.id}", 0) == whole

    @invariant()
    def what_a_round_holds_is_its_budget_and_deposits(self):
        for tender in self.house.state.rounds.values():
            due = sum(each.deposit for each in tender.links.values() if each.revealed is None)
            whole = tender.budget.amount + (due if tender.stage == "sortition" else 0)
            assert self.house.state.ledger.accounts[f"held/{tender.id}"] == whole

    @invariant()
    def what_is_in_a_round_waits_for_it_and_nothing_else_does(self):
        waiting = [each.id for each in self.house.state.proposals.values() if each.stage == "round"]
        assert sorted(waiting) == sorted(each for tender in self.house.state.rounds.values() for each in tender.costs)
        for tender in self.house.state.rounds.values():
            assert all(self.house.state.proposals[each].until == tender.until for each in tender.costs)
            owners = Counter(self.house.state.proposals[each].owner for each in tender.costs)
            assert all(count <= tender.budget.each for count in owners.values())
            assert set(tender.ballots) <= set(tender.voters)

    @invariant()
    def what_waits_for_a_jury_has_one_and_nobody_involved_judges(self):
        waiting = [each.id for each in self.house.state.proposals.values() if each.stage == "disputed"]
        cases = self.house.state.cases.values()
        assert sorted(waiting) == sorted(case.proposal for case in cases if case.proposal)
        for case in cases:
            owners = [seat.owner for seat in case.seats]
            assert len(owners) == len(set(owners))
            assert not {*owners, *case.links} & case.barred

    @invariant()
    def every_open_proposal_has_a_deadline_and_dues_are_not_refused(self):
        owed = dues(self.house.state, self.house.now)
        assert all(owed.next <= each.until for each in matters(self.house.state))
        for command in town.duties(self.house, owed):
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
        for _ in range(120):
            opened = matters(self.house.state)
            if not opened:
                return
            self.house.now = max(self.house.now, min(each.until for each in opened))
            owed = dues(self.house.state, self.house.now)
            for command in town.duties(self.house, replace_nothing(owed)):
                self.attempt("clerk", command)
        raise AssertionError(self.stages)


def open_matters(state):
    """Return whatever has a stage and a deadline."""
    return (*state.proposals.values(), *state.cases.values(), *state.rounds.values())


def replace_nothing(owed):
    """Return of what is due the advances and counts alone: nobody opens, reveals or closes an epoch."""
    return type(owed)(advances=owed.advances, rounds=owed.rounds)
