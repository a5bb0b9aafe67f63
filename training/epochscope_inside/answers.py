"""What the process that looks answers: one request after the other, with what it has seen lately."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.signs import Boundary
from epochscope.analysis.usual import REJECTED_SHARE
from epochscope.errors import EpochscopeError
from epochscope.looking import (
    Frame,
    LookCanceled,
    MapsNotFound,
    NotPlaced,
    Recent,
    WeightsNotFound,
    has_maps,
    summary_arrays,
)
from epochscope.store import Setting
from epochscope_inside.boundary import find_boundary, negatives_for
from epochscope_inside.compared import By, compared_by, vector_of_input, vectors_of_samples
from epochscope_inside.inputs import decode, sample_pixels, to_tensor
from epochscope_inside.look import Look, classify
from epochscope_inside.negatives import Pictures
from epochscope_inside.open_runs import Canceled, OpenRun, OpenRuns
from epochscope_inside.over_epochs import Curve, Film, outward
from epochscope_inside.placing import Surroundings
from epochscope_inside.proof import CLOSE, largest_difference
from epochscope_inside.rejection import Calibration, Sign, blank_sign, calibrate

LOOKS_BYTES = 256 << 20
MOST_MAPS = 8 << 20
"""How many bytes of maps are answered at once."""
_CURVES_BYTES, _FILMS_BYTES, _CALIBRATIONS_BYTES, _NEGATIVES_BYTES = 16 << 20, 32 << 20, 256 << 20, 32 << 20

_SURROUNDINGS_BYTES = 256 << 20


class Answers:
    """Answers requests about the runs of a store; ``models`` has the factories that may be imported, by run.

    Every request has a ``do``; all but the first two of those below have an ``input`` (an id) and its ``pixels``:

    - ``describe``: the layers of ``run``, the arrays of a summary, and whether the network is the recorded one
    - ``decode``, ``sample``: the pixels of a picture (the array ``content``), or of a recorded ``sample``
    - ``summary``: probabilities, and the range and units of all layers, at an ``epoch``
    - ``maps``: those from ``first`` to ``last`` of a ``layer``, by its number, at an ``epoch``
    - ``judge``: how unusual it is by each sign, at an ``epoch``
    - ``place``: its place at an ``epoch`` in the layout of a recorded ``layer`` with a ``setting`` (the fields of one)
    - ``curve``: the probabilities at all epochs, outward from ``epoch``, as far as ``seconds`` allow
    - ``film``: a ``map`` of a ``layer`` at all epochs, or a unit of a vector, in the same way

    ``weights`` has no input: those with which a ``layer`` counts for each class, and the biases, at an ``epoch``.
    """

    def __init__(self, store: str, models: Mapping[str, str]) -> None:
        self._runs = OpenRuns(store, models)
        self._looks: Recent[Look] = Recent(LOOKS_BYTES)
        self._curves: Recent[Curve] = Recent(_CURVES_BYTES)
        self._films: Recent[Film] = Recent(_FILMS_BYTES)
        self._calibrations: Recent[Calibration] = Recent(_CALIBRATIONS_BYTES)
        self._surroundings: Recent[Surroundings] = Recent(_SURROUNDINGS_BYTES)
        self._negatives: Recent[Pictures] = Recent(_NEGATIVES_BYTES)

    @property
    def nbytes(self) -> int:
        """The number of bytes of what is kept."""
        judged = (self._calibrations, self._negatives, self._surroundings)
        return sum(one.nbytes for one in (self._runs, self._looks, self._curves, self._films, *judged))

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
                "place": self._place,
                "curve": self._curve,
                "film": self._film,
                "weights": self._weights,
            }
            return ways[request.head["do"]](request.head, request.arrays, canceled)
        except EpochscopeError as error:
            return Frame({"error": {"name": type(error).__name__, "message": str(error)}})

    def _describe(self, head: Mapping[str, Any], _: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run = self._runs.find(head["run"])
        layers, weighed, epoch = run.layers(canceled), run.weighed(canceled).layers, run.epochs[-1]
        difference = largest_difference(run.network(epoch), run.reader, epoch, run.preprocessing)
        return Frame(
            {
                "epoch": epoch,
                "difference": difference,
                "agrees": None if difference is None else difference <= CLOSE,
                "layers": [{**asdict(layer), "weighs": number in weighed} for number, layer in enumerate(layers)],
                "summary": summary_arrays([layer.shape for layer in layers], run.classes),
            }
        )

    def _decode(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], _: Canceled) -> Frame:
        preprocessing = self._runs.find(head["run"]).preprocessing
        picture = decode(arrays["content"].tobytes(), preprocessing)
        about = {"format": picture.format, "width": picture.width, "height": picture.height}
        return Frame(about, {"pixels": picture.pixels})

    def _sample(self, head: Mapping[str, Any], _: Mapping[str, NDArray[Any]], __: Canceled) -> Frame:
        run = self._runs.find(head["run"])
        return Frame({}, {"pixels": sample_pixels(run.reader, head["sample"], run.preprocessing)})

    def _summary(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        return Frame({}, summarize(self._look(head, arrays["pixels"], canceled)))

    def _maps(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        seen = self._look(head, arrays["pixels"], canceled)
        number, first, last = head["layer"], head["first"], head["last"]
        layer = self._runs.find(head["run"]).layer(number, canceled)
        maps = seen.layers[number].maps
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
        run, epoch = self._runs.find(head["run"]), head["epoch"]
        run.reader.manifest.require_checkpoint(epoch)
        blank = blank_sign(arrays["pixels"])
        if blank is not None:
            return _judged([blank], 0.0)
        seen = self._look(head, arrays["pixels"], canceled)
        key = (run.key, epoch, run.reader.manifest.compact)
        usual = self._calibrations.get(key)
        if usual is None:
            usual = calibrate(run.reader, epoch, seen, self._boundary(run, epoch, canceled))
            if usual is None:
                return _judged([], 0.0)
            self._calibrations.keep(key, usual)
        return _judged(usual.judge(seen), usual.usual.limit)

    def _boundary(self, run: OpenRun, epoch: int, canceled: Canceled) -> Boundary | None:
        if run.reader.manifest.compact:
            return None
        negatives = self._negatives.find(run.key, lambda: negatives_for(run.reader, run.preprocessing))
        return find_boundary(run.reader, epoch, run.network(epoch), negatives, run.preprocessing, canceled)

    def _place(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run, layer = self._runs.find(head["run"]), head["layer"]
        seen = self._look(head, arrays["pixels"], canceled)
        by = compared_by(run.reader, layer, seen)
        surroundings = self._surroundings_of(run, layer, Setting(**head["setting"]), head["epoch"], by)
        vector = vector_of_input(run.reader, layer, seen, by)
        distance = surroundings.distance(vector)
        place = surroundings.place(vector) if distance <= surroundings.limit else None
        about = {"by": by, "distance": distance, "limit": surroundings.limit}
        return Frame({**about, "place": None if place is None else asdict(place)})

    def _surroundings_of(self, run: OpenRun, layer: str, setting: Setting, epoch: int, by: By) -> Surroundings:
        epochs = run.reader.manifest.projection(layer, setting).epochs
        if epoch not in epochs:
            raise NotPlaced(
                f"the layout of layer {layer!r} with {setting} has epochs {epochs[0]} to {epochs[-1]} and not {epoch}"
            )

        def make() -> Surroundings:
            positions = run.reader.projection(layer, setting)[epochs.index(epoch)]
            return Surroundings(vectors_of_samples(run.reader, layer, epoch, by), positions)

        # A new layout may move all others within the frame.
        return self._surroundings.find((run.key, run.reader.manifest.revision, layer, setting, epoch), make)

    def _curve(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run = self._runs.find(head["run"])
        curve = self._curves.find(
            (run.key, head["input"], run.epochs),
            lambda: Curve(len(run.epochs), run.classes),
        )
        inputs = to_tensor(arrays["pixels"], run.preprocessing)

        def add(place: int) -> None:
            curve.probabilities[place] = classify(run.network(run.epochs[place]), inputs)

        _fill(run, head, curve.known, add, canceled)
        return Frame({}, {"probability": curve.probabilities, "known": curve.known})

    def _film(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run, number, shown = self._runs.find(head["run"]), head["layer"], head["map"]
        layer = run.layer(number, canceled)
        film = self._films.find(
            (run.key, head["input"], run.epochs, number, shown),
            lambda: Film(len(run.epochs), layer, shown),
        )

        def add(place: int) -> None:
            seen = self._look({**head, "epoch": run.epochs[place]}, arrays["pixels"], canceled)
            film.add(place, seen.layers[number])

        _fill(run, head, film.known, add, canceled)
        return Frame({}, film.arrays)

    def _weights(self, head: Mapping[str, Any], _: Mapping[str, NDArray[Any]], canceled: Canceled) -> Frame:
        run, number = self._runs.find(head["run"]), head["layer"]
        layer, weighed = run.layer(number, canceled), run.weighed(canceled)
        if number not in weighed.layers:
            raise WeightsNotFound(
                f"layer {number} ({layer.name}) has no weights to the classes: it does not lead straight into the last "
                "dense layer"
            )
        network = run.network(head["epoch"])
        return Frame({}, {"weight": weighed.weights(network, layer), "bias": weighed.biases(network)})

    def _look(self, head: Mapping[str, Any], pixels: NDArray[np.uint8], canceled: Canceled) -> Look:
        run, epoch = self._runs.find(head["run"]), head["epoch"]
        return self._looks.find((run.key, head["input"], epoch), lambda: run.look(epoch, pixels, canceled))


def summarize(seen: Look) -> dict[str, NDArray[Any]]:
    """Return the arrays of a summary: probabilities, ranges and units, and all maps where they are small."""
    found = {
        "probability": seen.probabilities,
        "range": np.array([[one.low, one.high] for one in seen.layers], np.float32),
        "unit": np.concatenate([one.units for one in seen.layers]),
    }
    if has_maps([one.layer.shape for one in seen.layers]):
        maps = [one.maps for one in seen.layers if one.maps]
        found["map_range"] = np.concatenate([np.empty((0, 2), np.float32), *(one.ranges for one in maps)])
        found["map"] = np.concatenate([np.empty(0, np.uint8), *(one.pixels.ravel() for one in maps)])
    return found


def _judged(signs: list[Sign], limit: float) -> Frame:
    return Frame(
        {
            "rejected": any(sign.rejects for sign in signs),
            "signs": [asdict(sign) for sign in signs],
            "limit": limit,
            "rejected_share": REJECTED_SHARE,
        }
    )


def _fill(
    run: OpenRun, head: Mapping[str, Any], known: NDArray[np.uint8], add: Callable[[int], None], canceled: Canceled
) -> None:
    """Add missing epochs, from the epoch on screen outward, as long as there is time."""
    run.reader.manifest.require_checkpoint(head["epoch"])
    end = time.monotonic() + head["seconds"]
    for place in outward(run.epochs, head["epoch"]):
        if known[place]:
            continue
        try:
            add(place)
        except LookCanceled:
            break
        known[place] = 1
        # At least one more, so that enough requests fill in all.
        if canceled() or time.monotonic() >= end:
            break
