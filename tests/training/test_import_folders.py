"""Folders that other programs write: TensorBoard's projector, and the time-travelling-visualizer."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from epochscope.importing.matching import require_match
from epochscope.importing.opening import open_source
from epochscope.importing.pbtxt import parse_pbtxt
from epochscope.importing.source import Source
from epochscope.importing.stored_array import UnusableFile

SAMPLES = 5
PICTURES = np.arange(SAMPLES * 6 * 4 * 3, dtype=np.uint8).reshape(SAMPLES, 6, 4, 3)
NAMES = ["zero", 'say "one"', "two\\three", "vier", "fünf"]


def vectors(step: int) -> NDArray[np.float32]:
    return np.random.default_rng(step).normal(size=(SAMPLES, 3)).astype(np.float32)


class Projector:
    """Writes what ``SummaryWriter.add_embedding`` of PyTorch 2.15 writes, without TensorBoard, which it imports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = ""

    def add_embedding(
        self,
        matrix: NDArray[np.float32],
        tag: str,
        global_step: int | None,
        metadata: Sequence[Any] | None = None,
        metadata_header: Sequence[str] | None = None,
        pictures: NDArray[np.uint8] | None = None,
    ) -> None:
        subdir = f"{str(global_step).zfill(5)}/{tag.replace('/', '%2f')}"
        (self.folder / subdir).mkdir(parents=True)
        lines = ["\t".join(str(number.item()) for number in row) for row in matrix]
        (self.folder / subdir / "tensors.tsv").write_text("".join(f"{line}\n" for line in lines))
        entry = f'  tensor_name: "{tag}:{str(global_step).zfill(5)}"\n  tensor_path: "{subdir}/tensors.tsv"\n'
        if metadata is not None:
            rows = (
                metadata
                if metadata_header is None
                else ["\t".join(map(str, row)) for row in [metadata_header, *metadata]]
            )
            (self.folder / subdir / "metadata.tsv").write_text("\n".join(map(str, rows)) + "\n")
            entry += f'  metadata_path: "{subdir}/metadata.tsv"\n'
        if pictures is not None:
            _, height, width, _ = pictures.shape
            self.write_sprite(pictures).save(self.folder / subdir / "sprite.png")
            entry += f'  sprite {{\n    image_path: "{subdir}/sprite.png"\n'
            entry += f"    single_image_dim: {width}\n    single_image_dim: {height}\n  }}\n"
        self.config += f"embeddings {{\n{entry}}}\n"
        (self.folder / "projector_config.pbtxt").write_text(self.config)

    @staticmethod
    def write_sprite(pictures: NDArray[np.uint8]) -> Image.Image:
        samples, height, width, _ = pictures.shape
        columns = math.ceil(samples**0.5)
        side = columns * width
        pixels = np.zeros((max(side, -(-samples // columns) * height), side, 3), np.uint8)
        for sample, picture in enumerate(pictures):
            row, column = divmod(sample, columns)
            pixels[row * height : (row + 1) * height, column * width : (column + 1) * width] = picture
        return Image.fromarray(pixels)


def whole(source: Source) -> dict[int, dict[str, Any]]:
    return {epoch: {name: array.whole() for name, array in layers.items()} for epoch, layers in source.layers.items()}


def columns(source: Source) -> dict[str, list[Any]]:
    return {name: column.values.to_pylist() for name, column in source.columns.items()}


def test_a_projector_folder_has_a_layer_for_each_tag_and_an_epoch_for_each_step(tmp_path: Path):
    projector = Projector(tmp_path)
    for step in (2, 0):
        for tag in ("encoder", "head"):
            metadata = [[name, index / 2] for index, name in enumerate(NAMES)]
            projector.add_embedding(vectors(step), tag, step, metadata, ["name", "score"], PICTURES)
    source = open_source(str(tmp_path), [])
    found = whole(source)
    assert [(epoch, list(layers)) for epoch, layers in found.items()] == [
        (0, ["encoder", "head"]),
        (2, ["encoder", "head"]),
    ]
    assert all(np.array_equal(one, vectors(step)) for step, layers in found.items() for one in layers.values())
    assert columns(source) == {"name": NAMES, "score": ["0.0", "0.5", "1.0", "1.5", "2.0"]}
    assert source.pictures is not None
    assert np.array_equal(list(source.pictures(SAMPLES)), PICTURES)


def test_an_embedding_without_a_step_is_one_epoch_and_a_list_of_labels_a_column(tmp_path: Path):
    Projector(tmp_path).add_embedding(vectors(0), "default", None, NAMES)
    source = open_source(str(tmp_path), [])
    assert list(whole(source)) == [0]
    assert columns(source) == {"metadata": NAMES}


def test_the_configuration_is_read_in_every_form_that_its_format_allows():
    message = parse_pbtxt(
        r"""
        # a comment
        model_checkpoint_path: 'a'; embeddings: < tensor_name: "t\303\274r\"\n"
        sprite { single_image_dim: [28, 14] } >
    """
    )
    ((embedding,),) = [message["embeddings"]]
    assert message["model_checkpoint_path"] == ["a"]
    assert embedding == {"tensor_name": ['tür"\n'], "sprite": [{"single_image_dim": [28, 14]}]}


@pytest.mark.parametrize(
    "text", ["embeddings {", "embeddings", "a: }", "{}", 'a: "\\x"', "a { " * 30, "a: [1, 2", "a: {b: >}", "\0: 1"]
)
def test_a_broken_configuration_is_an_error(text: str):
    with pytest.raises(ValueError, match=r"."):
        parse_pbtxt(text)


def broken_projector(folder: Path, **change: Any) -> None:
    Projector(folder).add_embedding(vectors(0), "fc", 1, NAMES, pictures=PICTURES)


def replace_in(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        (
            "projector_config.pbtxt",
            'tensor_path: "00001/fc/tensors.tsv"',
            "",
            "it is in a checkpoint, which is not read",
        ),
        ("projector_config.pbtxt", "00001/fc/tensors", "../../fc/tensors", "it is a link that leads out of its folder"),
        ("projector_config.pbtxt", "fc/tensors", "fc/missing", "00001/fc/missing.tsv cannot be read"),
        ("projector_config.pbtxt", "single_image_dim: 4\n", "", "needs single_image_dim twice"),
        ("projector_config.pbtxt", "single_image_dim: 4\n", "single_image_dim: 40\n", "has 0 tiles for 5 samples"),
        ("projector_config.pbtxt", "embeddings", "", "projector_config.pbtxt cannot be read"),
        ("00001/fc/tensors.tsv", "\t", "\tx", "Row #1: .*invalid value 'x"),
        ("00001/fc/tensors.tsv", "\n", "\t1.0\n", "Row #2: Expected 4 columns, got 3"),
    ],
)
def test_what_is_wrong_in_a_projector_folder_is_named(tmp_path: Path, file: str, before: str, after: str, message: str):
    broken_projector(tmp_path)
    replace_in(tmp_path / file, before, after)
    with pytest.raises(UnusableFile, match=message):
        read_everything(open_source(str(tmp_path), []))


def read_everything(source: Source) -> None:
    whole(source)
    list(source.pictures(SAMPLES) if source.pictures else ())


def test_steps_with_other_metadata_are_refused(tmp_path: Path):
    projector = Projector(tmp_path)
    projector.add_embedding(vectors(0), "fc", 0, NAMES)
    projector.add_embedding(vectors(1), "fc", 1, NAMES[::-1])
    with pytest.raises(UnusableFile, match=r"00001/fc/metadata.tsv differs from 00000/fc/metadata.tsv"):
        open_source(str(tmp_path), [])


def test_a_sprite_with_more_pixels_than_any_has_is_not_decoded(tmp_path: Path):
    broken_projector(tmp_path)
    Image.new("1", (9000, 9000)).save(tmp_path / "00001/fc/sprite.png")
    with pytest.raises(UnusableFile, match="has more than 67,108,864 pixels: 9000 × 9000"):
        read_everything(open_source(str(tmp_path), []))


def write_newer(folder: Path) -> None:
    (folder / "dataset/image").mkdir(parents=True)
    for epoch in (1, 10):
        (folder / f"epochs/epoch_{epoch}").mkdir(parents=True)
        np.save(folder / f"epochs/epoch_{epoch}/embeddings.npy", vectors(epoch))
        np.save(folder / f"epochs/epoch_{epoch}/predictions.npy", vectors(epoch)[:, :2])
        (folder / f"epochs/epoch_{epoch}/model.pth").write_bytes(b"pickled")
    np.save(folder / "dataset/labels.npy", np.array([0, 1, 0, 1, 1]))
    (folder / "dataset/index.json").write_text(json.dumps({"train": [0, 1, 4], "test": [3, 2]}))
    (folder / "dataset/info.json").write_text(json.dumps({"model": "resnet18", "classes": ["cat", "dog"]}))
    (folder / "dataset/text.txt").write_text("".join(f"text {sample}\n" for sample in range(SAMPLES)))
    for sample in range(SAMPLES):
        Image.fromarray(PICTURES[sample]).save(folder / f"dataset/image/{sample}.png")


def test_a_newer_time_travel_folder_is_read_without_its_networks(tmp_path: Path):
    write_newer(tmp_path)
    source = open_source(str(tmp_path), [])
    assert {epoch: layers["representation"].tolist() for epoch, layers in whole(source).items()} == {
        epoch: vectors(epoch).tolist() for epoch in (1, 10)
    }
    assert [array.shape for array in source.predictions.values()] == [(5, 2), (5, 2)]
    assert (source.labels.values.to_pylist(), source.classes) == ([0, 1, 0, 1, 1], ("cat", "dog"))
    assert source.splits.values.to_pylist() == ["train", "train", "test", "test", "train"]
    assert columns(source) == {"text": [f"text {sample}" for sample in range(SAMPLES)]}
    assert np.array_equal(list(source.pictures(SAMPLES)), PICTURES)


def test_an_older_time_travel_folder_joins_training_and_test(tmp_path: Path):
    for epoch in (1, 2):
        (tmp_path / f"Model/Epoch_{epoch}").mkdir(parents=True)
        np.save(tmp_path / f"Model/Epoch_{epoch}/train_data.npy", vectors(epoch)[:3])
        np.save(tmp_path / f"Model/Epoch_{epoch}/test_data.npy", vectors(epoch)[3:])
    (tmp_path / "config.json").write_text(json.dumps({"DVI": {"CLASSES": ["cat", "dog"]}}))
    source = open_source(str(tmp_path), [])
    assert np.array_equal(whole(source)[2]["representation"], vectors(2))
    assert source.splits.values.to_pylist() == ["train"] * 3 + ["test"] * 2
    assert (source.classes, source.labels) == (("cat", "dog"), None)
    (tmp_path / "Model/Epoch_1").rename(tmp_path / "Model/Epoch_02")
    with pytest.raises(UnusableFile, match="Model/Epoch_02 and Model/Epoch_2 are the same epoch"):
        open_source(str(tmp_path), [])


def test_a_file_that_holds_one_number_is_not_taken_for_vectors(tmp_path: Path):
    (tmp_path / "epochs/epoch_1").mkdir(parents=True)
    np.save(tmp_path / "epochs/epoch_1/embeddings.npy", 7)
    with pytest.raises(UnusableFile, match=r"embeddings.npy must be vectors \(samples, width\), not .* shape \(\)"):
        require_match(open_source(str(tmp_path), []))


def test_a_row_of_a_projector_with_more_numbers_than_any_has_is_not_converted(tmp_path: Path):
    (tmp_path / "projector_config.pbtxt").write_text('embeddings { tensor_name: "fc:1" tensor_path: "tensors.tsv" }')
    (tmp_path / "tensors.tsv").write_text("1\t" * (1 << 16) + "1\n")
    with pytest.raises(UnusableFile, match=r"tensors.tsv has 1 rows of 65537 numbers, not 1 at least of 65536 at most"):
        open_source(str(tmp_path), [])


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ({"train": [0, 1], "test": [2, 3]}, "does not list sample 4"),
        ({"train": [0, 1, 2, 3, 4], "test": [4]}, "lists sample 4 under 'test', which is unknown or listed twice"),
        ({"train": [0, 1, 2, 3, 5]}, "lists sample 5 under 'train', which is unknown or listed twice"),
        ([1], "index.json cannot be read"),
    ],
)
def test_an_index_must_list_every_sample_once(tmp_path: Path, index: Any, message: str):
    write_newer(tmp_path)
    (tmp_path / "dataset/index.json").write_text(json.dumps(index))
    with pytest.raises(UnusableFile, match=message):
        open_source(str(tmp_path), [])
