"""Image data sets by name or by path, decoded into memory."""

from pathlib import Path

from epochscope_training.datasets.images import ImageDataset, ImageSplit, UnusableDataset

__all__ = ["NAMES", "ImageDataset", "ImageSplit", "UnusableDataset", "load_dataset"]

NAMES = ("digits", "cifar10")


def load_dataset(name_or_path: str, image_size: int | None = None, download_to: str = "data/datasets") -> ImageDataset:
    """Return a data set by name (``digits``, ``cifar10``) or from a path.

    A path is a Parquet file or a folder of them in the Hugging Face image layout, a folder of class folders
    (``train/`` and ``test/`` folders above those are the splits), or torchvision's folder of CIFAR-10.

    Args:
        name_or_path: see above.
        image_size: side in pixels that every image is scaled and cropped to; ``None`` keeps the images' own size, which
            must then be the same for all.
        download_to: folder for torchvision's downloads.

    Raises:
        UnusableDataset: there is no such data set, or a file, image or label in it is not valid.
    """
    if name_or_path == "digits":
        from epochscope_training.datasets.digits import load_digits_dataset

        return load_digits_dataset(image_size)
    if name_or_path == "cifar10":
        from epochscope_training.datasets.cifar10 import load_cifar10

        return load_cifar10(download_to, image_size, download=True)
    return _load_path(name_or_path, image_size)


def _load_path(path: str, image_size: int | None) -> ImageDataset:
    location = Path(path)
    if location.suffix == ".parquet" or (location.is_dir() and any(location.glob("*.parquet"))):
        from epochscope_training.datasets.parquet import load_parquet

        return load_parquet(location, image_size)
    if _has_cifar10(location):
        from epochscope_training.datasets.cifar10 import load_cifar10

        return load_cifar10(location, image_size, download=False)
    if location.is_dir():
        from epochscope_training.datasets.folder import load_folder

        return load_folder(location, image_size)
    raise UnusableDataset(
        f"there is no data set {path!r}: give one of {', '.join(NAMES)}, a Parquet file or folder of them, "
        "a folder of class folders, or torchvision's folder of CIFAR-10"
    )


def _has_cifar10(folder: Path) -> bool:
    from torchvision.datasets import CIFAR10

    return (folder / str(CIFAR10.base_folder)).is_dir()
