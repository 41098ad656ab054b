"""A door over HTTP, for programs that are asynchronous: what `moot.kit.door.Door` promises, awaited.

Laws: a request that may be sent again is, a few times, after a pause that nobody else chooses at the same time; an act
is recorded once however often it was sent; the feed goes on exactly behind what was read last, whatever broke.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from operator import index
from types import TracebackType
from typing import Any, Final, Self, cast

import httpx2
import orjson

from moot.core.act import Hash
from moot.core.canonical import Plain
from moot.kit.answers import (
    NoMoot,
    NotThisRecord,
    Unanswered,
    as_a_moot,
    entry_of,
    posted,
    receipt_of,
    refused,
    told_of,
)
from moot.kit.door import Shown
from moot.wire.entry import Entry, Receipt, Told, tell, text_hash

TRIES: Final = 4
_API: Final = "/api/v1"
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_PAUSE, _LONGEST_PAUSE = 0.2, 20.0  # seconds
_PATIENCE: Final = httpx2.Timeout(40.0, connect=5.0)  # more than the door takes to say that it doesn't know
_SILENCE: Final = 35.0  # seconds: three signs of life that did not come
_PAGE: Final = 256
_TEXTS: Final = 64  # that wait for the act that names them

Sleep = Callable[[float], Awaitable[object]]


class RemoteDoor:
    """The door of a moot at an address. Close it, or use it in `async with`."""

    def __init__(
        self, url: str, *, transport: httpx2.AsyncBaseTransport | None = None, sleep: Sleep = asyncio.sleep
    ) -> None:
        """Stand before the door at `url`; a test may bring a `transport`, and what waits for so many seconds."""
        self._client = httpx2.AsyncClient(base_url=url.rstrip("/"), transport=transport, timeout=_PATIENCE)
        self._sleep = sleep
        self._texts: OrderedDict[Hash, tuple[str, str]] = OrderedDict()

    async def submit(self, act: bytes, signature: bytes, payload: tuple[str, bytes] | None = None) -> Receipt:
        """File a signed act: see `Door.submit`. The texts it names that were held here go along."""
        said = act + (payload[1] if payload else b"")
        named = [each for each in self._texts if each.encode() in said]
        body = posted(act, signature, payload, [self._texts[each] for each in named])
        answer = await self._asked("POST", "/acts", content=body, headers={"content-type": "application/json"})
        problem = _problem(answer)
        if answer.status_code == httpx2.codes.CREATED:
            for each in named:
                self._texts.pop(each, None)
            with as_a_moot():
                return receipt_of(orjson.loads(answer.content), act)
        raise refused(problem) or Unanswered(_why(answer, problem), str(problem.get("code", "")))

    async def identity(self) -> Shown:
        """Return which moot this is: `moot` (empty: not founded), `origin`, `size`, `root`, `now`, `clerk`."""
        found = await self._read("", {})
        with as_a_moot():
            return {**found, "moot": str(found["moot"]), "size": index(found["size"])}

    async def checkpoint(self) -> bytes | None:
        """Return the newest signed checkpoint as a note, or nothing if the moot is not founded. It is not checked."""
        answer = await self._asked("GET", "/checkpoint")
        if answer.status_code == httpx2.codes.NOT_FOUND and _problem(answer).get("code") == "NotFound":
            return None
        if answer.status_code != httpx2.codes.OK:
            raise _unread(answer)
        return answer.content

    async def page(self, start: int) -> Sequence[Told]:
        """Return the next entries from `start` on, some of them if there are many."""
        entries = await self.shown(start)
        with as_a_moot():
            return [tell(each) for each in entries]

    async def shown(self, start: int) -> Sequence[Entry]:
        """Return what `page` does, as it was shown: to be checked by whoever does not want to believe it."""
        found = await self._read("/entries", {"start": str(start), "limit": str(_PAGE)})
        with as_a_moot():
            if found["size"] < start:
                message = f"the record has {found['size']} entries, and {start} were read before"
                raise NotThisRecord(message)
            entries = [entry_of(each) for each in found["rows"]]
        if [each.index for each in entries] != list(range(start, start + len(entries))):
            message = f"the entries from {start} on were asked for, and others came"
            raise NotThisRecord(message)
        return entries

    async def entries(self, start: int) -> AsyncIterator[Told]:
        """Yield the entries from `start` on, up to the present one: see `Door.entries`."""
        while page := await self.page(start):
            for told in page:
                yield told
            start = page[-1].index + 1

    async def view(self, name: str, **arguments: str) -> Plain:
        """Return a view: see `Door.view`."""
        return cast(Plain, await self._read(f"/views/{name}", arguments))

    async def text(self, named: Hash) -> str | None:
        """Return the text that is kept under a salted hash, or nothing if there is none, or it was erased."""
        answer = await self._asked("GET", f"/texts/{named}")
        if answer.status_code == httpx2.codes.NOT_FOUND:
            return None
        if answer.status_code != httpx2.codes.OK:
            raise _unread(answer)
        with as_a_moot():
            found = orjson.loads(answer.content)
            text, salt = str(found["text"]), str(found["salt"])
            if text_hash(salt, text) != named:
                message = f"the text under {named[:12]} is not the one that was named by that hash"
                raise NotThisRecord(message)
        return text

    def hold(self, text: str) -> Hash:
        """Return the hash of a text under a salt chosen here; it is sent along with the act that names it."""
        salt = secrets.token_hex(32)
        named = text_hash(salt, text)
        self._texts[named] = (salt, text)
        if len(self._texts) > _TEXTS:
            self._texts.popitem(last=False)
        return named

    async def events(self, after: int, *, types: str = "", subject: str = "") -> AsyncIterator[Told]:
        """Yield every entry behind index `after` as it is recorded, for ever; -1 begins at the beginning.

        Raises `NotThisRecord` if the record has fewer entries than were read, or one is left out although all were
        wanted. Nothing else of an entry is checked: `moot.clerk.mirror` does that.
        """
        turn = 0
        while True:
            try:
                async with aclosing(self._stream(after, types, subject)) as stream:
                    async for seen, told in stream:
                        if told is not None and (told.index != seen or not (types or subject or seen == after + 1)):
                            message = f"entry {told.index} came as {seen}, and {after} was read before it"
                            raise NotThisRecord(message)
                        after, turn = max(after, seen), 0
                        if told is not None:
                            yield told
            except (httpx2.TransportError, Unanswered):
                pass  # the server went, or something between: it comes again
            turn += 1
            await self._sleep(_pause(turn))

    async def _stream(self, after: int, types: str, subject: str) -> AsyncGenerator[tuple[int, Told | None]]:
        """Yield how far the record was looked through, with the entry if it was one, until the stream breaks."""
        wanted = {name: each for name, each in (("types", types), ("subject", subject)) if each}
        timeout = httpx2.Timeout(_SILENCE, connect=5.0)
        where = f"{_API}/events"
        asked = {"after": str(after), **wanted}
        async with self._client.stream("GET", where, params=asked, timeout=timeout) as answer:
            if answer.status_code != httpx2.codes.OK:
                await answer.aread()
                raise _unread(answer)
            async for event in _server_sent(answer):
                if event.get("event") == "reset":
                    message = f"the record ends before entry {after}, which was read before"
                    raise NotThisRecord(message)
                if "id" in event:
                    index = int(event["id"])
                    entry = orjson.loads(event["data"])["data"] if event.get("event") == "entry" else None
                    yield index, told_of(entry) if entry and index > after else None

    async def _read(self, path: str, asked: Mapping[str, str]) -> Shown:
        answer = await self._asked("GET", path, params=asked)
        if answer.status_code != httpx2.codes.OK:
            raise _unread(answer)
        with as_a_moot():
            return cast("Shown", orjson.loads(answer.content))

    async def _asked(self, method: str, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - httpx2's
        """Return the answer to a request, sent again where that may help."""
        for turn in range(1, TRIES):
            try:
                answer = await self._client.request(method, _API + path, **options)
            except httpx2.TransportError:
                await self._sleep(_pause(turn))
                continue
            if answer.status_code not in _AGAIN:
                return answer
            await self._sleep(_asked_pause(answer) or _pause(turn))
        try:
            return await self._client.request(method, _API + path, **options)
        except httpx2.TransportError as error:
            raise Unanswered(f"{self._client.base_url} cannot be reached: {error!r}") from error

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _pause(turn: int) -> float:
    """Return a pause before the next try: longer each time, and another for everybody."""
    longest: float = min(_PAUSE * 2**turn, _LONGEST_PAUSE)
    return longest * (1 + secrets.randbelow(1_000)) / 1_000


def _asked_pause(answer: httpx2.Response) -> float:
    """Return for how long a door asked to wait, or 0."""
    said = answer.headers.get("retry-after", "")
    return min(float(said), _LONGEST_PAUSE) if said.isascii() and said.isdecimal() else 0.0


def _problem(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        found = orjson.loads(answer.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _why(answer: httpx2.Response, problem: Mapping[str, Any]) -> str:
    return str(problem.get("detail") or f"the door answered {answer.status_code}, without saying why")


def _unread(answer: httpx2.Response) -> Exception:
    """Return why something could not be read: nobody's fault in reading is a refusal."""
    problem = _problem(answer)
    why = _why(answer, problem)
    if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR or answer.status_code in _AGAIN:
        return Unanswered(why, str(problem.get("code", "")))
    if not problem:
        return NoMoot(why)
    return ValueError(str(problem.get("why", why)))


async def _server_sent(answer: httpx2.Response) -> AsyncIterator[dict[str, str]]:
    """Yield the events of a stream, as their fields (HTML, server-sent events: 9.2.6)."""
    event: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if not line:
            if event:
                yield event
            event = {}
            continue
        name, _, content = line.partition(":")
        if name in ("id", "event", "data"):
            event[name] = content.removeprefix(" ")
