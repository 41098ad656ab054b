"""Several clerks at work on one record, in one file or one database, and one whose database goes away."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from moot.clerk.audit import audit
from moot.clerk.clerk import Clerk
from moot.clerk.ports import ClerkIsStopped, StoreFailed
from moot.core.commands import CommitChance
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.postgres import PostgresStore
from moot.stores.sqlite import SqliteStore
from tests.clerk.town import CLERK_KEYS, Town

TIP = CommitChance("77" * 32)


@pytest.fixture(params=["sqlite", "postgres"])
def another_store(request, tmp_path):
    """Return a way to open one and the same lasting store again and again, as clerks on several machines do."""
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path / "moot.sqlite")
    place = request.getfixturevalue("cluster").place()
    return lambda: PostgresStore(place)


def test_two_clerks_at_work_on_one_record_keep_the_acts_of_both_and_use_no_index_twice(another_store, tmp_path):
    town = Town(another_store(), counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
    both = {}
    for name in ("bo.human", "cy.human"):
        acts = [town.write(name, TIP) for _ in range(25)]
        both[name] = another_store(), acts

    def work(store, acts):
        clerk = Clerk(store, clock=town.clock, keys=CLERK_KEYS, counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
        return [receipt for act in acts for receipt in clerk.file([act])]

    with ThreadPoolExecutor(2) as pool:
        receipts = [each for found in pool.map(work, *zip(*both.values(), strict=True)) for each in found]
    assert sorted(each.index for each in receipts) == list(range(1, 51))
    assert town.store.find([each.id for each in receipts]) == {each.id: each.index for each in receipts}
    assert audit(town.store, counterfoil=town.counterfoil.last()).size == 51
    for store in (town.store, *(store for store, _ in both.values())):
        store.close()


def test_two_clerks_that_tend_one_record_do_everything_once(another_store):
    town = Town(another_store())
    first, second = town.clerk, town.another_clerk()
    town.clock.advance(3 * town.state.charter.structure.epoch)
    first.tend()
    second.tend()  # the same acts have the same bytes, hence the first receipts
    assert second.size == first.size == 4
    assert second.assembly == first.assembly
    town.store.close()


def test_a_clerk_whose_database_goes_away_stops_and_has_lost_nothing_when_it_comes_back(cluster):
    place = cluster.place()
    town = Town(PostgresStore(place))
    given = [town.submit(town.write(name, TIP)) for name in ("ana.human", "bo.human")]
    act = town.write("cy.human", TIP)
    with cluster.down():
        with pytest.raises(
            StoreFailed, match=r"appending 1 entries at 3 failed: .*; mend the cause, open the moot again"
        ):
            town.submit(act)
        with pytest.raises(ClerkIsStopped, match="nothing was recorded since; open the moot again"):
            town.submit(act)
        assert town.clerk.size == 3
        town.store.close()
    town.store = PostgresStore(place)
    town.clerk = town.another_clerk()
    assert town.store.find([each.id for each in given]) == {each.id: each.index for each in given}
    assert town.submit(act).index == 3
    town.store.close()
