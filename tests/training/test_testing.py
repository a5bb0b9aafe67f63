"""Made-up runs, which tests and benchmarks share."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.store import RunReader, check_run
from epochscope.store.testing import BLOBS, PARTS, SLOW, TINY, Recipe, predictions_of, write_run


@pytest.mark.parametrize("recipe", [TINY, BLOBS, replace(SLOW, samples=30)], ids=["tiny", "blobs", "slow"])
def test_a_made_up_run_is_complete_and_holds_what_its_recipe_says(store: Path, recipe: Recipe):
    run = write_run(store / recipe.name, recipe)
    assert check_run(run) == []
    manifest = run.manifest
    assert (manifest.samples, manifest.epochs) == (recipe.samples, tuple(recipe.epochs))
    assert [layer.name for layer in manifest.layers] == list(recipe.layers)
    assert [(one.layer, one.setting) for one in manifest.projections] == list(recipe.layouts)
    assert (run.thumbnails is not None) == recipe.thumbnails


@pytest.mark.parametrize("part", PARTS)
def test_a_made_up_run_can_lack_any_part(store: Path, part: str):
    run = write_run(store / "partial", replace(TINY, without=(part,)))
    assert check_run(run) == []
    manifest = run.manifest
    lacking = {
        "model": manifest.model is None,
        "metrics": not manifest.metrics,
        "probabilities": bool(manifest.predictions) and "probabilities" not in manifest.predictions,
        "predictions": not manifest.predictions,
        "labels": not manifest.labels,
    }
    assert [name for name, lacks in lacking.items() if lacks] == [part]


def test_a_made_up_run_can_lack_all_parts(store: Path):
    run = write_run(store / "bare", replace(TINY, without=PARTS))
    assert check_run(run) == []
    assert run.manifest.dataset.classes == ()


def test_a_part_that_a_run_cannot_lack_is_rejected():
    with pytest.raises(ValueError, match="without may name model, metrics"):
        replace(TINY, without=("samples",))


def test_the_same_recipe_gives_the_same_run(store: Path):
    def content(run: RunReader) -> dict[str, bytes]:
        root = Path(run.folder.root)
        return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*.parquet")}

    assert content(write_run(store / "one", TINY)) == content(write_run(store / "other", TINY))


def test_predictions_follow_from_the_logits():
    predictions = predictions_of(np.log(np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]])), np.array([0, 2], np.int32))
    assert predictions.predicted.tolist() == [0, 1]
    assert predictions.confidence == pytest.approx([0.7, 0.6])
    assert predictions.loss == pytest.approx(-np.log([0.7, 0.3]))
    assert predictions.margin == pytest.approx(np.log([0.7 / 0.2, 0.3 / 0.6]))
