"""Train a network, evaluate it and record it after every epoch, from epoch 0, the untrained network."""

import io
import time
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler, OneCycleLR
from tqdm import tqdm

from epochscope import Metric, Recorder
from epochscope_training.batches import FixedBatches, TrainingBatches
from epochscope_training.precision import autocast, make_scaler
from epochscope_training.settings import TrainSettings


@dataclass(frozen=True)
class Score:
    """Mean cross entropy (natural logarithm) and share of correct predictions."""

    loss: float
    accuracy: float


class Training:
    """The training of one network on one device."""

    def __init__(
        self,
        model: nn.Module,
        batches: TrainingBatches,
        test: FixedBatches,
        settings: TrainSettings,
        precision: str,
        compile_model: bool,
    ) -> None:
        self.model = model
        self._fast_model: nn.Module = torch.compile(model) if compile_model else model  # type: ignore[assignment]
        self._batches = batches
        self._test = test
        self._settings = settings
        self._precision = precision
        self._device = test.device
        self._optimizer = SGD(
            model.parameters(),
            lr=settings.learning_rate,
            momentum=settings.momentum,
            weight_decay=settings.weight_decay,
            nesterov=settings.momentum > 0,
        )
        self._scheduler = _schedule(self._optimizer, settings, settings.epochs * len(batches))
        self._scaler = make_scaler(precision, self._device)

    def run(self, recorder: Recorder) -> None:
        """Record the untrained network, or continue after the recorder's last epoch; train up to the last epoch."""
        if recorder.last_epoch is None:
            self._record(recorder, 0, [])
        for epoch in range((recorder.last_epoch or 0) + 1, self._settings.epochs + 1):
            started = time.perf_counter()
            train = self._train_epoch(epoch)
            rate = float(self._scheduler.get_last_lr()[0])
            seconds = time.perf_counter() - started
            self._record(recorder, epoch, [Metric(epoch, "train", train.loss, train.accuracy, rate, seconds)])

    def load_state(self, weights: dict[str, Tensor], state: bytes) -> None:
        """Restore the state at the end of an epoch."""
        self.model.load_state_dict(weights)
        saved = torch.load(io.BytesIO(state), map_location=self._device, weights_only=True)
        self._optimizer.load_state_dict(saved["optimizer"])
        self._scheduler.load_state_dict(saved["scheduler"])
        self._scaler.load_state_dict(saved["scaler"])

    def _train_epoch(self, epoch: int) -> Score:
        torch.manual_seed(self._settings.seed * 1_000_003 + epoch)
        self.model.train()
        sums = _Sums(self._device)
        bar = tqdm(total=len(self._batches), desc=self._title(epoch), unit="batch", leave=False, disable=None)
        with bar:
            for index, (images, labels) in enumerate(self._batches.epoch(epoch)):
                sums.add(self._step(images, labels), labels)
                bar.update()
                if index % 20 == 0:
                    bar.set_postfix_str(sums.text())
        return sums.score()

    def _step(self, images: Tensor, labels: Tensor) -> Tensor:
        self._optimizer.zero_grad(set_to_none=True)
        with autocast(self._precision, self._device):
            output = self._fast_model(images)
        logits: Tensor = output.float()
        loss = functional.cross_entropy(logits, labels, label_smoothing=self._settings.label_smoothing)
        self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._scheduler.step()
        return logits.detach()

    def _record(self, recorder: Recorder, epoch: int, metrics: list[Metric]) -> None:
        if self._settings.weights_dtype == "float16":
            _round_weights(self.model)
        test = self._evaluate(epoch)
        metrics = [*metrics, Metric(epoch, "test", test.loss, test.accuracy)]
        with autocast(self._precision, self._device):
            recorder.record(epoch, metrics, self._state())
        print(self._title(epoch), *(_text(metric) for metric in metrics), sep="  ", flush=True)

    @torch.no_grad()
    def _evaluate(self, epoch: int) -> Score:
        self.model.eval()
        sums = _Sums(self._device)
        title = f"evaluate epoch {epoch}"
        for images, labels in tqdm(self._test, desc=title, unit="batch", leave=False, disable=None):
            with autocast(self._precision, self._device):
                sums.add(self.model(images).float(), labels)
        return sums.score()

    def _state(self) -> bytes:
        content = io.BytesIO()
        state = {
            "optimizer": self._optimizer.state_dict(),
            "scheduler": self._scheduler.state_dict(),
            "scaler": self._scaler.state_dict(),
        }
        torch.save(state, content)
        return content.getvalue()

    def _title(self, epoch: int) -> str:
        return f"epoch {epoch}/{self._settings.epochs}"


class _Sums:
    """Loss and correct predictions so far, kept on the device so that no step waits for them."""

    def __init__(self, device: torch.device) -> None:
        self._sums = torch.zeros(3, device=device, dtype=torch.float64 if device.type != "mps" else torch.float32)

    def add(self, logits: Tensor, labels: Tensor) -> None:
        loss = functional.cross_entropy(logits, labels, reduction="sum")
        correct = (logits.argmax(1) == labels).sum()
        self._sums += torch.stack([loss, correct.to(loss.dtype), torch.full_like(loss, len(labels))])

    def score(self) -> Score:
        loss, correct, count = self._sums.tolist()
        return Score(loss / count, correct / count)

    def text(self) -> str:
        score = self.score()
        return f"loss {score.loss:.3f}, accuracy {score.accuracy:.1%}"


@torch.no_grad()
def _round_weights(model: nn.Module) -> None:
    for tensor in (*model.parameters(), *model.buffers()):
        if tensor.is_floating_point():
            tensor.copy_(tensor.half())


def _schedule(optimizer: SGD, settings: TrainSettings, steps: int) -> LRScheduler:
    if settings.schedule == "cosine":
        return CosineAnnealingLR(optimizer, T_max=steps)
    return OneCycleLR(optimizer, max_lr=settings.learning_rate, total_steps=steps + 1, cycle_momentum=False)


def _text(metric: Metric) -> str:
    seconds = f" in {metric.seconds:.1f} s" if metric.seconds is not None else ""
    return f"{metric.split} loss {metric.loss:.3f} accuracy {metric.accuracy:.1%}{seconds}"
