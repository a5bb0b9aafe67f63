"""Measures how well a network rejects anything but characters at each epoch, beside softmax confidence alone.

The committed LeNet (data/demo/lenet-emnist) judges every third of EMNIST's 3,420 test images, which lie in a folder
of data sets, and 720 pictures that are none of its classes: blank ones and dots, scribbles (short ones, of which many
look like characters, and long ones), pairs of characters, gray photographs and noise. None of them is what the network
was calibrated with. AUROC is how often a negative gets the larger score than a test image; a kind is caught where it is
rejected, at a limit that rejects 1 % of the recorded test images.

Example:
  python bench/rejection.py --datasets ../shared/datasets
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

from common.claims import Claim, at_most, conclude, print_table
from epochscope.store import RunReader

# The tests measure the same; instead of this folder, which has a bench of the same name as theirs.
sys.path.pop(0)
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from inside.negatives import Pictures, emnist_test_images, make_negatives
from inside.rejected import auroc, caught, judge_all

ROOT = Path(__file__).resolve().parents[1]
EACH, EVERY, LEAST, MOST_FALSE = 120, 3, 0.95, 0.02
EPOCHS = (0, 1, 2, 4, 6, 8, 10, 15, 20)


def main() -> int:
    datasets = parse().datasets
    if not datasets.is_dir():
        print(f"there is no folder {datasets}: name one that holds emnist-byclass with --datasets", file=sys.stderr)
        return 2
    torch.set_num_threads(1)
    images, run = emnist_test_images(datasets), RunReader.at(ROOT / "data" / "demo" / "lenet-emnist")
    negatives = make_negatives(EACH, images)
    found = {epoch: measure(run, epoch, images[::EVERY], negatives) for epoch in EPOCHS}
    heads = ("epoch", "AUROC", "confidence", "false", *negatives)
    print_table(
        f"{len(images[::EVERY]):,} test images, {EACH * len(negatives)} negatives: AUROC of all signs and of "
        "confidence alone; share rejected of the test images, and of each kind of negative",
        heads,
        [row(epoch, figures) for epoch, figures in found.items()],
    )
    return conclude(claims(list(found.values())))


def claims(found: list[list[float]]) -> list[Claim]:
    ours, confidence, *_ = found[-1]
    rejected = max(figures[2] for figures in found)
    return [
        Claim(f"AUROC at the last epoch at least {LEAST:g}", f"{ours:.3f}", ours >= LEAST),
        Claim(
            "AUROC at the last epoch above that of confidence alone", f"{ours:.3f}, {confidence:.3f}", ours > confidence
        ),
        at_most("share of the test images that is rejected at any epoch", rejected, MOST_FALSE),
    ]


def row(epoch: int, figures: list[float]) -> tuple[str, ...]:
    return str(epoch), *(f"{value:.3f}" for value in figures[:2]), *(f"{value:.1%}" for value in figures[2:])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = ROOT.parent / "shared" / "datasets"
    parser.add_argument("--datasets", type=Path, default=shared, help="folder that holds emnist-byclass")
    return parser.parse_args()


def measure(run: RunReader, epoch: int, images: Pictures, negatives: dict[str, Pictures]) -> list[float]:
    """Return AUROC of all signs and of confidence, and the shares rejected: of the images, and of each kind."""
    known = judge_all(run, epoch, images)
    judged = {kind: judge_all(run, epoch, pictures) for kind, pictures in negatives.items()}
    unusual, unsure = (
        np.concatenate([getattr(one, name) for one in judged.values()]) for name in ("unusual", "unsure")
    )
    shares = [float(known.rejected.mean()), *caught(judged).values()]
    return [auroc(known.unusual, unusual), auroc(known.unsure, unsure), *shares]


if __name__ == "__main__":
    sys.exit(main())
