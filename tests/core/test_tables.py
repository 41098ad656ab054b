"""The tables are total, and the drawings tell the truth."""

import re
from typing import get_args

import pytest

from moot.core import assembly, commands, events, refusal
from moot.core.assembly.evolve import TABLE
from moot.core.assembly.hearing import HEARING
from moot.core.assembly.moving import MOVES
from moot.core.assembly.rounds import TURNS
from moot.core.canonical import plain
from moot.core.charter import Windows
from moot.core.commands import COMMANDS, SEALS, Command, Sealed
from moot.core.dispute import DISPUTE_STAGES
from moot.core.events import EVENTS, Event
from moot.core.funding import ROUND_STAGES
from moot.core.membership import ALWAYS, CLERK, RECOVERY
from moot.core.proposal import FINAL, OPENING, STAGES, WITHDRAWABLE
from moot.core.refusal import Refused


def test_every_command_has_its_row():
    assert set(assembly._TABLE) == set(get_args(Command)) == set(COMMANDS.values())  # noqa: SLF001


def test_every_event_has_its_row():
    assert set(TABLE) == set(get_args(Event)) == set(EVENTS.values())


def test_every_stage_has_its_move_and_leads_somewhere_that_exists():
    assert set(MOVES) == set(STAGES)
    for stage in STAGES.values():
        assert stage.leads
        assert set(stage.leads) <= {*STAGES, *FINAL}
        assert set(stage.acts) <= set(COMMANDS)


def test_every_stage_of_a_dispute_has_its_step_is_reached_and_leads_to_its_end():
    assert set(HEARING) == set(DISPUTE_STAGES)
    reached, line = {"summoning"}, ["summoning"]
    while line:
        stage = DISPUTE_STAGES[line.pop()]
        assert "closed" in stage.leads
        assert set(stage.acts) <= set(COMMANDS)
        fresh = set(stage.leads) - reached - {"closed"}
        reached |= fresh
        line += fresh
    assert reached == set(DISPUTE_STAGES)


def test_every_stage_of_a_round_has_its_turn_is_reached_and_leads_to_its_end():
    assert set(TURNS) == set(ROUND_STAGES)
    line = ["submission"]
    while line[-1] != "closed":
        stage = ROUND_STAGES[line[-1]]
        assert set(stage.acts) <= set(COMMANDS)
        line += [each for each in stage.leads if each not in line]
    assert line == [*ROUND_STAGES, "closed"]


def test_every_stage_is_reached_and_leads_to_an_end():
    reached, line = {"waiting", "drawing", "round"}, ["waiting", "drawing", "round"]
    while line:
        fresh = [each for each in STAGES[line.pop()].leads if each not in reached and each in STAGES]
        reached |= set(fresh)
        line += fresh
    assert reached == set(STAGES)
    ending = set(FINAL)
    while more := {name for name, stage in STAGES.items() if set(stage.leads) & ending} - ending:
        ending |= more
    assert ending >= set(STAGES)


def test_what_can_be_withdrawn_says_so():
    assert {name for name, stage in STAGES.items() if "withdrawn" in stage.leads} == WITHDRAWABLE
    assert {name for name in STAGES if name.startswith("opening_")} == OPENING


def test_rights_name_acts_that_exist():
    assert set(COMMANDS) >= ALWAYS | CLERK | RECOVERY


def test_every_sealed_act_has_its_payload():
    assert set(SEALS) == set(get_args(Sealed))
    assert {payload.__name__ for payload in SEALS.values()} == {
        "Review",
        "Forecast",
        "Vote",
        "Measure",
        "Verdict",
        "Ballot",
    }


@pytest.mark.parametrize("index", [commands, events])
def test_an_index_names_everything_of_its_topics(index):
    assert set(index.__all__) >= set(COMMANDS if index is commands else EVENTS)
    assert all(hasattr(index, name) for name in index.__all__)


def family(reason, depth=0):
    yield depth, reason.__name__
    for each in reason.__subclasses__():
        yield from family(each, depth + 1)


def test_the_tree_of_refusals_is_drawn_as_it_is():
    rows = re.findall(r"^ {4}([│├└─ ]*)([A-Z]\w+)(?: +(.*))?$", refusal.__doc__, re.MULTILINE)
    assert [(len(lead) // 4, name) for lead, name, _ in rows] == list(family(Refused))


def test_every_refusal_is_drawn_with_what_it_means():
    said = {
        name: text for _, name, text in re.findall(r"^ {4}([│├└─ ]*)([A-Z]\w+) +(.*)$", refusal.__doc__, re.MULTILINE)
    }
    for _, name in list(family(Refused))[1:]:
        assert said[name]


def test_the_windows_of_the_charter_are_those_of_the_stages():
    names = set(Windows.__slots__)
    stages = {stage.removesuffix("_standins") for stage in (*STAGES, *DISPUTE_STAGES)}
    named = {"opening", "execution", "challenge", "appeal", "pause"}  # otherwise than their stages
    assert stages >= names - named


@pytest.mark.parametrize("thing", [1.5, b"x", object()])
def test_what_has_no_exact_form_is_not_canonical(thing):
    with pytest.raises(TypeError, match="no canonical form"):
        plain({"x": thing})


def test_sets_are_sorted():
    assert plain(frozenset("cab")) == ["a", "b", "c"]
