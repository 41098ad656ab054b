"""Charters that cannot take effect: what would lock members out, names nobody, or comes in the wrong shape."""

from dataclasses import replace

import pytest

from moot.core.act import MILLION
from moot.core.charter import CHARTER, CharterLane, Worth, numbers
from moot.core.commands import Propose
from moot.core.proposal import base_of
from moot.core.refusal import (
    AlreadyDone,
    CharterWouldLock,
    OutOfBounds,
    UnknownMember,
    VersionIsStale,
)
from tests.core.house import House, charter
from tests.core.refusing import refused
from tests.core.telling import CREDIT
from tests.core.test_amending import amended, amending, with_structure, with_value

DAY = 86_400_000


def locks(law):
    """Every way in which a charter could lock members out from here, with the clause that says so."""
    [heat] = law.structure.actions
    safety, _ = law.purpose.values
    return {
        "a quorum of more than all": (with_structure(law, quorum=MILLION + 1), "structure.quorum"),
        "a ballot of no length": (
            with_structure(law, windows=replace(law.structure.windows, ballot=0)),
            "structure.windows.ballot",
        ),
        "a value without a meter": (
            replace(law, awareness=replace(law.awareness, metering=law.awareness.metering[:1])),
            "awareness.metering.thrift",
        ),
        "meters of one owner": (
            replace(
                law,
                awareness=replace(
                    law.awareness,
                    metering=(replace(law.awareness.metering[0], meters=("m1.ai", "m1.ai")),) * 1
                    + law.awareness.metering[1:],
                ),
            ),
            "awareness.metering.safety",
        ),
        "longer chains than there are": (replace(law, agency=replace(law.agency, links=65)), "agency.links"),
        "more contributors than there are chains": (
            replace(law, agency=replace(law.agency, contributors=7)),
            "agency.contributors",
        ),
        "a timelock of no length": (with_structure(law, charter=CharterLane(timelock=0)), "structure.charter.timelock"),
        "a charter that nobody could pay for": (
            replace(law, agency=replace(law.agency, bond=990 * CREDIT)),
            "agency.grant",
        ),
        "a clone without a parent": (
            with_value(law, Worth("calm", safety.measure, 0, 0)),
            "purpose.values",
        ),
        "a parent that there is not": (
            with_value(law, Worth("calm", "quiet hours", 0, 0, parent="peace")),
            "purpose.values",
        ),
        "no value": (replace(law, purpose=replace(law.purpose, values=(safety,))), "purpose.values"),
        "a kind called charter": (
            with_structure(law, actions=(heat, replace(heat, id="charter", target="x"))),
            "structure.actions",
        ),
    }


@pytest.mark.parametrize("name", locks(charter()))
def test_a_charter_that_would_lock_members_out_is_refused_with_its_clause(name):
    house = House()
    law, clause = locks(house.state.charter)[name]
    base = base_of(CHARTER, house.state.charter)
    assert refused(house, CharterWouldLock, "ana.ai", Propose(CHARTER, {}, base, charter=law)).clause == clause


def test_an_executor_who_is_nobody_or_has_voice_is_refused():
    house = House()
    [heat] = house.state.charter.structure.actions
    base = base_of(CHARTER, house.state.charter)
    for executor, refusal in (("nobody", UnknownMember), ("bo.ai", OutOfBounds)):
        law = with_structure(house.state.charter, actions=(replace(heat, executor=executor),))
        found = refused(house, refusal, "ana.ai", Propose(CHARTER, {}, base, charter=law))
        assert found.clause == "structure.actions.set_heat.executor"


def test_a_charter_comes_whole_and_only_with_its_own_kind():
    house = House()
    law = house.state.charter
    base, other = base_of(CHARTER, law), with_structure(law, quorum=700_000)
    refused(house, OutOfBounds, "ana.ai", Propose(CHARTER, {}, base))
    refused(house, OutOfBounds, "ana.ai", Propose(CHARTER, {"structure.quorum": 3}, base, charter=other))
    refused(house, AlreadyDone, "ana.ai", Propose(CHARTER, {}, base, charter=law))
    refused(house, VersionIsStale, "ana.ai", Propose(CHARTER, {}, base_of(CHARTER, other), charter=other))
    now = house.state.targets["hall"].terms
    heat = Propose("set_heat", {**now, "degrees": 3}, base_of("hall", now), charter=other)
    refused(house, OutOfBounds, "ana.ai", heat)


def test_a_charter_of_other_words_alone_is_another_charter():
    house = House()
    law = house.state.charter
    amended(house, replace(law, purpose=replace(law.purpose, statement="Share it well.")))
    assert house.state.charter.purpose.statement == "Share it well."


def test_what_can_no_longer_take_effect_fails_and_changes_nothing():
    house = House()
    law = with_structure(house.state.charter, quorum=700_000)
    amending(house, law)
    house.to("timelock")
    owners = {name: replace(each, voice=True) if name == "ed" else each for name, each in house.state.owners.items()}
    house.state = replace(house.state, owners=owners)
    house.reveal()
    assert house.closed.outcome == "failed"
    assert "structure.actions.set_heat.executor" in house.closed.why
    assert house.state.charter.structure.quorum == 500_000
    assert house.sums_to_zero()


def test_numbers_are_clauses_with_their_ids():
    found = numbers(charter())
    assert found["structure.quorum"] == 500_000
    assert found["purpose.values.safety.floor"] == 500_000
    assert found["structure.actions.set_heat.terms.degrees.high"] == 40
    assert found["structure.actions.set_heat.reversible"] == 1
    assert all(len(clause) <= 64 for clause in found)
    assert "purpose.statement" not in found
    assert numbers({"a": [5, {"value": "v", "n": 1}], "x" * 65: 3}) == {"a.0": 5, "a.v.n": 1}
