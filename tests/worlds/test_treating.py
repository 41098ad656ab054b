"""An executor that treats units: what it reports when that breaks, and that it never says more than it knows."""

from threading import Event
from types import SimpleNamespace

import pytest

from moot.worlds.callable import Control, Executor, Meter

BEFORE, TERMS = {"degrees": 21}, {"degrees": 18}


def page(units=3, *, until=100, grant="11" * 32):
    terms = TERMS if units else BEFORE
    named = {"grant": grant, "version": "22" * 32, "batch": 1, "units": units, "terms": terms, "target": "hall"}
    return {"trial": "33" * 32, "grant": {**named, "until": until}, "before": BEFORE, "seed": "44" * 32}


def executor(treat, limit=None):
    member = SimpleNamespace(clock=lambda: 50)
    return Executor(member, Control(lambda _: None, dict, limit, treat))


def test_what_is_treated_is_reported_once_and_done_once():
    done = []
    worker = executor(done.append)
    first, again = worker.treat(page()), worker.treat(page())
    assert (first.result, first.in_force, first.undone) == ("executed", TERMS, False)
    assert first is again
    assert [(each.units, each.batch, each.terms) for each in done] == [(3, 1, TERMS)]


def test_a_grant_that_has_run_out_is_not_used():
    done = []
    assert executor(done.append).treat(page(until=49)) is None
    assert not done


def test_who_cannot_treat_a_part_says_that_it_failed_and_that_nothing_is_treated():
    worker = executor(None)
    assert (worker.treat(page()).result, worker.treat(page()).in_force) == ("failed", BEFORE)
    assert worker.treat(page(0, grant="55" * 32)).result == "executed"


def test_what_breaks_is_undone_once():
    asked = []

    def breaks(treated):
        asked.append(treated.units)
        if treated.units:
            raise OSError

    said = executor(breaks).treat(page())
    assert (said.result, said.in_force, said.undone) == ("failed", BEFORE, True)
    assert asked == [3, 0]


def test_what_breaks_and_cannot_be_undone_is_unknown():
    def breaks(_):
        raise OSError

    assert executor(breaks).treat(page()).result == "unknown"


def test_what_hangs_is_unknown():
    never = Event()
    assert executor(lambda _: never.wait(), limit=0.01).treat(page()).result == "unknown"
    never.set()


@pytest.mark.parametrize("breaks", [1, 5])
def test_that_nothing_is_treated_any_more_is_said_only_if_it_is_so(breaks):
    left = [breaks]

    def sticks(_):
        left[0] -= 1
        if left[0] >= 0:
            raise OSError

    said = executor(sticks).treat(page(0))
    assert (said is None) == (breaks > 1)
    assert said is None or (said.result, said.in_force) == ("executed", BEFORE)


def test_a_meter_that_compares_nothing_says_nothing_and_one_that_does_waits_for_its_batch():
    shown = {
        "treated_since": 10, "treated_until": None, "since": 10, "duration": 40, "ending": None, "sizes": [3],
        "batch": 1, "trial": "t", "target": "hall", "terms": TERMS, "before": BEFORE, "seed": "44",
    }  # fmt: skip
    early, late = SimpleNamespace(clock=lambda: 49), SimpleNamespace(clock=lambda: 50)
    answer = ({"warmth": 1}, {"warmth": 2})
    assert Meter(late, lambda _: None).compare(shown) is None
    assert Meter(early, lambda _: None, lambda _: answer).compare(shown) is None
    assert Meter(early, lambda _: None, lambda _: answer).compare({**shown, "ending": "stopped"}) is not None
    assert Meter(late, lambda _: None, lambda _: answer).compare({**shown, "treated_since": None}) is None
    assert Meter(late, lambda _: None, lambda _: None).compare(shown) is None
    treated, rest = Meter(late, lambda _: None, lambda _: answer).compare(shown)
    assert (treated.values, rest.values) == answer
