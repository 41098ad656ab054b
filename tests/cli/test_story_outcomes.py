"""How the story tells what came of it: outcomes, gains and losses, and what an epoch moved."""

import pytest

from moot.core.commands import WeighValues, Withdraw
from moot.core.events import CreditShared, OutcomeMeasured, StakesSettled
from tests.clerk.town import Town
from tests.cli.telling import lines_of, ordinary, row, told_by
from tests.cli.test_story import settled
from tests.core.house import OWNERS


@pytest.fixture
def town():
    return Town(law=ordinary())


def test_the_outcome_stands_under_the_forecasts(town):
    settled(town)
    events = [event for told in town.clerk.feed.entries(0) for event in told.events]
    measured = next(event for event in events if isinstance(event, OutcomeMeasured))
    table = [str(line) for line in lines_of(town) if line.form == "row"]
    assert table[-2].split() == ["11:25", "measured,", "A", "70.0", "60.0", f"{measured.score / 10_000:.1f}"]
    assert table[-1].split() == ["off", "by", "+5.0", "-5.0", "+1.0"]
    assert len({len(line.rstrip()) for line in table[-2:]}) == 1


def test_gains_and_losses_are_the_records(town):
    town.propose(degrees=30)
    town.to("forecast")
    town.forecast(
        lambda agent, version, _: 600_000 if version == town.open.status_quo else 650_000 + 100_000 * (agent < "d")
    )
    town.to("settled")
    events = [event for told in town.clerk.feed.entries(0) for event in told.events]
    shared = next(event for event in events if isinstance(event, CreditShared))
    nets = [event.nets for event in events if isinstance(event, StakesSettled)]
    totals = {agent: sum(net[agent] for net in nets) for agent in nets[0]}
    assert row(town, "gain") == f"score +6.0 over what was forecast for now; in credits: ana +{shared.pay / 1e6:.2f}"
    best, *_, worst = sorted(totals, key=lambda agent: (-totals[agent], agent))
    assert totals[best] > 0 > totals[worst]
    lost = f"{-sum(totals.values()) / 1e6:.2f}".replace("0.00", "less than 0.01")
    assert row(town, "settled") == (
        f"forecasters lost {lost} of {len(totals)}0.00 credits together, to the fund: "
        f"best {best} {totals[best] / 1e6:+.3f}, worst {worst} {totals[worst] / 1e6:+.3f}"
    )
    assert "a stake counts by 10 % / 90 %" in " ".join(told_by(town).split())


def test_a_loss_is_told_as_one(town):
    town.propose(degrees=30)
    town.to("measuring")
    town.measure({"safety": 500_000, "thrift": 500_000})
    assert row(town, "gain") == "score -10.0 over what was forecast for now; in credits: ana -20.00"


def test_meters_that_do_not_agree_make_it_void(town):
    town.propose()
    town.to("measuring")
    town.measure({"safety": 700_000, "thrift": 600_000}, {"safety": 500_000, "thrift": 600_000})
    assert row(town, "disputed") == "the meters do not agree on safety"
    assert row(town, "void") == "the meters do not agree on safety"


def test_a_withdrawal_is_told(town):
    town.propose()
    town.to("review")
    town.file("ana.ai", Withdraw(town.open.id))
    assert row(town, "withdrawn") == "withdrawn by its author after the draw"


def test_an_epoch_is_told_only_if_it_moved_something(town):
    town.end_epoch()
    [opening] = row(town, "values").split(" | ")
    assert row(town, "influence") == ""
    for place, owner in enumerate(OWNERS):
        town.file(
            f"{owner}.human", WeighValues({"safety": 300_000 + place * 50_000, "thrift": 700_000 - place * 50_000})
        )
    town.end_epoch()
    new = town.state.weights
    expected = f"safety 60.0 → {new['safety'] / 10_000:.1f} %, thrift 40.0 → {new['thrift'] / 10_000:.1f} %"
    assert row(town, "values") == f"{opening} | {expected}; 7 acts weighed them anew"


def test_influence_is_told_as_it_moved(town):
    town.propose(degrees=30)
    town.to("forecast")
    town.forecast(
        lambda agent, version, _: 600_000 if version == town.open.status_quo else 700_000 + 250_000 * (agent < "d")
    )
    town.to("settled")
    before = 10**12 / 7
    town.end_epoch()
    first = row(town, "influence").split(", ")[0]
    owner, name = first.split()[0], first.split()[-1]
    mass = town.state.influence[name][owner]
    assert first == f"{owner} {before / 10**10:.1f} → {mass / 10**10:.1f} % on {name}"
