"""Cookies: what a browser is asked to keep, all of it set by one function with one set of flags.

Laws: no cookie goes along with what another site sends, but a link; where the door is reached over TLS none ever goes
over plain HTTP, and the session's name says so, so that no neighbour of the host can set it (RFC 6265bis 4.1.3.2);
only what a script of ours must read can be read by one.
"""

from typing import Final

from fastapi import Request
from starlette.responses import Response

SESSION: Final = "session"
AS: Final = "as"  # in which a browser says for whom it speaks; keyring.js reads and writes it too
LONG: Final = 31_536_000  # seconds: a year
_HOST: Final = "__Host-"


def secure(request: Request) -> bool:
    """Return whether a door is reached over TLS: by the address at which it is known, or else as this request says."""
    origin: str = request.app.state.reach.origin
    return (origin or request.url.scheme).startswith("https")


def kept(request: Request, name: str) -> str:
    """Return what a browser kept, or nothing."""
    return request.cookies.get(_named(request, name), "")


def keep(request: Request, response: Response, name: str, said: str, *, age: int | None = None) -> None:
    """Have the browser keep something: for `age` seconds, or until it is closed; for none, forget it."""
    response.set_cookie(
        _named(request, name),
        said,
        max_age=age,
        path="/",
        secure=secure(request),
        httponly=name != AS,
        samesite="lax",
    )


def forget(request: Request, response: Response, name: str) -> None:
    """Have the browser forget something; only with the same flags may it."""
    keep(request, response, name, "", age=0)


def _named(request: Request, name: str) -> str:
    """Return under which name a cookie is kept."""
    return f"{_HOST}{name}" if name == SESSION and secure(request) else name
