"""The loader that yields the recorded samples, or one for each split."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from torch import Tensor
from torch.utils.data import Dataset, IterableDataset

from epochscope.errors import UnusableInput

Samples = Iterable[Any] | Mapping[str, Iterable[Any]]
"""What yields batches in the same order each time, or one of these per split."""


class Loaders:
    """Yields (split, batch) of all loaders in their order; the split of a single loader is empty.

    Raises:
        UnusableInput: there is no loader, it yields no batches, or a split has no name.
    """

    def __init__(self, samples: Samples) -> None:
        self._loaders = dict(samples) if isinstance(samples, Mapping) else {"": samples}
        self.has_splits = isinstance(samples, Mapping)
        if not self._loaders:
            raise UnusableInput("samples must be a loader, or one per split as in {'train': loader}, not an empty dict")
        for split, loader in self._loaders.items():
            if self.has_splits and not (isinstance(split, str) and split.strip()):
                raise UnusableInput(f"the name of a split must be text, not {split!r}")
            _require_batches(loader)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for split, loader in self._loaders.items():
            for batch in loader:
                yield split, batch

    def __len__(self) -> int:
        # Of a loader without a length this is a TypeError, as of that itself.
        return sum(len(loader) for loader in self._loaders.values())  # type: ignore[misc, arg-type]

    @property
    def each(self) -> list[Iterable[Any]]:
        """The loaders themselves."""
        return list(self._loaders.values())


def _require_batches(loader: object) -> None:
    is_unbatched = isinstance(loader, Dataset) and not isinstance(loader, IterableDataset)
    if is_unbatched or isinstance(loader, Tensor | str | bytes) or not isinstance(loader, Iterable):
        raise UnusableInput(f"samples must yield batches, as a DataLoader does, and a {type(loader).__name__} does not")
