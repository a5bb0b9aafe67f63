"""Names of data sets, classes and files, whatever a file system holds."""

import json
import os
from pathlib import Path

import pytest

from epochscope.store import BadName, check_name
from epochscope_training.datasets import UnusableDataset, load_dataset
from epochscope_training.names import name_in_run
from epochscope_training.settings import TrainSettings
from images import digit_images, encode, write_digits_folder, write_parquet


def test_names_in_another_encoding_are_escaped(tmp_path: Path):
    folder = write_digits_folder(tmp_path / os.fsdecode(b"num\xe9ros"), 60)
    try:
        (folder / "3").rename(folder / os.fsdecode(b"fran\xe7ais"))
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    dataset = load_dataset(str(folder))
    assert (dataset.name, dataset.classes[-1]) == ("num\\udce9ros", "fran\\udce7ais")
    sources = [source for split in dataset.splits.values() for source in split.sources]
    assert "fran\\udce7ais/003.png" in sources
    settings = TrainSettings("resnet18", str(folder))
    settings.require_same(json.loads(json.dumps(settings.to_json()).encode()), "mine")


@pytest.mark.parametrize(
    ("dataset", "name"),
    [
        ("digits", "digits"),
        ("data/my set é/", "my-set"),
        ("a/b/train.parquet", "train"),
        ("../..x..", "x"),
        ("a..b", "a-b"),
        ("é", "images"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_run_is_named_after_its_data_set(dataset: str, name: str):
    assert name_in_run(dataset) == name
    assert check_name(f"resnet18-{name}", "run")


def test_the_current_folder_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "scans"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert name_in_run(".") == "scans"
    with pytest.raises(BadName):
        check_name("my set", "run")


@pytest.mark.parametrize("names", [["a", ""], ["a", 3], "ab"])
def test_class_names_of_a_file_must_be_text(tmp_path: Path, names: object):
    images, _ = digit_images(20)
    path = tmp_path / "x.parquet"
    write_parquet(path, [encode(image) for image in images], [0, 1] * 10, names)
    with pytest.raises(UnusableDataset, match=r"the Hugging Face metadata of .*x\.parquet must name the classes"):
        load_dataset(str(path))


def test_one_training_image_is_too_few(tmp_path: Path):
    images, _ = digit_images(20)
    for name, count in (("train", 1), ("test", 19)):
        write_parquet(tmp_path / f"{name}.parquet", [encode(images[0])] * count, [0] * count, ["a", "b"])
    with pytest.raises(UnusableDataset, match="has a single training image; batch normalization needs two"):
        load_dataset(str(tmp_path))
