from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION, WHOLE
from moot.core.apportion import largest_remainder
from moot.core.influence import enter, fell, founding, learn, spread

ETA = (1, 2)
OWNERS = "abcdefg"
ppm = st.integers(0, MILLION)
mass_maps = st.fixed_dictionaries({owner: st.integers(0, WHOLE) for owner in OWNERS})
forecast_maps = st.dictionaries(st.sampled_from(OWNERS), ppm, max_size=7)
etas = st.tuples(st.integers(0, 4), st.integers(4, 9))


def naive_learn(masses, forecasts, measured, eta):
    """The update, letter by letter, in fractions, before rounding."""
    y = Fraction(measured, MILLION)
    scores = {owner: 1 - (Fraction(p, MILLION) - y) ** 2 for owner, p in forecasts.items()}
    joint = sum(masses[owner] for owner in scores)
    mean = sum(masses[owner] * s for owner, s in scores.items()) / joint if joint else 0
    return {owner: masses[owner] * (1 + Fraction(*eta) * (s - mean)) for owner, s in scores.items()}


def test_founders_are_equal_and_sum_to_the_whole():
    assert founding(["bo", "ana"]) == {"ana": 500_000_000_000, "bo": 500_000_000_000}
    assert founding(["cy", "ana", "bo"]) == {"ana": 333_333_333_334, "bo": 333_333_333_333, "cy": 333_333_333_333}
    assert founding([]) == {}


def test_who_was_right_grows_at_the_cost_of_who_was_not():
    masses = founding(["ana", "bo", "cy"])
    after = learn(masses, {"ana": 500_000, "bo": 900_000}, 500_000, ETA)
    assert after["ana"] > masses["ana"] > masses["bo"] > after["bo"]
    assert after["cy"] == masses["cy"]


@given(mass_maps, forecast_maps, ppm, etas)
def test_it_is_the_update_rounded(masses, forecasts, measured, eta):
    after = learn(masses, forecasts, measured, eta)
    for owner, mass in naive_learn(masses, forecasts, measured, eta).items():
        assert abs(after[owner] - mass) < 1


@given(mass_maps, forecast_maps, ppm, etas)
def test_learning_keeps_the_joint_mass_and_leaves_the_silent_alone(masses, forecasts, measured, eta):
    after = learn(masses, forecasts, measured, eta)
    assert sum(after.values()) == sum(masses.values())
    assert all(after[owner] == masses[owner] for owner in masses if owner not in forecasts)
    assert min(after.values()) >= 0


@given(mass_maps, forecast_maps, ppm, st.randoms(use_true_random=False))
def test_the_order_of_owners_never_matters(masses, forecasts, measured, chance):
    def shuffled(mapping):
        return dict(chance.sample(list(mapping.items()), len(mapping)))

    assert learn(shuffled(masses), shuffled(forecasts), measured, ETA) == learn(masses, forecasts, measured, ETA)
    assert spread(shuffled(masses), 2_000) == spread(masses, 2_000)


@given(mass_maps, ppm, ppm)
def test_agreement_teaches_nothing(masses, said, measured):
    assert learn(masses, dict.fromkeys(OWNERS, said), measured, ETA) == masses


def test_a_unit_that_two_deserve_alike_goes_by_owner_id():
    masses = {"bo": 1, "ana": 1, "cy": 6}
    # 2/5, 2/5 and 36/5: one unit is left for two remainders of 2/5.
    after = learn(masses, {"bo": MILLION, "ana": MILLION, "cy": 0}, 0, (4, 5))
    assert after == {"ana": 1, "bo": 0, "cy": 7}
    assert spread({"bo": 1, "ana": 1, "cy": 1, "dee": 2}, MILLION) == {"ana": 2, "bo": 1, "cy": 1, "dee": 1}


