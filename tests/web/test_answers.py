"""Answers come to those who wait on a loop: each its own, once, and many with one waking."""

import asyncio
from concurrent.futures import Future

import pytest

from moot.core.refusal import NotDue
from moot.web.answers import Answers
from moot.wire.entry import Receipt


async def waiting(answers, many):
    """Return futures that were handed in, and the tasks that wait for them."""
    handed = [Future() for _ in range(many)]
    tasks = [asyncio.ensure_future(answers.to(each)) for each in handed]
    await asyncio.sleep(0)
    return handed, tasks


def receipt(index):
    return Receipt(index, f"{index:064x}", 7)


def test_everybody_gets_its_own_answer_and_many_come_with_one_waking(monkeypatch):
    async def play():
        loop, rung = asyncio.get_running_loop(), []
        ring = loop.call_soon_threadsafe
        monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *told: (rung.append(1), ring(*told))[1])
        handed, tasks = await waiting(Answers(), 9)
        for index in reversed(range(9)):
            handed[index].set_result(receipt(index))
        return await asyncio.gather(*tasks), len(rung)

    assert asyncio.run(play()) == ([receipt(index) for index in range(9)], 1)


def test_what_is_given_after_a_waking_wakes_again():
    async def play():
        answers = Answers()
        found = []
        for index in range(3):
            [handed], [task] = await waiting(answers, 1)
            handed.set_result(receipt(index))
            found.append(await task)
        return found

    assert asyncio.run(play()) == [receipt(index) for index in range(3)]


def test_a_refusal_is_an_answer():
    async def play():
        [handed], [task] = await waiting(Answers(), 1)
        handed.set_exception(NotDue("the deadline lies ahead"))
        await task

    with pytest.raises(NotDue, match="lies ahead"):
        asyncio.run(play())


def test_who_does_not_wait_any_more_has_its_act_taken_back():
    async def play():
        [handed, other], [task, stays] = await waiting(Answers(), 2)
        task.cancel()
        await asyncio.sleep(0)
        other.set_result(receipt(1))
        return handed.cancelled(), await stays

    assert asyncio.run(play()) == (True, receipt(1))


def test_an_answer_to_somebody_who_just_left_is_dropped():
    async def play():
        [handed], [task] = await waiting(Answers(), 1)
        handed.set_result(receipt(1))
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return task.cancelled()

    assert asyncio.run(play())


def test_an_answer_after_the_loop_has_ended_troubles_nobody(caplog):
    answers, late, loop = Answers(), Future(), asyncio.new_event_loop()
    loop.run_until_complete(_begun(answers.to(late)))
    loop.close()
    late.set_result(receipt(1))
    assert not caplog.records


async def _begun(waits):
    """Go on until a coroutine waits, and leave it there."""
    waits.send(None)
    waits.close()
