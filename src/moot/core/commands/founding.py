"""Founding a moot: its charter, clerk, owners, agents, and the terms in force."""

from typing import Annotated, TypeAlias

from moot.core.act import ActId, AgentId, Between, Hash, KeyId, Length, MandateId, Name, Nature, OwnerId, Terms
from moot.core.charter import Charter
from moot.core.value import value

Rights: TypeAlias = Annotated[tuple[str, ...], Length(0, 64)]


@value
class FoundingAgent:
    """An agent that is there from the start; `family` is empty for people."""

    id: AgentId
    nature: Nature
    key: KeyId
    family: Name | None = None
    recovery: Annotated[tuple[Hash, ...], Length(0, 4)] = ()
    may: Rights = ()
    mandates: Annotated[tuple[MandateId, ...], Length(0, 16)] = ()


@value
class FoundingOwner:
    """An owner that is there from the start; without voice it neither votes nor sits."""

    id: OwnerId
    agents: Annotated[tuple[FoundingAgent, ...], Length(1, 64)]
    tip: Hash | None = None
    voice: bool = True


@value
class FoundingTarget:
    """The terms in force on the target of one kind of action when the moot begins."""

    kind: Name
    terms: Terms


@value
class FoundingClerk:
    """The only writer: a member of no owner, with its key and the tip of its chance chain."""

    agent: AgentId
    key: KeyId
    tip: Hash


@value
class Parent:
    """The moot that this one was forked from, and how much of its record it took over."""

    moot: ActId
    size: Annotated[int, Between(1, 2**53 - 1)]
    root: Hash


@value
class FoundMoot:
    """Found a moot: entry 0, whose act id is the moot's id."""

    charter: Charter
    clerk: FoundingClerk
    owners: Annotated[tuple[FoundingOwner, ...], Length(1, 256)]
    targets: Annotated[tuple[FoundingTarget, ...], Length(1, 64)]
    parent: Parent | None = None
