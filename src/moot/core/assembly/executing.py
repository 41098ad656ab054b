"""Executing: the lottery is drawn, one grant is issued, and the executor says what became of it.

Laws: the draw and the grant stand in one entry; a grant is used once, by its executor, before its
deadline, for its version only; what is not known to have been done is never called done.
"""

from collections.abc import Mapping

from moot.core.act import MILLION, Hash, VersionId
from moot.core.assembly.amending import amend
from moot.core.assembly.bounds import check_terms
from moot.core.assembly.chance import mix, name_contributors
from moot.core.assembly.closing import close
from moot.core.assembly.disputing import Claim, contest
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.voting import paper_of
from moot.core.charter import CHARTER
from moot.core.commands import ReportExecution
from moot.core.events import ActionExecuted, GrantIssued, LotteryDrawn, TargetSet
from moot.core.forecast import Lottery, drawn
from moot.core.lot import below
from moot.core.proposal import Proposal, base, running
from moot.core.refusal import NotFound, NotYours, OutOfBounds, StageIsOver, VersionIsStale


def draw_lottery(sitting: Sitting, proposal: Proposal) -> None:
    """Draw from the printed lottery and grant the execution of what was drawn."""
    paper = paper_of(proposal)
    number = below(bytes.fromhex(mix(sitting, proposal, "lottery")), "lottery", MILLION)
    version = drawn(Lottery(_odds(paper.recommended, paper.lottery), paper.least), number)
    sitting.tell(LotteryDrawn(proposal.id, version, number, paper.lottery[version]))
    grant(sitting, sitting.proposal(proposal.id), version)


def grant(sitting: Sitting, proposal: Proposal, version: VersionId, name: Hash | None = None) -> None:
    """Issue the grant to execute `version`; an amendment of the charter takes effect at once, by nobody's hand.

    Its id is that of the act, unless one act issues several, each with a `name`.
    """
    if proposal.kind.id == CHARTER:
        if amend(sitting, proposal, version):
            sitting.enter(proposal.id, "measuring", proposal.frozen.charter.structure.windows.measuring)
        return
    until = sitting.filed.received + proposal.frozen.charter.structure.windows.execution
    kind = proposal.kind
    sitting.tell(
        GrantIssued(
            proposal=proposal.id,
            grant=name or sitting.filed.id,
            version=version,
            kind=kind.id,
            target=kind.target,
            terms=proposal.versions[version].terms,
            base=base(proposal),
            executor=kind.executor,
            until=until,
        )
    )
    sitting.enter(proposal.id, "executing", proposal.frozen.charter.structure.windows.execution)


def _odds(recommended: str, lottery: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the printed chances in the order of the draw: the recommended, then the others by id."""
    others = sorted(version for version in lottery if version != recommended)
    return tuple((version, lottery[version]) for version in (recommended, *others))


def report(sitting: Sitting, command: ReportExecution) -> None:
    """Take the executor's report on its grant; a late one is refused with `StageIsOver`."""
    proposal = _granted(sitting, command.grant)
    run = running(proposal)
    if actor(sitting).id != proposal.kind.executor:
        raise NotYours(
            f"the grant is for {proposal.kind.executor}",
            clause=f"structure.actions.{proposal.kind.id}.executor",
            mend="Only the named executor may use it.",
        )
    if command.version != run.version:
        raise VersionIsStale("the report names another version than the grant", mend="Execute the granted version.")
    if sitting.filed.received >= proposal.until:
        raise StageIsOver(
            "the grant has run out", clause="structure.windows.execution", mend="Undo what was done; it is void."
        )
    _check_in_force(proposal, command)
    sitting.tell(ActionExecuted(proposal.id, run.version, command.result, command.in_force, command.undone))
    sitting.tell(TargetSet(proposal.kind.target, proposal.kind.id, command.in_force))
    _follow(sitting, sitting.proposal(proposal.id), command)


def _check_in_force(proposal: Proposal, command: ReportExecution) -> None:
    """Refuse terms that are not the kind's, not the granted ones if executed, or not those before if undone."""
    check_terms(proposal.kind, command.in_force)
    clause, terms = f"structure.actions.{proposal.kind.id}", dict(command.in_force)
    if command.result == "executed" and terms != proposal.versions[running(proposal).version].terms:
        raise OutOfBounds(
            "the terms in force are not the granted ones",
            clause=clause,
            mend="Report partly_executed or failed, with what is in force.",
        )
    if command.undone and terms != proposal.versions[proposal.status_quo].terms:
        raise OutOfBounds(
            "the terms in force are not those before, as they are once it is undone",
            clause=f"{clause}.undo",
            mend="Undo it, or report it as not undone, with what is in force.",
        )


def _granted(sitting: Sitting, grant: str) -> Proposal:
    for proposal in sitting.assembly.proposals.values():
        if proposal.run and proposal.run.grant == grant:
            if proposal.stage == "executing":
                return proposal
            raise StageIsOver(
                "the grant was used", clause="structure.windows.execution", mend="A grant is single-use; report once."
            )
    raise NotFound(
        "no open grant has this id",
        clause="structure.windows.execution",
        mend="It was never issued, was used, or has run out.",
    )


def _follow(sitting: Sitting, proposal: Proposal, command: ReportExecution) -> None:
    result = command.result
    if result in {"executed", "partly_executed"}:
        sitting.enter(proposal.id, "measuring", proposal.frozen.charter.structure.windows.measuring)
    elif result == "failed":
        undid = "undid once" if command.undone else "did not undo"
        close(sitting, proposal, "failed", f"the executor failed and {undid}")
    else:
        _contest(sitting, proposal)


def _contest(sitting: Sitting, proposal: Proposal) -> None:
    clause = f"structure.actions.{proposal.kind.id}.executor"
    contest(sitting, proposal, Claim("execution", clause, "void"))


def expire(sitting: Sitting, proposal: Proposal) -> None:
    """Let a jury judge what became of a grant whose executor gave no answer: the result is unknown."""
    in_force = sitting.assembly.targets[proposal.kind.target].terms
    sitting.tell(ActionExecuted(proposal.id, running(proposal).version, "unknown", in_force, undone=False))
    _contest(sitting, proposal)


def open_timelock(sitting: Sitting, proposal: Proposal) -> None:
    """Let what passed wait for its lottery, and owners reveal their second link."""
    name_contributors(sitting, proposal, "lottery")
    structure = proposal.frozen.charter.structure
    lasts = structure.charter.timelock if proposal.lane == "charter" else structure.windows.timelock
    sitting.enter(proposal.id, "timelock", lasts)
