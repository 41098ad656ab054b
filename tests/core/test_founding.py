"""Founding: who is there, what is in force, and which charters cannot stand."""

from dataclasses import replace

import pytest

from moot.core.act import MILLION
from moot.core.assembly import EMPTY, decide
from moot.core.charter import (
    DAY,
    CharterLane,
    Kind,
    LaneRule,
    Mandate,
    Metering,
    Term,
    Windows,
    WorstCase,
    Worth,
    faults,
)
from moot.core.commands import Act, Filed, FoundingTarget
from moot.core.refusal import (
    BadShape,
    CharterWouldLock,
    KeyNotValid,
    OutOfBounds,
    OutOfTime,
    Refused,
    UnknownMember,
    WrongMoot,
)
from tests.core.house import OWNERS, House, charter, founding, key_of
from tests.core.refusing import NONE, reads_well

NOW = 1_800_000_000_000
SAFE = charter()
[HEAT] = SAFE.structure.actions


def with_(section, **changes):
    return replace(SAFE, **{section: replace(getattr(SAFE, section), **changes)})


def with_kind(**changes):
    return with_("structure", actions=(replace(HEAT, **changes),))


def with_window(**changes):
    return with_("structure", windows=Windows(**changes))


FAULTS = {
    "a value twice": (with_("purpose", values=(SAFE.purpose.values[0],) * 2), "purpose.values"),
    "weights that sum to less": (
        with_("purpose", values=(Worth("safety", "", 1, 0), Worth("thrift", "", 2, 0))),
        "purpose.values",
    ),
    "a mandate twice": (with_("structure", mandates=(Mandate("a", ("safety",)),) * 2), "structure.mandates"),
    "a kind twice": (with_("structure", actions=(HEAT, replace(HEAT, target="x"))), "structure.actions"),
    "a target twice": (with_("structure", actions=(HEAT, replace(HEAT, id="x"))), "structure.actions"),
    "a family twice": (with_("structure", families=("oak", "oak")), "structure.families"),
    "a mandate over no value": (with_("structure", mandates=(Mandate("a", ("x",)),)), "structure.mandates.a"),
    "a quorum of nobody": (with_("structure", quorum=0), "structure.quorum"),
    "a quorum of more than all": (with_("structure", quorum=1_000_001), "structure.quorum"),
    "an epoch of no length": (with_("structure", epoch=0), "structure.epoch"),
    "a ballot of no length": (with_window(ballot=0), "structure.windows.ballot"),
    "a review without a half": (with_window(review=1), "structure.windows.review"),
    "a forecast without a half": (with_window(forecast=1), "structure.windows.forecast"),
    "a term twice": (with_kind(terms=(Term("a", "", 0, 1),) * 2), "structure.actions.set_heat"),
    "a term of no range": (
        with_kind(terms=(Term("a", "", 2, 1),), worst_case=WorstCase(0, {})),
        "structure.actions.set_heat.terms.a",
    ),
    "a worst case of no term": (with_kind(worst_case=WorstCase(0, {"x": 1})), "structure.actions.set_heat.worst_case"),
    "a horizon longer than the meters' window": (
        with_window(measuring=HEAT.horizon),
        "structure.actions.set_heat.horizon",
    ),
    "a value metered twice": (
        with_("awareness", metering=(*SAFE.awareness.metering, SAFE.awareness.metering[0])),
        "awareness.metering",
    ),
    "a value without meters": (with_("awareness", metering=SAFE.awareness.metering[:1]), "awareness.metering.thrift"),
    "meters of no value": (
        with_("awareness", metering=(*SAFE.awareness.metering, Metering("x", ("m1.ai", "m2.ai")))),
        "awareness.metering.x",
    ),
    "one meter alone": (
        with_("awareness", metering=(Metering("safety", ("m1.ai", "m1.ai")), SAFE.awareness.metering[1])),
        "awareness.metering.safety",
    ),
    "exploring more than half": (with_("agency", exploration=500_001), "agency.exploration"),
    "a lane for a kind that is none": (
        with_("structure", lanes=(LaneRule("x", "panel", ("x",)),)),
        "structure.lanes.x",
    ),
    "a rule twice": (with_("structure", lanes=(LaneRule("x", "panel"), LaneRule("x", "panel"))), "structure.lanes"),
    "a timelock of no length": (
        with_("structure", charter=CharterLane(timelock=0)),
        "structure.charter.timelock",
    ),
    "more people than there are": (
        with_("structure", charter=CharterLane(people=MILLION + 1)),
        "structure.charter.people",
    ),
    "a kind that is called like the charter": (with_kind(id="charter"), "structure.actions"),
    "a target that is called like the charter": (with_kind(target="charter"), "structure.actions"),
    "a changed charter that nobody could measure": (
        with_("structure", charter=CharterLane(horizon=15 * DAY)),
        "structure.charter.horizon",
    ),
    "chance that is the clerk's alone": (with_("agency", contributors=0), "agency.contributors"),
    "a chain of one link": (with_("agency", links=1), "agency.links"),
    "a bond that nobody has": (with_("agency", grant=47_999_999), "agency.grant"),
    "a fund that never pays": (with_("agency", fund=49_999_999, income=0), "agency.fund"),
    "acts that never live": (with_("clarity", lifetime=0), "clarity.lifetime"),
    "clocks that never agree": (with_("clarity", skew=0), "clarity.skew"),
}


