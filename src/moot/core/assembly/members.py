"""What members do for themselves: agents, keys, chance, mandates and the weights of values.

Laws: only a person registers agents and keys, unless the registration says otherwise; a right to
speak for the owner is handed on only by who has it; only an equal or higher key revokes, but who
registered an agent may revoke any of its keys, and never the other way round; a recovery key acts for
its own agent alone; a newcomer joins by committing to chance with its own key; nobody is left without
a key by an act of somebody else's owner; a mandate taken or left acts from the next epoch; what comes
when an epoch is over does not count in it.
"""

from collections.abc import Iterable

from moot.core.act import MILLION, AgentId, KeyId, OwnerId
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import drawing_on, epoch_ends, serves
from moot.core.charter import Charter, Kind, kind_clause, mandate_called, value_ids
from moot.core.commands import (
    COMMANDS,
    AddKey,
    CommitChance,
    LeaveMandate,
    RegisterAgent,
    RevokeKey,
    TakeMandate,
    WeighValues,
)
from moot.core.events import (
    AgentRegistered,
    ChanceCommitted,
    KeyAdded,
    KeyRevoked,
    MandateLeft,
    MandateTaken,
    OwnerJoined,
    ValuesWeighed,
)
from moot.core.membership import (
    PERSONAL,
    Agent,
    Owner,
    answers_for,
    check_rights,
    family_of,
    key_of,
    level_of,
    rights_of,
)
from moot.core.refusal import (
    AlreadyDone,
    ConflictOfInterest,
    KeyNotValid,
    NoRight,
    NotDue,
    NotFound,
    NotYours,
    OutOfBounds,
    UnknownMember,
)


def actor(sitting: Sitting) -> Agent:
    """Return the agent who filed the act."""
    return sitting.assembly.agents[sitting.filed.act.by]


def owner_of(sitting: Sitting) -> Owner:
    """Return the owner for whom the act was filed."""
    return sitting.assembly.owners[actor(sitting).owner]


def need_voice(sitting: Sitting) -> Owner:
    """Return the actor's owner; refuses with `NoRight` if it has no voice."""
    owner = owner_of(sitting)
    if not owner.voice:
        raise NoRight(f"{owner.id} has no voice", clause="protocol.rights", mend="Let an owner with voice act.")
    return owner


def need_stranger(sitting: Sitting, charter: Charter, kind: Kind) -> None:
    """Refuse with `ConflictOfInterest` whose owner executes `kind` or measures anything."""
    owner = owner_of(sitting)
    if serves(sitting.assembly, owner.id, charter, kind):
        raise ConflictOfInterest(
            f"{owner.id} executes or measures what is decided",
            clause=kind_clause(kind),
            mend="Leave it to those who neither execute nor measure it.",
        )


def need_open_epoch(sitting: Sitting) -> None:
    """Refuse with `NotDue` what would count in an epoch that is over and not yet closed."""
    epoch = sitting.assembly.epoch
    if sitting.filed.received >= epoch_ends(sitting.assembly):
        raise NotDue(
            f"epoch {epoch} is over and not closed yet",
            clause="structure.epoch",
            mend="File `CloseEpoch`, as anybody may, and then this again.",
        )


def register_agent(sitting: Sitting, command: RegisterAgent) -> None:
    """Register another agent of the actor's owner."""
    assembly = sitting.assembly
    check_new_agent(sitting, command.agent, command.key)
    check_rights(command.may, COMMANDS)
    _check_handed_on(actor(sitting), command.may)
    family = family_of(command.nature, command.family, assembly.charter.structure.families)
    by = actor(sitting)
    sitting.tell(
        AgentRegistered(
            agent=command.agent,
            owner=by.owner,
            nature=command.nature,
            family=family,
            key=command.key,
            recovery=command.recovery,
            may=command.may,
            registrar=by.id,
        )
    )


