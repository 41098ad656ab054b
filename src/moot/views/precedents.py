"""Precedents: earlier proposals like one that somebody has in mind, and what became of them.

Laws: only closed proposals are precedents; likeness follows from the terms, each within its bounds, and
from the words, where both texts are there; texts are compared and never obeyed, shown or recorded.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from moot.core.act import MILLION, Hash, Ppm, ProposalId, Terms, ValueId, VersionId
from moot.core.canonical import Plain
from moot.core.charter import Kind, kind_called
from moot.core.events import Outcome, ProposalClosed
from moot.core.value import value
from moot.views.charter import CharterView
from moot.views.page import Page
from moot.views.paging import FIRST, MOST, paged
from moot.views.unknown import Unknown
from moot.wire.entry import Told

Texts: TypeAlias = Callable[[Hash], str | None]  # the text that is held under a hash, if it is
_WORD: Final = re.compile(r"\w+")


@value
class Precedent:
    """An earlier proposal: its version that is most like the one in mind, and what became of the whole."""

    proposal: ProposalId
    version: VersionId
    terms: Terms
    role: str  # `original`, `amendment` or `status_quo`
    distance: Ppm | None  # None: no terms were given
    overlap: Ppm | None  # None: a text is missing
    likeness: Ppm | None
    outcome: Outcome | None
    why: str | None
    recommended: bool
    ran: bool
    forecast: Mapping[ValueId, Ppm]  # the pool on this version
    score: int | None  # that was forecast for it, ppm
    measured: Mapping[ValueId, Ppm]  # of what ran
    measured_score: int | None


def distance(kind: Kind, asked: Terms, terms: Terms) -> Ppm:
    """Return the mean, over the terms that are asked for, of how far they lie apart in parts of their bounds; floored.

    >>> from moot.core.charter import Term, WorstCase
    >>> terms = (Term("degrees", "C", 10, 20), Term("hours", "h", 0, 4))
    >>> heat = Kind("heat", "hall", terms, "ed", "", WorstCase(0, {}), 1)
    >>> distance(heat, {"degrees": 12, "hours": 4}, {"degrees": 17, "hours": 4})
    250000
    """
    counted = [term for term in kind.terms if term.id in asked]
    apart, scale = 0, 1
    for term in counted:
        span = max(1, term.high - term.low)
        apart = apart * span + abs(asked[term.id] - terms.get(term.id, term.low)) * scale
        scale *= span
    return min(MILLION, MILLION * apart // (scale * max(1, len(counted))))


def overlap(one: str, other: str) -> Ppm:
    """Return how many of the different words of two texts stand in both, in ppm of all (Jaccard's index); floored.

    >>> overlap("More current, for all!", "more current")
    500000
    """
    mine, theirs = (frozenset(_WORD.findall(text.casefold())) for text in (one, other))
    return MILLION * len(mine & theirs) // max(1, len(mine | theirs))


class PrecedentsView:
    """Closed proposals by the kind of action, in the order of their closing."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView, texts: Texts) -> None:
        """Read the pages that the view of proposals keeps, the charter in force, and texts that are held."""
        self._pages, self._rules, self._texts = pages, rules, texts
        self._closed: dict[str, list[ProposalId]] = defaultdict(list)

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            if isinstance(event, ProposalClosed):
                self._closed[self._pages[event.proposal].kind].append(event.proposal)

    def show(
        self, kind: str, terms: str | None = None, text: str | None = None, start: str = FIRST, limit: str = MOST
    ) -> Plain:
        """Return a page of precedents of `kind`, the likest first, of equals the newest.

        `terms` is a JSON object of whole numbers such as `{"amps": 60}`; a term that it leaves out does not
        count. `text` is why one would propose it. Likeness is the mean of what is known of 1 - distance and of the
        overlap of texts, in ppm. ValueError for terms that are none of this kind's.
        """
        charter = self._rules.in_force
        found = kind_called(charter, kind)
        if found is None:
            raise Unknown("kind of action", kind, [each.id for each in charter.structure.actions])
        asked = None if terms is None else _read(terms, found)
        newest_first = reversed(self._closed.get(kind, []))
        rows = [self._precedent(self._pages[each], found, asked, text) for each in newest_first]
        return paged(sorted(rows, key=lambda row: -(row.likeness or 0)), start, limit)

    def _precedent(self, page: Page, kind: Kind, asked: Terms | None, text: str | None) -> Precedent:
        held = self._texts(page.reason) if text is not None and page.reason else None
        same_words = None if text is None or held is None else overlap(text, held)
        # Without terms to compare, what was asked stands for the whole.
        apart = {name: distance(kind, asked or {}, terms) for name, terms in _versions(page)}
        version = min(apart, key=apart.__getitem__)
        known = [MILLION - apart[version]] if asked is not None else []
        known += [same_words] if same_words is not None else []
        return Precedent(
            proposal=page.proposal,
            version=version,
            terms=page.versions[version].terms,
            role=_role(page, version),
            distance=None if asked is None else apart[version],
            overlap=same_words,
            likeness=sum(known) // len(known) if known else None,
            outcome=page.outcome,
            why=page.why,
            recommended=version == page.recommended,
            ran=bool(page.measured or page.result) and version == (page.drawn or page.status_quo),
            forecast={name: pool.value for name, pool in page.pools.get(version, {}).items()},
            score=page.scores.get(version),
            measured=page.measured,
            measured_score=page.score,
        )


def _versions(page: Page) -> Iterator[tuple[VersionId, Terms]]:
    """Yield what was asked first, then what else stood for election; the status quo only if it was put to the test."""
    others = [each.version for each in page.candidates if each.version not in {page.original, page.status_quo}]
    stayed = [page.status_quo] if page.drawn is None and page.measured else []
    for version in [page.original, *others, *stayed]:
        yield version, page.versions[version].terms


def _role(page: Page, version: VersionId) -> str:
    if version == page.original:
        return "original"
    return "status_quo" if version == page.status_quo else "amendment"


def _read(terms: str, kind: Kind) -> Terms:
    try:
        asked = json.loads(terms)
    except ValueError as error:
        message = f"'terms' must be a JSON object of whole numbers: {error}"
        raise ValueError(message) from error
    if not isinstance(asked, dict) or not all(type(each) is int for each in asked.values()):
        message = "'terms' must be a JSON object of whole numbers"
        raise ValueError(message)
    known = [term.id for term in kind.terms]
    for name in asked.keys() - set(known):
        raise Unknown(f"term of '{kind.id}'", str(name), known)
    return asked
