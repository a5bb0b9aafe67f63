"""Data sets by name and by path, and the messages about their problems."""

import string
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.datasets import load_digits

from epochscope_training.datasets import ImageDataset, UnusableDataset, load_dataset
from epochscope_training.samples import choose_samples
from images import (
    digit_images,
    encode,
    write_digits_folder,
    write_digits_parquet,
    write_parquet,
    write_torchvision_emnist,
)

TEN = [str(digit) for digit in range(10)]


def test_digits_are_the_real_ones_with_a_fifth_of_each_class_held_out():
    dataset = load_dataset("digits")
    train, test = dataset.splits["train"], dataset.splits["test"]
    assert len(train.labels) + len(test.labels) == 1797
    assert dataset.image_shape == (1, 32, 32)
    share = torch.bincount(test.labels) / torch.bincount(torch.cat([train.labels, test.labels]))
    assert ((share > 0.19) & (share < 0.21)).all()
    assert not set(train.sources) & set(test.sources)
    index = int(train.sources[5].partition("[")[2][:-1])
    small = load_dataset("digits", image_size=8).splits["train"]
    np.testing.assert_array_equal(small.images[5, 0], np.round(load_digits().images[index] * 255 / 16))


def test_parquet_files_are_split_by_their_names(tmp_path: Path):
    dataset = load_dataset(str(write_digits_parquet(tmp_path / "mini")))
    images, labels = digit_images(80)
    assert (dataset.name, dataset.classes) == ("mini", tuple(TEN))
    assert dataset.splits["train"].labels.tolist() == labels[:60]
    assert dataset.splits["test"].labels.tolist() == labels[60:]
    np.testing.assert_array_equal(dataset.splits["train"].images[40, 0], np.asarray(images[40]))
    assert dataset.splits["train"].sources[40] == "train-00001-of-00002.parquet[10]"


def test_a_single_parquet_file_without_names_holds_some_out(tmp_path: Path):
    images, labels = digit_images(100)
    write_parquet(tmp_path / "mine.parquet", [encode(image) for image in images], labels, None, column="img")
    dataset = load_dataset(str(tmp_path / "mine.parquet"))
    assert (dataset.name, dataset.classes) == ("mine", tuple(TEN))
    assert len(dataset.splits["train"].labels) + len(dataset.splits["test"].labels) == 100
    assert len(dataset.splits["test"].labels) == pytest.approx(20, abs=3)


def test_class_folders_are_read_as_torchvision_does(tmp_path: Path):
    dataset = load_dataset(str(write_digits_folder(tmp_path / "digits-folder", 100)))
    assert dataset.classes == tuple(TEN)
    sources = [*dataset.splits["train"].sources, *dataset.splits["test"].sources]
    assert sorted(sources)[0] == "0/000.png"
    assert len(sources) == 100


def test_split_folders_above_class_folders_are_the_splits(tmp_path: Path):
    write_digits_folder(tmp_path / "train", 60)
    write_digits_folder(tmp_path / "val", 40)
    dataset = load_dataset(str(tmp_path))
    assert [len(dataset.splits[name].labels) for name in ("train", "test")] == [60, 40]


def test_images_of_different_sizes_need_an_image_size(tmp_path: Path):
    images, labels = digit_images(40)
    images[7] = images[7].resize((12, 9))
    write_parquet(tmp_path / "mixed.parquet", [encode(image) for image in images], labels, TEN)
    message = r"image mixed\.parquet\[7\] is 12×9, the first one is 8×8: set --image-size"
    with pytest.raises(UnusableDataset, match=message):
        load_dataset(str(tmp_path / "mixed.parquet"))
    assert load_dataset(str(tmp_path / "mixed.parquet"), image_size=10).image_shape == (1, 10, 10)


def test_color_images_have_three_channels(tmp_path: Path):
    images, labels = digit_images(40)
    colored = [encode(Image.merge("RGB", [image] * 3), "JPEG") for image in images]
    write_parquet(tmp_path / "color.parquet", colored, labels, TEN)
    assert load_dataset(str(tmp_path / "color.parquet")).image_shape == (3, 8, 8)


def test_emnist_is_read_upright_from_torchvisions_folder(tmp_path: Path):
    """Its files hold rows and columns swapped."""
    images, labels = digit_images(40)
    upright = np.stack([np.asarray(image) for image in images])
    write_torchvision_emnist(tmp_path, {"train": (upright, labels), "test": (upright[:9], [61] * 9)})
    dataset = load_dataset(str(tmp_path))
    assert (dataset.name, "".join(dataset.classes)) == (
        "emnist",
        string.digits + string.ascii_uppercase + string.ascii_lowercase,
    )
    np.testing.assert_array_equal(dataset.splits["train"].images[:, 0], upright)
    assert dataset.splits["train"].labels.tolist() == labels
    assert dataset.splits["test"].labels.tolist() == [61] * 9
    assert dataset.splits["test"].sources[8] == "torchvision.datasets.EMNIST[byclass][test][8]"
    (tmp_path / "EMNIST" / "raw" / "emnist-byclass-test-images-idx3-ubyte").write_bytes(b"junk")
    with pytest.raises(UnusableDataset, match="EMNIST is not EMNIST ByClass as torchvision downloads it"):
        load_dataset(str(tmp_path))


