"""Which images are for training and which for testing: the names of files and folders say so."""

from pathlib import Path

import pytest

from epochscope_training.datasets import ImageDataset, UnusableDataset, load_dataset
from images import digit_images, encode, write_digits_folder, write_parquet

TEN = [str(digit) for digit in range(10)]


def write_files(folder: Path, counts: dict[str, int]) -> str:
    """Write Parquet files of that many digits each; return the folder."""
    for name, count in counts.items():
        images, labels = digit_images(count)
        write_parquet(folder / name, [encode(image) for image in images], labels, TEN)
    return str(folder)


def files_of(dataset: ImageDataset) -> dict[str, set[str]]:
    return {name: {source.partition("[")[0] for source in split.sources} for name, split in dataset.splits.items()}


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ("train.parquet", "test.parquet"),
        ("train-00000-of-00001.parquet", "validation-00000-of-00001.parquet"),
        ("TRAIN_0.parquet", "Valid_0.PARQUET"),
        ("digits.training.parquet", "digits.dev.parquet"),
        ("DigitsTrain.parquet", "DigitsTest.parquet"),
        ("trainset.parquet", "testset.parquet"),
        ("my train 1.parquet", "my eval 1.parquet"),
        ("0000.parquet", "test1.parquet"),
        ("data/train-0.parquet", "data/test-0.parquet"),
        ("default/train/0000.parquet", "default/test/0000.parquet"),
        ("train/part.parquet", "val/part.parquet"),
    ],
)
def test_a_word_in_the_path_of_a_parquet_file_is_its_split(tmp_path: Path, train: str, test: str):
    dataset = load_dataset(write_files(tmp_path, {train: 40, test: 20}))
    assert files_of(dataset) == {"train": {train}, "test": {test}}
    assert [len(split.labels) for split in dataset.splits.values()] == [40, 20]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["test.parquet", "validation.parquet"], "has no training images, only test.parquet, validation.parquet"),
        (["train-test.parquet"], "train-test.parquet says train and test: name it after one split"),
        (["one/train.parquet", "two/train.parquet"], "lie in one, two: give one of these folders"),
    ],
)
def test_files_whose_split_is_not_clear_are_rejected(tmp_path: Path, names: list[str], message: str):
    with pytest.raises(UnusableDataset, match=message):
        load_dataset(write_files(tmp_path, dict.fromkeys(names, 20)))


def test_of_test_and_validation_the_test_split_counts_and_the_other_is_mentioned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    folder = write_files(tmp_path / "files", {"train-0.parquet": 40, "validation-0.parquet": 30, "test-0.parquet": 20})
    assert files_of(load_dataset(folder))["test"] == {"test-0.parquet"}
    assert "left out validation-0.parquet, which is neither train nor test" in caplog.text
    for name, count in (("train", 40), ("val", 30), ("test", 20)):
        write_digits_folder(tmp_path / "folders" / name, count)
    assert [len(split.labels) for split in load_dataset(str(tmp_path / "folders")).splits.values()] == [40, 20]
    assert "left out val, which is neither train nor test" in caplog.text


@pytest.mark.parametrize(
    ("train", "test"), [("Train", "Test"), ("train", "valid"), ("Training", "Testing"), ("digits_train", "digits-dev")]
)
def test_folders_of_class_folders_are_splits_by_their_names(tmp_path: Path, train: str, test: str):
    write_digits_folder(tmp_path / train, 60)
    write_digits_folder(tmp_path / test, 40)
    (tmp_path / "annotations").mkdir()
    dataset = load_dataset(str(tmp_path))
    assert dataset.classes == tuple(TEN)
    assert [len(split.labels) for split in dataset.splits.values()] == [60, 40]


@pytest.mark.parametrize(
    ("folders", "message"),
    [
        (["train", "extra"], r"has splits \(train\) beside extra: move either elsewhere"),
        (["train", "Train"], "more than one train folder: Train, train"),
        (["val", "test"], "has no training images, only test, val"),
    ],
)
def test_folders_whose_split_is_not_clear_are_rejected(tmp_path: Path, folders: list[str], message: str):
    for name in folders:
        write_digits_folder(tmp_path / name, 20)
    with pytest.raises(UnusableDataset, match=message):
        load_dataset(str(tmp_path))


def test_a_class_may_be_called_train(tmp_path: Path):
    write_digits_folder(tmp_path / "digits", 60)
    (tmp_path / "digits" / "0").rename(tmp_path / "digits" / "train")
    (tmp_path / "digits" / "1").rename(tmp_path / "digits" / "test")
    assert load_dataset(str(tmp_path / "digits")).classes == (*TEN[2:], "test", "train")


def test_what_programs_leave_is_no_part_of_a_data_set(tmp_path: Path):
    folder = write_digits_folder(tmp_path / "digits", 60)
    for place in (folder / ".ipynb_checkpoints", folder / "3" / ".ipynb_checkpoints", folder / "__MACOSX" / "3"):
        place.mkdir(parents=True)
        (place / "copy.png").write_bytes((folder / "3" / "003.png").read_bytes())
    for name in ("._003.png", ".DS_Store", "Thumbs.db"):
        (folder / "3" / name).write_bytes(b"\0\5\x16\7" + bytes(40))
    dataset = load_dataset(str(folder))
    assert dataset.classes == tuple(TEN)
    assert sum(len(split.labels) for split in dataset.splits.values()) == 60

    files = write_files(tmp_path / "files", {"train-0.parquet": 40, "test-0.parquet": 20, ".cache/train.parquet": 20})
    (tmp_path / "files" / "._train-0.parquet").write_bytes(b"\0\5\x16\7" + bytes(40))
    assert files_of(load_dataset(files)) == {"train": {"train-0.parquet"}, "test": {"test-0.parquet"}}