def _check_handed_on(by: Agent, rights: Iterable[str]) -> None:
    if strange := sorted(PERSONAL.intersection(rights) - rights_of(by)):
        raise NoRight(
            f"{by.id} may not file {strange[0]}, so it cannot hand that on",
            clause="protocol.rights",
            mend="Let a person of its owner do it who may file that itself.",
        )


def check_new_agent(sitting: Sitting, name: AgentId, key: KeyId, *, but: OwnerId | None = None) -> None:
    """Refuse a name or key that is in use, or is kept for somebody invited (`but` by this sponsor)."""
    assembly = sitting.assembly
    kept = {held.person for by, held in assembly.invitations.items() if by != but}
    if name in assembly.agents or name == assembly.clerk.agent or name in kept:
        raise AlreadyDone(f"an agent is called '{name}' already", mend="Choose another name.")
    _check_new_key(sitting, key, but=but)


def _check_new_key(sitting: Sitting, key: KeyId, *, but: OwnerId | None = None) -> None:
    kept = {held.key for by, held in sitting.assembly.invitations.items() if by != but}
    if key in sitting.assembly.keys or key in kept:
        raise AlreadyDone("this key is registered already", mend="Make a new key; keys are never used twice.")


def _level(sitting: Sitting) -> int:
    key = sitting.filed.act.key
    known = sitting.assembly.keys.get(key)
    return known.level if known else level_of(actor(sitting), key) or 0


def _kin(sitting: Sitting, agent: str) -> Agent:
    """Return the agent called so; refuses one of another owner, and any but itself to all but a person's signing key.

    A person that was registered sees to those alone whom it or its charges registered: whoever registers
    a person with a stolen key gets no hold on those who were there before.
    """
    assembly, by = sitting.assembly, actor(sitting)
    if agent not in assembly.agents:
        raise UnknownMember(f"no agent is called '{agent}'", mend="Look it up among the members.")
    if assembly.agents[agent].owner != by.owner:
        raise NotYours(f"{agent} belongs to another owner", mend="Act for your own owner's agents only.")
    if agent == by.id:
        return by
    if _level(sitting):
        raise KeyNotValid(f"a recovery key of {by.id} acts for {by.id} alone", mend="Sign with a signing key.")
    if by.nature != "human":
        raise NoRight(
            f"{by.id} is no person", clause="protocol.rights", mend="Let a person of its owner see to its keys."
        )
    if by.registrar is not None and not answers_for(assembly.agents, by.id, agent):
        raise NotYours(
            f"{by.id} did not register {agent}",
            clause="protocol.rights",
            mend="Let whoever registered it see to its keys, or a person who was there from its beginning.",
        )
    return assembly.agents[agent]


def _answers(sitting: Sitting, agent: Agent) -> bool:
    return answers_for(sitting.assembly.agents, sitting.filed.act.by, agent.id)


def add_key(sitting: Sitting, command: AddKey) -> None:
    """Add a signing key, or commit to one more recovery key above all others."""
    agent = _kin(sitting, command.agent)
    if command.level == 0:
        _check_new_key(sitting, command.key)
        _check_handed_on(actor(sitting), agent.may if agent.id != sitting.filed.act.by else ())
    elif agent.id != sitting.filed.act.by and not _answers(sitting, agent):
        raise KeyNotValid(
            f"{actor(sitting).id} cannot commit to a recovery key of {agent.id}, which it could not revoke",
            mend="Let the agent itself commit to it, or whoever registered the agent.",
        )
    elif command.level != len(agent.recovery) + 1:
        raise OutOfBounds(
            f"the next recovery key of {agent.id} is of level {len(agent.recovery) + 1}",
            mend="Recovery keys are ordered: commit to them one above the other.",
        )
    elif _level(sitting) < len(agent.recovery):
        raise KeyNotValid("a lower key cannot add a higher one", mend="Sign with the highest recovery key.")
    sitting.tell(KeyAdded(agent.id, command.key, command.level, command.held))


