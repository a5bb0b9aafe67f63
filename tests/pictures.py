"""Small image data sets on disk, made of scikit-learn's real handwritten digits."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from sklearn.datasets import load_digits


def digit_images(count: int) -> tuple[list[Image.Image], list[int]]:
    """Return the first ``count`` digits as 8×8 grey images, and their labels."""
    bunch = load_digits()
    images = [Image.fromarray((image * 15.9).astype(np.uint8)) for image in bunch.images[:count]]
    return images, bunch.target[:count].tolist()


def encode(image: Image.Image, kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def write_parquet(
    path: Path, pictures: list[bytes], labels: list[int], names: list[str] | None, column: str = "image"
) -> None:
    """Write one file in the Hugging Face image layout."""
    struct = pa.array(
        [{"bytes": picture, "path": None} for picture in pictures],
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
    pictures = [encode(image) for image in images]
    names = [str(digit) for digit in range(10)]
    half = train // 2
    write_parquet(folder / "train-00000-of-00002.parquet", pictures[:half], labels[:half], names)
    write_parquet(folder / "train-00001-of-00002.parquet", pictures[half:train], labels[half:train], names)
    write_parquet(folder / "test-00000-of-00001.parquet", pictures[train:], labels[train:], names)
    return folder


def write_digits_folder(folder: Path, count: int = 60) -> Path:
    """Write class folders of PNG files; return the folder."""
    for index, (image, label) in enumerate(zip(*digit_images(count), strict=True)):
        place = folder / str(label)
        place.mkdir(parents=True, exist_ok=True)
        image.save(place / f"{index:03d}.png")
    return folder
