"""A checkpoint is the log's word: one spelling, one log, one size, one root."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.record.checkpoint import LARGEST_SIZE, Checkpoint, open_checkpoint, read_checkpoint
from moot.record.failure import BadCheckpoint, BadNote, RecordFailure
from moot.record.note import Note, VerifierKey, is_key_name, sign
from moot.record.signature import Signer
from moot.record.tree import EMPTY_ROOT, Frontier, leaf_hash

# The example of C2SP tlog-checkpoint.
PUBLISHED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""

ORIGIN = "moot.example/garage"
ROOT = b64encode(EMPTY_ROOT).decode()
LOG, WITNESS = Signer.from_seed(b"\x01" * 32), Signer.from_seed(b"\x02" * 32)
LOG_KEY = VerifierKey(ORIGIN, LOG.public)
WITNESS_KEY = VerifierKey("witness.example", WITNESS.public)

lines = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), min_size=1, max_size=20)
checkpoints = st.builds(
    Checkpoint,
    origin=lines.filter(is_key_name),
    size=st.integers(0, LARGEST_SIZE),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(lines, max_size=3).map(tuple),
)


def test_the_example_of_the_specification_is_read():
    checkpoint = Checkpoint.parse(Note.parse(PUBLISHED.encode()).text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert PUBLISHED.startswith(checkpoint.render())


@given(checkpoints)
def test_what_is_written_is_read_again(checkpoint):
    assert Checkpoint.parse(checkpoint.render()) == checkpoint


@given(checkpoints)
def test_what_a_log_signs_is_its_word(checkpoint):
    published = checkpoint.sign(LOG).render()
    assert open_checkpoint(published, [VerifierKey(checkpoint.origin, LOG.public)]) == checkpoint


def test_a_checkpoint_states_origin_size_and_root_of_44_characters():
    frontier = Frontier().extend(leaf_hash(b"%d" % number) for number in range(1000))
    origin, size, root, rest = Checkpoint(ORIGIN, frontier.size, frontier.root()).render().split("\n")
    assert (origin, size, len(root), rest) == (ORIGIN, "1000", 44, "")


def test_unknown_extension_lines_are_kept():
    text = f"{ORIGIN}\n0\n{ROOT}\nsome words\n 2\n"
    assert Checkpoint.parse(text).extensions == ("some words", " 2")
    assert Checkpoint.parse(text).render() == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "on lines of their own"),
        (f"{ORIGIN}\n0\n", "on lines of their own"),
        (f"{ORIGIN}\n0\n{ROOT}", "on lines of their own"),
        (f"{ORIGIN}\n0\n{ROOT}\nno last newline", "on lines of their own"),
        (f"\n0\n{ROOT}\n", "its origin is empty, or has a space"),
        (f"two words\n0\n{ROOT}\n", "its origin is empty, or has a space"),
        (f"one+one\n0\n{ROOT}\n", "its origin is empty, or has a space"),
        (f"{ORIGIN}\r\n0\r\n{ROOT}\r\n", "its size is not a plain decimal number|its origin"),
        *(
            (f"{ORIGIN}\n{size}\n{ROOT}\n", "its size is not a plain decimal number")
            for size in (
                "",
                "00",
                "01",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1_0",
                "1.0",
                "0x1",
                "1e3",
                "\N{ARABIC-INDIC DIGIT ONE}",
                "\N{FULLWIDTH DIGIT ONE}",
                "9" * 20,
                "9" * 5000,
            )
        ),
        (f"{ORIGIN}\n{LARGEST_SIZE + 1}\n{ROOT}\n", "its size is not between"),
        *(
            (f"{ORIGIN}\n0\n{root}\n", "its root")
            for root in ("", "AAAA", ROOT[:-1], ROOT + "=", ROOT + "A", " " + ROOT, ROOT[:-2] + "V=", "è" + ROOT[1:])
        ),
        (f"{ORIGIN}\n0\n{ROOT[:-4]}AAAA\n", "its root has 33 bytes"),
        (f"{ORIGIN}\n0\n{ROOT[:-4]}\n", "its root has 30 bytes"),
        (f"{ORIGIN}\n0\n{ROOT[:-2]}V=\n", "its root is base64 of an unusual spelling"),
        (f"{ORIGIN}\n0\n{ROOT}\n\n", "an extension line is empty"),
        (f"{ORIGIN}\n0\n{ROOT}\n\nmore\n", "an extension line is empty"),
        (f"{ORIGIN}\n0\n{ROOT}\na\ttab\n", "an extension line is empty, or has a control character"),
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text, why):
    with pytest.raises(BadCheckpoint, match=why):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "parts",
    [
        {"origin": ""},
        {"origin": "two words"},
        {"origin": "two\nlines"},
        {"origin": "one+one"},
        {"size": -1},
        {"size": LARGEST_SIZE + 1},
        {"root": bytes(31)},
        {"root": b""},
        {"extensions": ("",)},
        {"extensions": ("fine", "two\nlines")},
        {"extensions": ("\ud800",)},
    ],
)
def test_what_cannot_be_written_is_refused_at_once(parts):
    with pytest.raises(BadCheckpoint):
        Checkpoint(**{"origin": ORIGIN, "size": 0, "root": EMPTY_ROOT, **parts})


def test_a_witness_may_not_speak_for_the_log():
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).render()
    note = sign(text, WITNESS_KEY.name, WITNESS)
    with pytest.raises(BadCheckpoint, match="no known key of its origin has signed it"):
        open_checkpoint(note.render(), [LOG_KEY, WITNESS_KEY])


def test_one_log_may_not_speak_for_another():
    other = Checkpoint("moot.example/roof", 0, EMPTY_ROOT)
    with pytest.raises(BadCheckpoint, match="no known key of its origin has signed it"):
        open_checkpoint(sign(other.render(), ORIGIN, LOG).render(), [LOG_KEY])


def test_a_witness_beside_the_log_does_no_harm():
    checkpoint = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    witnessed = sign(checkpoint.render(), WITNESS_KEY.name, WITNESS).signatures
    note = Note(checkpoint.render(), witnessed + checkpoint.sign(LOG).signatures)
    assert open_checkpoint(note.render(), [LOG_KEY, WITNESS_KEY]) == checkpoint
    assert open_checkpoint(note.render(), [LOG_KEY]) == checkpoint


def test_during_a_change_of_keys_either_key_of_the_origin_will_do():
    new = Signer.from_seed(b"\x03" * 32)
    checkpoint = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    note = Note(checkpoint.render(), checkpoint.sign(LOG).signatures + checkpoint.sign(new).signatures)
    for known in ([LOG_KEY], [VerifierKey(ORIGIN, new.public)], [LOG_KEY, VerifierKey(ORIGIN, new.public)]):
        assert open_checkpoint(note.render(), known) == checkpoint


def test_a_checkpoint_by_nobody_we_know_is_refused():
    with pytest.raises(BadNote, match="no key that you know has signed it"):
        open_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT).sign(WITNESS).render(), [LOG_KEY])


def test_what_a_note_claims_is_read_whoever_signed_it():
    said = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    for signer in (LOG, WITNESS):
        assert read_checkpoint(said.sign(signer).render()) == said
    assert read_checkpoint(sign(said.render(), "somebody.example", WITNESS).render()) == said


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_a_checkpoint_or_refused(data):
    for whole in (data, data + b"\n\n" + Checkpoint(ORIGIN, 0, EMPTY_ROOT).sign(LOG).render()):
        with pytest.raises(RecordFailure):
            read_checkpoint(whole)


def test_a_signed_text_that_is_no_checkpoint_is_refused():
    with pytest.raises(BadCheckpoint):
        open_checkpoint(sign("the ayes have it\n", ORIGIN, LOG).render(), [LOG_KEY])


def answers(text):
    """Return what the parser makes of `text`, which may be a refusal and nothing worse."""
    try:
        return Checkpoint.parse(text)
    except RecordFailure:
        return None


@given(st.text(max_size=80) | st.text("a+ \n0123=A", max_size=80))
def test_any_text_is_a_checkpoint_or_is_refused(text):
    read = answers(text)
    assert read is None or read.render() == text


@given(st.integers(0, 70), st.integers(0, 5), st.text("\n0aA= \x00è+", max_size=5))
def test_a_checkpoint_with_a_piece_replaced_is_read_or_refused(start, length, piece):
    whole = Checkpoint(ORIGIN, 1234, EMPTY_ROOT, ("words",)).render()
    text = whole[:start] + piece + whole[start + length :]
    read = answers(text)
    assert read is None or read.render() == text


@given(st.lists(st.text("0123456789 +-_é\n", max_size=22), min_size=3, max_size=4))
def test_any_lines_are_a_checkpoint_or_are_refused(parts):
    text = "\n".join([*parts, ""])
    read = answers(text)
    assert read is None or read.render() == text
