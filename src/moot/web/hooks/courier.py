"""The courier: tells every subscriber of every entry it wants to hear of, until it has heard.

Laws: a subscriber is told one entry after the other, in the order of the record; whoever takes nothing is tried again
at longer and longer intervals, and then no more; nobody waits for anybody else; no redirect is followed, and an
answer is not read beyond its status.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import apsw
import httpx2

from moot import __version__
from moot.core.value import value
from moot.kit.webhooks import by_key, by_secret, signed
from moot.web.events import Wanted
from moot.web.hooks.book import Book, Delivery, Subscriber
from moot.web.hooks.places import NoPlace, found
from moot.web.showing import ShownEntry
from moot.web.tail import Tail

# Seconds before each further try, as Standard Webhooks recommends: three days and a half in all.
RETRIES: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
PATIENCE: Final = 15.0  # seconds for one attempt
_TRIED: Final = 4  # addresses of one host
_LOOK: Final = 1.0  # seconds between two looks at the book
_LOG: Final = logging.getLogger(__name__)
_DAY: Final = 86_400


@value
class Answer:
    """What came of an attempt: a status, or why there is none; and after how many seconds it may be tried again."""

    status: int | None
    why: str
    after: int = 0
    gone: bool = False


class Courier:
    """Whoever tells subscribers, as long as it runs. Lives on the loop of its tail."""

    def __init__(
        self,
        book: Book,
        tail: Tail,
        *,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """Tell the subscribers of `book` what `tail` shows; `now` gives ms since 1970, `trust` says who vouches."""
        self._book, self._tail, self._now = book, tail, now
        self._key = book.key
        self._attending: dict[str, asyncio.Task[None]] = {}
        self._running: asyncio.Task[None] | None = None
        # No connection is used twice: two hosts may share an address, and each shows a certificate of its own.
        once = httpx2.Limits(max_keepalive_connections=0)
        self._client = httpx2.AsyncClient(verify=trust or True, trust_env=False, timeout=PATIENCE, limits=once)

    def start(self) -> None:
        """Begin, on the running loop."""
        self._running = asyncio.ensure_future(self._run())

    async def close(self) -> None:
        """Stop; whoever was about to be told is told anew another time."""
        tasks = [*self._attending.values(), *([self._running] if self._running else [])]
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()

    async def _run(self) -> None:
        while not self._tail.closed:
            size = self._tail.size
            try:
                self._set_out(await asyncio.to_thread(self._book.all))
            except apsw.Error:
                _LOG.exception("the book of webhooks cannot be read, so that nobody is told; it is tried again soon")
            await self._tail.grown(size, _LOOK)

    def _set_out(self, known: Sequence[Subscriber]) -> None:
        for each in known:
            if each.off is None and each.name not in self._attending:
                self._attending[each.name] = asyncio.create_task(self.attend(each.name), name=each.name)
                self._attending[each.name].add_done_callback(self._left)

    def _left(self, task: asyncio.Task[None]) -> None:
        del self._attending[task.get_name()]
        if not task.cancelled() and (trouble := task.exception()):
            _LOG.error("the webhook %s", task.get_name(), exc_info=trouble)  # it is tried again soon

    async def attend(self, name: str) -> None:
        """Tell a subscriber all that is due, up to the first that it does not take."""
        while (each := await asyncio.to_thread(self._book.one, name)) and each.off is None:
            again = await asyncio.to_thread(self._book.asked_again, name)
            if again is not None:
                await self._once_more(each, again)
                continue
            entry = None if each.due > self._now() else await self._next(each)
            if entry is None or not await self._tell(each, entry):
                return

    async def _next(self, each: Subscriber) -> ShownEntry | None:
        """Return the next entry of which it wants to hear."""
        wanted, start = Wanted(",".join(each.kinds), ""), each.next
        while news := await self._tail.since(start):
            if entry := next((shown for shown in news if wanted(shown)), None):
                return entry
            start = news[-1].index + 1
            await asyncio.to_thread(self._book.pass_over, each.name, start)
        return None

    async def _tell(self, each: Subscriber, entry: ShownEntry) -> bool:
        answer, done = await self._attempt(each, entry, each.tries + 1)
        if not answer.why:
            await asyncio.to_thread(self._book.settle, done, None)
            return True
        pause = max(RETRIES[min(each.tries, len(RETRIES) - 1)], answer.after)
        await asyncio.to_thread(self._book.settle, done, self._now() + 1_000 * pause)
        if answer.gone or each.tries >= len(RETRIES):
            off = answer.why if answer.gone else f"{len(RETRIES) + 1} tries failed, the last one because {answer.why}"
            await asyncio.to_thread(self._book.give_up, each.name, off, done.at)
            _LOG.warning("the webhook %s is switched off: %s. `moot webhook on` goes on", each.name, off)
        return False

    async def _once_more(self, each: Subscriber, index: int) -> None:
        _, done = await self._attempt(each, await self._tail.entry(index), 1)
        await asyncio.to_thread(self._book.settle_again, done)

    async def _attempt(self, each: Subscriber, entry: ShownEntry, tried: int) -> tuple[Answer, Delivery]:
        at, began = self._now(), time.monotonic()
        answer = await self._answer(each, entry, at // 1_000)
        took = round(1_000 * (time.monotonic() - began))
        return answer, Delivery(each.name, entry.index, at, tried, answer.status, answer.why, took)

    async def _answer(self, each: Subscriber, entry: ShownEntry, at: int) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._posted(each, entry, at)
        except NoPlace as no:
            return Answer(None, str(no))
        except TimeoutError:
            return Answer(None, f"nothing was answered within {PATIENCE:.0f} s")
        except httpx2.HTTPError as error:
            return Answer(None, f"{type(error).__name__}: {error}".rstrip(": "))

    async def _posted(self, each: Subscriber, entry: ShownEntry, at: int) -> Answer:
        addresses, port = await found(each.url, private=each.private)
        parts, named = urlsplit(each.url), str(entry.index)
        content = signed(named, at, entry.cloud)
        headers = {
            "host": parts.netloc,
            "content-type": "application/cloudevents+json",
            "user-agent": f"moot/{__version__}",
            "webhook-id": named,
            "webhook-timestamp": str(at),
            "webhook-signature": f"{by_key(self._key, content)} {by_secret(each.secret, content)}",
        }
        about = {"sni_hostname": str(parts.hostname)}
        for turn, address in enumerate(addresses[:_TRIED], start=1):
            where = parts._replace(netloc=f"[{address}]:{port}" if ":" in address else f"{address}:{port}").geturl()
            asked = self._client.build_request("POST", where, content=entry.cloud, headers=headers, extensions=about)
            try:
                heard = await self._client.send(asked, stream=True)
                await heard.aclose()
                return _answered(heard, self._now() // 1_000)
            except httpx2.ConnectError:
                if turn == min(len(addresses), _TRIED):
                    raise
        raise NoPlace(f"{parts.hostname} has no address")


def _answered(heard: httpx2.Response, now: int) -> Answer:
    status = heard.status_code
    if heard.is_success:
        return Answer(status, "")
    if status == httpx2.codes.GONE:
        return Answer(status, "it answered 410: nobody is there any more", gone=True)
    said = "a redirect, which is not followed" if heard.is_redirect else f"{status}"
    return Answer(status, f"it answered {said}", _asked_pause(heard.headers.get("retry-after", ""), now))


def _asked_pause(text: str, now: int) -> int:
    """Return for how many seconds a server asks to be left alone, a day at most; 0 if it does not ask."""
    if text.strip().isdecimal() and len(text) < 10:  # noqa: PLR2004 - more digits are no time
        return min(int(text), _DAY)
    try:
        return min(max(int(parsedate_to_datetime(text).timestamp()) - now, 0), _DAY)
    except (TypeError, ValueError, OverflowError):
        return 0
