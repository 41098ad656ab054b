"""The guard of the kit: what it watches, when it stops, and that its report is taken by the rules."""

import pytest

from moot.core.act import MILLION
from moot.kit.guard import guarded, report, wealth
from tests.core.tried import BETTER, SAME
from tests.stories.watched import COLD, Watched


@pytest.fixture
def house():
    house = Watched()
    house.start()
    house.draw()
    return house


def test_it_watches_what_the_guarding_mandates_watch(house):
    _, law = house.page()
    assert guarded(law) == ("safety",)


def test_before_anything_is_measured_its_bets_are_even(house):
    page, _ = house.page()
    assert wealth(page, ("safety",)) == 1
    assert report(page).effects == {}


def test_units_that_lose_nothing_speak_for_a_trial_and_those_that_lose_against_it(house):
    house.batch(BETTER)
    page, law = house.page()
    assert wealth(page, guarded(law)) < 1
    other = Watched()
    other.start()
    other.draw()
    other.batch(COLD)
    page, law = other.page()
    assert wealth(page, guarded(law)) > 1
    assert wealth(page, ("thrift",)) < 1
    assert wealth(page, ("nothing",)) < 1


def test_its_report_has_the_point_within_its_bounds_whatever_the_bounds_are(house):
    house.go_on({**SAME, "thrift": 1_000_000}, {**SAME, "thrift": 0})
    assert house.over.points["thrift"] == MILLION
    assert house.over.effects["thrift"].high == MILLION
    assert house.over.effects["thrift"].low < MILLION
