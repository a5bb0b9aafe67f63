"""The setting of a projection: the method that laid it out, and the two values that its user chose."""

import math
from dataclasses import dataclass

from epochscope.store.errors import BadSetting

METHODS = ("aligned", "stock", "umap", "pca")
"""Our AlignedUMAP, umap-learn's AlignedUMAP, a UMAP of each epoch by itself, and principal components."""


@dataclass(frozen=True, order=True)
class Setting:
    """What a projection was computed with; as text it is a part of URLs (``n15-d0.1``, ``stock-n15-d0.1``).

    The method ``pca`` has neither value: ``n_neighbors`` 0 and ``min_dist`` 0.0 stand for "none".

    Raises:
        BadSetting: the method is none of ``METHODS``, or the values are none that it takes.
    """

    n_neighbors: int
    min_dist: float
    method: str = "aligned"

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise BadSetting(f"{self.method!r} is not a method; there are: {', '.join(METHODS)}")
        if self.method == "pca" and (self.n_neighbors, self.min_dist) != (0, 0.0):
            raise BadSetting(f"pca has no n_neighbors and no min_dist: write 0 and 0.0, not {self._values()}")
        if self.method != "pca" and not (self.n_neighbors >= 1 and 0 <= self.min_dist < math.inf):
            raise BadSetting(
                f"n_neighbors must be a whole number from 1, and min_dist a number from 0, not {self._values()}"
            )

    def __str__(self) -> str:
        values = f"n{self.n_neighbors}-d{self.min_dist}"
        return values if self.method == "aligned" else f"{self.method}-{values}"

    def _values(self) -> str:
        return f"{self.n_neighbors} and {self.min_dist}"
