"""Filing from a page without a script: the server signs for those whose key it holds.

Laws: a form of another site is refused before it is read; what is filed is what the form says, sealed and signed as
any member would; a form sent twice in a row is filed once; the answer is a page that says what was recorded, or what
was not, and why.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, cast

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from moot.core.commands import COMMANDS, SEALS, Sealed
from moot.core.refusal import BadShape, Refused
from moot.kit.member import Member
from moot.web.pages.again import again
from moot.web.pages.cookies import AS, LONG, SESSION, forget, keep, kept
from moot.web.pages.drafts import read_draft
from moot.web.pages.sign_in import Reception, Session, add_key, guest, hold_key, named, speaker, voices
from moot.web.problems import Turned
from moot.wire.codec import read
from moot.wire.entry import Receipt

router: Final = APIRouter()
UNSEALED: Final = "0" * 64
_LOCAL: Final = re.compile(r"/(?:[^/\\\s][^\\\s]{0,2000})?")  # an address of ours, to go back to


def require_own(request: Request) -> None:
    """Refuse what another site had a browser send: `CrossSite`."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site == "same-origin":
        return  # the browser vouches for it, whatever a proxy made of our address
    known: str = request.app.state.reach.origin  # which no header can make another
    own = known or f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in (None, "none") or origin not in (None, own):
        raise Turned("CrossSite", "another site sent this", "Open the page here, and send its form.")


@router.post("/file", include_in_schema=False)
async def file(request: Request) -> Response:
    """Sign and file what a form says, for the session whose key is held here; refused, it comes back on its page."""
    require_own(request)
    session = speaker(request)
    form = {name: str(said) for name, said in (await request.form()).multi_items()}
    try:
        receipt = await asyncio.to_thread(filed_once, session, cast("Member", session.held), form)
    except Refused as refused:
        return await again(request, form, refused)
    return RedirectResponse(f"/receipts/{receipt.id}", status_code=303)


def filed_once(session: Session, member: Member, form: dict[str, str]) -> Receipt:
    """Sign and file what a form says; the same form sent twice in a row is the same act, and has the same receipt."""
    named = hashlib.sha256(json.dumps([member.agent, form], sort_keys=True).encode()).hexdigest()
    with session.filing:
        if session.latest is None or session.latest[0] != named:
            session.latest = (named, filed(member, form))
        return session.latest[1]


def filed(member: Member, form: Mapping[str, str]) -> Receipt:
    """Sign and file what a form says; its texts are held, and what it seals is sealed."""
    draft = read_draft(form, member.door.hold)
    command = COMMANDS.get(draft.kind)
    if command is None:
        raise BadShape(f"{draft.kind[:60]!r} is no kind of act", mend="Fill in the form on its page.")
    sealed = SEALS.get(cast("type[Sealed]", command))
    if sealed is None:
        return member.file(read(command, draft.body, "body"))
    body = read(command, {**draft.body, "seal": UNSEALED}, "body")
    return member.file(replace(cast("Sealed", body), seal=""), read(sealed, draft.payload, "payload"))


@router.get("/sign-in/{token}", include_in_schema=False)
async def arrive(request: Request, token: str) -> Response:
    """Let in whoever has a link, once, and forget it."""
    reception: Reception = request.app.state.reception
    name = reception.arrive(token, kept(request, SESSION))
    response = _spoken(request, RedirectResponse("/keys", status_code=303), reception.spoken(name))
    keep(request, response, SESSION, name)
    return response


def _spoken(request: Request, response: Response, agent: str) -> Response:
    """Have the browser say from now on that it speaks for `agent`; it is no secret, and proves nothing."""
    said = ":".join(named((agent, *voices(request))))
    keep(request, response, AS, said, age=LONG)
    return response


@router.post("/speak", include_in_schema=False)
async def speak(request: Request) -> Response:
    """Speak for another of one's agents from now on, and go back to the page where that was said."""
    require_own(request)
    form = await request.form()
    agent, back = str(form.get("agent", "")), str(form.get("to", ""))
    here = _LOCAL.fullmatch(back)
    response = RedirectResponse(back if here else "/", status_code=303)
    return _spoken(request, response, agent) if named([agent]) else response


@router.post("/keys/here", include_in_schema=False)
async def keep_here(request: Request) -> Response:
    """Make a key that this server holds for the session."""
    require_own(request)
    session = guest(request)
    if session.held is None:
        await asyncio.to_thread(hold_key, session)
    return RedirectResponse("/keys", status_code=303)


@router.post("/keys/browser", include_in_schema=False)
async def keep_there(request: Request) -> Response:
    """Have the record learn a public key that the browser made."""
    require_own(request)
    session = guest(request)
    key = str((await request.form()).get("key", ""))
    await asyncio.to_thread(add_key, session, key)
    return RedirectResponse("/keys", status_code=303)


@router.post("/keys/leave", include_in_schema=False)
async def leave(request: Request) -> Response:
    """End the session; a key that was held for it is revoked."""
    require_own(request)
    await asyncio.to_thread(request.app.state.reception.leave, request)
    response = RedirectResponse("/keys", status_code=303)
    forget(request, response, SESSION)
    forget(request, response, AS)
    return response


@router.post("/looks", include_in_schema=False)
async def looks(request: Request) -> Response:
    """Remember the theme and the density that somebody chose."""
    require_own(request)
    form = await request.form()
    response = RedirectResponse("/keys#looks", status_code=303)
    for name, allowed in (("theme", ("light", "dark")), ("density", ("compact",))):
        chosen = str(form.get(name, ""))
        if chosen in allowed:
            keep(request, response, name, chosen, age=LONG)
        else:
            forget(request, response, name)
    return response
