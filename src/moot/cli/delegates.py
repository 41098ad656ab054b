"""Delegation in the story: who hands its vote on to whom, who votes for how many, and who is not counted.

Laws: of many owners the first are named and the others counted; what is said was told by the event.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from moot.cli.line import Line
from moot.cli.scene import Scene, Scenes
from moot.cli.words import some
from moot.core.act import OwnerId
from moot.core.events import DelegatesVoted, DelegationsFrozen, Uncounted, VotesCarried

WHY: Final[Mapping[Uncounted, str]] = {
    "circle": "in a circle",
    "silent": "behind nobody who votes",
    "cap": "beyond what one may vote for",
}


def _frozen(event: DelegationsFrozen, scene: Scene) -> Iterator[Line]:
    behind: dict[OwnerId, list[OwnerId]] = {}
    for owner, given in event.given.items():
        behind.setdefault(given.to, []).append(owner)
    yield scene.say("hand on", "; ".join(f"{some(owners)} to {to}" for to, owners in sorted(behind.items())))
    if event.circles:
        yield scene.say("circle", f"{some(event.circles)}: not heard unless somebody on the line votes")


def _carried(event: VotesCarried, scene: Scene) -> Iterator[Line]:
    for reason, said in WHY.items():
        if owners := [owner for owner, why in event.uncounted.items() if why == reason]:
            yield scene.say("not heard", f"{some(owners)}: {said}")


def _voted(event: DelegatesVoted, scene: Scene) -> Iterator[Line]:
    said = []
    for root, weight in event.weights.items():
        owners = [owner for owner, each in event.spoken.items() if each.root == root]
        said.append(f"{root}, {event.spoken[owners[0]].choice}, for {some(owners)} too ({weight} votes)")
    yield scene.say("delegates", "; ".join(said))


DELEGATES: Final[Scenes] = {DelegationsFrozen: _frozen, VotesCarried: _carried, DelegatesVoted: _voted}