@pytest.mark.slow
def test_the_real_cifar10_and_emnist_are_read(image_datasets: Path):
    emnist = load_dataset(str(image_datasets / "emnist-byclass"))
    assert (len(emnist.classes), emnist.image_shape) == (62, (1, 28, 28))
    assert [len(emnist.splits[name].labels) for name in ("train", "test")] == [48_387, 3_420]
    test_file = image_datasets / "cifar10" / "test-00000-of-00001.parquet"
    cifar10 = load_dataset(str(test_file))
    assert (cifar10.classes[3], cifar10.image_shape) == ("cat", (3, 32, 32))


def bad(tmp_path: Path, name: str) -> str:
    """Make an unusable data set and return its path."""
    images, labels = digit_images(30)
    encoded = [encode(image) for image in images]
    path = tmp_path / f"{name}.parquet"
    if name == "corrupt":
        write_parquet(path, encoded, labels, TEN)
        path.write_bytes(path.read_bytes()[:-200])
    elif name == "garbled":
        write_parquet(path, encoded, labels, TEN)
        content = bytearray(path.read_bytes())
        content[100:400] = bytes(300)
        path.write_bytes(content)
    elif name == "undecodable":
        write_parquet(path, [*encoded[:9], b"not an image", *encoded[10:]], labels, TEN)
    elif name == "truncated":
        write_parquet(path, [*encoded[:9], encoded[9][:60], *encoded[10:]], labels, TEN)
    elif name == "unnamed-class":
        write_parquet(path, encoded, labels, TEN[:7])
    elif name == "no-label":
        write_parquet(path, encoded, labels, TEN, column="photo")
    elif name == "one-class":
        write_parquet(path, encoded, [0] * 30, ["only"])
    elif name == "different-names":
        write_parquet(tmp_path / "both" / "train-0.parquet", encoded, labels, TEN)
        write_parquet(tmp_path / "both" / "test-0.parquet", encoded, labels, TEN[::-1])
        path = tmp_path / "both"
    elif name == "empty-folder":
        path = tmp_path / "empty"
        path.mkdir()
    elif name == "broken-png":
        path = write_digits_folder(tmp_path / "folder")
        (path / "3" / "003.png").write_bytes(b"not an image")
    return str(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "there is no data set '.*missing.parquet'|there is no file"),
        ("corrupt", "is not a readable Parquet file"),
        ("garbled", "is damaged|cannot be decoded|not a readable"),
        ("undecodable", r"image undecodable\.parquet\[9\] cannot be decoded"),
        ("truncated", r"image truncated\.parquet\[9\] cannot be decoded"),
        ("unnamed-class", "has label 7, but the data set names 7 classes"),
        ("no-label", "has columns photo, label; it needs 'image' or 'img', and 'label'"),
        ("one-class", "has 1 class; it needs at least two"),
        ("different-names", "name different classes"),
        ("empty-folder", "is not a folder of class folders"),
        ("broken-png", r"image 3/003\.png cannot be decoded"),
    ],
)
def test_the_problem_of_a_data_set_is_named(tmp_path: Path, name: str, message: str):
    with pytest.raises(UnusableDataset, match=message):
        load_dataset(bad(tmp_path, name))


def test_an_unknown_name_lists_those_that_exist():
    with pytest.raises(UnusableDataset, match="there is no data set 'mnist': give one of digits, cifar10, emnist, a "):
        load_dataset("mnist")


@pytest.fixture(scope="module")
def digits() -> ImageDataset:
    return load_dataset("digits", image_size=8)


def test_recorded_samples_are_stratified_and_fixed(digits: ImageDataset):
    chosen = choose_samples(digits, 200, "both", seed=0)
    again = choose_samples(digits, 200, "both", seed=0)
    assert chosen.images.sources == again.images.sources
    assert chosen.images.sources != choose_samples(digits, 200, "both", seed=1).images.sources
    assert (chosen.splits.count("train"), chosen.splits.count("test")) == (160, 40)
    counts = torch.bincount(chosen.images.labels)
    assert counts.sum() == 200
    assert counts.min() >= 18
    assert counts.max() <= 22


def test_a_larger_choice_only_adds_samples(digits: ImageDataset):
    few, many = (choose_samples(digits, count, "train", seed=0) for count in (100, 300))
    assert set(few.images.sources) < set(many.images.sources)
    assert set(few.splits) == {"train"}


def test_no_more_samples_than_there_are(digits: ImageDataset):
    assert len(choose_samples(digits, 10**6, "both", seed=0).splits) == 1797
    assert set(choose_samples(digits, 50, "test", seed=0).splits) == {"test"}


def test_all_of_the_test_split_can_be_recorded_before_some_of_the_training_split(digits: ImageDataset):
    tested = len(digits.splits["test"].labels)
    chosen = choose_samples(digits, tested + 40, "test-first", seed=0)
    assert chosen.splits == ["train"] * 40 + ["test"] * tested
    assert list(chosen.images.sources[40:]) == list(digits.splits["test"].sources)
    assert choose_samples(digits, 30, "test-first", seed=0).splits == ["test"] * 30
