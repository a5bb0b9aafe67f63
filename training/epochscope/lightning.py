"""Record trainings of Lightning: ``Trainer(callbacks=[EpochscopeCallback("data/runs/mine", …)])``."""

from pathlib import Path
from typing import Any

try:
    from lightning.pytorch import Callback, LightningModule, Trainer
except ModuleNotFoundError:
    from pytorch_lightning import Callback, LightningModule, Trainer  # the same ones

from epochscope.record.driven import DrivenRecorder


class EpochscopeCallback(Callback):
    """Records the untrained network, and after every epoch, or at steps where ``unit="step"``.

    Takes what ``Recorder`` takes, except for the model. A module whose ``forward`` is not what is to be recorded needs
    ``step``.
    """

    def __init__(self, location: str | Path, **options: Any) -> None:
        self._recorder = DrivenRecorder(location, options)

    def on_train_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin to record."""
        epochs = trainer.max_epochs if trainer.max_epochs and trainer.max_epochs > 0 else None
        self._recorder.begin(pl_module, {"epoch": trainer.current_epoch, "step": trainer.global_step}, epochs)

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Record a step."""
        self._recorder.record("step", trainer.global_step)

    def on_train_epoch_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Record an epoch."""
        self._recorder.record("epoch", trainer.current_epoch + 1)

    def on_train_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End the recording."""
        self._recorder.end()

    def on_exception(self, trainer: Trainer, pl_module: LightningModule, exception: BaseException) -> None:
        """Keep what was recorded before the training failed."""
        self._recorder.end(exception)
