"""A round: projects that draw on one budget, and where it stands between its opening and its count.

Laws: its stages and their moves are one table, `ROUND_STAGES`, like a proposal's; who may vote is frozen at
its opening; of what is sealed it holds the seal alone.

>>> ROUND_STAGES["submission"].leads
('voting',)
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from moot.core.act import ActId, Instant, OwnerId, ProposalId
from moot.core.charter import Budget, Charter
from moot.core.dossier import Envelope, Link
from moot.core.stage import Stage
from moot.core.value import wide

ROUND_STAGES: Final[Mapping[str, Stage]] = {
    "submission": Stage(
        "owners with voice put projects in",
        ("Propose",),
        "it takes no more projects",
        ("voting",),
    ),
    "voting": Stage(
        "each owner files a sealed ballot on all projects",
        ("FileBallot",),
        "an owner who filed none has a share of the budget, and spends nothing",
        ("opening_ballots",),
    ),
    "opening_ballots": Stage(
        "the clerk opens the ballots; an owner may open its own",
        ("OpenEnvelope",),
        "an unopened ballot counts as none",
        ("sortition",),
    ),
    "sortition": Stage(
        "the named owners reveal their links",
        ("RevealChance",),
        "a silent owner loses its deposit, and its link counts as missing",
        ("sortition_clerk",),
    ),
    "sortition_clerk": Stage(
        "the clerk reveals its link",
        ("RevealChance",),
        "extended once and published as a fault, then the link counts as missing",
        ("sortition_clerk", "counting"),
    ),
    "counting": Stage(
        "anybody has it counted",
        ("CloseRound",),
        "an `Advance` counts it as well",
        ("closed",),
    ),
}


@wide
class Tender:
    """The whole of one round, between its opening and its count."""

    id: ActId
    budget: Budget
    charter: Charter
    voters: tuple[OwnerId, ...]  # in id order, as of its opening
    stage: str = "submission"
    since: Instant = 0
    until: Instant = 0
    extended: bool = False
    costs: Mapping[ProposalId, int] = field(default_factory=dict)  # of each project, in micro-credits
    sealed: Mapping[ActId, Envelope] = field(default_factory=dict)
    ballots: Mapping[OwnerId, Mapping[ProposalId, int]] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
