"""All views of a moot behind one question: `view(name, **arguments)`.

Laws: an entry is told once, in order; asking changes nothing; what isn't there is `Unknown`, a
ValueError that says what is.

>>> Views().view("targets")
[]
"""

from collections.abc import Callable, Mapping
from inspect import Parameter, signature

from moot.core.canonical import Plain
from moot.views.charter import CharterView
from moot.views.docket import DocketView
from moot.views.proposal import ProposalView
from moot.views.standing import StandingView
from moot.views.target import TargetView
from moot.views.trial import TrialView
from moot.views.unknown import Unknown
from moot.views.values import ValuesView
from moot.wire.entry import Told


class Views:
    """What the cast and people read."""

    def __init__(self) -> None:
        proposals = ProposalView()
        charter, values = CharterView(), ValuesView()
        docket, targets = DocketView(proposals.pages), TargetView(proposals.pages)
        standing, trials = StandingView(proposals.pages), TrialView()
        # The proposals come first: the others read their pages.
        self._folds = (proposals, charter, docket, targets, values, standing, trials)
        self._views: Mapping[str, Callable[..., Plain]] = {
            "charter": charter.show,
            "docket": docket.show,
            "proposal": proposals.show,
            "risk": trials.risk,
            "standing": standing.show,
            "target": targets.show,
            "targets": targets.names,
            "trial": trials.page,
            "trials": trials.show,
            "values": values.show,
        }

        self._takes = {name: signature(show).parameters for name, show in self._views.items()}

    def tell(self, told: Told) -> None:
        """Take in the next entry."""
        for fold in self._folds:
            fold.tell(told)

    def view(self, name: str, **arguments: str) -> Plain:
        """Return the view called `name`, as fresh plain JSON."""
        if name not in self._views:
            raise Unknown("view", name, self._views)
        takes = self._takes[name]
        for argument in arguments.keys() - takes.keys():
            raise Unknown(f"argument of the view '{name}'", argument, takes)
        for argument, parameter in takes.items():
            if parameter.default is Parameter.empty and argument not in arguments:
                message = f"the view '{name}' needs to be told which '{argument}'"
                raise ValueError(message)
        return self._views[name](**arguments)
