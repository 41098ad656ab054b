"""For members: the door they act through, their keys, the two verbs of an agent, and what agents answer with.

Laws: whatever a member does here, it could do with any other program that signs acts: the kit has no
privilege; it imports nothing that stands behind the door; floats stop here. Who writes an agent or founds
a moot needs no other import for what they say.
"""

from moot.core.act import Condition
from moot.core.charter import CREDIT, Charter
from moot.core.commands import (
    Answer,
    Appeal,
    Block,
    Dispute,
    Finding,
    Forecast,
    FoundingTarget,
    FoundMoot,
    HaltTrial,
    Interval,
    Measure,
    OfferAmendment,
    ReportExecution,
    ReportGuard,
    ReportTrial,
    Review,
    StartTrial,
    Verdict,
    Vote,
)
from moot.core.refusal import Refused
from moot.kit import founding
from moot.kit.agent import Agent, Motion, Staked
from moot.kit.door import Door, Shown
from moot.kit.exact import ppm, shares
from moot.kit.guard import Guard
from moot.kit.keys import Keyring
from moot.kit.mediator import Mediator
from moot.kit.member import Member
from moot.wire.charter import read_charter

__all__ = [
    "CREDIT",
    "Agent",
    "Answer",
    "Appeal",
    "Block",
    "Charter",
    "Condition",
    "Dispute",
    "Door",
    "Finding",
    "Forecast",
    "FoundMoot",
    "FoundingTarget",
    "Guard",
    "HaltTrial",
    "Interval",
    "Keyring",
    "Measure",
    "Mediator",
    "Member",
    "Motion",
    "OfferAmendment",
    "Refused",
    "ReportExecution",
    "ReportGuard",
    "ReportTrial",
    "Review",
    "Shown",
    "Staked",
    "StartTrial",
    "Verdict",
    "Vote",
    "founding",
    "ppm",
    "read_charter",
    "shares",
]
