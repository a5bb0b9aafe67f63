"""The list of runs and the manifest of one."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epochscope.store import LayerSpace, Metric, RunReader, RunWriter, digest_of
from epochscope.store.testing import TINY, write_run
from tiny import SETTING


def test_the_list_names_every_run_with_its_counts(tiny_run, ask):
    assert ask.json("/api/runs.json") == {
        "runs": [
            {
                "name": "tiny",
                "title": "Tiny",
                "model": "tiny",
                "dataset": "made",
                "classes": 3,
                "samples": 12,
                "epochs": 3,
                "layers": 2,
                "projections": 1,
                "revision": 5,
                "problem": None,
            }
        ],
        "takes_jobs": False,
        "looks": False,
    }


def test_an_empty_store_has_no_runs(store, ask):
    assert ask.json("/api/runs.json") == {"runs": [], "takes_jobs": False, "looks": False}


def test_a_layer_says_how_much_of_its_space_the_samples_use(tiny_run, ask):
    space = LayerSpace("conv", (0, 2), (12, 1), (2.5, 0.0), (0.99, None))
    RunWriter.at(tiny_run.folder.root).commit(lambda manifest: replace(manifest, spaces=(space,)))
    conv, logits = ask.json("/api/runs/tiny/run.json")["layers"]
    assert conv["space"] == {
        "epochs": [0, 2],
        "distinct": [12, 1],
        "dimension": [2.5, 0.0],
        "neighbor_recall": [0.99, None],
    }
    assert logits["space"] is None


def test_the_list_says_what_is_wrong_with_a_run_and_goes_on(tiny_run, ask, store):
    (store / "torn").mkdir()
    (store / "torn" / "run.json").write_text('{"format": "epochs')
    (store / "two words").mkdir()
    (store / "two words" / "run.json").write_text("{}")
    tiny, torn, badly_named = ask.json("/api/runs.json")["runs"]
    assert tiny["problem"] is None
    assert torn.pop("problem").startswith("run.json of run 'torn' cannot be read:")
    assert badly_named.pop("problem").startswith("'two words' is not a run name")
    unknown = dict.fromkeys(tiny.keys() - {"name", "title", "problem"})
    assert torn == {"name": "torn", "title": "torn", **unknown}


def test_the_manifest_says_all_there_is_to_know(manifest):
    written = digest_of(digest_of(TINY.atlas(0)).encode())[:8]
    positions = TINY.positions("conv", SETTING)
    lower, upper = positions.min((0, 1)).astype(float), positions.max((0, 1)).astype(float)
    share, moving = (11 / 70, 0.5, 59 / 70), (0, 0.5, 59 / 70)
    measured = manifest["projections"][0]["quality"].pop("means")
    assert {measure: pytest.approx(values, abs=5e-5) for measure, values in measured.items()} == {
        "trustworthiness": share,
        "continuity": share,
        "neighbor_recall": share,
        "label_purity": share,
        "real_motion": moving,
        "screen_motion": tuple(3 * mean for mean in moving),
        "unsupported": (0, 1, 8 / 12),
    }
    assert without_identities(manifest) == {
        "name": "tiny",
        "title": "Tiny",
        "revision": 5,
        "compact": False,
        "model": {"name": "tiny", "parameters": 123},
        "dataset": {"name": "made", "classes": ["cat", "dog", "ship"], "meanings": [], "image_shape": [3, 8, 8]},
        "sample_count": 12,
        "recorded_samples": 12,
        "columns": [],
        "splits": ["train", "test"],
        "unit": "epoch",
        "live": {"recording": False, "projecting": False, "planned": None},
        "epochs": [0, 1, 2],
        "layers": [
            {"name": "conv", "module": "features.0", "width": 4, "reduction": "mean", "space": None},
            {"name": "logits", "module": "fc", "width": 3, "reduction": "mean", "space": None},
        ],
        "recommended_layer": None,
        "setting_bounds": {
            "n_neighbors": {"smallest": 2, "largest": 11},
            "min_dist": {"smallest": 0.0, "largest": 1.0},
        },
        "samples": {
            "path": "samples.bin",
            "arrays": [
                {"name": "label", "dtype": "uint8", "shape": [12]},
                {"name": "split", "dtype": "uint8", "shape": [12]},
            ],
        },
        "predictions": {
            "path": "predictions.bin",
            "arrays": [
                {"name": "margin", "dtype": "float32", "shape": [3, 12]},
                {"name": "loss", "dtype": "uint16", "shape": [3, 12]},
                {"name": "predicted", "dtype": "uint8", "shape": [3, 12]},
                {"name": "confidence", "dtype": "uint8", "shape": [3, 12]},
            ],
            "epoch_path": "predictions/{epoch}.bin",
            "epoch_arrays": [
                {"name": "margin", "dtype": "float32", "shape": [12]},
                {"name": "loss", "dtype": "uint16", "shape": [12]},
                {"name": "predicted", "dtype": "uint8", "shape": [12]},
                {"name": "confidence", "dtype": "uint8", "shape": [12]},
            ],
            "epochs": [0, 1, 2],
        },
        "dynamics": {
            "path": "dynamics.bin",
            "arrays": [
                {"name": "area_under_margin", "dtype": "float32", "shape": [3, 12]},
                {"name": "label_confidence", "dtype": "uint16", "shape": [3, 12]},
                {"name": "variability", "dtype": "uint16", "shape": [3, 12]},
                {"name": "first_learned", "dtype": "uint16", "shape": [12]},
                {"name": "forgotten", "dtype": "uint8", "shape": [3, 12]},
                {"name": "correctness", "dtype": "uint8", "shape": [3, 12]},
            ],
            "epoch_path": "dynamics/{epoch}.bin",
            "epoch_arrays": [
                {"name": "area_under_margin", "dtype": "float32", "shape": [12]},
                {"name": "label_confidence", "dtype": "uint16", "shape": [12]},
                {"name": "variability", "dtype": "uint16", "shape": [12]},
                {"name": "first_learned", "dtype": "uint16", "shape": [12]},
                {"name": "forgotten", "dtype": "uint8", "shape": [12]},
                {"name": "correctness", "dtype": "uint8", "shape": [12]},
            ],
            "epochs": [0, 1, 2],
        },
        "label_errors": {
            "epochs": [1, 2],
            "layer": "conv",
            "path": "label_errors.bin",
            "arrays": [
                {"name": "suspicion", "dtype": "float32", "shape": [12]},
                {"name": "given_confidence", "dtype": "uint16", "shape": [12]},
                {"name": "suggested_confidence", "dtype": "uint16", "shape": [12]},
                {"name": "suggested", "dtype": "uint8", "shape": [12]},
                {"name": "agreement", "dtype": "uint8", "shape": [12]},
            ],
        },
        "probabilities": {
            "block": 256,
            "block_path": "probabilities/{block}.bin",
            "block_arrays": [{"name": "probability", "dtype": "uint16", "shape": [3, 256, 3]}],
        },
        "projections": [
            {
                "layer": "conv",
                "n_neighbors": 5,
                "min_dist": 0.1,
                "method": "aligned",
                "epochs": [0, 1, 2],
                "joint_epochs": 2,
                "path": "projections/conv/n5-d0.1/pack.bin",
                "epoch_path": "projections/conv/n5-d0.1/{epoch}.bin",
                "positions": {
                    "path": "projections/conv/n5-d0.1/pack.bin",
                    "arrays": [{"name": "position", "dtype": "uint16", "shape": [3, 12, 2]}],
                    "epoch_path": "projections/conv/n5-d0.1/{epoch}.bin",
                    "epoch_arrays": [{"name": "position", "dtype": "uint16", "shape": [12, 2]}],
                    "epochs": [0, 1, 2],
                },
                "appended_extents": [],
                "bounds": {
                    "x": float(lower[0]),
                    "y": float(lower[1]),
                    "width": float(upper[0] - lower[0]),
                    "height": float(upper[1] - lower[1]),
                },
                "extent": {
                    "x": float(lower[0]),
                    "y": float(lower[1]),
                    "size": float((positions.max((0, 1)) - positions.min((0, 1))).max()),
                },
                "quality": {
                    "path": "quality/conv/n5-d0.1.bin",
                    "n_neighbors": 5,
                    "errors": {measure: [0.0, 0.001, 0.002] for measure in measured},
                    "arrays": [
                        {"name": "screen_motion", "dtype": "uint16", "shape": [3, 12]},
                        {"name": "trustworthiness", "dtype": "uint8", "shape": [3, 12]},
                        {"name": "continuity", "dtype": "uint8", "shape": [3, 12]},
                        {"name": "neighbor_recall", "dtype": "uint8", "shape": [3, 12]},
                        {"name": "label_purity", "dtype": "uint8", "shape": [3, 12]},
                        {"name": "real_motion", "dtype": "uint8", "shape": [3, 12]},
                        {"name": "unsupported", "dtype": "uint8", "shape": [3, 12]},
                    ],
                    "epoch_path": "quality/conv/n5-d0.1/{epoch}.bin",
                    "epoch_arrays": [
                        {"name": "screen_motion", "dtype": "uint16", "shape": [12]},
                        {"name": "trustworthiness", "dtype": "uint8", "shape": [12]},
                        {"name": "continuity", "dtype": "uint8", "shape": [12]},
                        {"name": "neighbor_recall", "dtype": "uint8", "shape": [12]},
                        {"name": "label_purity", "dtype": "uint8", "shape": [12]},
                        {"name": "real_motion", "dtype": "uint8", "shape": [12]},
                        {"name": "unsupported", "dtype": "uint8", "shape": [12]},
                    ],
                    "epochs": [0, 1, 2],
                },
            }
        ],
        "neighbors": [
            {
                "layer": "conv",
                "epochs": [0, 1, 2],
                "epoch_path": "neighbors/conv/{epoch}.bin",
                "block_path": "neighborhoods/conv/{block}.bin",
                "neighbors": {
                    "epoch_path": "neighbors/conv/{epoch}.bin",
                    "epoch_arrays": [
                        {"name": "distance", "dtype": "float32", "shape": [12, 5]},
                        {"name": "neighbor", "dtype": "uint32", "shape": [12, 5]},
                    ],
                    "epochs": [0, 1, 2],
                },
                "neighborhoods": {
                    "block": 256,
                    "block_path": "neighborhoods/conv/{block}.bin",
                    "block_arrays": [{"name": "neighbor", "dtype": "uint8", "shape": [3, 256, 5]}],
                },
                "motion": {
                    "path": "motion/conv.bin",
                    "arrays": [{"name": "layer_motion", "dtype": "uint16", "shape": [3, 12]}],
                    "epoch_path": "motion/conv/{epoch}.bin",
                    "epoch_arrays": [{"name": "layer_motion", "dtype": "uint16", "shape": [12]}],
                    "epochs": [0, 1, 2],
                },
            }
        ],
        "thumbnails": {
            "width": 8,
            "height": 8,
            "columns": 4,
            "rows": 4,
            "atlases": [{"path": f"thumbnails/atlas-0000-{written}.webp", "first_sample": 0, "samples": 12}],
        },
    }


def test_a_run_without_thumbnails_or_projections_says_so(store: Path, ask):
    write_run(store / "plain", replace(TINY, projected=())).folder.delete_folder("thumbnails")
    described = ask.json("/api/runs/plain/run.json")
    assert (described["projections"], described["neighbors"], described["thumbnails"]) == ([], [], None)


def test_a_run_that_has_only_begun_can_be_asked_about(tiny_run, ask):
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, epochs=(), projections=(), neighbors=()))
    described = ask.json("/api/runs/tiny/run.json")
    tiny_run.folder.delete("metrics.parquet")
    assert described["predictions"]["arrays"][0]["shape"] == [0, 12]
    assert ask.get("/api/runs/tiny/predictions.bin").data == b""
    assert ask.json("/api/runs/tiny/metrics.json") == {"metrics": []}


def test_metrics_come_as_they_were_recorded(tiny_run: RunReader, ask):
    assert ask.json("/api/runs/tiny/metrics.json") == {"metrics": [vars(metric) for metric in tiny_run.metrics()]}
    assert ask.json("/api/runs/tiny/metrics.json")["metrics"][1] == {
        "epoch": 0,
        "split": "test",
        "loss": 1.5,
        "accuracy": 0.4,
        "learning_rate": None,
        "seconds": None,
    }


def test_json_never_holds_a_number_that_json_does_not_have(tiny_run: RunReader, ask):
    RunWriter(tiny_run.folder).write_metrics([Metric(0, "train", float("inf"), float("nan"))])
    answer = ask.get("/api/runs/tiny/metrics.json")
    assert answer.json["metrics"][0] == {
        "epoch": 0,
        "split": "train",
        "loss": None,
        "accuracy": None,
        "learning_rate": None,
        "seconds": None,
    }
    assert json.loads(answer.data, parse_constant=refuse_constant) == answer.json


def refuse_constant(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")


def without_identities(described: Any) -> Any:
    """Return a manifest without the identities of its files, all of which have one."""
    if isinstance(described, list):
        return [without_identities(one) for one in described]
    if not isinstance(described, dict):
        return described
    is_file = not described.keys().isdisjoint({"epoch_arrays", "block_arrays", "arrays"})
    assert not is_file or re.fullmatch("[0-9a-f]{18}", described["identity"])
    return {name: without_identities(one) for name, one in described.items() if name != "identity"}
