"""A decision as a story: what each stage of a proposal brought, a line or two for each.

Laws: every number comes from the page of the proposal or from the event that is told; nothing is said
of what is still sealed; events that a reader of the story can do without are passed over.
"""

from collections import Counter
from collections.abc import Iterator
from functools import singledispatch

from moot.cli.line import Line, Part
from moot.cli.setting import Setting
from moot.cli.table import candidates, outcome
from moot.cli.words import counted, joined, listed, moment, money, percent, round_percent, short, signed, tint_of
from moot.core.act import AgentId, Condition, Instant, OwnerId, VersionId
from moot.core.events import (
    ActionExecuted,
    BallotClosed,
    BallotExtended,
    CandidateRecommended,
    CandidatesFrozen,
    CreditShared,
    FaultPublished,
    ForecastsPooled,
    LotteryDrawn,
    MandateUnheard,
    NothingBetter,
    OutcomeMeasured,
    ProposalClosed,
    ProposalSubmitted,
    ReviewerReplaced,
    StageEntered,
    StakeLost,
    VoteMoved,
)
from moot.views.page import Page

SHOWN = 5  # conditions, at most
SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "in": "in"}


class Scene:
    """A proposal's page at one moment, and the words for it."""

    def __init__(self, page: Page, setting: Setting, number: int, received: Instant) -> None:
        """Tell of decision `number`, at the instant `received`."""
        self.page, self.setting, self.number, self.received = page, setting, number, received

    def say(self, label: str, *parts: Part | str) -> Line:
        """Return a line of text, said now."""
        return Line(self.now, label, tuple(Part(part) if isinstance(part, str) else part for part in parts))

    @property
    def now(self) -> str:
        """Return when it is, as a line begins."""
        return self.setting.when(self.received, self.page.submitted)

    def letter(self, version: VersionId) -> str:
        """Return what a version is called: `now` for the status quo, A for the original, then B, C, ..."""
        place = list(self.page.versions).index(version)
        return "now" if place == 0 else chr(ord("A") + place - 1)

    def changes(self, version: VersionId, base: VersionId) -> tuple[Part, ...]:
        """Return in which terms a version differs from its base."""
        versions = self.page.versions
        return self.setting.changes(self.page.kind, versions[base].terms, versions[version].terms)


@singledispatch
def scene_of(_event: object, _scene: Scene) -> Iterator[Line]:
    """Yield the lines that an event of a proposal is worth; most are worth none."""
    yield from ()


@scene_of.register
def _(event: ProposalSubmitted, scene: Scene) -> Iterator[Line]:
    now = moment(scene.received, scene.setting.zone)
    title = f"Decision {scene.number} · {now:%a} {now.day} {now:%b %Y} · {event.target}"
    yield Line("", "", (Part(title, "strong"), Part(f"   proposal {short(event.proposal)}", "faint")), "heading")
    mandates = scene.setting.mandates.get(event.author, [])
    cares = f" for {listed(mandates)}" if mandates else ""
    who = f"{scene.setting.called(event.author)}{cares}: "
    yield scene.say("proposes", who, *scene.changes(event.version, event.status_quo))


@scene_of.register
def _(event: FaultPublished, scene: Scene) -> Iterator[Line]:
    yield scene.say("fault", f"{event.member}: {event.fault}")


@scene_of.register
def _(event: StageEntered, scene: Scene) -> Iterator[Line]:
    if event.stage == "review":
        seats = (
            (
                Part(mandate, f"value:{mandate}"),
                Part(" " + ", ".join(_seated(each.owner, each.degraded) for each in panel)),
            )
            for mandate, panel in scene.page.seats.items()
        )
        yield scene.say("drawn", *joined(seats, " · "))
    elif event.stage == "negotiation":
        yield from _reviews(scene)


def _seated(owner: OwnerId, degraded: bool) -> str:  # noqa: FBT001 - a fact about the seat
    return f"{owner} (degraded)" if degraded else owner


