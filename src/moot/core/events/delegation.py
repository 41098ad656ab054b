"""Votes that are handed on: by whom, to whom, and what came of them in a ballot."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from moot.core.act import ActId, Choice, Instant, OwnerId, Topic
from moot.core.value import value

# Why an owner who handed its vote on is not counted: its line runs in a circle, ends with an owner who
# does not vote, or its root votes for as many as it may.
Uncounted: TypeAlias = Literal["circle", "silent", "cap"]


@value
class Given:
    """To whom an owner hands its vote on a proposal, and under which topic."""

    topic: Topic
    to: OwnerId


@value
class Followed:
    """Behind whom an owner is counted, and over how many hands."""

    root: OwnerId
    hops: int


@value
class Spoken:
    """Who voted for an owner, and what."""

    root: OwnerId
    choice: Choice


@value
class VoteDelegated:
    act: ActId
    owner: OwnerId
    topic: Topic
    to: OwnerId
    until: Instant


@value
class DelegationRevoked:
    owner: OwnerId
    topic: Topic
    to: OwnerId


@value
class DelegationExpired:
    owner: OwnerId
    topic: Topic
    to: OwnerId


@value
class DelegationsFrozen:
    proposal: str
    given: Mapping[OwnerId, Given]  # of those who may vote
    circles: tuple[OwnerId, ...]  # whose line runs in a circle, so that they are not heard unless somebody on it votes


@value
class VotesCarried:
    proposal: str
    followed: Mapping[OwnerId, Followed]  # of those who did not vote themselves
    uncounted: Mapping[OwnerId, Uncounted]


@value
class DelegatesVoted:
    proposal: str
    spoken: Mapping[OwnerId, Spoken]  # for each owner that is counted without a vote of its own
    weights: Mapping[OwnerId, int]  # how many owners each of these roots voted for, itself included
