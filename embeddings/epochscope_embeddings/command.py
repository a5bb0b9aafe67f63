"""``epochscope project``: lay out every recorded layer so that its epochs can be scrubbed like a video.

What is up to date is skipped; stopped at any time, the same command goes on from what is complete.

Example:
  epochscope project data/runs/digits --layers layer4,logits --n-neighbors 5,15
"""

import argparse
import os
from collections.abc import Callable
from typing import TypeVar

from epochscope_embeddings.align import MIN_DIST, AlignSettings
from epochscope_embeddings.errors import UnusableSetting
from epochscope_embeddings.job import LayerReport, project

HELP = "Compute an aligned 2-D projection of each layer over all epochs, with its quality, and store it in the run."
_LARGEST_SEED = 2**32 - 1
Number = TypeVar("Number", int, float)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument(
        "--layers", metavar="A,B", default=argparse.SUPPRESS, help="layers to project (default: all of the run)"
    )
    parser.add_argument(
        "--n-neighbors", metavar="N,N", default="15", help="how many neighbors a sample is held near to, one or more"
    )
    parser.add_argument(
        "--min-dist",
        metavar="D",
        default=str(MIN_DIST),
        help=f"how tight clusters may be drawn; only {MIN_DIST}, because umap-learn's AlignedUMAP ignores it",
    )
    parser.add_argument("--seed", metavar="N", default="0", help="another seed gives another picture of equal worth")


def run(arguments: argparse.Namespace) -> int:
    """Project and print a line a layer."""
    # Before umap-learn is loaded: threads that spin while they wait slow everything down beside other work.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    layers = _words(arguments.layers) if hasattr(arguments, "layers") else None
    settings = [
        AlignSettings(n_neighbors, min_dist, _seed(arguments.seed))
        for n_neighbors in _numbers(arguments.n_neighbors, int, "--n-neighbors", "whole numbers")
        for min_dist in _numbers(arguments.min_dist, float, "--min-dist", "numbers")
    ]
    for report in project(arguments.run, layers, settings):
        print(_line(report), flush=True)
    return 0


def _line(report: LayerReport) -> str:
    if not report.computed:
        return f"{report.layer}: up to date ({', '.join(str(one.setting) for one in report.projections)})"
    epochs = len(report.projections[0].epochs)
    scores = "; ".join(
        f"{one.setting}: trustworthiness {one.quality['trustworthiness'][-1]:.3f}, "
        f"neighbor recall {one.quality['neighbor_recall'][-1]:.3f} at the last epoch"
        for one in report.projections
    )
    return f"{report.layer}: {epochs} epochs, {report.samples} samples, {report.seconds:.1f} s; {scores}"


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in text.split(",")))


def _numbers(text: str, kind: Callable[[str], Number], option: str, allowed: str) -> list[Number]:
    try:
        return list(dict.fromkeys(kind(word) for word in _words(text)))
    except ValueError as error:
        raise UnusableSetting(f"{option} takes {allowed} with commas between them, not {text!r}") from error


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) > _LARGEST_SEED:
        raise UnusableSetting(f"--seed takes a whole number from 0 to {_LARGEST_SEED}, not {text!r}")
    return int(text)
