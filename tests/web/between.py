"""What stands between a client and a server in a test, on a loop of its own thread."""

import asyncio
from contextlib import contextmanager
from threading import Thread

from tests.web.conftest import WAIT


@contextmanager
def standing(made):
    """Run `made` for a while: it sets `ready` when it listens, and ends when `over` is set on its `loop`."""
    thread = Thread(target=lambda: asyncio.run(made.run()), daemon=True)
    thread.start()
    assert made.ready.wait(WAIT)
    try:
        yield made
    finally:
        made.loop.call_soon_threadsafe(made.over.set)
        thread.join(WAIT)
        assert not thread.is_alive()
