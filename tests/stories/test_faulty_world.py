"""The world does not do what it was told: stories of a charging site, its operator and its meters.

However it ends, the money sums to nothing, stakes and bond come back, and the record says what is in force.
"""

from dataclasses import replace
from threading import Event

import pytest

from moot.core.commands import ReportExecution
from moot.core.events import MeasureOpened
from moot.core.refusal import BadShape, OutOfBounds, StageIsOver
from moot.worlds.callable import Control, Executor, Meter
from moot.worlds.charging import STATUS_QUO, load_site
from moot.worlds.charging.commons import Commons
from moot.worlds.charging.operator import Operator
from moot.worlds.charging.policy import terms_of
from moot.worlds.charging.register import BOOK, CURRENTS, OPERATOR, TOLERANCES
from tests.worlds.charging.quarter import FOUND, MINUTE, OWNERS, SAFER, SEED, Quarter

BEFORE, GRANTED = terms_of(STATUS_QUO), terms_of(SAFER)


class FaultySite(Commons):
    """A site that remembers what it was told."""

    def __init__(self, site, seed):
        super().__init__(site, seed)
        self.told = []

    def put_in_force(self, policy):
        self.told.append(policy)
        self.obey(policy)

    def obey(self, policy):
        self.in_force = policy

    def read(self):
        return self.in_force


class Breaks(FaultySite):
    """A site whose controls break half way, the first time."""

    def obey(self, policy):
        self.in_force = replace(self.in_force, headroom=policy.headroom)
        if len(self.told) == 1:
            raise OSError("the controller does not answer")
        super().obey(policy)


class Sticks(FaultySite):
    """A site whose floor current cannot be changed."""

    def obey(self, policy):
        super().obey(replace(policy, floor=self.in_force.floor))


class SticksAndBreaks(Sticks):
    """A site that changes what it can, complains, and does not go back."""

    def obey(self, policy):
        if len(self.told) == 1:
            super().obey(policy)
            raise OSError("the floor current is stuck")


class Ignores(FaultySite):
    """A site that says yes and does nothing."""

    def obey(self, policy):
        pass


class GoesDark(FaultySite):
    """A site that cannot be reached any more once it was told something."""

    def obey(self, _policy):
        raise OSError("no route to the site")


class GoesBlind(FaultySite):
    """A site that obeys and then cannot be read."""

    def read(self):
        if self.told:
            raise OSError("no route to the site")
        return super().read()


class OutOfReach(FaultySite):
    """A site that cannot be read at all."""

    def read(self):
        raise OSError("no route to the site")


class Babbles(FaultySite):
    """A site that says that it keeps 99 % free."""

    def read_terms(self):
        return {**terms_of(self.in_force), **({"headroom": 99} if self.told else {})}


def opened(site):
    quarter = Quarter(site.site, site)
    quarter.join(Operator(quarter.server(OPERATOR), site.put_in_force, site.read))
    return quarter


@pytest.fixture
def quarter_of():
    """Return a way to open the quarter of a faulty site; its books are checked when the story is over."""
    quarters = []

    def build(kind):
        quarters.append(opened(kind(load_site("caltech"), SEED)))
        return quarters[-1]

    yield build
    for quarter in quarters:
        assert quarter.hall.view("standing")["ledger_sum"] == 0
        if quarter.stage is None:
            accounts = quarter.hall.view("standing")["accounts"]
            assert not [name for name in accounts if name.startswith("held/")]
        quarter.hall.close()


def stakes_and_bond_are_back(quarter):
    nothing = dict.fromkeys(OWNERS, 0)
    return quarter.moved("agency.least_stake") == nothing == quarter.moved("agency.bond")


def ending(page):
    return page["outcome"], page["result"], page["in_force"]


def terms_in_force(quarter):
    return quarter.hall.view("target", target="site-caltech")["terms"]


# The operator tells what became of the grant.


def test_what_breaks_half_way_is_undone_once(quarter_of):
    quarter = quarter_of(Breaks)
    page = quarter.run()
    assert ending(page) == ("failed", "failed", BEFORE)
    assert quarter.commons.told == [SAFER, STATUS_QUO]
    assert quarter.commons.in_force == STATUS_QUO
    [undone] = [each for told in quarter.hall.door().entries(0) for each in told.events if hasattr(each, "undone")]
    assert undone.undone
    assert stakes_and_bond_are_back(quarter)


