"""A second run of the ten blobs' samples: the last 200 of them backwards, classified by another network, and two
of the five epochs."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from browser.blobs import (
    CLASSES,
    EPOCHS,
    LABELS,
    SAMPLES,
    SETTINGS,
    TILE,
    blob_positions,
    blob_predictions,
    blob_quality,
    write_blob_projection,
)
from epochscope.store import (
    Dataset,
    Layer,
    Manifest,
    Metric,
    Model,
    Predictions,
    Quality,
    RunReader,
    RunWriter,
    Samples,
)

TWIN_EPOCHS = (0, 8)
PLACES = [EPOCHS.index(epoch) for epoch in TWIN_EPOCHS]
# Which sample of the blobs each sample is, and whose fate it has: another one's of the same class.
IN_BLOBS = np.arange(SAMPLES)[::-1][:200]
FATE = (IN_BLOBS + 10) % SAMPLES
SETTING = SETTINGS[1]


def write_twin(location: Path, origin: str = "made") -> RunReader:
    """Write it; its samples are those of the blobs as long as they come from the same place."""
    writer = RunWriter.at(location)
    sources = [f"{origin}:{sample}" for sample in IN_BLOBS]
    writer.write_samples(Samples(LABELS[IN_BLOBS], ["train"] * len(IN_BLOBS), sources))
    layer = Layer("block", "net.block", 8, "mean", "float32")
    writer.begin(
        Manifest(
            title="Their twin",
            model=Model("resnet18", 11_689_512),
            dataset=Dataset("made", CLASSES, (3, TILE, TILE)),
            layers=(layer,),
            samples=len(IN_BLOBS),
            created="2026-01-02T03:04:05+00:00",
            seed=1,
            versions={"epochscope": "0.1.0"},
        )
    )
    for epoch in TWIN_EPOCHS:
        with writer.writing_activations(layer, epoch) as sink:
            sink.append(np.zeros((len(IN_BLOBS), layer.width), layer.dtype))
        writer.write_predictions(epoch, twin_predictions(epoch))
    writer.write_metrics([Metric(8, "train", 0.3, 0.98, 0.1, 2.5)])
    projection = write_blob_projection(writer, "block", SETTING, TWIN_EPOCHS, twin_positions(), _quality())
    writer.commit(lambda manifest: replace(manifest, epochs=TWIN_EPOCHS, projections=(projection,)))
    return RunReader.at(location)


def twin_predictions(epoch: int) -> Predictions:
    of_blobs = blob_predictions(epoch)
    return Predictions(**{name: of_field[FATE] for name, of_field in vars(of_blobs).items()})


def twin_positions() -> np.ndarray:
    """Return positions (2, 200, 2)."""
    return blob_positions("block", SETTING)[PLACES][:, FATE]


def _quality() -> Quality:
    of_blobs = blob_quality()
    return Quality(**{name: of_measure[PLACES][:, FATE] for name, of_measure in vars(of_blobs).items()})
