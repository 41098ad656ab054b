"""Signed notes: what is believed, what is ignored, and what spoils the whole."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moot.record.failure import BadKey, BadNote, RecordFailure
from moot.record.note import MOST_BYTES, MOST_SIGNATURES, Note, SignatureLine, VerifierKey, is_key_name, open_note, sign
from moot.record.signature import LOW_ORDER_ENCODINGS, Signer

# The example of Go's x/mod/sumdb/note: text, signing seed, verifier key, signature line.
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n{LINE}\n".encode()

# The example of C2SP signed-note: its text has an empty line of its own.
POEM = """Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore \
NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""

# Ids are short: this pair with one name and one id was found in a second.
TWINS = [VerifierKey("twin.example", number.to_bytes(32)) for number in (22_922, 28_974)]

signers = [Signer.from_seed(bytes([number]) * 32) for number in range(20)]
keys = [VerifierKey(f"clerk{number}.example", signer.public) for number, signer in enumerate(signers)]
names = st.text(min_size=1, max_size=12).filter(is_key_name)
characters = st.characters(min_codepoint=0x20, exclude_categories=["Cs"]) | st.just("\n")
texts = st.text(characters, max_size=60).map("{}\n".format)


def lines_of(text: str, *numbers: int) -> tuple[SignatureLine, ...]:
    return tuple(sign(text, keys[number].name, signers[number]).signatures[0] for number in numbers)


def crossed_out(line: SignatureLine) -> SignatureLine:
    return SignatureLine(line.name, line.key_id, line.signature[:-1] + bytes([line.signature[-1] ^ 1]))


# ---- published examples ----------------------------------------------------------------------------


def test_the_example_of_go_is_signed_and_opened_alike():
    key = VerifierKey.parse(KEY)
    assert (key.name, key.id.hex()) == ("PeterNeumann", "c74f20a3")
    assert sign(TEXT, "PeterNeumann", Signer.from_seed(SEED)).render() == NOTE
    assert open_note(NOTE, [key]) == Note.parse(NOTE) == Note(TEXT, (SignatureLine.parse(LINE),))


def test_the_example_of_the_specification_is_read():
    note = Note.parse(POEM.encode())
    assert note.text.endswith("\n\ned è subito sera.\n")
    assert [line.name for line in note.signatures] == ["quasimodo.example/salvatore"]
    assert note.render() == POEM.encode()


# ---- who is believed -------------------------------------------------------------------------------


def test_one_known_key_is_enough():
    text = "the ayes have it\n"
    assert open_note(Note(text, lines_of(text, 3)).render(), [keys[3]]).text == text


def test_unknown_keys_are_ignored_even_when_their_lines_are_false():
    text = "the ayes have it\n"
    good, unknown = lines_of(text, 1, 2)
    opened = open_note(Note(text, (crossed_out(unknown), good, unknown)).render(), [keys[1]])
    assert opened.signatures == (good,)


def test_a_key_is_known_by_name_and_id_together():
    text = "the ayes have it\n"
    good, other = lines_of(text, 1, 2)
    namesake = SignatureLine(good.name, other.key_id, other.signature)
    lookalike = SignatureLine(other.name, good.key_id, other.signature)
    assert open_note(Note(text, (namesake, lookalike, good)).render(), [keys[1]]).signatures == (good,)


def test_one_false_line_of_a_known_key_spoils_the_note():
    text = "the ayes have it\n"
    first, second = lines_of(text, 1, 2)
    note = Note(text, (first, crossed_out(second)))
    with pytest.raises(BadNote, match=r"the line of clerk2\.example does not fit the text"):
        open_note(note.render(), keys)
    assert open_note(note.render(), [keys[1]]).signatures == (first,)


def test_a_false_second_line_of_a_key_spoils_the_note_too():
    text = "the ayes have it\n"
    (good,) = lines_of(text, 1)
    with pytest.raises(BadNote, match="does not fit the text"):
        open_note(Note(text, (good, crossed_out(good))).render(), keys)


def test_a_key_that_signs_twice_counts_once():
    text = "the ayes have it\n"
    first, second = lines_of(text, 1, 2)
    assert open_note(Note(text, (first, second, first)).render(), keys).signatures == (first, second)


def test_a_note_signed_by_strangers_alone_is_refused():
    text = "the ayes have it\n"
    note = Note(text, lines_of(text, 1, 2)).render()
    for known in ([], keys[3:]):
        with pytest.raises(BadNote, match="no key that you know has signed it"):
            open_note(note, known)


def test_a_line_for_another_text_is_refused():
    with pytest.raises(BadNote, match="does not fit the text"):
        open_note(Note("the noes have it\n", lines_of("the ayes have it\n", 1)).render(), keys)


@pytest.mark.parametrize("count", [16, MOST_SIGNATURES])
def test_many_signatures_are_accepted(count):
    text = "the ayes have it\n"
    note = Note(text, lines_of(text, *range(16)) + lines_of(text, 19) * (count - 16))
    assert len(open_note(note.render(), keys[:16]).signatures) == 16


