"""A run shared without images finds them by their looks, in a copy with another order and encoding."""

import shutil
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from bare import bare
from epochscope import write_thumbnails
from epochscope.command_line import main
from epochscope.sharing.fingerprints import fingerprints
from epochscope.sharing.thumbnails import tiles
from epochscope.store import RunReader, RunWriter
from epochscope.store.testing import write_run
from epochscope_training.datasets import load_dataset
from epochscope_training.matching import as_pixels
from epochscope_training.samples import RecordedSamples, choose_samples
from images import as_jpeg, blurred_colors, decode, encode_again, write_parquet, write_torchvision_cifar10

pytestmark = pytest.mark.slow

NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SIZES = {"train": 400, "test": 100}
SAMPLES = 300
Encoded = dict[str, tuple[list[bytes], list[int]]]


def made_images() -> Encoded:
    encoded = [as_jpeg(image, 75) for image in blurred_colors(sum(SIZES.values()))]
    labels = [number % len(NAMES) for number in range(len(encoded))]
    test = SIZES["test"]
    return {"train": (encoded[test:], labels[test:]), "test": (encoded[:test], labels[:test])}


def real_images(image_datasets: Path) -> Encoded:
    splits = {}
    for split, count in SIZES.items():
        table = pq.read_table(next((image_datasets / "cifar10").glob(f"{split}-00000-*.parquet"))).slice(0, count)
        splits[split] = [image["bytes"] for image in table["image"].to_pylist()], table["label"].to_pylist()
    return splits


@pytest.fixture(scope="module", params=["made", pytest.param("real", marks=pytest.mark.datasets)])
def source_images(request: pytest.FixtureRequest) -> Encoded:
    if request.param == "made":
        return made_images()
    return real_images(request.getfixturevalue("image_datasets"))


