"""Arrays as bytes: little-endian, one after the other, exactly as the manifest lists them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.store import DamagedRun, Extent

LAST_STEP = 65535
AMOUNT_STEPS = 4096


@dataclass(frozen=True)
class ArraySpec:
    """One array of a binary answer, as the manifest lists it."""

    name: str
    dtype: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of bytes."""
        return int(np.prod(self.shape)) * np.dtype(self.dtype).itemsize


@dataclass(frozen=True)
class Encoding:
    """How the values of an array go over the wire: their type, and how they are turned into it."""

    dtype: str
    encode: Callable[[NDArray[Any]], NDArray[Any]] = np.asarray


@dataclass(frozen=True)
class Numbering:
    """Values that number things along the axis ``of``, from 0, in the narrowest type or in ``dtype``; ``what`` they
    number is for messages."""

    of: str
    what: str
    dtype: str | None = None

    def encoding(self, count: int) -> Encoding:
        """Return the encoding of numbers of ``count`` things."""
        return Encoding(self.dtype or number_dtype(count), lambda values: numbers(values, count, self.what))


def widest_first(*specs: ArraySpec) -> tuple[ArraySpec, ...]:
    """Return the arrays in the order in which they follow each other, so that each one starts aligned."""
    return tuple(sorted(specs, key=lambda spec: -np.dtype(spec.dtype).itemsize))


def pack(specs: Sequence[ArraySpec], values: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the values as the bytes that ``specs`` describe; raise ValueError where a shape differs."""
    return b"".join(_bytes(spec, values[spec.name]) for spec in specs)


def number_dtype(count: int) -> str:
    """Return the narrowest type for the numbers of ``count`` things; 255 stays free as a mark for clients."""
    return "uint8" if count <= 255 else "uint16" if count <= 65535 else "uint32"


def numbers(values: NDArray[np.integer[Any]], count: int, what: str) -> NDArray[np.integer[Any]]:
    """Return ``values`` if all are numbers of ``count`` things; raise DamagedRun, rather than let one wrap around."""
    if values.size and not (values.min() >= 0 and values.max() < count):
        raise DamagedRun(f"a {what} lies outside of 0 to {count - 1}: {values.min()} to {values.max()}")
    return values


def shares(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Return shares 0 to 1 as 0 to 255; NaN (a network that diverged) becomes 0."""
    steps: NDArray[np.uint8] = np.rint(np.nan_to_num(np.clip(values, 0, 1), nan=0) * 255).astype(np.uint8)
    return steps


def probabilities(values: NDArray[np.floating[Any]]) -> NDArray[np.uint16]:
    """Return shares 0 to 1 as 0 to 65535; NaN becomes 0."""
    exact = np.clip(values.astype(np.float64), 0, 1)
    steps: NDArray[np.uint16] = np.rint(np.nan_to_num(exact, nan=0) * LAST_STEP).astype(np.uint16)
    return steps


def motions(values: NDArray[np.floating[Any]]) -> NDArray[np.uint16]:
    """Return motions, 0 and above, in steps of 1/4096; everything beyond the last step (just below 16) becomes it."""
    return _amounts(values, nan=0)


def losses(values: NDArray[np.floating[Any]]) -> NDArray[np.uint16]:
    """Return losses as ``motions`` are; NaN (a network that diverged) becomes the last step."""
    return _amounts(values, nan=LAST_STEP)


def counts(values: NDArray[np.integer[Any]]) -> NDArray[np.uint8]:
    """Return counts from 0; everything above 255 becomes 255."""
    return np.asarray(np.minimum(values, 255), np.uint8)


def places(values: NDArray[np.integer[Any]]) -> NDArray[np.uint16]:
    """Return places in a list, of which a negative one ("never", "none") becomes 65535; raise DamagedRun above that."""
    marked = np.where(values < 0, LAST_STEP, values)
    return np.asarray(numbers(marked, LAST_STEP + 1, "place in a list"), np.uint16)


def singles(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return numbers in single precision; those beyond its range become infinite, and NaN stays."""
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def put(target: NDArray[Any], values: NDArray[Any], name: str) -> None:
    """Write values into an array of the same shape; raise ValueError where it has another one."""
    if values.shape != target.shape:
        raise ValueError(f"{name} has shape {values.shape}, not {target.shape}")
    target[...] = values


def _amounts(values: NDArray[np.floating[Any]], nan: int) -> NDArray[np.uint16]:
    steps = np.rint(np.nan_to_num(np.clip(values.astype(np.float64) * AMOUNT_STEPS, 0, LAST_STEP), nan=nan))
    return np.asarray(steps, np.uint16)


def quantize(positions: NDArray[np.floating[Any]], extents: Sequence[Extent]) -> NDArray[np.uint16]:
    """Return positions (epochs, samples, 2) in steps of 1/65535 of the extent of their epoch.

    Raises:
        DamagedRun: a position is not a number, or lies outside of the extent by more than rounding explains.
    """
    steps = np.empty(positions.shape, np.uint16)
    # Epoch by epoch: the whole sequence in float64 would be four times the answer.
    for index, (epoch, extent) in enumerate(zip(positions, extents, strict=True)):
        steps[index] = _steps(epoch, extent)
    return steps


def _steps(positions: NDArray[np.floating[Any]], extent: Extent) -> NDArray[np.float64]:
    scale = LAST_STEP / extent.size if extent.size > 0 else 0.0
    steps = (positions.astype(np.float64) - [extent.x, extent.y]) * scale
    if not (extent.size >= 0 and np.all((steps >= -1) & (steps <= LAST_STEP + 1))):
        raise DamagedRun("positions lie outside of the extent that the manifest states: project this layer again")
    return np.clip(np.rint(steps), 0, LAST_STEP)


def _bytes(spec: ArraySpec, values: NDArray[Any]) -> bytes:
    if values.shape != spec.shape:
        raise ValueError(f"{spec.name} has shape {values.shape}, not {spec.shape}")
    return values.astype(np.dtype(spec.dtype).newbyteorder("<"), copy=False).tobytes()
