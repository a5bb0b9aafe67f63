"""Look into a network over HTTP: the real process, started once, and killed on the way."""

import io
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from PIL import Image
from werkzeug.test import TestResponse

from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader, Setting
from epochscope_api import create_app
from epochscope_api.errors import UnitNotFound
from epochscope_api.excited_samples import require_unit
from epochscope_api.look_inputs import InputNotFound, Inputs
from epochscope_api.looker import MOST_WAITING, Looker
from epochscope_api.routes.looks import LARGEST_PICTURE, stop_looks
from epochscope_embeddings.job import Job, project
from inside.networks import IMAGES, record_two

pytestmark = pytest.mark.slow

TESTS = Path(__file__).resolve().parents[1]
MODELS = {"conv": "inside.networks:convolutional", "picky": "inside.networks:failing"}
CONV = "/api/runs/conv"
RAW = "application/octet-stream"
PATIENCE = 240


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Looks into two runs, whose networks' code the process that looks can import."""
    store = record_two(tmp_path_factory.mktemp("looks"))
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(TESTS)
    app = create_app(store, models=MODELS)
    yield app
    stop_looks(app)
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def looker_of(app: Flask) -> Looker:
    looker = app.extensions["epochscope.looks"].looker
    assert isinstance(looker, Looker)
    return looker


def send(client: FlaskClient, pixels: np.ndarray, run: str = "conv") -> str:
    """Send pixels and return the address of the input."""
    answer = client.post(f"/api/runs/{run}/looks", data=pixels.tobytes(), content_type=RAW)
    assert answer.status_code == 200, answer.json
    return f"/api/runs/{run}/looks/{answer.json['input']}"


def error_of(answer: TestResponse) -> tuple[int, str]:
    assert set(answer.json) == {"error"}
    assert answer.json["error"]["status"] == answer.status_code
    return answer.status_code, answer.json["error"]["name"]


def arrays_of(answer: TestResponse, specs: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    assert (answer.status_code, answer.mimetype) == (200, RAW), answer.data[:500]
    arrays, offset = {}, 0
    for spec in specs:
        count = int(np.prod(spec["shape"]))
        arrays[spec["name"]] = np.frombuffer(answer.data, spec["dtype"], count, offset).reshape(spec["shape"])
        offset += arrays[spec["name"]].nbytes
    assert offset == len(answer.data)
    return arrays


def validate(client: FlaskClient, name: str, document: Any) -> None:
    components = client.get("/api/openapi.json").json["components"]
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components}).validate(document)


def test_what_can_be_looked_into_is_known_before_any_process_starts(app: Flask, client: FlaskClient):
    assert client.get("/api/runs.json").json["looks"] is True
    document = client.get(f"{CONV}/inside.json").json
    validate(client, "Inside", document)
    assert (document["possible"], document["reason"], document["epochs"]) == (True, None, [0, 1, 2])
    expected = {"height": 8, "width": 8, "channels": 1, "mean": [0.25], "std": [0.5], "resize": None}
    assert document["input"].items() >= {**expected, "background": "black", "samples": True}.items()
    assert client.get("/api/runs/picky/inside.json").json["input"]["samples"] is False
    send(client, IMAGES[0])
    elsewhere = client.get(f"{CONV}/inside/layers.json", headers={"Sec-Fetch-Site": "cross-site"})
    assert error_of(elsewhere) == (403, "ForeignPage")
    assert looker_of(app).process_id is None


def test_every_layer_of_a_recorded_sample_is_answered_at_every_epoch(app: Flask, client: FlaskClient):
    layers = client.get(f"{CONV}/inside/layers.json").json
    validate(client, "InsideLayers", layers)
    assert layers["agrees"] is True
    sent = client.post(f"{CONV}/looks", json={"sample": 4}).json
    validate(client, "LookedAt", sent)
    one = f"{CONV}/looks/{sent['input']}"
    assert one == send(client, IMAGES[4])
    assert client.get(f"{one}/pixels.bin").data == IMAGES[4].tobytes()
    run = RunReader.at(Path(app.extensions["epochscope"].location) / "conv")
    curve = arrays_of(
        client.get(f"{one}/2/probabilities.bin"),
        [{"name": "probability", "dtype": "f4", "shape": [3, 3]}, {"name": "known", "dtype": "u1", "shape": [3]}],
    )
    assert curve["known"].tolist() == [1, 1, 1]
    for epoch in (2, 0, 1):
        summary = arrays_of(client.get(f"{one}/{epoch}/summary.bin"), layers["summary"])
        stored = run.prediction_columns(epoch, ["probabilities"])["probabilities"][4]
        np.testing.assert_allclose(summary["probability"], stored, atol=1e-3)
        np.testing.assert_allclose(curve["probability"][epoch], stored, atol=1e-3)
        maps = arrays_of(
            client.get(f"{one}/{epoch}/maps/0/1-3.bin"),
            [{"name": "range", "dtype": "f4", "shape": [3, 2]}, {"name": "map", "dtype": "u1", "shape": [3, 6, 6]}],
        )
        np.testing.assert_array_equal(maps["map"].ravel(), summary["map"][36:144])


