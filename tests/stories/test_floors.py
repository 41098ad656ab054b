"""A floor, a finding with a bond, and a trial that decides it."""

from dataclasses import replace

import pytest

from moot.core.act import MILLION
from moot.core.assembly import evolve
from moot.core.charter import CREDIT, WorstCase
from moot.core.commands import Finding, Review, Withdraw
from moot.core.events import (
    CandidateRecommended,
    CharterAmended,
    FindingBonded,
    FindingDecided,
    FindingStands,
    NothingBetter,
)
from tests.core.house import charter
from tests.stories.watched import Watched

BOND = 10 * CREDIT
CLAUSE = "purpose.values.safety.floor"
FINE, POOR = {"safety": 900_000, "thrift": 700_000}, {"safety": 60_000, "thrift": 700_000}


def law(bond=BOND, **agency):
    plain = charter(floor_bond=bond, risk_budget=MILLION, risk_target=MILLION, risk_total=MILLION, **agency)
    [kind] = plain.structure.actions
    harsh = replace(kind, worst_case=WorstCase(900_000, {}))
    return replace(plain, structure=replace(plain.structure, actions=(harsh,)))


def doubted(house, *, bonded=True, clause=CLAUSE, safety=450_000):
    """Propose 18 degrees; whoever sits first for safety finds that a floor would be broken, and the pool says so."""
    house.propose("ana.ai", degrees=18)
    house.reveal() if house.open.stage == "drawing" else None
    doubter = house.open.panels["safety"].seats[0].agent

    def write(agent, mandate):
        says = (Finding("critical", clause, None, bonded),) if (agent, mandate) == (doubter, "safety") else ()
        return Review("against" if says else "for", says)

    house.review(write)
    house.to("forecast")

    def guess(_, version, value):
        if version == house.open.status_quo:
            return 600_000
        return safety if value == "safety" else 990_000

    house.forecast(guess)
    return doubter.split(".")[0]


def tried(house, treated, batches=16):
    house.start(units=batches, batches=batches, tolerance=MILLION)
    house.draw()
    house.go_on(treated, {"safety": 600_000, "thrift": 600_000})


def closed(house):
    while house.state.proposals:
        house.to("closed")


def balance(house, owner):
    return house.state.ledger.accounts.get(f"owner/{owner}", 0)


@pytest.fixture
def house():
    return Watched(law())


def test_a_false_exclusion_is_answered_by_a_trial_and_the_bond_goes_to_who_tried(house):
    doubter = doubted(house)
    assert house.told(NothingBetter)
    assert [each.terms for each in house.told(FindingStands)] == [({"degrees": 18, "hours": 8},)]
    assert house.state.ledger.accounts["findings"] == BOND
    closed(house)
    before = balance(house, "ana"), balance(house, doubter)
    tried(house, FINE)
    assert house.over.above == ("safety",)
    [decided] = house.told(FindingDecided)
    assert (decided.fate, decided.to) == ("answered", "ana")
    guard = house.over.reporters[1] == doubter
    assert balance(house, "ana") == before[0] + BOND - 16 * CREDIT
    assert balance(house, doubter) == before[1] + 16 * CREDIT * guard
    doubted(house)  # once more: the pool is as low as before
    assert house.told(CandidateRecommended)[-1].excluded == {}
    assert house.told(FindingDecided)[-1].fate == "unused"
    assert house.sums_to_zero()


def test_a_true_finding_has_its_bond_back_when_a_trial_shows_it(house):
    doubter = doubted(house)
    closed(house)
    tried(house, POOR)
    [decided] = house.told(FindingDecided)
    assert (decided.fate, decided.to) == ("upheld", doubter)
    assert house.over.above == ()
    assert not house.state.findings
    assert not house.state.evidence


