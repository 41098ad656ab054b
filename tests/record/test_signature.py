"""One verdict on every signature, whichever library an auditor uses."""

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.record import signature as ed25519
from moot.record.failure import BadKey
from moot.record.signature import LOW_ORDER_ENCODINGS, Signer, is_acceptable_key, verify

PRIME = 2**255 - 19
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME

# RFC 8032 7.1: seed, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

seeds = st.binary(min_size=32, max_size=32)
messages = st.binary(max_size=80)


def flipped(data: bytes, bit: int) -> bytes:
    bit %= 8 * len(data)
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


@pytest.fixture
def credulous(monkeypatch):
    """Replace the library by one that accepts whatever it is asked; return what it was asked."""
    asked = []

    monkeypatch.setattr(ed25519, "crypto_sign_open", lambda _, public: asked.append(public))
    return asked


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_the_examples_of_rfc_8032_hold(seed, public, message, signature):
    signer = Signer.from_seed(bytes.fromhex(seed))
    assert signer.public.hex() == public
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    assert verify(signer.public, bytes.fromhex(message), bytes.fromhex(signature))


@given(seeds, messages)
def test_what_a_signer_signs_is_verified(seed, message):
    signer = Signer.from_seed(seed)
    assert is_acceptable_key(signer.public)
    assert verify(signer.public, message, signer.sign(message))


@given(seeds, messages.filter(len), st.integers(min_value=0), st.sampled_from(["public", "message", "signature"]))
def test_one_flipped_bit_is_refused(seed, message, bit, where):
    signer = Signer.from_seed(seed)
    parts = {"public": signer.public, "message": message, "signature": signer.sign(message)}
    assert not verify(**{**parts, where: flipped(parts[where], bit)})


@given(st.binary(max_size=70), messages, st.binary(max_size=70))
def test_any_bytes_get_an_answer(public, message, signature):
    assert verify(public, message, signature) is False


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused_unasked(credulous, length):
    key = b"\x02" * length
    assert not is_acceptable_key(key)
    assert not verify(key, b"aye", b"\x02" * 64)
    assert credulous == []


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_signature_of_another_length_is_refused_unasked(credulous, length):
    assert not verify(b"\x02" * 32, b"aye", b"\x02" * length)
    assert credulous == []


@pytest.mark.parametrize("encoding", sorted(LOW_ORDER_ENCODINGS))
def test_a_key_of_low_order_is_refused_unasked(credulous, encoding):
    assert not is_acceptable_key(encoding)
    assert not verify(encoding, b"aye", b"\x02" * 64)
    assert credulous == []


@pytest.mark.parametrize("encoding", sorted(LOW_ORDER_ENCODINGS))
def test_a_signature_with_an_r_of_low_order_is_refused_unasked(credulous, encoding):
    assert not verify(b"\x02" * 32, b"aye", encoding + b"\x02" * 32)
    assert credulous == []


def test_anything_else_is_left_to_the_library(credulous):
    assert verify(b"\x02" * 32, b"aye", b"\x02" * 64)
    assert credulous == [b"\x02" * 32]


def test_fourteen_encodings_are_of_low_order_eight_of_them_canonical():
    ys = [int.from_bytes(encoding, "little") & (2**255 - 1) for encoding in LOW_ORDER_ENCODINGS]
    signless = [encoding for encoding in LOW_ORDER_ENCODINGS if not encoding[-1] & 0x80]
    assert (len(LOW_ORDER_ENCODINGS), len(signless)) == (14, 7)
    # An x of 0, at y = 1 and y = -1, has one canonical sign only.
    assert sum(y < PRIME for y in ys) - 2 == 8


@pytest.mark.parametrize("encoding", sorted(LOW_ORDER_ENCODINGS))
def test_eight_times_a_point_of_low_order_is_the_neutral_point(encoding):
    y = int.from_bytes(encoding, "little") % 2**255 % PRIME
    x_squared = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    for _ in range(3):  # doubling, RFC 8032 5.1.4 in affine terms; the sign of x does not matter
        product = CURVE * x_squared * y * y
        next_y = (y * y + x_squared) * pow(1 - product, -1, PRIME) % PRIME
        x_squared = 4 * x_squared * y * y * pow(1 + product, -2, PRIME) % PRIME
        y = next_y
    assert (x_squared, y) == (0, 1)


def test_a_signer_needs_a_seed_of_32_bytes():
    with pytest.raises(BadKey, match="a seed has 32 bytes, not 31"):
        Signer.from_seed(bytes(31))


def test_a_signer_hides_its_seed_and_never_changes():
    signer = Signer.from_seed(b"\x07" * 32)
    assert repr(signer) == f"Signer(public={signer.public!r})"
    assert signer == Signer.from_seed(b"\x07" * 32)
    with pytest.raises(FrozenInstanceError):
        signer.public = b""


# CCTV names what is wrong with each case; the rest must pass, or honest members would be turned away.
UNACCEPTABLE = {"low_order_A", "low_order_R", "low_order_residue"}


def test_the_edge_cases_of_cctv_get_one_verdict(shared_data):
    cases = json.loads(shared_data("vectors/cctv_ed25519.json").read_text())
    verdicts = {
        case["number"]: verify(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
        for case in cases
    }
    assert verdicts == {case["number"]: UNACCEPTABLE.isdisjoint(case["flags"] or ()) for case in cases}
    assert (len(verdicts), sum(verdicts.values())) == (914, 43)


def test_low_order_is_refused_even_below_a_library_that_accepts_everything(shared_data, credulous):
    cases = json.loads(shared_data("vectors/cctv_ed25519.json").read_text())
    for case in cases:
        accepted = verify(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
        assert accepted == {"low_order_A", "low_order_R"}.isdisjoint(case["flags"] or ())
    assert credulous


def test_the_cases_of_wycheproof_get_their_verdict(shared_data):
    groups = json.loads(shared_data("vectors/wycheproof_ed25519.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]
    wrong = [
        case["tcId"]
        for public, case in cases
        if verify(bytes.fromhex(public), bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
        is not (case["result"] == "valid")
    ]
    assert (len(cases), wrong) == (151, [])