def test_a_film_has_one_map_at_all_epochs_and_the_weights_are_those_of_one(client: FlaskClient):
    one = send(client, IMAGES[8])
    film = arrays_of(
        client.get(f"{one}/1/film/0/2.bin"),
        [
            {"name": "range", "dtype": "f4", "shape": [3, 2]},
            {"name": "map", "dtype": "u1", "shape": [3, 6, 6]},
            {"name": "known", "dtype": "u1", "shape": [3]},
        ],
    )
    assert film["known"].tolist() == [1, 1, 1]
    shown = client.get(f"{one}/2/maps/0/2-2.bin").data
    assert shown == film["range"][2].tobytes() + film["map"][2].tobytes()
    specs = [
        {"name": "weight", "dtype": "f4", "shape": [3, 36]},
        {"name": "bias", "dtype": "f4", "shape": [3]},
    ]
    for array in arrays_of(client.get(f"{CONV}/inside/1/weights/5.bin"), specs).values():
        assert np.ptp(array) > 0
    assert error_of(client.get(f"{CONV}/inside/1/weights/0.bin")) == (404, "WeightsNotFound")


def test_the_samples_that_excite_a_unit_most_are_those_with_the_largest_stored_values(app: Flask, client: FlaskClient):
    assert client.get(f"{CONV}/inside.json").json["excites"] == ["0", "2", "6"]
    document = client.get(f"{CONV}/inside/1/excited/2/3.json").json
    validate(client, "ExcitedList", document)
    run = RunReader.at(Path(app.extensions["epochscope"].location) / "conv")
    values = run.activations("2", 1)[:, 3].astype(np.float32)
    order = np.lexsort((np.arange(12), -values))[:10]
    assert [one["sample"] for one in document["samples"]] == order.tolist()
    assert [one["value"] for one in document["samples"]] == pytest.approx(values[order].tolist())
    for path, expected in (
        ("1/excited/2/4", (404, "UnitNotFound")),
        ("1/excited/9/0", (404, "LayerNotFound")),
        ("9/excited/2/0", (404, "EpochNotFound")),
        ("1/excited/2/03", (400, "BadAddress")),
    ):
        assert error_of(client.get(f"{CONV}/inside/{path}.json")) == expected


def test_where_no_activations_of_single_units_are_kept_it_says_so(tiny_run: RunReader, store: Path):
    write_compact_copy(tiny_run, store / "small", CopyChoice())
    layers = tuple(replace(layer, reduction="random") for layer in tiny_run.manifest.layers)
    client = create_app(store, models={}).test_client()
    name = tiny_run.manifest.layers[0].name
    answer = client.get(f"/api/runs/small/inside/0/excited/{name}/0.json")
    assert error_of(answer) == (404, "UnitNotFound")
    assert "compact copy" in answer.json["error"]["message"]
    assert client.get("/api/runs/small/inside.json").json["excites"] == []
    with pytest.raises(UnitNotFound, match="reduction 'random'"):
        require_unit(tiny_run.as_of(replace(tiny_run.manifest, layers=layers)), 0, name, 0)


def test_one_request_sends_an_input_and_answers_its_summary(client: FlaskClient):
    sent = client.post(f"{CONV}/looks/1/summary.bin", data=IMAGES[9].tobytes(), content_type=RAW)
    assert sent.headers["Content-Location"] == f"../{send(client, IMAGES[9]).rpartition('/')[2]}/1/summary.bin"
    same = client.get(urljoin(f"{CONV}/looks/1/summary.bin", sent.headers["Content-Location"]))
    assert (same.status_code, sent.data) == (200, same.data)
    elsewhere = {"Origin": "http://elsewhere.example"}
    for epoch, content, headers, expected in (
        ("9", IMAGES[9].tobytes(), {}, (404, "EpochNotFound")),
        ("01", IMAGES[9].tobytes(), {}, (400, "BadAddress")),
        ("1", b"", {}, (400, "UnusablePicture")),
        ("1", IMAGES[9].tobytes(), elsewhere, (403, "ForeignPage")),
    ):
        answer = client.post(f"{CONV}/looks/{epoch}/summary.bin", data=content, content_type=RAW, headers=headers)
        assert error_of(answer) == expected


