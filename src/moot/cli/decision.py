"""A decision as a story: what is forecast, voted, drawn, executed and measured, and who gains and loses.

Laws: every number comes from the page of the proposal or from the event that is told; nothing is said
of what is still sealed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from moot.cli.line import HARD_SPACE, Line, Part
from moot.cli.scene import Scene, Scenes, plainly
from moot.cli.table import candidates, outcome
from moot.cli.words import joined, listed, round_percent, signed, some, thousandths, tint_of
from moot.core.act import AgentId, VersionId
from moot.core.events import (
    ActionExecuted,
    BallotClosed,
    BallotExtended,
    CandidateRecommended,
    CharterAmended,
    ConsentGiven,
    CreditShared,
    ForecastsPooled,
    LaneChanged,
    NothingBetter,
    OutcomeMeasured,
    ProposalClosed,
    StakeLost,
    VoteMoved,
)
from moot.views.wording import counted, money, percent

STAYS: Final = (Part("nothing changes"),)


def _pooled(_event: ForecastsPooled, scene: Scene) -> Iterator[Line]:
    yield from candidates(scene.page, scene.setting.charter, scene.now, scene.letter)


def _nothing_better(_event: NothingBetter, scene: Scene) -> Iterator[Line]:
    page = scene.page
    better = [version for version, score in page.scores.items() if score > page.scores[page.status_quo]]
    if not better:
        yield scene.say("no ballot", "nothing is forecast to do better than now, which stays and is measured")
        return
    broken = joined(((Part(f"{scene.letter(each)} "), *_broken(each, scene)) for each in better), "; ")
    why = "what is forecast to do better would break a floor: "
    yield scene.say("no ballot", why, *broken, "; now stays and is measured")


def _broken(version: VersionId, scene: Scene) -> tuple[Part, ...]:
    """Return the floors below which a version is forecast to lie, and no higher than the status quo."""
    pools, now = scene.page.pools[version], scene.page.pools[scene.page.status_quo]
    return joined(
        (
            Part(worth.id, f"value:{worth.id}"),
            Part(f" {percent(pools[worth.id].value)} < {round_percent(worth.floor)}".replace(" ", HARD_SPACE)),
        )
        for worth in scene.setting.charter.purpose.values
        if worth.floor is not None
        and pools[worth.id].value < worth.floor
        and pools[worth.id].value <= now[worth.id].value
    )


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
    counts = f"{event.in_favour} for, {event.abstained} abstain, {event.against} against"
    needed = f"quorum {event.quorum}" + ", two thirds needed" * event.two_thirds
    yield scene.say(
        "ballot",
        f"{counts}; on {_lottery(scene)}; {needed}: ",
        Part("passed" if event.passed else "rejected", "change"),
    )
    against = [owner for owner, vote in page.votes.items() if vote.choice == "against"]
    if against:
        yield scene.say("against", some(against))


def _lottery(scene: Scene) -> str:
    """Return the printed lottery: whoever is not recommended has the same small chance."""
    odds = dict(scene.page.lottery)
    best = scene.page.recommended or ""
    said = f"{scene.letter(best)}\xa0{round_percent(odds.pop(best))}"
    if len(odds) == 1:
        [(other, chance)] = odds.items()
        return f"{said}, {scene.letter(other)}\xa0{round_percent(chance)}"
    return f"{said}, others {round_percent(scene.page.least or 0)} each" if odds else said


def _moved(event: VoteMoved, scene: Scene) -> Iterator[Line]:
    if scene.page.stage == "consent":
        yield scene.say("objects", event.owner)
        return
    yield scene.say("objects", f"{event.owner}, once votes were open: {event.old or 'no vote'} → {event.new}")


def _consented(event: ConsentGiven, scene: Scene) -> Iterator[Line]:
    who = f": {counted(event.objections, 'owner')} objecting, {event.limit} would have stopped it"
    yield scene.say("consent", f"{scene.letter(event.version)} is ", Part("adopted", "change"), who)


def _amended(event: CharterAmended, scene: Scene) -> Iterator[Line]:
    changes = scene.changes(event.version, scene.page.status_quo)
    yield scene.say("in force", Part("the amended charter", "change"), ": ", *(changes or (Part("its words"),)))


def _executed(event: ActionExecuted, scene: Scene) -> Iterator[Line]:
    page = scene.page
    chance = round_percent(page.probability or 0)
    drawn = "drawn as recommended" if event.version == page.recommended else "drawn to explore"
    drawn = "by consent" if page.consent else drawn
    done = "" if event.result == "executed" else f", {event.result.replace('_', ' ')}" + " and undone" * event.undone
    changes = scene.setting.changes(page.kind, page.versions[page.status_quo].terms, event.in_force)
    ran = f"{scene.letter(event.version)} by {page.grant['executor'] if page.grant else 'nobody'}, "
    yield scene.say("runs", ran, Part(drawn, "change"), f" ({chance}){done}: ", *(changes or STAYS))


def _measured(event: OutcomeMeasured, scene: Scene) -> Iterator[Line]:
    yield from outcome(scene.page, scene.setting.charter, scene.now, scene.letter)
    if event.disputed:
        yield scene.say("disputed", f"the meters do not agree on {listed(event.disputed)}")


def _closed(event: ProposalClosed, scene: Scene) -> Iterator[Line]:
    nets = Counter[AgentId]()
    for row in scene.page.settled.values():
        nets.update(row)
    why = () if event.outcome == "settled" else (Part(event.why),)
    stakes = tuple(_stakes(scene, nets)) if nets else ()
    yield scene.say(event.outcome, *joined(filter(None, (why, stakes)), "; "))
    if nets and scene.number == 1 and scene.page.least and scene.page.probability and not scene.page.consent:
        odds = f"{round_percent(scene.page.least)}{HARD_SPACE}/{HARD_SPACE}{round_percent(scene.page.probability)}"
        yield scene.say(
            "", f"the risk is small: a stake counts by {odds}, the least chance on the ballot over that of what ran"
        )


def _stakes(scene: Scene, nets: Counter[AgentId]) -> Iterator[Part]:
    ranked = sorted(nets, key=lambda agent: (-nets[agent], agent))
    total = sum(scene.page.stakes.values())
    yield Part(f"forecasters {_together(sum(nets.values()))} of {money(total)} credits together")
    yield Part(", to the fund: best " if sum(nets.values()) < 0 else ": best ")
    yield from _net(ranked[0], nets)
    yield Part(", worst ")
    yield from _net(ranked[-1], nets)


def _together(net: int) -> str:
    """Return what all forecasters came to; nobody earns what nobody lost, so a gain would be the exception.

    >>> _together(-220_000), _together(-3), _together(0), _together(10_000)
    ('lost 0.22', 'lost less than 0.01', 'kept all', 'gained 0.01')
    """
    if not net:
        return "kept all"
    amount = money(abs(net)) if money(abs(net)).strip("0.") else "less than 0.01"
    return f"{'lost' if net < 0 else 'gained'} {amount}"


def _net(agent: AgentId, nets: Counter[AgentId]) -> tuple[Part, ...]:
    return Part(f"{agent}\xa0"), Part(signed(nets[agent], thousandths), tint_of(nets[agent]))


def _shared(event: CreditShared, scene: Scene) -> Iterator[Line]:
    earned = [f"{owner}\xa0+{money(share)}" for owner, share in event.shares.items()]
    if event.pay < 0:
        earned = [f"{scene.page.owner}\xa0-{money(-event.pay)}"]
    paid = f"; in credits: {', '.join(earned)}" if earned else ""
    change = Part(signed(event.gain, percent), tint_of(event.gain))
    yield scene.say("gain", "score ", change, f" over what was forecast for now{paid}")


DECISION: Final[Scenes] = {
    StakeLost: plainly("unopened", "{agent} loses its stake of {stake!c} credits: its forecast stayed sealed"),
    ForecastsPooled: _pooled,
    NothingBetter: _nothing_better,
    CandidateRecommended: _recommended,
    BallotExtended: _extended,
    ConsentGiven: _consented,
    LaneChanged: plainly("to a panel", "{why} ({clause})"),
    CharterAmended: _amended,
    BallotClosed: _counted,
    VoteMoved: _moved,
    ActionExecuted: _executed,
    OutcomeMeasured: _measured,
    ProposalClosed: _closed,
    CreditShared: _shared,
}
