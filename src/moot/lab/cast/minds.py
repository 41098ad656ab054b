"""Minds: what an agent of the cast thinks of a policy before it says anything.

Laws: a mind judges by its own outlook, its own mandate and the prices that the members set; a floor
counts before any price; it trusts its own forecast only with a margin.
"""

from collections.abc import Sequence
from typing import Final

from moot.core.act import MILLION, Condition, MandateId, Ppm, ValueId
from moot.core.charter import CREDIT
from moot.core.commands import Finding, Forecast, Review, Ruling, Verdict
from moot.kit.agent import Staked
from moot.kit.door import Shown
from moot.kit.guard import Guard
from moot.kit.member import Member
from moot.lab.cast.options import POOL
from moot.lab.cast.outlook import Expected, Outlook, Scene, distance, step, worth
from moot.lab.chance import Chance
from moot.worlds.charging.measures import RECENT
from moot.worlds.charging.policy import Policy, policy_of, terms_of

MARGIN: Final = 20_000  # ppm above a floor that a careful forecast wants to see
LOSS: Final = 30_000  # ppm that a reviewer lets its value lose for the sake of others
GAIN: Final = 10_000  # ppm from which on a reviewer is for it
EMPHASIS: Final = 200_000  # ppm of weight that an agent adds to its own mandate's value
STAKE: Final = 20 * CREDIT
SILENCE: Final = 25_000  # ppm: how often an agent does not answer


