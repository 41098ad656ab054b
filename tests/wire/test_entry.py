"""A leaf holds the act's own bytes, the hash of the events, and what the clerk added."""

import json
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import SAFE
from moot.core.canonical import canonical
from moot.core.commands import Act, CommitChance
from moot.core.events import EpochClosed
from moot.wire.acts import act_id, write_act
from moot.wire.canonical import LARGEST_ACT
from moot.wire.entry import Entry, Told, leaf, tell, text_hash
from moot.wire.events import write_events

ACT = Act("", "ana", "11" * 32, 1, 3, 2, CommitChance("00" * 32))
NUMBERS = st.integers(0, SAFE)


@given(NUMBERS, NUMBERS, st.binary(), st.binary())
def test_a_leaf_is_canonical_json_around_the_act_s_own_bytes(index, received, signature, events):
    entry = Entry(index, received, write_act(ACT), signature, events)
    said = {
        "act": json.loads(entry.act),
        "events": sha256(events).hexdigest(),
        "index": index,
        "received": received,
        "signature": signature.hex(),
    }
    assert leaf(entry) == canonical(said)


def test_the_largest_leaf_fits_a_tile():
    assert len(leaf(Entry(SAFE, SAFE, b" " * LARGEST_ACT, bytes(64), b""))) <= 65_535


def test_what_is_told_is_what_was_entered():
    data = write_act(ACT)
    entry = Entry(4, 9, data, b"", write_events([EpochClosed(2)]))
    assert tell(entry) == Told(4, act_id(data), 9, ACT, (EpochClosed(2),))


def test_a_text_s_name_hangs_on_its_salt():
    assert text_hash("00" * 32, "aye") != text_hash("01" * 32, "aye")
    assert text_hash("00" * 32, "aye") != text_hash("00" * 32, "nay")
