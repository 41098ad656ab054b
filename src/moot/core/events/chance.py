"""Chance: chains are committed, links assigned and revealed, seeds mixed, lotteries drawn."""

from typing import Literal, TypeAlias

from moot.core.act import Hash, VersionId
from moot.core.value import value

Side: TypeAlias = Literal["drawing", "lottery"]


@value
class ChanceCommitted:
    member: str  # an owner, or the clerk's agent id
    tip: Hash


@value
class ChanceAssigned:
    proposal: str
    side: Side
    member: str
    number: int
    deposit: int


@value
class ChanceRevealed:
    proposal: str
    side: Side
    member: str
    number: int
    link: Hash


@value
class LotSeeded:
    proposal: str
    side: Side
    seed: Hash
    changed: tuple[str, ...]  # the terms for which a drawing seed is kept for the epoch


@value
class LotteryDrawn:
    proposal: str
    version: VersionId
    number: int  # 0..999,999
    probability: int  # ppm with which this version was to be drawn
