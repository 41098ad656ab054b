"""What the days are made of (charging world 1)."""

from datetime import date

import numpy as np
import pytest

from moot.worlds.charging import load_site
from moot.worlds.charging import site as site_module
from moot.worlds.charging.emissions import dirty_steps
from moot.worlds.charging.sessions import CLOSES, OPENS, SHORTEST_STAY, read_sessions, usable


def on_record(name):
    return read_sessions(tuple(sorted(site_module.DATA.glob(f"sessions_{name}_*.csv.gz"))))


@pytest.mark.parametrize(("name", "days", "training", "test"), [("caltech", 161, 85, 76), ("jpl", 166, 85, 81)])
def test_the_usable_days_are_those_of_the_specification(name, days, training, test):
    site = load_site(name)
    assert (len(site.days), len(site.training), len(site.test)) == (days, training, test)
    assert site.training + site.test == site.days == tuple(sorted(site.days))
    assert all(day.weekday() < 5 and site.day(day).cars >= 20 for day in site.days)


@pytest.mark.parametrize(("name", "dropped", "cut"), [("caltech", 115, 479), ("jpl", 63, 291)])
def test_short_stays_are_dropped_and_long_ones_are_cut_at_ten(name, dropped, cut):
    sessions = on_record(name)
    assert sum(session.stay < SHORTEST_STAY for session in sessions) == dropped
    assert sum(session.cut for session in sessions) == cut
    assert len(list(usable(sessions))) == len(sessions) - dropped  # no station is ever taken twice


@pytest.mark.parametrize(
    ("name", "request_", "stay", "ratio"), [("caltech", 14.07, 74, 0.523), ("jpl", 20.0, 101, 0.590)]
)
def test_the_medians_are_those_of_the_training_days(name, request_, stay, ratio):
    medians = load_site(name).medians
    assert (medians.request, medians.stay, round(medians.ratio, 3)) == (request_, stay, ratio)


def test_a_driver_who_stated_nothing_gives_nothing_away(caltech):
    silent = [session for session in on_record("caltech") if not session.claimed]
    for session in list(usable(tuple(silent)))[:50]:
        if session.day in caltech.calendar:
            day = caltech.day(session.day)
            place = caltech.network.stations.index(session.station)
            [car] = np.flatnonzero((day.station == place) & (day.arrives == session.arrives))
            assert day.request[car] == caltech.medians.request
            assert day.departure[car] == session.arrives + caltech.medians.stay


def test_two_cars_never_share_a_station_and_stay_within_the_hours(caltech, jpl):
    for site in (caltech, jpl):
        for when in site.days:
            day = site.day(when)
            assert day.arrives.min() >= OPENS
            assert day.leaves.max() <= CLOSES
            order = np.lexsort((day.arrives, day.station))
            same = day.station[order][1:] == day.station[order][:-1]
            assert (day.leaves[order][:-1] <= day.arrives[order][1:])[same].all()


def test_the_emissions_of_a_step_are_those_of_its_instant_in_either_season(caltech):
    # In the file: 2019-05-01T07:00Z, midnight at -07:00, and 2019-12-02T08:00Z, midnight at -08:00.
    assert caltech.day(date(2019, 5, 1)).emissions[0] == pytest.approx(0.2001)
    assert caltech.day(date(2019, 12, 2)).emissions[0] == pytest.approx(0.1719)


def test_dirty_is_above_a_quantile_of_the_last_day(caltech):
    day = caltech.day(caltech.days[40])
    for green in (5, 20, 60, 100):
        for step in (60, 100, 263):
            window = day.two_days[step : step + 288]
            threshold = np.quantile(window / 1e4, 1 - 0.8 * green / 100)
            assert dirty_steps(day.two_days)[green // 5, step] == (window[-1] / 1e4 > threshold + 1e-12)
    assert not day.dirty[0].any()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: load_site("stanford"), "choose from caltech, jpl"),
        (lambda: load_site("jpl", capacity=0), "above 0"),
        (lambda: load_site("jpl", capacity=1.5), "at most 1"),
        (lambda: load_site("jpl").day(date(2019, 5, 4)), "no usable day"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_to_do(call, says):
    with pytest.raises(ValueError, match=says):
        call()
