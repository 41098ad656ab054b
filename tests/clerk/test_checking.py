"""Acts are checked each by itself, by however many threads, and answered in order."""

from dataclasses import replace

import pytest

from moot.clerk.checking import FEWEST, Checkers, check
from moot.clerk.head import Signed
from moot.core.commands import CommitChance
from moot.core.refusal import BadSignature, NotCanonical
from tests.clerk.town import signed

GOOD = [signed("ana.human", CommitChance("77" * 32), moot="11" * 32, nonce=nonce) for nonce in range(3 * FEWEST)]


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, FEWEST, FEWEST + 1, 3 * FEWEST])
def test_answers_stand_in_the_order_of_the_acts(threads, count):
    found = Checkers(threads).check(GOOD[:count])
    assert [each.act.nonce for each in found] == list(range(count))
    assert found == check(GOOD[:count])


def test_a_bad_act_is_answered_with_its_refusal_and_spoils_no_other():
    acts = [*GOOD]
    acts[1], acts[-1] = replace(acts[1], signature=bytes(64)), replace(acts[-1], act=b"aye")
    found = Checkers(2).check(acts)
    assert [type(each) for each in found] == [Signed, BadSignature, *[Signed] * (len(acts) - 3), NotCanonical]


def test_the_first_failure_in_the_order_of_the_things_is_raised():
    def work(number: int) -> int:
        if number % 9 == 5:
            raise ValueError(number)
        return -number

    assert Checkers(2).each(work, range(5)) == [0, -1, -2, -3, -4]
    with pytest.raises(ValueError, match="5"):
        Checkers(3).each(work, range(30))


def test_checkers_that_were_closed_leave_no_thread_behind():
    checkers = Checkers(3)
    checkers.check(GOOD)
    others = list(checkers._others._threads)  # noqa: SLF001
    checkers.close()
    checkers.close()
    assert others
    assert not any(each.is_alive() for each in others)


def test_a_fault_of_the_program_is_not_taken_for_an_answer():
    with pytest.raises(AttributeError):
        Checkers(2).check([*GOOD, None])
