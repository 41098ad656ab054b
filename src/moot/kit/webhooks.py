"""Webhooks, as Standard Webhooks 1.0 has them: how a delivery is signed, and how whoever receives one checks it.

Laws: what is signed are the id, the time and the very bytes of the body; a delivery is genuine if one of its signatures
is right and its time is near; everything else is `NotGenuine`, compared in constant time.

>>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
>>> headers = {
...     "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
...     "webhook-timestamp": "1614265330",
...     "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
... }
>>> checked(headers, b'{"test": 2432232314}', secret, now=1614265330)
{'test': 2432232314}
"""

import base64
import hmac
import re
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import orjson
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

TOLERANCE: Final = 300  # seconds
SHARED, PUBLIC = "whsec_", "whpk_"  # how a secret of two, and a key for everybody, begin
_WHOLE: Final = re.compile("[0-9]{1,16}")


class NotGenuine(ValueError):
    """A delivery that its sender did not make, or not now."""


def signed(named: str, at: int, body: bytes) -> bytes:
    """Return what is signed of a delivery: its id, its time in seconds since 1970, and its body."""
    return f"{named}.{at}.".encode() + body


def shared(secret: bytes) -> str:
    """Return a secret of two as both write it down."""
    return SHARED + base64.b64encode(secret).decode()


def public(key: SigningKey) -> str:
    """Return the public half of a sender's key as anybody may have it."""
    return PUBLIC + base64.b64encode(bytes(key.verify_key)).decode()


def by_secret(secret: bytes, content: bytes) -> str:
    """Return the signature with a secret of two (`v1`, HMAC with SHA-256)."""
    return "v1," + base64.b64encode(hmac.digest(secret, content, sha256)).decode()


def by_key(key: SigningKey, content: bytes) -> str:
    """Return the signature with the sender's own key (`v1a`, Ed25519), which anybody can check."""
    return "v1a," + base64.b64encode(key.sign(content).signature).decode()


def checked(headers: Mapping[str, str], body: bytes, key: str, *, now: float | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return the event of a delivery that is genuine, or raise `NotGenuine`.

    `key` is the secret of two (whsec_...) or the sender's public key (whpk_...); `body` are the bytes as they came, and
    `now` are seconds since 1970, which the time of the delivery is at most five minutes from.
    """
    if not _bytes(key.removeprefix(SHARED).removeprefix(PUBLIC)):
        raise NotGenuine("the key to check it with cannot be read")
    told = {name.lower(): each for name, each in headers.items()}
    named, at, signatures = (told.get(f"webhook-{each}", "") for each in ("id", "timestamp", "signature"))
    if not named or not _WHOLE.fullmatch(at) or not signatures:
        raise NotGenuine("it has no id, time or signature of a webhook")
    if abs((time.time() if now is None else now) - int(at)) > TOLERANCE:
        raise NotGenuine("its time is more than five minutes from now")
    if not any(_right(key, signature, signed(named, int(at), body)) for signature in _of_kind(key, signatures)):
        raise NotGenuine("no signature of it is right")
    return orjson.loads(body)


def _of_kind(key: str, signatures: str) -> Iterator[bytes]:
    """Yield the signatures that a key of this kind makes."""
    wanted = "v1a" if key.startswith(PUBLIC) else "v1"
    for each in signatures.split(" "):
        version, _, signature = each.partition(",")
        if version == wanted:
            yield _bytes(signature)


def _right(key: str, signature: bytes, content: bytes) -> bool:
    if not key.startswith(PUBLIC):
        return hmac.compare_digest(signature, hmac.digest(_bytes(key.removeprefix(SHARED)), content, sha256))
    public_half = _bytes(key.removeprefix(PUBLIC))
    try:
        VerifyKey(public_half).verify(content, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
