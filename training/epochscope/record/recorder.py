"""Record the output of chosen layers for the same samples, epoch after epoch, during the training."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from tqdm import tqdm
from typing_extensions import Self

from epochscope.errors import UnusableInput
from epochscope.factories import check_factory
from epochscope.record.background import Background
from epochscope.record.checks import (
    check_classes,
    check_details,
    check_dtype,
    check_epoch,
    check_layers,
    check_metrics,
    check_model,
    reduction_of_layers,
)
from epochscope.record.collected import ToBatch
from epochscope.record.epoch_writer import EpochEnd, EpochWriter
from epochscope.record.errors import RunMismatch, UnusableSamples
from epochscope.record.hooks import Captured, capturing, evaluating, running_eagerly
from epochscope.record.plan import Details, Plan
from epochscope.record.random_states import unchanged_random_states
from epochscope.record.reduce import Reduction, find_reduction, reduction_name
from epochscope.record.samples import SameSamples, check_logits, read_batch
from epochscope.record.tensor_batch import TensorBatch
from epochscope.record.weights import count_numbers, storable, weights_of
from epochscope.store import DamagedRun, Metric, Model, RunExists, RunReader, RunWriter

Batches = Iterable[tuple[object, Tensor]]
Writing = Background[ToBatch | EpochEnd, RunReader]
_QUEUED_BATCHES = 4


class Recorder:
    """Records a model to the run store, with the training around it unchanged.

    Args:
        location: folder or URI of the run; its last part is the run's name.
        model: any module, compiled or not; called as ``model(inputs)``, it must return logits (samples, classes).
        layers: names of modules as in ``model.named_modules()``, or a mapping from the layer's name in the store to
            the module's name.
        samples: any iterable that yields (inputs, labels) in the same order each time it is iterated, such as a
            DataLoader that neither shuffles nor augments; labels are whole numbers (batch,) or (batch, 1).
        classes: names of the classes in the order of the logits, or a mapping between numbers and names.
        reduction: how a layer's output becomes one vector per sample: ``mean`` over space (or tokens), ``max``,
            ``flatten``, ``random`` (a fixed random projection to 256 numbers), ``cls`` (the first token),
            ``last-token``, or a function from the output to vectors (samples, width); a mapping chooses by layer, with
            ``mean`` for the others. ``mean`` and ``max`` find out where the channels are, and where they cannot,
            ``mean-first``, ``mean-last``, ``max-first`` and ``max-last`` say it: (samples, channels, height, width) or
            (samples, height, width, channels).
        dtype: type of stored activations, ``float16`` or ``float32``.
        resume: continue an existing run.
        factory: how to rebuild the network (see ``epochscope.load_model``): ``package.module:function``, or a name
            that an installed package registers under the entry point group ``epochscope.models``.
        arguments: keyword arguments of the factory, plain JSON.
        details: title, splits, sources and other optional facts.
        inputs_may_change: allow an epoch whose inputs differ from those of the run's first one.

    Raises:
        UnknownLayer, BadName, BadFactory, UnusableInput: an argument is wrong; nothing is written.
        RunExists: the run exists and ``resume`` is false.
        RunMismatch, NotKept: the existing run was recorded in another way, or is a compact copy.
        RunBusy: another process is recording to it (when the ``with`` block is entered).
    """

    def __init__(
        self,
        location: str | Path,
        model: nn.Module,
        *,
        layers: Sequence[str] | Mapping[str, str],
        samples: Batches,
        classes: Iterable[str] | Mapping[int, str] | Mapping[str, int] | None = None,
        reduction: Reduction | Mapping[str, Reduction] = "mean",
        dtype: str = "float16",
        resume: bool = False,
        factory: str | None = None,
        arguments: Mapping[str, object] | None = None,
        details: Details | None = None,
        inputs_may_change: bool = False,
    ) -> None:
        self._location = str(location)
        self._model = check_model(model)
        self._samples = samples
        self._same_samples = SameSamples(inputs_may_change)
        modules = check_layers(self._model, layers)
        reductions = reduction_of_layers(reduction, modules)
        self._reduce = {layer: find_reduction(chosen) for layer, chosen in reductions.items()}
        known = check_details(details or Details(), modules)
        self._plan = Plan(
            writer=RunWriter.at(location),
            modules=modules,
            classes=None if classes is None else check_classes(classes),
            reductions={layer: reduction_name(chosen) for layer, chosen in reductions.items()},
            dtype=check_dtype(dtype),
            model=_describe(self._model, known.model, factory, arguments),
            details=known,
        )
        self._run = _open(self._plan.writer, resume)
        if self._run:
            self._run.manifest.require_whole()
            self._plan.require_same(self._run.manifest)
            _require_same_size(self._run, self._model)
        self._last_epoch = max(self._run.manifest.epochs, default=None) if self._run else None
        self._lock = self._plan.writer.recording()
        self._writing: Writing | None = None

    @property
    def last_epoch(self) -> int | None:
        """The last recorded epoch, including those of a resumed run; ``None`` before the first."""
        return self._last_epoch

    def __enter__(self) -> Self:
        self._lock.__enter__()
        try:
            self._plan.writer.prepare()
        except BaseException as error:
            self._lock.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
        finally:
            if not self._plan.writer.exists:
                self._plan.writer.discard()
            self._lock.__exit__(kind, error, trace)
        if error is None and self._run:
            print(f"recorded to {self._location}; next: epochscope project {shlex.quote(self._location)}")

    def record(self, epoch: int, metrics: Iterable[Metric] = (), resume_state: bytes | None = None) -> None:
        """Run the samples through the model and record ``epoch``; writing continues after this returns.

        The training's mode, gradients and random state do not change.

        Args:
            epoch: number of the epoch or step, up to 2,147,483,647 and greater than the last one; 0 is the untrained
                network.
            metrics: replace the recorder's own metrics (over the recorded samples) for the splits that they name.
            resume_state: any bytes to resume the training from, kept with the last epoch only.

        Raises:
            UnusableInput: the epoch does not follow the last, the output of a layer or the loader does not fit, or an
                activation of this or the previous epoch is NaN or infinite. The epoch is dropped.
            WriteFailed, RunBusy: the store could not be written, or a lease on it was lost. The epoch is dropped.
        """
        epoch, reported = check_epoch(epoch), check_metrics(metrics)
        if not isinstance(resume_state, bytes | None):
            raise UnusableInput(f"resume_state must be bytes, not {type(resume_state).__name__}")
        self.flush()
        if self._last_epoch is not None and epoch <= self._last_epoch:
            raise UnusableInput(f"epoch {epoch} does not follow epoch {self._last_epoch}, the last recorded one")
        writing = Writing(EpochWriter(self._plan, self._run, epoch).write, _QUEUED_BATCHES)
        try:
            self._run_samples(epoch, writing)
            writing.put(EpochEnd(reported, weights_of(self._model), resume_state, self._same_samples.inputs))
        except BaseException:
            writing.abandon()
            raise
        self._writing = writing
        self._last_epoch = epoch

    def flush(self) -> None:
        """Wait until everything recorded is written; raise any error of the writing."""
        writing, self._writing = self._writing, None
        if writing is not None:
            self._run = writing.result()

    @torch.no_grad()
    def _run_samples(self, epoch: int, writing: Writing) -> None:
        device = next((parameter.device for parameter in self._model.parameters()), torch.device("cpu"))
        bar = tqdm(self._samples, desc=f"record epoch {epoch}", unit="batch", leave=False, disable=None)
        self._same_samples.begin()
        with (
            unchanged_random_states(self._model, self._samples),
            running_eagerly(),
            evaluating(self._model),
            capturing(self._model, self._plan.modules, self._reduce) as captured,
        ):
            for pair in bar:
                writing.put(self._run_batch(pair, captured, device))
        self._same_samples.end()

    def _run_batch(self, pair: object, captured: Captured, device: torch.device) -> TensorBatch:
        inputs, labels = read_batch(pair)
        self._same_samples.add(inputs, labels)
        returned = self._model(inputs.to(device) if isinstance(inputs, Tensor) else inputs)
        outputs = captured.take()
        logits = check_logits(returned, labels, self._plan.classes)
        vectors = {layer: _check_rows(output, labels, layer).float() for layer, output in outputs.items()}
        shown = inputs if self._run is None and isinstance(inputs, Tensor) else None
        return TensorBatch(vectors, labels, logits.float(), shown)


def _open(writer: RunWriter, resume: bool) -> RunReader | None:
    if not writer.exists:
        return None
    if not resume:
        raise RunExists(f"there is already a run {writer.folder.name!r}; resume it or choose another name")
    return RunReader(writer.folder)


def _describe(model: nn.Module, name: str, factory: str | None, arguments: Mapping[str, object] | None) -> Model:
    parameters = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    if factory is not None:
        check_factory(factory, arguments or {})
    elif arguments is not None:
        raise UnusableInput("arguments are passed to a factory: name it too")
    return Model(name or type(model).__name__, parameters, factory, dict(arguments or {}))


def _require_same_size(run: RunReader, model: nn.Module) -> None:
    """Raise RunMismatch if the weights that the run has last are not as many numbers as those of the network."""
    last = max(run.manifest.epochs, default=None)
    if last is not None and last in run.manifest.checkpoints:
        try:
            recorded = count_numbers(run.checkpoint(last))
        except (SafetensorError, ValueError) as error:
            raise DamagedRun(f"the weights of run {run.name!r} at epoch {last} cannot be read: {error}") from error
        numbers = sum(tensor.numel() for tensor in storable(model.state_dict()).values())
        if recorded != numbers:
            raise RunMismatch(f"run {run.name!r} has weights of {recorded:,} numbers, not {numbers:,}")


def _check_rows(output: Tensor, labels: Tensor, layer: str) -> Tensor:
    if len(output) != len(labels):
        raise UnusableSamples(f"layer {layer!r} returns {len(output)} rows for {len(labels)} samples")
    return output
