"""The assembly: the whole house in one state, one `decide` and one `evolve`.

Laws: `decide` may refuse and changes nothing; `evolve` never refuses; `step` is both at once, and its
state is the fold of its events. An act counts by its key's state before its own entry, for its own
moot, once, in its time, and only if its agent's registration lists it. The table is total.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core import commands as c
from moot.core.act import ProposalId
from moot.core.assembly.admitting import admit, invite
from moot.core.assembly.chance import reveal
from moot.core.assembly.commenting import comment
from moot.core.assembly.covering import holes, tell_coverage
from moot.core.assembly.delegating import delegate, revoke_delegation
from moot.core.assembly.disputing import dispute
from moot.core.assembly.dues import Dues, dues
from moot.core.assembly.epochs import close_epoch
from moot.core.assembly.evolve import evolve
from moot.core.assembly.executing import report
from moot.core.assembly.forecasting import file_forecast
from moot.core.assembly.founding import found
from moot.core.assembly.guarding import cancel, pause
from moot.core.assembly.hearing import settle_hearing
from moot.core.assembly.judging import appeal, judge
from moot.core.assembly.leaving import check_present, leave, suspend
from moot.core.assembly.measuring import file_measure
from moot.core.assembly.members import (
    add_key,
    commit_chance,
    leave_mandate,
    register_agent,
    revoke_key,
    take_mandate,
    weigh_values,
)
from moot.core.assembly.moving import advance, settle_moves, withdraw
from moot.core.assembly.negotiating import offer
from moot.core.assembly.opening import check_content, open_envelope
from moot.core.assembly.overseeing import halt_trial, report_guard
from moot.core.assembly.proposing import propose
from moot.core.assembly.reporting import report_trial
from moot.core.assembly.reviewing import file_review
from moot.core.assembly.rounds import close_round, settle_round
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.sortition import reveal_for_round
from moot.core.assembly.state import EMPTY, Assembly, Matter, matter, open_case, open_tender
from moot.core.assembly.summoning import reveal_for_jury
from moot.core.assembly.tendering import file_ballot, open_round
from moot.core.assembly.treating import file_reading, granted, report_units
from moot.core.assembly.trial_moves import advance_trial, settle_trials
from moot.core.assembly.trying import start_trial
from moot.core.assembly.voting import cast_vote, object_to
from moot.core.events import CreditsMoved, EpochClosed, Event, NonceSpent
from moot.core.membership import ALWAYS, CLERK, RECOVERY, Key, commitment, level_of, rights_of
from moot.core.refusal import KeyNotValid, NonceIsSpent, NoRight, NotNow, OutOfTime, UnknownMember, WrongMoot

__all__ = ["EMPTY", "Assembly", "Dues", "decide", "dues", "evolve", "examine", "holes", "step"]


def step(assembly: Assembly, filed: c.Filed) -> tuple[Assembly, tuple[Event, ...]]:
    """Return the assembly after `filed` and what happened; refuses with a `Refused` and changes nothing."""
    sitting = Sitting(assembly, filed)
    act = filed.act
    if isinstance(act.command, c.FoundMoot):
        found(sitting, act.command)
        key = _check_key(sitting.assembly, act)
        _check_time(sitting.assembly, filed)
    else:
        _check_moot(assembly, act)
        key = _check_key(assembly, act)
        _check_time(assembly, filed)
        _check_nonce(key, act.nonce)
        _check_right(assembly, act, key)
        _TABLE[type(act.command)](sitting, act.command)
    sitting.tell(NonceSpent(act.key, act.by, key.level, act.nonce))
    _settle(sitting)
    tell_coverage(sitting, assembly)
    return sitting.assembly, tuple(sitting.events)


def decide(assembly: Assembly, filed: c.Filed) -> tuple[Event, ...]:
    """Return what follows from `filed`; refuses with a `Refused`."""
    return step(assembly, filed)[1]


def examine(assembly: Assembly, act: c.Act, payload: c.Payload) -> None:
    """Refuse a payload that its sealed act could not open with: what the clerk checks on receipt."""
    if isinstance(act.command, c.Sealed):
        command = act.command
        check_content(_matter(assembly, command), act.by, type(command), payload)


def _matter(assembly: Assembly, command: c.Sealed) -> Matter:
    match command:
        case c.Judge():
            return open_case(assembly, command.dispute)
        case c.FileBallot():
            return open_tender(assembly, command.round)
        case _:
            return matter(assembly, command.proposal)


def _settle(sitting: Sitting) -> None:
    """Move on whatever is complete, again until nothing waits for what another freed."""
    told = 0
    while told < len(sitting.events):
        told = len(sitting.events)
        for proposal in _touched(sitting):
            settle_moves(sitting, proposal)
        for case in tuple(sitting.assembly.cases):
            settle_hearing(sitting, case)
        for tender in tuple(sitting.assembly.rounds):
            settle_round(sitting, tender)
        settle_trials(sitting)


def _touched(sitting: Sitting) -> tuple[ProposalId, ...]:
    """Return the open proposals that the events so far speak of, in order, and those that waited for what happened."""
    named: dict[str, None] = dict.fromkeys(getattr(event, "proposal", None) or "" for event in sitting.events)
    # Whether a mandate is short hangs on who holds it and who can pay.
    if any(isinstance(event, EpochClosed | CreditsMoved) for event in sitting.events):
        named.update((each.id, None) for each in sitting.assembly.proposals.values() if each.stage == "waiting")
    return tuple(each for each in named if each in sitting.assembly.proposals)


def _check_moot(assembly: Assembly, act: c.Act) -> None:
    if not assembly.moot:
        raise NotNow("this moot is not founded", mend="File its founding first.")
    if act.moot != assembly.moot:
        raise WrongMoot(
            f"the act was signed for moot {act.moot[:12] or '(none)'}", mend=f"Sign it for {assembly.moot[:12]}."
        )


def _check_key(assembly: Assembly, act: c.Act) -> Key:
    """Return the key as it counts before this entry; refuses one that is unknown, revoked or somebody else's."""
    agent = assembly.agents.get(act.by)
    if agent is None and act.by != assembly.clerk.agent:
        raise UnknownMember(f"no agent is called '{act.by}'", mend="Let a person of its owner register it.")
    key = assembly.keys.get(act.key)
    if key is None:
        level = level_of(agent, act.key) if agent else None
        if level is None:
            raise KeyNotValid(f"the key is none of {act.by}'s", mend="Sign with a registered key, or add this one.")
        key = Key(act.by, level)
    if key.agent != act.by:
        raise KeyNotValid(f"the key is not {act.by}'s", mend="Sign with the agent's own key.")
    if key.revoked or (agent and agent.revoked and commitment(act.key) in agent.revoked):
        raise KeyNotValid("the key was revoked", mend="Sign with another key of this agent.")
    return key


