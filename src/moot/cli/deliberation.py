"""Deliberation as a story: what is proposed, who is drawn, what reviews ask, and what is amended.

Laws: every word comes from the page of the proposal or from the event that is told; nothing is said
of what is still sealed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from moot.cli.line import Line, Part, heading
from moot.cli.scene import Scene, Scenes, plainly
from moot.cli.words import joined, listed, moment, some
from moot.core.act import Condition, MandateId, OwnerId
from moot.core.events import (
    CandidatesFrozen,
    CommentMade,
    FaultPublished,
    MandateUnheard,
    ProposalSubmitted,
    ReviewerReplaced,
    StageEntered,
)
from moot.views.wording import counted, percent, short

SHOWN: Final = 4  # conditions, at most
SIGNS: Final = {"<=": "≤", ">=": "≥", "=": "=", "in": "in"}


def _proposed(event: ProposalSubmitted, scene: Scene) -> Iterator[Line]:
    now = moment(scene.told.received, scene.setting.zone)
    title = f"Decision {scene.number} · {now:%a} {now.day} {now:%b %Y} · {event.target}"
    version = f" · {scene.letter(event.version)} {short(event.version)}"
    yield heading(title, Part(f"   proposal {short(event.proposal)}{version}", "faint"))
    mandates = scene.setting.mandates.get(event.author, [])
    cares = f" for {listed(mandates)}" if mandates else ""
    who = f"{scene.setting.called(event.author)}{cares}: "
    yield scene.say("proposes", who, *scene.changes(event.version, event.status_quo))
    if event.lane != "panel":
        why = f" (structure.lanes.{event.rule})" if event.rule else ""
        yield scene.say("lane", f"{event.lane}{why}: at worst {percent(event.harm)} % of harm")


def _entered(event: StageEntered, scene: Scene) -> Iterator[Line]:
    if event.stage == "waiting":
        until = scene.setting.when(event.until, scene.page.submitted)
        yield scene.say("waits", f"until {until} at most, for owners of a mandate that is short of them")
    elif event.stage == "review":
        seats = (
            (
                Part(mandate, f"value:{mandate}"),
                Part(" " + ", ".join(f"{each.owner}{' (degraded)' * each.degraded}" for each in panel)),
            )
            for mandate, panel in scene.page.seats.items()
        )
        yield scene.say("drawn", *joined(seats, " · "))
    elif event.stage == "negotiation":
        yield from _reviews(scene)


def _commented(event: CommentMade, scene: Scene) -> Iterator[Line]:
    count = len(scene.page.comments)
    yield scene.say("comments", f"{scene.setting.called(event.agent)}, {counted(count, 'comment')} so far")


def _replaced(event: ReviewerReplaced, scene: Scene) -> Iterator[Line]:
    same = [
        each
        for each in scene.told.events
        if isinstance(each, ReviewerReplaced) and (each.silent.agent, each.stage) == (event.silent.agent, event.stage)
    ]
    if same[0] is event:  # who was silent on several mandates is told once
        mandates = joined((Part(each.mandate, f"value:{each.mandate}"),) for each in same)
        called = list(dict.fromkeys(each.standin.agent for each in same if each.standin))
        instead = f"; {listed(called) or 'nobody'} {'stand' if len(called) > 1 else 'stands'} in"
        yield scene.say("silent", f"{event.silent.agent} filed no {event.stage} for ", *mandates, instead)


def _unheard(event: MandateUnheard, scene: Scene) -> Iterator[Line]:
    missing = f"{event.filed} of {event.needed} reviews: the ballot needs two thirds"
    yield scene.say("unheard", Part(event.mandate, f"value:{event.mandate}"), f" has {missing}")


def _reviews(scene: Scene) -> Iterator[Line]:
    reviews = scene.page.reviews
    stances = Counter(review.stance for review in reviews)
    doubts: dict[OwnerId, list[MandateId]] = {}
    for review in reviews:
        if review.stance == "against":
            doubts.setdefault(review.owner, []).append(review.mandate)
    against = [f"{owner} on {listed(mandates)}" for owner, mandates in doubts.items()]
    yield scene.say(
        "reviews",
        f"{len(reviews)} opened: {stances['for']} for, {stances['could_live']} could live with it, "
        f"{stances['against']} against{f' ({some(against)})' if against else ''}",
    )
    yield from _musts(scene)


def _musts(scene: Scene) -> Iterator[Line]:
    """Yield what would win reviewers: the conditions that most owners set come first."""
    musts: dict[str, dict[OwnerId, None]] = {}  # an ordered set of owners
    for review in scene.page.reviews:
        for condition in review.conditions:
            if condition.strength == "must":
                musts.setdefault(_condition(scene, condition), {})[review.owner] = None
    asked = sorted(musts.items(), key=lambda must: -len(must[1]))
    if asked:
        more = f"; and {len(asked) - SHOWN} more" if len(asked) > SHOWN else ""
        yield scene.say("held to", "; ".join(f"{what} ({some(list(who), 3)})" for what, who in asked[:SHOWN]) + more)


def _condition(scene: Scene, condition: Condition) -> str:
    amounts = [scene.setting.amount(scene.page.kind, condition.term, number) for number in condition.value]
    return f"{condition.term}\xa0{SIGNS[condition.relation]}\xa0{' or '.join(amounts)}"


def _frozen(event: CandidatesFrozen, scene: Scene) -> Iterator[Line]:
    page = scene.page
    for candidate in event.candidates[2:]:  # the status quo and the original amend nothing
        shown = page.versions[candidate.version]
        answered = dict.fromkeys(scene.setting.owner(answer.agent) for answer in shown.answers)
        answers = f", answers {listed(list(answered))}" if answered else ""
        base = shown.base or page.original
        merged = "".join(f" and {scene.letter(each)}" for each in shown.merges)
        named = f"{scene.letter(candidate.version)} {short(candidate.version)}"
        name = f"{named} by {scene.setting.called(shown.agent or '')}, from {scene.letter(base)}"
        yield scene.say("amended", f"{name}{merged}: ", *scene.changes(candidate.version, base), answers)
    if event.left_out:
        names = listed(sorted(map(scene.letter, event.left_out)))
        yield scene.say("left out", f"{names}: candidates are chosen by support, then by lot, one for each owner")


DELIBERATION: Final[Scenes] = {
    ProposalSubmitted: _proposed,
    FaultPublished: plainly("fault", "{member}: {fault}"),
    StageEntered: _entered,
    ReviewerReplaced: _replaced,
    MandateUnheard: _unheard,
    CandidatesFrozen: _frozen,
    CommentMade: _commented,
}
