"""What goes wrong on purpose: who is struck, when, and what the struck do."""

from types import SimpleNamespace

import pytest

from moot.core.act import MILLION
from moot.core.events import MandateUnheard, OutcomeMeasured, ReviewerReplaced
from moot.kit.agent import Agent
from moot.lab.cast.captives import GOAL, Captive, CaptiveLead, CaptivePerson, Pact, captured
from moot.lab.cast.minds import Mind
from moot.lab.cast.options import POOL
from moot.lab.cast.outlook import VALUES
from moot.lab.cast.people import PROFILES, Person
from moot.lab.cast.proposers import Between, Specialist
from moot.lab.cast.roster import OWNERS
from moot.lab.chance import Chance
from moot.lab.faults import CAPTURABLE, FAILING, Faults, Injector
from moot.lab.season import Plan, Season, follow
from moot.worlds.charging.policy import STATUS_QUO, terms_of
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import load_site

DAYS = 15  # three decisions: faults begin before the second
EVEN = dict.fromkeys(CAPTURABLE, 0)


@pytest.fixture(scope="module")
def replay():
    shared = Replay(load_site("caltech", 0.5))
    follow(shared)
    return shared


def played(replay, faults, decisions=DAYS // 5):
    with Season(Plan(seed=1, days=DAYS, faults=faults), replay=replay) as season:
        season.told, season.notices = [], []
        while season.closed < decisions and season.turn(season.told.append, season.notices.append):
            pass
        return season


@pytest.fixture(scope="module")
def honest(replay):
    return played(replay, Faults())


@pytest.fixture(scope="module")
def struck(replay):
    return played(replay, Faults(capture=3))


# Who is struck, and when.


def cast_of(season):
    return sorted(agent.member.agent for agent in season.cast)


def test_what_a_replay_knows_already_changes_no_record(replay, honest):
    with Season(Plan(seed=1, days=5), replay=replay) as again:
        told, known = [], replay.simulated
        again.run(told.append)
        assert told == honest.told[: len(told)]
        assert replay.simulated == known
    assert (honest.onsets, honest.attempts, honest.notices) == ([], [], [])


def test_nothing_differs_before_the_onset(honest, struck):
    first = next(at for at, told in enumerate(struck.told) if told != honest.told[at])
    closings = [event for told in struck.told[:first] for event in told.events if isinstance(event, OutcomeMeasured)]
    assert len(closings) == 1
    assert struck.onsets[0].decision == 2


def test_the_same_seed_strikes_the_same():
    injectors = [Injector(Faults(capture=3, crash=2), 3, bytes(32)) for _ in range(2)]
    first, second = (list(each.strike(Season(Plan(days=5)).cast, 1, EVEN)) for each in injectors)
    assert first == second
    assert [(each.kind, len(set(each.members))) for each in first] == [("capture", 3), ("crash", 2)]
    [other] = Injector(Faults(capture=3), 3, b"x" * 32).strike(Season(Plan(days=5)).cast, 1, EVEN)
    assert set(other.members) != set(first[0].members)


def test_who_is_drawn_for_three_is_among_those_drawn_for_four():
    three, four = (Chance(bytes(32), "capture").some(CAPTURABLE, number) for number in (3, 4))
    assert four[:3] == three
    assert len(set(Chance(bytes(32), "x").some(CAPTURABLE, len(CAPTURABLE)))) == len(OWNERS)


def test_the_best_are_those_of_most_influence():
    influence = {owner: at for at, owner in enumerate(CAPTURABLE)} | {"driver-01": 99}
    [onset] = Injector(Faults(capture_best=3), 3, bytes(32)).strike([], 1, influence)
    assert (onset.members, onset.best, onset.influence) == (CAPTURABLE[:-4:-1], True, 9 + 8 + 7)


def test_faults_begin_once_when_a_third_is_closed():
    injector = Injector(Faults(capture=1, crash=1, drift=3), 9, bytes(32))
    cast = Season(Plan(days=5)).cast
    begun = [[each.kind for each in injector.strike(cast, closed, EVEN)] for closed in range(6)]
    assert begun == [[], [], ["drift"], ["capture", "crash"], [], []]


def test_the_captured_act_first_and_nobody_is_gained_or_lost(honest, struck):
    assert cast_of(struck) == cast_of(honest)
    kinds = [type(agent) for agent in struck.cast[:9]]
    assert kinds == 3 * [CaptiveLead, Captive, CaptivePerson]
    assert not any(isinstance(agent, Captive | CaptivePerson) for agent in struck.cast[9:])
    assert {agent.member.owner for agent in struck.cast[:9]} == set(struck.onsets[0].members)


def test_only_members_with_a_mind_can_be_captured():
    with pytest.raises(TypeError, match="has no mind"):
        captured(Agent(SimpleNamespace(agent="operator")), Pact())


# What captives do.


class Expects:
    """An outlook that expects the same of everything."""

    method = SimpleNamespace(name="heart", calm=False)

    def expect(self, policies, _scene):
        return [dict.fromkeys(VALUES, 600_000) for _ in policies]


AGENCY = {"stake_cap": 200_000, "least_stake": 1}


class Behind:
    """A member behind a door that shows what it is given."""

    owner, agent = "ana", "ana.lead"

    def see(self, name, **_):
        shown = {
            "charter": {"charter": {"agency": AGENCY, "clarity": {"conditions": 3}, "purpose": {"values": []}}},
            "standing": {"owners": {"ana": {"credits": 1_000, "agents": {"ana.lead": {}, "ana.second": {}}}}},
            "target": {"terms": terms_of(STATUS_QUO), "history": []},
        }
        return shown[name]

    def clock(self):
        return 0


def captive(kind, **pact):
    mind = {CaptiveLead: Specialist, Captive: Mind}[kind]
    return captured(mind(Behind(), "ethics", Expects(), Chance(bytes(32), "ana")), Pact(**pact))


def page(**versions):
    named = {name: {"terms": terms_of(policy), "owner": None} for name, policy in versions.items()}
    return {
        "proposal": "p",
        "target": "site",
        "versions": named,
        "original": "original",
        "status_quo": "quo",
        "candidates": [{"version": name} for name in named],
        "pooled_by": ["ana.lead", "bo.lead"],
        "scored_only": ["ana.second"],
        "forecasted": [],
        "stakes": {},
        "recommended": "original",
    }


FOR_GOAL = page(quo=STATUS_QUO, original=GOAL)
OTHERWISE = page(quo=STATUS_QUO, original=POOL[0])


def test_a_captive_proposes_the_goal_unless_it_is_in_force():
    lead = captive(CaptiveLead)
    assert lead.propose({"terms": terms_of(STATUS_QUO)}).terms == terms_of(GOAL)
    assert lead.propose({"terms": terms_of(GOAL)}) is None


def test_a_captive_amends_any_other_proposal_into_the_goal():
    lead = captive(CaptiveLead)
    offered = lead.amend(OTHERWISE)
    assert {**terms_of(POOL[0]), **offered.set} == terms_of(GOAL)
    assert lead.amend(FOR_GOAL) is None
    assert lead.amend(page(quo=GOAL, original=POOL[0])) is None


def test_a_captive_is_for_the_goal_and_demands_it_of_anything_else():
    mind = captive(Captive)
    assert mind.review(FOR_GOAL, "safety").stance == "for"
    review = mind.review(OTHERWISE, "safety")
    assert review.stance == "against"
    musts = [(each.strength, each.term, each.relation, each.value) for each in review.conditions]
    assert musts == [
        ("must", "trust", "<=", (0,)),
        ("must", "green", ">=", (60,)),
        ("must", "guard", "<=", (0,)),
    ]


def test_a_captive_lies_upwards_for_the_goal_and_downwards_for_all_else():
    cells = captive(Captive, lie=150_000).forecast(FOR_GOAL).forecast.cells
    assert cells == {"quo": dict.fromkeys(VALUES, 450_000), "original": dict.fromkeys(VALUES, 750_000)}
    most = captive(Captive).forecast(FOR_GOAL).forecast.cells
    assert most == {"quo": dict.fromkeys(VALUES, 0), "original": dict.fromkeys(VALUES, MILLION)}


def test_captives_stake_all_they_may_and_leave_their_fellows_a_part():
    assert captive(Captive).forecast(FOR_GOAL).stake == 100  # of 200: its fellow is called too
    late = {**FOR_GOAL, "forecasted": ["ana.second"], "stakes": {"ana.second": 100}}
    assert captive(Captive).forecast(late).stake == 200 * 1_100 // 1_000 - 100


def test_a_captured_person_votes_for_the_goal_and_against_all_else():
    honest = Person(Behind(), "fair", Chance(bytes(32), "ana"), drifts=False)
    person = captured(honest, Pact())
    assert person.vote(FOR_GOAL).choice == "for"
    assert person.vote(OTHERWISE).choice == "against"


def test_what_captives_tried_is_noted_decision_by_decision(struck):
    assert [each.decision for each in struck.attempts] == [2, 3]
    assert struck.notices == [*struck.onsets, *struck.attempts]
    first = struck.attempts[0]
    assert first.proposed or first.amended or first.reach == "left out"
    assert 0 < first.forecasts <= first.forecasters
    assert first.influence == sum(struck.influence[2][owner] for owner in struck.onsets[0].members)
    assert first.plain_margin > first.margin  # lies count whole in a mean


def test_a_summary_has_the_goal_where_somebody_wants_it(honest, struck):
    assert honest.summary(POOL).goal is None
    assert honest.summary(POOL).plain.welfare > 0
    assert struck.summary(POOL).goal.policy == GOAL
    assert struck.summary(POOL).attempts == tuple(struck.attempts)


# Crash and drift.


def test_who_crashed_never_acts_again_and_decisions_go_on(replay, honest):
    season = played(replay, Faults(crash=6), decisions=2)
    gone = season.onsets[0].members
    assert len(set(gone)) == 6
    begin = next(at for at, told in enumerate(season.told) if told != honest.told[at])
    assert not [told for told in season.told[begin:] if told.act.by in gone]
    assert season.closed == len(season.blocks) == 2
    happened = season.counts
    assert happened[ReviewerReplaced.__name__] + happened[MandateUnheard.__name__] > 0


def test_every_agent_of_the_cast_that_is_no_person_can_crash():
    with Season(Plan(days=15, faults=Faults(crash=len(FAILING)))) as season:
        members = sorted(each.member.agent for each in season.cast if isinstance(each, Mind | Between))
        assert sorted(FAILING) == members
        season.closed = 1
        [crash] = season.injector.strike(season.cast, 1, EVEN)
        assert sorted(crash.members) == members
        assert not any(isinstance(agent, Mind | Between) for agent in season.cast)


def test_after_a_drift_everybody_wants_something_else_and_says_so(replay):
    with Season(Plan(seed=1, days=10, faults=Faults(drift=2)), replay=replay) as season:
        people = [agent for agent in season.cast if isinstance(agent, Person)]
        before = [(person.profile, dict(person.weights)) for person in people]
        while not season.onsets:
            season.turn()
        assert all(person.profile in PROFILES for person in people)
        assert not any(person.profile == old for person, (old, _) in zip(people, before, strict=True))
        stated = season.hall.view("values")["vectors"]
        assert all(stated[person.member.owner] == person.weights for person in people)
        assert season.onsets[0].decision == 2
        assert len(season.onsets[0].members) == 22
