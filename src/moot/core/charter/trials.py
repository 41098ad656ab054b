"""Trials: what they cost, who guards them, and how long each waits, as clauses of the charter.

Laws: with no mandate that guards nothing is tried; every window is a number of milliseconds.

>>> STANDARD_TRIALS.bond // CREDIT
5
"""

from typing import Annotated, Final

from moot.core.act import Between, Credits, Duration, Length, MandateId
from moot.core.charter.amounts import CREDIT, Count
from moot.core.charter.windows import DAY, MINUTE
from moot.core.value import value


@value
class Trials:
    """What a trial costs, who guards it, and how long each waits for the other.

    guards: the mandates whose holders guard trials and may halt them; harm is a loss in what they watch.
    bond: what whoever tries posts; who does not report loses it.
    guard_fee: what a guard is paid for each batch that it releases or stops.
    halts: how many trials of others an owner may halt in an epoch.
    batches: into how many batches a trial may divide.
    release: how long a guard has for each batch, and a stand-in likewise.
    report: how long the report on a trial may take.
    memory: after how many epochs a report no longer counts as evidence.
    """

    guards: Annotated[tuple[MandateId, ...], Length(0, 16)] = ()
    bond: Credits = 5 * CREDIT
    guard_fee: Credits = 1 * CREDIT
    halts: Count = 2
    batches: Annotated[int, Between(1, 100)] = 64
    release: Duration = 60 * MINUTE
    report: Duration = 1 * DAY
    memory: Count = 30


STANDARD_TRIALS: Final = Trials()
