"""What honest members of a town do: one function for each stage, and one for a whole decision.

Laws: nobody is silent; every seat reviews and bets, every owner votes, both meters agree.
"""

from benchmarks._town import LINKS, METERS, SEATED, VALUES, House, bytes_of, owner
from moot.core import commands as c
from moot.core.act import Condition
from moot.core.charter import CREDIT
from moot.core.lot import link
from moot.core.proposal import Proposal, base_of


def submit(house: House, author: int = 0, kind: int = 0) -> str:
    """Let an owner's agent propose new terms, and return the proposal's id."""
    now = house.state.targets[f"t{kind}"].terms
    terms = {**now, "amps": now["amps"] % 90 + 1}
    house.file(f"{owner(author)}.ai", c.Propose(f"set{kind}", terms, base_of(f"t{kind}", now)))
    [proposal] = (each.id for each in house.state.proposals.values() if each.kind.id == f"set{kind}")
    return proposal


def decide(house: House, author: int = 0) -> None:
    """Let the members take one whole decision: 15 reviews, 2 amendments, 15 forecasts, a vote each, settlement."""
    proposal = submit(house, author)
    reveal(house, proposal, "drawing")
    review(house, proposal)
    amend(house, proposal)
    forecast(house, proposal)
    vote(house, proposal)
    house.advance(proposal)  # the ballot
    house.advance(proposal)  # the objection window
    reveal(house, proposal, "lottery")
    house.advance(proposal)  # the timelock
    measure(house, proposal)


def to_ballot(house: House) -> str:
    """Bring a proposal before the owners, and return its id."""
    proposal = submit(house)
    reveal(house, proposal, "drawing")
    review(house, proposal)
    house.advance(proposal)
    forecast(house, proposal)
    return proposal


def reveal(house: House, proposal: str, side: str) -> None:
    """Let the contributors disclose their links, and the clerk its own."""
    for member, each in _open(house, proposal).links[side].items():
        if member != "clerk":
            disclosed = link(bytes_of(f"chance of {member}"), each.number, LINKS).hex()
            house.file(f"{member}.ai", c.RevealChance(proposal, each.number, disclosed))
    house.tend()


def review(house: House, proposal: str) -> None:
    """Let every seat file a review with a condition."""
    wish = c.Review("could_live", (), (Condition("must", "hours", "<=", (90,)),))
    for mandate, panel in _open(house, proposal).panels.items():
        for seat in panel.seats:
            house.file(seat.agent, c.FileReview(proposal, _open(house, proposal).original, mandate, ""), wish)
    house.tend()


def amend(house: House, proposal: str) -> None:
    """Let two owners who hold no seat offer a version each."""
    now = _open(house, proposal)
    busy = {seat.owner for panel in now.panels.values() for seat in panel.seats} | {now.owner}
    free = [owner(n) for n in range(SEATED) if owner(n) not in busy]
    present = now.versions[now.original].terms["hours"]
    for more, name in zip((7, 13), free, strict=False):
        house.file(f"{name}.ai", c.OfferAmendment(proposal, now.original, {"hours": (present + more) % 90}))
    house.advance(proposal)


def forecast(house: House, proposal: str) -> None:
    """Let every drawn forecaster bet, more on a version than on the status quo."""
    now = _open(house, proposal)
    if now.slate is None:
        raise LookupError(proposal)
    odds = {each.version: 500_000 if each.version == now.status_quo else 600_000 for each in now.slate.candidates}
    bet = c.Forecast({version: dict.fromkeys(VALUES, each) for version, each in odds.items()})
    for agent in (*now.slate.pooled, *now.slate.scored):
        house.file(agent, c.FileForecast(proposal, now.slate.id, CREDIT, ""), bet)
    house.tend()


def ballot_of(house: House, proposal: str) -> c.CastVote:
    """Return the vote on the printed paper, as it is before it is sealed."""
    paper = _open(house, proposal).paper
    if paper is None:
        raise LookupError(proposal)
    return c.CastVote(proposal, paper.id, "")


def vote(house: House, proposal: str) -> None:
    """Let every owner vote for it."""
    for number in range(house.owners):
        house.file(f"{owner(number)}.me", ballot_of(house, proposal), c.Vote("for"))


def measure(house: House, proposal: str) -> None:
    """Let the executor report, and the meters after the horizon."""
    now = _open(house, proposal)
    if now.run is None or now.run.grant is None:
        raise LookupError(proposal)
    run = now.run
    house.file("ed.ai", c.ReportExecution(now.run.grant, run.version, "executed", now.versions[run.version].terms))
    house.clock.advance(now.kind.horizon)
    for meter in METERS:
        command = c.ReportMeasure(proposal, run.version, "")
        house.file(f"{meter}.ai", command, c.Measure(dict.fromkeys(VALUES, 600_000)))
    house.tend()


def _open(house: House, proposal: str) -> Proposal:
    return house.state.proposals[proposal]


def weights(number: int) -> dict[str, int]:
    """Return some weights of the five values; another number gives others."""
    more = number * 7_919 % 100_000
    return {each: 200_000 + (more if n == 0 else -more if n == 1 else 0) for n, each in enumerate(VALUES)}
