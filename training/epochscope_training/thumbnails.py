"""``epochscope thumbnails``: recreate the thumbnails of a run that was shared without images.

If the run has fingerprints of its images, they are found in any copy of the data set by their looks; otherwise by the
source of each sample, if the labels match those of the run.

Example:
  epochscope thumbnails data/demo/resnet50-cifar10 --dataset cifar10
"""

import argparse

from epochscope.errors import needing
from epochscope.store import RunReader

HELP = "Recreate the thumbnails of a run from your own copy of its data set."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument(
        "--dataset",
        required=True,
        default=argparse.SUPPRESS,
        help="digits, cifar10 or emnist (downloads it), or a path to images",
    )
    parser.add_argument(
        "--image-size",
        type=int,
        metavar="N",
        default=argparse.SUPPRESS,
        help="scale and crop images to this side in pixels (default: as in the run's training)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Find the images, write the thumbnails, and print their number."""
    reader = RunReader.at(arguments.run)
    with needing("train", "reading a data set"):
        # Imported only now that the run is known to exist: torch takes seconds to load.
        from epochscope import write_thumbnails
        from epochscope_training.datasets import load_dataset
        from epochscope_training.matching import as_pixels, find_images

    images = find_images(reader, load_dataset(arguments.dataset, _image_size(arguments, reader)))
    thumbnails = write_thumbnails(arguments.run, as_pixels(images))
    print(f"{reader.name}: {len(images)} thumbnails of {thumbnails.width}×{thumbnails.height} pixels")
    return 0


def _image_size(arguments: argparse.Namespace, run: RunReader) -> int | None:
    trained = run.manifest.training.get("image_size")
    return getattr(arguments, "image_size", trained if isinstance(trained, int) else None)
