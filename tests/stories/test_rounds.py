"""A budget that is spent in a round, told with real keys before a real clerk, and read back from the record."""

from moot.clerk.audit import audit
from moot.core.commands import Measure, ReportMeasure
from moot.core.events import ProposalClosed, RoundClosed
from moot.core.ledger import held_account
from moot.core.sealing import Sealing, seal
from tests.clerk.town import Town
from tests.core.tenders import CREDIT, built, decided, founded, open_round, put_in, street

SIZES = {"ana": (30, 20), "bo": (25, 12), "cy": (40, 12), "dee": (35, 10), "eli": (15, 60), "flo": (50, 45)}


def filled(town):
    """Twelve works of six owners; return their ids by owner."""
    return {
        owner: tuple(put_in(town, owner, size, place) for place, size in enumerate(sizes, start=10 * at))
        for at, (owner, sizes) in enumerate(SIZES.items())
    }


def measured(town, proposal):
    """Wait for the horizon and let both meters report on a work."""
    for meter in ("m1.ai", "m2.ai"):
        found = town.state.proposals[proposal]
        payload, salt = Measure({"safety": 700_000, "thrift": 600_000}), f"{len(town.held):064x}"
        sealing = seal(Sealing(town.state.moot, meter, proposal, "ReportMeasure"), salt, payload)
        town.held[sealing] = (salt, payload)
        town.file(meter, ReportMeasure(proposal, found.run.version, sealing))
    town.tend()


def test_a_round_that_funds_five_of_twelve_proposals():
    town = Town(law=street(), first=founded(street()))
    number = open_round(town, "gus.ai")
    works = filled(town)
    cheap = {works["ana"][1], works["bo"][1], works["cy"][1], works["dee"][1], works["eli"][0]}  # 20, 12, 12, 10, 15
    assert [each.stage for each in town.state.proposals.values()] == ["round"] * 12
    decided(
        town,
        {
            "ana": dict.fromkeys((works["ana"][1], works["bo"][1], works["flo"][0]), 1),
            "bo": dict.fromkeys((works["ana"][1], works["bo"][1], works["eli"][1]), 1),
            "cy": dict.fromkeys((works["cy"][1], works["dee"][1], works["ana"][1]), 1),
            "dee": dict.fromkeys((works["cy"][1], works["dee"][1], works["eli"][0]), 1),
            "eli": dict.fromkeys((works["eli"][0], works["eli"][1]), 1),
            "flo": dict.fromkeys((works["flo"][0], works["flo"][1], works["cy"][1]), 1),
        },
    )
    [closed] = town.told(RoundClosed)
    bought = {fate.proposal: fate for fate in closed.fates if fate.verdict in {"equal_shares", "greedy"}}
    assert closed.round == number
    assert set(bought) == cheap
    assert (closed.spent, closed.left, closed.ballots) == (69 * CREDIT, 31 * CREDIT, 6)
    assert {each.outcome for each in town.told(ProposalClosed)} == {"rejected"}
    assert len(town.told(ProposalClosed)) == 7
    for work in cheap:
        assert town.state.ledger.accounts[held_account(work)] >= bought[work].cost
        built(town, work)
    town.wait(town.state.proposals[min(cheap)].kind.horizon)
    for work in sorted(cheap):
        measured(town, work)
    assert [each.outcome for each in town.told(ProposalClosed)][7:] == ["settled"] * 5
    assert town.state.ledger.accounts["owner/ed"] == 69 * CREDIT  # who built them
    assert not town.state.rounds
    assert not town.state.proposals
    assert audit(town.store).size == town.clerk.size
    assert town.sums_to_zero()
