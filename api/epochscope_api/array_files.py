"""What an entry of the table of arrays says: where the answers are, what is in them, and how the values are read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import EpochscopeError
from epochscope_api import documents
from epochscope_api.caching import lasting_tag, revision_tag
from epochscope_api.encoding import ArraySpec, Encoding, Numbering, pack, put, widest_first
from epochscope_api.errors import BlockNotFound
from epochscope_api.owners import Owner
from epochscope_api.run_source import RunSource

Values = Mapping[str, NDArray[Any]]
Of = TypeVar("Of", bound=Owner)
EPOCHS, SAMPLES = "epochs", "samples"
BLOCK = 256
"""Samples in a block; the last one of a run may have fewer."""


@dataclass(frozen=True)
class Array:
    """One array: its name, how its values go over the wire, and its axes (``epochs`` first, where it has them); the
    values are read as ``column``, or under the name of the array."""

    name: str
    form: Encoding | Numbering
    axes: tuple[str | int, ...]
    column: str | None = None

    @property
    def source(self) -> str:
        """The column that the values are read as."""
        return self.column or self.name

    def encoding(self, owner: Owner) -> Encoding:
        """Return how the values go over the wire."""
        return self.form.encoding(owner.size(self.form.of)) if isinstance(self.form, Numbering) else self.form


@dataclass(frozen=True)
class Part:
    """Which epochs an answer holds, of which samples, and which columns it takes; ``one_epoch`` leaves the axis of
    epochs out."""

    columns: tuple[str, ...]
    epochs: tuple[int, ...]
    rows: slice
    one_epoch: bool = False

    def length(self, axis: str | int, owner: Owner) -> int:
        """Return how long an axis is."""
        if isinstance(axis, int):
            return axis
        known = {EPOCHS: len(self.epochs), SAMPLES: self.rows.stop - self.rows.start}
        return known[axis] if axis in known else owner.size(axis)


@dataclass(frozen=True)
class BinaryAnswer:
    """One answer: its path below the run, what it is of, its tag, and how to build its bytes when they are needed."""

    path: str
    identity: str
    tag: str
    content: Callable[[], bytes]


@dataclass(frozen=True)
class Lacking:
    """Arrays that may be lacking: when they are, and the error where they are, ``None`` where they are not."""

    when: str
    error: Callable[[Any], EpochscopeError | None]


@dataclass(frozen=True)
class ArrayFile(Generic[Of]):
    """Some arrays that are answered together.

    ``path`` holds them of all epochs, ``epoch_path`` of one, ``block_path`` of a block of samples over all epochs.
    ``read`` yields the values of one epoch after the other; once, where no array has epochs. An array without epochs
    has at ``path`` the values of the last one.
    """

    name: str
    of: type[Of]
    part: str
    """What it is a part of, in the sizes of an export."""
    summary: str
    arrays: tuple[Array, ...]
    read: Callable[[Of, Part], Iterable[Values]]
    path: str | None = None
    epoch_path: str | None = None
    block_path: str | None = None
    document: type = documents.BinaryFile
    about: Callable[[Of], Mapping[str, Any]] = lambda _: {}
    """What else the manifest says about the arrays."""
    lacking: Lacking | None = None
    lasts: bool = False
    """Whether what is at ``path`` stays the same while the run goes on."""
    one_file: bool = False
    """Whether the store has all epochs in one file: an epoch is then cut out of the answer of all of them."""
    exported: bool = True
    """Whether what is at ``epoch_path`` is a part of an export."""

    def lacking_in(self, owner: Of) -> EpochscopeError | None:
        """Return the error of requesting these where they are lacking; ``None`` where they are not."""
        return self.lacking.error(owner) if self.lacking else None

    def whole(self, owner: Of) -> BinaryAnswer:
        """Return the answer of all epochs."""
        lasting = lasting_tag(owner.run, self._form(owner), owner.address, owner.origin)
        tag = lasting if self.lasts else revision_tag(owner.run)
        return self._answer(self.path, tag, owner, self._every_epoch(owner))

    def at_epoch(self, owner: Of, epoch: int) -> BinaryAnswer:
        """Return the answer of one epoch; raise EpochNotFound."""
        owner.require_epoch(epoch)
        tag = lasting_tag(owner.run, self._form(owner), owner.facts(epoch))
        return self._answer(self.epoch_path, tag, owner, self._one_epoch(owner, epoch), epoch=epoch)

    def cut(self, owner: Of, epoch: int, whole: bytes) -> bytes:
        """Return the answer of one epoch out of that of all; every array has an axis of epochs."""
        index, offset, parts = owner.epochs.index(epoch), 0, []
        for spec in self._specs(owner, self._every_epoch(owner)):
            size = spec.size // spec.shape[0]
            parts.append(whole[offset + index * size : offset + (index + 1) * size])
            offset += spec.size
        return b"".join(parts)

    def block(self, owner: Of, block: int) -> BinaryAnswer:
        """Return the answer of a block of samples; raise BlockNotFound."""
        rows = rows_of_block(owner.run, block)
        return self._answer(self.block_path, revision_tag(owner.run), owner, self._rows(owner, rows), block=block)

    def describe(self, owner: Of) -> dict[str, Any]:
        """Return what the manifest says about the answers."""
        described = {**self.about(owner), "identity": identity_of(owner)}
        if self.path is not None:
            described["path"] = self.path.format(**owner.address)
            described["arrays"] = self._listed(owner, self._every_epoch(owner))
        if self.epoch_path is not None:
            described["epoch_path"] = self.epoch_path.format(**owner.address, epoch="{epoch}")
            described["epoch_arrays"] = self._listed(owner, self._one_epoch(owner, 0))
            described["epochs"] = list(owner.epochs)
        if self.block_path is not None:
            described["block"] = BLOCK
            described["block_path"] = self.block_path.format(**owner.address, block="{block}")
            described["block_arrays"] = self._listed(owner, self._rows(owner, slice(0, BLOCK)))
        return described

    def _answer(self, path: str | None, tag: str, owner: Of, part: Part, **number: int) -> BinaryAnswer:
        assert path is not None
        content = partial(self._content, owner, part)
        return BinaryAnswer(path.format(**owner.address, **number), identity_of(owner), tag, content)

    def _content(self, owner: Of, part: Part) -> bytes:
        specs, found = self._specs(owner, part), iter(self.read(owner, part))
        # Read before there is room for all: what the manifest says of its size may not be true.
        first = list(islice(found, 1))
        arrays = {spec.name: np.zeros(spec.shape, spec.dtype) for spec in specs}
        targets = [(one, one.encoding(owner).encode, arrays[one.name]) for one in self._held(owner)]
        for index, values in enumerate(chain(first, found)):
            for one, encode, target in targets:
                of_epoch = target[index] if EPOCHS in one.axes and not part.one_epoch else target
                put(of_epoch, encode(values[one.source]), one.name)
        return pack(specs, arrays)

    def _held(self, owner: Of) -> list[Array]:
        return [array for array in self.arrays if owner.holds(array.source)]

    def _rows(self, owner: Of, rows: slice) -> Part:
        return Part(tuple(array.source for array in self._held(owner)), owner.epochs, rows)

    def _every_epoch(self, owner: Of) -> Part:
        return self._rows(owner, slice(0, owner.run.manifest.samples))

    def _one_epoch(self, owner: Of, epoch: int) -> Part:
        return replace(self._every_epoch(owner), epochs=(epoch,), one_epoch=True)

    def _specs(self, owner: Of, part: Part) -> tuple[ArraySpec, ...]:
        """Return the arrays in the order in which they follow each other."""

        def spec(array: Array) -> ArraySpec:
            axes = [axis for axis in array.axes if axis != EPOCHS or not part.one_epoch]
            return ArraySpec(array.name, array.encoding(owner).dtype, tuple(part.length(axis, owner) for axis in axes))

        return widest_first(*(spec(array) for array in self._held(owner)))

    def _listed(self, owner: Of, part: Part) -> list[dict[str, Any]]:
        specs = self._specs(owner, part)
        return [{"name": spec.name, "dtype": spec.dtype, "shape": list(spec.shape)} for spec in specs]

    def _form(self, owner: Of) -> object:
        """Return what the bytes depend on beside the values: nothing that takes a look into a data file."""
        held = self._held(owner)
        axes = {axis for array in held for axis in array.axes if isinstance(axis, str)} - {EPOCHS, SAMPLES}
        sizes = [owner.size(axis) for axis in sorted(axes)]
        return self.name, sizes, [(array.name, array.form.dtype, array.axes) for array in held]


def rows_of_block(run: RunSource, block: int) -> slice:
    """Return the samples of a block; raise BlockNotFound."""
    samples = run.manifest.samples
    blocks = -(-samples // BLOCK)
    if block >= blocks:
        raise BlockNotFound(f"run {run.name!r} has no block {block}: it has {blocks}, of {BLOCK} samples each, from 0")
    return slice(block * BLOCK, min(samples, (block + 1) * BLOCK))


def identity_of(owner: Owner) -> str:
    """Return what tells the owner's arrays from those of a run recorded again, or of another layout of its setting.

    More epochs leave it as it is.
    """
    return lasting_tag(owner.run, type(owner).__name__, owner.address, owner.origin)
