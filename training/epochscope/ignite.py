"""Record trainings of PyTorch-Ignite: ``EpochscopeHandler("data/runs/mine", model, …).attach(trainer)``."""

from pathlib import Path
from typing import Any

from ignite.engine import Engine, Events
from torch import nn

from epochscope.record.driven import DrivenRecorder


class EpochscopeHandler:
    """Records the network before the training, and after every epoch, or at iterations where ``unit="step"``.

    Takes what ``Recorder`` takes.
    """

    def __init__(self, location: str | Path, model: nn.Module, **options: Any) -> None:
        self._recorder = DrivenRecorder(location, options)
        self._model = model

    def attach(self, trainer: Engine) -> None:
        """Record what ``trainer`` trains."""
        trainer.add_event_handler(Events.STARTED, self._begin)
        trainer.add_event_handler(Events.ITERATION_COMPLETED, self._record_step)
        trainer.add_event_handler(Events.EPOCH_COMPLETED, self._record_epoch)
        trainer.add_event_handler(Events.COMPLETED, self._end)
        trainer.add_event_handler(Events.EXCEPTION_RAISED, self._fail)

    def _begin(self, trainer: Engine) -> None:
        state = trainer.state
        self._recorder.begin(self._model, {"epoch": state.epoch, "step": state.iteration}, state.max_epochs)

    def _record_step(self, trainer: Engine) -> None:
        self._recorder.record("step", trainer.state.iteration)

    def _record_epoch(self, trainer: Engine) -> None:
        self._recorder.record("epoch", trainer.state.epoch)

    def _end(self, _trainer: Engine) -> None:
        self._recorder.end()

    def _fail(self, _trainer: Engine, error: BaseException) -> None:
        self._recorder.end(error)
        raise error  # With a handler of its errors, an engine raises them no more.
