"""The charter changes: what is in force from then on."""

from collections.abc import Mapping

from moot.core.act import VersionId
from moot.core.charter import Charter
from moot.core.value import value


@value
class CharterAmended:
    proposal: str
    version: VersionId
    charter: Charter
    weights: Mapping[str, int]  # ppm: the prices of its values until the next pricing
