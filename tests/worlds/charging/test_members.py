"""The operator and the two meters as members, and the register they serve (charging world 5, 9 and 11)."""

import random

import pytest

from moot.core.act import MILLION
from moot.core.charter import faults
from moot.core.commands import Vote
from moot.core.proposal import base_of, version_of
from moot.worlds.charging import QUICK_GRID, SAMPLED, STATUS_QUO, Policy, creativity, rebuild
from moot.worlds.charging.meters import CurrentMeter, SessionBook, Works
from moot.worlds.charging.operator import Operator
from moot.worlds.charging.policy import BOUNDS, policy_of, terms_of
from moot.worlds.charging.register import BOOK, CURRENTS, OPERATOR, SHORTEST_HORIZON, TOLERANCES, WORST_CASE, charter
from moot.worlds.charging.replay import Replay
from tests.worlds.charging.quarter import FOUND, SAFER, SEED, Author, Neighbour, Quarter

BOLDER = Policy(16, -80, 0, 60, 0, 0)


@pytest.fixture
def quarter(caltech):
    with Quarter(caltech) as quarter:
        yield quarter


def with_true_meters(quarter, replay):
    for name, meter in ((BOOK, SessionBook), (CURRENTS, CurrentMeter)):
        quarter.join(meter(quarter.server(name), Works(quarter.calendar, replay, SEED, quarter.commons.ran)))
    return quarter


def ask_for(quarter, *policies):
    quarter.join(Author(quarter.member("ana.ai", "ana"), policies))
    return quarter


class No(Neighbour):
    def vote(self, _page):
        return Vote("against")


# The operator.


def test_what_is_granted_is_put_in_force_and_read_back(quarter):
    page = quarter.run("measuring")
    assert (page["result"], page["in_force"]) == ("executed", terms_of(SAFER))
    assert quarter.commons.in_force == SAFER


class Forging:
    """A door that shows a grant for terms that nobody granted."""

    def __init__(self, door):
        self._door = door

    def __getattr__(self, name):
        return getattr(self._door, name)

    def view(self, name, **arguments):
        shown = self._door.view(name, **arguments)
        if name == "proposal" and shown["grant"]:
            shown["grant"]["terms"]["headroom"] = 0
        return shown


def test_terms_that_are_not_the_versions_are_not_acted_on(quarter):
    member = quarter.server(OPERATOR, Forging(quarter.hall.door()))
    quarter.join(Operator(member, quarter.commons.put_in_force, lambda: quarter.commons.in_force))
    page = quarter.run()
    assert (page["outcome"], page["result"], page["in_force"]) == ("failed", "failed", terms_of(STATUS_QUO))
    assert quarter.commons.in_force == STATUS_QUO


def test_a_site_that_was_turned_by_hand_is_not_acted_on_and_the_record_learns_of_it(quarter):
    quarter.run("executing")
    quarter.commons.in_force = BOLDER
    page = quarter.run()
    assert (page["outcome"], page["in_force"]) == ("failed", terms_of(BOLDER))
    target = quarter.hall.view("target", target="site-caltech")
    assert (target["terms"], target["base"]) == (terms_of(BOLDER), base_of("site-caltech", terms_of(BOLDER)))


class Counting:
    """Controls that remember how often they were turned."""

    def __init__(self, commons):
        self.commons, self.turned = commons, []

    def __call__(self, policy):
        self.turned.append(policy)
        self.commons.put_in_force(policy)


class Deaf:
    """A door through which answers get lost at first."""

    def __init__(self, door, lost):
        self._door, self.lost = door, lost

    def __getattr__(self, name):
        return getattr(self._door, name)

    def submit(self, *sent):
        if self.lost:
            self.lost -= 1
            raise ConnectionError
        return self._door.submit(*sent)


def test_a_report_that_got_lost_is_sent_again_and_the_grant_is_used_once(quarter):
    quarter.run("executing")
    controls = Counting(quarter.commons)
    operator = Operator(quarter.server(OPERATOR, Deaf(quarter.hall.door(), lost=3)), controls)
    with pytest.raises(ConnectionError):
        operator.act()
    assert quarter.stage == "executing"
    assert len(operator.act()) == 1
    assert (quarter.stage, quarter.page["result"], controls.turned) == ("measuring", "executed", [SAFER])


def test_an_operator_that_starts_again_does_not_turn_the_site_twice(quarter):
    quarter.run("executing")
    quarter.commons.put_in_force(SAFER)  # and then it crashed
    controls = Counting(quarter.commons)
    Operator(quarter.server(OPERATOR), controls, lambda: quarter.commons.in_force).act()
    assert (quarter.page["result"], controls.turned) == ("executed", [])


# The meters.


def test_two_meters_measure_what_ran_each_in_its_own_way(quarter, caltech, replay):
    page = with_true_meters(quarter, replay).run()
    assert (page["outcome"], page["disputed"]) == ("settled", [])
    opened = [
        event.values
        for told in quarter.hall.door().entries(0)
        for event in told.events
        if type(event).__name__ == "MeasureOpened"
    ]
    days = caltech.days[20:25]
    [book, without] = replay.measure([SAFER, STATUS_QUO], days, SEED)
    novel = creativity(SAFER, [STATUS_QUO], book, without)
    assert {**book._asdict(), "creativity": novel} in opened
    assert opened[0]["creativity"] == opened[1]["creativity"] == novel > 0
    assert opened[0]["climate"] != opened[1]["climate"]
    assert page["measured"] == {name: min(each[name] for each in opened) for name in opened[0]}


