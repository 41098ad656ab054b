"""The watch: what a season notes beside its record: plain averaging, influence, and what captives tried.

Laws: it reads what everybody can read and changes nothing; how far a goal came and what stopped it is said by the
page of the proposal that is closed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

from moot.core.act import MILLION, WHOLE, AgentId, Mass, OwnerId, Ppm, ProposalId, ValueId, VersionId
from moot.core.events import Event, ForecastsPooled, ValuesWeighed
from moot.core.forecast import eligible
from moot.core.value import value
from moot.kit.door import Shown
from moot.lab.plain import choice, scores
from moot.lab.welfare import FLOORS
from moot.worlds.charging.policy import Policy, policy_of

# How far the goal came: not among the versions, among them without a place on the slate, and so on to the site.
# It has stayed if it was in force already and ran on; it is outbid by whatever is forecast to do better.
Reach: TypeAlias = Literal[
    "not offered",
    "left out",
    "not forecast",
    "below a floor",
    "outbid",
    "rejected",
    "not drawn",
    "explored",
    "executed",
    "stayed",
]


@value
class Captives:
    """Which owners are captured with which agents, and for what."""

    owners: tuple[OwnerId, ...]
    agents: tuple[AgentId, ...]
    goal: Policy


@value
class Attempt:
    """What captives tried in one decision (as counts), and how far their goal came. Margins and shares in ppm."""

    decision: int
    proposed: bool  # the goal, as the original
    amended: bool  # they offered it as an amendment
    conditioned: int  # reviews with conditions that lead to it
    forecasts: int  # theirs, of `forecasters`
    forecasters: int
    votes: int  # theirs, of those that were opened
    reach: Reach
    margin: Ppm | None  # the goal's pooled score less the best other candidate's
    plain_margin: Ppm | None  # the same under plain averaging
    ballot: tuple[int, int] | None  # for, against
    influence: Ppm  # the captives' mean share over the values, once the decision was closed

    @property
    def on_slate(self) -> bool:
        """Whether the goal was a candidate."""
        return self.reach not in {"not offered", "left out"}

    @property
    def recommended(self) -> bool:
        """Whether the rules recommended the goal."""
        return self.reach in {"rejected", "not drawn", "executed"}

    @property
    def ran(self) -> bool:
        """Whether the site ran the goal."""
        return self.reach in {"explored", "executed", "stayed"}


def shares(influence: Mapping[ValueId, Mapping[OwnerId, Mass]]) -> dict[OwnerId, Ppm]:
    """Return each owner's mean share of the influence over all values, in ppm, floored."""
    owners = {owner for masses in influence.values() for owner in masses}
    return {
        owner: sum(masses.get(owner, 0) for masses in influence.values()) * MILLION // (WHOLE * len(influence))
        for owner in sorted(owners)
    }


class Watch:
    """What is noted, decision after decision."""

    def __init__(self, look: Callable[[ProposalId], Shown]) -> None:
        """Read proposals' pages by `look`."""
        self._look = look
        self._vectors: dict[OwnerId, Mapping[ValueId, Ppm]] = {}
        self._plain: dict[ProposalId, Mapping[VersionId, Ppm]] = {}  # scores
        self.picked: dict[ProposalId, Policy] = {}  # what plain averaging would run

    def note(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case ValuesWeighed():
                self._vectors[event.owner] = event.weights
            case ForecastsPooled():
                page = self._look(event.proposal)
                self._plain[event.proposal] = scores(page, self._vectors)
                if version := choice(page, self._vectors):
                    self.picked[event.proposal] = policy_of(page["versions"][version]["terms"])
            case _:
                pass

    def attempt(self, proposal: ProposalId, captives: Captives, decision: int, influence: Ppm) -> Attempt:
        """Return what captives tried in the decision that was closed, and what came of it."""
        page = self._look(proposal)
        versions = page["versions"].items()
        goal = next((name for name, each in versions if policy_of(each["terms"]) == captives.goal), None)
        return Attempt(
            decision=decision,
            proposed=goal == page["original"] and page["owner"] in captives.owners,
            amended=goal not in {None, page["original"]} and page["versions"][goal]["owner"] in captives.owners,
            conditioned=sum(each["owner"] in captives.owners and bool(each["conditions"]) for each in page["reviews"]),
            forecasts=sum(agent in captives.agents for agent in page["forecasts"]),
            forecasters=len(page["forecasts"]),
            votes=sum(owner in captives.owners for owner in page["votes"]),
            reach=reach(page, goal),
            margin=_margin(page["scores"], goal),
            plain_margin=_margin(self._plain.get(proposal, {}), goal),
            ballot=(page["tally"]["in_favour"], page["tally"]["against"]) if page["tally"] else None,
            influence=influence,
        )


def reach(page: Shown, goal: VersionId | None) -> Reach:
    """Return how far a version came in the decision on `page`; None is one that nobody offered."""
    if goal is None:
        return "not offered"
    if goal not in [each["version"] for each in page["candidates"]]:
        return "left out"
    if goal == page["status_quo"]:
        return "stayed" if (page["drawn"] or goal) == goal else "outbid"
    if not page["pools"]:
        return "not forecast"
    return _forecast(page, goal)


def _forecast(page: Shown, goal: VersionId) -> Reach:
    """Return how far a version came that was forecast and would be new."""
    pooled = {name: cell["value"] for name, cell in page["pools"][goal].items()}
    now = {name: cell["value"] for name, cell in page["pools"][page["status_quo"]].items()}
    if not eligible(pooled, now, FLOORS):
        return "below a floor"
    if page["recommended"] != goal:
        return "explored" if page["drawn"] == goal else "outbid"
    if page["drawn"] is None:
        return "rejected"
    return "executed" if page["drawn"] == goal else "not drawn"


def _margin(found: Mapping[VersionId, Ppm], goal: VersionId | None) -> Ppm | None:
    """Return the goal's score less the best other's."""
    others: Sequence[Ppm] = [score for version, score in found.items() if version != goal]
    return found[goal] - max(others) if goal is not None and goal in found and others else None
