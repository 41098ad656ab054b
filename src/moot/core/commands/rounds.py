"""Rounds: proposals that draw on one budget are decided together."""

from moot.core.act import ActId, Hash, Name
from moot.core.value import value


@value
class OpenRound:
    """Open a round of a budget: whoever has a voice may put projects in it, by `Propose`."""

    budget: Name


@value
class FileBallot:
    """File one's owner's sealed ballot on a round's projects; a later one replaces it."""

    round: ActId
    seal: Hash


@value
class CloseRound:
    """Count a round whose ballots are open and whose lot is drawn."""

    round: ActId
