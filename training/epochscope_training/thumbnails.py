"""``epochscope thumbnails``: make a run's thumbnails anew, where it came without pictures.

Where the run has fingerprints of its pictures, these are found in any copy of the data set by what they look like;
otherwise by where each sample came from, and only where their labels are those of the run.

Example:
  epochscope thumbnails data/demo/resnet50-cifar10 --dataset cifar10
"""

import argparse

from epochscope.errors import UnusableInput
from epochscope.store import RunReader

HELP = "Make the thumbnails of a run from your own copy of its data set."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument(
        "--dataset",
        required=True,
        default=argparse.SUPPRESS,
        help="digits, cifar10 (downloads it), or a path to pictures",
    )
    parser.add_argument(
        "--image-size",
        type=int,
        metavar="N",
        default=argparse.SUPPRESS,
        help="scale and crop pictures to this side in pixels (default: as in the run's training)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Find the pictures, write the thumbnails, and say how many."""
    reader = RunReader.at(arguments.run)
    try:
        # After the run is known to be there: torch takes seconds to load.
        from epochscope import write_thumbnails
        from epochscope_training.datasets import load_dataset
        from epochscope_training.matching import as_pictures, find_images
    except ModuleNotFoundError as error:
        raise UnusableInput(f"reading a data set needs {error.name}: pip install 'epochscope[train]'") from error

    images = find_images(reader, load_dataset(arguments.dataset, _image_size(arguments, reader)))
    thumbnails = write_thumbnails(arguments.run, as_pictures(images))
    print(f"{reader.name}: {len(images)} thumbnails of {thumbnails.width}×{thumbnails.height} pixels")
    return 0


def _image_size(arguments: argparse.Namespace, run: RunReader) -> int | None:
    trained = run.manifest.training.get("image_size")
    return getattr(arguments, "image_size", trained if isinstance(trained, int) else None)
