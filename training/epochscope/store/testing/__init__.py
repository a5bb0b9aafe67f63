"""Make up runs for tests and benchmarks: a recipe says what a run holds, and the real writer writes it.

The same recipe gives the same run. A recipe with other content is a subclass that overrides what differs.

Example:
    >>> from dataclasses import replace
    >>> from epochscope.store.testing import TINY, write_run
    >>> write_run("runs/tiny", TINY).manifest.epochs
    (0, 1, 2)
    >>> write_run("runs/unlabeled", replace(TINY, without=("labels",))).manifest.labels
    False
"""

from epochscope.store.testing.recipe import CLASSES, PARTS, Recipe, predictions_of
from epochscope.store.testing.recipes import BLOBS, LARGE, SLOW, TINY, Blobs, Given, Tiny
from epochscope.store.testing.writing import append_epoch, project_run, record_epoch, write_run

__all__ = [
    "BLOBS",
    "CLASSES",
    "LARGE",
    "PARTS",
    "SLOW",
    "TINY",
    "Blobs",
    "Given",
    "Recipe",
    "Tiny",
    "append_epoch",
    "predictions_of",
    "project_run",
    "record_epoch",
    "write_run",
]