@pytest.mark.parametrize(("law", "clause"), FAULTS.values(), ids=FAULTS)
def test_each_fault_names_its_clause_and_the_founding_is_refused(law, clause):
    found = list(faults(law))
    assert found[0].clause == clause
    assert all(fault.why and not fault.mend.endswith(".") for fault in found)
    with pytest.raises(CharterWouldLock) as caught:
        House(law)
    assert caught.value.clause == clause


@pytest.mark.parametrize(
    "law", [SAFE, with_window(review=2, forecast=2), with_("agency", exploration=500_000, links=2)]
)
def test_a_charter_at_its_limits_stands(law):
    assert not list(faults(law))


PLAIN = founding()
ANA, *REST = PLAIN.owners
PERSON = ANA.agents[1]


def with_ana(*agents, **changes):
    return replace(PLAIN, owners=(replace(ANA, agents=agents, **changes), *REST))


def served_by_one(owners):
    *others, first, second = owners
    return (*others, replace(first, agents=(*first.agents, *second.agents)))


FOUNDINGS = {
    "an owner twice": (replace(PLAIN, owners=(ANA, *PLAIN.owners)), OutOfBounds),
    "an agent twice": (with_ana(PERSON, replace(ANA.agents[0], id="bo.ai")), OutOfBounds),
    "an agent called like the clerk": (with_ana(PERSON, replace(ANA.agents[0], id="clerk")), OutOfBounds),
    "an owner called like the clerk": (
        replace(
            PLAIN,
            owners=(
                *PLAIN.owners,
                replace(REST[-1], id="clerk", agents=(replace(REST[-1].agents[0], id="x", key=NONE),)),
            ),
        ),
        OutOfBounds,
    ),
    "a key twice": (with_ana(PERSON, replace(ANA.agents[0], key=key_of("bo.ai"))), OutOfBounds),
    "nobody with voice": (
        replace(PLAIN, owners=tuple(replace(each, voice=False) for each in PLAIN.owners)),
        OutOfBounds,
    ),
    "voice without a person": (with_ana(ANA.agents[0]), OutOfBounds),
    "a person who may not vote": (with_ana(replace(PERSON, may=("WeighValues",))), OutOfBounds),
    "a person who may not weigh values": (with_ana(replace(PERSON, may=("CastVote",))), OutOfBounds),
    "a mind that votes for a person who may not": (
        with_ana(replace(PERSON, may=()), replace(ANA.agents[0], may=("CastVote", "WeighValues"))),
        OutOfBounds,
    ),
    "a strange right": (with_ana(replace(PERSON, may=(*PERSON.may, "Rule"))), BadShape),
    "a strange mandate": (with_ana(replace(PERSON, mandates=("beauty",))), OutOfBounds),
    "no executor": (replace(PLAIN, owners=tuple(each for each in PLAIN.owners if each.id != "ed")), UnknownMember),
    "no meter": (replace(PLAIN, owners=tuple(each for each in PLAIN.owners if each.id != "m2")), UnknownMember),
    "meters of one owner": (replace(PLAIN, owners=served_by_one(PLAIN.owners)), CharterWouldLock),
    "no terms in force": (replace(PLAIN, targets=(FoundingTarget("dance", {}),)), OutOfBounds),
    "terms of a strange kind": (replace(PLAIN, targets=(*PLAIN.targets, FoundingTarget("dance", {}))), OutOfBounds),
    "terms twice": (replace(PLAIN, targets=PLAIN.targets * 2), OutOfBounds),
    "terms out of bounds": (
        replace(PLAIN, targets=(FoundingTarget("set_heat", {"degrees": 50, "hours": 1}),)),
        OutOfBounds,
    ),
}


