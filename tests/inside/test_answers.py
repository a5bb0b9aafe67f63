"""What the process that looks answers: the arrays that it describes, at any epoch, in bounded memory."""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from epochscope import load_model
from epochscope.looking import Frame
from epochscope.looking import summary as summaries
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader, Setting
from epochscope_embeddings.job import Job, project
from epochscope_inside import answers as module
from epochscope_inside.answers import Answers
from inside.networks import CLASSES, record, residual

MODELS = {"conv": "inside.networks:convolutional", "picky": "inside.networks:failing"}
IMAGES = np.random.default_rng(0).integers(0, 256, (12, 8, 8), dtype=np.uint8)


@pytest.fixture
def answers(tiny_store: Path) -> Answers:
    return Answers(str(tiny_store), MODELS)


def ask(answers: Answers, do: str, sample: int = 4, run: str = "conv", **head: Any) -> Frame:
    """Request something about the picture of a sample; raise what the answer names."""
    found = answers.answer(
        Frame(
            {"do": do, "run": run, "input": f"sample {sample}", "sample": sample, **head},
            {"pixels": IMAGES[sample][..., None]},
        )
    )
    if "error" in found.head:
        raise LookupError(f"{found.head['error']['name']}: {found.head['error']['message']}")
    return found


def test_it_describes_the_layers_the_summary_and_how_far_the_network_is_the_recorded_one(answers: Answers):
    described = ask(answers, "describe").head
    assert [layer["kind"] for layer in described["layers"]] == [
        *("convolution", "normalization", "activation", "pooling", "flatten", "dropout", "dense")
    ]
    assert [layer["recorded"] for layer in described["layers"]] == ["0", None, "2", None, None, None, "6"]
    assert (described["epoch"], described["agrees"]) == (2, True)
    assert 0 <= described["difference"] < 0.002
    assert described["summary"] == [
        {"name": "probability", "dtype": "float32", "shape": [3]},
        {"name": "range", "dtype": "float32", "shape": [7, 2]},
        {"name": "unit", "dtype": "float32", "shape": [4 * 4 + 36 + 36 + 3]},
        {"name": "map_range", "dtype": "float32", "shape": [16, 2]},
        {"name": "map", "dtype": "uint8", "shape": [4 * (36 + 36 + 36 + 9)]},
    ]
    other = ask(answers, "describe", run="picky").head
    assert (other["difference"], other["agrees"]) == (None, None)


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_summary_has_the_arrays_described_and_the_stored_probabilities(answers: Answers, conv: RunReader, epoch: int):
    found = ask(answers, "summary", epoch=epoch).arrays
    specs = ask(answers, "describe").head["summary"]
    assert [(name, str(array.dtype), list(array.shape)) for name, array in found.items()] == [
        (spec["name"], spec["dtype"], spec["shape"]) for spec in specs
    ]
    stored = conv.prediction_columns(epoch, ["probabilities"])["probabilities"][4]
    np.testing.assert_allclose(found["probability"], stored, atol=1e-3)


def test_maps_are_those_of_the_summary(answers: Answers):
    summary = ask(answers, "summary", epoch=1).arrays
    pooled = ask(answers, "maps", epoch=1, layer=3, first=1, last=2).arrays
    begin = 3 * 4 * 36 + 9
    np.testing.assert_array_equal(pooled["map"].ravel(), summary["map"][begin : begin + 18])
    np.testing.assert_array_equal(pooled["range"], summary["map_range"][13:15])
    assert (pooled["map"].min(), pooled["map"].max()) == (0, 255)


