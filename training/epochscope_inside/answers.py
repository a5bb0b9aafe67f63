"""What the process that looks answers: one request after the other, with what it has seen lately."""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import EpochscopeError
from epochscope.looking import Frame, LookFailed, MapsNotFound, Preprocessing, Recent, require_lookable
from epochscope.store import RunReader, find_run, run_stamp
from epochscope_inside.checkpoints import Networks, key_of
from epochscope_inside.inputs import decode, require_pixels, sample_pixels, to_tensor
from epochscope_inside.look import Layer, Look, classify, look
from epochscope_inside.proof import CLOSE, largest_difference
from epochscope_inside.rejection import REJECTED_SHARE, Calibration, calibrate

LOOKS_BYTES = 256 << 20
SMALL = 256 << 10
"""Maps of all layers go with the summary where they have at most this many bytes."""
MOST_MAPS = 8 << 20
"""How many bytes of maps are answered at once."""
_CURVES_BYTES, _CALIBRATIONS_BYTES = 16 << 20, 256 << 20
Canceled = Callable[[], bool]


class Curve:
    """The probabilities of one input at the epochs that have been looked at."""

    def __init__(self, epochs: int, classes: int) -> None:
        self.probabilities = np.zeros((epochs, classes), np.float32)
        self.known = np.zeros(epochs, np.uint8)

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.probabilities.nbytes + self.known.nbytes


