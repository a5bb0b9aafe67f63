"""``epochscope demo``: train on scikit-learn's handwritten digits, project, serve.

Example:
  epochscope demo --no-serve
"""

import argparse

from epochscope import command_line

HELP = "Train ResNet-50 on handwritten digits that need no download, project every layer, serve the page."
_RUN = "digits"
_TRAIN = ("--dataset", "digits", "--stem", "imagenet", "--epochs", "8", "--samples", "1797", "--resume", "--run", _RUN)
# Small batches, as 1,438 images are only twelve batches of 128; smaller ones take longer and give the same layouts.
_RECIPE = ("--batch-size", "64", "--learning-rate", "0.03")
_GRID = ("--n-neighbors", "5,15,50", "--min-dist", "0.0,0.1,0.5")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--store", default="data/demo", help="folder to write the run to")
    parser.add_argument("--port", default="8000", help="port to serve the page on")
    parser.add_argument("--serve", action=argparse.BooleanOptionalAction, default=True, help="finally serve the page")


def run(arguments: argparse.Namespace) -> int:
    """Run the three commands in sequence; stop at the first that fails."""
    steps = [
        ["train", "resnet50", *_TRAIN, *_RECIPE, "--store", arguments.store],
        ["project", f"{arguments.store}/{_RUN}", *_GRID],
    ]
    if arguments.serve:
        steps.append(["serve", arguments.store, "--port", arguments.port])
    parser = command_line.build_parser()
    for step in steps:
        parser.parse_args(step)  # rejects a wrong argument now, not after minutes of training
    for step in steps:
        print(f"$ epochscope {' '.join(step)}", flush=True)
        code = command_line.main(step)
        if code != command_line.DONE:
            return code
    return command_line.DONE
