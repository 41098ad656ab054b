"""What is made is made once for all who ask for the same, and whoever leaves or fails takes it from nobody."""

import asyncio

import httpx2
import pytest

from moot.hall import open_hall
from moot.views.unknown import Unknown
from moot.views.views import Views
from moot.web.once import Once
from moot.web.pages import frame
from moot.web.porch import Limits, Porch
from tests.web.conftest import WAIT, street


class Maker:
    """Makes what it is asked for once it is let, and counts."""

    def __init__(self):
        self.let, self.count = asyncio.Event(), 0

    async def __call__(self):
        self.count += 1
        number = self.count
        await self.let.wait()
        if number in self.failing:
            message = f"the {number}th"
            raise KeyError(message)
        return number

    failing = ()


def play(script):
    async def run():
        return await script(Once(2), Maker())

    return asyncio.run(run())


async def begun(once, make, many, size=1):
    """Let so many ask at once, and go on until all of them wait."""
    tasks = [asyncio.create_task(once.made("home", size, make)) for _ in range(many)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


def test_those_who_ask_while_it_is_made_wait_for_the_same():
    async def script(once, make):
        tasks = await begun(once, make, 9)
        make.let.set()
        return await asyncio.gather(*tasks), await once.made("home", 1, make), await once.made("home", 2, make)

    assert play(script) == ([1] * 9, 1, 2)


def test_whoever_leaves_takes_it_from_nobody():
    async def script(once, make):
        first, second = await begun(once, make, 2)
        first.cancel()
        await asyncio.wait([first])
        make.let.set()
        return first.cancelled(), await second, make.count

    assert play(script) == (True, 1, 1)


def test_what_fails_is_told_to_all_who_wait_and_made_anew_for_who_asks_next():
    async def script(once, make):
        make.failing = (1,)
        tasks = await begun(once, make, 3)
        make.let.set()
        told = await asyncio.gather(*tasks, return_exceptions=True)
        return [str(each) for each in told], await once.made("home", 1, make)

    assert play(script) == (["'the 1th'"] * 3, 2)


def test_what_fails_takes_no_place_from_what_does_not():
    async def script(once, make):
        make.let.set()
        make.failing = range(3, 9)
        kept = [await once.made(each, 1, make) for each in ("a", "b")]
        for each in "cdefgh":
            with pytest.raises(KeyError):
                await once.made(each, 1, make)
        return kept, [await once.made(each, 1, make) for each in ("b", "h")]

    assert play(script) == ([1, 2], [2, 9])


def test_what_failed_when_nobody_waited_any_more_is_made_anew():
    async def script(once, make):
        make.failing = (1,)
        [task] = await begun(once, make, 1)
        task.cancel()
        make.let.set()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        return await once.made("home", 1, make)

    assert play(script) == 2


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    async def script(once, make):
        make.let.set()
        return [await once.made(each, 1, make) for each in ("a", "b", "a", "c", "a", "b")]

    assert play(script) == [1, 2, 1, 3, 1, 4]


def test_a_view_is_shown_once_for_everybody_who_asks_at_the_same_size(monkeypatch):
    shown, view = [], Views.view
    monkeypatch.setattr(Views, "view", lambda self, name, **asked: shown.append(name) or view(self, name, **asked))

    async def run(porch):
        return await asyncio.gather(*(porch.view("targets", {}) for _ in range(20)))

    with open_hall() as hall:
        found = asyncio.run(run(Porch(hall, Limits())))
    assert shown == ["targets"]
    assert len({id(each) for each in found}) == 1


def test_a_page_is_set_once_for_everybody_who_asks_at_once(monkeypatch):
    setting, printed = [], frame.printed

    async def counted(*asked):
        setting.append(asked[1])
        await asyncio.sleep(0.05)
        return await printed(*asked)

    monkeypatch.setattr(frame, "printed", counted)

    async def ask(url):
        async with httpx2.AsyncClient(base_url=url, timeout=WAIT) as client:
            return await asyncio.gather(*(client.get("/members") for _ in range(9)))

    with street() as here:
        answers = asyncio.run(ask(here.url))
    assert {each.status_code for each in answers} == {200}
    assert len({each.text for each in answers}) == 1
    assert setting == ["members.html"]


def test_a_view_that_there_is_not_is_told_to_everybody_each_time():
    async def run(porch):
        asked = (porch.view("weather", {}) for _ in range(3))
        return await asyncio.gather(*asked, return_exceptions=True)

    with open_hall() as hall:
        porch = Porch(hall, Limits())
        for _ in range(2):
            assert {type(each) for each in asyncio.run(run(porch))} == {Unknown}


@pytest.mark.parametrize("path", ["/members/nobody", "/nowhere"])
def test_a_page_that_there_is_not_is_told_each_time(path):
    with street() as here:
        assert {here.client.get(path).status_code for _ in range(3)} == {404}