def _check_time(assembly: Assembly, filed: c.Filed) -> None:
    act, clarity = filed.act, assembly.charter.clarity
    if act.until < filed.received:
        raise OutOfTime("the act ran out before it was received", clause="clarity.lifetime", mend="Sign it anew.")
    if act.until - filed.received > clarity.lifetime:
        raise OutOfTime(
            "the act would live too long",
            clause="clarity.lifetime",
            mend=f"Set `until` at most {clarity.lifetime} ms ahead.",
        )
    if abs(act.at - filed.received) > clarity.skew:
        raise OutOfTime("the act's clock is off", clause="clarity.skew", mend="Set your clock and sign anew.")


def _check_nonce(key: Key, nonce: int) -> None:
    if nonce <= key.nonce:
        raise NonceIsSpent(
            f"nonce {nonce} comes after {key.nonce}", clause="protocol.nonce", mend="Use a higher nonce of this key."
        )


def _check_right(assembly: Assembly, act: c.Act, key: Key) -> None:
    kind = type(act.command).__name__
    if act.by == assembly.clerk.agent:
        allowed: frozenset[str] = CLERK
    elif key.level:
        allowed = RECOVERY
    else:
        allowed = rights_of(assembly.agents[act.by]) | ALWAYS
        check_present(assembly, assembly.agents[act.by].owner, kind)
    if kind not in allowed:
        raise NoRight(
            f"{act.by} may not file {kind} with this key",
            clause="protocol.rights",
            mend="Let an agent of its owner whose registration lists it act.",
        )


# Acts that name a proposal, a dispute or a trial, by the id of the act that began it.


def _reveal(sitting: Sitting, command: c.RevealChance) -> None:
    """Disclose a link that a proposal, a trial, the jury of a dispute or a round waits for."""
    if command.proposal in sitting.assembly.cases:
        reveal_for_jury(sitting, command)
    elif command.proposal in sitting.assembly.rounds:
        reveal_for_round(sitting, command)
    else:
        reveal(sitting, command)


def _advance(sitting: Sitting, command: c.Advance) -> None:
    (advance_trial if command.proposal in sitting.assembly.trials else advance)(sitting, command)


def _report(sitting: Sitting, command: c.ReportExecution) -> None:
    if trial := granted(sitting, command.grant):
        report_units(sitting, trial, command)
    else:
        report(sitting, command)


def _file_measure(sitting: Sitting, command: c.ReportMeasure) -> None:
    (file_reading if command.proposal in sitting.assembly.trials else file_measure)(sitting, command)


_TABLE: Final[Mapping[type[c.Command], Callable[..., None]]] = {
    c.FoundMoot: found,
    c.InviteOwner: invite,
    c.AdmitOwner: admit,
    c.RegisterAgent: register_agent,
    c.AddKey: add_key,
    c.RevokeKey: revoke_key,
    c.CommitChance: commit_chance,
    c.RevealChance: _reveal,
    c.TakeMandate: take_mandate,
    c.LeaveMandate: leave_mandate,
    c.SuspendMember: suspend,
    c.LeaveMoot: leave,
    c.WeighValues: weigh_values,
    c.Delegate: delegate,
    c.RevokeDelegation: revoke_delegation,
    c.CloseEpoch: close_epoch,
    c.Propose: propose,
    c.Withdraw: withdraw,
    c.FileReview: file_review,
    c.OfferAmendment: offer,
    c.FileForecast: file_forecast,
    c.CastVote: cast_vote,
    c.Object: object_to,
    c.Comment: comment,
    c.OpenEnvelope: open_envelope,
    c.Advance: _advance,
    c.ReportExecution: _report,
    c.ReportMeasure: _file_measure,
    c.Dispute: dispute,
    c.Judge: judge,
    c.Appeal: appeal,
    c.CancelProposal: cancel,
    c.Pause: pause,
    c.StartTrial: start_trial,
    c.ReportGuard: report_guard,
    c.HaltTrial: halt_trial,
    c.ReportTrial: report_trial,
    c.OpenRound: open_round,
    c.FileBallot: file_ballot,
    c.CloseRound: close_round,
}