class Answers:
    """Answers requests about the runs of a store; ``models`` has the factories that may be imported, by run.

    Every request has a ``do``; all but the first two of those below have an ``input`` (an id) and its ``pixels``:

    - ``describe``: the layers of ``run``, the arrays of a summary, and whether the network is the recorded one
    - ``decode``, ``sample``: the pixels of a picture (the array ``content``), or of a recorded ``sample``
    - ``summary``: probabilities, and the range and units of all layers, at an ``epoch``
    - ``maps``: those from ``first`` to ``last`` of a ``layer``, by its number, at an ``epoch``
    - ``judge``: how unusual it is by each sign, at an ``epoch``
    - ``curve``: the probabilities at all epochs, outward from ``epoch``, as far as ``seconds`` allow
    """

    def __init__(self, store: str, models: Mapping[str, str]) -> None:
        self._store = store
        self._models = models
        self._runs: dict[str, tuple[Hashable, RunReader, Preprocessing]] = {}
        self._networks = Networks()
        self._layers: dict[Hashable, tuple[Layer, ...]] = {}
        self._looks: Recent[Look] = Recent(LOOKS_BYTES)
        self._curves: Recent[Curve] = Recent(_CURVES_BYTES)
        self._calibrations: Recent[Calibration] = Recent(_CALIBRATIONS_BYTES)

    @property
    def nbytes(self) -> int:
        """The number of bytes of what is kept."""
        return self._networks.nbytes + self._looks.nbytes + self._curves.nbytes + self._calibrations.nbytes

    def answer(self, request: Frame, canceled: Canceled = lambda: False) -> Frame:
        """Return the answer, which is an error where the request cannot be met."""
        try:
            ways: dict[str, Callable[[Mapping[str, Any], Mapping[str, NDArray[Any]], Canceled], Frame]] = {
                "describe": self._describe,
                "decode": self._decode,
                "sample": self._sample,
                "summary": self._summary,
                "maps": self._maps,
                "judge": self._judge,
                "curve": self._curve,
            }
            return ways[request.head["do"]](request.head, request.arrays, canceled)
        except EpochscopeError as error:
            return Frame({"error": {"name": type(error).__name__, "message": str(error)}})

    def _describe(self, head: Mapping[str, Any], _: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run, preprocessing = self._open(head["run"])
        epoch = run.manifest.checkpoints[-1]
        layers = self._layers_of(run, preprocessing, canceled)
        network = self._networks.at(run, epoch, self._models.get(run.name))
        difference = largest_difference(network, run, epoch, preprocessing)
        return Frame(
            {
                "epoch": epoch,
                "difference": difference,
                "agrees": None if difference is None else difference <= CLOSE,
                "layers": [asdict(layer) for layer in layers],
                "summary": _specs(layers, len(run.manifest.dataset.classes)),
            }
        )

    def _decode(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], _: Canceled) -> Frame:
        preprocessing = self._open(head["run"])[1]
        picture = decode(arrays["content"].tobytes(), preprocessing)
        about = {"format": picture.format, "width": picture.width, "height": picture.height}
        return Frame(about, {"pixels": picture.pixels})

    def _sample(self, head: Mapping[str, Any], _: Mapping[str, NDArray[Any]], __: Canceled) -> Frame:
        run, preprocessing = self._open(head["run"])
        return Frame({}, {"pixels": sample_pixels(run, head["sample"], preprocessing)})

    def _summary(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        seen = self._look(head, arrays["pixels"], canceled)
        found = {
            "probability": seen.probabilities,
            "range": np.array([[one.low, one.high] for one in seen.layers], np.float32),
            "unit": np.concatenate([one.units for one in seen.layers]),
        }
        if _all_maps([one.layer for one in seen.layers]) <= SMALL:
            maps = [one.maps for one in seen.layers if one.maps]
            found["map_range"] = np.concatenate([np.empty((0, 2), np.float32), *(one.ranges for one in maps)])
            found["map"] = np.concatenate([np.empty(0, np.uint8), *(one.pixels.ravel() for one in maps)])
        return Frame({}, found)

    def _maps(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        seen = self._look(head, arrays["pixels"], canceled)
        number, first, last = head["layer"], head["first"], head["last"]
        if not 0 <= number < len(seen.layers):
            raise MapsNotFound(f"there is no layer {number}; this network has 0 to {len(seen.layers) - 1}")
        layer, maps = seen.layers[number].layer, seen.layers[number].maps
        if maps is None:
            raise MapsNotFound(f"layer {number} ({layer.name}) is a vector: its units are in the summary")
        count = layer.shape[0]
        most = max(1, MOST_MAPS // (maps.pixels.nbytes // count))
        if not 0 <= first <= last < count or last - first >= most:
            raise MapsNotFound(
                f"layer {number} ({layer.name}) has maps 0 to {count - 1}, of which at most {most} are answered at "
                f"once; not {first} to {last}"
            )
        chosen = slice(first, last + 1)
        return Frame({}, {"range": maps.ranges[chosen], "map": maps.pixels[chosen]})

    def _judge(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        seen = self._look(head, arrays["pixels"], canceled)
        run, epoch = self._open(head["run"])[0], head["epoch"]
        key = (key_of(run), epoch, run.manifest.compact)
        usual = self._calibrations.get(key)
        if usual is None:
            usual = calibrate(run, epoch, seen)
            if usual is not None:
                self._calibrations.keep(key, usual)
        signs = [] if usual is None else usual.judge(seen)
        return Frame(
            {
                "rejected": any(sign.rejects for sign in signs),
                "signs": [asdict(sign) for sign in signs],
                "limit": 0.0 if usual is None else usual.limit,
                "rejected_share": REJECTED_SHARE,
            }
        )

    def _curve(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run, preprocessing = self._open(head["run"])
        run.manifest.require_checkpoint(head["epoch"])
        epochs = run.manifest.checkpoints
        curve = self._curve_of(run, head["input"], epochs)
        inputs, end = to_tensor(arrays["pixels"], preprocessing), time.monotonic() + head["seconds"]
        # From the epoch on screen outward; at least one more, so that enough requests fill in all.
        for place in np.argsort(np.abs(np.array(epochs) - head["epoch"]), kind="stable"):
            if not curve.known[place]:
                network = self._networks.at(run, epochs[place], self._models.get(run.name))
                curve.probabilities[place] = classify(network, inputs)
                curve.known[place] = 1
                if canceled() or time.monotonic() >= end:
                    break
        return Frame({}, {"probability": curve.probabilities, "known": curve.known})

    def _curve_of(self, run: RunReader, number: str, epochs: tuple[int, ...]) -> Curve:
        key = (key_of(run), number, epochs)
        curve = self._curves.get(key)
        if curve is None:
            curve = Curve(len(epochs), len(run.manifest.dataset.classes))
            self._curves.keep(key, curve)
        return curve

    def _look(self, head: Mapping[str, Any], pixels: NDArray[np.uint8], canceled: Canceled) -> Look:
        run, preprocessing = self._open(head["run"])
        key = (key_of(run), head["input"], head["epoch"])
        seen = self._looks.get(key)
        if seen is None:
            seen = self._look_at(run, preprocessing, head["epoch"], pixels, canceled)
            if tuple(one.layer for one in seen.layers) != self._layers_of(run, preprocessing, canceled):
                raise LookFailed("the layers of this network are other ones for every input, and cannot be compared")
            self._looks.keep(key, seen)
        return seen

    def _look_at(
        self,
        run: RunReader,
        preprocessing: Preprocessing,
        epoch: int,
        pixels: NDArray[np.uint8],
        canceled: Canceled,
    ) -> Look:
        require_pixels(pixels, preprocessing)
        network = self._networks.at(run, epoch, self._models.get(run.name))
        modules = {layer.module: layer.name for layer in run.manifest.layers}
        seen = look(network, to_tensor(pixels, preprocessing), modules, canceled)
        classes = len(run.manifest.dataset.classes)
        if len(seen.probabilities) != classes:
            raise LookFailed(f"the network has {len(seen.probabilities)} classes, and the run {classes}")
        return seen

    def _layers_of(self, run: RunReader, preprocessing: Preprocessing, canceled: Canceled) -> tuple[Layer, ...]:
        """Return the layers of a run's network, from a look at an empty picture."""
        key = key_of(run)
        if key not in self._layers:
            empty = np.full(preprocessing.shape, 0 if preprocessing.background == "black" else 255, np.uint8)
            seen = self._look_at(run, preprocessing, run.manifest.checkpoints[-1], empty, canceled)
            self._layers[key] = tuple(one.layer for one in seen.layers)
        return self._layers[key]

    def _open(self, name: str) -> tuple[RunReader, Preprocessing]:
        stamp = run_stamp(self._store, name)
        if stamp is None or name not in self._runs or self._runs[name][0] != stamp:
            run = find_run(self._store, name)
            self._runs[name] = stamp, run, require_lookable(run.manifest, name, self._models.get(name))
        return self._runs[name][1:]


def _specs(layers: tuple[Layer, ...], classes: int) -> list[dict[str, object]]:
    """Return the arrays of a summary, as a manifest lists arrays."""
    maps = sum(layer.shape[0] for layer in layers if len(layer.shape) > 1)
    specs: list[tuple[str, str, list[int]]] = [
        ("probability", "float32", [classes]),
        ("range", "float32", [len(layers), 2]),
        ("unit", "float32", [sum(layer.shape[0] for layer in layers)]),
    ]
    if _all_maps(layers) <= SMALL:
        specs += [("map_range", "float32", [maps, 2]), ("map", "uint8", [_all_maps(layers)])]
    return [{"name": name, "dtype": dtype, "shape": shape} for name, dtype, shape in specs]


def _all_maps(layers: "tuple[Layer, ...] | list[Layer]") -> int:
    """Return the number of bytes of the maps of all layers."""
    return sum(int(np.prod(layer.shape)) for layer in layers if len(layer.shape) > 1)
