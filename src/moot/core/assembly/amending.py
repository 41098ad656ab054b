"""Amending: the charter changes itself, by a proposal of the kind `charter`.

Laws: a charter that would lock members out, or that names who is not there, is refused with its clause
when it is proposed, and asked again when it takes effect; a running proposal keeps the charter that it
began with; a value that says what another says names it as its parent and divides its weight.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from moot.core.act import AgentId, OwnerId, Terms, VersionId
from moot.core.assembly.bounds import check_terms
from moot.core.assembly.closing import close
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, voiced
from moot.core.charter import CHARTER, LEAST_METERS, Charter, Fault, Kind, Worth, faults, meters, numbers, value_ids
from moot.core.events import CharterAmended, InfluenceUpdated, TargetSet
from moot.core.influence import founding
from moot.core.proposal import Proposal
from moot.core.refusal import CharterWouldLock, OutOfBounds, Refused, UnknownMember
from moot.core.values import carried


def asked(assembly: Assembly, kind: Kind, terms: Terms, charter: Charter | None) -> Terms:
    """Return the terms that are asked for: of an amendment of the charter, its numbers. Refuses what cannot stand."""
    if (charter is not None) != (kind.id == CHARTER):
        raise OutOfBounds(
            f"{kind.id} {'takes a whole charter' if kind.id == CHARTER else 'takes no charter'}",
            clause="structure.charter",
            mend="Give a charter with the kind `charter`, and only with it.",
        )
    if charter is None:
        check_terms(kind, terms)
        return terms
    if terms:
        raise OutOfBounds(
            "an amendment of the charter sets no terms",
            clause="structure.charter",
            mend="Leave them empty: its terms are the numbers of its charter.",
        )
    check_amendment(assembly, charter)
    return numbers(charter)


def check_amendment(assembly: Assembly, charter: Charter) -> None:
    """Refuse with `CharterWouldLock`, `UnknownMember` or `OutOfBounds` a charter that cannot take effect here."""
    for fault in (*faults(charter), *_changes(assembly, charter)):
        raise CharterWouldLock(fault.why, clause=fault.clause, mend=f"Please {fault.mend}.")
    owners = {agent.id: agent.owner for agent in assembly.agents.values()}
    check_named(charter, owners, frozenset(voiced(assembly)))


def check_named(charter: Charter, owners: Mapping[AgentId, OwnerId], voices: Collection[OwnerId]) -> None:
    """Refuse executors, meters and guardians who are not there, those whose owner has voice, and meters of one owner.

    Guardians may have voice, and are named as an agent or as an owner.
    """
    named = [(kind.executor, f"structure.actions.{kind.id}.executor") for kind in charter.structure.actions]
    named += [(meter, "awareness.metering") for meter in meters(charter)]
    for agent, clause in named:
        if agent not in owners:
            raise UnknownMember(f"'{agent}' is named and is no agent", clause=clause, mend="Register it too.")
        if owners[agent] in voices:
            raise OutOfBounds(
                f"{owners[agent]} has voice, and executes or measures what is decided",
                clause=clause,
                mend="Let an owner without voice hold executors and meters.",
            )
    for guardian in charter.agency.guardians:
        if guardian.id not in {*owners, *owners.values()}:
            raise UnknownMember(
                f"'{guardian.id}' is named as a guardian and is no agent and no owner",
                clause="agency.guardians",
                mend="Name one who is there.",
            )
    for each in charter.awareness.metering:
        if len({owners[meter] for meter in each.meters}) < LEAST_METERS:
            raise CharterWouldLock(
                f"{each.value} is measured by one owner alone",
                clause=f"awareness.metering.{each.value}",
                mend="Name meters of at least two owners.",
            )


def _changes(assembly: Assembly, charter: Charter) -> Iterator[Fault]:
    """Yield what a charter may say at a founding, and what cannot be changed to it here."""
    present = assembly.charter
    if charter.agency.links > present.agency.links:
        yield Fault(
            "agency.links", "the chains that members have committed are shorter", "leave it, or let chains be shorter"
        )
    chains = sum(owner in assembly.chains for owner in voiced(assembly))
    if charter.agency.contributors >= chains:
        yield Fault(
            "agency.contributors",
            f"{chains} owners with voice have a chance chain, and all but the author's could be needed",
            "ask for fewer contributors",
        )
    for worth in charter.purpose.values:
        if worth.id not in value_ids(present):
            yield from _new_value(present, worth)
    for kind in charter.structure.actions:
        if kind.target not in assembly.targets:
            yield from _new_kind(kind)


def _new_kind(kind: Kind) -> Iterator[Fault]:
    try:
        check_terms(kind, kind.begins or {})
    except OutOfBounds as refused:
        why = f"of what is in force on {kind.target} to begin with, {refused.why}"
        yield Fault("structure.actions", why, "give the terms under `begins`")


def _new_value(present: Charter, worth: Worth) -> Iterator[Fault]:
    if worth.parent is None:
        for old in present.purpose.values:
            if old.measure == worth.measure:
                why = f"'{worth.id}' measures what '{old.id}' measures"
                yield Fault("purpose.values", why, f"name '{old.id}' as its parent, whose weight it then divides")
    elif worth.parent not in value_ids(present):
        why = f"the parent of '{worth.id}' is no value of the present charter"
        yield Fault("purpose.values", why, "name one that is, or none")


def amend(sitting: Sitting, proposal: Proposal, version: VersionId) -> bool:
    """Put a version's charter in force; return whether that was done. What no longer can, closes as failed."""
    before, charter = sitting.assembly, cast("Charter", proposal.versions[version].charter)
    try:
        check_amendment(before, charter)
    except Refused as refused:
        close(sitting, proposal, "failed", f"the charter cannot take effect: {refused.why} ({refused.clause})")
        return False
    weights = carried(before.weights, value_ids(before.charter), charter.purpose.values)
    sitting.tell(CharterAmended(proposal.id, version, charter, weights))
    for worth in charter.purpose.values:
        if worth.id not in before.influence:
            masses = before.influence[worth.parent] if worth.parent else founding(voiced(before))
            sitting.tell(InfluenceUpdated(worth.id, masses, "purpose.values"))
    for kind in charter.structure.actions:
        if kind.target not in before.targets and kind.begins:
            sitting.tell(TargetSet(kind.target, kind.id, kind.begins))
    return True
