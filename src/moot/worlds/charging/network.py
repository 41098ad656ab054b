"""A network: which currents meet in which constraint, and how much each may carry.

Laws:
- The load of a constraint is the length of a sum of phasors (charging world 4.5).
- Loads are the same to the last bit in every batch and on every machine.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Sums of currents are rounded to 2^-16 A and coefficients to 2^-20. Their products, and the
# sums of these, then fit the 53 bits of a double exactly, so that neither the order of
# summation, nor the shape of the batch, nor a fused multiply-add can change a bit.
_CURRENT_GRAIN: Final = 2.0**16
_COEFFICIENT_GRAIN: Final = 2.0**20


@dataclass(frozen=True, eq=False)
class Network:
    """Stations in groups of equal effect, and the constraints on the sums of these groups.

    `group` [station]; `matrix` [2 x constraint, group], real parts above imaginary ones;
    `touches` [group, constraint] is 1 where a coefficient is not zero, else 0; `limits` [constraint]
    in amperes, at full capacity.
    """

    stations: tuple[str, ...]
    group: Integers
    matrix: Floats
    touches: Floats
    limits: Floats

    @property
    def groups(self) -> int:
        """Return how many groups of stations there are."""
        return len(self.touches)

    def snapped(self, sums: Floats) -> Floats:
        """Return sums of currents on the grain that makes all that follows exact."""
        return np.rint(sums * _CURRENT_GRAIN) / _CURRENT_GRAIN

    def squared_loads(self, sums: Floats) -> Floats:
        """Return the squared load [constraint, row] in A^2 of snapped group sums [group, row]."""
        phasors = self.matrix @ sums
        phasors *= phasors
        half = len(phasors) // 2
        return phasors[:half] + phasors[half:]


def read_network(path: Path) -> Network:
    """Return the network in the file at `path`."""
    book = json.loads(path.read_text(encoding="utf-8"))
    coefficients = np.array(book["constraint_matrix"])  # [constraint, station]
    angles = np.deg2rad(np.array(book["phase_angle_deg"]))  # [station]
    columns = np.concatenate([coefficients * np.cos(angles), coefficients * np.sin(angles)])
    columns = np.rint(columns * _COEFFICIENT_GRAIN) / _COEFFICIENT_GRAIN
    distinct, group = np.unique(columns, axis=1, return_inverse=True)
    parts = np.hypot(*np.split(distinct, 2))  # [constraint, group]
    return Network(
        stations=tuple(book["station_ids"]),
        group=group.reshape(-1),
        matrix=distinct,
        touches=(parts > 0).T.astype(np.float64),
        limits=np.array(book["limit_A"]),
    )
