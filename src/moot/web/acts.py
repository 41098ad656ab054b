"""The one way to write: signed acts, alone or several together.

Laws: an act is answered when it is durable, with its receipt and its entry; of several each is answered for itself,
whatever becomes of the others; the same bytes again get the same answer, however often; the act's canonical bytes are
what was signed, however the JSON around them was spaced; texts travel with the act that names them, and are kept only
for a key that the moot knows, until somebody erases them; nobody can spend the rate of another's key, neither by a
forgery nor by sending again what is in the record.
"""

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.types import Scope

from moot.clerk.envelopes import content_of
from moot.clerk.head import read_signed, require_signature
from moot.clerk.ports import ClerkFailure, HeldText
from moot.core.act import Hash, Length, Pattern
from moot.core.canonical import Plain
from moot.core.refusal import BadShape, KeyNotValid, Malformed, Refused
from moot.core.value import value
from moot.web.bounds import too_many
from moot.web.porch import Porch, porch_of
from moot.web.problems import Turned, problem_of
from moot.web.showing import ShownEntry
from moot.web.telling import FAULT, identified, tell
from moot.wire.codec import Opaque, read
from moot.wire.entry import Receipt, Submission, text_hash

router = APIRouter()

MOST_TEXTS: Final = 8
LONGEST_TEXT: Final = 20_000  # characters
_AGAIN: Final = "Send the same bytes again: they count once."
_LOG: Final = logging.getLogger(__name__)


@value
class _Sealed:
    salt: Hash
    body: Opaque


@value
class _Text:
    salt: Hash
    text: Annotated[str, Length(1, LONGEST_TEXT)]


@value
class _Posted:
    """An act as it is posted; who seals nothing and names no text may leave out the last two."""

    act: Opaque
    signature: Annotated[str, Pattern("[0-9a-f]{128}", "a signature in lower-case hex")]
    payload: _Sealed | None
    texts: Annotated[tuple[_Text, ...], Length(0, MOST_TEXTS)]


@value
class _Handed:
    """What was posted, as the clerk takes it, with the texts that it brought."""

    submission: Submission
    key: str
    texts: tuple[HeldText, ...]


@router.post("/acts", status_code=201, operation_id="file_acts")
async def file(request: Request) -> Response:
    """File a signed act, or a list of them, and answer when they are durable."""
    porch, scope = porch_of(request), request.scope
    posted = _json((await request.receive())["body"])  # the bounds have gathered it, and give it whole
    if not isinstance(posted, list):
        return await _alone(porch, scope, posted)
    if not 1 <= len(posted) <= porch.limits.together:
        why = f"the list has {len(posted)} acts, not 1 to {porch.limits.together}"
        raise Turned("BadArgument", why, "Post them in several lists.")
    answers = await asyncio.gather(*(_one_of_many(porch, scope, each) for each in posted))
    return Response(b"[" + b",".join(answers) + b"]", media_type="application/json")


def _json(body: bytes) -> Any:  # noqa: ANN401 - what a stranger sent
    try:
        return orjson.loads(body)
    except ValueError as error:
        raise Turned("NotJson", f"the body is not JSON in UTF-8: {error}", "Send one JSON object, or a list.") from None


async def _alone(porch: Porch, scope: Scope, posted: Plain) -> Response:
    try:
        receipt, shown = await _filed(porch, posted)
    except Refused as refused:
        return await tell(scope, refused, porch.hall.clerk.assembly.charter)
    headers = {"location": f"/api/v1/entries/{receipt.index}", "cache-control": "no-store"}
    return Response(_accepted(receipt, shown), status_code=201, media_type="application/json", headers=headers)


async def _one_of_many(porch: Porch, scope: Scope, posted: Plain) -> bytes:
    trouble: Refused | Turned
    try:
        return _accepted(*await _filed(porch, posted))
    except (Refused, Turned) as no:
        trouble = no
    except Exception:  # noqa: BLE001 - what was recorded of the others is theirs to know
        _LOG.exception("request %s: one of its acts failed", scope["state"]["request_id"])
        trouble = FAULT
    return orjson.dumps(identified(scope, problem_of(trouble, porch.hall.clerk.assembly.charter)))


