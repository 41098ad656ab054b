"""A dispute: what is contested, who judges it, and where it stands between its opening and its end.

Laws: its stages and their moves are one table, `DISPUTE_STAGES`, like a proposal's: each has a deadline, a
next actor and a default; an appeal without a verdict leaves the one before.

>>> DISPUTE_STAGES["appealing"].leads
('summoning', 'closed')
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from moot.core.act import ActId, AgentId, Instant, OwnerId, Ppm, ProposalId, ValueId
from moot.core.charter import Charter
from moot.core.commands import Matter, Verdict
from moot.core.dossier import Envelope, Link
from moot.core.events import Seat
from moot.core.jury import Bond, Found
from moot.core.stage import Stage
from moot.core.value import wide

DISPUTE_STAGES: Final[Mapping[str, Stage]] = {
    "summoning": Stage(
        "the named owners reveal their links",
        ("RevealChance",),
        "a silent owner loses its deposit, and its link counts as missing",
        ("summoning_clerk", "closed"),
    ),
    "summoning_clerk": Stage(
        "the clerk reveals its link, which draws the jury",
        ("RevealChance",),
        "extended once and published as a fault, then the link counts as missing",
        ("summoning_clerk", "judging", "closed"),
    ),
    "judging": Stage(
        "each juror files a sealed verdict",
        ("Judge",),
        "a silent juror loses its deposit and is replaced once",
        ("judging_standins", "opening_verdicts", "closed"),
    ),
    "judging_standins": Stage(
        "each stand-in files a sealed verdict",
        ("Judge",),
        "the seat stays empty",
        ("opening_verdicts", "closed"),
    ),
    "opening_verdicts": Stage(
        "the clerk opens the verdicts; a juror may open its own",
        ("OpenEnvelope",),
        "an unopened verdict is silence",
        ("appealing", "closed"),
    ),
    "appealing": Stage(
        "any owner with voice may appeal to a larger jury",
        ("Appeal",),
        "the verdict is final",
        ("summoning", "closed"),
    ),
}


@wide
class Case:
    """The whole of one dispute while it is open."""

    id: ActId
    about: Matter
    proposal: ProposalId | None
    agent: AgentId | None
    clause: str
    charter: Charter
    stands: Found
    reported: Mapping[ValueId, tuple[Ppm, ...]]
    barred: frozenset[OwnerId]
    bonds: tuple[Bond, ...]
    stage: str = "summoning"
    since: Instant = 0
    until: Instant = 0
    extended: bool = False
    round: int = 1
    links: Mapping[str, Link] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()
    size: int = 0  # seats drawn, also those that were left empty
    standins: tuple[Seat, ...] = ()
    deposits: Mapping[AgentId, int] = field(default_factory=dict)
    fee: int = 0
    fees: int = 0  # held for verdicts to come
    spent: int = 0  # on verdicts, which the fund paid in advance
    sealed: Mapping[ActId, Envelope] = field(default_factory=dict)
    verdicts: Mapping[AgentId, Verdict] = field(default_factory=dict)
    found: Found | None = None  # in the last round that gave a verdict


def stands(case: Case) -> Found:
    """Return what holds as things are: the last verdict, or what held before the dispute."""
    return case.found or case.stands
