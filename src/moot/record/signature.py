"""Ed25519 signatures, with one verdict in every verifier.

Its laws:

- Libraries disagree about points of low order, so such a public key, and such an R in a signature,
  is refused before any library is asked: there is no vote that one auditor counts and another drops.
- `verify` answers yes or no, whatever the bytes.
- A signer never shows its seed.

>>> signer = Signer.from_seed(bytes(32))
>>> verify(signer.public, b"aye", signer.sign(b"aye"))
True
>>> verify(signer.public, b"nay", signer.sign(b"aye"))
False
>>> is_acceptable_key(bytes(32))
False
"""

from dataclasses import dataclass, field
from typing import Self

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from moot.record.failure import BadKey

SEED_LENGTH = 32
PUBLIC_KEY_LENGTH = 32
SIGNATURE_LENGTH = 64

# The y of every point of order 1, 2, 4 or 8, in each spelling that fits into 255 bits (p = 2^255 - 19).
_LOW_ORDER_Y = (
    "0000000000000000000000000000000000000000000000000000000000000000",  # 0: order 4
    "0100000000000000000000000000000000000000000000000000000000000000",  # 1: the neutral point
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # p - 1: order 2
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  # order 8
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # p, which is 0 again
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # p + 1, which is 1 again
)
# The top bit is the sign of x: 14 encodings, 8 of them canonical.
LOW_ORDER_ENCODINGS = frozenset(
    y[:-1] + bytes([y[-1] | sign]) for y in map(bytes.fromhex, _LOW_ORDER_Y) for sign in (0x00, 0x80)
)


def is_acceptable_key(public: bytes) -> bool:
    """Return whether `public` may be anyone's key: 32 bytes, and none of the 14 low-order encodings."""
    return len(public) == PUBLIC_KEY_LENGTH and public not in LOW_ORDER_ENCODINGS


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the holder of `public` signed exactly `message` (RFC 8032, R of low order refused)."""
    if len(signature) != SIGNATURE_LENGTH or not is_acceptable_key(public):
        return False
    # A signature is R, an encoded point, then the number S.
    if signature[:PUBLIC_KEY_LENGTH] in LOW_ORDER_ENCODINGS:
        return False
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that can only sign: `public` is shown, the seed is not."""

    public: bytes
    _key: SigningKey = field(repr=False)

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the signer of a 32-byte secret, or refuse with `BadKey`."""
        if len(seed) != SEED_LENGTH:
            raise BadKey(f"a seed has {SEED_LENGTH} bytes, not {len(seed)}")
        key = SigningKey(seed)
        return cls(bytes(key.verify_key), key)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of `message`; the same message always gets the same one."""
        return self._key.sign(message).signature
