"""Proposers: specialists and scouts who take turns, and offer rival amendments to one another.

Laws: whose turn it is follows from how many decisions the target has behind it; whoever misses a
turn is passed after a while; an amendment counts the owners it would win.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from moot.core.act import MandateId, Terms, ValueId
from moot.core.charter import CREDIT, DAY, MINUTE, Kind
from moot.core.commands import OfferAmendment, StartTrial
from moot.core.lane import worst_case
from moot.core.negotiation import supporters
from moot.core.trial import reserve
from moot.kit.agent import Motion
from moot.kit.door import Shown
from moot.kit.mediator import Mediator, opinions
from moot.kit.member import Member
from moot.lab.cast.minds import Mind
from moot.lab.cast.options import DOZEN, POOL
from moot.lab.cast.outlook import MEASURED, Outlook, Scene, worth
from moot.lab.chance import Chance
from moot.wire.codec import read
from moot.worlds.charging.policy import BOUNDS, Policy, policy_of, terms_of

RIVALS: Final = 3  # how many proposers offer amendments to a proposal, beside the mediator
PATIENCE: Final = 10 * 60_000  # milliseconds after which the next in line may propose
CONSIDERED: Final = 12  # how many of the best options are held against what reviewers want
FINDS: Final = 8
TRIES_AFTER: Final = 4  # decisions
HORIZON: Final = 5  # days of which the units of the target are counted
TRIAL_DAYS: Final = 3  # each a batch
PART: Final = 2  # one station in so many is treated: parts of unequal size do not compare
A_DAY: Final = 17 * 60 * MINUTE  # from the first opening to the end
BORNE: Final = 50_000  # ppm of loss that a trial's stop rule bears
FALSE_ALARM: Final = 50_000  # ppm
AT_HAND: Final = 20 * CREDIT  # what whoever tries wants to have left
VOICE: Final = 4_000  # ppm of score that one more supporting owner is worth to an amender


class Specialist(Mind):
    """Proposes and amends for its own mandate, at the members' prices."""

    def __init__(self, member: Member, mandate: MandateId, outlook: Outlook, chance: Chance) -> None:
        """Search the pool, or a dozen of it when the outlook is a calm one of its own."""
        super().__init__(member, mandate, outlook, chance)
        self.options = DOZEN if outlook.method.calm else POOL
        self.place = self.line = 0
        self._free_since: dict[str, int] = {}
        self._evening, self._found = 0, tuple[Policy, ...]()

    def stand(self, place: int, line: int) -> None:
        """Stand at `place` in a line of `line` proposers."""
        self.place, self.line = place, line

    def propose(self, target: Shown) -> Motion | None:
        """Propose the best option on one's turn."""
        now = self.member.clock()
        if any(row["closed"] is None for row in self.member.see_all("trials") if row["target"] == target["target"]):
            return None  # what is tried is waited for
        behind = len(target["history"])
        waited = now - self._free_since.setdefault(f"{target['target']}/{behind}", now)
        if (behind + waited // PATIENCE) % self.line != self.place:
            return None
        scene = self.scene(target)
        present = policy_of(target["terms"])
        weights = dict(self.member.see("values")["weights"])
        best = next(each for each in self.best(scene, weights, self.searched(scene)) if each != present)
        return Motion(terms_of(best), f"For {self.mandate}, by {self.outlook.method.name}.")

    def amend(self, page: Shown) -> OfferAmendment | None:
        """Offer the option that promises most and wins most owners, when it is one's turn to rival."""
        behind = len(self.member.see("target", target=page["target"])["history"])
        if (behind - self.place) % self.line not in range(1, RIVALS + 1):
            return None
        scene, weights = self.scene(page), dict(page["weights"])
        known = [policy_of(each["terms"]) for each in page["versions"].values()]
        options = [each for each in self.best(scene, weights, self.searched(scene)) if each not in known][:CONSIDERED]
        expected = dict(zip(options, self.outlook.expect(options, scene), strict=True))
        said = opinions(page)

        def rank(policy: Policy) -> int:
            won = len(supporters(said, terms_of(policy), original=False))
            return worth(weights, expected[policy]) + won * VOICE * 1_000_000

        return amendment(page, max(options, key=rank))

    def searched(self, scene: Scene) -> Sequence[Policy]:  # noqa: ARG002 - for scouts
        """Return the options that this proposer looks at."""
        return self.options


class Scout(Specialist):
    """Looks at a few policies that nobody has in the pool, by its own chance; may try one before proposing it."""

    def __init__(self, member: Member, mandate: MandateId, outlook: Outlook, chance: Chance) -> None:
        """Search as `member`."""
        super().__init__(member, mandate, outlook, chance)
        self._cited = False

    def experiment(self, target: Shown) -> StartTrial | None:
        """Try what promises most on half of the stations, if nobody tried anything before and enough was decided."""
        early = len(target["history"]) < TRIES_AFTER
        if early or target["open"] or self.member.see_all("trials"):  # of any scout
            return None
        scene = self.scene(target)
        register = self.charter["structure"]["actions"]
        kind = read(Kind, next(each for each in register if each["id"] == target["kind"]))
        units = kind.units * TRIAL_DAYS // (PART * HORIZON)
        most = self.member.see("risk", owner=self.member.owner)["owners"][self.member.owner]
        weights = dict(self.member.see("values")["weights"])
        options = [each for each in self.best(scene, weights, self.searched(scene)) if each != scene.incumbent]
        fits = [each for each in options if reserve(worst_case(kind, terms_of(each)), units, kind.units) <= most]
        if not fits or self._free() < AT_HAND:
            return None
        return StartTrial(
            kind=target["kind"],
            terms=terms_of(fits[0]),
            base=target["base"],
            units=units,
            batches=TRIAL_DAYS,
            duration=A_DAY,
            metric=self._promise(fits[0], scene),
            tolerance=BORNE,
            alpha=FALSE_ALARM,
        )

    def _promise(self, policy: Policy, scene: Scene) -> ValueId:
        """Return the value in which `policy` is expected to gain most over what is in force."""
        now, then = self.outlook.expect([scene.incumbent, policy], scene)
        return max(MEASURED, key=lambda name: then[name] - now[name])

    def propose(self, target: Shown) -> Motion | None:
        """Propose what was tried and did better, at the members' prices; else the best option on one's turn."""
        weights = self.member.see("values")["weights"]
        for row in self.member.see_all("trials"):
            if row["agent"] == self.member.agent and row["ending"] == "completed" and row["closed"] is not None:
                page = self.member.see("trial", trial=row["trial"])
                gain = sum(weights[name] * point for name, point in page["points"].items())
                if gain > 0 and page["before"] == target["terms"] and not self._cited:
                    self._cited = True
                    return Motion(page["terms"], f"By trial {row['trial']}.")
        return super().propose(target)

    def searched(self, scene: Scene) -> Sequence[Policy]:
        """Return a dozen of the pool and eight policies, made up anew every evening."""
        if scene.now // DAY != self._evening:
            self._evening, self._found = scene.now // DAY, tuple(self._random() for _ in range(FINDS))
        return (*DOZEN, *self._found)

    def _random(self) -> Policy:
        return Policy(*(low + self.chance.below(high - low + 1) for low, high in BOUNDS.values()))


class Between(Mediator):
    """The mediator of the cast: of equally supported versions it takes the one of most expected worth."""

    def __init__(self, member: Member, outlook: Outlook) -> None:
        """Mediate as `member`, estimating by `outlook`."""
        super().__init__(member)
        self.outlook = outlook
        self._asked: set[str] = set()

    def amend(self, page: Shown) -> OfferAmendment | None:
        """Mediate once a proposal, when the others have offered."""
        if page["proposal"] in self._asked or self.member.clock() < page["until"] - PATIENCE:
            return None
        self._asked.add(page["proposal"])
        return super().amend(page)


def amendment(page: Shown, policy: Policy) -> OfferAmendment:
    """Return the amendment of the original that makes it `policy`."""
    original: Terms = page["versions"][page["original"]]["terms"]
    changed: Mapping[str, int] = {name: number for name, number in terms_of(policy).items() if original[name] != number}
    return OfferAmendment(page["proposal"], page["original"], changed)
