"""The labels of Parquet files: whole numbers or names, and nothing that could be mistaken for them."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from epochscope_training.datasets import ImageDataset, UnusableDataset, load_dataset
from images import digit_images, encode, write_parquet


def load_labels(folder: Path, labels: object, names: list[str] | None = None) -> ImageDataset:
    """Load a file of 20 images with these labels."""
    images, numbers = digit_images(20)
    path = folder / "digits.parquet"
    write_parquet(path, [encode(image) for image in images], numbers, names)
    table = pq.read_table(path)
    pq.write_table(table.set_column(table.schema.get_field_index("label"), "label", labels), path)
    return load_dataset(str(path))


def labels_by_row(dataset: ImageDataset) -> list[str]:
    """Return the class of each image, in the order of the file."""
    rows = {
        int(source.partition("[")[2][:-1]): dataset.classes[label]
        for split in dataset.splits.values()
        for source, label in zip(split.sources, split.labels.tolist(), strict=True)
    }
    return [rows[row] for row in sorted(rows)]


@pytest.mark.parametrize(
    "labels",
    [
        pa.array(["dog", "cat"] * 10),
        pa.array(["dog", "cat"] * 10, pa.large_string()),
        pa.array(["dog", "cat"] * 10).dictionary_encode(),
        pa.array([["dog"], ["cat"]] * 10),
    ],
)
def test_labels_that_are_text_name_the_classes(tmp_path: Path, labels: pa.Array):
    dataset = load_labels(tmp_path, labels)
    assert dataset.classes == ("cat", "dog")
    assert labels_by_row(dataset) == ["dog", "cat"] * 10


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint16(), pa.int64(), pa.float32(), pa.list_(pa.int64())])
def test_whole_numbers_are_classes_in_any_type(tmp_path: Path, kind: pa.DataType):
    values = [[0], [1]] * 10 if pa.types.is_list(kind) else [0, 1] * 10
    dataset = load_labels(tmp_path, pa.array(values, kind), ["cat", "dog"])
    assert labels_by_row(dataset) == ["cat", "dog"] * 10


def test_text_labels_follow_the_names_of_the_file(tmp_path: Path):
    dataset = load_labels(tmp_path, pa.array(["dog", "cat"] * 10), ["emu", "dog", "cat"])
    assert dataset.classes == ("emu", "dog", "cat")
    assert labels_by_row(dataset) == ["dog", "cat"] * 10


def test_numbers_without_names_are_as_many_classes_as_occur(tmp_path: Path):
    dataset = load_labels(tmp_path, pa.array([10, 2**40] * 10))
    assert dataset.classes == ("10", str(2**40))
    assert labels_by_row(dataset) == ["10", str(2**40)] * 10


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (pa.array([0, 1, None, *[0] * 17]), r"image digits\.parquet\[2\] has no label"),
        (pa.array(["a", "b", "", *["a"] * 17]), r"image digits\.parquet\[2\] has no label"),
        (
            pa.array([0, 1, float("nan"), *[0] * 17]),
            r"digits\.parquet\[2\] has label nan: labels are whole numbers or n",
        ),
        (pa.array([0, 1, 0.7, *[0] * 17]), r"digits\.parquet\[2\] has label 0\.7: labels are whole numbers or names"),
        (pa.array([[0], [1], [0, 1], *[[0]] * 17]), r"digits\.parquet\[2\] has label \[0, 1\]: labels are"),
        (pa.array([Decimal(1)] * 20), r"digits\.parquet\[0\] has label Decimal\('1'\): labels are"),
        (pa.array([b"cat"] * 20), r"digits\.parquet\[0\] has label b'cat': labels are"),
        (pa.array([True, False] * 10), r"digits\.parquet\[0\] has label True: labels are"),
        (pa.array([0, 1, -1, *[0] * 17]), r"digits\.parquet\[2\] has label -1: numbers of classes start at 0"),
        (pa.array([0, 2**63] * 10, pa.uint64()), r"digits\.parquet\[1\] has label 9223372036854775808, which is too"),
    ],
)
def test_any_other_label_is_rejected_by_file_and_row(tmp_path: Path, wrong: pa.Array, message: str):
    with pytest.raises(UnusableDataset, match=message):
        load_labels(tmp_path, wrong)


@pytest.mark.parametrize("missing", [b"", None])
def test_a_missing_image_is_named(tmp_path: Path, missing: bytes | None):
    images, labels = digit_images(20)
    contents = [encode(image) for image in images]
    write_parquet(tmp_path / "x.parquet", [*contents[:7], missing, *contents[8:]], labels, None)
    with pytest.raises(UnusableDataset, match=r"image x\.parquet\[7\] is missing"):
        load_dataset(str(tmp_path / "x.parquet"))


def test_a_name_that_the_file_does_not_list_is_rejected(tmp_path: Path):
    with pytest.raises(UnusableDataset, match=r"parquet\[1\] has label 'dog', but the data set names cat, emu"):
        load_labels(tmp_path, pa.array(["cat", "dog"] * 10), ["cat", "emu"])