@scene_of.register
def _(event: ReviewerReplaced, scene: Scene) -> Iterator[Line]:
    what = "review" if event.stage == "review" else "forecast"
    instead = f"{event.standin.agent} stands in" if event.standin else "nobody stands in"
    yield scene.say(
        "silent", f"{event.silent.agent} filed no {what} for {event.mandate} and loses its deposit; {instead}"
    )


@scene_of.register
def _(event: MandateUnheard, scene: Scene) -> Iterator[Line]:
    missing = f"{event.filed} of {event.needed} reviews: the ballot needs two thirds"
    yield scene.say("unheard", Part(event.mandate, f"value:{event.mandate}"), f" has {missing}")


def _reviews(scene: Scene) -> Iterator[Line]:
    reviews = scene.page.reviews
    stances = Counter(review.stance for review in reviews)
    against = [f"{review.owner} on {review.mandate}" for review in reviews if review.stance == "against"]
    doubts = f" ({', '.join(against)})" if against else ""
    yield scene.say(
        "reviews",
        f"{len(reviews)} sealed, now opened: {stances['for']} for, {stances['could_live']} could live with it, "
        f"{stances['against']} against{doubts}",
    )
    musts: dict[str, dict[OwnerId, None]] = {}  # an ordered set of owners
    for review in reviews:
        for condition in review.conditions:
            if condition.strength == "must":
                musts.setdefault(_condition(scene, condition), {})[review.owner] = None
    asked = sorted(musts.items(), key=lambda must: -len(must[1]))
    if asked:
        more = f"; and {len(asked) - SHOWN} more" if len(asked) > SHOWN else ""
        yield scene.say("must be", "; ".join(f"{what} ({', '.join(who)})" for what, who in asked[:SHOWN]) + more)


def _condition(scene: Scene, condition: Condition) -> str:
    amounts = [scene.setting.amount(scene.page.kind, condition.term, number) for number in condition.value]
    return f"{condition.term}\xa0{SIGNS[condition.relation]}\xa0{' or '.join(amounts)}"


@scene_of.register
def _(event: CandidatesFrozen, scene: Scene) -> Iterator[Line]:
    page = scene.page
    for candidate in event.candidates[2:]:  # the status quo and the original amend nothing
        shown = page.versions[candidate.version]
        answered = dict.fromkeys(scene.setting.owner(answer.agent) for answer in shown.answers)
        answers = f", answers {listed(list(answered))}" if answered else ""
        base = shown.base or page.original
        merged = "".join(f" and {scene.letter(each)}" for each in shown.merges)
        name = (
            f"{scene.letter(candidate.version)} by {scene.setting.called(shown.agent or '')}, from {scene.letter(base)}"
        )
        yield scene.say("amended", f"{name}{merged}: ", *scene.changes(candidate.version, base), answers)
    if event.left_out:
        names = listed(sorted(map(scene.letter, event.left_out)))
        yield scene.say("left out", f"{names}: too few owners' reviewers support {'it' if len(names) == 1 else 'them'}")


@scene_of.register
def _(event: StakeLost, scene: Scene) -> Iterator[Line]:
    yield scene.say(
        "unopened", f"{event.agent} loses its stake of {money(event.stake)} credits: its forecast stayed sealed"
    )


@scene_of.register
def _(_event: ForecastsPooled, scene: Scene) -> Iterator[Line]:
    yield from candidates(scene.page, scene.setting.charter, scene.now, scene.letter)


@scene_of.register
def _(_event: NothingBetter, scene: Scene) -> Iterator[Line]:
    yield scene.say("no ballot", "nothing is forecast to do better than what is in force, which stays and is measured")


@scene_of.register
def _(event: CandidateRecommended, scene: Scene) -> Iterator[Line]:
    for version, clause in event.excluded.items():
        name = clause.split(".")[2]
        why = f" would fall below its floor, more than it does now ({clause})"
        yield scene.say("excluded", f"{scene.letter(version)}: ", Part(name, f"value:{name}"), why)


