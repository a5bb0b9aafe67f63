"""Record the output of chosen layers for the same samples, epoch after epoch, during the training."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import torch
from safetensors.torch import save as to_safetensors
from torch import Tensor, nn
from tqdm import tqdm

from epochscope.errors import UnusableInput
from epochscope.factories import check_factory
from epochscope.record.background import Background
from epochscope.record.epoch_writer import Batch, EpochEnd, EpochWriter
from epochscope.record.hooks import Captured, UnknownLayer, capturing, evaluating, find_modules
from epochscope.record.plan import Details, Plan
from epochscope.record.reduce import Reduction, find_reduction, reduction_name
from epochscope.store import Metric, Model, RunExists, RunReader, RunWriter
from epochscope.store.names import check_name
from epochscope.store.schemas import ACTIVATION_DTYPES

Batches = Iterable[tuple[object, Tensor]]
Writing = Background[Batch | EpochEnd, RunReader]
_QUEUED_BATCHES = 4


class UnusableSamples(UnusableInput):
    """The loader's or the network's output for the samples does not fit the run."""


class Recorder:
    """Records a model to the run store, with the training around it unchanged.

    Args:
        location: folder or URI of the run; its last part is the run's name.
        model: any module; called as ``model(inputs)``, it must return logits (samples, classes).
        layers: names of modules as in ``model.named_modules()``, or a mapping from the layer's name in the store to
            the module's name.
        samples: any iterable that yields (inputs, labels) in the same order each time it is iterated, such as a
            DataLoader that does not shuffle; labels are integers (batch,).
        classes: names of the classes, in the order of the logits.
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
        classes: Sequence[str],
        reduction: Reduction | Mapping[str, Reduction] = "mean",
        dtype: str = "float16",
        resume: bool = False,
        factory: str | None = None,
        arguments: Mapping[str, object] | None = None,
        details: Details | None = None,
    ) -> None:
        # A compiled model skips hooks; the module that it wraps has the same parameters.
        self._model: nn.Module = getattr(model, "_orig_mod", model)
        self._samples = samples
        known = details or Details()
        modules = _check_layers(self._model, layers)
        reductions = _reduction_of_layers(reduction, modules)
        self._reduce = {layer: find_reduction(chosen) for layer, chosen in reductions.items()}
        _check_recommended(known.recommended_layer, modules)
        self._plan = Plan(
            writer=RunWriter.at(location),
            modules=modules,
            classes=_check_classes(classes),
            reductions={layer: reduction_name(chosen) for layer, chosen in reductions.items()},
            dtype=_check_dtype(dtype),
            model=_describe(self._model, known.model, factory, arguments),
            details=known,
        )
        self._run = _open(self._plan.writer, resume)
        if self._run:
            self._run.manifest.require_whole()
            self._plan.require_same(self._run.manifest)
        self._last_epoch = self._run.manifest.epochs[-1] if self._run else None
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

    def record(self, epoch: int, metrics: Iterable[Metric] = (), resume_state: bytes | None = None) -> None:
        """Run the samples through the model and record ``epoch``; writing continues after this returns.

        The training's mode, gradients and random state do not change.

        Args:
            epoch: number of the epoch, greater than the last one; 0 is the untrained network.
            metrics: replace the recorder's own metrics (over the recorded samples) for the splits that they name.
            resume_state: any bytes to resume the training from, kept with the last epoch only.

        Raises:
            UnusableInput: the epoch does not follow the last, the output of a layer or the loader does not fit, or an
                activation of this or the previous epoch is NaN or infinite. The epoch is dropped.
            WriteFailed, RunBusy: the store could not be written, or a lease on it was lost. The epoch is dropped.
        """
        self.flush()
        if self._last_epoch is not None and epoch <= self._last_epoch:
            raise UnusableInput(f"epoch {epoch} does not follow epoch {self._last_epoch}, the last recorded one")
        writing = Writing(EpochWriter(self._plan, self._run, epoch).write, _QUEUED_BATCHES)
        try:
            self._run_samples(epoch, writing)
            writing.put(EpochEnd(tuple(metrics), _weights(self._model), resume_state))
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
        with (
            # A loader draws from the global generator, whose state the training must find unchanged.
            torch.random.fork_rng(devices=[]),
            evaluating(self._model),
            capturing(self._model, self._plan.modules, self._reduce) as captured,
        ):
            for pair in bar:
                writing.put(self._run_batch(pair, captured, device))

    def _run_batch(self, pair: object, captured: Captured, device: torch.device) -> Batch:
        inputs, labels = _unpack(pair)
        logits = self._model(inputs.to(device) if isinstance(inputs, Tensor) else inputs)
        outputs = captured.take()
        _check_logits(logits, labels, self._plan.classes)
        vectors = {layer: _check_rows(output, labels, layer).float() for layer, output in outputs.items()}
        shown = inputs if self._run is None and isinstance(inputs, Tensor) else None
        return Batch(shown, labels.cpu(), logits.float(), vectors)


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