@pytest.mark.parametrize("kind", [Sticks, SticksAndBreaks])
def test_what_is_done_in_part_is_measured_and_published_and_nobody_gains(quarter_of, kind):
    quarter = quarter_of(kind)
    asked = []
    for name in (BOOK, CURRENTS):
        quarter.join(Meter(quarter.server(name), lambda ran: asked.append(ran.terms) or FOUND))
    page = quarter.run()
    in_part = {**GRANTED, "floor": BEFORE["floor"]}
    assert ending(page) == ("void", "partly_executed", in_part)
    assert terms_in_force(quarter) == in_part
    # The meters measured what ran, not what was granted.
    assert asked == [in_part, in_part]
    assert (page["measured"], page["settled"], page["gain"]) == (FOUND, {}, None)
    assert stakes_and_bond_are_back(quarter)


def test_a_site_that_does_nothing_has_failed_and_nothing_is_to_be_undone(quarter_of):
    quarter = quarter_of(Ignores)
    assert ending(quarter.run()) == ("failed", "failed", BEFORE)
    assert quarter.commons.told == [SAFER]


@pytest.mark.parametrize(("kind", "told"), [(GoesDark, 2), (GoesBlind, 1), (OutOfReach, 0)])
def test_what_cannot_be_read_back_is_unknown(quarter_of, kind, told):
    quarter = quarter_of(kind)
    page = quarter.run()
    assert ending(page) == ("void", "unknown", BEFORE)
    assert page["why"] == "nobody knows what became of the grant"
    assert len(quarter.commons.told) == told
    assert stakes_and_bond_are_back(quarter)


# Time passes.


def test_a_site_that_takes_too_long_is_turned_back_and_nothing_is_done_twice(quarter_of):
    quarter = quarter_of(FaultySite)

    def slowly(policy):
        quarter.commons.put_in_force(policy)
        if policy == SAFER:
            quarter.clock.advance(20 * MINUTE)

    quarter.join(Operator(quarter.server(OPERATOR), slowly, quarter.commons.read))
    quarter.run("executing")
    operator, size = quarter.agents[OPERATOR], quarter.hall.clerk.size
    assert operator.act() == []
    grant = quarter.page["grant"]
    with pytest.raises(StageIsOver, match="the grant has run out"):
        operator.member.report_execution(ReportExecution(grant["grant"], grant["version"], "executed", GRANTED))
    assert (quarter.hall.clerk.size, quarter.stage) == (size, "executing")
    assert operator.act() == []
    assert quarter.commons.told == [SAFER, STATUS_QUO]
    page = quarter.run()
    assert ending(page) == ("void", "unknown", BEFORE)
    assert page["why"] == "nobody knows what became of the grant"
    assert quarter.commons.told == [SAFER, STATUS_QUO]
    assert terms_in_force(quarter) == terms_of(quarter.commons.in_force) == BEFORE
    assert stakes_and_bond_are_back(quarter)


def test_a_report_on_a_grant_that_is_closed_is_refused_and_the_site_turned_back(quarter_of):
    quarter = quarter_of(FaultySite)

    def too_slowly(policy):
        quarter.commons.put_in_force(policy)
        if policy == SAFER:
            quarter.clock.advance(20 * MINUTE)
            quarter.hall.tend()  # the clerk closes the stage meanwhile

    quarter.join(Operator(quarter.server(OPERATOR), too_slowly, quarter.commons.read))
    assert ending(quarter.run()) == ("void", "unknown", BEFORE)
    assert quarter.commons.told == [SAFER, STATUS_QUO]


def test_a_grant_that_is_found_too_late_is_left_alone(quarter_of):
    quarter = quarter_of(FaultySite)
    quarter.run("executing")
    quarter.clock.set(quarter.page["until"] + 1)
    assert quarter.agents[OPERATOR].act() == []
    assert quarter.commons.told == []


def test_when_the_operator_never_answers_the_deadline_ends_it(quarter_of):
    quarter = quarter_of(FaultySite)
    del quarter.agents[OPERATOR]
    page = quarter.run()
    assert ending(page) == ("void", "unknown", BEFORE)
    assert page["why"] == "nobody knows what became of the grant"
    assert stakes_and_bond_are_back(quarter)


def test_controls_that_hang_are_not_waited_for(quarter_of):
    quarter = quarter_of(FaultySite)
    never = Event()
    control = Control(lambda _: never.wait(), lambda: terms_of(quarter.commons.in_force), limit=0.01)
    quarter.join(Executor(quarter.server(OPERATOR), control))
    assert ending(quarter.run()) == ("void", "unknown", BEFORE)
    assert stakes_and_bond_are_back(quarter)
    never.set()


