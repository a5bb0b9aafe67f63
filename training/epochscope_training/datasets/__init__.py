"""Image data sets by name or by path, decoded into memory."""

from pathlib import Path

from epochscope_training.datasets.images import ImageDataset, ImageSplit, UnusableDataset

__all__ = ["NAMES", "ImageDataset", "ImageSplit", "UnusableDataset", "load_dataset"]

NAMES = ("digits", "cifar10", "emnist")
# As torchvision calls them; importing torchvision for their names takes a second.
_CIFAR10, _EMNIST = "cifar-10-batches-py", "EMNIST"


def load_dataset(name_or_path: str, image_size: int | None = None, download_to: str = "data/datasets") -> ImageDataset:
    """Return a data set by name (``digits``, ``cifar10``, ``emnist``) or from a path.

    A path is a Parquet file or a folder of them in the Hugging Face image layout, a folder of class folders, or
    torchvision's folder of CIFAR-10 or EMNIST. Files or folders that are named after a split hold that split (see
    ``splits``).

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
    if name_or_path == "emnist":
        from epochscope_training.datasets.emnist import load_emnist

        return load_emnist(download_to, image_size, download=True)
    return _load_path(name_or_path, image_size)


def _load_path(path: str, image_size: int | None) -> ImageDataset:
    from epochscope_training.datasets.parquet import find_parquet, load_parquet

    location = Path(path)
    if (location / _CIFAR10).is_dir():
        from epochscope_training.datasets.cifar10 import load_cifar10

        return load_cifar10(location, image_size, download=False)
    if (location / _EMNIST).is_dir():
        from epochscope_training.datasets.emnist import load_emnist

        return load_emnist(location, image_size, download=False)
    if location.suffix.lower() == ".parquet" or find_parquet(location):
        return load_parquet(location, image_size)
    if location.is_dir():
        from epochscope_training.datasets.folder import load_folder

        return load_folder(location, image_size)
    raise UnusableDataset(
        f"there is no data set {path!r}: give one of {', '.join(NAMES)}, a Parquet file or folder of them, "
        "a folder of class folders, or torchvision's folder of CIFAR-10 or EMNIST"
    )
