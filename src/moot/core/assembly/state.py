"""The assembly: one state for a whole moot, a mapping of small frozen ones.

Laws: the state is what the events made of it and nothing else; a proposal that is closed leaves the
state (the record and the views keep it), so that it grows with members and what is open, not with what was.

>>> EMPTY.moot
''
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, TypeAlias

from moot.core.act import (
    ActId,
    AgentId,
    Instant,
    KeyId,
    MandateId,
    Mass,
    OwnerId,
    Ppm,
    ProposalId,
    Terms,
    Topic,
    ValueId,
)
from moot.core.assembly.trial import Trial
from moot.core.charter import CHARTER, Awareness, Charter, Guardian, Kind, Purpose, Structure, serving
from moot.core.commands import FoundingClerk
from moot.core.delegation import Delegation
from moot.core.dispute import Case
from moot.core.dossier import Frozen
from moot.core.events import Cover
from moot.core.funding import Tender
from moot.core.lane import Venture
from moot.core.ledger import Ledger
from moot.core.membership import Agent, Chain, Change, Invitation, Key, Owner
from moot.core.proposal import Proposal, base_of
from moot.core.refusal import NotFound
from moot.core.trial import Toll
from moot.core.value import value, wide

Matter: TypeAlias = Case | Proposal | Tender | Trial
"""What has a stage, a deadline and links of its own."""

_NOTHING: Final = Charter(Purpose("", ()), Structure((), (), ()), Awareness(()))


@value
class Target:
    """The terms in force on the target of a kind."""

    kind: str
    terms: Terms


@value
class Drawn:
    """A drawing seed that is kept for an epoch, so that proposing again does not draw again."""

    owner: OwnerId
    kind: str
    changed: tuple[str, ...]
    seed: str


@value
class Standing:
    """A bonded finding on a floor: whose, in which proposal, and, once it excluded candidates, their kind and terms."""

    proposal: ProposalId
    owner: OwnerId
    clause: str
    amount: int
    epoch: int
    law: Charter  # that held for the proposal
    kind: str = ""
    terms: tuple[Terms, ...] = ()


@value
class Evidence:
    """What a trial has shown of terms: above which values' floors they are."""

    trial: ActId
    kind: str
    terms: Terms
    above: tuple[ValueId, ...]
    epoch: int
    law: Charter  # that held for the trial


