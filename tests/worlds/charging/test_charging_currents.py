"""The second meter (charging world 11)."""

import pytest

from moot.worlds.charging import STATUS_QUO, Policy, Replay, rebuild

CHOSEN = [STATUS_QUO, Policy(8, -80, 0, 0, 100, 60), Policy(34, -80, 0, 20, 100, 60)]


def test_the_same_key_reads_the_same_and_another_does_not(caltech):
    days = caltech.days[20:22]
    run = [(STATUS_QUO, day) for day in days]
    once = rebuild(Replay(caltech), run, 1, b"one")
    assert rebuild(Replay(caltech), run, 1, b"one") == once
    assert rebuild(Replay(caltech), run, 1, b"two") != once


def test_a_reading_does_not_depend_on_what_else_is_read(caltech):
    days = caltech.days[20:23]
    run = [(CHOSEN[1], day) for day in days]
    replay = Replay(caltech)
    replay.measure(CHOSEN, days, seed=1)
    assert rebuild(replay, run, 1, b"one") == rebuild(Replay(caltech), run, 1, b"one")


def test_the_two_meters_agree_but_not_to_the_last_ppm(caltech, replay):
    days = caltech.days[20:25]
    book = replay.measure(CHOSEN, days, seed=1)
    found = [rebuild(replay, [(policy, day) for day in days], 1, b"one") for policy in CHOSEN]
    assert found != book
    for mine, theirs in zip(found, book, strict=True):
        gaps = [abs(a - b) for a, b in zip(mine, theirs, strict=True)]
        assert all(gap < most for gap, most in zip(gaps, (45_000, 60_000, 130_000, 70_000), strict=True))


def test_there_is_something_to_read(caltech):
    with pytest.raises(ValueError, match="at least one of each"):
        rebuild(Replay(caltech), [], 1, b"one")
