"""``epochscope demo``: train on scikit-learn's handwritten digits, project, serve.

Example:
  epochscope demo --no-serve
"""

import argparse

from epochscope import command_line

HELP = "Train ResNet-50 on handwritten digits that need no download, project every layer, serve the page."
_RUN = "digits"
_TRAIN = ("--dataset", "digits", "--stem", "imagenet", "--epochs", "8", "--samples", "1797", "--resume", "--run", _RUN)
# Small steps, as 1,438 pictures are only twelve batches of 128; still smaller ones take longer for the same pictures.
_RECIPE = ("--batch-size", "64", "--learning-rate", "0.03")
_GRID = ("--n-neighbors", "5,15,50", "--min-dist", "0.0,0.1,0.5")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("--store", default="data/demo", help="folder that the run goes to")
    parser.add_argument("--port", default="8000", help="port of the page")
    parser.add_argument("--serve", action=argparse.BooleanOptionalAction, default=True, help="end by serving the page")


def run(arguments: argparse.Namespace) -> int:
    """Run the three commands one after the other; stop at the first that fails."""
    steps = [
        ["train", "resnet50", *_TRAIN, *_RECIPE, "--store", arguments.store],
        ["project", f"{arguments.store}/{_RUN}", *_GRID],
    ]
    if arguments.serve:
        steps.append(["serve", arguments.store, "--port", arguments.port])
    parser = command_line.build_parser()
    for words in steps:
        parser.parse_args(words)  # a wrong word is told now, not after minutes of training
    for words in steps:
        print(f"$ epochscope {' '.join(words)}", flush=True)
        code = command_line.main(words)
        if code != command_line.DONE:
            return code
    return command_line.DONE