def test_within_their_limit_controls_may_raise_what_they_like(quarter_of):
    quarter = quarter_of(Breaks)

    def put(terms):
        quarter.commons.put_in_force(SAFER if terms == GRANTED else STATUS_QUO)

    control = Control(put, lambda: terms_of(quarter.commons.in_force), limit=60)
    quarter.join(Executor(quarter.server(OPERATOR), control))
    assert ending(quarter.run()) == ("failed", "failed", BEFORE)


def test_a_timeout_of_the_controls_themselves_is_a_fault_like_any_other(quarter_of):
    quarter = quarter_of(FaultySite)

    def put(_terms):
        quarter.commons.told.append("once")
        raise TimeoutError

    control = Control(put, lambda: terms_of(quarter.commons.in_force), limit=60)
    quarter.join(Executor(quarter.server(OPERATOR), control))
    assert ending(quarter.run()) == ("void", "unknown", BEFORE)
    assert quarter.commons.told == ["once", "once"]  # to undo was tried once


# Nonsense.


def test_terms_out_of_bounds_are_refused_and_the_deadline_ends_it(quarter_of):
    quarter = quarter_of(Babbles)
    site = quarter.commons
    put = Operator(quarter.server(OPERATOR), site.put_in_force).control.put
    quarter.join(Executor(quarter.server(OPERATOR), Control(put, site.read_terms)))
    quarter.run("executing")
    size = quarter.hall.clerk.size
    with pytest.raises(OutOfBounds, match="headroom is 99"):
        quarter.agents[OPERATOR].act()
    assert (quarter.hall.clerk.size, quarter.stage, terms_in_force(quarter)) == (size, "executing", BEFORE)
    del quarter.agents[OPERATOR]
    assert ending(quarter.run()) == ("void", "unknown", BEFORE)
    assert stakes_and_bond_are_back(quarter)


@pytest.mark.parametrize(
    ("nonsense", "refusal"),
    [
        ({**FOUND, "safety": 1_000_001}, BadShape),
        ({"safety": 900_000}, OutOfBounds),
        ({**FOUND, "beauty": 900_000}, OutOfBounds),
    ],
)
def test_a_meter_that_reports_nonsense_is_refused_and_one_alone_measures_nothing(quarter_of, nonsense, refusal):
    quarter = quarter_of(FaultySite)
    quarter.run("measuring")
    quarter.join(Meter(quarter.server(CURRENTS), lambda _: nonsense))
    quarter.clock.set(quarter.last_evening())
    with pytest.raises(refusal):
        quarter.agents[CURRENTS].act()
    del quarter.agents[CURRENTS]
    page = quarter.run()
    assert (page["outcome"], page["result"], page["measured"]) == ("void", "executed", {})
    assert set(page["disputed"]) == set(FOUND)
    assert stakes_and_bond_are_back(quarter)


# Meters that do not agree.


@pytest.mark.parametrize("name", list(TOLERANCES))
def test_what_the_meters_do_not_agree_on_is_void_and_stakes_come_back(quarter_of, name):
    quarter = quarter_of(FaultySite)
    quarter.join(Meter(quarter.server(CURRENTS), lambda _: {**FOUND, name: FOUND[name] - TOLERANCES[name] - 1}))
    page = quarter.run()
    assert (page["outcome"], page["result"], page["disputed"]) == ("void", "executed", [name])
    assert page["why"] == f"the meters do not agree on {name}"
    assert page["measured"] == {value: found for value, found in FOUND.items() if value != name}
    assert (page["settled"], page["gain"]) == ({}, None)
    # What runs goes on running.
    assert terms_in_force(quarter) == GRANTED
    assert stakes_and_bond_are_back(quarter)


def test_meters_at_the_very_edge_of_the_tolerance_agree_on_the_lower(quarter_of):
    quarter = quarter_of(FaultySite)
    lower = {name: found - TOLERANCES[name] for name, found in FOUND.items()}
    quarter.join(Meter(quarter.server(CURRENTS), lambda _: lower))
    page = quarter.run()
    assert (page["outcome"], page["measured"]) == ("settled", lower)


def test_neither_meter_can_see_what_the_other_reported(quarter_of):
    quarter = quarter_of(FaultySite)
    quarter.run("measuring")
    quarter.clock.set(quarter.last_evening())
    quarter.agents[BOOK].act()
    assert quarter.page["measured"] == {}
    assert not [e for told in quarter.hall.door().entries(0) for e in told.events if isinstance(e, MeasureOpened)]
