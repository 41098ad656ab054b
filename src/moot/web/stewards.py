"""Stewards: what the server does for members whose keys lie with it, while they are away.

Laws: a steward discloses chance links that are due, and nothing else: that speaks for nobody, and silence costs a
deposit; who takes its key elsewhere has no steward.
"""

import logging
from collections.abc import Sequence
from threading import Event, Thread
from typing import Final, Self

from moot.core.refusal import Refused
from moot.hall import Hall
from moot.kit.agent import Agent
from moot.kit.member import Member

_LOOK: Final = 250  # milliseconds
_LOG: Final = logging.getLogger(__name__)


class Stewards:
    """A thread that answers for members, as long as it runs; use it as a context."""

    def __init__(self, hall: Hall, members: Sequence[Member]) -> None:
        """Answer for `members` in `hall`."""
        # An agent that answers nothing else still reveals.
        self._hall, self._agents = hall, [Agent(each) for each in members]
        self._over = Event()
        self._thread = Thread(target=self._run, name="stewards", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        seen = -1
        while not self._over.is_set():
            size = self._hall.clerk.feed.wait(seen, _LOOK)
            if size > seen:
                seen = size
                for agent in self._agents:
                    self._act(agent)

    def _act(self, agent: Agent) -> None:
        try:
            agent.act()
        except (Refused, ConnectionError) as trouble:
            _LOG.warning("the steward of %s: %s", agent.member.agent, trouble)
