"""What the members value together, who wants what, and what moved the weights.

Laws: the weights change only when an epoch is closed, and each change names the acts that moved it, or when the
charter is amended; a vector is shown until its owner states another, whether it still counts or not.
"""

from collections.abc import Mapping
from dataclasses import fields

from moot.core.act import ActId, Instant, OwnerId, Ppm, ValueId
from moot.core.canonical import Plain, plain
from moot.core.events import CharterAmended, EpochClosed, MootFounded, ValuesRepriced, ValuesWeighed
from moot.core.values import carried
from moot.wire.entry import Told


class ValuesView:
    """The collective weights (ppm), the vectors behind them, and their past, newest last."""

    def __init__(self) -> None:
        self._weights: Mapping[ValueId, Ppm] = {}
        self._epoch = 0
        self._vectors: dict[OwnerId, Mapping[ValueId, Ppm]] = {}
        self._owners: dict[ActId, OwnerId] = {}  # by the act with which each stated its vector
        self._history: list[tuple[Instant, ValuesRepriced]] = []

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case MootFounded():
                    self._weights = {each.id: each.weight for each in event.charter.purpose.values}
                case CharterAmended():
                    self._vectors = {
                        owner: carried(weights, list(self._weights), event.charter.purpose.values)
                        for owner, weights in self._vectors.items()
                    }
                    self._weights = event.weights
                case ValuesWeighed():
                    self._vectors[event.owner] = event.weights
                    self._owners[event.act] = event.owner
                case ValuesRepriced():
                    self._weights = event.new
                    self._history.append((told.received, event))
                case EpochClosed():
                    self._epoch = event.epoch + 1
                case _:
                    pass

    def show(self) -> Plain:
        """Return the weights in force, the epoch that runs, each owner's vector, and every re-pricing.

        A re-pricing says when it was `received`, which acts it was `moved_by`, and whose they are (`movers`).
        """
        return plain(
            {
                "weights": self._weights,
                "epoch": self._epoch,
                "vectors": self._vectors,
                "history": [self._row(*each) for each in self._history],
            }
        )

    def _row(self, received: Instant, event: ValuesRepriced) -> Mapping[str, object]:
        movers = [self._owners[act] for act in event.moved_by if act in self._owners]
        told = {each.name: getattr(event, each.name) for each in fields(event)}
        return {**told, "received": received, "movers": movers}
