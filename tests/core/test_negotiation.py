from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.negotiation import Opinion, amended, harmonic_order, holds, supporters, supports

TERMS = {"headroom": 8, "floor": 6}
MET = Condition("must", "headroom", ">=", (8,))
UNMET = Condition("must", "headroom", ">=", (9,))
SHOULD = Condition("should", "headroom", ">=", (9,))

versions = st.sampled_from("ABCDEF")
support_maps = st.dictionaries(versions, st.frozensets(st.sampled_from("abcdefgh")), max_size=6)


@pytest.mark.parametrize(
    ("relation", "value", "met"),
    [
        ("<=", (7,), False),
        ("<=", (8,), True),
        ("<=", (9,), True),
        (">=", (7,), True),
        (">=", (8,), True),
        (">=", (9,), False),
        ("=", (8,), True),
        ("=", (7,), False),
        ("in", (7, 8), True),
        ("in", (8, 7), True),
        ("in", (7, 9), False),
    ],
)
def test_a_condition_is_met_by_the_terms_alone(relation, value, met):
    assert holds(Condition("must", "headroom", relation, value), TERMS) is met


def test_a_condition_over_a_term_that_is_not_there_is_unmet():
    assert holds(Condition("must", "voltage", ">=", (-1,)), TERMS) is False


@pytest.mark.parametrize(
    ("stance", "conditions", "original", "other"),
    [
        ("for", (), True, True),
        ("for", (MET,), True, True),
        ("for", (UNMET,), False, False),
        ("for", (MET, UNMET), False, False),
        ("could_live", (), True, True),
        ("could_live", (UNMET,), False, False),
        ("against", (), False, False),
        ("against", (MET,), False, True),
        ("against", (UNMET,), False, False),
        ("against", (SHOULD,), False, False),
        ("for", (SHOULD,), True, True),
        ("against", (MET, SHOULD), False, True),
    ],
)
def test_what_a_reviewer_supports(stance, conditions, original, other):
    opinion = Opinion(stance, conditions)
    assert supports(opinion, TERMS, original=True) is original
    assert supports(opinion, TERMS, original=False) is other


def test_an_owner_supports_what_all_its_reviewers_support():
    opinions = {
        "ana": (Opinion("for"), Opinion("could_live", (MET,))),
        "bo": (Opinion("for"), Opinion("for", (UNMET,))),
        "cy": (Opinion("for"), None),
        "dee": (),
        "eve": (Opinion("against", (MET,)),),
    }
    assert supporters(opinions, TERMS, original=True) == {"ana"}
    assert supporters(opinions, TERMS, original=False) == {"ana", "eve"}


def test_a_clone_does_not_push_others_down():
    # governance 3.4
    camp = frozenset(f"a{number}" for number in range(60))
    others = frozenset(f"c{number}" for number in range(40))
    assert harmonic_order({"A": camp, "B": camp, "C": others}, ["A", "B", "C"]) == ("A", "C", "B")
    assert harmonic_order({"A": camp, "B": camp, "C": others}, ["C", "B", "A"]) == ("B", "C", "A")


def test_equals_stand_in_the_order_of_the_lot():
    support = {version: frozenset({"ana"}) for version in "ABC"}
    assert harmonic_order(support, ["B", "C", "A"]) == ("B", "C", "A")


def test_unsupported_versions_come_last():
    assert harmonic_order({"A": frozenset(), "B": frozenset({"ana"})}, ["A", "B"]) == ("B", "A")


def naive_order(support, ties):
    if not support:
        return ()
    weights = {
        version: sum((Fraction(1, sum(owner in those for those in support.values())) for owner in owners), Fraction(0))
        for version, owners in support.items()
    }
    worst = max(support, key=lambda version: (-weights[version], ties.index(version)))
    return (*naive_order({v: owners for v, owners in support.items() if v != worst}, ties), worst)


@given(support_maps, st.permutations("ABCDEF"))
def test_it_is_the_rule_said_slowly(support, ties):
    assert harmonic_order(support, ties) == naive_order(support, ties)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True), st.data())
def test_cloning_a_version_leaves_the_others_as_they_were(sizes, data):
    support = {str(place): frozenset(f"{place}.{n}" for n in range(size)) for place, size in enumerate(sizes)}
    cloned = data.draw(st.sampled_from(sorted(support)))
    before = harmonic_order(support, sorted(support))
    after = harmonic_order({**support, "clone": support[cloned]}, [*sorted(support), "clone"])
    assert tuple(version for version in after if version != "clone") == before


def test_an_amendment_is_its_base_with_changes():
    assert amended(TERMS, {"floor": 4}) == {"headroom": 8, "floor": 4}
    assert amended(TERMS, {}) == TERMS
    assert TERMS == {"headroom": 8, "floor": 6}
