"""A decision as a story: what is forecast, voted, drawn, executed and measured, and who gains and loses.

Laws: every number comes from the page of the proposal or from the event that is told; nothing is said
of what is still sealed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from moot.cli.line import Line, Part
from moot.cli.scene import Scene, Scenes
from moot.cli.table import candidates, outcome
from moot.cli.words import counted, listed, money, percent, round_percent, signed, some, tint_of
from moot.core.act import AgentId
from moot.core.events import (
    ActionExecuted,
    BallotClosed,
    BallotExtended,
    CandidateRecommended,
    CreditShared,
    ForecastsPooled,
    LotteryDrawn,
    NothingBetter,
    OutcomeMeasured,
    ProposalClosed,
    StakeLost,
    VoteMoved,
)


def _unopened(event: StakeLost, scene: Scene) -> Iterator[Line]:
    yield scene.say(
        "unopened", f"{event.agent} loses its stake of {money(event.stake)} credits: its forecast stayed sealed"
    )


def _pooled(_event: ForecastsPooled, scene: Scene) -> Iterator[Line]:
    yield from candidates(scene.page, scene.setting.charter, scene.now, scene.letter)


def _nothing_better(_event: NothingBetter, scene: Scene) -> Iterator[Line]:
    yield scene.say("no ballot", "nothing is forecast to do better than what is in force, which stays and is measured")


def _recommended(event: CandidateRecommended, scene: Scene) -> Iterator[Line]:
    for version, clause in event.excluded.items():
        name = clause.split(".")[2]
        why = f" would fall below its floor, more than it does now ({clause})"
        yield scene.say("excluded", f"{scene.letter(version)}: ", Part(name, f"value:{name}"), why)


def _extended(event: BallotExtended, scene: Scene) -> Iterator[Line]:
    yield scene.say(
        "extended",
        f"to {scene.setting.when(event.until, scene.page.submitted)}: the quorum was reached in its last tenth",
    )


def _counted(event: BallotClosed, scene: Scene) -> Iterator[Line]:
    page = scene.page
    odds = ", ".join(f"{scene.letter(each)}\xa0{round_percent(odd)}" for each, odd in page.lottery.items())
    counts = f"{event.in_favour} for, {event.abstained} abstain, {event.against} against"
    needed = f"quorum {event.quorum} of {event.owners}" + ", two thirds needed" * event.two_thirds
    verdict = Part("passed" if event.passed else "not passed", "change")
    yield scene.say("ballot", f"{counts}, on {odds} ({needed}): ", verdict)
    against = [owner for owner, vote in page.votes.items() if vote.choice == "against"]
    if against:
        yield scene.say("against", some(against))


def _moved(event: VoteMoved, scene: Scene) -> Iterator[Line]:
    yield scene.say("objects", f"{event.owner}, once votes were open: {event.old or 'no vote'} → {event.new}")


def _drawn(event: LotteryDrawn, scene: Scene) -> Iterator[Line]:
    drawn, chance = scene.letter(event.version), round_percent(event.probability)
    if event.version == scene.page.recommended:
        yield scene.say("lottery", f"{drawn} is drawn, as recommended (probability {chance})")
    else:
        yield scene.say("lottery", Part(f"{drawn} is drawn to explore", "change"), f" (probability {chance})")


def _executed(event: ActionExecuted, scene: Scene) -> Iterator[Line]:
    page = scene.page
    executor = str(page.grant["executor"]) if page.grant else ""
    before = page.versions[page.status_quo].terms
    done = event.result.replace("_", " ") + " and undone" * event.undone
    changes = scene.setting.changes(page.kind, before, event.in_force)
    yield scene.say(
        "executes", f"{executor}, {scene.letter(event.version)} {done}: ", *(changes or (Part("nothing changes"),))
    )


def _measured(event: OutcomeMeasured, scene: Scene) -> Iterator[Line]:
    yield from outcome(scene.page, scene.setting.charter, scene.now, scene.letter)
    if event.disputed:
        yield scene.say("disputed", f"the meters do not agree on {listed(event.disputed)}")


def _closed(event: ProposalClosed, scene: Scene) -> Iterator[Line]:
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


def _shared(event: CreditShared, scene: Scene) -> Iterator[Line]:
    earned = [f"{owner}\xa0+{money(share)}" for owner, share in event.shares.items()]
    if event.pay < 0:
        earned = [f"{scene.page.owner}\xa0-{money(-event.pay)} of the bond"]
    paid = f"; {', '.join(earned)} credits" if earned else ""
    change = Part(signed(event.gain, percent), tint_of(event.gain))
    yield scene.say("gain", "score ", change, f" over the forecast for what was in force{paid}")


DECISION: Final[Scenes] = {
    StakeLost: _unopened,
    ForecastsPooled: _pooled,
    NothingBetter: _nothing_better,
    CandidateRecommended: _recommended,
    BallotExtended: _extended,
    BallotClosed: _counted,
    VoteMoved: _moved,
    LotteryDrawn: _drawn,
    ActionExecuted: _executed,
    OutcomeMeasured: _measured,
    ProposalClosed: _closed,
    CreditShared: _shared,
}
