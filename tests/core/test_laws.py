"""Whatever anybody tries in any order: the laws that hold after every act, and at the end."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from moot.core.assembly import dues
from moot.core.assembly.state import epoch_ends, matters
from moot.core.charter import CREDIT, DAY, Alarms, Budget, Clarity, Priced, Scope
from moot.core.commands import COMMANDS, CommitChance, FoundMoot, LeaveMoot, Withdraw
from tests.core import comings, contests, town
from tests.core.court import court, lawful
from tests.core.house import with_consent
from tests.core.many import many
from tests.core.purses import purses
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
    awareness = replace(law.awareness, alarms=Alarms(drop=100))
    return replace(law, structure=structure, awareness=awareness, clarity=Clarity(comments=3))


def budgeted(law, chance):
    """Return a charter with a street that is built in rounds, by some rule."""
    heat = law.structure.actions[0]
    build = replace(heat, id="build", target="street")
    budget = Budget(
        "works",
        20 * CREDIT,
        (Priced("build", 0, {"degrees": CREDIT}),),
        rule=chance.choice(["equal_shares", "equal_shares", "greedy"]),
        completion=chance.choice(["none", "greedy", "raise"]),
        raises=10,
        window=DAY // 24,
        ballot=DAY // 24,
    )
    structure = replace(law.structure, actions=(*law.structure.actions, build), rounds=(budget,))
    return replace(law, structure=structure)


class Town(Trying):
    """A house in which everybody does as they please."""

    @initialize(chance=CHANCE, stages=st.integers(0, 16), means=st.sampled_from([RICH, RICH, POOR]))
    def some_stages_go_well(self, chance, stages, means):
        law = with_consent(
            budgeted(easily_alarmed(lawful(chance, **means)), chance), worst_case=2_500, scope=Scope(WEEK, 6_000, 9_000)
        )
        self.house = court(first=many(9, law))
        if chance.random() < 0.5:
            self.owners_hand_their_votes_on(chance)
        self.attempt(*town.proposing(self.house, chance))
        for _ in range(stages):
            self.a_stage_goes_well(chance)

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def a_stage_goes_well(self, chance):
        for proposal in list(self.house.state.proposals.values()):
            if proposal.stage in {"disputed", "round"}:
                (self.a_hearing_goes_well if proposal.stage == "disputed" else self.a_round_goes_on)(chance)
                continue
            if proposal.stage == "measuring":
                self.house.now = max(self.house.now, proposal.since + proposal.kind.horizon)
            if proposal.stage == "ballot" and chance.random() < 0.3:  # everybody votes at the last moment
                self.house.now = max(self.house.now, proposal.until - 1)
            for by, command in town.wishes(self.house, proposal, chance):
                self.attempt(by, command)
            present = self.house.state.proposals.get(proposal.id)
            if present and present.stage == proposal.stage:
                self.house.now = max(self.house.now, present.until)
            self.the_clerk_does_what_is_due()

    @precondition(lambda self: self.house.state.cases)
    @rule(chance=CHANCE)
    def a_hearing_goes_well(self, chance):
        for case in list(self.house.state.cases.values()):
            zeal = chance.choice([0.5, 1.0, 1.0, 1.0, 1.0])
            for by, command in contests.hearings(self.house, case, chance):
                if chance.random() < zeal:
                    self.attempt(by, command)
            present = self.house.state.cases.get(case.id)
            if present and present.stage == case.stage:
                self.house.now = max(self.house.now, present.until)
            self.the_clerk_does_what_is_due()

    @rule(chance=CHANCE)
    def a_round_goes_on(self, chance):
        for by, command in purses(self.house, chance):
            self.attempt(by, command)
        ends = [each.until for each in self.house.state.rounds.values()]
        self.house.now = max(self.house.now, min(ends, default=0))
        self.the_clerk_does_what_is_due()

    @rule(chance=CHANCE)
    def somebody_disputes_or_guards(self, chance):
        for by, command in contests.contests(self.house, chance):
            self.attempt(by, command)

    @rule(chance=CHANCE)
    def somebody_proposes(self, chance):
        self.attempt(*town.proposing(self.house, chance))

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def members_do_what_the_stage_is_for(self, chance):
        zeal = chance.choice([0.3, 0.8, 1.0, 1.0])
        for proposal in list(self.house.state.proposals.values()):
            for by, command in town.wishes(self.house, proposal, chance):
                if chance.random() < zeal:
                    self.attempt(by, command)

    @rule(chance=CHANCE)
    def people_see_to_their_own_affairs(self, chance):
        for by, command in chance.sample(list(town.affairs(self.house, chance)), 3):
            self.attempt(by, command)

    @rule(chance=CHANCE)
    def owners_hand_their_votes_on(self, chance):
        for by, command in town.handing_on(self.house, chance):
            self.attempt(by, command)

    @rule(chance=CHANCE)
    def members_say_what_they_think(self, chance):
        for by, command in town.remarks(self.house, chance):
            self.attempt(by, command)

    @rule(chance=CHANCE)
    def owners_come(self, chance):
        for _ in range(chance.randint(1, 3)):
            for by, command in comings.comings(self.house, chance):
                self.attempt(by, command)

    @rule(chance=CHANCE)
    def owners_go(self, chance):
        for by, command in comings.partings(self.house, chance):
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
            for by, command in town.tricks(proposal, chance):
                if not isinstance(command, Withdraw) or chance.random() < 0.1:
                    self.attempt(by, command)

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def good_acts_come_in_bad_envelopes(self, chance):
        proposal = chance.choice(list(self.house.state.proposals.values()))
        for by, command in town.wishes(self.house, proposal, chance)[:3]:
            changes = town.spoilt(self.house, by, chance)
            size = len(self.house.record)
            self.attempt(changes.pop("by", by), command, **changes)
            assert len(self.house.record) == size or changes == {"nonce": 0}

    @precondition(lambda self: self.house.state.proposals)
    @rule(chance=CHANCE)
    def meters_wait_for_the_horizon(self, chance):
        proposal = chance.choice(list(self.house.state.proposals.values()))
        if proposal.stage == "measuring":
            self.house.now = max(self.house.now, proposal.since + proposal.kind.horizon)

    @rule(command=ANY, by=st.sampled_from(town.AGENTS), chance=CHANCE)
    def somebody_tries_anything(self, command, by, chance):
        lost = by == "clerk" and isinstance(command, CommitChance)  # a chain whose links nobody knows
        if not isinstance(command, Withdraw) and not lost:
            self.attempt(by, town.aimed(self.house, command, chance))

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
        while tasks := list(town.duties(self.house, dues(self.house.state, self.house.now))):
            size = len(self.house.record)
            self.attempt("clerk", tasks[0])
            assert len(self.house.record) > size, "what is due is refused"

    @rule()
    def the_next_deadline_comes(self):
        ends = [each.until for each in matters(self.house.state)]
        self.house.now = max(self.house.now, min(ends, default=0))


TestTown = Town.TestCase
TestTown.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
