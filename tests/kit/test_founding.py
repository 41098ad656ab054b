"""A founding names members with the rights that their natures have, and nobody with a bit more."""

import pytest

from moot.core.commands import COMMANDS
from moot.kit import Keyring, founding
from moot.kit.founding import AGENT, PERSON, REVIEWER

RING = Keyring(bytes(32), links=8)


def test_people_decide_and_agents_work_and_both_may_comment():
    assert {*PERSON, *AGENT} <= set(COMMANDS)
    assert {*PERSON} & {*AGENT} == {"Comment"}
    assert {*REVIEWER} < {*AGENT}
    assert "CastVote" in PERSON
    assert not {"ReportExecution", "ReportMeasure", "FoundMoot"} & {*PERSON, *AGENT}


def test_members_are_named_with_the_keys_that_they_will_sign_with():
    ana, bo = founding.person(RING, "ana"), founding.agent(RING, "bo.ai", ("safety",), "elm")
    assert (ana.nature, ana.key, ana.may) == ("human", RING.signer("ana").public.hex(), PERSON)
    assert (ana.recovery, ana.family) == (RING.commitments("ana", 1), None)
    assert (bo.nature, bo.key, bo.may) == ("ai", RING.signer("bo.ai").public.hex(), AGENT)
    assert (bo.recovery, bo.family, bo.mandates) == ((), "elm", ("safety",))


@pytest.mark.parametrize("may", [AGENT, REVIEWER, ("RevealChance",), ()])
def test_an_owner_commits_to_chance_if_somebody_may_reveal_it(may):
    owner = founding.owner(RING, "ana", founding.person(RING, "ana"), founding.agent(RING, "ana.ai", may=may))
    assert [each.id for each in owner.agents] == ["ana", "ana.ai"]
    assert owner.voice
    assert owner.tip == (RING.tip("ana") if "RevealChance" in may else None)


def test_a_newcomer_shows_its_first_person_and_no_secret():
    ned = founding.newcomer(RING, "ned", "ned.person")
    person = founding.person(RING, "ned.person")
    assert (ned.owner, ned.person, ned.key, ned.recovery, ned.may) == (
        "ned", person.id, person.key, person.recovery, PERSON,
    )  # fmt: skip


def test_who_measures_does_nothing_else_and_has_no_voice():
    owner = founding.worker(RING, "line-watch", "currents", "ReportMeasure")
    [agent] = owner.agents
    assert (owner.id, owner.voice, owner.tip) == ("line-watch", False, None)
    assert (agent.id, agent.nature, agent.may, agent.mandates) == ("currents", "ai", ("ReportMeasure",), ())


def test_a_citizen_holds_the_rights_of_a_person_and_of_an_agent_and_a_recovery_key_from_elsewhere():
    ana = founding.citizen(RING, "ana", "ab" * 32, ("safety",))
    assert set(ana.may) == {*founding.PERSON, *founding.AGENT}
    assert (ana.nature, ana.family, ana.mandates) == ("human", None, ("safety",))
    assert ana.recovery == ("ab" * 32,)
    assert not set(ana.recovery) & set(RING.commitments("ana", 4))
    assert founding.owner(RING, "ana", ana).tip == RING.tip("ana")


def test_a_worker_may_carry_out_and_measure():
    both = founding.worker(RING, "works", "works", "ReportExecution", "ReportMeasure")
    assert both.agents[0].may == ("ReportExecution", "ReportMeasure")
    assert (both.voice, both.tip) == (False, None)
