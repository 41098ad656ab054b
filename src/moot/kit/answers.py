"""What is said through a door over HTTP: how an act is posted, and what the answers mean.

Laws: whoever answers is not believed: an entry is taken for the act whose bytes have its id, and for nothing else;
a refusal comes out as the class that the rules raised.

>>> refused({"code": "VersionIsStale", "why": "v2 is not the present one", "clause": "protocol", "next": []})
VersionIsStale('v2 is not the present one')
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from operator import index
from typing import Any, Final, TypeAlias

import orjson

from moot.core.act import Hash
from moot.core.refusal import Refused
from moot.kit.door import Shown
from moot.wire.acts import act_id
from moot.wire.entry import Entry, Receipt, Told, tell

Problem: TypeAlias = Mapping[str, Any]
_SORTED: Final = orjson.OPT_SORT_KEYS


class Unanswered(ConnectionError):
    """What became of a request is not known, or it was not taken now; `code` is the problem's, if one was told."""

    def __init__(self, why: str, code: str = "") -> None:
        """Keep why, and the code."""
        super().__init__(why)
        self.code = code


class NoMoot(Unanswered):
    """Whoever answers does not answer as a moot does."""


class NotThisRecord(ConnectionError):
    """Whoever answers holds another record, or less of it, than what was read before."""


def _kinds(root: type[Refused]) -> Iterator[type[Refused]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)


_REFUSALS: Final = {kind.__name__: kind for kind in _kinds(Refused)}


def refused(problem: Problem) -> Refused | None:
    """Return the refusal that a problem tells, or nothing if it tells of something else."""
    kind = _REFUSALS.get(str(problem.get("code")))
    if kind is None:
        return None
    mend = " ".join(str(each["say"]) for each in problem.get("next", ()) if "say" in each)
    return kind(str(problem.get("why", "")), clause=str(problem.get("clause", "protocol")), mend=mend)


def posted(
    act: bytes, signature: bytes, payload: tuple[str, bytes] | None, texts: Iterable[tuple[Hash, str]] = ()
) -> bytes:
    """Return the body that files an act, with the salts and texts that it brings."""
    parts: dict[str, object] = {"act": orjson.Fragment(act), "signature": signature.hex()}
    if payload is not None:
        parts["payload"] = {"salt": payload[0], "body": orjson.Fragment(payload[1])}
    if brought := [{"salt": salt, "text": text} for salt, text in texts]:
        parts["texts"] = brought
    return orjson.dumps(parts)


@contextmanager
def as_a_moot() -> Iterator[None]:
    """Tell with `NoMoot` that an answer has not the form that a moot gives it."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, Refused) as error:
        message = f"what came back is not what a moot answers ({type(error).__name__}: {str(error)[:80]})"
        raise NoMoot(message) from error


def receipt_of(answer: Shown, act: bytes) -> Receipt:
    """Return the receipt that an answer holds, if it is for `act`."""
    said = answer["receipt"]
    if said["id"] != act_id(act):
        message = f"the answer is about the act {str(said['id'])[:12]}, which was not sent"
        raise NotThisRecord(message)
    return Receipt(index(said["index"]), said["id"], index(said["received"]))


def entry_of(entry: Shown) -> Entry:
    """Return an entry as it was shown at the door: its bytes are the canonical ones, of which nothing is believed."""
    act, events = (orjson.dumps(entry[name], option=_SORTED) for name in ("act", "events"))
    found = Entry(index(entry["index"]), index(entry["received"]), act, bytes.fromhex(entry["signature"]), events)
    if act_id(act) != entry["id"]:
        message = f"entry {found.index} does not hold the act that it names"
        raise NotThisRecord(message)
    return found


def told_of(entry: Shown) -> Told:
    """Return an entry as it was shown at the door, decoded."""
    return tell(entry_of(entry))