def _accepted(receipt: Receipt, shown: ShownEntry) -> bytes:
    head = f'{{"status":201,"receipt":{{"index":{receipt.index},"id":"{receipt.id}","received":{receipt.received}}}'
    return head.encode() + b',"entry":' + shown.json + b"}"


async def _filed(porch: Porch, posted: Plain) -> tuple[Receipt, ShownEntry]:
    handed, size = _handed(posted), porch.hall.clerk.size
    _require_rate(porch, handed.key)
    try:
        receipt, shown = await _recorded(porch, handed)
    except Malformed:
        raise  # nobody has signed it for this moot, and anybody can write somebody else's key on an act
    except Refused:
        porch.keys.count(handed.key, porch.now())
        raise
    if receipt.index >= size:  # what is in the record already, anybody can send again
        porch.keys.count(handed.key, porch.now())
    return receipt, shown


async def _recorded(porch: Porch, handed: _Handed) -> tuple[Receipt, ShownEntry]:
    """Return the receipt of an act and its entry, or raise its refusal, or that it is not known what became of it."""
    try:
        await _keep(porch, handed)
        receipt = await porch.answers.to(partial(porch.hall.hand_over, handed.submission))
        return receipt, await porch.tail.entry(receipt.index)
    except ClerkFailure as failure:
        raise Turned("Unanswered", str(failure), _AGAIN) from failure
    except TimeoutError:
        raise Turned("NotInTime", f"there was no answer after {porch.limits.answer:g} s", _AGAIN) from None


def _handed(posted: Plain) -> _Handed:
    """Return what was posted as the clerk takes it, or refuse it."""
    if not isinstance(posted, Mapping):
        raise BadShape("what was posted is no object", mend="Post {act, signature}, or a list of such.")
    said = read(_Posted, {"payload": None, "texts": [], **posted})
    act = said.act if isinstance(said.act, Mapping) else {}
    payload = (said.payload.salt, _bytes(said.payload.body)) if said.payload else None
    texts = tuple(HeldText(text_hash(each.salt, each.text), each.salt, each.text) for each in said.texts)
    return _Handed(Submission(_bytes(said.act), bytes.fromhex(said.signature), payload), str(act.get("key")), texts)


def _bytes(plain: object) -> bytes:
    """Return the one canonical spelling of what was posted; the core's reader refuses what has none."""
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def _require_rate(porch: Porch, key: str) -> None:
    if wait := porch.keys.wait(key, porch.now()):
        rate = porch.keys.rate
        state = {
            "ratelimit-policy": f'"key";q={rate.many};w={rate.seconds}',
            "ratelimit": f'"key";r=0;t={int(wait) + 1}',
        }
        raise too_many(f"this key has filed {rate.many} acts in {rate.seconds} s", wait, state)


async def _keep(porch: Porch, handed: _Handed) -> None:
    """Keep the texts that an act brings, before the act that names them is in the record."""
    if not handed.texts:
        return
    act, payload, assembly = handed.submission.act, handed.submission.payload, porch.hall.clerk.assembly
    signed = read_signed(act, handed.submission.signature)
    require_signature(signed)
    if signed.act.moot != assembly.moot:
        return  # as the clerk will say
    if signed.act.key not in assembly.keys:
        raise KeyNotValid("texts are kept for keys that the moot knows", mend="File the act without texts.")
    content_of(signed.act, signed.id, payload)  # anybody may have added a payload that it does not seal
    said = act + (payload or ("", b""))[1]
    if strange := [each.hash for each in handed.texts if each.hash.encode() not in said]:
        raise BadShape(f"texts: the act names no text {strange[0][:12]}", mend="Send the texts that the act names.")
    if await asyncio.to_thread(porch.hall.store.find, [signed.id]):
        return  # they came with it when it was filed, and may have been erased since
    for each in handed.texts:
        await asyncio.to_thread(porch.hall.store.hold, each)
