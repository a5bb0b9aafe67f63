"""Record the output of chosen layers for the same samples, epoch after epoch, during the training."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any
from weakref import finalize

from torch import nn
from typing_extensions import Self

from epochscope.errors import UnusableInput
from epochscope.record.auto_layers import auto_layers
from epochscope.record.batches import Step
from epochscope.record.beginning import Resumption
from epochscope.record.checks import check_layers, check_model, check_whole_samples, reduction_of_layers
from epochscope.record.collected import Rows, ToBatch
from epochscope.record.epoch_writer import EpochEnd
from epochscope.record.facts import (
    check_classes,
    check_details,
    check_dtype,
    check_epoch,
    check_metrics,
    check_recommended,
    require_next,
)
from epochscope.record.failures import Failures
from epochscope.record.forward import Forward
from epochscope.record.keeping import Keeping
from epochscope.record.loaders import Loaders, Samples
from epochscope.record.network import describe, require_same_size
from epochscope.record.onlooker import Onlooker
from epochscope.record.outputs import AUTO
from epochscope.record.own_columns import epoch_columns, own_columns
from epochscope.record.plan import Details, Plan
from epochscope.record.ranks import Ranks
from epochscope.record.reduce import Reduction, find_reduction, reduction_name
from epochscope.record.sample_pass import SamplePass
from epochscope.record.session import Session, Writing, close_former
from epochscope.record.weights import weights_of
from epochscope.record.wrappers import is_spread
from epochscope.store import Metric, RunWriter


class Recorder:
    """Records a model to the run store, with the training around it unchanged.

    It holds its run from the first epoch, or from the beginning of a ``with`` block, to the end of the block, to
    ``close()``, or to the end of the program: nothing that was recorded is lost.

    Args:
        location: folder or URI of the run; its last part is the run's name.
        model: any module, compiled or not. It is called as ``model(inputs)``, or in the way that a batch with several
            inputs or names fits its ``forward`` (see ``BatchReader``).
        layers: names of modules as in ``model.named_modules()``, patterns (``blocks.*.mlp``) and names of types
            (``Conv2d``); ``auto``, up to six of the network's largest blocks; or a mapping from the layer's name in
            the store to one module. After a name, ``:input`` is the module's input, ``:1`` or ``:hidden`` one of its
            outputs, and ``#2``, ``#last`` or ``#mean`` say which call of several.
        samples: any iterable that yields batches in the same order each time it is iterated, such as a DataLoader that
            neither shuffles nor augments; or a mapping from splits to these. In a tuple, the labels come last; in a
            mapping, they are called ``labels`` or ``label``.
        classes: names of the classes in the order of the logits, or a mapping between numbers and names. Without it,
            classes are called by their numbers, and outputs may be something else than logits (see ``Meaning``).
        step: calls the model in place of all this: ``step(model, batch)``, with the batch on the model's device,
            returns what the model does, or ``Outputs``.
        output: name or number of the logits among what the model returns; ``None`` if it predicts no classes. By
            default, what is called ``logits``, or the first tensor.
        columns: values of each sample, (samples,), by the name of the column: numbers, or texts, of which those that
            repeat are classes. The texts of a column called ``text`` are shown in place of pictures.
        reduction: how a layer's output becomes one vector per sample: ``mean`` over space (or tokens), ``max``,
            ``flatten``, ``random`` (a fixed random projection to 256 numbers), ``cls`` (the first token),
            ``last-token``, or a function from the output to vectors (samples, width); a mapping chooses by layer, with
            ``mean`` for the others. Tokens that an ``attention_mask`` or a packed sequence leaves out do not count.
            ``mean`` and ``max`` find out where the channels are, and where they cannot,
            ``mean-first``, ``mean-last``, ``max-first`` and ``max-last`` say it: (samples, channels, height, width) or
            (samples, height, width, channels).
        dtype: type of stored activations, ``float16`` or ``float32``.
        resume: continue the run if it exists.
        resume_from: continue it after this epoch; what it has after that is dropped when the recording begins, and so
            are projections, which are of all epochs.
        overwrite: replace the run if it exists, once the new one has its first epoch; until then it stays.
        on_error: ``warn``: an error drops the epoch, is said once, and the training goes on; or ``raise``. What goes
            wrong up to the first batch, and wrong arguments, are raised in any case.
        unit: what the numbers of epochs count, ``epoch`` or ``step``.
        every: how many of these there are at least between two recorded ones; ``record`` skips the others.
        checkpoints: of which epochs the weights are kept: ``all``, ``last``, ``none``, or n for every n-th recorded one
            and the last.
        epochs: number of the epoch that the training is to end with, if that is known: the page then says "epoch 7 of
            20", and that the training was interrupted if it was.
        ranks: which processes record where ``torch.distributed`` runs. ``first``: that of rank 0, and in the others
            ``record`` returns at once; ``all``: they share the samples, and each must call ``record``.
        factory: how to rebuild the network (see ``epochscope.load_model``): ``package.module:function``, or a name
            that an installed package registers under the entry point group ``epochscope.models``.
        arguments: keyword arguments of the factory, plain JSON.
        details: title, splits, sources and other optional facts.
        inputs_may_change: allow an epoch whose inputs differ from those of the run's first one.

    Raises:
        UnknownLayer, BadName, BadFactory, UnusableInput: an argument is wrong; nothing is written.
        RunExists: the run exists, and is to be neither continued nor overwritten.
        RunMismatch, NotKept: the existing run was recorded in another way, or is a compact copy.
        EpochNotFound: it has no epoch ``resume_from``.
        RunBusy: another process is recording to it (where the recorder takes hold of it).
    """

    def __init__(
        self,
        location: str | Path,
        model: nn.Module,
        *,
        layers: str | Sequence[str] | Mapping[str, str] = "auto",
        samples: Samples,
        classes: Iterable[str] | Mapping[int, str] | Mapping[str, int] | None = None,
        step: Step | None = None,
        output: str | int | None = AUTO,
        columns: Mapping[str, Any] | None = None,
        reduction: Reduction | Mapping[str, Reduction] = "mean",
        dtype: str = "float16",
        resume: bool = False,
        resume_from: int | None = None,
        overwrite: bool = False,
        on_error: str = "warn",
        unit: str = "epoch",
        every: int = 1,
        checkpoints: str | int = "all",
        epochs: int | None = None,
        ranks: str = "first",
        factory: str | None = None,
        arguments: Mapping[str, object] | None = None,
        details: Details | None = None,
        inputs_may_change: bool = False,
    ) -> None:
        self._model = check_model(model)
        loaders, names = Loaders(samples), None if classes is None else check_classes(classes)
        check_whole_samples(loaders.each)
        forward = Forward(self._model, names, output, step)
        self._pass = SamplePass(self._model, loaders, forward, inputs_may_change)
        chosen = auto_layers(self._model, self._pass.try_first) if layers == AUTO else layers
        modules = check_layers(self._model, chosen)
        reductions = reduction_of_layers(reduction, modules)
        self._reduce = {layer: find_reduction(chosen) for layer, chosen in reductions.items()}
        known = check_details(details or Details())
        check_recommended(known.recommended_layer, modules)
        if loaders.has_splits and known.splits is not None:
            raise UnusableInput("the splits are said twice: by samples, which map them to loaders, and in the details")
        self._plan = Plan(
            writer=RunWriter.at(location),
            modules=modules,
            classes=names,
            reductions={layer: reduction_name(chosen) for layer, chosen in reductions.items()},
            dtype=check_dtype(dtype),
            model=describe(self._model, known.model, factory, arguments),
            details=known,
            keeping=Keeping(unit, every, checkpoints),
            planned=None if epochs is None else check_epoch(epochs),
            columns=own_columns(columns or {}),
        )
        existing = Resumption(resume, resume_from, overwrite)
        self._ranks = Ranks(ranks)
        # Asked now: FSDP makes some weights whole while the network runs.
        self._is_spread = is_spread(self._model)
        self._ranks.require_all_for(self._is_spread)
        self._failures = Failures(on_error, self._plan.writer.folder.name, unit, says=self._ranks.writes)
        with self._ranks.agreeing():
            self._session = self._begin(str(location), existing)
        self._attempted = self._session.last_epoch = self._ranks.told_by_first(self._session.last_epoch)
        # Whichever comes first: the recorder is collected, or the program ends.
        finalize(self, self._session.close)

    def _begin(self, location: str, existing: Resumption) -> Session | Onlooker:
        writer = self._plan.writer
        if not self._ranks.writes:
            return Onlooker(existing.last_epoch(writer), self._failures)
        if existing.takes_over:
            close_former(writer)
        beginning = existing.beginning(writer)
        if beginning.run:
            beginning.run.manifest.require_whole()
            self._plan.require_same(beginning.run.manifest)
            if not self._is_spread:
                require_same_size(beginning.run, self._model)
        return Session(location, beginning, self._failures)

    @property
    def last_epoch(self) -> int | None:
        """The last recorded epoch, including those of a resumed run; ``None`` before the first."""
        return self._session.last_epoch

    def __enter__(self) -> Self:
        self._session.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close(quiet=error is not None, finished=error is None)

    def close(self) -> None:
        """Wait until everything is written, let go of the run, and say where it is; do nothing the second time.

        The training has ended as it should: where it was to end is forgotten.
        """
        self._session.close(finished=True)

    def record(
        self,
        epoch: int,
        metrics: Iterable[Metric] = (),
        resume_state: bytes | None = None,
        columns: Mapping[str, Any] | None = None,
    ) -> bool:
        """Run the samples through the model and record ``epoch``; return whether that was done.

        It returns at once where ``every`` skips the epoch; otherwise writing continues after it returns. The training's
        mode, gradients and random state do not change.

        Args:
            epoch: number of the epoch or step, up to 2,147,483,647 and greater than the last one; 0 is the untrained
                network.
            metrics: replace the recorder's own metrics (over the recorded samples) for the splits that they name.
            resume_state: any bytes to resume the training from, kept with the last epoch only.
            columns: numbers, or texts as names of classes, of each sample at this epoch, (samples,), by the name of the
                column; the same columns at every epoch.

        Raises:
            UnusableInput: the epoch does not follow the last, the recorder is closed, or an argument turns out to be
                wrong: the output of a layer or the loader does not fit.
            UnusableActivations, WriteFailed, RunBusy, …: only with ``on_error="raise"`` or up to the first batch: an
                activation of this or the previous epoch is NaN or infinite, the store could not be written, a lease on
                it was lost, or the model failed. The epoch is dropped.
        """
        epoch, reported = check_epoch(epoch), check_metrics(metrics)
        if not isinstance(resume_state, bytes | None):
            raise UnusableInput(f"resume_state must be bytes, not {type(resume_state).__name__}")
        changing = epoch_columns(columns or {})
        if not self._plan.keeping.is_due(epoch, self._attempted):
            return False
        if not self._ranks.takes_part:
            self._attempted = self._session.last_epoch = epoch
            return False
        with self._ranks.agreeing():
            self._open_for(epoch)
        self._attempted = epoch
        self._is_new, self._failures.epochs_done = self._ranks.told_by_first(
            (self._session.run is None, self._failures.epochs_done)
        )
        with self._session.sparing(epoch):
            self._record(epoch, reported, resume_state, changing)
            return True
        return False

    def _open_for(self, epoch: int) -> None:
        self._session.open()
        self.flush()
        require_next(epoch, self.last_epoch)
        if self._ranks.share and not self._failures.first_batch_done:
            self._pass.try_first()  # All decide by the same batch what outputs and labels mean.

    def flush(self) -> None:
        """Wait until everything recorded is written; raise errors of the writing as ``record`` does."""
        self._session.flush()

    def _record(self, epoch: int, reported: tuple[Metric, ...], resume_state: bytes | None, columns: Rows) -> None:
        with self._session.writing(self._plan, epoch) as writing:
            self._run_samples(epoch, writing)
            self._ranks.require_same("inputs", self._pass.inputs)
            with self._ranks.agreeing():
                end = EpochEnd(reported, self._weights(), resume_state, self._pass.inputs, columns)
                writing.put(end)

    def _weights(self) -> bytes | None:
        needed = self._ranks.writes or self._is_spread
        return weights_of(self._model) if needed and self._plan.keeping.keeps_weights else None

    def _run_samples(self, epoch: int, writing: Writing | Onlooker) -> None:
        put, title = partial(self._put, writing), f"record {self._plan.keeping.unit} {epoch}"
        self._pass.run(title, self._plan.modules, self._reduce, self._ranks, self._is_new, put)

    def _put(self, writing: Writing | Onlooker, batches: list[ToBatch]) -> None:
        self._failures.first_batch_done = True
        for batch in batches:
            writing.put(batch)