@scene_of.register
def _(event: BallotExtended, scene: Scene) -> Iterator[Line]:
    yield scene.say(
        "extended",
        f"to {scene.setting.when(event.until, scene.page.submitted)}: the quorum was reached in its last tenth",
    )


@scene_of.register
def _(event: BallotClosed, scene: Scene) -> Iterator[Line]:
    page = scene.page
    odds = ", ".join(f"{scene.letter(each)}\xa0{round_percent(odd)}" for each, odd in page.lottery.items())
    counts = f"{event.in_favour} for, {event.abstained} abstain, {event.against} against"
    needed = f"quorum {event.quorum} of {event.owners}" + ", two thirds needed" * event.two_thirds
    verdict = Part("passed" if event.passed else "not passed", "change")
    yield scene.say("ballot", f"{counts}, on {odds} ({needed}): ", verdict)
    against = [owner for owner, vote in page.votes.items() if vote.choice == "against"]
    if against:
        yield scene.say("against", listed(against))


@scene_of.register
def _(event: VoteMoved, scene: Scene) -> Iterator[Line]:
    yield scene.say("objects", f"{event.owner}, once votes were open: {event.old or 'no vote'} → {event.new}")


@scene_of.register
def _(event: LotteryDrawn, scene: Scene) -> Iterator[Line]:
    drawn, chance = scene.letter(event.version), round_percent(event.probability)
    if event.version == scene.page.recommended:
        yield scene.say("lottery", f"{drawn} is drawn, as recommended (probability {chance})")
    else:
        yield scene.say("lottery", Part(f"{drawn} is drawn to explore", "change"), f" (probability {chance})")


@scene_of.register
def _(event: ActionExecuted, scene: Scene) -> Iterator[Line]:
    page = scene.page
    executor = str(page.grant["executor"]) if page.grant else ""
    before = page.versions[page.status_quo].terms
    done = event.result.replace("_", " ") + " and undone" * event.undone
    changes = scene.setting.changes(page.kind, before, event.in_force)
    yield scene.say(
        "executes", f"{executor}, {scene.letter(event.version)} {done}: ", *(changes or (Part("nothing changes"),))
    )


@scene_of.register
def _(event: OutcomeMeasured, scene: Scene) -> Iterator[Line]:
    yield from outcome(scene.page, scene.setting.charter, scene.now, scene.letter)
    if event.disputed:
        yield scene.say("disputed", f"the meters do not agree on {listed(event.disputed)}")


@scene_of.register
def _(event: ProposalClosed, scene: Scene) -> Iterator[Line]:
    page, nets = scene.page, Counter[AgentId]()
    for row in page.settled.values():
        nets.update(row)
    if nets:
        yield scene.say("stakes", *_stakes(scene, nets))
    verb = "change" if event.outcome == "settled" else "fall"
    yield scene.say("outcome", Part(event.outcome, verb), f": {event.why}")


def _stakes(scene: Scene, nets: Counter[AgentId]) -> Iterator[Part]:
    ranked = sorted(nets, key=lambda agent: (-nets[agent], agent))
    total = sum(scene.page.stakes.values())
    yield Part(f"{counted(len(nets), 'forecaster')} staked {money(total)} credits: best ")
    yield from _net(ranked[0], nets)
    yield Part(", worst ")
    yield from _net(ranked[-1], nets)


def _net(agent: AgentId, nets: Counter[AgentId]) -> tuple[Part, ...]:
    return Part(f"{agent}\xa0"), Part(signed(nets[agent], money), tint_of(nets[agent]))


@scene_of.register
def _(event: CreditShared, scene: Scene) -> Iterator[Line]:
    earned = [f"{owner}\xa0+{money(share)}" for owner, share in event.shares.items()]
    if event.pay < 0:
        earned = [f"{scene.page.owner}\xa0-{money(-event.pay)} of the bond"]
    paid = f"; {', '.join(earned)} credits" if earned else ""
    change = Part(signed(event.gain, percent), tint_of(event.gain))
    yield scene.say("gain", "score ", change, f" over the forecast for what was in force{paid}")
