"""Small image data sets on disk, made of scikit-learn's real handwritten digits, or of blurred colors."""

import hashlib
import io
import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image
from sklearn.datasets import load_digits
from torchvision.datasets import CIFAR10


def digit_images(count: int) -> tuple[list[Image.Image], list[int]]:
    """Return the first ``count`` digits as 8×8 gray images, and their labels."""
    bunch = load_digits()
    images = [Image.fromarray((image * 15.9).astype(np.uint8)) for image in bunch.images[:count]]
    return images, bunch.target[:count].tolist()


def encode(image: Image.Image, kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def write_parquet(
    path: Path, images: list[bytes], labels: list[int], names: list[str] | None, column: str = "image"
) -> None:
    """Write one file in the Hugging Face image layout."""
    struct = pa.array(
        [{"bytes": image, "path": None} for image in images],
        pa.struct([("bytes", pa.binary()), ("path", pa.string())]),
    )
    table = pa.table({column: struct, "label": pa.array(labels, pa.int64())})
    if names is not None:
        features = {"info": {"features": {"label": {"names": names, "_type": "ClassLabel"}}}}
        table = table.replace_schema_metadata({"huggingface": json.dumps(features)})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


def write_digits_parquet(folder: Path, train: int = 60, test: int = 20) -> Path:
    """Write ``train-*`` and ``test-*`` files of digits; return the folder."""
    images, labels = digit_images(train + test)
    contents = [encode(image) for image in images]
    names = [str(digit) for digit in range(10)]
    half = train // 2
    write_parquet(folder / "train-00000-of-00002.parquet", contents[:half], labels[:half], names)
    write_parquet(folder / "train-00001-of-00002.parquet", contents[half:train], labels[half:train], names)
    write_parquet(folder / "test-00000-of-00001.parquet", contents[train:], labels[train:], names)
    return folder


def write_digits_folder(folder: Path, count: int = 60) -> Path:
    """Write class folders of PNG files; return the folder."""
    for index, (image, label) in enumerate(zip(*digit_images(count), strict=True)):
        target = folder / str(label)
        target.mkdir(parents=True, exist_ok=True)
        image.save(target / f"{index:03d}.png")
    return folder


def blurred_colors(count: int, seed: int = 0) -> np.ndarray:
    """Return images (count, 32, 32, 3) as smooth as photographs, no two alike."""
    coarse = np.random.default_rng(seed).integers(0, 256, (count, 9, 9, 3), dtype=np.uint8)
    return np.stack([np.asarray(Image.fromarray(image).resize((32, 32), Image.Resampling.BICUBIC)) for image in coarse])


def as_jpeg(image: np.ndarray, quality: int) -> bytes:
    content = io.BytesIO()
    Image.fromarray(image).save(content, "JPEG", quality=quality)
    return content.getvalue()


def decode(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def encode_again(image: np.ndarray, quality: int) -> np.ndarray:
    """Return an image (height, width, 3) after JPEG with its blocks shifted: on its own blocks it loses little."""
    framed = np.pad(image, ((4, 4), (4, 4), (0, 0)), mode="edge")
    return decode(as_jpeg(framed, quality))[4:-4, 4:-4]


def write_torchvision_cifar10(
    root: Path,
    splits: Mapping[str, tuple[np.ndarray, Sequence[int]]],
    names: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Write images (n, 32, 32, 3) and labels of ``train`` and ``test`` as torchvision keeps CIFAR-10.

    torchvision compares the files with checksums that it knows: those of these files are added.
    """
    folder = root / CIFAR10.base_folder
    folder.mkdir(parents=True)
    for split, file in (("train", "data_batch_1"), ("test", "test_batch")):
        images, labels = splits[split]
        batch = {"data": images.transpose(0, 3, 1, 2).reshape(len(images), -1), "labels": list(labels)}
        monkeypatch.setattr(CIFAR10, f"{split}_list", [[file, _pickle(folder / file, batch)]])
    checksum = _pickle(folder / "batches.meta", {"label_names": list(names)})
    monkeypatch.setattr(CIFAR10, "meta", {**CIFAR10.meta, "md5": checksum})


def _pickle(path: Path, content: object) -> str:
    path.write_bytes(pickle.dumps(content))
    return hashlib.md5(path.read_bytes()).hexdigest()


def write_torchvision_emnist(root: Path, splits: Mapping[str, tuple[np.ndarray, Sequence[int]]]) -> None:
    """Write gray images (n, height, width) and labels of ``train`` and ``test`` as torchvision keeps EMNIST ByClass:
    IDX files whose pictures have rows and columns swapped."""
    folder = root / "EMNIST" / "raw"
    folder.mkdir(parents=True)
    for split, (images, labels) in splits.items():
        for kind, values in (("images", images.transpose(0, 2, 1)), ("labels", np.array(labels))):
            head = np.array([0x0800 + values.ndim, *values.shape], ">u4").tobytes()
            file = folder / f"emnist-byclass-{split}-{kind}-idx{values.ndim}-ubyte"
            file.write_bytes(head + values.astype(np.uint8).tobytes())