@wide
class Assembly:
    """The whole moot."""

    moot: ActId = ""
    founded: Instant = 0
    charter: Charter = _NOTHING
    clerk: FoundingClerk = FoundingClerk("", "", "")
    owners: Mapping[OwnerId, Owner] = field(default_factory=dict)
    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    keys: Mapping[KeyId, Key] = field(default_factory=dict)
    chains: Mapping[str, Chain] = field(default_factory=dict)  # by owner, or the clerk's agent id
    targets: Mapping[str, Target] = field(default_factory=dict)
    weights: Mapping[ValueId, Ppm] = field(default_factory=dict)
    moved_by: Mapping[OwnerId, ActId] = field(default_factory=dict)  # by which last act, since the pricing
    delegations: Mapping[OwnerId, Mapping[Topic, Delegation]] = field(default_factory=dict)  # by who hands on
    influence: Mapping[ValueId, Mapping[OwnerId, Mass]] = field(default_factory=dict)
    latest: Mapping[ValueId, Ppm] = field(default_factory=dict)  # the last measurement, or the founding one
    epoch: int = 0
    epoch_began: Instant = 0
    changes: tuple[Change, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    ventures: tuple[Venture, ...] = ()  # what rules with a scope let in lately
    past: tuple[Mapping[ValueId, Mapping[OwnerId, Mass]], ...] = ()  # influence as the last epochs left it
    invitations: Mapping[OwnerId, Invitation] = field(default_factory=dict)  # by whom they invite
    demands: Mapping[OwnerId, Mapping[OwnerId, int]] = field(default_factory=dict)  # to suspend whom, by whom, how long
    missed: Mapping[MandateId, Mapping[OwnerId, int]] = field(default_factory=dict)  # who was silent last, and when
    holes: Mapping[MandateId, Cover] = field(default_factory=dict)  # as they were last told
    ledger: Ledger = Ledger()
    proposals: Mapping[ProposalId, Proposal] = field(default_factory=dict)  # the open ones
    trials: Mapping[ActId, Trial] = field(default_factory=dict)  # the open ones
    findings: tuple[Standing, ...] = ()  # on floors, with a bond
    evidence: tuple[Evidence, ...] = ()  # of trials, as long as it is remembered
    harms: tuple[Toll, ...] = ()  # what trials did within the last epoch's length
    halts: Mapping[OwnerId, int] = field(default_factory=dict)  # of others' trials, in this epoch
    cases: Mapping[ActId, Case] = field(default_factory=dict)  # the open disputes
    rounds: Mapping[ActId, Tender] = field(default_factory=dict)  # the open rounds
    powers: Mapping[str, int] = field(default_factory=dict)  # how many each guardian has used, of its term


EMPTY: Final = Assembly()


def open_proposal(assembly: Assembly, proposal: ProposalId) -> Proposal:
    """Return the open proposal with this id; refuses with `NotFound`."""
    if proposal not in assembly.proposals:
        raise NotFound(
            f"no open proposal has the id {proposal[:12]}",
            mend="Look it up in the docket; a proposal that is closed stands in its minutes.",
        )
    return assembly.proposals[proposal]


def open_trial(assembly: Assembly, trial: ActId) -> Trial:
    """Return the open trial with this id; refuses with `NotFound`."""
    if trial not in assembly.trials:
        raise NotFound(
            f"no open trial has the id {trial[:12]}", mend="Look it up among the trials; one that is over stands there."
        )
    return assembly.trials[trial]


def matter(assembly: Assembly, named: ActId) -> Proposal | Trial:
    """Return the open trial or proposal with this id; refuses with `NotFound`."""
    return assembly.trials.get(named) or open_proposal(assembly, named)


def matters(assembly: Assembly) -> tuple[Matter, ...]:
    """Return what is open: disputes and rounds first, for which proposals wait; each sort in the order of its ids."""
    sorts: tuple[Mapping[ActId, Matter], ...] = (
        assembly.cases,
        assembly.rounds,
        assembly.proposals,
        assembly.trials,
    )
    return tuple(sort[each] for sort in sorts for each in sorted(sort))


def frozen_in(assembly: Assembly) -> tuple[Frozen, ...]:
    """Return what each open proposal and each open trial is decided by."""
    proposals, trials = assembly.proposals.values(), assembly.trials.values()
    return (*(each.frozen for each in proposals), *(each.frozen for each in trials))


def drawing_on(assembly: Assembly, member: str) -> ActId | None:
    """Return what is open and draws on the present chance chain of `member`, if anything does."""
    for each in matters(assembly):
        sides = (each.links,) if isinstance(each, Case | Tender) else each.links.values()
        if any(member in links for links in sides):
            return each.id
    return None


def open_case(assembly: Assembly, dispute: ActId) -> Case:
    """Return the open dispute with this id; refuses with `NotFound`."""
    if dispute not in assembly.cases:
        raise NotFound(f"no open dispute has the id {dispute[:12]}", mend="Look it up among the disputes.")
    return assembly.cases[dispute]


def open_tender(assembly: Assembly, tender: ActId) -> Tender:
    """Return the open round with this id; refuses with `NotFound`."""
    if tender not in assembly.rounds:
        raise NotFound(f"no open round has the id {tender[:12]}", mend="Look it up among the rounds.")
    return assembly.rounds[tender]


def term(guardian: Guardian) -> str:
    """Return the name of a guardian's term: whoever is named again for longer has all powers again."""
    return f"{guardian.id}/{guardian.until}"


def voiced(assembly: Assembly) -> tuple[OwnerId, ...]:
    """Return the owners whose voice counts now, in id order: not those of the suspended."""
    return tuple(
        sorted(owner.id for owner in assembly.owners.values() if owner.voice and owner.suspended <= assembly.epoch)
    )


def epoch_ends(assembly: Assembly) -> int:
    """Return the instant at which the present epoch is over."""
    return assembly.epoch_began + assembly.charter.structure.epoch


def present(assembly: Assembly, owner: OwnerId) -> bool:
    """Whether the owner may be asked to sit: it has neither left nor is it suspended."""
    found = assembly.owners[owner]
    return not found.left and found.suspended <= assembly.epoch


def active(assembly: Assembly) -> frozenset[OwnerId]:
    """Return the owners with voice who acted within the epochs that the charter lane looks back."""
    since = assembly.epoch - assembly.charter.structure.charter.active
    return frozenset(owner for owner in voiced(assembly) if assembly.owners[owner].active > since)


def serves(assembly: Assembly, owner: OwnerId, charter: Charter, kind: Kind) -> bool:
    """Whether the owner executes `kind` or measures anything, and so neither proposes, amends nor sits."""
    return any(assembly.agents[each].owner == owner for each in serving(charter, kind))


def open_stakes(assembly: Assembly, owner: OwnerId) -> int:
    """Return what the owner has at stake over all open proposals, in micro-credits."""
    return sum(
        stake
        for proposal in assembly.proposals.values()
        for agent, stake in proposal.purse.stakes.items()
        if assembly.agents[agent].owner == owner
    )


def present_base(assembly: Assembly, target: str) -> str:
    """Return the digest of what is now in force on `target`."""
    return base_of(target, assembly.charter if target == CHARTER else assembly.targets[target].terms)
