"""What was said beside what came: each opened forecast of the version that ran, the pool of that moment, the outcome.

Laws: a forecast is compared once, with what meters agreed on, and with the pool that was published
before anything was measured, so that nothing later can improve it; what ran in parts, which
nobody had forecast, is compared with nothing.
"""

from collections.abc import Iterator

from moot.core.act import AgentId, Ppm, ProposalId, ValueId
from moot.core.events import OutcomeMeasured, Pooled
from moot.core.value import value
from moot.views.page import Page


@value
class Compared:
    """One forecast of one value and what it is compared with, in ppm."""

    proposal: ProposalId
    agent: AgentId
    value: ValueId
    said: Ppm
    pool: Pooled
    measured: Ppm

    @property
    def missed(self) -> Ppm:
        """How far the forecast lay from what was measured."""
        return abs(self.said - self.measured)

    @property
    def pool_missed(self) -> Ppm:
        """How far the pool lay from it."""
        return abs(self.pool.value - self.measured)


def compared(event: OutcomeMeasured, page: Page) -> Iterator[Compared]:
    """Yield what each forecaster had said of what was measured, in the order in which forecasts were opened."""
    if page.result == "partly_executed":
        return
    pools = page.pools.get(event.version, {})
    for agent, cells in page.forecasts.items():
        said = cells.get(event.version, {})
        for name, measured in event.measured.items():
            if name in said and name in pools:
                yield Compared(event.proposal, agent, name, said[name], pools[name], measured)
