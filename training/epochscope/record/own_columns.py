"""Columns of a run's own: what kind of column the values make, and those of the recorded epoch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import UnusableInput
from epochscope.record.collected import Rows
from epochscope.record.errors import RunMismatch
from epochscope.store import Column, RunReader
from epochscope.store.own_columns import MISSING

TEXT = "text"
"""The column whose texts are shown in place of pictures, and therefore never one of classes."""
MOST_NAMES = 1_000
"""How many different texts a column of classes has at most."""


@dataclass(frozen=True)
class OwnColumns:
    """Columns that are the same at all epochs, with the values (samples,) of each by name."""

    columns: tuple[Column, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def with_numbers(self, numbers: Rows) -> "OwnColumns":
        """Return these columns and more of numbers; raise UnusableInput for a name that is taken."""
        _require_free(numbers, self.values)
        more = tuple(Column(name, "number") for name in numbers)
        return OwnColumns((*self.columns, *more), {**self.values, **numbers})


def own_columns(given: Mapping[str, Any]) -> OwnColumns:
    """Return the columns that values (samples,) make: numbers, classes or texts.

    Texts are classes if there are at most half as many different ones as samples, and at most ``MOST_NAMES``; but those
    of a column called ``text`` stay texts. An empty one is missing.

    Raises:
        BadName, UnusableInput: a column cannot be called so, or its values are none of these.
    """
    if not isinstance(given, Mapping):
        raise UnusableInput(f"columns must map names to values, one per sample, not {type(given).__name__}")
    described = {str(name): _describe(str(name), values) for name, values in given.items()}
    columns = tuple(column for column, _ in described.values())
    return OwnColumns(columns, {name: values for name, (_, values) in described.items()})


def epoch_columns(given: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return what one epoch has of each column, (samples,): numbers as float64, or names of classes as objects.

    Raises:
        UnusableInput: a column holds neither numbers nor texts, or holds more than ``MOST_NAMES`` different texts.
    """
    if not isinstance(given, Mapping):
        raise UnusableInput(f"columns must map names to values, one per sample, not {type(given).__name__}")
    return {str(name): _of_epoch(str(name), values) for name, values in given.items()}


def changing_columns(before: Sequence[Column], given: Rows) -> OwnColumns:
    """Return the columns of an epoch, with classes as numbers (samples,) from 0 and -1 for an empty name.

    ``before`` has the columns of the run so far, whose order is kept; there are none at its first epoch. Names that are
    new become further classes, so that the numbers of earlier epochs mean what they did.

    Raises:
        RunMismatch: a column of numbers has names at this epoch, or the other way around.
        UnusableInput: a column has no names at the run's first epoch, or all epochs together have more than
            ``MOST_NAMES``.
    """
    known = {column.name: column for column in before if column.per_epoch}
    order = [*known, *(name for name in given if name not in known)]
    made = [_changing(known.get(name), name, given[name]) for name in order]
    return OwnColumns(tuple(column for column, _ in made), {column.name: values for column, values in made})


def joined_columns(one: Rows, other: Rows) -> dict[str, NDArray[Any]]:
    """Return the columns of both; raise UnusableInput for a name that both have."""
    _require_free(other, one)
    return {**one, **other}


def require_length(values: Mapping[str, Any], samples: int) -> None:
    """Raise UnusableInput unless every column has a value for each sample."""
    for name, column in values.items():
        if len(column) != samples:
            raise UnusableInput(f"column {name!r} has {len(column)} values for {samples} samples")


def require_same_columns(run: RunReader, constant: OwnColumns, changing: Sequence[str]) -> None:
    """Raise RunMismatch unless a run has these columns, and those that are the same at all epochs have these values."""
    recorded = {column.name: column.per_epoch for column in run.manifest.columns}
    given = {**dict.fromkeys(constant.values, False), **dict.fromkeys(changing, True)}
    if recorded != given:
        has, gets = (", ".join(sorted(names)) or "none" for names in (recorded, given))
        raise RunMismatch(f"run {run.name!r} has the columns {has}, and this epoch {gets}: it needs the same")
    for name, values in constant.values.items():
        kept = run.column(name)
        if not (kept == values if isinstance(kept, list) else np.array_equal(kept, values, equal_nan=True)):
            raise RunMismatch(f"column {name!r} has other values than when run {run.name!r} was started")


def _describe(name: str, values: Any) -> tuple[Column, Any]:
    array = _as_array(name, values)
    if array.dtype.kind not in "UO":
        return Column(name, "number"), _numbers(name, array)
    texts: list[str] = _texts(name, array).tolist()
    classes = sorted(set(texts) - {""})
    if name == TEXT or not classes or len(classes) > min(len(texts) / 2, MOST_NAMES):
        return Column(name, "text"), texts
    return Column(name, "class", classes=tuple(classes)), _numbered(texts, classes)


def _of_epoch(name: str, values: Any) -> NDArray[Any]:
    array = _as_array(name, values)
    return _texts(name, array) if array.dtype.kind in "UO" else _numbers(name, array)


def _changing(known: Column | None, name: str, values: NDArray[Any]) -> tuple[Column, NDArray[Any]]:
    kind = "class" if values.dtype.kind == "O" else "number"
    if known is not None and known.kind != kind:
        raise RunMismatch(f"column {name!r} has values of the kind {known.kind} so far, and {kind} at this epoch")
    if kind == "number":
        return Column(name, kind, per_epoch=True), values
    texts, first = _texts(name, values).tolist(), known.classes if known else ()
    classes = (*first, *sorted(set(texts) - {"", *first}))
    if not 0 < len(classes) <= MOST_NAMES:
        raise UnusableInput(f"column {name!r} has {len(classes):,} different texts: 1 to {MOST_NAMES:,} can be classes")
    return Column(name, kind, per_epoch=True, classes=classes), _numbered(texts, classes)


def _numbered(texts: Iterable[str], classes: Sequence[str]) -> NDArray[np.int32]:
    number = {text: index for index, text in enumerate(classes)}
    return np.array([number.get(text, MISSING) for text in texts], np.int32)


def _texts(name: str, array: NDArray[Any]) -> NDArray[Any]:
    given = array.tolist()
    if array.ndim != 1 or not all(isinstance(text, str | None) for text in given):
        raise UnusableInput(f"column {name!r} must hold one number or one text per sample")
    return np.array([text or "" for text in given], object)


def _as_array(name: str, values: Any) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableInput(f"column {name!r} must hold one number or one text per sample: {error}") from error


def _numbers(name: str, array: NDArray[Any]) -> NDArray[np.float64]:
    if array.ndim != 1 or array.dtype.kind not in "fiub":
        raise UnusableInput(
            f"column {name!r} must hold one number per sample, not {array.dtype} of shape {array.shape}"
        )
    return array.astype(np.float64)


def _require_free(names: Rows, taken: Mapping[str, Any]) -> None:
    for name in names:
        if name in taken:
            raise UnusableInput(f"there are two columns called {name!r}: give one of them another name")
