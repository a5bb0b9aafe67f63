"""Record trainings of Hugging Face: ``Trainer(…, callbacks=[EpochscopeCallback("data/runs/mine", …)])``."""

import math
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from epochscope.record.driven import DrivenRecorder


class EpochscopeCallback(TrainerCallback):
    """Records the network before the training, and after every epoch, or at steps where ``unit="step"``.

    Takes what ``Recorder`` takes, except for the model; ``samples`` yields batches as the collator of the ``Trainer``
    makes them.
    """

    def __init__(self, location: str | Path, **options: Any) -> None:
        self._recorder = DrivenRecorder(location, options)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Any
    ) -> None:
        """Begin to record."""
        done = {"epoch": round(state.epoch or 0), "step": state.global_step}
        self._recorder.begin(given["model"], done, math.ceil(args.num_train_epochs) if args.max_steps <= 0 else None)

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Record a step."""
        self._recorder.record("step", state.global_step)

    def on_epoch_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Record an epoch."""
        self._recorder.record("epoch", math.ceil(state.epoch or 0))

    def on_train_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """End the recording; where the training fails, the end of the program does."""
        self._recorder.end()
