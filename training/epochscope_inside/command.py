"""``epochscope look``: what a recorded network makes of a picture, from a terminal.

Example:
  epochscope look data/runs/resnet18-digits seven.png --epoch 2
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from epochscope.command_line import whole_number
from epochscope.errors import UnusableInput
from epochscope.looking import require_lookable
from epochscope.store import Manifest, RunReader

if TYPE_CHECKING:
    from epochscope_inside.look import Look

HELP = "Show what a recorded network makes of a picture: its five likeliest classes, and all layers."
_MOST_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="path or URI of the run")
    parser.add_argument("picture", metavar="PICTURE", type=Path, help="a PNG, JPEG or WebP file")
    parser.add_argument("--epoch", type=whole_number(0), help="a recorded epoch; the last one unless given")
    parser.add_argument(
        "--model",
        metavar="PACKAGE.MODULE:FUNCTION",
        help="the function that builds the network, where no installed package registers it; it is imported",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print classes and layers; raise UnusableInput."""
    reader = RunReader.at(arguments.run)
    manifest = reader.manifest
    preprocessing = require_lookable(manifest, reader.name, arguments.model)
    epoch = manifest.checkpoints[-1] if arguments.epoch is None else arguments.epoch
    from epochscope_inside.checkpoints import Networks
    from epochscope_inside.inputs import decode, to_tensor
    from epochscope_inside.look import look
    from epochscope_inside.proof import CLOSE, largest_difference

    picture = decode(_read(arguments.picture), preprocessing)
    network = Networks().at(reader, epoch, arguments.model)
    difference = largest_difference(network, reader, epoch, preprocessing)
    if difference is not None and difference > CLOSE:
        print(f"beware: for recorded samples, probabilities differ by up to {difference:.2g} from the stored ones")
    modules = {layer.module: layer.name for layer in manifest.layers}
    _show(look(network, to_tensor(picture.pixels, preprocessing), modules), manifest, epoch)
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput(f"cannot read {path}: {error.strerror or error}") from error


def _show(seen: "Look", manifest: Manifest, epoch: int) -> None:
    print(f"{manifest.unit} {epoch}")
    likeliest = seen.probabilities.argsort()[::-1][:_MOST_SHOWN]
    for number in likeliest:
        print(f"{seen.probabilities[number]:>8.1%}  {manifest.dataset.classes[number]}")
    for one in seen.layers:
        layer = one.layer
        shape = " × ".join(map(str, layer.shape))
        again = f" (call {layer.call})" if layer.call > 1 else ""
        print(f"{layer.kind:<14}{layer.name + again:<32}{shape:<18}{one.low:.4g} to {one.high:.4g}")