def test_an_input_is_compared_with_the_recorded_samples(client: FlaskClient):
    document = client.get(f"{send(client, IMAGES[6])}/1/rejection.json").json
    validate(client, "Rejection", document)
    assert [sign["name"] for sign in document["signs"]] == ["distance", "confidence", "energy", "layers", "made"]
    assert document["rejected"] is False


def test_an_input_is_placed_among_the_recorded_samples(app: Flask, client: FlaskClient):
    one = f"{send(client, IMAGES[6])}/1/place"
    assert error_of(client.get(f"{one}/6/pca-n0-d0.0.json")) == (404, "ProjectionNotFound")
    list(project(Path(app.extensions["epochscope"].location) / "conv", ["6"], Job([Setting(0, 0.0, "pca")], jobs=1)))
    answer = client.get(f"{one}/6/pca-n0-d0.0.json")
    validate(client, "Placed", answer.json)
    assert answer.json["by"] == "activations"
    assert answer.json["place"]["neighbors"][0] == 6
    assert client.get(f"{one}/6/pca-n0-d0.0.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert error_of(client.get(f"{one}/6/n015-d0.1.json")) == (400, "BadAddress")
    assert error_of(client.get(f"{one}/9/pca-n0-d0.0.json")) == (404, "LayerNotFound")


def test_a_blank_input_is_rejected_without_asking_the_network(client: FlaskClient):
    document = client.get(f"{send(client, np.full((8, 8), 255, np.uint8), 'picky')}/0/rejection.json").json
    validate(client, "Rejection", document)
    assert document["rejected"] is True
    assert [sign["name"] for sign in document["signs"]] == ["blank"]


def test_a_picture_becomes_the_pixels_that_the_network_is_given(client: FlaskClient):
    turned = Image.Exif()
    turned[0x0112] = 3
    stream = io.BytesIO()
    image = Image.new("RGB", (32, 48))
    image.paste("white", (0, 0, 32, 24))
    image.save(stream, "JPEG", exif=turned.tobytes(), quality=100)
    sent = client.post(f"{CONV}/looks", data=stream.getvalue(), content_type="image/jpeg").json
    validate(client, "LookedAt", sent)
    assert sent["picture"] == {"format": "JPEG", "width": 32, "height": 48}
    pixels = np.frombuffer(client.get(f"{CONV}/looks/{sent['input']}/pixels.bin").data, np.uint8).reshape(8, 8)
    assert pixels[0].max() < 10
    assert pixels[7].min() > 245


def test_an_answer_is_recognized_by_its_tag_and_another_input_or_epoch_has_another_one(client: FlaskClient):
    one, other = send(client, IMAGES[1]), send(client, IMAGES[2])
    addresses = [f"{one}/0/summary.bin", f"{one}/1/summary.bin", f"{other}/0/summary.bin", f"{one}/0/maps/0/0-1.bin"]
    addresses += [f"{one}/pixels.bin", f"{CONV}/inside.json"]
    tags = {client.get(address).headers["ETag"]: address for address in addresses}
    assert len(tags) == len(addresses)
    for tag, address in tags.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b"text", "image/png", (400, "UnusablePicture")),
        (b"text", "text/plain", (415, "UnsupportedMediaType")),
        (b"\0" * 63, RAW, (400, "UnusablePicture")),
        (b'{"sample": 12}', "application/json", (404, "SampleNotFound")),
        (b'{"sample": true}', "application/json", (400, "UnusableInput")),
        (b'{"sample": 1, "x": 2}', "application/json", (400, "UnusableInput")),
        (b"\0" * (LARGEST_PICTURE + 1), "image/png", (413, "RequestEntityTooLarge")),
    ],
    ids=["text as png", "text", "too few pixels", "no such sample", "no number", "more than a sample", "too large"],
)
def test_other_inputs_are_rejected(client: FlaskClient, content: bytes, kind: str, expected: tuple[int, str]):
    assert error_of(client.post(f"{CONV}/looks", data=content, content_type=kind)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("0/maps/0/0-4.bin", (404, "MapsNotFound")),
        ("0/maps/9/0-0.bin", (404, "MapsNotFound")),
        ("0/maps/00/0-0.bin", (400, "BadAddress")),
        ("0/film/0/4.bin", (404, "MapsNotFound")),
        ("7/film/0/0.bin", (404, "EpochNotFound")),
        ("7/summary.bin", (404, "EpochNotFound")),
        ("07/summary.bin", (400, "BadAddress")),
        ("7/probabilities.bin", (404, "EpochNotFound")),
    ],
)
def test_other_addresses_are_rejected(client: FlaskClient, path: str, expected: tuple[int, str]):
    assert error_of(client.get(f"{send(client, IMAGES[0])}/{path}")) == expected


