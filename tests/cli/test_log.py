import json

import pytest

from moot.core.commands import Review
from moot.core.events import EVENTS, CreditsMoved, EpochClosed, ReviewOpened, VoteCast
from moot.views.sentences import QUIET, SENTENCES, followed, sentence


def test_every_event_has_a_sentence():
    assert set(SENTENCES) == set(EVENTS.values())


def test_every_sentence_fits_its_event(whole):
    events = [event for told in whole[1] for event in told.events]
    assert len({type(event) for event in events}) > 30
    for event in events:
        assert "{" not in sentence(event)


@pytest.mark.parametrize(
    ("stance", "said"),
    [
        ("for", "bo.ai is for it on warmth"),
        ("could_live", "bo.ai could live with it on warmth"),
        ("against", "bo.ai is against it on warmth"),
    ],
)
def test_each_stance_makes_a_sentence(stance, said):
    assert sentence(ReviewOpened("p", "a", "bo.ai", "warmth", Review(stance), 0)) == said


def test_alike_events_are_said_once():
    votes = [VoteCast("p", "a", owner, "x", "s") for owner in ("ana", "bo", "cy")]
    assert followed([*votes, EpochClosed(2)]) == "a sealed vote for ana and 2 others alike; epoch 2 is closed"


def test_what_every_act_brings_along_is_said_only_where_nothing_else_is():
    move = CreditsMoved("mint", "fund", 2_000_000, "agency.fund", None)
    assert type(move) in QUIET
    assert followed([move, EpochClosed(2)]) == "epoch 2 is closed"
    assert followed([move]) == "2.00 credits move"
    assert followed([]) == "nothing followed"


def test_the_log_has_a_line_for_each_entry(moot, whole):
    folder, entries = whole
    rows = moot("log", folder).output.splitlines()
    assert len(rows) == len(entries)
    for row, told in zip(rows, entries, strict=True):
        assert row.split()[0] == str(told.index)
        assert told.act.by in row
        assert type(told.act.command).__name__ in row
    assert "2027-01-15 08:00:00" in rows[0]
    assert rows[-1].endswith("settled: executed, measured and settled")


def test_a_part_of_the_log(moot, whole):
    rows = moot("log", whole[0], "--start", 3, "--limit", 2).output.splitlines()
    assert [row.split()[0] for row in rows] == ["3", "4"]
    assert moot("log", whole[0], "--start", 10_000).output == ""


def test_the_log_in_json_has_every_event(moot, whole):
    folder, entries = whole
    rows = [json.loads(row) for row in moot("log", folder, "--json").output.splitlines()]
    assert [row["kind"] for row in rows] == ["entry"] * len(entries)
    assert [row["id"] for row in rows] == [told.id for told in entries]
    assert [[each["event"] for each in row["events"]] for row in rows] == [
        [type(event).__name__ for event in told.events] for told in entries
    ]


@pytest.mark.parametrize("command", [["log"], ["minutes"], ["charter", "show"]])
def test_an_entry_that_cannot_be_read_ends_the_reading(moot, folder, spoil, command):
    spoil("UPDATE entry SET act = x'7b' WHERE place = 0")
    said = moot(*command, folder)
    assert said.exit_code == 7
    assert "entry 0 cannot be read" in said.stderr
    assert "moot verify" in said.stderr
