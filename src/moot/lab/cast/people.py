"""People: they state what the values are worth to them, and vote by it.

Laws: a person votes on the printed lottery, by its own weights; it takes no pool on trust, but asks of
every forecaster, whose opened forecasts everybody can read, whether this would be better; what it
wants may change once; what changes its mind is no member of the moot.
"""

from collections.abc import Mapping
from typing import Final

from moot.core.act import MILLION, Ppm, ValueId, VersionId
from moot.core.apportion import largest_remainder
from moot.core.commands import Vote
from moot.core.forecast import lower_median
from moot.kit.agent import Agent
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.lab.cast.outlook import VALUES, Expected, worth
from moot.lab.chance import Chance
from moot.wire.entry import Receipt

PROFILES: Final[Mapping[str, tuple[int, ...]]] = {  # per mille, in the order of VALUES
    "careful": (350, 150, 250, 235, 15),
    "fair": (150, 150, 450, 235, 15),
    "green": (150, 100, 200, 535, 15),
    "busy": (150, 450, 200, 185, 15),
}
INDIFFERENT: Final = 1_000  # ppm of expected worth below which a person abstains
ABSENT: Final = 100_000  # ppm: how often a person does not vote
SPREAD: Final = 80  # per mille by which a person differs from its profile, at most
FIRST_DRIFT, LAST_DRIFT = 3, 12  # the epochs between which a mind may change


class Person(Agent):
    """A member who weighs and votes, and reveals its owner's links."""

    def __init__(self, member: Member, profile: str, chance: Chance, *, drifts: bool) -> None:
        """Want what `profile` says, more or less; change it once if `drifts`."""
        super().__init__(member)
        self.chance, self.profile = chance, profile
        self.weights = self._near(profile)
        self._later: tuple[str, dict[ValueId, Ppm]] | None = self._another() if drifts else None
        self._drift = FIRST_DRIFT + chance.below(LAST_DRIFT - FIRST_DRIFT + 1)
        self._stated: Mapping[ValueId, Ppm] | None = None
        self._away: dict[str, bool] = {}

    def drift(self) -> None:
        """Want something else from now on, and say so with the next act; no later change of mind is left."""
        (self.profile, self.weights), self._later, self._stated = self._another(), None, None

    def act(self) -> list[Receipt]:
        """Weigh at the beginning, then do what is awaited."""
        if self._stated is None:
            self._weigh()
        return super().act()

    def _weigh(self) -> None:
        if self._later and self.member.see("values")["epoch"] >= self._drift:
            (self.profile, self.weights), self._later = self._later, None
        if self.weights != self._stated:
            self.member.weigh(self.weights)
            self._stated = self.weights

    def vote(self, page: Shown) -> Vote | None:
        """Vote for the lottery if the middle forecaster finds it better than the status quo, by one's own weights."""
        if page["proposal"] not in self._away:
            self._away[page["proposal"]] = self.chance.happens(ABSENT)
            self._weigh()  # a ballot is where one thinks of what one wants
        if self._away[page["proposal"]]:
            return None
        gain = self._middle(page)
        if abs(gain) < INDIFFERENT * MILLION:
            return Vote("abstain")
        return Vote("for" if gain > 0 else "against")

    def minds(self, page: Shown) -> bool:
        """Object if the middle forecaster finds what is to be adopted worse, by one's own weights."""
        return self._middle(page) <= -INDIFFERENT * MILLION

    def _middle(self, page: Shown) -> int:
        """Return what the middle forecaster expects of the lottery beyond the status quo, in units of 10^-12."""
        gains = [self._gain(page, forecast) for forecast in page["forecasts"].values()]
        return lower_median(gains) if gains else 0

    def _another(self) -> tuple[str, dict[ValueId, Ppm]]:
        profile = self.chance.pick([name for name in PROFILES if name != self.profile])
        return profile, self._near(profile)

    def _gain(self, page: Shown, forecast: Mapping[VersionId, Expected]) -> int:
        """Return what one forecaster expects of the lottery beyond the status quo, in units of 10^-12."""
        now = worth(self.weights, forecast[page["status_quo"]])
        then: int = sum(chance * worth(self.weights, forecast[version]) for version, chance in page["lottery"].items())
        return then // MILLION - now

    def _near(self, profile: str) -> dict[ValueId, Ppm]:
        parts = [max(0, part + self.chance.below(2 * SPREAD + 1) - SPREAD) for part in PROFILES[profile][:-1]]
        shares = largest_remainder((*parts, PROFILES[profile][-1]), MILLION)
        return dict(zip(VALUES, shares, strict=True))
