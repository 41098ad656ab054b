"""What is made once for everybody who asks for the same at the same size of the record.

Laws: who asks while it is being made waits for it, and has no second one made; whoever leaves takes it from nobody;
what fails is told to all who wait for it, is not kept, and is made anew for who asks next; the memory is bounded, and
forgets first what was asked for longest ago.

>>> async def asked():
...     once, made = Once(2), []
...     async def make():
...         made.append(len(made))
...         return made[-1]
...     return [await once.made("home", size, make) for size in (7, 7, 8)]
>>> asyncio.run(asked())
[0, 0, 1]
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """What was made last for each of those who ask for the same. Lives on one event loop."""

    def __init__(self, most: int) -> None:
        """Keep `most` of it."""
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[int, asyncio.Task[Made]]] = OrderedDict()

    async def made(self, key: Hashable, size: int, make: Callable[[], Coroutine[Any, Any, Made]]) -> Made:
        """Return what `make` gives, or gave before for the same key and size of the record; or raise what it raised."""
        found = self._kept.get(key)
        if found is None or found[0] != size or _failed(found[1]):
            found = self._kept[key] = (size, asyncio.create_task(make()))
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        try:
            return await asyncio.shield(found[1])
        finally:
            if _failed(found[1]) and self._kept.get(key) is found:
                del self._kept[key]  # what nobody can have takes no place from what somebody has


def _failed(task: "asyncio.Task[Any]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
