"""The keys and secrets of members, all derived from one seed.

Laws: the same seed gives the same keys on every machine; members and purposes never share a secret;
nothing that is shown (public keys, hashes, tips, links) tells anything about what is not; a seed
file is readable by its owner alone, or is not used.

>>> ring = Keyring(bytes(32))
>>> ring.signer("ana").public == Keyring(bytes(32)).signer("ana").public != ring.signer("bo").public
True
"""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Final, Self

from moot.core.act import AgentId, Hash
from moot.core.canonical import framed
from moot.core.lot import LENGTH, chain_tip, link
from moot.kit.secret import make_secret, others_may_use
from moot.record.signature import Signer

SEED_BYTES: Final = 32


class Keyring:
    """Signing keys, recovery keys, chance chains and salts, by member."""

    def __init__(self, seed: bytes, links: int = LENGTH) -> None:
        """Derive everything from a `seed` of 32 bytes, ValueError for another length; chance chains have `links`."""
        if len(seed) != SEED_BYTES:
            message = f"a seed has {SEED_BYTES} bytes, not {len(seed)}"
            raise ValueError(message)
        self._seed, self._links = seed, links

    @classmethod
    def load_or_make(cls, path: Path, links: int = LENGTH) -> Self:
        """Return the keyring whose seed `path` holds; makes the file (mode 0600) from real chance if there is none.

        Its chance chains have `links`: the charter's `agency.links`. PermissionError if others may read the file.
        """
        if not path.exists():
            make_secret(path, secrets.token_hex(SEED_BYTES) + "\n")
        if others_may_use(path):
            message = f"others may read {path}; take their rights away (chmod 600) and think of new keys"
            raise PermissionError(message)
        return cls(bytes.fromhex(path.read_text().strip()), links)

    def _secret(self, member: str, purpose: str, counter: int = 0) -> bytes:
        named = framed(member.encode(), purpose.encode(), str(counter).encode())
        return hmac.digest(self._seed, named, "sha256")

    def signer(self, member: AgentId, counter: int = 0) -> Signer:
        """Return the member's signing key; a higher `counter` is the key after a revoked one."""
        return Signer.from_seed(self._secret(member, "sign", counter))

    def recovery(self, member: AgentId, level: int) -> Signer:
        """Return the member's recovery key of a level from 1 on, the higher the stronger."""
        return Signer.from_seed(self._secret(member, "recover", level))

    def commitments(self, member: AgentId, levels: int) -> tuple[Hash, ...]:
        """Return what registration commits to: the SHA-256 of the recovery keys, lowest level first."""
        publics = (self.recovery(member, level).public for level in range(1, levels + 1))
        return tuple(hashlib.sha256(public).hexdigest() for public in publics)

    def tip(self, member: str, chain: int = 0) -> Hash:
        """Return the tip of a chance chain of an owner, or of the clerk: what is committed to. The first chain is 0."""
        return chain_tip(self._secret(member, "chance", chain), self._links).hex()

    def link(self, member: str, number: int, chain: int = 0) -> Hash:
        """Return link `number` of a chance chain of an owner, or of the clerk."""
        return link(self._secret(member, "chance", chain), number, self._links).hex()

    def salt(self, member: AgentId, nonce: int) -> Hash:
        """Return the salt of the sealed act that the member signs with this nonce; no two acts share one."""
        return self._secret(member, "salt", nonce).hex()
