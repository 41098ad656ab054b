"""Parts of a site: who is treated, with which share of the power, and what meters see of each part."""

from types import SimpleNamespace

import numpy as np
import pytest

from moot.worlds.callable import Compared, Treated
from moot.worlds.charging.commons import Commons
from moot.worlds.charging.meters import CurrentMeter, SessionBook
from moot.worlds.charging.parts import halves, part_of, treated_stations
from moot.worlds.charging.policy import STATUS_QUO, Policy, terms_of
from moot.worlds.charging.site import load_site

SAFE = Policy(24, -80, 0, 20, 100, 60)


@pytest.fixture(scope="module")
def site():
    return load_site("caltech")


def treated(batch=1, units=27, policy=SAFE):
    return Treated("aa", "site-caltech", terms_of(policy), batch, units, "11" * 32)


def test_the_treated_stations_are_drawn_anew_for_every_batch_and_the_same_for_all_who_ask(site):
    one, other = treated_stations(site, treated()), treated_stations(site, treated(2))
    assert len(set(one)) == 27
    assert one == treated_stations(site, treated())
    assert set(one) != set(other)
    assert treated_stations(site, treated(units=999)) == treated_stations(site, treated(units=54))


def test_the_parts_have_all_cars_and_all_power_between_them(site):
    day = site.days[30]
    drawn = treated_stations(site, treated())
    rest = [name for name in site.network.stations if name not in drawn]
    here, there = part_of(site, drawn, day), part_of(site, rest, day)
    assert here.day(day).cars + there.day(day).cars == site.day(day).cars
    assert np.allclose(here.limits + there.limits, site.limits)
    assert here.day(day).need.sum() + there.day(day).need.sum() == pytest.approx(site.day(day).need.sum())


def test_all_stations_are_the_site_itself(site):
    day = site.days[30]
    whole = part_of(site, site.network.stations, day)
    assert np.allclose(whole.limits, site.limits)
    assert whole.day(day).cars == site.day(day).cars


def test_where_no_car_comes_to_a_part_there_is_nothing_to_compare(site):
    assert halves(site, treated(units=54), site.days[30]) is None


@pytest.fixture
def meters(site):
    clock = SimpleNamespace(now=0)
    commons = Commons(site, 1, lambda: clock.now)
    keyring = SimpleNamespace(salt=lambda *_: "22" * 32)

    def introduce(agent, owner):
        return SimpleNamespace(agent=agent, owner=owner, keyring=keyring, clock=lambda: clock.now)

    operator, book, currents = commons.members(introduce)
    return SimpleNamespace(clock=clock, commons=commons, operator=operator, both=(book, currents))


def test_both_meters_compare_a_day_once_it_is_over_and_see_much_the_same(meters):
    calendar = meters.commons.calendar
    day = calendar.days[40]
    since = calendar.ends(calendar.days[39])
    asked = Compared(treated(), terms_of(STATUS_QUO), since, None)
    meters.clock.now = calendar.ends(day) - 1
    assert [meter.both(asked) for meter in meters.both] == [None, None]
    meters.clock.now += 1
    (one, rest), (other, rest_too) = (meter.both(asked) for meter in meters.both)
    assert set(one) == {"safety", "efficiency", "ethics", "climate", "creativity"}
    assert one["creativity"] == other["creativity"] >= rest["creativity"] == rest_too["creativity"] == 0
    assert abs(one["safety"] - other["safety"]) <= 40_000
    assert one != other  # each in its own way
    assert isinstance(meters.both[0], SessionBook)
    assert isinstance(meters.both[1], CurrentMeter)


def test_what_ended_before_its_day_began_tells_nothing_apart(meters):
    calendar = meters.commons.calendar
    since = calendar.ends(calendar.days[39])
    meters.clock.now = since + 1
    for meter in meters.both:
        treated_, rest = meter.both(Compared(treated(), terms_of(STATUS_QUO), since, since + 1))
        assert treated_ == rest


def test_after_the_last_day_there_is_nothing_to_measure(meters):
    calendar = meters.commons.calendar
    meters.clock.now = calendar.ends(calendar.days[-1])
    asked = Compared(treated(), terms_of(STATUS_QUO), meters.clock.now, None)
    assert meters.both[0].both(asked) is None


def test_the_site_treats_stations_until_it_is_told_to_treat_none(meters):
    meters.operator.control.treat(treated())
    assert meters.commons.treated == treated()
    meters.operator.control.treat(treated(units=0))
    assert meters.commons.treated is None


def test_halves_under_the_same_terms_are_as_safe_as_each_other(site):
    apart = []
    for batch, day in enumerate(site.days[20:80:8]):
        here, there = halves(site, treated(batch), day)
        [one], [other] = here.measure([SAFE], [day], 1), there.measure([SAFE], [day], 1)
        apart.append(one.safety - other.safety)
    assert abs(sum(apart)) / len(apart) <= 30_000
