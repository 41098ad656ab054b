"""The six terms (charging world 3)."""

import pytest

from moot.worlds.charging import BOUNDS, CANDIDATES, GRID, NAMED, QUICK_GRID, SAMPLED, STATUS_QUO, Policy


def test_the_status_quo_is_the_one_of_the_specification():
    assert STATUS_QUO.terms == (15, 0, 6, 0, 100, 60)


@pytest.mark.parametrize(("green", "acts_as"), [(0, 0), (2, 0), (3, 5), (81, 80), (83, 85), (98, 100), (100, 100)])
def test_green_acts_in_steps_of_five(green, acts_as):
    assert Policy(8, 0, 0, green, 0, 0).acting.green == acts_as


@pytest.mark.parametrize("term", BOUNDS)
def test_a_term_out_of_bounds_is_refused(term):
    least, greatest = BOUNDS[term]
    terms = dict(zip(BOUNDS, STATUS_QUO.terms, strict=True))
    for value in (least, greatest):
        assert Policy(**{**terms, term: value})
    for value in (least - 1, greatest + 1, 1.0, True):
        with pytest.raises(ValueError, match=f"{term} is .*whole number"):
            Policy(**{**terms, term: value})


def test_the_candidate_sets_have_their_sizes_and_repeat_nobody():
    assert (len(NAMED), len(GRID), len(SAMPLED), len(QUICK_GRID)) == (12, 210, 100, 36)
    assert len(set(CANDIDATES)) == len(CANDIDATES) == 322
    assert len(set(QUICK_GRID)) == 36
    assert set(QUICK_GRID) <= set(CANDIDATES)


def test_the_sample_covers_the_range_of_every_term():
    for number, (least, greatest) in enumerate(BOUNDS.values()):
        values = [policy.terms[number] for policy in SAMPLED]
        assert min(values) <= least + (greatest - least) / 16
        assert max(values) >= greatest - (greatest - least) / 16
