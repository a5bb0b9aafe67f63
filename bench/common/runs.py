"""The made-up runs that benchmarks look at."""

from dataclasses import replace
from pathlib import Path

from epochscope.store.testing import Recipe, write_run


def write_run_into(store: Path, recipe: Recipe) -> None:
    """Write the run of a recipe, with thumbnails, under its name; leave it alone if it is there."""
    if not (store / recipe.name).exists():
        write_run(store / recipe.name, replace(recipe, thumbnails=True))