@given(mass_maps, ppm)
def test_spreading_keeps_the_mass_and_draws_all_together(masses, share):
    after = spread(masses, share)
    total = sum(masses.values())
    assert sum(after.values()) == total
    for owner, mass in masses.items():
        mixed = mass * (1 - Fraction(share, MILLION)) + Fraction(share * total, MILLION * len(masses))
        assert abs(after[owner] - mixed) < 1


def test_a_newcomer_is_never_at_nothing_and_never_large():
    assert spread({"ana": WHOLE, "newcomer": 0}, 2_000) == {"ana": 999_000_000_000, "newcomer": 1_000_000_000}


def test_a_bribed_favourite_falls():
    masses = {"favourite": 9 * WHOLE // 10, "steady": WHOLE // 10}
    for _ in range(40):
        masses = spread(learn(masses, {"favourite": 980_000, "steady": 300_000}, 250_000, ETA), 2_000)
    assert masses["steady"] > masses["favourite"]


whole_maps = st.lists(st.integers(0, 10**6), min_size=7, max_size=7).map(
    lambda parts: dict(zip(OWNERS, largest_remainder(parts, WHOLE), strict=True))
)
newcomers = st.sets(st.sampled_from(["ned", "oda", "pip"]))


def test_who_enters_begins_with_its_part_of_an_even_share():
    assert enter({"ana": 750_000_000_000, "bo": 250_000_000_000}, ["ned"], 600_000) == {
        "ana": 600_000_000_000,
        "bo": 200_000_000_000,
        "ned": 200_000_000_000,
    }
    assert enter(founding(["ana", "bo"]), ["oda", "ned"], MILLION) == dict.fromkeys(
        ("ana", "bo", "ned", "oda"), WHOLE // 4
    )


@given(whole_maps, newcomers, ppm)
def test_whoever_enters_all_is_whole_nobody_is_large_and_the_others_keep_their_proportions(masses, fresh, share):
    after = enter(masses, fresh, share)
    assert sum(after.values()) == WHOLE
    assert after.keys() == masses.keys() | fresh
    each = WHOLE * share // (MILLION * (7 + len(fresh)))
    rest = WHOLE - each * len(fresh)
    assert all(after[name] == each <= WHOLE // 7 for name in fresh)
    assert all(abs(after[owner] - Fraction(masses[owner] * rest, WHOLE)) < 1 for owner in masses)


@given(whole_maps, st.sets(st.sampled_from(OWNERS), max_size=6))
def test_what_somebody_leaves_behind_is_shared_in_proportion(masses, gone):
    left = {owner: mass for owner, mass in masses.items() if owner not in gone}
    after = enter(left, (), MILLION)
    joint = sum(left.values())
    assert sum(after.values()) == WHOLE
    assert all(abs(after[owner] - Fraction(left[owner] * WHOLE, joint)) < 1 for owner in left if joint)


@given(whole_maps, newcomers, ppm, st.randoms(use_true_random=False))
def test_the_order_of_those_who_enter_never_matters(masses, fresh, share, chance):
    shuffled = dict(chance.sample(list(masses.items()), 7))
    assert enter(shuffled, chance.sample(sorted(fresh), len(fresh)), share) == enter(masses, fresh, share)


def test_a_fall_is_told_when_it_happens_and_not_again():
    half = 500_000
    assert fell([10, 4], half)
    assert not fell([10, 5], half)  # exactly half is not below it
    assert not fell([10, 4, 4], half)
    assert not fell([10, 4, 3], half)
    assert fell([10, 4, 8, 4], half)
    assert fell([8, 10, 6, 4], half)
    assert fell([10, 6, 4], half)  # slowly, too
    assert not fell([4, 10], half)
    assert not fell([7], half)


@given(st.lists(st.integers(0, WHOLE), min_size=2, max_size=6), ppm)
def test_a_fall_is_by_more_than_the_part_of_the_most_before(history, drop):
    def low(masses):
        return len(masses) > 1 and Fraction(masses[-1]) < max(masses[:-1]) * (1 - Fraction(drop, MILLION))

    assert fell(history, drop) == (low(history) and not low(history[:-1]))