def test_an_input_that_is_not_there_any_more_is_sent_again(client: FlaskClient):
    assert error_of(client.get(f"{CONV}/looks/{'0' * 24}/0/summary.bin")) == (404, "InputNotFound")
    inputs = Inputs(limit=150)
    first, second, third = (inputs.add("conv", image) for image in IMAGES[:3])
    assert (inputs.find("conv", third) == IMAGES[2]).all()
    assert inputs.add("conv", IMAGES[1]) == second
    for run, number in (("conv", first), ("picky", second)):
        with pytest.raises(InputNotFound):
            inputs.find(run, number)


def test_a_network_that_fails_on_an_input_says_so(client: FlaskClient):
    bright = send(client, np.full((8, 8), 255, np.uint8), "picky")
    assert error_of(client.get(f"{bright}/0/summary.bin")) == (422, "LookFailed")


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_only_the_servers_own_page_may_look(client: FlaskClient, headers: dict[str, str]):
    answer = client.post(f"{CONV}/looks", data=IMAGES[0].tobytes(), content_type=RAW, headers=headers)
    assert error_of(answer) == (403, "ForeignPage")
    assert error_of(client.delete(f"{CONV}/looks/{'0' * 24}", headers=headers)) == (403, "ForeignPage")


def test_a_run_that_cannot_be_looked_into_says_why(tiny_run: RunReader, store: Path):
    client = create_app(store, models={}).test_client()
    document = client.get("/api/runs/tiny/inside.json").json
    validate(client, "Inside", document)
    assert (document["possible"], document["input"], document["epochs"]) == (False, None, [])
    assert "keeps no weights" in document["reason"]
    assert error_of(client.post("/api/runs/tiny/looks", data=b"", content_type=RAW)) == (404, "NotLookable")
    assert error_of(client.get("/api/runs/tiny/inside/layers.json")) == (404, "NotLookable")


def test_an_app_that_does_not_look_has_none_of_it(tiny_run: RunReader, store: Path):
    client = create_app(store).test_client()
    assert client.get("/api/runs.json").json["looks"] is False
    assert client.get("/api/runs/tiny/inside.json").json["possible"] is False
    assert client.get("/api/runs/tiny/inside/0/weights/0.bin").status_code == 404
    assert client.post("/api/runs/tiny/looks").status_code == 404


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_newest_look_is_answered_first_and_the_rest_are_dropped_or_canceled(app: Flask, client: FlaskClient):
    looker = looker_of(app)
    client.get(f"{send(client, IMAGES[0])}/0/summary.bin")
    inputs = [send(client, image) for image in IMAGES]
    done: list[tuple[int, int]] = []

    def ask(number: int) -> None:
        done.append((number, app.test_client().get(f"{inputs[number]}/1/summary.bin").status_code))

    process = looker.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(MOST_WAITING + 2)]
    try:
        for number, thread in enumerate(threads):
            thread.start()
            # The first is under way; each of the others waits, the last of them in the place of the first that waited.
            if number <= MOST_WAITING:
                wait_until(lambda number=number: looker.waiting == number and looker.busy)
        wait_until(lambda: done == [(1, 429)])
        assert client.delete(inputs[2]).status_code == 204
        wait_until(lambda: done == [(1, 429), (2, 409)])
    finally:
        os.kill(process, signal.SIGCONT)
    for thread in threads:
        thread.join()
    assert done[2:] == [(0, 200), *((number, 200) for number in range(MOST_WAITING + 1, 2, -1))]


def test_after_the_process_died_in_the_middle_the_next_look_works(app: Flask, client: FlaskClient):
    looker = looker_of(app)
    one = send(client, IMAGES[3])
    assert client.get(f"{one}/0/summary.bin").status_code == 200
    answers: list[TestResponse] = []
    process = looker.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    thread = threading.Thread(target=lambda: answers.append(app.test_client().get(f"{one}/1/summary.bin")))
    thread.start()
    wait_until(lambda: looker.busy)
    os.kill(process, signal.SIGKILL)
    thread.join()
    assert error_of(answers[0]) == (503, "LookerStopped")
    assert "ended by SIGKILL" in answers[0].json["error"]["message"]
    # The input is still there; only the process is another one.
    assert client.get(f"{one}/1/summary.bin").status_code == 200
    assert looker.process_id != process


def test_a_look_that_takes_too_long_is_stopped(app: Flask, client: FlaskClient):
    looker = looker_of(app)
    one, patience = send(client, IMAGES[5]), looker.patience
    assert client.get(f"{one}/0/summary.bin").status_code == 200
    process, looker.patience = looker.process_id, 0
    os.kill(process, signal.SIGSTOP)
    answer = client.get(f"{one}/1/summary.bin")
    looker.patience = patience
    assert error_of(answer) == (503, "LookerStopped")
    assert "took longer than 0 seconds" in answer.json["error"]["message"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
