"""Acts as the bytes that members sign, and back.

Laws: `write_act(read_act(data)) == data`; an act's id is the SHA-256 of its bytes; whatever bytes
arrive, the answer is an act or a refusal of the branch `Malformed`.

>>> act = read_act(
...     b'{"at":1,"body":{"tip":"' + b"00" * 32 + b'"},"by":"ana","key":"' + b"11" * 32
...     + b'","kind":"CommitChance","moot":"","nonce":1,"until":2}'
... )
>>> act.by, type(act.command).__name__
('ana', 'CommitChance')
"""

from typing import Annotated, Final, TypeVar, cast

from moot.core.act import AgentId, Hash, Instant, KeyId, Pattern
from moot.core.canonical import Plain
from moot.core.commands import COMMANDS, Act, Payload
from moot.core.refusal import BadShape
from moot.core.value import value
from moot.wire.canonical import LARGEST_ACT, MOST_DEPTH, canonical, parse, sha256
from moot.wire.codec import Opaque, read, shown

P = TypeVar("P", bound=Payload)

# An envelope travels as an act: its payload leaves room for the act around it.
MOST_PAYLOAD_BYTES: Final = LARGEST_ACT - 1_000
MOST_PAYLOAD_DEPTH: Final = MOST_DEPTH - 2


@value
class Paper:
    """An act as it is written: its command in two parts, the name and the fields."""

    at: Instant
    body: Opaque
    by: AgentId
    key: KeyId
    kind: str
    moot: Annotated[str, Pattern("([0-9a-f]{64})?", "the id of a moot, or empty at founding")]
    nonce: Instant
    until: Instant


def read_act(data: bytes) -> Act:
    """Return the act that `data` says, or refuse it: too large, not canonical, or of a bad shape."""
    paper = read(Paper, parse(data, "the act"))
    command = COMMANDS.get(paper.kind)
    if command is None:
        why = f"kind: {shown(paper.kind)} is no kind of act"
        raise BadShape(why, mend=f"Choose among {', '.join(sorted(COMMANDS))}.")
    body = read(command, cast(Plain, paper.body), "body")
    return Act(
        moot=paper.moot, by=paper.by, key=paper.key, nonce=paper.nonce, until=paper.until, at=paper.at, command=body
    )


def write_act(act: Act) -> bytes:
    """Return the bytes that a member signs."""
    return canonical(
        {
            "at": act.at,
            "body": act.command,
            "by": act.by,
            "key": act.key,
            "kind": type(act.command).__name__,
            "moot": act.moot,
            "nonce": act.nonce,
            "until": act.until,
        }
    )


def act_id(data: bytes) -> str:
    """Return the id of the act that `data` says."""
    return sha256(data)


@value
class _Salted:
    salt: Hash


def read_salt(text: str) -> Hash:
    """Return the salt of a sealed act, or refuse it."""
    return read(_Salted, {"salt": text}).salt  # a record's reader is found at once, an annotation's is not


def read_payload(form: type[P], data: bytes) -> P:
    """Return the content of a sealed act as a value of `form`, or refuse it."""
    plain = parse(data, "the payload", bytes_at_most=MOST_PAYLOAD_BYTES, depth_at_most=MOST_PAYLOAD_DEPTH)
    return read(form, plain, "payload")


def write_payload(payload: Payload) -> bytes:
    """Return the canonical bytes of the content of a sealed act."""
    return canonical(payload)
