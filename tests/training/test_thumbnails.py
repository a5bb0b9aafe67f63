"""``epochscope thumbnails``: a run that was shared without images gets those of its own samples, or none."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bare import bare
from epochscope import write_thumbnails
from epochscope.command_line import main
from epochscope.store import RunReader, RunWriter, check_run
from epochscope.store.filesystem import Folder
from epochscope.store.testing import Recipe, write_run
from epochscope_training.datasets import load_dataset
from epochscope_training.samples import RecordedSamples, choose_samples
from images import digit_images, encode, write_digits_parquet, write_parquet

SAMPLES = 50
LARGE = np.full((70, 128, 128), 100, np.uint8)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the data set."""
    return write_digits_parquet(tmp_path / "digits")


@pytest.fixture
def recorded(copy: Path) -> RecordedSamples:
    return choose_samples(load_dataset(str(copy)), SAMPLES, "both", 0)


@pytest.fixture
def bare_run(recorded: RecordedSamples, store: Path) -> RunReader:
    """A run of these samples without thumbnails."""
    return write_bare_run(store / "bare", recorded)


def write_bare_run(location: Path, recorded: RecordedSamples, **training: object) -> RunReader:
    return write_run(location, bare(recorded, [str(digit) for digit in range(10)], **training))


def tiles(run: RunReader) -> Iterator[np.ndarray]:
    """Yield the image (height, width) of every sample."""
    thumbnails = run.thumbnails
    assert thumbnails is not None
    for atlas in thumbnails.atlases:
        pixels = np.asarray(Image.open(io.BytesIO(run.thumbnail_atlas(atlas.file))).convert("L"))
        for slot in range(atlas.samples):
            top, left = divmod(slot, thumbnails.columns)
            height, width = thumbnails.height, thumbnails.width
            yield pixels[top * height : (top + 1) * height, left * width : (left + 1) * width]


def test_every_sample_gets_its_own_image(bare_run: RunReader, recorded: RecordedSamples, copy: Path, capsys):
    assert main(["thumbnails", bare_run.folder.root, "--dataset", str(copy)]) == 0
    assert capsys.readouterr().out == "bare: 50 thumbnails of 8×8 pixels\n"
    run = RunReader.at(bare_run.folder.root)
    assert [tile.tolist() for tile in tiles(run)] == recorded.images.images[:, 0].tolist()
    assert [finding for finding in check_run(run) if finding.path.startswith("thumbnails")] == []


def test_the_manifest_does_not_change(bare_run: RunReader, copy: Path):
    before = bare_run.folder.read("run.json")
    assert main(["thumbnails", bare_run.folder.root, "--dataset", str(copy)]) == 0
    assert bare_run.folder.read("run.json") == before
    assert sorted(set(bare_run.folder.files(recursive=True)) - {"run.json", "samples.parquet"}) == [
        ".recording.lock",
        "thumbnails/atlas-0000.webp",
        "thumbnails/index.json",
    ]


def test_a_second_call_gives_the_same_thumbnails(bare_run: RunReader, copy: Path):
    arguments = ["thumbnails", bare_run.folder.root, "--dataset", str(copy)]
    assert main(arguments) == 0
    first = RunReader.at(bare_run.folder.root).thumbnail_atlas("atlas-0000.webp")
    assert main(arguments) == 0
    assert RunReader.at(bare_run.folder.root).thumbnail_atlas("atlas-0000.webp") == first


def test_images_have_the_size_of_the_training_unless_another_is_requested(recorded, store: Path, copy: Path):
    run = write_bare_run(store / "larger", recorded, image_size=16)
    assert main(["thumbnails", run.folder.root, "--dataset", str(copy)]) == 0
    assert next(tiles(RunReader.at(store / "larger"))).shape == (16, 16)
    assert main(["thumbnails", run.folder.root, "--dataset", str(copy), "--image-size", "12"]) == 0
    assert next(tiles(RunReader.at(store / "larger"))).shape == (12, 12)


