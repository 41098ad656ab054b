"""A keyring: everything from one seed, the same everywhere, and nothing twice."""

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.lot import follows
from moot.kit import Keyring
from moot.kit import keys as keys_module
from moot.kit.secret import make_secret
from moot.record.signature import verify

SEED = bytes(range(32))
DERIVED = "a0a96d22d9a1ff21f60dde6891e20c0b420cb10d046e4d36076aebc40bcf2029"
PRINT = """
from moot.kit import Keyring
ring = Keyring(bytes(range(32)), 16)
print(ring.signer("ana").public.hex(), ring.commitments("ana", 2), ring.tip("ana"), ring.link("ana", 3))
print(ring.salt("ana", 7))
"""


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_same_seed_gives_the_same_keys_in_any_process(hash_seed):
    source = Path(keys_module.__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(source)}
    told = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=True)
    ring = Keyring(SEED, 16)
    first = f"{ring.signer('ana').public.hex()} {ring.commitments('ana', 2)} {ring.tip('ana')} {ring.link('ana', 3)}"
    assert told.stdout.split("\n")[:2] == [first, ring.salt("ana", 7)]


def test_the_derivation_never_changes():
    """Whoever kept a seed must find the same keys in every later version."""
    ring = Keyring(SEED, 4)
    shown = [ring.signer("ana").public.hex(), *ring.commitments("ana", 1), ring.tip("ana"), ring.salt("ana", 1)]
    assert hashlib.sha256(" ".join(shown).encode()).hexdigest() == DERIVED


def test_a_key_signs_what_its_public_key_verifies():
    signer = Keyring(SEED).signer("ana")
    assert verify(signer.public, b"aye", signer.sign(b"aye"))


names = st.sampled_from(["a", "b", "ab", "a0", ""])


@given(names, names, st.integers(0, 3), st.integers(0, 3))
def test_members_and_purposes_never_share_a_secret(one, other, first, second):
    ring = Keyring(SEED, 2)
    secrets = [
        ring.signer(one, first).public.hex(),
        ring.recovery(one, first).public.hex(),
        ring.salt(one, first),
        ring.tip(one),
        ring.link(one, 1),
    ]
    assert len(set(secrets)) == len(secrets)
    assert (ring.salt(one, first) == ring.salt(other, second)) == ((one, first) == (other, second))
    assert (ring.signer(one, first) == ring.signer(other, second)) == ((one, first) == (other, second))


def test_other_seeds_give_other_keys():
    assert Keyring(SEED).signer("ana").public != Keyring(bytes(32)).signer("ana").public


def test_recovery_keys_are_committed_by_their_hash_lowest_first():
    ring = Keyring(SEED)
    first, second = ring.commitments("ana", 2)
    assert first == hashlib.sha256(ring.recovery("ana", 1).public).hexdigest()
    assert second == hashlib.sha256(ring.recovery("ana", 2).public).hexdigest()


def test_every_link_is_on_the_committed_chain():
    ring = Keyring(SEED, 8)
    tip = bytes.fromhex(ring.tip("ana"))
    assert all(follows(bytes.fromhex(ring.link("ana", number)), number, tip, 0) for number in range(1, 9))


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_of_another_length_is_refused(seed):
    with pytest.raises(ValueError, match="a seed has 32 bytes"):
        Keyring(seed)


def test_a_keyring_shows_no_secret():
    assert SEED.hex() not in repr(Keyring(SEED))
    assert repr(SEED) not in repr(Keyring(SEED))


def test_a_seed_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "seed"
    made = Keyring.load_or_make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["seed"]
    assert Keyring.load_or_make(path).signer("ana") == made.signer("ana")
    assert Keyring.load_or_make(tmp_path / "other").signer("ana") != made.signer("ana")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_seed_that_others_may_read_is_not_used(tmp_path, mode):
    path = tmp_path / "seed"
    Keyring.load_or_make(path)
    path.chmod(mode)
    with pytest.raises(PermissionError, match="chmod 600"):
        Keyring.load_or_make(path)


def test_of_two_processes_that_make_a_seed_the_first_wins(tmp_path):
    path = tmp_path / "seed"
    first = Keyring.load_or_make(path)
    make_secret(path, "another")
    assert Keyring.load_or_make(path).signer("ana") == first.signer("ana")
    assert [each.name for each in tmp_path.iterdir()] == ["seed"]


def test_a_broken_seed_file_is_refused(tmp_path):
    path = tmp_path / "seed"
    path.write_text("00")
    path.chmod(0o600)
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring.load_or_make(path)


def test_a_loaded_keyring_has_chains_of_the_charters_length(tmp_path):
    path = tmp_path / "seed"
    short = Keyring.load_or_make(path, links=8)
    assert short.tip("ana") != Keyring.load_or_make(path).tip("ana")
    assert short.tip("ana") == Keyring(bytes.fromhex(path.read_text()), 8).tip("ana")
