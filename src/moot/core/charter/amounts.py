"""Amounts in a charter: the credit, and the forms that numbers and texts take in its clauses.

Laws: money is whole micro-credits; a number is never negative, and bounded.

>>> 5 * CREDIT
5000000
"""

from typing import Annotated, Final

from moot.core.act import Between, Length

CREDIT: Final = 1_000_000  # micro-credits
Count = Annotated[int, Between(0, 10_000)]
Text = Annotated[str, Length(0, 500)]
