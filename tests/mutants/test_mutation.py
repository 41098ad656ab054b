import ast
from collections import Counter

import pytest

from tests.mutants.mutation import evened, mutants
from tests.mutants.survivors import CORE, HERE, MODULES, listed, source_of

SOURCE = '''"""A module."""

from math import isqrt  # 1 import

LIMIT: int = 7


def passes(votes: dict[str, int], owners: int = 3) -> bool:
    """Whether 2 of 3."""
    counted = sorted(
        votes.values(),
        key=abs,
    )
    if not counted:
        return False
    return 10 * max(counted) >= LIMIT and "é" not in votes
'''


def of_passes():
    return {mutant.after for mutant in mutants(SOURCE) if mutant.function == "passes"}


def test_a_mutant_has_one_mistake_and_is_still_python():
    for mutant in mutants(SOURCE):
        ast.parse(mutant.source)
        gone, come = Counter(SOURCE.split()), Counter(mutant.source.split())
        # All else is as it was: what is gone and what came stand in the lines that are shown.
        assert gone - come <= Counter(mutant.before.split())
        assert come - gone <= Counter(mutant.after.split())
        assert evened(SOURCE).replace(mutant.before, mutant.after, 1) == evened(mutant.source)


def test_each_kind_of_mistake_is_made():
    assert 'return 10 * max(counted) > LIMIT and "é" not in votes' in of_passes()
    assert 'return 10 * max(counted) < LIMIT and "é" not in votes' in of_passes()
    assert 'return 10 * max(counted) >= LIMIT or "é" not in votes' in of_passes()
    assert 'return 10 * max(counted) >= LIMIT and "é" in votes' in of_passes()
    assert 'return 10 * max(counted) >= LIMIT and "é~" not in votes' in of_passes()
    assert "return 10 * max(counted) >= LIMIT and True" in of_passes()
    assert 'return 10 + max(counted) >= LIMIT and "é" not in votes' in of_passes()
    assert 'return 9 * max(counted) >= LIMIT and "é" not in votes' in of_passes()
    assert 'return 10 * min(counted) >= LIMIT and "é" not in votes' in of_passes()
    assert {"return None", "return True", "if counted:", "if True:", "pass"} <= {after.strip() for after in of_passes()}
    assert "counted = list(" in of_passes()
    assert "votes.values()," in of_passes()  # without its key
    assert [mutant.after for mutant in mutants(SOURCE) if not mutant.function] == ["LIMIT: int = 8", "LIMIT: int = 6"]


def test_what_tests_cannot_know_is_left_alone():
    assert not any("dict[" in mutant.before and "owners: int = 3" in mutant.after for mutant in mutants(SOURCE))
    assert not any("Whether" in mutant.before or "import" in mutant.before for mutant in mutants(SOURCE))
    assert mutants("def never(x):\n    assert_never(x)\n") == []


@pytest.mark.parametrize("module", MODULES)
def test_every_mechanism_has_its_own_tests(module):
    assert (CORE / f"{module}.py").exists()
    assert (HERE.parent / "core" / f"test_{module}.py").exists()


def test_each_listed_survivor_is_a_mutant_of_its_module_and_has_a_reason():
    # That it survives, `./dev mutants` sees.
    made = {
        (module, mutant.function, mutant.before, mutant.after)
        for module in MODULES
        for mutant in mutants(source_of(module))
    }
    stale = [each for each in listed() if (each.module, each.function, each.before, each.after) not in made]
    assert not stale
    assert [each for each in listed() if len(each.reason.split()) < 5] == []
    assert len(set(listed())) == len(listed())
