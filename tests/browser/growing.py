"""A run whose last epoch is recorded and appended to its layout while the page is open."""

from pathlib import Path

from epochscope.store import RunWriter
from epochscope.store.testing import Recipe, append_epoch, write_run

EPOCHS, SAMPLES = 20, 10_000
RECIPE = Recipe(SAMPLES, epochs=range(EPOCHS + 1), neighbors=15)
"""With the epoch that comes later."""


class GrowingRun:
    """A run of 20 epochs and 10,000 samples; ``grow`` adds the next epoch."""

    def __init__(self, location: Path) -> None:
        self._writer = RunWriter(write_run(location, RECIPE, EPOCHS).folder)

    def grow(self) -> None:
        """Record the last epoch and append it to the layout, as ``epochscope project`` does after more training."""
        append_epoch(self._writer, RECIPE)
