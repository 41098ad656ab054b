"""What would flip: how far the weight of a value must move until another candidate would have been recommended.

Laws: only what is public counts, so there is nothing before the forecasts are pooled; a decision is looked at under
the weights that were frozen for it, and with the candidates that its floors left in; the arithmetic is exact, and the
ranking that of the core. Where floors exclude only together with a bonded finding, a decision that found nothing better
tells nobody who was excluded: then whoever is forecast below a floor counts as excluded.
"""

import json
from collections.abc import Iterator, Mapping

from moot.core.act import MILLION, Ppm, ProposalId, ValueId, VersionId
from moot.core.canonical import Plain, plain
from moot.core.charter import CHARTER, Charter
from moot.core.events import ForecastsPooled, ProposalSubmitted
from moot.core.forecast import eligible
from moot.views.charter import CharterView
from moot.views.contest import Contest, Crossing, crossing, moved, winner
from moot.views.minutes import version_names
from moot.views.page import Page
from moot.views.unknown import Unknown
from moot.wire.entry import Told

LATELY = 30  # decisions
STEP: Ppm = 50_000  # by which a weight is tried


class FlipsView:
    """Which of the last decisions would have come out otherwise at other weights."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView) -> None:
        """Read the pages of proposals, and the charter in force."""
        self._pages, self._rules = pages, rules
        self._laws: dict[ProposalId, Charter] = {}
        self._pooled: dict[ProposalId, None] = {}  # in the order in which their forecasts were pooled

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case ProposalSubmitted():
                    self._laws[event.proposal] = self._rules.in_force
                case ForecastsPooled():
                    self._pooled.pop(event.proposal, None)
                    self._pooled[event.proposal] = None
                case _:
                    pass

    def show(self, proposal: ProposalId | None = None, weights: str | None = None) -> Plain:
        """Return of the last 30 decisions by forecasts, or of one, where each would flip, the newest first.

        `{step, rows}`: a row has the `proposal`, its `names` of versions, who was recommended (`present`), and for each
        value its `weight` then (ppm), the crossings `less` and `more` of it (`{weight, version}`, None: never), and who
        would win with `step` ppm less and more of it (`down`, `up`). With `weights` (JSON, ppm of any whole) also who
        `would` win at them: values that they do not name weigh nothing; None if they name none of its values.
        """
        if proposal is not None and proposal not in self._pages:
            raise Unknown("proposal", proposal, self._pages)
        asked = None if weights is None else _weights(weights)
        wanted = list(self._pooled)[-LATELY:] if proposal is None else [proposal]
        return {
            "step": STEP,
            "rows": [self._row(self._pages[each], asked) for each in reversed(wanted) if self._has(each)],
        }

    def _has(self, proposal: ProposalId) -> bool:
        page = self._pages[proposal]
        return bool(page.pools and page.recommended)

    def _row(self, page: Page, asked: Mapping[ValueId, int] | None) -> Plain:
        contest = self._contest(page)
        present, said = winner(contest, contest.weights), version_names(page)
        told = {each: _told(contest, each) for each in contest.weights}
        row = {"proposal": page.proposal, "names": {each: said[each] for each in contest.pools}, "present": present}
        return plain({**row, "values": told, "would": _would(contest, asked)})

    def _contest(self, page: Page) -> Contest:
        pools = {version: {name: each.value for name, each in cells.items()} for version, cells in page.pools.items()}
        left = page.eligible or tuple(self._eligible(page, pools))
        rivals = [each for each in left if each != page.status_quo]
        rivals.sort(key=lambda each: each != page.recommended)
        return Contest(pools, page.weights, page.status_quo, tuple(rivals), must_beat=page.kind != CHARTER)

    def _eligible(self, page: Page, pools: Mapping[VersionId, Mapping[ValueId, Ppm]]) -> Iterator[VersionId]:
        worths = self._laws[page.proposal].purpose.values
        floors = {each.id: each.floor for each in worths if each.floor is not None}
        yield from (each for each, cells in pools.items() if eligible(cells, pools[page.status_quo], floors))


def _told(contest: Contest, name: ValueId) -> Mapping[str, object]:
    now, whole = contest.weights[name], sum(contest.weights.values())
    down, up = (
        winner(contest, moved(contest.weights, name, to)) for to in (max(0, now - STEP), min(whole, now + STEP))
    )
    less, more = (_crossing(crossing(contest, name, rising=rising)) for rising in (False, True))
    return {"weight": now, "less": less, "more": more, "down": down, "up": up}


def _crossing(found: Crossing | None) -> Mapping[str, object] | None:
    return None if found is None else {"weight": found.weight, "version": found.version}


def _would(contest: Contest, asked: Mapping[ValueId, int] | None) -> VersionId | None:
    said = {} if asked is None else {name: asked.get(name, 0) for name in contest.weights}
    return winner(contest, said) if any(said.values()) else None


def _weights(text: str) -> dict[ValueId, int]:
    """Return the weights that an argument states; ValueError if it states none."""
    message = f"'weights' must be a JSON object of whole numbers from 0 to {MILLION}"
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(message) from error
    if not isinstance(said, dict) or not all(type(each) is int and 0 <= each <= MILLION for each in said.values()):
        raise ValueError(message)
    return said