def test_a_large_network_sends_maps_only_on_request(answers: Answers, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(summaries, "SMALL", 100)
    assert list(ask(answers, "summary", epoch=0).arrays) == ["probability", "range", "unit"]
    assert [spec["name"] for spec in ask(answers, "describe").head["summary"]] == ["probability", "range", "unit"]
    monkeypatch.setattr(module, "MOST_MAPS", 72)
    assert ask(answers, "maps", epoch=0, layer=0, first=0, last=1).arrays["map"].shape == (2, 6, 6)
    with pytest.raises(LookupError, match=r"MapsNotFound: .*at most 2 are answered at once; not 0 to 2"):
        ask(answers, "maps", epoch=0, layer=0, first=0, last=2)


@pytest.mark.parametrize(
    ("layer", "first", "last", "words"),
    [
        (7, 0, 0, "there is no layer 7; this network has 0 to 6"),
        (4, 0, 0, r"layer 4 \(4\) is a vector: its units are in the summary"),
        (0, 0, 4, r"layer 0 \(0\) has maps 0 to 3"),
        (0, 3, 2, "not 3 to 2"),
    ],
)
def test_maps_that_are_not_there_are_refused(answers: Answers, layer: int, first: int, last: int, words: str):
    with pytest.raises(LookupError, match=f"MapsNotFound: .*{words}"):
        ask(answers, "maps", epoch=0, layer=layer, first=first, last=last)


def test_all_epochs_of_a_small_network_are_known_at_once(answers: Answers, conv: RunReader):
    found = ask(answers, "curve", epoch=1, seconds=60).arrays
    assert found["known"].tolist() == [1, 1, 1]
    for epoch in conv.manifest.checkpoints:
        expected = ask(answers, "summary", epoch=epoch).arrays["probability"]
        np.testing.assert_allclose(found["probability"][epoch], expected, atol=1e-6)


def test_epochs_are_filled_in_outward_from_the_one_requested_and_each_answer_has_one_more(answers: Answers):
    known = [ask(answers, "curve", epoch=2, seconds=0).arrays["known"].tolist() for _ in range(4)]
    assert known == [[0, 0, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]]
    assert ask(answers, "curve", epoch=0, seconds=0, sample=5).arrays["known"].tolist() == [1, 0, 0]


def test_a_recorded_sample_is_an_input(answers: Answers):
    np.testing.assert_array_equal(ask(answers, "sample", sample=7).arrays["pixels"][..., 0], IMAGES[7])
    with pytest.raises(LookupError, match="SampleNotFound"):
        ask(answers, "sample", run="picky")


@pytest.mark.parametrize(
    ("run", "epoch", "name"),
    [("conv", 9, "EpochNotFound"), ("nothing", 0, "RunNotFound"), ("../conv", 0, "BadName")],
)
def test_other_runs_and_epochs_are_refused(answers: Answers, run: str, epoch: int, name: str):
    with pytest.raises(LookupError, match=name):
        ask(answers, "summary", run=run, epoch=epoch)


def test_a_run_whose_factory_is_not_allowed_is_refused_and_not_imported(tiny_store: Path):
    with pytest.raises(LookupError, match=r"NotLookable: .*--model conv=inside.networks:convolutional"):
        ask(Answers(str(tiny_store), {}), "summary", epoch=0)


def test_a_network_that_fails_on_an_input_says_so_and_the_next_look_works(answers: Answers):
    bright = Frame(
        {"do": "summary", "run": "picky", "input": "b", "epoch": 0}, {"pixels": np.full((8, 8, 1), 255, "u1")}
    )
    error = answers.answer(bright).head["error"]
    assert error == {"name": "LookFailed", "message": "the network fails on this input: ValueError: too bright"}
    assert ask(answers, "summary", run="picky", epoch=0).arrays["probability"].shape == (len(CLASSES),)


def test_what_is_kept_is_bounded_however_many_inputs_are_looked_at(
    tiny_store: Path, conv: RunReader, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "LOOKS_BYTES", 100_000)
    monkeypatch.setattr(module, "_CURVES_BYTES", 200)
    answers = Answers(str(tiny_store), MODELS)
    kept = []
    for round_ in range(30):
        for epoch in range(3):
            ask(answers, "summary", epoch=epoch, sample=round_ % 12)
        ask(answers, "curve", epoch=0, seconds=60, sample=round_ % 12)
        kept.append(answers.nbytes)
    weights = 3 * sum(array.nbytes for array in load_model(conv, 0, allow=MODELS["conv"]).state_dict().values())
    assert max(kept) <= weights + 100_000 + 200


def test_a_block_that_was_recorded_is_found_in_the_pass(tmp_path: Path):
    record(tmp_path / "blocks", residual, ["1"], epochs=1)
    answers = Answers(str(tmp_path), {"blocks": "inside.networks:residual"})
    layers = ask(answers, "describe", run="blocks").head["layers"]
    assert [(layer["name"], layer["call"]) for layer in layers if layer["recorded"] == "1"] == [("1.relu", 2)]


def test_a_film_has_one_map_at_all_epochs(answers: Answers):
    film = ask(answers, "film", epoch=1, layer=3, map=2, seconds=60).arrays
    assert film["known"].tolist() == [1, 1, 1]
    for epoch in range(3):
        maps = ask(answers, "maps", epoch=epoch, layer=3, first=2, last=2).arrays
        np.testing.assert_array_equal(film["map"][epoch], maps["map"][0])
        np.testing.assert_array_equal(film["range"][epoch], maps["range"][0])


def test_the_film_of_a_vector_has_one_unit(answers: Answers):
    film = ask(answers, "film", epoch=1, layer=6, map=1, seconds=60).arrays
    units = [ask(answers, "summary", epoch=epoch).arrays["unit"][-2] for epoch in range(3)]
    assert list(film) == ["unit", "known"]
    np.testing.assert_array_equal(film["unit"], np.array(units))


def test_a_film_is_filled_in_outward_and_stops_when_another_look_takes_the_turn(answers: Answers):
    wanted = {"do": "film", "run": "conv", "input": "x", "epoch": 2, "layer": 0, "map": 0, "seconds": 0}
    frame = Frame(wanted, {"pixels": IMAGES[1][..., None]})
    ask(answers, "describe")
    assert answers.answer(frame, lambda: True).arrays["known"].tolist() == [0, 0, 0]
    known = [answers.answer(frame).arrays["known"].tolist() for _ in range(3)]
    assert known == [[0, 0, 1], [0, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("layer", "number", "words"),
    [
        (7, 0, "there is no layer 7"),
        (0, 4, "layer '0' has maps 0 to 3, and not 4"),
        (6, 3, "layer '6' has units 0 to 2, and not 3"),
    ],
)
def test_films_that_are_not_there_are_refused(answers: Answers, layer: int, number: int, words: str):
    with pytest.raises(LookupError, match=f"MapsNotFound: {words}"):
        ask(answers, "film", epoch=0, layer=layer, map=number, seconds=60)


def test_weights_are_those_of_the_epoch_and_of_a_map_the_mean_over_its_positions(answers: Answers, conv: RunReader):
    layers = ask(answers, "describe").head["layers"]
    assert [layer["kind"] for layer in layers if layer["weighs"]] == ["pooling", "flatten", "dropout"]
    for epoch in (0, 2):
        weight = load_model(conv, epoch, allow=MODELS["conv"])[6].weight.detach().numpy()
        np.testing.assert_array_equal(ask(answers, "weights", epoch=epoch, layer=5).arrays["weight"], weight)
        of_maps = ask(answers, "weights", epoch=epoch, layer=3).arrays["weight"]
        np.testing.assert_allclose(of_maps, weight.reshape(3, 4, 9).mean(axis=2), atol=1e-7)
    with pytest.raises(LookupError, match=r"WeightsNotFound: layer 2 \(2\) has no weights to the classes"):
        ask(answers, "weights", epoch=0, layer=2)


def test_an_input_is_placed_by_its_layer_and_in_a_compact_copy_by_the_predictions(tiny_store: Path, tmp_path: Path):
    setting = Setting(0, 0.0, "pca")
    shutil.copytree(tiny_store / "conv", tmp_path / "conv")
    list(project(tmp_path / "conv", ["2", "6"], Job([setting], jobs=1)))
    run = RunReader.at(tmp_path / "conv")
    write_compact_copy(run, tmp_path / "small", CopyChoice(weights="as-is"))
    answers = Answers(str(tmp_path), {**MODELS, "small": MODELS["conv"]})
    for name, layer, by in (
        ("conv", "2", "activations"),
        ("conv", "6", "activations"),
        ("small", "2", "probabilities"),
    ):
        found = ask(answers, "place", run=name, epoch=1, layer=layer, setting=asdict(setting)).head
        assert found["by"] == by
        assert found["distance"] <= found["limit"]
        assert found["place"]["neighbors"][0] == 4
        positions = run.projection(layer, setting)[1][found["place"]["neighbors"]]
        # A compact copy keeps positions in steps.
        assert (found["place"]["x"], found["place"]["y"]) == pytest.approx(np.median(positions, axis=0), abs=0.01)
    with pytest.raises(LookupError, match="ProjectionNotFound: layer '0' is not projected"):
        ask(answers, "place", epoch=1, layer="0", setting=asdict(setting))
    with pytest.raises(LookupError, match="LayerNotFound"):
        ask(answers, "place", epoch=1, layer="9", setting=asdict(setting))
