"""What commands do to a run, small enough to be done again and again; all import nothing slow.

Each has the state before it, and itself: it works on ``run`` in the store, or makes it.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from epochscope.record.beginning import Resumption
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.sharing.thumbnails import write_thumbnails
from epochscope.store import Graph, RunReader, RunWriter, digest_of
from epochscope.store.testing import TINY, Recipe, record_epoch, write_run
from epochscope_embeddings.write import ResultsWriter
from epochscope_inside.graph_command import write_graph
from tiny import SETTING

OLD, NEW = (np.full((70, 128, 128), brightness, np.uint8) for brightness in (100, 50))
BUSY = replace(TINY, activations=True)
SMALL, OTHER = (Recipe(samples, layers=(), epochs=(0,)) for samples in (6, 8))


def make_copy(store: Path) -> None:
    write_compact_copy(RunReader.at(store / "whole"), store / "run", CopyChoice())


def make_thumbnails(store: Path) -> None:
    write_thumbnails(store / "run", NEW)


def record_again(store: Path) -> None:
    """Record the fourth epoch, unless that is done, as a training that goes on does."""
    writer = RunWriter.at(store / "run")
    with writer.recording():
        writer.prepare()
        if 3 not in RunReader(writer.folder).manifest.epochs:
            record_epoch(writer, BUSY, 3)


def append(store: Path) -> None:
    """Append the fourth epoch to the projection, unless that is done, as a job does."""
    writer = RunWriter.at(store / "run")
    with writer.projecting():
        writer.sweep_projecting()
        results = ResultsWriter(writer)
        (known,) = results.manifest.projections
        if known.epochs != (0, 1, 2, 3):
            recipe = replace(BUSY, epochs=(0, 1, 2, 3))
            quality = recipe.quality("conv", SETTING)
            more = {name: (*values, 0.5) for name, values in known.quality.items()}
            entry = replace(known, epochs=recipe.epochs, quality=more, quality_error=more)
            results.write_projection(entry, recipe.positions("conv", SETTING), quality, {})


def lay_out_again(store: Path) -> None:
    """Replace the projection by another layout, whatever there is, as ``project --again`` does."""
    writer = RunWriter.at(store / "run")
    with writer.projecting():
        writer.sweep_projecting()
        results = ResultsWriter(writer)
        (known,) = results.manifest.projections
        positions = -BUSY.positions("conv", SETTING)
        results.write_projection(replace(known, seed=7), positions, BUSY.quality("conv", SETTING), {})


def add_graph(store: Path, content: bytes = b"new") -> None:
    """Add a graph in place of another one, unless that is done."""
    writer, graph = RunWriter.at(store / "run"), Graph(digest_of(content), ())
    with writer.recording():
        writer.prepare()
        if RunReader(writer.folder).graph() != graph:
            write_graph(writer, content, graph)


def overwrite(store: Path) -> None:
    """Record another run in place of the one that there is, as a cell of a notebook does that runs again."""
    beginning = Resumption(resume=False, resume_from=None, overwrite=True).beginning(RunWriter.at(store / "run"))
    with beginning.held():
        beginning.take_place(write_run(beginning.writer.folder.root, OTHER))


def with_graph(store: Path) -> None:
    write_run(store / "run", BUSY)
    add_graph(store, b"old")


def with_pictures(store: Path) -> None:
    write_thumbnails(write_run(store / "run", Recipe(70, layers=(), epochs=())).folder.root, OLD)


def with_one_more_epoch(store: Path) -> None:
    record_epoch(RunWriter(write_run(store / "run", BUSY).folder), BUSY, 3)


OPERATIONS: dict[str, tuple[Callable[[Path], object], Callable[[Path], None]]] = {
    "compact": (lambda store: write_run(store / "whole", TINY), make_copy),
    "thumbnails": (with_pictures, make_thumbnails),
    "record": (lambda store: write_run(store / "run", BUSY), record_again),
    "append": (with_one_more_epoch, append),
    "again": (lambda store: write_run(store / "run", BUSY), lay_out_again),
    "graph": (with_graph, add_graph),
    "overwrite": (lambda store: write_run(store / "run", SMALL), overwrite),
}
