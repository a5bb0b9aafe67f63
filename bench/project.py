"""Measures our AlignedUMAP beside umap-learn's: time, memory and quality, and how near it is to the machine's limits.

Everything is measured in one run, on two cores, every figure by a process of its own: its peak memory is then its
own, and a cold start a real one. The clock of a cold start runs from before umap-learn, or our package, is imported
(numpy and the data are loaded by then) to the end of the fit. Figures are medians of three, but for a cold fit and the
fits of stock's grid, which take minutes each: those are done once. Stock is
``umap.AlignedUMAP`` with nothing changed but ``n_neighbors`` and ``min_dist``; its layouts serve for the quality too.
Threads wait without spinning (``OMP_WAIT_POLICY``) in all processes, stock's and ours.

Parts: ``one`` configuration, warm and cold; what the machine would ``limit`` it to; a ``grid`` of nine settings; the
``quality`` of the same layouts; ``real`` activations of a ResNet-18, trained once and kept in ``data/runs``; where
exact and approximate ``neighbors`` pay; the ``growth`` with samples and epochs; and the ``memory`` of the whole job on
a run of 50,000 samples x 30 epochs x 2,048 wide, which it writes (some 6 GB). All of them take about 2 hours, most of
it stock's; without ``--parts`` all are measured.

Example:
  python bench/project.py --parts limit,growth
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from common.running import measure_all, options
from project_parts import PARTS
from project_parts.workplace import ROOT, answer, workplace

IMAGES = ROOT.parent / "shared" / "datasets" / "cifar10" / "train-00000-of-00005.parquet"


def main() -> int:
    arguments = parse()
    if arguments.measure:
        print(json.dumps(answer(*arguments.measure)))
        return 0
    with workplace(Path(__file__), arguments.parts, arguments.shrink, arguments.dataset) as work:
        return measure_all(PARTS, arguments.parts, work, subprocess.CalledProcessError)


def parse() -> argparse.Namespace:
    parser = options(__doc__, PARTS)
    parser.add_argument("--dataset", type=Path, default=IMAGES, help="images for the part real")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
