"""What the building takes (charging world 2)."""

from datetime import date

import numpy as np
import pytest

from moot.worlds.charging import limit_factor


def test_the_same_seed_site_and_date_give_the_same_disturbance(caltech):
    day = caltech.days[3]
    assert (limit_factor(0, day, 1) == limit_factor.__wrapped__(0, day, 1)).all()
    for other in (limit_factor(0, day, 2), limit_factor(1, day, 1), limit_factor(0, caltech.days[4], 1)):
        assert (limit_factor(0, day, 1) != other).any()


def test_calm_is_the_same_all_day():
    assert set(limit_factor(0, date(2019, 5, 1), "calm")) == {0.92}


def test_the_disturbance_has_the_size_that_was_measured(caltech):
    factors = np.stack([limit_factor(0, day, 1) for day in caltech.days])
    daytime = factors[:, 84:228]
    assert daytime.mean() == pytest.approx(0.84, abs=0.01)
    assert np.quantile(daytime, 0.05) == pytest.approx(0.57, abs=0.02)
    assert 0.3 <= factors.min() <= factors.max() <= 1


@pytest.mark.parametrize(
    ("headroom", "share"), [(0, 0.39), (4, 0.145), (8, 0.088), (16, 0.064), (24, 0.046), (34, 0.022)]
)
def test_headroom_covers_the_share_of_falls_that_was_measured(caltech, headroom, share):
    factors = np.stack([limit_factor(0, day, 1) for day in caltech.days])
    seen, true = factors[:, 82:226], factors[:, 84:228]
    assert (seen * (1 - headroom / 100) > 1.01 * true).mean() == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("seed", [-1, "stormy"])
def test_a_seed_is_a_whole_number_or_calm(seed):
    with pytest.raises(ValueError, match="whole number from 0"):
        limit_factor(0, date(2019, 5, 1), seed)
