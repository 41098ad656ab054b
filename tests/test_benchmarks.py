"""The benchmarks run, in a tiny size, so that none of them rots; what they find is nobody's matter here."""

import random

import numpy as np
import pytest

from benchmarks import _members, _town
from benchmarks.__main__ import find, main, sentence
from benchmarks._measure import Found, interleaved
from benchmarks.ballot import ballot, counted, decided
from benchmarks.delegation import doubled, handed_on
from benchmarks.mediation import most_supporters, question, reached
from benchmarks.weights import floats, wishes
from moot.clerk.audit import audit
from moot.core import delegation
from moot.core.events import ProposalClosed
from moot.core.values import ladder
from moot.wire.entry import tell

OF_A_SEASON = {"season", "faults", "plots"}  # these play or draw whole seasons, which the laboratory's tests do
TINY = {
    "auditing": ["--decisions", "1"],
    "ballot": ["--owners", "60"],
    "decisions": ["--decisions", "1"],
    "delegation": ["--owners", "60"],
    "filing": ["--acts", "20", "--flights", "1", "16"],
    "growth": ["--entries", "500", "--owners", "60", "--proposals", "2", "--reweighed", "50"],
    "http": ["--clients", "1", "3", "--acts", "12", "--pages", "16", "--readers", "3", "--events", "2"],
    "schulze": ["--options", "4", "--papers", "30", "--alone"],
    "shares": ["--projects", "5", "--papers", "30", "--alone"],
    "mediation": ["--owners", "3", "--questions", "2"],
    "stages": ["--group", "4"],
    "start": [],
    "weights": ["--owners", "10", "--values", "3"],
}
KNOWN = find()


def test_every_benchmark_answers_a_question_and_is_run_here():
    assert set(KNOWN) - OF_A_SEASON == set(TINY)
    assert all(sentence(module).endswith(".") for module in KNOWN.values())


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_every_benchmark_says_how_it_is_asked(name, capsys):
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert f"./dev bench {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(TINY))
def test_a_benchmark_prints_its_figures_beside_a_yardstick(name, capsys):
    main([name, "--repeats", "1", *TINY[name]])
    said = capsys.readouterr().out
    assert "x first" in said
    assert "cpus" in said


def test_a_benchmark_that_does_not_exist_is_refused_by_name():
    with pytest.raises(SystemExit, match="there is no benchmark 'speed'"):
        main(["speed"])


def test_sides_take_turns_and_a_first_round_is_not_counted():
    turns = []
    sides = {name: lambda name=name: turns.append(name) or float(len(turns)) for name in ("yardstick", "ours")}
    found = interleaved(2, sides)
    assert turns == ["yardstick", "ours"] * 3
    assert [each.figures for each in found] == [(3.0, 5.0), (4.0, 6.0)]


def test_a_ratio_is_taken_round_by_round():
    yardstick, ours = Found("yardstick", (1.0, 10.0, 100.0)), Found("ours", (4.0, 10.0, 300.0))
    assert ours.ratio(yardstick) == 3.0


def test_a_decision_of_the_benchmarks_is_the_one_that_was_promised():
    with (town := _town.Town(_town.SEATED)).hall as hall:
        _members.decide(town)
        acts = [tell(entry) for entry in hall.store.read(0, hall.store.size())]
        names = [type(each.act.command).__name__ for each in acts]
        wanted = {"FileReview": 15, "OfferAmendment": 2, "FileForecast": 15, "CastVote": 60, "OpenEnvelope": 92}
        assert {name: names.count(name) for name in wanted} == wanted
        [closed] = [event for each in acts for event in each.events if isinstance(event, ProposalClosed)]
        assert closed.outcome == "settled"
        assert audit(hall.store).envelopes == 92


def test_a_house_and_a_town_take_the_same_acts():
    house = _town.House(_town.SEATED)
    _members.decide(house)
    with (town := _town.Town(_town.SEATED)).hall as hall:
        _members.decide(town)
        kinds = [type(tell(entry).act.command) for entry in hall.store.read(0, hall.store.size())]
    assert [type(each.act.command) for each in house.filed] == kinds


def test_the_ballot_in_mutable_dictionaries_counts_what_the_rules_count():
    before, filed = ballot(_town.SEATED)
    assert counted(before, filed)
    [proposal] = decided(before, filed).proposals.values()
    assert list(proposal.votes.values()) == ["for"] * _town.SEATED


def test_the_weights_in_floats_are_the_exact_ones_within_two_ppm():
    vectors = wishes(50, 4)
    near = floats(np.array(vectors) / 1_000_000) * 1_000_000
    assert all(abs(ours - other) <= 2 for ours, other in zip(ladder(vectors)[1], near, strict=True))


def test_trying_every_set_of_owners_finds_what_the_compromise_finds():
    chance = random.Random(3)
    found = [(reached(asked), most_supporters(asked)) for asked in [question(chance, 4) for _ in range(5)]]
    assert all(ours == best for ours, best in found)
    assert most_supporters(question(chance, 1)) == 1


def test_the_roots_that_the_yardstick_finds_are_those_of_whoever_is_counted():
    to, voted = handed_on(200)
    root, _ = delegation.roots(to, voted)
    ends = doubled(np.array(to), np.array(voted)).tolist()
    assert [end for end, each in zip(ends, root, strict=True) if each >= 0] == [each for each in root if each >= 0]
