"""Many hand in, one files: everybody gets an answer, in the order of the queue."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep

import pytest

from moot.clerk import desk as desks
from moot.clerk.clerk import Clerk
from moot.clerk.desk import MOST_TOGETHER, Desk
from moot.clerk.ports import ClerkFailure, ClerkIsStopped, StoreFailed
from moot.core.commands import CommitChance
from moot.core.refusal import NonceIsSpent, NotCanonical
from moot.stores.memory import MemoryStore
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, Town
from tests.core.house import OWNERS


class Gated(Clerk):
    """A clerk that files when it is let, and notes the sizes of its groups."""

    def __init__(self, town) -> None:
        super().__init__(town.store, clock=town.clock, keys=CLERK_KEYS)
        self.asked, self.gate, self.groups, self.poison = Event(), Event(), [], b"none"

    def file(self, submissions):
        self.asked.set()
        self.gate.wait(10)
        self.groups.append(len(submissions))
        if any(each.act == self.poison for each in submissions):
            message = "a fault of the program"
            raise KeyError(message)
        return super().file(submissions)


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def clerk(town):
    return Gated(town)


@pytest.fixture
def desk(town, clerk):
    desk = Desk(clerk, town.clock)
    yield desk
    clerk.gate.set()
    desk.close()


def acts(town, number):
    return [town.write(f"{OWNERS[each % 7]}.human", CommitChance(f"{each:064x}")) for each in range(number)]


def handed(desk, act):
    """Hand in an act, and return the future of its receipt."""
    filed = Future()
    desk.take(act, filed)
    return filed


def test_acts_that_wait_are_filed_together_in_their_order(town, clerk, desk):
    waiting = [handed(desk, act) for act in acts(town, 600)]
    clerk.gate.set()
    assert [each.result(10).index for each in waiting] == list(range(1, 601))
    assert max(clerk.groups) == MOST_TOGETHER
    assert len(clerk.groups) < 600


def test_a_group_waits_for_as_many_as_were_under_way_and_for_no_more(town, clerk, desk, monkeypatch):
    monkeypatch.setattr(desks, "LINGER", 60)
    group = acts(town, 7)
    waiting = [handed(desk, group[0])]
    assert clerk.asked.wait(10)
    waiting += [handed(desk, act) for act in group[1:3]]
    clerk.gate.set()
    assert waiting[0].result(10).index == 1
    for more in (group[3:4], group[4:]):  # the second and third wait for a fourth, and three for no other
        waiting += [handed(desk, act) for act in more]
        assert [each.result(10).index for each in waiting] == list(range(1, len(waiting) + 1))
    assert clerk.groups == [1, 3, 3]


def test_a_refusal_is_raised_to_whoever_handed_it_in(town, clerk, desk):
    clerk.gate.set()
    good, bad = handed(desk, acts(town, 1)[0]), handed(desk, Submission(b"", b""))
    assert good.result(10).index == 1
    with pytest.raises(NotCanonical):
        bad.result(10)


def test_many_threads_are_served(town, clerk, desk):
    clerk.gate.set()
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda act: handed(desk, act).result(10), [acts(town, 1)[0]] * 40))
    assert {receipt.index for receipt in receipts} == {1}


def test_a_fault_of_the_program_hurts_only_the_act_that_brings_it_about(town, clerk, desk):
    group = acts(town, 7)
    clerk.poison = group[3].act
    waiting = [handed(desk, act) for act in group]
    clerk.gate.set()
    with pytest.raises(KeyError):
        waiting[3].result(10)
    assert sum(each.exception(10) is None for each in waiting) == 6


def test_after_a_failure_of_the_store_everybody_hears_of_it(town):
    class Broken(MemoryStore):
        def append(self, entries, **beside):
            if beside["at"]:
                raise StoreFailed("appending", "the disk is full")
            super().append(entries, **beside)

    town = Town(Broken())
    desk = Desk(town.clerk, town.clock)
    first, second = (handed(desk, act).exception(10) for act in acts(town, 2))
    assert isinstance(first, StoreFailed)
    assert isinstance(second, StoreFailed | ClerkIsStopped)
    town.clock.advance(10**12)
    assert isinstance(handed(desk, acts(town, 1)[0]).exception(10), ClerkIsStopped)
    desk.close()


def test_the_desk_tends_the_calendar(town, clerk, desk):
    clerk.gate.set()
    town.clock.advance(town.state.charter.structure.epoch)
    handed(desk, Submission(b"", b""))
    assert clerk.feed.wait(1, 10_000) == 2
    assert clerk.assembly.epoch == 1


def test_closing_files_what_was_handed_in(town, clerk):
    desk = Desk(clerk, town.clock)
    waiting = [handed(desk, act) for act in acts(town, 5)]
    clerk.gate.set()
    desk.close()
    assert [each.result(0).index for each in waiting] == [1, 2, 3, 4, 5]


def test_after_closing_nothing_is_taken_and_everybody_is_told_so(town, clerk):
    clerk.gate.set()
    desk = Desk(clerk, town.clock)
    desk.close()
    with pytest.raises(ClerkIsStopped, match=r"the moot was closed\); nothing was recorded since; open the moot again"):
        handed(desk, acts(town, 1)[0]).result(10)
    desk.close()
    assert clerk.size == 1


def test_whoever_hands_in_while_the_desk_closes_hears_either_way(town, clerk):
    clerk.gate.set()
    desk = Desk(clerk, town.clock)
    group = acts(town, 200)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(lambda act: handed(desk, act).exception(10), act) for act in group]
        desk.close()
        found = [each.result(10) for each in waiting]
    assert {type(each) for each in found} <= {type(None), ClerkIsStopped, NonceIsSpent}
    assert sum(each is None for each in found) == clerk.size - 1


@contextmanager
def failing_while_it_tends(town, clerk):
    """Give a desk whose clerk is at fault once three acts wait and the desk is to close; then it has closed."""

    def tend():
        tending.set()
        late.wait(10)
        message = "a fault of the program"
        raise KeyError(message)

    tending, late = Event(), Event()
    clerk.tend = tend
    clerk.gate.set()
    desk = Desk(clerk, town.clock)
    assert handed(desk, acts(town, 1)[0]).result(10).index == 1
    assert tending.wait(10)
    yield desk
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(desk.close)
        while len(desk._queue) < 3 or desk._shut is None:  # noqa: SLF001 - the three, and the end
            sleep(0.001)
        late.set()
        closing.result(10)


def test_a_fault_of_the_program_while_tending_is_told_to_everybody_who_waits_or_comes_later(town, clerk, caplog):
    with failing_while_it_tends(town, clerk) as desk:
        others = [handed(desk, act) for act in acts(town, 3)]
    for each in others:
        with pytest.raises(
            ClerkIsStopped, match=r"a fault of the program.*nothing was recorded since; open the moot again"
        ):
            each.result(10)
    assert isinstance(handed(desk, Submission(b"", b"")).exception(10), ClerkIsStopped)
    assert clerk.size == 2
    assert "the clerk has stopped" in caplog.text


def test_whoever_turned_away_meanwhile_keeps_a_fault_from_nobody(town, clerk):
    with failing_while_it_tends(town, clerk) as desk:
        first, second, third = (handed(desk, act) for act in acts(town, 3))
        assert second.cancel()
    assert [type(each.exception(10)) for each in (first, third)] == [ClerkIsStopped] * 2


def test_a_clerk_whose_desk_ended_by_a_fault_says_that_it_has_stopped(town, clerk):
    with failing_while_it_tends(town, clerk) as desk:
        for act in acts(town, 3):
            handed(desk, act)
    assert "a fault of the program" in str(clerk.stopped)
    with pytest.raises(ClerkIsStopped, match="a fault of the program"):
        clerk.file(acts(town, 1))


def test_whoever_turned_away_before_it_was_filed_is_not_filed(town, clerk, desk):
    first, second, third = (handed(desk, act) for act in acts(town, 3))
    while not second.cancel():  # the first is with the clerk, or they all still wait
        pass
    clerk.gate.set()
    assert (first.result(10).index, third.result(10).index) == (1, 2)


def test_what_the_clerk_cannot_do_is_no_reason_to_look_at_once_again(town, clerk):
    looks = []
    clerk.tend, clerk.due = lambda: looks.append(1) or [], town.clock.now
    desk = Desk(clerk, town.clock)
    clerk.gate.set()
    sleep(0.2)
    desk.close()
    assert len(looks) <= 3


def test_a_thread_that_ends_while_it_files_leaves_nobody_waiting(town, clerk, caplog):
    def file(_):
        clerk.gate.wait(10)
        raise SystemExit

    clerk.file = file
    desk = Desk(clerk, town.clock)
    waiting = [handed(desk, act) for act in acts(town, 3)]
    clerk.gate.set()
    for each in waiting:
        with pytest.raises(ClerkFailure, match="open the moot again"):
            each.result(10)
    assert isinstance(waiting[0].exception(), StoreFailed)  # it may be recorded: the same act again will tell
    desk.close()
    assert "the clerk has stopped" in caplog.text
