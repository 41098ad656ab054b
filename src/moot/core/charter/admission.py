"""Admission: how owners come in, and who answers for them, as clauses of the charter.

>>> STANDARD_ADMISSION.sponsors
2
"""

from typing import Annotated, Final

from moot.core.act import Between, Ppm
from moot.core.value import value


@value
class Admission:
    """How owners come in, and who answers for them.

    sponsors: how many owners vouch for a newcomer, each of another invitation tree where there are several.
    newcomers: the part of the owners with voice that may be admitted in an epoch; one always may.
    wards: how many newcomers an owner may vouch for at a time.
    vesting: for how many epochs a newcomer that has joined is without voice.
    influence: the part of an even share of influence with which its voice begins.
    liability: for how many epochs of its voice its sponsors pay along, and it vouches for nobody.
    share: the part of what it loses by its own fault that each sponsor pays as well.
    """

    sponsors: Annotated[int, Between(2, 8)] = 2
    newcomers: Ppm = 100_000
    wards: Annotated[int, Between(1, 100)] = 2
    vesting: Annotated[int, Between(1, 1_000)] = 3
    influence: Ppm = 500_000
    liability: Annotated[int, Between(0, 1_000)] = 12
    share: Ppm = 100_000


STANDARD_ADMISSION: Final = Admission()
