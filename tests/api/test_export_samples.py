"""An export of fewer samples: each of them is as it was, and the others are nowhere."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from api.conftest import ApiClient
from browser.blobs import LABELS, SAMPLES, TILE, thumbnail, write_blobs
from epochscope.store import RunReader, Samples
from epochscope_api import create_app
from epochscope_api.export.choice import Choice, ChosenRuns
from epochscope_api.partial_run import spread_rows

KEPT = 100
RUN = "/api/runs/blobs/"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    return write_blobs(tmp_path_factory.mktemp("written") / "blobs")


@pytest.fixture
def whole(written: RunReader, store: Path) -> RunReader:
    return RunReader.at(shutil.copytree(written.folder.root, store / "blobs"))


@pytest.fixture
def part(whole: RunReader, store: Path) -> ApiClient:
    """Requests the part of the run with ``KEPT`` samples from an app."""
    return ApiClient(create_app(store, runs=ChosenRuns(str(store), Choice(max_samples=KEPT))).test_client())


@pytest.fixture
def rows(part: ApiClient) -> np.ndarray:
    """Which samples of the whole run are left, as their sources say."""
    return np.array([int(source.removeprefix("made:")) for source in part.json(RUN + "sources.json")["sources"]])


def both(ask: ApiClient, part: ApiClient, path: str, name: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the arrays of one answer of the whole run, and of its part; ``name`` says where the manifest lists it."""
    manifests = [asker.json(RUN + "run.json") for asker in (ask, part)]
    described = [eval(name, {"m": manifest}) for manifest in manifests]
    return ask.arrays(RUN + path, described[0]["arrays"]), part.arrays(RUN + path, described[1]["arrays"])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("samples.bin", "m['samples']"),
        ("predictions.bin", "m['predictions']"),
        ("dynamics.bin", "m['dynamics']"),
        ("label_errors.bin", "m['label_errors']"),
        ("quality/stem/n5-d0.1.bin", "m['projections'][0]['quality']"),
        ("projections/stem/n5-d0.1/pack.bin", "m['projections'][0]['positions']"),
        ("motion/stem.bin", "m['neighbors'][0]['motion']"),
    ],
)
def test_what_was_measured_stays_as_it_was(ask: ApiClient, part: ApiClient, rows, path: str, name: str):
    before, after = both(ask, part, path, name)
    for array, values in before.items():
        axis = values.shape.index(SAMPLES)
        assert after[array].tolist() == values.take(rows, axis).tolist()


def test_the_manifest_says_how_many_were_recorded_and_is_otherwise_the_same(ask: ApiClient, part: ApiClient):
    before, after = ask.json(RUN + "run.json"), part.json(RUN + "run.json")
    assert (after["sample_count"], after["recorded_samples"], before["recorded_samples"]) == (KEPT, SAMPLES, SAMPLES)
    for one, other in zip(before["projections"], after["projections"], strict=True):
        assert one["extent"] == other["extent"]
        assert one["quality"]["means"] == other["quality"]["means"]
    assert before["splits"] == after["splits"]
    assert part.json("/api/runs.json")["runs"][0]["samples"] == KEPT


def test_probabilities_are_those_of_the_samples_that_are_left(whole: RunReader, part: ApiClient, rows):
    described = part.json(RUN + "run.json")["probabilities"]
    spec = described["block_arrays"][0] | {"shape": [5, KEPT, 10]}
    found = part.arrays(RUN + "probabilities/0.bin", [spec])["probability"]
    stored = np.stack([whole.predictions(epoch).probabilities[rows] for epoch in whole.manifest.epochs])
    assert np.abs(found / 65535 - stored).max() < 1e-5
    assert part.failure(RUN + "probabilities/1.bin")["name"] == "BlockNotFound"


def test_neighbors_are_those_that_are_left_and_its_own_number_for_each_other(whole: RunReader, part: ApiClient, rows):
    kept = part.json(RUN + "run.json")["neighbors"][0]
    spec = kept["neighborhoods"]["block_arrays"][0] | {"shape": [5, KEPT, 8]}
    blocks = part.arrays(RUN + "neighborhoods/stem/0.bin", [spec])["neighbor"]
    number = {row: index for index, row in enumerate(rows.tolist())}
    lengths = set()
    for index, epoch in enumerate(whole.manifest.epochs):
        stored = whole.neighbors("stem", epoch)
        arrays = part.arrays(RUN + f"neighbors/stem/{epoch}.bin", kept["neighbors"]["epoch_arrays"])
        assert arrays["neighbor"].tolist() == blocks[index].tolist()
        for sample, row in enumerate(rows.tolist()):
            left = [k for k in range(8) if stored.neighbor[row, k] in number]
            others = 8 - len(left)
            lengths.add(others)
            expected = [number[stored.neighbor[row, k]] for k in left] + [sample] * others
            assert blocks[index, sample].tolist() == expected
            distances = [*stored.distance[row, left].tolist(), *[np.inf] * others]
            assert arrays["distance"][sample].tolist() == distances
    assert {3, 8} <= lengths


def test_thumbnails_are_those_of_the_samples_that_are_left(part: ApiClient, rows):
    thumbnails = part.json(RUN + "run.json")["thumbnails"]
    assert sum(atlas["samples"] for atlas in thumbnails["atlases"]) == KEPT
    for atlas in thumbnails["atlases"]:
        pixels = np.asarray(Image.open(io.BytesIO(part.get(RUN + atlas["path"]).data)))
        for index in range(atlas["samples"]):
            top, left = divmod(index, thumbnails["columns"])
            tile = pixels[top * TILE : (top + 1) * TILE, left * TILE : (left + 1) * TILE]
            assert (tile == thumbnail(rows[atlas["first_sample"] + index])).all()


def test_every_class_of_every_split_keeps_its_share(whole: RunReader, rows):
    assert rows.tolist() == sorted(rows.tolist())
    for train in (True, False):
        for label in range(10):
            group = (label == LABELS) & ((np.arange(SAMPLES) < 200) == train)
            assert abs(group[rows].sum() - group.sum() * KEPT / SAMPLES) < 1


def test_more_samples_are_the_same_and_more():
    labels = np.random.default_rng(1).integers(0, 7, 500)
    samples = Samples(labels.astype(np.int32), ["train"] * 400 + ["test"] * 100, ["made"] * 500)
    before: set[int] = set()
    for most in (1, 20, 21, 300, 500, 900):
        rows = set(spread_rows(samples, most).tolist())
        assert len(rows) == min(most, 500)
        assert before <= rows
        before = rows


def test_more_than_there_are_changes_nothing(whole: RunReader, ask: ApiClient, store: Path):
    everything = ApiClient(create_app(store, runs=ChosenRuns(str(store), Choice(max_samples=SAMPLES))).test_client())
    for path in ("neighborhoods/stem/1.bin", "neighbors/stem/4.bin", "thumbnails/atlas-0000.webp"):
        assert everything.get(RUN + path).data == ask.get(RUN + path).data
    assert everything.get(RUN + "run.json").json == {**ask.get(RUN + "run.json").json, "live": None}
