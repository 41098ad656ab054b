"""Signing in: how a person who has no key yet comes to one, and who signs for whom.

Laws: a link lets in once, and its secret is in no address afterwards; a key made in the browser never leaves it, and
the server only has the record learn it; a key that the server holds is marked as held here in the record itself, is
forgotten when it is given back or the server ends, and signs for its own session alone; whoever comes by several links
has one session, and chooses for which of its agents it speaks.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from fastapi import Request

from moot.core.commands import AddKey, RevokeKey
from moot.kit.keys import Keyring
from moot.kit.member import Member
from moot.web.pages.cookies import AS, SESSION, kept
from moot.web.problems import Turned
from moot.wire.entry import Receipt

_AGENT: Final = re.compile("[a-z0-9][a-z0-9._-]{0,63}")
_VOICES: Final = 8  # agents of one person
_TOKEN: Final = 24  # bytes
_SESSIONS: Final = 1_000


@dataclass
class Session:
    """Somebody who came by links: for whom they may speak, by whose word, and with which keys here, if any."""

    host: Member  # holds the key by whose word a new one is added, of the agent that was chosen
    hosts: dict[str, Member] = field(default_factory=dict)  # by their agents
    keys: dict[str, Member] = field(default_factory=dict)  # that are held here, by their agents
    latest: tuple[str, Receipt] | None = None  # the form that was filed last, by its hash, and what came of it
    filing: Lock = field(default_factory=Lock)

    @property
    def agent(self) -> str:
        """Return for which agent this session speaks."""
        return self.host.agent

    @property
    def held(self) -> Member | None:
        """Return the member that signs here for that agent, if its key is held."""
        return self.keys.get(self.agent)

    def welcome(self, host: Member) -> None:
        """Let this session speak for the agent of `host` too, and from now on."""
        self.hosts[host.agent] = self.host = host

    def choose(self, agent: str) -> None:
        """Speak for this agent from now on, if a link has let in for it."""
        self.host = self.hosts.get(agent, self.host)


class Reception:
    """Where links are given out, and where those who came by one are known."""

    def __init__(self, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """Know nobody yet."""
        self._chance = chance
        self._links: dict[str, Member] = {}
        self._sessions: dict[str, Session] = {}

    @property
    def arrived(self) -> bool:
        """Return whether somebody has come by a link, and has not left."""
        return bool(self._sessions)

    def invite(self, host: Member) -> str:
        """Return the path of a link that lets one person speak for the agent of `host`, once."""
        token = self._chance(_TOKEN).hex()
        self._links[token] = host
        return f"/sign-in/{token}"

    def arrive(self, token: str, here: str = "") -> str:
        """Return the name of the session for whoever has this link, who may be `here` already; the link is used up."""
        host = self._links.pop(token, None)
        if host is None:
            why = "this link was used, or was never given out"
            raise Turned("LinkIsUsed", why, "Ask who serves this moot for another.")
        if here in self._sessions:
            self._sessions[here].welcome(host)
            return here
        if len(self._sessions) >= _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        name = self._chance(_TOKEN).hex()
        self._sessions[name] = Session(host, {host.agent: host})
        return name

    def spoken(self, name: str) -> str:
        """Return for which agent the session of this name speaks."""
        return self._sessions[name].agent

    def session(self, request: Request) -> Session | None:
        """Return the session that a request belongs to."""
        session = self._sessions.get(kept(request, SESSION))
        if session:
            session.choose(next(iter(voices(request)), ""))
        return session

    def leave(self, request: Request) -> None:
        """End a session; keys that were held for it are revoked and forgotten."""
        session = self._sessions.pop(kept(request, SESSION), None)
        if session is None:
            return
        for agent, held in session.keys.items():
            session.hosts[agent].file(RevokeKey(agent, held.signer.public.hex()))


def voices(request: Request) -> list[str]:
    """Return the agents for which a browser says that it speaks, the one that was chosen first."""
    return named(kept(request, AS).split(":"))


def named(said: Iterable[str]) -> list[str]:
    """Return what can be names of agents, each once, as many as one person has.

    >>> named(["bo.ai", "A b", "bo.ai"])
    ['bo.ai']
    """
    return list(dict.fromkeys(each for each in said if _AGENT.fullmatch(each)))[:_VOICES]


def session_of(request: Request) -> Session | None:
    """Return the session that a request belongs to, if somebody came by a link."""
    reception: Reception = request.app.state.reception
    return reception.session(request)


def guest(request: Request) -> Session:
    """Return the session of whoever came by a link; refuses with `NotSignedIn`."""
    session = session_of(request)
    if session is None:
        raise Turned("NotSignedIn", "nobody let you in", "Open the link that the server printed.")
    return session


def add_key(session: Session, key: str) -> None:
    """Have the record learn the public key that a browser made."""
    session.host.file(AddKey(session.agent, key))


def hold_key(session: Session) -> None:
    """Make a key here for a session, which the record marks as held by the door."""
    host = session.host
    member = Member(host.door, Keyring(secrets.token_bytes(32)), host.agent, host.owner, host.clock)
    host.file(AddKey(host.agent, member.signer.public.hex(), held="door"))
    session.keys[host.agent] = member


def speaker(request: Request) -> Session:
    """Return the session for which this server signs; refuses with `NotSignedIn`."""
    session = session_of(request)
    if session is None or session.held is None:
        why = "this server holds no key of yours"
        raise Turned("NotSignedIn", why, "Sign with a key in your browser, or let one be held here (see Keys).")
    return session
