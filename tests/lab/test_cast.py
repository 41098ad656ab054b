import ast
from itertools import combinations
from pathlib import Path

import pytest

import moot.lab.cast
from moot.core.act import MILLION
from moot.core.forecast import Bet, capped, pool
from moot.core.lot import draw
from moot.kit.keys import Keyring
from moot.lab.cast.options import DOZEN, POOL
from moot.lab.cast.outlook import VALUES
from moot.lab.cast.people import PROFILES
from moot.lab.cast.roster import FAMILIES, OWNERS, founding_owners, person_ids

SEATS = 3
AWAY = 2  # agents
RIVALS = 2  # amended candidates of the charging charter

MEMBERS = tuple(founding_owners(Keyring(bytes(32))))
HOLDERS = {
    mandate: tuple(
        (owner.id, agent.id, agent.family) for owner in MEMBERS for agent in owner.agents if mandate in agent.mandates
    )
    for mandate in VALUES
}


def test_twenty_agents_of_ten_owners_and_five_families_review() -> None:
    reviewing = [(owner.id, agent) for owner in MEMBERS for agent in owner.agents if "FileReview" in agent.may]
    assert len(reviewing) == 20
    assert len({owner for owner, _ in reviewing}) == 10
    assert {agent.family for _, agent in reviewing} == set(FAMILIES)


@pytest.mark.parametrize("mandate", VALUES)
def test_every_mandate_is_held_by_at_least_nine_of_the_ten_owners(mandate: str) -> None:
    assert len({owner for owner, _, _ in HOLDERS[mandate]}) >= 9


def test_twelve_people_vote_beside_the_ten_owners() -> None:
    voters = [owner.id for owner in MEMBERS for agent in owner.agents if "CastVote" in agent.may]
    assert len(person_ids()) == 12
    assert sorted(voters) == sorted([*person_ids(), *(owner.id for owner in OWNERS)])


@pytest.mark.parametrize("mandate", VALUES)
@pytest.mark.parametrize("author", [owner.id for owner in OWNERS])
def test_a_panel_and_a_stand_in_are_there_whoever_is_away(mandate: str, author: str) -> None:
    others = [owner.id for owner in OWNERS if owner.id != author]
    agents = [agent for _, agent, _ in HOLDERS[mandate]]
    for involved in combinations(others, RIVALS):
        out = {author, *involved}
        for away in combinations(agents, AWAY):
            left = {owner for owner, agent, _ in HOLDERS[mandate] if owner not in out and agent not in away}
            assert len(left) > SEATS


@pytest.mark.parametrize("mandate", VALUES)
def test_such_a_panel_is_drawn_whole_and_its_forecasts_are_pooled(mandate: str) -> None:
    everybody = sorted({agent for holders in HOLDERS.values() for _, agent, _ in holders})
    for author, first, second in combinations([owner.id for owner in OWNERS], 3):
        for away in list(combinations(everybody, AWAY))[::19]:
            able: dict[str, list[tuple[str, str | None]]] = {}
            for owner, agent, family in HOLDERS[mandate]:
                if owner not in {author, first, second} and agent not in away:
                    able.setdefault(owner, []).append((agent, family))
            panel = draw(f"{author}{away}".encode(), mandate, SEATS, able, able)
            seats = (*panel.seats, panel.standins[0])
            assert len({seat.owner for seat in seats}) == SEATS + 1
            assert not any(seat.degraded for seat in seats)
            bets = [Bet(seat.owner, seat.family, 100_000 * at) for at, seat in enumerate(seats)]
            pooled = pool(bets, capped({bet.owner: 1 for bet in bets}, 150_000), fallback=0)
            assert pooled.forecasts == SEATS + 1


def test_proposers_search_a_fixed_pool_of_sixty() -> None:
    assert len(set(POOL)) == 60
    assert set(DOZEN) < set(POOL)


def test_what_people_want_sums_to_a_whole() -> None:
    assert all(sum(parts) == 1000 for parts in PROFILES.values())
    assert MILLION == 1_000_000


def test_the_cast_imports_nothing_that_knows_a_day_or_a_seed() -> None:
    folder = Path(moot.lab.cast.__file__).parent
    known = {"moot.worlds.charging.policy", "moot.worlds.charging.measures"}
    for path in folder.glob("*.py"):
        imported = {
            node.module
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert {name for name in imported if name.startswith("moot.worlds")} <= known, path
        assert not {name for name in imported if name.startswith(("random", "time", "datetime", "moot.hall"))}, path
