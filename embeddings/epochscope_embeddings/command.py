"""``epochscope project``: lay out every recorded layer so that its epochs can be scrubbed like a video.

Projections that are up to date are skipped, and epochs recorded after a projection are appended to it without moving
the others. Interrupted at any time, the same command resumes from what is complete.

With --follow it goes on until stopped with Ctrl+C, and appends each epoch once it is recorded, to the other aligned
layouts that a run has too. RUN may then be a store, whose runs are followed once they are recorded to, and does not
have to exist yet.

Example:
  epochscope project data/demo/digits --layers layer4,logits --n-neighbors 5,15,50 --min-dist 0.0,0.1,0.5
"""

import argparse
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn, TypeVar

from epochscope.command_line import comma_separated, whole_number
from epochscope.errors import UnusableInput, needing
from epochscope.store import METHODS, Projection, Setting, UnusableSetting

if TYPE_CHECKING:  # numba and umap-learn take seconds to load, and --help needs neither
    from epochscope_embeddings.job import Job, LayerReport

HELP = "Compute an aligned 2-D projection of each layer over all epochs, with its quality, and store it in the run."
_LARGEST_SEED, _MOST_THREADS = 2**32 - 1, 1024
_DEVICES = ("auto", "cpu", "cuda")
_FORMS = ("text", "json")
_WORSE = 0.02
Number = TypeVar("Number", int, float)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run; with --follow, of a store too")
    parser.add_argument(
        "--layers",
        type=comma_separated(str),
        metavar="A,B",
        default=argparse.SUPPRESS,
        help="layers to project (default: all)",
    )
    parser.add_argument(
        "--n-neighbors",
        metavar="N,N",
        default="15",
        help="how many neighbors a sample is kept close to; one or more",
    )
    parser.add_argument(
        "--min-dist", metavar="D,D", default="0.1", help="how tight clusters may be drawn, from 0 to 1; one or more"
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0, _LARGEST_SEED),
        metavar="N",
        default=0,
        help="another seed gives another layout of equal quality",
    )
    parser.add_argument(
        "--method",
        choices=METHODS,
        default="aligned",
        help="other methods, for comparison: stock (umap-learn's AlignedUMAP; slow), umap (each epoch by itself), pca",
    )
    parser.add_argument(
        "--jobs",
        type=whole_number(0, _MOST_THREADS),
        metavar="N",
        default=0,
        help="number of threads; 0: one per core",
    )
    parser.add_argument("--device", choices=_DEVICES, default="auto", help="auto: cuda if available")
    parser.add_argument(
        "--progress", choices=_FORMS, default="text", help="json: one JSON object per line, for scripts"
    )
    parser.add_argument(
        "--again", action="store_true", help="project all epochs together, even where some could be appended"
    )

    parser.add_argument(
        "--follow", action="store_true", help="go on until stopped, and lay out each epoch once it is recorded"
    )


def run(arguments: argparse.Namespace) -> int:
    """Project, printing one line per layer, or progress for programs."""
    # Before numba and umap-learn are loaded: threads that spin while they wait slow down everything else.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with needing("project", "projecting"):
        from epochscope_embeddings.job import Job, project

        # Only the first layout imports it, which takes seconds.
        if find_spec("umap") is None:
            raise ModuleNotFoundError(name="umap")

    device = _device(arguments.device)
    job = Job(_settings(arguments), arguments.seed, arguments.jobs, device, arguments.again, arguments.progress)
    layers = getattr(arguments, "layers", None)
    if arguments.follow:
        _follow(arguments, layers, job)
    for report in project(arguments.run, layers, job):
        for line in summary(report) if arguments.progress == "text" else ():
            print(line, flush=True)
    return 0


def _follow(arguments: argparse.Namespace, layers: list[str] | None, job: "Job") -> NoReturn:
    from epochscope_embeddings.following import follow

    if arguments.again:
        raise UnusableInput("--follow appends epochs, and --again lays all of them out: choose one of them")
    for news in follow(arguments.run, layers, job):
        if arguments.progress == "text":
            print(news, flush=True)
    raise AssertionError("following has no end")


def summary(report: "LayerReport") -> Iterator[str]:
    """Yield the lines that the command prints about one layer."""
    if report.was_up_to_date:
        yield f"{report.layer}: up to date ({', '.join(str(one.setting) for one in report.projections)})"
        return
    epochs = len(report.projections[0].epochs)
    scores = "; ".join(
        f"{one.setting}: trustworthiness {one.quality['trustworthiness'][-1]:.3f}, "
        f"neighbor recall {one.quality['neighbor_recall'][-1]:.3f} at the last {report.unit}"
        for one in report.projections
    )
    yield f"{report.layer}: {epochs} {report.unit}s, {report.samples} samples, {report.seconds:.1f} s; {scores}"
    for projection in report.projections:
        if reason := why_again(projection, report.unit):
            yield f"{report.layer}: {projection.setting}: {reason}; a full run would be better: add --again"


def why_again(projection: Projection, unit: str = "epoch") -> str | None:
    """Return why all epochs of a projection should be laid out together, ``None`` where appending was as good."""
    joint, epochs = projection.joint_epochs, len(projection.epochs)
    if epochs - joint > joint:
        return f"{epochs - joint} of {epochs} {unit}s were appended"
    trust = projection.quality["trustworthiness"]
    if epochs > joint and (loss := trust[joint - 1] - min(trust[joint:])) > _WORSE:
        return f"trustworthiness of appended {unit}s falls by {loss:.3f}"
    return None


def _settings(arguments: argparse.Namespace) -> list[Setting]:
    if arguments.method == "pca":
        return [Setting(0, 0.0, "pca")]
    return [
        Setting(n_neighbors, min_dist, arguments.method)
        for n_neighbors in _numbers(arguments.n_neighbors, int, "--n-neighbors", "whole numbers")
        for min_dist in _numbers(arguments.min_dist, float, "--min-dist", "numbers")
    ]


def _numbers(text: str, kind: Callable[[str], Number], option: str, allowed: str) -> list[Number]:
    try:
        return comma_separated(kind)(text)
    except ValueError as error:
        raise UnusableSetting(f"{option} takes {allowed} with commas between them, not {text!r}") from error


def _device(name: str) -> str:
    from epochscope_embeddings.device import choose_device

    return choose_device(name)
