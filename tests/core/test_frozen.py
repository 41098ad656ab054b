"""What a proposal took along at submission decides it: whatever changes around it later changes nothing for it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.canonical import digest
from moot.core.charter import DAY, Agency, Awareness, Metering, Purpose, Structure, Windows
from moot.core.commands import Delegate
from moot.core.events import DelegatesVoted
from moot.core.proposal import FINAL
from tests.core.house import LINKS, House, charter


def another_charter():
    """A charter in which every number that a proposal could read is another one."""
    old = charter()
    structure, purpose = old.structure, old.purpose
    windows = Windows(*(getattr(structure.windows, name) // 3 + 7 for name in Windows.__slots__))
    mandates = tuple(replace(each, seats=1) for each in structure.mandates)
    [kind] = structure.actions
    kinds = (replace(kind, executor="m1.ai", horizon=7, explorable=not kind.explorable),)
    values = tuple(replace(each, floor=MILLION - 1, weight=500_000) for each in purpose.values)
    kept = {"links", "guardians", "trials"}
    changed = {name: getattr(old.agency, name) * 2 + 3 for name in Agency.__slots__ if name not in kept}
    return replace(
        old,
        purpose=Purpose("Otherwise.", values),
        structure=Structure(mandates, ("fir",), kinds, windows, MILLION, 0, 0, structure.epoch),
        awareness=Awareness(tuple(Metering(each.id, ("ed.ai", "m2.ai"), 0) for each in values)),
        agency=Agency(**{**changed, "links": LINKS}),
        clarity=replace(old.clarity, conditions=0, findings=0),
    )


class Divided(House):
    """A house whose forecasters differ, so that it matters how each weighs, and of whom three let gus vote for them."""

    def hopeful(self, agent, version, value):
        return super().hopeful(agent, version, value) + 7_000 * "abcdefg".index(agent[0])

    def vote(self, choose=lambda _: "for"):
        super().vote(lambda owner: None if owner in HANDED_ON else choose(owner))


def played(change, at):
    house = Divided()
    for owner in HANDED_ON:
        house.file(f"{owner}.human", Delegate("all", "gus", house.now + DAY))
    house.propose()
    house.to(at)
    if house.state.proposals:
        house.state = change(house.state)
    house.to("closed")
    return house


HANDED_ON = ("dee", "eli", "flo")
REACHED = ("drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "executing", "measuring")


@pytest.mark.parametrize("at", REACHED)
def test_no_rule_reads_a_charter_newer_than_the_proposals(at):
    plain = played(lambda state: state, at)
    other = played(lambda state: replace(state, charter=another_charter()), at)
    assert other.events == plain.events
    assert len(other.told(DelegatesVoted)[0].spoken) == 1  # of seven owners one votes for two, itself included
    assert other.closed.outcome in FINAL


@settings(max_examples=20)
@given(st.sampled_from(REACHED), st.integers(0, MILLION))
def test_later_weights_influence_and_voices_change_neither_the_pools_nor_the_paper_nor_the_count(at, share):
    def change(state):
        weights = {"safety": share, "thrift": MILLION - share}
        voices = {name: replace(owner, voice=name != "bo") for name, owner in state.owners.items()}
        masses = {value: {**each, "bo": each["bo"] + each["cy"], "cy": 0} for value, each in state.influence.items()}
        return replace(state, weights=weights, owners=voices, influence=masses)

    plain, other = played(lambda state: state, at), played(change, at)
    learned = {"InfluenceUpdated"}  # what was learned is added to what influence is by then
    same = [[each for each in house.events if type(each).__name__ not in learned] for house in (plain, other)]
    assert digest(same[0]) == digest(same[1])