@pytest.fixture(scope="module")
def dataset(source_images: Encoded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set that the samples are recorded from."""
    folder = tmp_path_factory.mktemp("data") / "recorded"
    for split, (encoded, labels) in source_images.items():
        write_parquet(folder / f"{split}-0.parquet", encoded, labels, list(NAMES))
    return folder


@pytest.fixture(scope="module")
def recorded(dataset: Path) -> RecordedSamples:
    return choose_samples(load_dataset(str(dataset)), SAMPLES, "both", 0)


@pytest.fixture(scope="module")
def written(recorded: RecordedSamples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a run of these samples, and the same without images."""
    store = tmp_path_factory.mktemp("written") / "runs"
    write_shared_run(store, recorded)
    return store


@pytest.fixture
def run(written: Path, store: Path) -> RunReader:
    """A run of these samples without their images, with the fingerprints of its thumbnails."""
    shutil.copytree(written, store, dirs_exist_ok=True)
    return RunReader.at(store / "shared")


def write_shared_run(store: Path, recorded: RecordedSamples, names: tuple[str, ...] = NAMES) -> RunReader:
    whole, shared = (write_run(store / name, bare(recorded, names)) for name in ("whole", "shared"))
    write_thumbnails(whole.folder.root, as_pixels(recorded.images.images))
    RunWriter(shared.folder).write_fingerprints(fingerprints(tiles(RunReader(whole.folder), np.arange(SAMPLES))))
    return shared


def write_copy(source_images: Encoded, root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, np.ndarray]:
    """Write torchvision's CIFAR-10 of these images, encoded again, in another order; return them in their own order."""
    again, shuffled = {}, {}
    for split, (encoded, labels) in source_images.items():
        again[split] = np.stack([encode_again(decode(content), 80) for content in encoded])
        order = np.random.default_rng(3).permutation(len(labels))
        shuffled[split] = again[split][order], np.array(labels)[order].tolist()
    write_torchvision_cifar10(root, shuffled, NAMES, monkeypatch)
    return again


def write_class_folders(source_images: Encoded, folder: Path, keep: Callable[[str, int], bool]) -> None:
    """Write PNG files in class folders without splits, of those images that ``keep`` selects."""
    for split, (encoded, labels) in source_images.items():
        for row, (content, label) in enumerate(zip(encoded, labels, strict=True)):
            path = folder / NAMES[label] / f"{zlib.crc32(content):08x}-{split}-{row}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            if keep(split, row):
                Image.fromarray(encode_again(decode(content), 90)).save(path)


def split_and_row(source: str) -> tuple[str, int]:
    split, row = source.removesuffix("]").split("-0.parquet[")
    return split, int(row)


@pytest.mark.parametrize("name", ["cifar10", "data/datasets"])
def test_every_sample_finds_its_image_in_the_copy_of_torchvision(
    name: str, run: RunReader, recorded: RecordedSamples, source_images: Encoded, tmp_path: Path, monkeypatch, capsys
):
    again = write_copy(source_images, tmp_path / "data" / "datasets", monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert main(["thumbnails", run.folder.root, "--dataset", name]) == 0
    assert capsys.readouterr().out == "shared: 300 thumbnails of 32×32 pixels\n"
    shown = np.stack(list(tiles(RunReader.at(run.folder.root), np.arange(SAMPLES))))
    rows = [split_and_row(source) for source in recorded.images.sources]
    np.testing.assert_array_equal(shown, np.stack([again[split][row] for split, row in rows]))


def test_a_missing_package_is_named_with_its_install_command(run: RunReader, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "epochscope_training.datasets", None)
    assert main(["thumbnails", run.folder.root, "--dataset", "cifar10"]) == 2
    assert "pip install 'epochscope[train]'" in capsys.readouterr().err


def test_a_broken_download_is_rejected_with_a_message(run: RunReader, tmp_path: Path, capsys):
    (tmp_path / "cifar-10-batches-py").mkdir()
    assert main(["thumbnails", run.folder.root, "--dataset", str(tmp_path)]) == 2
    assert "cifar-10-batches-py is not CIFAR-10 as torchvision downloads it" in capsys.readouterr().err


def test_a_copy_with_other_splits_is_accepted(run: RunReader, source_images: Encoded, tmp_path: Path):
    write_class_folders(source_images, tmp_path / "folders", keep=lambda *_: True)
    assert main(["thumbnails", run.folder.root, "--dataset", str(tmp_path / "folders")]) == 0
    shown = tiles(RunReader.at(run.folder.root), np.arange(SAMPLES))
    first = tiles(RunReader.at(Path(run.folder.root).parent / "whole"), np.arange(SAMPLES))
    assert max(abs(new.astype(int) - old).mean() for new, old in zip(shown, first, strict=True)) < 12


def test_classes_without_names_are_matched_by_number(recorded: RecordedSamples, store: Path, dataset: Path):
    run = write_shared_run(store, recorded, tuple(str(number) for number in range(10)))
    assert main(["thumbnails", run.folder.root, "--dataset", str(dataset)]) == 0


def test_a_copy_that_lacks_images_is_rejected_and_the_run_does_not_change(
    run: RunReader, recorded: RecordedSamples, source_images: Encoded, tmp_path: Path, capsys
):
    seventh = split_and_row(recorded.images.sources[7])
    write_class_folders(source_images, tmp_path / "fewer", keep=lambda split, row: (split, row) != seventh)
    write_class_folders(
        source_images, tmp_path / "no-frogs", keep=lambda split, row: NAMES[source_images[split][1][row]] != "frog"
    )
    (tmp_path / "no-frogs" / "frog").rmdir()
    others = [as_jpeg(image, 75) for image in blurred_colors(SIZES["train"], seed=9)]
    write_class_folders({"train": (others, source_images["train"][1])}, tmp_path / "others", keep=lambda *_: True)
    before = run.folder.files(recursive=True), run.folder.read("run.json")
    name = NAMES[int(recorded.images.labels[7])]
    for copy, message in (
        (
            "fewer",
            f"1 of the 300 samples of run 'shared' cannot be found in this copy: sample 7 ({name}, train) is the f",
        ),
        (
            "no-frogs",
            "run 'shared' has samples of 'frog'; this copy has: airplane, automobile, bird, cat, deer, dog, hor",
        ),
        ("others", "300 of the 300 samples of run 'shared' cannot be found in this copy: sample 0 ("),
    ):
        assert main(["thumbnails", run.folder.root, "--dataset", str(tmp_path / copy)]) == 2
        assert message in capsys.readouterr().err
        assert (run.folder.files(recursive=True), run.folder.read("run.json")) == before
