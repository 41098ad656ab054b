"""Clocks tell milliseconds."""

from moot.clerk.clock import HandSetClock, SystemClock

LONG_AGO, FAR_AHEAD = 1_700_000_000_000, 4_000_000_000_000


def test_the_machine_s_clock_tells_milliseconds():
    assert LONG_AGO < SystemClock().now() < FAR_AHEAD


def test_a_hand_set_clock_moves_only_when_told_to():
    clock = HandSetClock(5)
    clock.advance(2)
    assert clock.now() == clock.now() == 7
    clock.set(3)
    assert clock.now() == 3
