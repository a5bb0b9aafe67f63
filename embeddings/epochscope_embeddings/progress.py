"""Show how far a layer is: a bar with the time left on a terminal, a line a finished step elsewhere."""

import sys
import time
from types import TracebackType

from tqdm import tqdm

_FORMAT = "{desc}: {percentage:3.0f}%|{bar}| {elapsed} gone, {remaining} left{postfix}"


class LayerProgress:
    """Counts the steps of one layer; a step is whatever takes about as long as the others."""

    def __init__(self, layer: str, steps: int) -> None:
        self._layer = layer
        self._begun = time.monotonic()
        # disable=None: off where the output is a file or a pipe, in which redrawing is noise.
        self._bar = tqdm(total=steps, desc=layer, bar_format=_FORMAT, leave=False, disable=None)

    def __enter__(self) -> "LayerProgress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.close()

    @property
    def seconds(self) -> float:
        """Time since the layer was begun."""
        return time.monotonic() - self._begun

    def begin(self, words: str) -> None:
        """Say what is being done now."""
        self._bar.set_postfix_str(words)

    def advance(self) -> None:
        """Count one step."""
        self._bar.update()

    def finished(self, words: str) -> None:
        """Say what has been done."""
        if self._bar.disable:
            print(f"{self._layer}: {words} ({self.seconds:.1f} s)", file=sys.stderr, flush=True)
