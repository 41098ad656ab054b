"""Signing in: how a person who has no key yet comes to one, and who signs for whom.

Laws: a link lets in once, and its secret is in no address afterwards; a key made in the browser never leaves it, and
the server only has the record learn it; a key that the server holds is marked as held here in the record itself, is
forgotten when it is given back or the server ends, and signs for its own session alone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from fastapi import Request

from moot.core.commands import AddKey, RevokeKey
from moot.kit.keys import Keyring
from moot.kit.member import Member
from moot.web.problems import Turned
from moot.wire.entry import Receipt

COOKIE: Final = "session"
_TOKEN: Final = 24  # bytes
_SESSIONS: Final = 1_000


@dataclass
class Session:
    """Somebody who came by a link: for whom they may speak, by whose word, and with which key here, if any."""

    host: Member  # holds the key by whose word a new one is added
    held: Member | None = None
    latest: tuple[str, Receipt] | None = None  # the form that was filed last, by its hash, and what came of it
    filing: Lock = field(default_factory=Lock)

    @property
    def agent(self) -> str:
        """Return for which agent this session speaks."""
        return self.host.agent


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

    def arrive(self, token: str) -> str:
        """Return the name of a new session for whoever has this link; the link is used up."""
        host = self._links.pop(token, None)
        if host is None:
            why = "this link was used, or was never given out"
            raise Turned("LinkIsUsed", why, "Ask who serves this moot for another.")
        if len(self._sessions) >= _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        name = self._chance(_TOKEN).hex()
        self._sessions[name] = Session(host)
        return name

    def session(self, request: Request) -> Session | None:
        """Return the session that a request belongs to."""
        return self._sessions.get(request.cookies.get(COOKIE, ""))

    def leave(self, request: Request) -> None:
        """End a session; a key that was held for it is revoked and forgotten."""
        session = self._sessions.pop(request.cookies.get(COOKIE, ""), None)
        if session and session.held:
            session.host.file(RevokeKey(session.agent, session.held.signer.public.hex()))


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
    session.held = member


def speaker(request: Request) -> Session:
    """Return the session for which this server signs; refuses with `NotSignedIn`."""
    session = session_of(request)
    if session is None or session.held is None:
        why = "this server holds no key of yours"
        raise Turned("NotSignedIn", why, "Sign with a key in your browser, or let one be held here (see Keys).")
    return session
