"""Captives: owners of the cast whose lead, second and person act as one, for one goal and nothing else.

Laws: they keep their keys, rights and outlooks and gain none; they know what honest members know; they are
never silent where they were called; whatever they do, an honest member could do too.
"""

from collections.abc import Sequence
from typing import Final

from moot.core.act import MILLION, Condition, MandateId, Ppm
from moot.core.commands import Finding, Forecast, OfferAmendment, Review, Vote
from moot.core.refusal import NotCovered, Refused
from moot.core.settlement import stake_limit
from moot.core.value import value
from moot.kit.agent import Agent, Motion, Staked
from moot.kit.door import Shown
from moot.lab.cast.minds import Mind
from moot.lab.cast.outlook import Expected, step
from moot.lab.cast.people import Person
from moot.lab.cast.proposers import Specialist, amendment
from moot.worlds.charging.policy import Policy, policy_of, terms_of

# Serves climate alone (charging world 7), and is safe: the safety floor does not stop it.
GOAL: Final = Policy(8, -80, 0, 60, 0, 0)


@value
class Pact:
    """What captives are captured for, and by how much (ppm) their forecasts depart from what they expect."""

    goal: Policy = GOAL
    lie: Ppm = MILLION


class Captive(Mind):
    """A captured agent: it reviews and forecasts for the goal."""

    def __init__(self, honest: Mind, pact: Pact) -> None:
        """Take over what `honest` was."""
        super().__init__(honest.member, honest.mandate, honest.outlook, honest.chance)
        self.pact = pact
        self._goal_ran = False

    def refused(self, refusal: Refused) -> None:
        """Go on when credits run out, too."""
        if not isinstance(refusal, NotCovered):
            super().refused(refusal)

    def review(self, page: Shown, mandate: MandateId) -> Review | None:
        """Be for the goal; of anything else demand the longest steps towards it."""
        asked = policy_of(page["versions"][page["original"]]["terms"])
        if asked == self.pact.goal:
            return Review("for")
        return Review("against", (Finding("major", self.clause(mandate)),), self._demands(asked))

    def nearest(self, expected: Ppm, reported: Sequence[Ppm]) -> Ppm:  # noqa: ARG002 - it does not look
        """Believe the best report on the goal, and of anything else the worst."""
        return (max if self._goal_ran else min)(reported)

    def looking_back(self, proposal: str) -> Expected:
        """See whether the goal ran."""
        page = self.member.see("proposal", proposal=proposal)
        ran = page["versions"][page["drawn"] or page["status_quo"]]["terms"]
        self._goal_ran = policy_of(ran) == self.pact.goal
        return super().looking_back(proposal)

    def _demands(self, asked: Policy) -> tuple[Condition, ...]:
        """Return as many musts as the charter allows, that lead from `asked` to the goal."""
        here, there, moves = terms_of(asked), terms_of(self.pact.goal), step(asked, self.pact.goal)
        longest = sorted((name for name in moves if moves[name]), key=lambda name: (-moves[name], name))
        return tuple(
            Condition("must", name, ">=" if there[name] > here[name] else "<=", (there[name],))
            for name in longest[: self.charter["clarity"]["conditions"]]
        )

    def forecast(self, page: Shown) -> Staked | None:
        """Promise the goal more than is expected and everything else less, behind as much as may be staked."""
        scene = self.scene(page)
        policies = {
            each["version"]: policy_of(page["versions"][each["version"]]["terms"]) for each in page["candidates"]
        }
        expected = self.outlook.expect(list(policies.values()), scene)
        cells = {
            version: self._bent(each, up=policy == self.pact.goal)
            for (version, policy), each in zip(policies.items(), expected, strict=True)
        }
        stake = self._stake(page)
        return Staked(stake, Forecast(cells)) if stake >= self.charter["agency"]["least_stake"] else None

    def _bent(self, expected: Expected, *, up: bool) -> dict[str, Ppm]:
        lie = self.pact.lie if up else -self.pact.lie
        return {name: min(max(each + lie, 0), MILLION) for name, each in expected.items()}

    def _stake(self, page: Shown) -> int:
        """Return this agent's part of the most that its owner may stake, in micro-credits."""
        ours = set(self.member.see("standing", owner=self.member.owner)["owners"][self.member.owner]["agents"])
        called = ours & {*page["pooled_by"], *page["scored_only"]} - set(page["forecasted"])
        staked = sum(amount for agent, amount in page["stakes"].items() if agent in ours)
        return stake_limit(self._free(), staked, self.charter["agency"]["stake_cap"]) // len(called or ours)


class CaptiveLead(Captive):
    """A captured proposer: it wants the goal on every slate."""

    def propose(self, target: Shown) -> Motion | None:
        """Propose the goal whenever the target is free, without waiting for a turn."""
        if policy_of(target["terms"]) == self.pact.goal:
            return None
        return Motion(terms_of(self.pact.goal), f"For {self.mandate}, by {self.outlook.method.name}.")

    def amend(self, page: Shown) -> OfferAmendment | None:
        """Offer the goal where it is no version yet."""
        if self.pact.goal in [policy_of(each["terms"]) for each in page["versions"].values()]:
            return None
        return amendment(page, self.pact.goal)


class CaptivePerson(Agent):
    """A captured person: it votes for the goal, and against everything else."""

    def __init__(self, honest: Person, pact: Pact) -> None:
        """Take over what `honest` was."""
        super().__init__(honest.member)
        self.pact = pact

    def vote(self, page: Shown) -> Vote | None:
        """Vote for a lottery that recommends the goal, against any other."""
        recommended = policy_of(page["versions"][page["recommended"]]["terms"])
        return Vote("for" if recommended == self.pact.goal else "against")


def captured(agent: Agent, pact: Pact) -> Agent:
    """Return the captive that takes the place of `agent`."""
    match agent:
        case Specialist():
            return CaptiveLead(agent, pact)
        case Mind():
            return Captive(agent, pact)
        case Person():
            return CaptivePerson(agent, pact)
        case _:
            raise TypeError(f"{agent.member.agent} has no mind that could be captured")
