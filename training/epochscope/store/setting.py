"""The setting of a projection: the method that laid it out, and its two values."""

from dataclasses import dataclass

from epochscope.store.errors import UnusableSetting
from epochscope.store.limits import require_values

METHODS = ("aligned", "stock", "umap", "pca")
"""Our AlignedUMAP, umap-learn's AlignedUMAP, a UMAP of each epoch by itself, and principal components."""


@dataclass(frozen=True, order=True)
class Setting:
    """What a projection was computed with; as text it is a part of URLs (``n15-d0.1``, ``stock-n15-d0.1``).

    The method ``pca`` takes neither value: its ``n_neighbors`` is 0 and its ``min_dist`` 0.0.

    Raises:
        UnusableSetting: the method is none of ``METHODS``, or a value is out of bounds (``limits.require_values``).
    """

    n_neighbors: int
    min_dist: float
    method: str = "aligned"

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UnusableSetting(f"{self.method!r} is not a method; there are: {', '.join(METHODS)}")
        if self.method != "pca":
            require_values(self.n_neighbors, self.min_dist)
        elif (self.n_neighbors, self.min_dist) != (0, 0.0):
            values = f"{self.n_neighbors} and {self.min_dist}"
            raise UnusableSetting(f"pca has no n_neighbors and no min_dist: write 0 and 0.0, not {values}")

    def __str__(self) -> str:
        values = f"n{self.n_neighbors}-d{self.min_dist}"
        return values if self.method == "aligned" else f"{self.method}-{values}"