def revoke_key(sitting: Sitting, command: RevokeKey) -> None:
    """Revoke a key of the signing key's level or lower, or any key of an agent that the actor answers for.

    A recovery key that was never used is known, and named, by its hash.
    """
    agent = _kin(sitting, command.agent)
    key = key_of(agent, command.key, sitting.assembly.keys)
    if key is None:
        raise NotFound(f"{agent.id} has no such key", mend="Look its keys up among the members.")
    if key.revoked:
        raise AlreadyDone("this key is revoked", mend="Nothing is left to do.")
    if key.level > _level(sitting) and not _answers(sitting, agent):
        raise KeyNotValid("a lower key cannot revoke a higher one", mend="Sign with a recovery key of that level.")
    sitting.tell(KeyRevoked(agent.id, command.key, key.level))


def commit_chance(sitting: Sitting, command: CommitChance) -> None:
    """Commit the tip of the owner's or the clerk's next chain, when nothing open is to draw on the present one.

    Whoever is named for the drawing has yet to give a link of the same chain to the lottery.
    """
    assembly, by = sitting.assembly, sitting.filed.act.by
    member = by if by == assembly.clerk.agent else owner_of(sitting).id
    if drawn := drawing_on(assembly, member):
        raise AlreadyDone(
            f"{drawn[:12]} draws on the present chain of {member}",
            clause="agency.contributors",
            mend="Commit anew once that is closed.",
        )
    if by != assembly.clerk.agent:
        _join(sitting, owner_of(sitting))
    sitting.tell(ChanceCommitted(member, command.tip))


def _join(sitting: Sitting, owner: Owner) -> None:
    """Let a newcomer join with the first act that its own key has signed for its owner."""
    if owner.sponsors and owner.vests is None:
        need_open_epoch(sitting)
        sitting.tell(
            OwnerJoined(owner.id, sitting.assembly.epoch + sitting.assembly.charter.structure.admission.vesting)
        )


def take_mandate(sitting: Sitting, command: TakeMandate) -> None:
    """Take a mandate from the next epoch."""
    need_voice(sitting)
    _change_mandate(sitting, command.mandate, takes=True)


def leave_mandate(sitting: Sitting, command: LeaveMandate) -> None:
    """Leave a mandate from the next epoch."""
    _change_mandate(sitting, command.mandate, takes=False)


def _change_mandate(sitting: Sitting, mandate: str, *, takes: bool) -> None:
    assembly, agent = sitting.assembly, actor(sitting)
    need_open_epoch(sitting)
    if mandate_called(assembly.charter, mandate) is None:
        names = ", ".join(each.id for each in assembly.charter.structure.mandates)
        raise NotFound(f"'{mandate}' is no mandate", clause="structure.mandates", mend=f"Choose among {names}.")
    pending = [each.takes for each in assembly.changes if (each.agent, each.mandate) == (agent.id, mandate)]
    holds = pending[-1] if pending else mandate in agent.mandates
    if holds == takes:
        state = "holds" if takes else "does not hold"
        raise AlreadyDone(f"{agent.id} {state} '{mandate}' already", mend="Nothing is left to do.")
    happened = MandateTaken if takes else MandateLeft
    sitting.tell(happened(agent.id, mandate, assembly.epoch + 1))


def weigh_values(sitting: Sitting, command: WeighValues) -> None:
    """State the owner's weights; they count from the next pricing until they expire."""
    owner, assembly = need_voice(sitting), sitting.assembly
    need_open_epoch(sitting)
    names = value_ids(assembly.charter)
    if set(command.weights) != set(names):
        raise OutOfBounds(
            "the weights do not name exactly the moot's values",
            clause="purpose.values",
            mend=f"Weigh {', '.join(names)}.",
        )
    total = sum(command.weights.values())
    if total != MILLION:
        raise OutOfBounds(
            f"the weights sum to {total} ppm", clause="purpose.values", mend="Make them sum to 1,000,000 ppm."
        )
    sitting.tell(ValuesWeighed(sitting.filed.id, owner.id, command.weights, assembly.epoch))
