"""A recorder that the loop of a framework drives."""

from pathlib import Path
from typing import Any

from torch import nn

from epochscope.errors import UnusableInput
from epochscope.record.recorder import Recorder


class DrivenRecorder:
    """Records from the beginning of a training to its end; takes what ``Recorder`` takes, but not the model yet."""

    def __init__(self, location: str | Path, options: dict[str, Any]) -> None:
        self._location = location
        self._options = options
        self._unit = options.get("unit", "epoch")
        self._recorder: Recorder | None = None

    def begin(self, model: nn.Module, done: dict[str, int], epochs: int | None) -> None:
        """Begin to record; ``done`` says how far the training is, by unit, and ``epochs`` how far it is to go.

        Raises:
            UnusableInput: the run has recorded more than that, or an argument of ``Recorder`` is wrong.
        """
        planned = epochs if self._unit == "epoch" else None
        self._recorder = Recorder(self._location, model, **{"epochs": planned, **self._options})
        reached, last = done[self._unit], self._recorder.last_epoch
        if last is not None and last > reached:
            raise UnusableInput(
                f"the training goes on from {self._unit} {reached}, and the run has {self._unit} {last} already: "
                f"choose resume_from={reached} or overwrite=True"
            )
        if last is None:
            self._recorder.record(reached)

    def record(self, unit: str, number: int) -> None:
        """Record an epoch or step, if that is the unit of the run."""
        if unit == self._unit and self._recorder is not None:
            self._recorder.record(number)

    def end(self, error: BaseException | None = None) -> None:
        """End the recording with the training; ``error`` is what ended that, if anything did."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.__exit__(None if error is None else type(error), error, None)
