"""All views of a moot behind one question: `view(name, **arguments)`.

Laws: an entry is told once, in order; asking changes nothing; what isn't there is `Unknown`, a
ValueError that says what is; a view that fails on an entry says so from then on, and the others go on.

>>> Views().view("targets")
[]
"""

import logging
from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Final, Protocol

from moot.core.canonical import Plain
from moot.core.value import value
from moot.views.admissions import AdmissionsView
from moot.views.calibration import CalibrationView
from moot.views.charter import CharterView
from moot.views.citations import CitationsView
from moot.views.coverage import CoverageView
from moot.views.dispute import DisputeView
from moot.views.docket import DocketView
from moot.views.flips import FlipsView
from moot.views.influence import InfluenceView
from moot.views.minority import MinorityView
from moot.views.minutes import MinutesView
from moot.views.notes import Notebook
from moot.views.precedents import PrecedentsView, Texts
from moot.views.proposal import ProposalView
from moot.views.pulse import PulseView
from moot.views.roll import Roll
from moot.views.rounds import RoundView
from moot.views.standing import StandingView
from moot.views.target import TargetView
from moot.views.trial import TrialView
from moot.views.unknown import Unknown
from moot.views.values import ValuesView
from moot.wire.entry import Told

_LOG: Final = logging.getLogger(__name__)


@value
class Offer:
    """What a view shows, and its arguments: each with whether it must be given."""

    says: str
    takes: Mapping[str, bool]


class Fold(Protocol):
    """What is told every entry."""

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        ...


class Stopped(RuntimeError):
    """A view that could not take in an entry, and shows nothing since: the program is at fault, not the record."""


class Views:
    """What the cast and people read."""

    def __init__(self, texts: Texts = lambda _named: None) -> None:
        """Fold from the beginning; `texts` gives the text that is held under a hash, if one is."""
        proposals, charter, disputes = ProposalView(), CharterView(), DisputeView()
        pages, roll = proposals.pages, Roll()
        notebook, influence = Notebook(charter, roll), InfluenceView()
        trials, admissions = TrialView(charter, roll), AdmissionsView(charter, roll)
        rounds = RoundView()
        docket = DocketView(pages, disputes.files, charter, roll, (trials, admissions, rounds))
        targets, values, standing = TargetView(pages), ValuesView(), StandingView(pages, roll)
        calibration = CalibrationView(pages, charter)
        minority, precedents = MinorityView(pages, charter), PrecedentsView(pages, charter, texts)
        coverage, pulse = CoverageView(charter, roll), PulseView(pages, charter, influence)
        minutes = MinutesView(pages, disputes.files, notebook.notes, texts)
        citations, flips = CitationsView(), FlipsView(pages, charter)
        # The proposals, the disputes, the charter and the roll come first: the others read them.
        self._folds: tuple[Fold, ...] = (proposals, disputes, charter, roll, docket, targets, values, standing)
        self._folds += (admissions, notebook, influence, calibration, minority, precedents, coverage, pulse)
        self._folds += (trials, rounds, citations, flips)
        self._all_read: tuple[object, ...] = (proposals, disputes, charter, roll)
        self._reads: dict[str, tuple[object, ...]] = {"docket": (trials, admissions, rounds), "pulse": (influence,)}
        self._reads |= dict.fromkeys(("minutes", "decisions"), (notebook,))
        self._stopped: dict[int, str] = {}  # why, by the identity of the fold
        self._views: Mapping[str, Callable[..., Plain]] = {
            "admissions": admissions.show,
            "calibration": calibration.show,
            "charter": charter.show,
            "citations": citations.show,
            "coverage": coverage.show,
            "decisions": minutes.decisions,
            "dispute": disputes.show,
            "disputes": disputes.list,
            "docket": docket.show,
            "flips": flips.show,
            "influence": influence.show,
            "minority": minority.show,
            "minutes": minutes.show,
            "precedents": precedents.show,
            "proposal": proposals.show,
            "pulse": pulse.show,
            "risk": trials.risk,
            "round": rounds.show,
            "rounds": rounds.list,
            "standing": standing.show,
            "target": targets.show,
            "targets": targets.names,
            "trial": trials.page,
            "trials": trials.show,
            "values": values.show,
        }
        self._takes = {name: signature(show).parameters for name, show in self._views.items()}

    def offers(self) -> dict[str, Offer]:
        """Return what there is to ask for: each view by its name."""
        return {
            name: Offer(
                (show.__doc__ or "").partition("\n")[0],
                {each: it.default is Parameter.empty for each, it in self._takes[name].items()},
            )
            for name, show in self._views.items()
        }

    def tell(self, told: Told) -> None:
        """Take in the next entry; a fold that cannot stops there, and leaves the others as they are."""
        for fold in self._folds:
            try:
                fold.tell(told)
            except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and told to whoever asks
                _LOG.exception("%s could not take in entry %d", type(fold).__name__, told.index)
                self._stopped[id(fold)] = f"stopped at entry {told.index}: {fault!r}"
                self._folds = tuple(each for each in self._folds if each is not fold)

    def view(self, name: str, **arguments: str) -> Plain:
        """Return the view called `name`, as fresh plain JSON; raises `Stopped` if what it shows is not up to date."""
        if name not in self._views:
            raise Unknown("view", name, self._views)
        takes = self._takes[name]
        for argument in arguments.keys() - takes.keys():
            raise Unknown(f"argument of the view '{name}'", argument, takes)
        for argument, parameter in takes.items():
            if parameter.default is Parameter.empty and argument not in arguments:
                message = f"the view '{name}' needs to be told which '{argument}'"
                raise ValueError(message)
        self._require_running(name)
        return self._views[name](**arguments)

    def _require_running(self, name: str) -> None:
        own = getattr(self._views[name], "__self__", None)
        for fold in (own, *self._reads.get(name, ()), *self._all_read) if self._stopped else ():
            if why := self._stopped.get(id(fold)):
                message = f"the view '{name}' {why}"
                raise Stopped(message)
