"""Founding a moot: the first act, which names the members, their keys and chains, and the charter.

Laws: a charter that would lock members out is refused with its clause; every owner with voice has a
person who may use it, and neither executes nor measures; every agent that the charter names exists;
founding owners have voice at once.
"""

from collections.abc import Iterator

from moot.core.assembly.amending import check_named
from moot.core.assembly.bounds import check_terms
from moot.core.assembly.sitting import Sitting
from moot.core.charter import Charter, faults, mandate_called
from moot.core.commands import COMMANDS, FoundingAgent, FoundingOwner, FoundMoot
from moot.core.events import (
    AgentRegistered,
    ChanceCommitted,
    CreditsMoved,
    InfluenceUpdated,
    MandateTaken,
    MootFounded,
    OwnerFounded,
    TargetSet,
)
from moot.core.influence import founding
from moot.core.ledger import FUND, MINT, owner_account
from moot.core.membership import VOICE, check_rights, family_of
from moot.core.refusal import AlreadyDone, CharterWouldLock, OutOfBounds, WrongMoot


def found(sitting: Sitting, command: FoundMoot) -> None:
    """Found the moot; refuses with `CharterWouldLock`, `UnknownMember`, `OutOfBounds` or `AlreadyDone`."""
    if sitting.assembly.moot:
        raise AlreadyDone("this moot is founded", mend="File the act with a new, empty record to found another.")
    if sitting.filed.act.moot:
        raise WrongMoot("a founding names no moot", mend="Leave the field `moot` empty; the act's id becomes its id.")
    _check_charter(command.charter)
    _check_names(command)
    _check_members(command)
    owners = {agent.id: owner.id for owner, agent in _agents(command)}
    check_named(command.charter, owners, {owner.id for owner in command.owners if owner.voice})
    _check_targets(command)
    filed, charter = sitting.filed, command.charter
    sitting.tell(MootFounded(filed.id, filed.received, charter, command.clerk, command.parent))
    for owner in command.owners:
        _found_owner(sitting, owner)
    voiced = tuple(owner.id for owner in command.owners if owner.voice)
    for worth in charter.purpose.values:
        sitting.tell(InfluenceUpdated(worth.id, founding(voiced), "agency.learning"))
    for target in command.targets:
        kind = next(kind for kind in charter.structure.actions if kind.id == target.kind)
        sitting.tell(TargetSet(kind.target, kind.id, target.terms))
    sitting.tell(CreditsMoved(MINT, FUND, charter.agency.fund, "agency.fund", None))


def _found_owner(sitting: Sitting, owner: FoundingOwner) -> None:
    charter = sitting.assembly.charter
    sitting.tell(OwnerFounded(owner.id, owner.voice))
    if owner.tip:
        sitting.tell(ChanceCommitted(owner.id, owner.tip))
    for agent in owner.agents:
        family = family_of(agent.nature, agent.family, charter.structure.families)
        sitting.tell(
            AgentRegistered(agent.id, owner.id, agent.nature, family, agent.key, agent.recovery, agent.may, None),
            *(MandateTaken(agent.id, mandate, 0) for mandate in agent.mandates),
        )
    if owner.voice:
        sitting.pay(MINT, owner_account(owner.id), charter.agency.grant, "agency.grant")


def _check_charter(charter: Charter) -> None:
    for fault in faults(charter):
        raise CharterWouldLock(fault.why, clause=fault.clause, mend=f"Please {fault.mend}.")


def _agents(command: FoundMoot) -> Iterator[tuple[FoundingOwner, FoundingAgent]]:
    return ((owner, agent) for owner in command.owners for agent in owner.agents)


def _check_names(command: FoundMoot) -> None:
    for names, what in (
        ([owner.id for owner in command.owners], "owner"),
        ([command.clerk.agent, *(agent.id for _, agent in _agents(command))], "agent"),
        ([command.clerk.key, *(agent.key for _, agent in _agents(command))], "key"),
    ):
        for at, name in enumerate(names):
            if name in names[:at]:
                raise OutOfBounds(f"the {what} '{name}' stands twice", mend=f"Name each {what} once.")
    if command.clerk.agent in {owner.id for owner in command.owners}:  # chance chains stand under either name
        raise OutOfBounds("the clerk and an owner have one name", mend="Call the clerk otherwise; it has no owner.")


def _check_members(command: FoundMoot) -> None:
    if not any(owner.voice for owner in command.owners):
        raise OutOfBounds("no owner has voice", mend="Give voice to those who are to decide.")
    for owner in command.owners:
        if owner.voice and not any(agent.nature == "human" and {*agent.may} >= VOICE for agent in owner.agents):
            raise OutOfBounds(
                f"{owner.id} has voice and no person who may use it",
                clause="structure.quorum",
                mend=f"Give each owner with voice a human agent that may file {' and '.join(sorted(VOICE))}.",
            )
    _check_chance(command)
    for _, agent in _agents(command):
        check_rights(agent.may, COMMANDS)
        _check_mandates(command.charter, agent)


def _check_chance(command: FoundMoot) -> None:
    """Refuse too few chains: of whoever proposes, others are to contribute."""
    needed = command.charter.agency.contributors + 1
    tips = sum(owner.voice and owner.tip is not None for owner in command.owners)
    if tips < needed:
        raise CharterWouldLock(
            f"{tips} owners with voice commit a chance chain and {needed} are needed",
            clause="agency.contributors",
            mend="Let more owners commit a chain, or ask for fewer contributors.",
        )


def _check_mandates(charter: Charter, agent: FoundingAgent) -> None:
    for mandate in agent.mandates:
        if mandate_called(charter, mandate) is None:
            raise OutOfBounds(
                f"{agent.id} takes '{mandate}', which is no mandate",
                clause="structure.mandates",
                mend="Use the mandates that the charter lists.",
            )


def _check_targets(command: FoundMoot) -> None:
    given = {target.kind: target.terms for target in command.targets}
    if len(given) < len(command.targets):
        raise OutOfBounds("the terms in force of one kind stand twice", mend="Give each kind's terms once.")
    for kind in command.charter.structure.actions:
        if kind.id not in given:
            raise OutOfBounds(
                f"the terms in force for {kind.id} are missing",
                clause=f"structure.actions.{kind.id}",
                mend="Give the terms in force on every kind's target.",
            )
    kinds = {kind.id: kind for kind in command.charter.structure.actions}
    for name, terms in given.items():
        if name not in kinds:
            raise OutOfBounds(f"'{name}' is no kind of action", clause="structure.actions", mend="Use a listed kind.")
        check_terms(kinds[name], terms)
