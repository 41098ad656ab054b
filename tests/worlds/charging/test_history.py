"""What members may know: days that are over, and nothing of those to come (charging world 2 and 11)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from moot.worlds.charging import STATUS_QUO, Policy, Replay
from moot.worlds.charging.calendar import Calendar
from moot.worlds.charging.commons import Commons
from moot.worlds.charging.history import History

SEED = 1
ASKED = [STATUS_QUO, Policy(8, -80, 0, 20, 100, 60), Policy(24, 0, 0, 60, 0, 0)]
MINUTE = 60_000


@pytest.fixture(scope="module")
def calendar(caltech):
    return Calendar(caltech.days)


@pytest.fixture(scope="module")
def history(replay, calendar):
    return History(replay, calendar, SEED, lambda: calendar.evenings()[-1])


class AnotherFate(Replay):
    """A replay in which the disturbance of all days from `cutoff` on has another seed."""

    cutoff: date

    def sums(self, policies, days, seed):
        early = [day for day in days if day < self.cutoff]
        late = [day for day in days if day >= self.cutoff]
        other = seed if seed == "calm" else seed + 1
        return {**super().sums(policies, early, seed), **super().sums(policies, late, other)}


def altered(site, cutoff):
    """Return the site with other cars and other emissions on every day from `cutoff` on."""
    late = [day for day in site.days if day >= cutoff]
    swapped = {
        day: replace(site.calendar[other], date=day, two_days=site.calendar[other].two_days[::-1].copy())
        for day, other in zip(late, late[::-1], strict=True)
    }
    return replace(site, calendar={**site.calendar, **swapped})


@pytest.mark.parametrize("place", [0, 19, 60, 120])
def test_other_days_to_come_change_no_answer(caltech, calendar, history, place):
    cutoff, now = caltech.days[place + 1], calendar.ends(caltech.days[place])
    other = AnotherFate(altered(caltech, cutoff))
    other.__dict__["cutoff"] = cutoff
    stranger = History(other, calendar, SEED, lambda: now)
    for calm in (False, True):
        assert stranger.replay(ASKED, 5, now, calm=calm) == history.replay(ASKED, 5, now, calm=calm)
    assert stranger.replay(ASKED, 20, now) == history.replay(ASKED, 20, now)
    # The days to come are indeed others.
    later = calendar.ends(cutoff)
    elsewhere = History(other, calendar, SEED, lambda: later)
    assert elsewhere.replay(ASKED, 1, later) != history.replay(ASKED, 1, later)


def test_a_day_counts_from_ten_in_the_evening_and_not_before(caltech, calendar, history):
    evening = calendar.ends(caltech.days[20])
    assert history.days(evening) == caltech.days[:21]
    assert history.days(evening - 1) == caltech.days[:20]


def test_a_replay_of_past_days_is_exact(caltech, replay, calendar, history):
    now = calendar.ends(caltech.days[29])
    assert history.replay(ASKED, 10, now) == replay.measure(ASKED, caltech.days[20:30], SEED)
    assert history.replay(ASKED, 10, now, calm=True) == replay.measure(ASKED, caltech.days[20:30], "calm")


def test_where_there_are_fewer_days_all_of_them_are_replayed(caltech, replay, calendar, history):
    now = calendar.ends(caltech.days[1])
    assert history.replay(ASKED, 20, now) == replay.measure(ASKED, caltech.days[:2], SEED)


def test_before_the_first_evening_there_is_nothing_to_replay(caltech, calendar, history):
    with pytest.raises(ValueError, match="no day is over yet"):
        history.replay(ASKED, 5, calendar.ends(caltech.days[0]) - 1)


def test_nobody_can_ask_as_if_it_were_later(caltech, replay, calendar):
    now = calendar.ends(caltech.days[25])
    history = History(replay, calendar, SEED, lambda: now)
    assert history.replay(ASKED, 5, now)
    with pytest.raises(ValueError, match="has not come yet"):
        history.replay(ASKED, 5, now + 1)


def test_the_seed_is_not_to_be_had_from_what_a_history_shows(replay, calendar):
    secret = 987_654_321_987_654_321
    history = History(replay, calendar, secret)
    assert str(secret) not in repr(history)
    assert {name for name in vars(history) if not name.startswith("_")} == set()


# The calendar.


def test_a_horizon_begins_with_the_next_opening(caltech, calendar):
    morning = calendar.begins(caltech.days[30])
    assert calendar.horizon(morning) == caltech.days[30:35]
    assert calendar.horizon(morning + 1) == caltech.days[31:36]
    assert calendar.horizon(calendar.ends(caltech.days[29]) + 5 * 60 * MINUTE) == caltech.days[30:35]


def test_weekends_are_in_no_horizon(calendar):
    thursday = datetime(2019, 6, 6, 4, tzinfo=ZoneInfo("America/Los_Angeles"))
    days = calendar.horizon(int(thursday.timestamp()) * 1000)
    assert [day.isoformat()[5:] for day in days] == ["06-06", "06-07", "06-10", "06-11", "06-12"]


def test_clocks_go_back_in_november_and_days_still_open_at_five(caltech, calendar):
    october, november = date(2019, 11, 1), date(2019, 11, 4)
    assert {october, november} <= set(caltech.days)
    apart = calendar.begins(november) - calendar.begins(october)
    assert apart == (timedelta(days=3) + timedelta(hours=1)) // timedelta(milliseconds=1)


@pytest.mark.parametrize("name", ["caltech", "jpl"])
def test_no_horizon_outlasts_the_meters_deadline(request, name):
    calendar = Commons(request.getfixturevalue(name), SEED).calendar
    evenings = calendar.evenings()
    longest = max(evenings[at + 5] - evenings[at] for at in range(len(evenings) - 5))
    assert longest < 14 * 24 * 60 * MINUTE