def test_a_trial_that_decides_nothing_leaves_the_finding_until_its_time_is_over(house):
    doubted(house)
    closed(house)
    tried(house, {"safety": 520_000, "thrift": 700_000}, batches=2)
    assert not house.told(FindingDecided)
    for _ in range(house.state.charter.agency.trials.memory):
        house.end_epoch()
    assert house.told(FindingDecided)[-1].fate == "expired"
    assert "findings" not in house.state.ledger.accounts


def test_a_trial_of_other_terms_decides_nothing(house):
    doubted(house)
    closed(house)
    house.start(terms={"degrees": 17, "hours": 8}, units=16, batches=16)
    house.draw()
    house.go_on(FINE, {"safety": 600_000, "thrift": 600_000})
    assert not house.told(FindingDecided)


def test_what_only_whoever_tried_says_decides_nothing(house):
    doubted(house)
    closed(house)
    house.start(units=16, batches=16)
    house.draw()
    for _ in range(16):
        house.batch(FINE, {"safety": 600_000, "thrift": 600_000})
    house.treat()
    house.report("ana.ai")
    house.lapse()
    assert house.over.above == ()
    assert not house.told(FindingDecided)


@pytest.mark.parametrize("doubt", [{"bonded": False}, {"clause": "purpose.values.thrift.floor"}])
def test_without_a_bonded_finding_on_that_floor_the_pool_excludes_nobody(house, doubt):
    doubted(house, **doubt)
    assert house.told(CandidateRecommended)[-1].excluded == {}
    assert not house.told(FindingBonded)


def test_where_the_charter_asks_for_no_bond_the_pool_alone_excludes():
    house = Watched(law(bond=0))
    doubted(house)
    assert house.told(NothingBetter)
    assert not house.told(FindingBonded)


def test_a_bond_that_excluded_nobody_is_back_at_once(house):
    doubter = doubted(house, safety=700_000)
    [decided] = house.told(FindingDecided)
    assert (decided.fate, decided.to) == ("unused", doubter)


def test_a_bond_is_back_when_the_proposal_is_withdrawn(house):
    house.propose("ana.ai", degrees=18)
    house.reveal()
    doubter = house.open.panels["safety"].seats[0].agent
    finding = Finding("critical", CLAUSE, None, bonded=True)
    house.review(lambda agent, _: Review("against", (finding, finding)) if agent == doubter else Review("for"))
    assert house.state.ledger.accounts["findings"] == BOND  # once, however often it is said
    house.file("ana.ai", Withdraw(house.open.id))
    assert house.told(FindingDecided)[-1].fate == "unused"
    assert not house.state.findings


def test_who_cannot_pay_the_bond_has_no_bonded_finding():
    house = Watched(law(bond=2_000 * CREDIT))
    doubted(house)
    assert not house.told(FindingBonded)


def test_what_a_trial_has_shown_is_forgotten_in_time(house):
    doubted(house)
    closed(house)
    tried(house, FINE)
    assert [each.above for each in house.state.evidence] == [("safety",)]
    for _ in range(house.state.charter.agency.trials.memory):
        house.end_epoch()
    assert house.state.evidence == ()


def raise_floor(house):
    """Amend the floor of safety, as an amendment of the charter does it."""
    present = house.state.charter
    safety, *others = present.purpose.values
    values = (replace(safety, floor=550_000), *others)
    raised = replace(present, purpose=replace(present.purpose, values=values))
    house.state = evolve(house.state, CharterAmended("00" * 32, "00" * 32, raised, house.state.weights))


def test_what_a_trial_has_shown_counts_no_longer_once_the_floor_is_another(house):
    doubted(house)
    closed(house)
    tried(house, FINE)
    raise_floor(house)
    doubted(house)
    assert len(house.told(NothingBetter)) == 2


def test_a_trial_under_another_floor_decides_no_earlier_finding(house):
    doubted(house)
    closed(house)
    raise_floor(house)
    tried(house, FINE)
    assert house.over.above == ("safety",)
    assert not house.told(FindingDecided)
