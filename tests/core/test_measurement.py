import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.measurement import agreed

reports = st.dictionaries(st.sampled_from("abcdefghi"), st.integers(0, 1_000_000), max_size=9)
tolerances = st.integers(0, 400_000)


@pytest.mark.parametrize(
    ("said", "measured"),
    [
        ([], None),
        ([500], None),
        ([500, 540], 500),
        ([540, 500], 500),
        ([500, 541], None),
        ([500, 510, 900], 510),
        ([100, 500, 900], None),
        ([460, 500, 900], 500),
        ([459, 500, 900], None),
        ([500, 500, 900, 900], None),
        ([500, 510, 520, 900], 510),
    ],
)
def test_two_thirds_within_tolerance_of_their_lower_median_agree(said, measured):
    assert agreed({f"owner{place}": report for place, report in enumerate(said)}, 40) == measured


@given(reports, tolerances, st.randoms(use_true_random=False))
def test_the_order_of_meters_never_matters(said, tolerance, chance):
    shuffled = dict(chance.sample(list(said.items()), len(said)))
    assert agreed(shuffled, tolerance) == agreed(said, tolerance)


@given(reports, tolerances)
def test_what_is_agreed_was_reported_by_a_meter_near_two_thirds(said, tolerance):
    measured = agreed(said, tolerance)
    if measured is not None:
        assert measured in said.values()
        assert 3 * sum(abs(report - measured) <= tolerance for report in said.values()) >= 2 * len(said) >= 4


@given(st.lists(st.integers(0, 1_000_000), min_size=2, max_size=8), st.data(), tolerances)
def test_a_third_who_lie_never_move_it_outside_what_others_reported(honest, data, tolerance):
    lies = data.draw(st.lists(st.integers(0, 1_000_000), max_size=len(honest) // 2))
    measured = agreed({f"owner{place}": report for place, report in enumerate(honest + lies)}, tolerance)
    assert measured is None or min(honest) <= measured <= max(honest)