def with_voice(served):
    """Give voice, and a person to use it, to the owner of an executor or meter."""
    person = replace(PERSON, id=f"{served}.human", key=key_of(f"{served}.human"))
    owners = tuple(
        replace(each, agents=(*each.agents, person), voice=True) if each.id == served else each for each in PLAIN.owners
    )
    return replace(PLAIN, owners=owners)


@pytest.mark.parametrize(
    ("served", "clause"),
    [("ed", "structure.actions.set_heat.executor"), ("m1", "awareness.metering"), ("m2", "awareness.metering")],
)
def test_an_owner_of_an_executor_or_meter_has_no_voice(served, clause):
    with pytest.raises(OutOfBounds, match="has voice, and executes or measures") as caught:
        House(first=with_voice(served))
    assert caught.value.clause == clause
    reads_well(caught.value, SAFE)


def with_tips(number):
    owners = tuple(replace(each, tip=each.tip if at < number else None) for at, each in enumerate(PLAIN.owners))
    return replace(PLAIN, owners=owners)


def test_one_owner_more_than_contribute_commits_to_chance():
    House(first=with_tips(4))
    with pytest.raises(CharterWouldLock, match="3 owners with voice commit a chance chain and 4 are needed") as caught:
        House(first=with_tips(3))
    assert caught.value.clause == "agency.contributors"


@pytest.mark.parametrize(("command", "refusal"), FOUNDINGS.values(), ids=FOUNDINGS)
def test_a_founding_that_does_not_fit_is_refused(command, refusal):
    with pytest.raises(Refused) as caught:
        House(first=command)
    assert type(caught.value) is refusal
    reads_well(caught.value, command.charter)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"moot": NONE}, WrongMoot),
        ({"by": "nobody"}, UnknownMember),
        ({"key": NONE}, KeyNotValid),
        ({"until": NOW - 1}, OutOfTime),
        ({"at": 0}, OutOfTime),
    ],
)
def test_a_founding_is_an_act_like_others(changes, refusal):
    act = Act("", "ana.human", key_of("ana.human"), 0, NOW + 1, NOW, PLAIN)
    with pytest.raises(refusal) as caught:
        decide(EMPTY, Filed(replace(act, **changes), NONE, 0, NOW))
    reads_well(caught.value, SAFE)


def test_a_moot_begins_with_what_its_founding_says():
    house = House()
    state = house.state
    assert state.moot == house.last
    assert state.founded == house.now
    assert [owner.id for owner in state.owners.values() if owner.voice] == list(OWNERS)
    assert state.weights == {"safety": 600_000, "thrift": 400_000}
    assert state.latest == {"safety": 800_000, "thrift": 500_000}
    assert sum(state.influence["safety"].values()) == 10**12
    assert state.targets["hall"].terms == {"degrees": 20, "hours": 8}
    assert state.agents["bo.ai"].mandates == {"safety", "thrift"}
    assert state.ledger.accounts["mint"] == -8_000 * 1_000_000
    assert "ed" not in state.chains
    assert isinstance(HEAT, Kind)
