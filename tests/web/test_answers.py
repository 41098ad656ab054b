"""Answers come to those who wait on a loop: each its own, once, and many with one waking."""

import asyncio

import pytest

from moot.core.refusal import NotDue
from moot.web.answers import Answers
from moot.wire.entry import Receipt


async def waiting(answers, many):
    """Return promises that were handed over, and the tasks that wait for what they promise."""
    handed = []
    tasks = [asyncio.ensure_future(answers.to(handed.append)) for _ in range(many)]
    await asyncio.sleep(0)
    return handed, tasks


def receipt(index):
    return Receipt(index, f"{index:064x}", 7)


def test_everybody_gets_its_own_answer_and_many_come_with_one_waking(monkeypatch):
    async def play():
        loop, rung = asyncio.get_running_loop(), []
        ring = loop.call_soon_threadsafe
        monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *told: (rung.append(1), ring(*told))[1])
        handed, tasks = await waiting(Answers(60), 9)
        assert all(each.set_running_or_notify_cancel() for each in handed)
        for index in reversed(range(9)):
            handed[index].set_result(receipt(index))
        assert all(each.done() for each in handed)
        return await asyncio.gather(*tasks), len(rung)

    assert asyncio.run(play()) == ([receipt(index) for index in range(9)], 1)


def test_what_is_given_after_a_waking_wakes_again():
    async def play():
        answers, found = Answers(60), []
        for index in range(3):
            [handed], [task] = await waiting(answers, 1)
            handed.set_result(receipt(index))
            found.append(await task)
        return found

    assert asyncio.run(play()) == [receipt(index) for index in range(3)]


def test_a_refusal_is_an_answer():
    async def play():
        [handed], [task] = await waiting(Answers(60), 1)
        handed.set_exception(NotDue("the deadline lies ahead"))
        await task

    with pytest.raises(NotDue, match="lies ahead"):
        asyncio.run(play())


def test_the_act_of_somebody_who_does_not_wait_any_more_is_not_filed():
    async def play():
        [handed, other], [task, stays] = await waiting(Answers(60), 2)
        task.cancel()
        await asyncio.sleep(0)
        other.set_result(receipt(1))
        return handed.set_running_or_notify_cancel(), await stays

    assert asyncio.run(play()) == (False, receipt(1))


def test_an_answer_to_somebody_who_just_left_is_dropped():
    async def play():
        [handed], [task] = await waiting(Answers(60), 1)
        handed.set_result(receipt(1))
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(play())


@pytest.mark.parametrize("seconds", [0, 0.001])
def test_who_waited_long_enough_is_told_and_its_act_is_not_filed(seconds):
    async def play():
        handed = []
        with pytest.raises(TimeoutError):
            await Answers(seconds).to(handed.append)
        return handed[0].set_running_or_notify_cancel()

    assert not asyncio.run(play())


def test_each_gives_up_in_its_own_time_and_not_before():
    async def play():
        answers, handed, loop = Answers(0.02), [], asyncio.get_running_loop()
        begun = loop.time()
        first, second, third = (asyncio.ensure_future(answers.to(handed.append)) for _ in range(3))
        await asyncio.sleep(0)
        handed[1].set_result(receipt(1))
        await asyncio.wait([first, third])
        late = asyncio.ensure_future(answers.to(handed.append))
        await asyncio.wait([late])
        took = loop.time() - begun
        return [type(each.exception()) for each in (first, third, late)], second.result(), took >= 0.04

    assert asyncio.run(play()) == ([TimeoutError] * 3, receipt(1), True)


def test_patience_that_ends_with_the_answer_changes_nothing():
    async def play():
        return await Answers(1e-9).to(lambda handed: handed.set_result(receipt(1)))

    assert asyncio.run(play()) == receipt(1)


def test_an_answer_after_the_loop_has_ended_troubles_nobody():
    handed, loop = [], asyncio.new_event_loop()
    loop.run_until_complete(_begun(Answers(60).to(handed.append)))
    loop.close()
    handed[0].set_result(receipt(1))
    assert handed[0].done()


async def _begun(waits):
    """Go on until a coroutine waits, and leave it there."""
    waits.send(None)
    waits.close()