def test_two_known_keys_of_one_name_and_id_are_refused():
    text = "the ayes have it\n"
    note = Note(text, lines_of(text, 1)).render()
    assert TWINS[0].id == TWINS[1].id
    with pytest.raises(BadKey, match="share one name and one id"):
        open_note(note, [keys[1], *TWINS])
    assert open_note(note, [keys[1], TWINS[0], TWINS[0]]).text == text


@given(texts, st.integers(min_value=0))
def test_one_flipped_bit_of_the_text_is_refused(text, bit):
    data = sign(text, keys[0].name, signers[0]).render()
    bit %= 8 * len(text.encode())
    bent = data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]
    with pytest.raises(BadNote):
        open_note(bent, [keys[0]])


# ---- how a note is written -------------------------------------------------------------------------


@given(
    texts,
    st.lists(st.builds(SignatureLine, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1)), min_size=1),
)
@example("\n", list(lines_of("\n", 0)))
@example("\n\n\n", list(lines_of("\n\n\n", 0, 1)))
@example(f"a text\n\n{LINE}\n", list(lines_of("\n", 0)))
def test_what_is_written_is_read_again(text, lines):
    note = Note(text, tuple(lines))
    assert Note.parse(note.render()) == note


@given(names, texts)
def test_whoever_signs_under_any_name_is_believed(name, text):
    key = VerifierKey(name, signers[0].public)
    assert open_note(sign(text, name, signers[0]).render(), [key]).text == text


PAYLOAD = LINE.rpartition(" ")[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        f"{TEXT}{LINE}\n".encode(),
        f"{LINE}\n".encode(),
        f"\n{LINE}\n".encode(),
        f"{TEXT}\n{LINE}".encode(),
        f"{TEXT}\n{LINE}x".encode(),
        f"{TEXT}\n{LINE}\n\n".encode(),
        f"{TEXT}\n{LINE}\nmore\n".encode(),
        f"{TEXT}\n{LINE} \n".encode(),
        f"{TEXT}\n {LINE}\n".encode(),
        f"{TEXT}\n-{LINE[1:]}\n".encode(),
        f"{TEXT}\n— PeterNeumann\n".encode(),
        f"{TEXT}\n— PeterNeumann \n".encode(),
        f"{TEXT}\n—  {PAYLOAD}\n".encode(),
        f"{TEXT}\n— {PAYLOAD}\n".encode(),
        f"{TEXT}\n— Peter Neumann {PAYLOAD}\n".encode(),
        f"{TEXT}\n— Peter+Neumann {PAYLOAD}\n".encode(),
        f"{TEXT}\n— Peter\u00a0Neumann {PAYLOAD}\n".encode(),
        f"{TEXT}\n— PeterNeumann {PAYLOAD[:-1]}\n".encode(),
        f"{TEXT}\n— PeterNeumann {PAYLOAD[:-3]}N=\n".encode(),
        f"{TEXT}\n— PeterNeumann *{PAYLOAD}\n".encode(),
        f"{TEXT}\n— PeterNeumann è{PAYLOAD}\n".encode(),
        f"{TEXT}\n— PeterNeumann x08goA==\n".encode(),
        f"{TEXT}\n— PeterNeumann x08g\n".encode(),
        f"{TEXT}\n— PeterNeumann AB==\n".encode(),
        NOTE.replace(b"your", b"yo\tur"),
        NOTE.replace(b"your", b"yo\rur"),
        NOTE.replace(b"your", b"yo\x00ur"),
        NOTE.replace(b"your", b"yo\x1fur"),
        NOTE.replace(b"your", b"yo\xffur"),
        NOTE.replace(b"your", b"yo\xed\xa0\x80ur"),
        NOTE.replace(b"\n", b"\r\n"),
    ],
)
def test_a_malformed_note_is_refused_even_where_no_line_matters(data):
    with pytest.raises(BadNote):
        Note.parse(data)


def test_characters_that_are_no_ascii_control_pass():
    text = "è \x7f \x85 \u2028 \N{ZERO WIDTH NO-BREAK SPACE}\n"
    assert open_note(sign(text, keys[0].name, signers[0]).render(), keys).text == text


def test_there_is_a_limit_of_signatures_and_of_length():
    lines = lines_of(TEXT, 0) * MOST_SIGNATURES
    assert Note.parse(Note(TEXT, lines).render()).signatures == lines
    with pytest.raises(BadNote, match="it has 101 signatures, not 1 to 100"):
        Note.parse(Note(TEXT, lines).render() + f"{LINE}\n".encode())
    room = MOST_BYTES - len(NOTE)
    assert len(Note.parse(b"x" * room + NOTE).render()) == MOST_BYTES
    with pytest.raises(BadNote, match="it is longer than 1000000 bytes"):
        Note.parse(b"x" * (room + 1) + NOTE)


