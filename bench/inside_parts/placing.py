"""How well inputs are placed in the layouts of the committed LeNet: EMNIST's test images, each as if it were new."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
import torch
from numpy.typing import NDArray
from PIL import Image

from common.claims import Claim, at_most, print_table
from epochscope import load_model
from epochscope.looking import Preprocessing
from epochscope.store import RunReader, Setting
from epochscope_inside.compared import vectors_of_samples
from epochscope_inside.placing import SHARE, Surroundings
from inside_parts.workplace import DATASETS, DEMO, LENET, Workplace

LAYERS, EPOCHS, FOLDS = ("flatten", "dropout", "logits"), (1, 10, 20), 5
IMAGES = DATASETS / "emnist-byclass" / "test-00000-of-00001.parquet"
SETTING = Setting(15, 0.1)
MOST_ERROR, MOST_DEVIATION = 0.02, 0.05
Vectors = NDArray[np.float32]


class Found(NamedTuple):
    """Errors in shares of the layout's radius, the median one and the one that 90 % do not exceed; the share of inputs
    that are placed, and the share of these that lie within their rings."""

    typical: float
    slow: float
    placed: float
    covered: float


def measure(work: Workplace) -> list[Claim]:
    run = RunReader.at(DEMO / LENET)
    tested = np.flatnonzero(np.array(run.samples().split) == "test")
    found = {}
    for epoch in EPOCHS:
        work.tell(f"placing at epoch {epoch}")
        activations = activations_at(run, epoch)
        probabilities = vectors_of_samples(run, LAYERS[0], epoch, "probabilities")[tested]
        for layer in LAYERS:
            positions = run.projection(layer, SETTING)[run.manifest.epochs.index(epoch), tested]
            found[layer, epoch, "activations"] = placed(activations[layer], positions)
            found[layer, epoch, "probabilities"] = placed(probabilities, positions)
    print_table(
        f"{len(tested):,} test images, each placed by the other four fifths: errors in percent of the layout's radius",
        ("layer, epoch, by", "median", "90 %", "placed", f"within {SHARE:.0%} ring"),
        [(", ".join(map(str, where)), *row(one)) for where, one in found.items()],
    )
    return list(claims(found))


def claims(found: dict[tuple[str, int, str], Found]) -> Iterator[Claim]:
    by_activations = [found[layer, epoch, "activations"] for layer, epoch in product(LAYERS, EPOCHS)]
    yield at_most("placing: median error in shares of the layout's radius, where it is largest,",
                  max(one.typical for one in by_activations), MOST_ERROR)  # fmt: skip
    yield at_most(f"placing: deviation of the share within the ring from {SHARE:g}, where it is largest,",
                  max(abs(one.covered - SHARE) for one in found.values()), MOST_DEVIATION)  # fmt: skip


def row(one: Found) -> tuple[str, ...]:
    return f"{one.typical:.2%}", f"{one.slow:.2%}", f"{one.placed:.1%}", f"{one.covered:.1%}"


def activations_at(run: RunReader, epoch: int) -> dict[str, Vectors]:
    """Return what the layers make of the test images, (images, width), as half precision keeps it."""
    preprocessing = Preprocessing.of(run.manifest)
    assert preprocessing is not None
    images = torch.from_numpy(test_images())[:, None].float() / 255
    network, kept = load_model(run, epoch), dict[str, Vectors]()
    for layer in LAYERS:
        network.get_submodule(run.manifest.layer(layer).module).register_forward_hook(
            lambda _, __, output, layer=layer: kept.update({layer: output.half().float().numpy()})
        )
    with torch.inference_mode():
        logits = network((images - preprocessing.mean[0]) / preprocessing.std[0])
    require_same(run, epoch, logits.argmax(dim=1).numpy())
    return kept


def test_images() -> NDArray[np.uint8]:
    """Return the test images of EMNIST, (images, height, width)."""
    encoded = pq.read_table(IMAGES, columns=["image"])["image"].to_pylist()
    return np.stack([np.asarray(Image.open(BytesIO(one["bytes"])).convert("L")) for one in encoded])


def require_same(run: RunReader, epoch: int, predicted: NDArray[np.int64]) -> None:
    """Raise an error where the images are not the run's test samples in their order."""
    tested = np.array(run.samples().split) == "test"
    same = np.mean(run.predictions(epoch).predicted[tested] == predicted)
    if same < 0.99:
        raise RuntimeError(f"the images are not the test samples of {run.name}: {same:.0%} of the predictions agree")


def placed(vectors: Vectors, positions: Vectors) -> Found:
    """Return how well each input (inputs, width) is placed among those that are not in its fifth."""
    errors, inside = list[float](), list[bool]()
    for fold in range(FOLDS):
        others = np.arange(len(vectors)) % FOLDS != fold
        surroundings = Surroundings(vectors[others], positions[others])
        for vector, position in zip(vectors[~others], positions[~others], strict=True):
            if surroundings.distance(vector) <= surroundings.limit:
                place = surroundings.place(vector)
                errors.append(float(np.hypot(place.x - position[0], place.y - position[1])))
                inside.append(errors[-1] <= place.radius)
    radius = np.sqrt(((positions - positions.mean(axis=0)) ** 2).sum(axis=1).mean())
    typical, slow = np.quantile(errors, (0.5, 0.9)) / radius
    return Found(float(typical), float(slow), len(errors) / len(vectors), float(np.mean(inside)))