@pytest.fixture
def two_atlases(store: Path) -> RunReader:
    """A run of 70 samples, whose thumbnails of 128×128 pixels take two atlases."""
    run = write_run(store / "many", Recipe(70, layers=(), epochs=()))
    write_thumbnails(run.folder.root, LARGE)
    return RunReader(run.folder)


def test_existing_thumbnails_are_replaced_with_all_their_atlases(two_atlases: RunReader):
    assert len(two_atlases.folder.files("thumbnails")) == 3
    write_thumbnails(two_atlases.folder.root, LARGE[:, :5, :4] // 2)
    run = RunReader(two_atlases.folder)
    assert run.thumbnails is not None
    (atlas,) = run.thumbnails.atlases
    assert run.folder.files("thumbnails") == [f"thumbnails/{atlas.file}", "thumbnails/index.json"]
    assert all((tile == 50).all() and tile.shape == (5, 4) for tile in tiles(run))
    assert check_run(run) == []


@pytest.mark.parametrize("stops_at", [1, 2, 3])
def test_a_run_keeps_its_thumbnails_wherever_writing_new_ones_is_interrupted(
    two_atlases: RunReader, monkeypatch, stops_at: int
):
    write, before, files = Folder.write, two_atlases.thumbnails, iter(range(1, stops_at + 1))

    def stop(folder: Folder, path: str, content: bytes) -> None:
        if next(files) == stops_at:
            raise KeyboardInterrupt
        write(folder, path, content)

    monkeypatch.setattr(Folder, "write", stop)
    with pytest.raises(KeyboardInterrupt):
        write_thumbnails(two_atlases.folder.root, LARGE // 2)
    run = RunReader(two_atlases.folder)
    assert run.thumbnails == before
    assert all((tile == 100).all() for tile in tiles(run))
    assert check_run(run) == []


def test_an_atlas_with_other_images_than_the_index_lists_is_damage(two_atlases: RunReader):
    first = two_atlases.thumbnail_atlas("atlas-0000.webp")
    RunWriter(two_atlases.folder).write_thumbnail_atlas("atlas-0001.webp", first)
    assert [(finding.path, finding.message) for finding in check_run(two_atlases)] == [
        ("thumbnails/atlas-0001.webp", "its content is not what was written")
    ]


def test_labels_that_were_flipped_on_purpose_are_accepted(recorded, store: Path, copy: Path):
    truth = recorded.images.labels[3].item()
    recorded.images.labels[3] = (truth + 1) % 10
    run = write_bare_run(store / "flipped", recorded)
    arguments = ["thumbnails", run.folder.root, "--dataset", str(copy)]
    assert main(arguments) == 2
    RunWriter(run.folder).write_flipped_labels(np.array([3], np.int32), np.array([truth], np.int32))
    assert main(arguments) == 0


def test_another_data_set_is_rejected_and_the_run_does_not_change(bare_run: RunReader, tmp_path: Path, capsys):
    images, labels = digit_images(60)
    encoded, names = [encode(image) for image in images], [str(digit) for digit in range(10)]
    write_parquet(tmp_path / "one" / "all.parquet", encoded, labels, names)
    wrong = [(label + 1) % 10 for label in labels]
    half = len(labels) // 2
    for name, part in (("train-00000-of-00002", slice(half)), ("train-00001-of-00002", slice(half, None))):
        write_parquet(tmp_path / "other" / f"{name}.parquet", encoded[part], wrong[part], names)
    before = bare_run.folder.files(recursive=True), bare_run.folder.read("run.json")
    for copy, message in (
        ("one", "and this copy has no such source (the first is 'all.parquet["),
        ("other", "in this copy and '"),
        ("nowhere", "there is no data set"),
    ):
        assert main(["thumbnails", bare_run.folder.root, "--dataset", str(tmp_path / copy)]) == 2
        assert message in capsys.readouterr().err
        assert (bare_run.folder.files(recursive=True), bare_run.folder.read("run.json")) == before