class Mind(Guard):
    """An agent of the cast: reviews, forecasts, reveals, and guards trials; proposers build on it."""

    def __init__(self, member: Member, mandate: MandateId, outlook: Outlook, chance: Chance) -> None:
        """Think as `member`, for the value that `mandate` watches, by `outlook`."""
        super().__init__(member)
        self.mandate, self.outlook, self.chance = mandate, outlook, chance
        self.options: Sequence[Policy] = POOL
        self._silent: dict[tuple[str, str], bool] = {}

    # What it is asked.

    def review(self, page: Shown, mandate: MandateId) -> Review | None:
        """Review for the value that the mandate watches: better, bearable, or what would make it so."""
        if self._stays_silent(page, mandate):
            return None
        scene = self.scene(page)
        asked = policy_of(page["versions"][page["original"]]["terms"])
        now, then = self.outlook.expect([scene.incumbent, asked], scene)
        least = self._least(mandate, now)
        if then[mandate] >= least:
            better = then[mandate] >= now[mandate] + GAIN
            return Review("for" if better else "could_live")
        musts = self._musts(asked, mandate, least, scene)
        finding = Finding("major", self.clause(mandate))
        return Review("against", (finding,), musts)

    def forecast(self, page: Shown) -> Staked | None:
        """Forecast every candidate by the outlook, and stake on it."""
        if self._stays_silent(page, "forecast"):
            return None
        scene = self.scene(page)
        versions = [each["version"] for each in page["candidates"]]
        policies = [policy_of(page["versions"][version]["terms"]) for version in versions]
        cells = dict(zip(versions, self.outlook.expect(policies, scene), strict=True))
        return Staked(min(STAKE, self._free() // 10), Forecast(cells))

    def reveal(self, page: Shown) -> bool:
        """Disclose the owner's link, as a rule."""
        return not self._stays_silent(page, page["stage"])

    def judge(self, file: Shown) -> Verdict | None:
        """Find what its own replay of the days that ran says: the nearest report, or whether a floor is broken."""
        if self._stays_silent(file, f"verdict {file['round']}"):
            return None
        ruling, values = self._finding(file)
        reason = self.member.door.hold(f"By {self.outlook.method.name}, looking back.")
        return Verdict(ruling, reason, values)

    def _finding(self, file: Shown) -> tuple[Ruling, dict[ValueId, Ppm]]:
        if file["about"] == "measurement":
            found = self.looking_back(file["proposal"])
            return "measured", {name: self.nearest(found[name], said) for name, said in file["reported"].items()}
        if file["about"] == "execution":
            return "void", {}  # it cannot look into the site
        return ("upheld" if file["about"] == "block" and self._breaks(file) else "dismissed"), {}

    def looking_back(self, proposal: str) -> Expected:
        """Return what the version that ran came to over the days that are over last, by its own replay."""
        page = self.member.see("proposal", proposal=proposal)
        target = self.member.see("target", target=page["target"])
        now = policy_of(page["versions"][page["status_quo"]]["terms"])
        ran = policy_of(page["versions"][page["drawn"] or page["status_quo"]]["terms"])
        earlier = [policy_of(each["terms"]) for each in target["history"] if each["proposal"] != proposal]
        recent = tuple([self._founding(target), *earlier][-RECENT:])
        return self.outlook.hindsight(ran, Scene(self.member.clock(), now, recent, {}))

    def nearest(self, expected: Ppm, reported: Sequence[Ppm]) -> Ppm:
        """Return the report that lies nearest, the lower of two."""
        return min(reported, key=lambda each: (abs(each - expected), each))

    def _breaks(self, file: Shown) -> bool:
        """Return whether what is recommended would break the floor that a block names."""
        page = self.member.see("proposal", proposal=file["proposal"])
        [expected] = self.outlook.expect([policy_of(page["versions"][page["recommended"]]["terms"])], self.scene(page))
        return any(
            file["clause"] == f"purpose.values.{name}.floor" and expected[name] < floor
            for name, floor in self.floors().items()
        )

    # What it thinks.

    def scene(self, page: Shown) -> Scene:
        """Return what is known now about the target of `page`."""
        target = self.member.see("target", target=page["target"])
        ran = [self._founding(target), *(policy_of(each["terms"]) for each in target["history"])]
        before = [each["measured"] for each in target["history"] if each["measured"]]
        founding = {each["id"]: each["founding"] for each in self.charter["purpose"]["values"]}
        incumbent = policy_of(target["terms"])
        last = {**founding, **(before[-1] if before else {})}
        return Scene(self.member.clock(), incumbent, tuple(ran[-RECENT:]), last)

    def _founding(self, target: Shown) -> Policy:
        """Return the policy that was in force when the moot began."""
        if not target["history"]:
            return policy_of(target["terms"])
        first = self.member.see("proposal", proposal=target["history"][0]["proposal"])
        return policy_of(first["versions"][first["status_quo"]]["terms"])

    @property
    def charter(self) -> Shown:
        """Return the charter in force."""
        return dict(self.member.see("charter")["charter"])

    def clause(self, name: ValueId) -> str:
        """Return the clause that a finding on a value cites."""
        return f"purpose.values.{name}"

    def floors(self) -> dict[ValueId, Ppm]:
        """Return the values with a floor."""
        return {each["id"]: each["floor"] for each in self.charter["purpose"]["values"] if each["floor"] is not None}

    def best(self, scene: Scene, weights: dict[ValueId, Ppm], options: Sequence[Policy]) -> list[Policy]:
        """Return `options`, best first: those that keep the floors, by the members' prices and its own emphasis."""
        priced = {**weights, self.mandate: weights[self.mandate] + EMPHASIS}
        expected = dict(zip(options, self.outlook.expect(options, scene), strict=True))
        floors = self.floors()

        def rank(policy: Policy) -> tuple[int, int]:
            short = sum(max(0, floor + MARGIN - expected[policy][name]) for name, floor in floors.items())
            return short, -worth(priced, expected[policy])

        return sorted(options, key=rank)

    def _least(self, mandate: MandateId, now: Expected) -> Ppm:
        """Return the least that the mandate's value may come to: a little under today, and above its floor."""
        floor = self.floors().get(mandate)
        bearable = now[mandate] - LOSS
        return bearable if floor is None else max(bearable, min(floor + MARGIN, MILLION))

    def _musts(self, asked: Policy, mandate: MandateId, least: Ppm, scene: Scene) -> tuple[Condition, ...]:
        """Return conditions that lead to the nearest policy the mandate can bear: its two longest steps."""
        expected = zip(self.options, self.outlook.expect(self.options, scene), strict=True)
        bearable = [policy for policy, each in expected if each[mandate] >= least]
        if not bearable:
            return ()
        goal = min(bearable, key=lambda policy: (distance(asked, policy), policy))
        moves = step(asked, goal)
        longest = sorted((name for name in moves if moves[name]), key=lambda name: (-moves[name], name))[:2]
        here, there = terms_of(asked), terms_of(goal)
        return tuple(
            Condition("must" if at == 0 else "should", name, ">=" if there[name] > here[name] else "<=", (there[name],))
            for at, name in enumerate(longest)
        )

    def _stays_silent(self, page: Shown, what: str) -> bool:
        key = (page.get("proposal") or page["trial"], what)
        if key not in self._silent:
            self._silent[key] = self.chance.happens(SILENCE)
        return self._silent[key]

    def _free(self) -> int:
        accounts = self.member.see("standing", owner=self.member.owner)["owners"]
        return int(accounts[self.member.owner]["credits"])