def _check_layers(model: nn.Module, layers: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(layers, str):
        raise UnusableInput(f"layers must be a list of names, not one string: [{layers!r}]")
    modules = dict(layers) if isinstance(layers, Mapping) else {layer: layer for layer in layers}
    if not modules:
        raise UnusableInput("name at least one layer to record")
    for layer in modules:
        check_name(layer, "layer")
    find_modules(model, modules)
    return modules


def _reduction_of_layers(
    reduction: Reduction | Mapping[str, Reduction], layers: Mapping[str, str]
) -> dict[str, Reduction]:
    if not isinstance(reduction, Mapping):
        return dict.fromkeys(layers, reduction)
    for layer in reduction:
        if layer not in layers:
            raise UnknownLayer(f"reduction names layer {layer!r}, and the recorded ones are {', '.join(layers)}")
    return {layer: reduction.get(layer, "mean") for layer in layers}


def _check_recommended(layer: str | None, modules: Mapping[str, str]) -> None:
    if layer is not None and layer not in modules:
        raise UnknownLayer(f"recommended_layer must be one of {', '.join(modules)}, not {layer!r}")


def _check_classes(classes: Sequence[str]) -> tuple[str, ...]:
    if isinstance(classes, str) or len(classes) < 1:
        raise UnusableInput(f"classes must be a list of at least one name, not {classes!r}")
    return tuple(map(str, classes))


def _check_dtype(dtype: str) -> str:
    if dtype not in ACTIVATION_DTYPES:
        raise UnusableInput(f"dtype must be one of {', '.join(ACTIVATION_DTYPES)}, not {dtype!r}")
    return dtype


def _unpack(pair: object) -> tuple[object, Tensor]:
    if not isinstance(pair, tuple | list) or len(pair) != 2 or not isinstance(pair[1], Tensor):
        raise UnusableSamples(f"samples must yield pairs (inputs, labels) of tensors, not {type(pair).__name__}")
    return pair[0], pair[1].long()


def _check_logits(logits: object, labels: Tensor, classes: Sequence[str]) -> None:
    if not isinstance(logits, Tensor) or logits.ndim != 2 or len(logits) != len(labels):
        returned = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
        raise UnusableSamples(f"the model must return logits (samples, classes), not {returned}")
    if logits.shape[1] != len(classes):
        raise UnusableSamples(f"the model has {logits.shape[1]} classes, but {len(classes)} are named")
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < len(classes):
        raise UnusableSamples(
            f"labels range from {int(labels.min())} to {int(labels.max())}, but {len(classes)} classes are named"
        )


def _check_rows(output: Tensor, labels: Tensor, layer: str) -> Tensor:
    if len(output) != len(labels):
        raise UnusableSamples(f"layer {layer!r} returns {len(output)} rows for {len(labels)} samples")
    return output


def _weights(model: nn.Module) -> bytes:
    # Copied one by one: safetensors rejects tensors that share memory, as tied weights do.
    state = {
        name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, tensor in model.state_dict().items()
    }
    return to_safetensors(state)