def test_nothing_is_measured_before_the_fifth_evening(quarter, caltech, replay):
    with_true_meters(quarter, replay).run("measuring")
    meters = [quarter.agents[name] for name in (BOOK, CURRENTS)]
    quarter.clock.set(quarter.calendar.ends(caltech.days[24]) - 1)
    assert [meter.act() for meter in meters] == [[], []]
    quarter.clock.advance(1)
    assert [len(meter.act()) for meter in meters] == [1, 1]


def test_when_the_ballot_rejects_the_status_quo_is_measured_and_is_nothing_new(quarter, caltech, replay):
    for owner in ("ana", "bo", "cy", "di", "eli", "flo"):
        quarter.join(No(quarter.member(f"{owner}.person", owner)))
    page = with_true_meters(quarter, replay).run()
    [book] = replay.measure([STATUS_QUO], caltech.days[20:25], SEED)
    assert (page["outcome"], page["measured"]["creativity"]) == ("rejected", 0)
    assert page["measured"]["safety"] <= book.safety


def test_meters_measure_what_the_site_ran_whatever_the_operator_says(quarter, caltech, replay):
    with_true_meters(quarter, replay)
    said = [STATUS_QUO]
    quarter.join(Operator(quarter.server(OPERATOR), said.append, lambda: said[-1]))
    page = quarter.run()
    assert (page["result"], page["in_force"]) == ("executed", terms_of(SAFER))
    assert quarter.commons.in_force == STATUS_QUO
    [really] = replay.measure([STATUS_QUO], caltech.days[20:25], SEED)
    assert page["measured"]["safety"] <= really.safety < 800_000


def test_novelty_looks_back_to_the_founding_and_at_every_decision(quarter, replay):
    with_true_meters(ask_for(quarter, SAFER, BOLDER), replay)
    meter = quarter.agents[BOOK]
    seen = []
    meter.recent = lambda ran: seen.append(SessionBook.recent(meter, ran)) or seen[-1]
    first, second = quarter.run(), quarter.run()
    assert (first["outcome"], second["outcome"]) == ("settled", "settled")
    assert seen == [[STATUS_QUO], [STATUS_QUO, SAFER]]


def test_a_meter_is_silent_when_the_book_ends_before_the_horizon(quarter, caltech, replay):
    quarter.clock.set(quarter.calendar.ends(caltech.days[-5]))
    with_true_meters(quarter, replay).run("measuring")
    quarter.clock.set(quarter.page["until"] - 1)
    assert quarter.agents[BOOK].act() == []


# The register.


@pytest.mark.parametrize("name", ["caltech", "jpl"])
def test_the_charter_of_a_site_locks_nobody_out(name):
    law = charter(name, ("oak",))
    assert not list(faults(law))
    [kind] = law.structure.actions
    assert (kind.target, law.structure.candidates) == (f"site-{name}", 2)
    assert {term.id: (term.low, term.high) for term in kind.terms} == BOUNDS
    assert {each.id: each.floor for each in law.purpose.values if each.floor} == {"safety": 800_000, "ethics": 200_000}
    assert [(mandate.id, mandate.values, mandate.seats) for mandate in law.structure.mandates] == [
        (value.id, (value.id,), 3) for value in law.purpose.values
    ]


def test_no_measure_is_due_before_five_days_could_have_run(caltech, quarter):
    calendar = quarter.calendar
    starts = [evening + 1 for evening in calendar.evenings()[:-5]]
    assert all(calendar.ends(calendar.horizon(start)[-1]) - start >= SHORTEST_HORIZON for start in starts)
    assert len(caltech.days) == 161


def test_terms_and_policies_say_the_same():
    assert all(policy_of(terms_of(policy)) == policy for policy in SAMPLED)
    base = base_of("site-caltech", terms_of(STATUS_QUO))
    assert version_of("set_policy", terms_of(SAFER), base) != version_of("set_policy", terms_of(BOLDER), base)


@pytest.mark.parametrize("site", ["caltech", "jpl"])
def test_no_horizon_does_more_harm_than_the_stated_worst_case(request, site):
    site = request.getfixturevalue(site)
    replay, policies = Replay(site), [STATUS_QUO, Policy(0, 0, 16, 0, 100, 60), *SAMPLED[:4]]
    replay.sums(policies, site.training, SEED)  # at once, which is quicker
    for start in range(0, 85, 5):
        for policy, found in zip(
            policies, replay.measure(policies, site.training[start : start + 5], SEED), strict=True
        ):
            terms = terms_of(policy)
            stated = WORST_CASE.constant + sum(slope * terms[name] for name, slope in WORST_CASE.slopes.items())
            assert MILLION - found.safety <= max(0, stated), policy


def test_honest_meters_agree_in_nine_of_ten_horizons_at_least(caltech):
    replay = Replay(caltech)  # three policies over a horizon are a handful, whose currents are kept
    policies = [STATUS_QUO, *random.Random(11).sample(QUICK_GRID, 2)]
    agreed = []
    for start in range(0, len(caltech.days) - 4, 5):
        days = caltech.days[start : start + 5]
        book = replay.measure(policies, days, SEED)
        runs = [[(policy, day) for day in days] for policy in policies]
        currents = [rebuild(replay, run, SEED, b"a meter's own key") for run in runs]
        for one, other in zip(book, currents, strict=True):
            gaps = {name: abs(mine - theirs) for name, mine, theirs in zip(one._fields, one, other, strict=True)}
            agreed.append(all(gap <= TOLERANCES[name] for name, gap in gaps.items()))
    assert agreed.count(True) >= 9 * len(agreed) // 10


def test_the_stand_in_meters_report_every_value():
    assert set(FOUND) == {value.id for value in charter("caltech", ()).purpose.values}
