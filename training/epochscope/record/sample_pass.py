"""Run the recorded samples through the network, with nothing changed in the training around it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from epochscope.record.batches import Given, first_tensor, mask_in
from epochscope.record.collected import ToBatch
from epochscope.record.forward import Forward, count_samples, same_rows
from epochscope.record.hooks import Captured, capturing, evaluating, running_eagerly, running_every_module
from epochscope.record.loaders import Loaders
from epochscope.record.network import device_of
from epochscope.record.random_states import unchanged_random_states
from epochscope.record.ranks import Ranks
from epochscope.record.reduce import Reduce
from epochscope.record.samples import SameSamples
from epochscope.record.tensor_batch import TensorBatch

Read = tuple[str, Given, Tensor | None]
"""The split of a batch, what the network is given, and the labels."""


class SamplePass:
    """Runs the batches of ``loaders`` through ``model`` by ``forward``; they must be those of the first pass."""

    def __init__(self, model: nn.Module, loaders: Loaders, forward: Forward, inputs_may_change: bool) -> None:
        self._model = model
        self._loaders = loaders
        self._forward = forward
        self._same_samples = SameSamples(inputs_may_change)

    @property
    def inputs(self) -> str:
        """The digest of all inputs, empty if they may change."""
        return self._same_samples.inputs

    def try_first(self) -> None:
        """Run the first batch alone."""
        with self._undisturbed():
            for _, batch in self._loaders:
                given, labels = self._forward.read(batch)
                self._forward.run(given, labels, device_of(self._model))
                break

    def run(
        self,
        title: str,
        modules: Mapping[str, str],
        reduce: Mapping[str, Reduce],
        ranks: Ranks,
        with_inputs: bool,
        put: Callable[[list[ToBatch]], None],
    ) -> None:
        """Put what each batch gives, by way of ``ranks``; ``title`` stands before the bar that shows how far it is.

        Raises:
            RunMismatch, UnusableSamples, UnusableLayer: the samples, or what the network makes of them, do not fit.
        """
        bar = tqdm(self._loaders, desc=title, unit="batch", leave=False, disable=None if ranks.writes else True)
        self._same_samples.begin()
        with self._undisturbed(), capturing(self._model, modules, reduce) as captured:
            run = partial(self._run_batch, captured, device_of(self._model), with_inputs)
            ranks.run(bar, self._read_batch, run, put)
        self._same_samples.end()
        self._forward.end(ranks.highest)

    def _read_batch(self, batch: tuple[str, Any]) -> Read:
        split, yielded = batch
        given, labels = self._forward.read(yielded)
        self._same_samples.add(given.inputs, labels)
        return split, given, labels

    def _run_batch(self, captured: Captured, device: torch.device, with_inputs: bool, batch: Read) -> TensorBatch:
        split, given, labels = batch
        samples = count_samples(given, labels)
        captured.expect(samples, mask_in(given.inputs))
        outputs = self._forward.run(given, labels, device)
        vectors = same_rows(captured.take(), outputs, samples)
        inputs = first_tensor(given.inputs) if with_inputs else None
        return TensorBatch(vectors, outputs.labels, outputs.logits, inputs, split, outputs.columns, outputs.constants)

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        with (
            torch.no_grad(),
            unchanged_random_states(self._model, self._loaders.each),
            running_eagerly(),
            running_every_module(),
            evaluating(self._model),
        ):
            yield
