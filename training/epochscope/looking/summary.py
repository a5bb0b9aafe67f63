"""What a summary holds: the arrays that say what all layers make of an input."""

from collections.abc import Sequence
from math import prod

SMALL = 256 << 10
"""Maps of all layers go with the summary where they have at most this many bytes."""


def summary_arrays(shapes: Sequence[tuple[int, ...]], classes: int) -> list[dict[str, object]]:
    """Return the arrays of a summary of layers of these shapes, as a manifest lists arrays."""
    maps = sum(shape[0] for shape in shapes if len(shape) > 1)
    specs: list[tuple[str, str, list[int]]] = [
        ("probability", "float32", [classes]),
        ("range", "float32", [len(shapes), 2]),
        ("unit", "float32", [sum(shape[0] for shape in shapes)]),
    ]
    if has_maps(shapes):
        specs += [("map_range", "float32", [maps, 2]), ("map", "uint8", [_bytes_of_maps(shapes)])]
    return [{"name": name, "dtype": dtype, "shape": shape} for name, dtype, shape in specs]


def has_maps(shapes: Sequence[tuple[int, ...]]) -> bool:
    """Return whether a summary of layers of these shapes has their maps, too."""
    return _bytes_of_maps(shapes) <= SMALL


def _bytes_of_maps(shapes: Sequence[tuple[int, ...]]) -> int:
    return sum(prod(shape) for shape in shapes if len(shape) > 1)
