"""Every event as a sentence, on one page: what the log and the page of the record say followed from an act.

Laws: each event has a row; a row names fields of its event, `!i` shows an id's first digits, `!p` a
share in percent, `!c` micro-credits as credits, `!t` terms, `!n` how many, `!v` a stance as a verb, `!w`
a name in words; what every act brings along (a nonce spent, credits moved) is said only where nothing
else is.

>>> from moot.core.events import EpochClosed, NonceSpent
>>> followed((NonceSpent("k", "ana", 0, 1), EpochClosed(3)))
'epoch 3 is closed'
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from string import Formatter
from typing import Any, Final

from moot.core import events as e
from moot.core.events import Event
from moot.views.wording import counted, money, percent, short

SENTENCES: Final[Mapping[type[Event], str]] = {
    e.MootFounded: "moot {moot!i} is founded",
    e.NonceSpent: "nonce {nonce} is spent",
    e.OwnerFounded: "{owner} is an owner",
    e.OwnerInvited: "{sponsor} invites {owner}",
    e.SponsorAdded: "{sponsor} vouches for {owner}",
    e.InvitationLapsed: "the invitation of {owner} lapses",
    e.OwnerAdmitted: "{owner} is admitted",
    e.OwnerJoined: "{owner} joins, with voice from epoch {voice}",
    e.VoiceGained: "{owner} has a voice",
    e.SponsorCharged: "{sponsor} pays {paid!c} credits, for it vouched for {owner}",
    e.LeaveAnnounced: "{owner} leaves with epoch {epoch}",
    e.OwnerLeft: "{owner} has left",
    e.SuspensionDemanded: "{by} demands that {owner} be suspended",
    e.OwnerSuspended: "{owner} is suspended until epoch {until}",
    e.SuspensionEnded: "{owner} is suspended no longer",
    e.CoverageChanged: "{cover.mandate}: {cover.owners!n} owners, {cover.silent!n} silent, {cover.needed} needed",
    e.StandingDropped: "the influence of {owner} on {value} has dropped",
    e.AgentRegistered: "{agent} acts for {owner}",
    e.TargetSet: "in force on {target}: {terms!t}",
    e.KeyAdded: "{agent} has a key of level {level}, held by the {held}",
    e.KeyRevoked: "a key of {agent} is revoked",
    e.ChanceCommitted: "{member} commits a chance chain",
    e.ChanceAssigned: "{member} owes link {number} for the {side}",
    e.ChanceRevealed: "link {number} of {member} is revealed",
    e.MandateTaken: "{agent} takes the mandate {mandate}",
    e.MandateLeft: "{agent} leaves the mandate {mandate}",
    e.ValuesWeighed: "{owner} weighs {weights!p}",
    e.VoteDelegated: "{owner} hands its vote on {topic} to {to}",
    e.DelegationRevoked: "{owner} takes its vote on {topic} back from {to}",
    e.DelegationExpired: "what {owner} handed on to {to} has run out: {topic}",
    e.EpochClosed: "epoch {epoch} is closed",
    e.ValuesRepriced: "the values weigh {new!p}",
    e.CreditsMoved: "{amount!c} credits move",
    e.InfluenceUpdated: "influence on {value} moves",
    e.ProposalSubmitted: "proposal on {target}, version {version!i}: {terms!t}",
    e.StageEntered: "enters {stage!w}",
    e.LaneChanged: "goes to a {lane}: {why}",
    e.FaultPublished: "fault of {member}: {fault}",
    e.PanelDrawn: "{seats!n} drawn for {mandate}",
    e.LotSeeded: "the {side} has its seed",
    e.DepositChanged: "{held!c} credits of {agent} are held",
    e.ReviewFiled: "a sealed review for {mandate}",
    e.ReviewerReplaced: "{silent.agent} was silent on {mandate}",
    e.MandateUnheard: "{mandate} is unheard",
    e.ReviewOpened: "{agent} {review.stance!v} on {mandate}",
    e.VersionOffered: "version {version!i}: {terms!t}",
    e.CommentMade: "{agent} comments",
    e.CandidatesFrozen: "{candidates!n} candidates",
    e.ForecasterCalled: "{seat.agent} is called to forecast",
    e.ForecastFiled: "a sealed forecast, {stake!c} credits staked",
    e.ForecastOpened: "the forecast of {agent} is open",
    e.StakeLost: "{agent} loses {stake!c} credits",
    e.ForecastsPooled: "forecasts are pooled",
    e.NothingBetter: "nothing better is forecast",
    e.CandidateRecommended: "{version!i} is recommended",
    e.DelegationsFrozen: "{given!n} hand their votes on",
    e.VoteCast: "a sealed vote for {owner}",
    e.BallotExtended: "the ballot is extended",
    e.VoteOpened: "{owner} votes {choice}",
    e.VotesCarried: "{followed!n} are counted behind others, {uncounted!n} are not counted",
    e.VoteMoved: "{owner} moves to {new}",
    e.DelegatesVoted: "delegates vote for {spoken!n} more",
    e.BallotClosed: "{in_favour} for, {abstained} abstain, {against} against",
    e.ConsentGiven: "{version!i} is adopted by consent, {objections} objecting",
    e.LotteryDrawn: "{version!i} is drawn",
    e.GrantIssued: "grant for {executor}",
    e.CharterAmended: "the charter is amended to version {version!i}",
    e.ActionExecuted: "{result!w}, in force: {in_force!t}",
    e.MeasureFiled: "a sealed measurement",
    e.MeasureOpened: "{agent} measures {values!p}",
    e.OutcomeMeasured: "measured: {measured!p}",
    e.StakesSettled: "stakes on {value} are settled",
    e.CreditShared: "gain {gain!p}, {pay!c} credits",
    e.ProposalClosed: "{outcome}: {why}",
    e.TrialStarted: "trial on {target}, version {version!i}: {terms!t}, at most {reserve!p} of harm",
    e.TrialMoved: "enters {stage!w}",
    e.GuardDrawn: "{guard.agent} is drawn to guard",
    e.GuardReplaced: "{silent.agent} was silent as a guard",
    e.BatchReleased: "{guard} releases batch {batch}",
    e.TrialStopped: "{guard} stops the trial at batch {batch}",
    e.TrialHalted: "{agent} halts the trial under {clause}",
    e.UnitsGranted: "grant of {units} units for {executor}",
    e.UnitsExecuted: "{result!w}, {units} units are treated",
    e.ReadingFiled: "a sealed measurement",
    e.ReadingOpened: "{agent} measures {values!p}",
    e.BatchMeasured: "batch {batch}: {harm!p} of harm",
    e.TrialEnding: "{ending}: {why}",
    e.TrialReported: "{agent} reports on the trial",
    e.FindingBonded: "{owner} stands by {clause} with {amount!c} credits",
    e.FindingStands: "the finding of {owner} on {clause} stands",
    e.FindingDecided: "the finding of {owner} on {clause} is {fate}",
    e.TrialClosed: "{ending}: {why}, {harm!p} of harm",
    e.DisputeOpened: "a dispute about {about} opens under {clause}",
    e.DisputeEntered: "the dispute enters {stage!w}",
    e.JuryLinkAssigned: "{member} owes link {number} for the jury",
    e.JuryLinkRevealed: "link {number} of {member} is revealed",
    e.DisputeFaulted: "fault of {member}: {fault}",
    e.JuryDrawn: "a jury of {seats!n} is drawn",
    e.JurorDepositChanged: "{held!c} credits of {agent} are held",
    e.VerdictFiled: "a sealed verdict",
    e.JurorReplaced: "{silent.agent} gave no verdict",
    e.VerdictOpened: "{agent} finds it {verdict.ruling!w}",
    e.VerdictReached: "round {round}: {found!t} of {seats} seats",
    e.AppealLodged: "{owner} appeals with {bond!c} credits",
    e.DisputeClosed: "the dispute is closed, {ruling!w}: {why}",
    e.SuspensionRecommended: "the suspension of {agent} is recommended under {clause}",
    e.BlockPosted: "{owner} blocks it under {clause} with {bond!c} credits",
    e.BlockLapsed: "the block of {owner} lapses: {why}",
    e.BlockUpheld: "it is blocked under {clause}",
    e.ProposalPaused: "{guardian} pauses it under {clause}, powers left: {left}",
    e.RoundOpened: "a round of {budget} is opened with {amount!c} credits",
    e.RoundEntered: "the round enters {stage!w}",
    e.ProjectEntered: "the round takes a project of {owner}, which costs {cost!c} credits",
    e.BallotFiled: "a sealed ballot of {owner}",
    e.BallotOpened: "the ballot of {owner} gives points to {points!n} projects",
    e.RoundLinkAssigned: "{member} owes link {number} for the round",
    e.RoundLinkRevealed: "link {number} of {member} is revealed",
    e.RoundFaulted: "fault of {member}: {fault}",
    e.RoundClosed: "the round of {budget} spends {spent!c} credits, {left!c} go back to the fund",
    e.ProposalCancelled: "{guardian} cancels it under {clause}, powers left: {left}",
}
QUIET: Final = frozenset(
    {
        e.NonceSpent,
        e.CreditsMoved,
        e.DepositChanged,
        e.ChanceAssigned,
        e.LotSeeded,
        e.StakesSettled,
        e.InfluenceUpdated,
        e.JuryLinkAssigned,
        e.JurorDepositChanged,
        e.RoundLinkAssigned,
    }
)


def _shares(shown: Any) -> str:  # noqa: ANN401 - a share, or shares by value
    if isinstance(shown, Mapping):
        return ", ".join(f"{name} {percent(each)}" for name, each in shown.items()) + " %"
    return f"{percent(shown)} %"


def _terms(shown: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {each}" for name, each in shown.items())


_CONVERSIONS: Final[Mapping[str, Callable[[Any], str]]] = {
    "i": short,
    "p": _shares,
    "c": money,
    "t": _terms,
    "n": lambda shown: str(len(shown)),
    "v": {"for": "is for it", "could_live": "could live with it", "against": "is against it"}.__getitem__,
    "w": lambda shown: shown.replace("_", " "),
}


class _Writer(Formatter):
    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ANN401 - as the library has it
        return _CONVERSIONS[conversion](value) if conversion else value


_WRITER: Final = _Writer()


def sentence(event: Event) -> str:
    """Return what an event says."""
    return filled(SENTENCES[type(event)], event)


def filled(words: str, event: Event) -> str:
    """Return `words` with what they name of an event, marked as in the rows above."""
    return _WRITER.vformat(words, (), {field.name: getattr(event, field.name) for field in fields(event)})


def followed(events: Iterable[Event]) -> str:
    """Return what followed from an act: each kind of event once, with how often it happened."""
    found = tuple(events)
    said = [event for event in found if type(event) not in QUIET] or list(found)
    often = Counter(type(event) for event in said)
    first = {type(event): event for event in reversed(said)}
    rows = [
        sentence(first[kind]) + (f" and {counted(n - 1, 'other')} alike" if n > 1 else "") for kind, n in often.items()
    ]
    return "; ".join(rows) or "nothing followed"