@pytest.mark.parametrize("text", ["", "no last newline", "a\ttab\n", "a\rreturn\n", "a lone surrogate \ud800\n"])
def test_a_text_that_cannot_be_written_is_refused(text):
    with pytest.raises(BadNote, match="its text does not end its last line, or has control characters"):
        Note(text, lines_of(TEXT, 0))


def test_a_note_without_signatures_is_none():
    with pytest.raises(BadNote, match="it has 0 signatures"):
        Note(TEXT, ())


@pytest.mark.parametrize(
    ("name", "key_id", "signature"),
    [("", b"1234", b"s"), ("a b", b"1234", b"s"), ("a", b"123", b"s"), ("a", b"12345", b"s"), ("a", b"1234", b"")],
)
def test_a_line_that_cannot_be_written_is_refused(name, key_id, signature):
    with pytest.raises(BadNote, match="lacks a proper name, a key id of 4 bytes, or a signature"):
        SignatureLine(name, key_id, signature)


# ---- keys ------------------------------------------------------------------------------------------


@given(names, st.sampled_from(signers))
def test_a_key_that_is_written_is_read_again(name, signer):
    key = VerifierKey(name, signer.public)
    assert VerifierKey.parse(key.render()) == key


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("moot.example/garage", True),
        ("è", True),
        ("a\x7f", True),
        ("", False),
        (" ", False),
        ("two words", False),
        ("one+one", False),
        ("no\u00a0break", False),
        ("wide\u3000space", False),
        ("next\u0085line", False),
        ("new\nline", False),
        ("bell\x07", False),
        ("\ud800", False),
    ],
)
def test_a_name_has_no_space_no_plus_and_no_control_character(name, good):
    assert is_key_name(name) is good
    if not good:
        with pytest.raises(BadKey, match="its name is empty, or has"):
            VerifierKey(name, signers[0].public)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), *sorted(LOW_ORDER_ENCODINGS)])
def test_a_key_for_which_anyone_can_sign_is_refused(public):
    with pytest.raises(BadKey, match="it is no Ed25519 key of 32 bytes, or one of low order"):
        VerifierKey("moot.example", public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "++",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        KEY[:-1],
        KEY + "=",
        KEY + "\n",
        " " + KEY,
        KEY.replace("c74f20a3", "C74F20A3"),
        KEY.replace("c74f20a3", "c74f20a4"),
        KEY.replace("c74f20a3", ""),
        KEY.replace("Peter", "Petra"),
        KEY.replace("+A", "+B"),
        KEY.replace("ARpc", "ARpd"),
        KEY.replace("+ARpc", "+è"),
        "PeterNeumann+c74f20a3+" + b64encode(b"\x01" + bytes(31)).decode(),
    ],
)
def test_a_text_that_is_no_verifier_key_is_refused(text):
    with pytest.raises(BadKey):
        VerifierKey.parse(text)


def test_a_key_of_another_type_is_refused():
    with pytest.raises(BadKey, match=r"its type is not Ed25519 \(1\)"):
        VerifierKey.parse("PeterNeumann+c74f20a3+" + b64encode(b"\x04" + signers[0].public).decode())


def test_a_key_that_is_not_base64_is_told_so():
    with pytest.raises(BadKey, match=r"it is not written as name\+id\+base64"):
        VerifierKey.parse(KEY.replace("+ARpc", "+*ARpc"))


def test_base64_may_hold_a_plus():
    plus = next(signer for signer in signers if "+" in b64encode(b"\x01" + signer.public).decode())
    key = VerifierKey("moot.example", plus.public)
    assert key.render().count("+") > 2
    assert VerifierKey.parse(key.render()) == key


# ---- whatever arrives ------------------------------------------------------------------------------


def answers(read, given_):
    """Return what `read` makes of it, which may be a refusal and nothing worse."""
    try:
        return read(given_)
    except RecordFailure:
        return None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    note = answers(Note.parse, data)
    assert note is None or note.render() == data


@given(st.integers(0, len(NOTE)), st.integers(0, 9), st.binary(max_size=9))
def test_a_note_with_a_piece_replaced_is_read_or_refused(start, length, piece):
    data = NOTE[:start] + piece + NOTE[start + length :]
    note = answers(Note.parse, data)
    assert note is None or note.render() == data
    opened = answers(lambda bent: open_note(bent, [VerifierKey.parse(KEY)]), data)
    assert opened is None or opened.text == TEXT


@given(st.text(max_size=60) | st.text("+=Aa1 \n—", max_size=60))
def test_any_text_is_a_key_or_is_refused(text):
    for kind in (VerifierKey, SignatureLine):
        read = answers(kind.parse, text)
        assert read is None or read.render() == text


@given(st.integers(0, len(KEY)), st.integers(0, 4), st.text("+=Aa1ARpc", max_size=4))
def test_a_key_with_a_piece_replaced_is_refused(start, length, piece):
    text = KEY[:start] + piece + KEY[start + length :]
    read = answers(VerifierKey.parse, text)
    assert read is None or read.render() == text == KEY
