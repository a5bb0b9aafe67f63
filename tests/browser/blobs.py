"""Names for what the ten blobs hold, the run that most tests in the browser look at."""

from pathlib import Path

from epochscope.store import RunReader, Setting
from epochscope.store.testing import BLOBS, write_run

SAMPLES, CLASSES, LABELS, EPOCHS = BLOBS.samples, BLOBS.classes, BLOBS.labels, BLOBS.epochs
SETTINGS, PROJECTED, NEIGHBORS = BLOBS.settings, BLOBS.neighbor_layers, BLOBS.neighbors
STOCK, PCA = Setting(15, 0.1, "stock"), Setting(0, 0.0, "pca")
TILE = BLOBS.tiles[0]
blob_predictions, blob_positions, blob_neighbors = BLOBS.predictions, BLOBS.positions, BLOBS.nearest
thumbnail = BLOBS.thumbnail


def write_blobs(location: Path) -> RunReader:
    """Write the run and return a reader of it."""
    return write_run(location, BLOBS)
