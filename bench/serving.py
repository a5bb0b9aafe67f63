"""Measures bytes and time to the first plot and the whole sequence, beside JSON, and 200 people at once, beside nginx.

10,000 samples × 20 epochs of one layer. The positions are made up (a random walk), because bytes and time do not
depend on what they show. Both servers are waitress in a process of their own, asked over one keep-alive connection,
without gzip. The baseline serves JSON that it keeps ready in memory, so its time is transfer and decoding only.

Then 200 people scrub the same run for a minute, each over one connection, with a second of thought after every answer;
and as many scrub an export of it that nginx serves (Python's own server where nginx is not installed).

Example:
  python bench/serving.py
"""

import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from common.claims import Claim, conclude, times_less
from common.serving import epochscope_server
from epochscope.store.testing import PARTS, Recipe, write_run
from serving_parts import crowd

SAMPLES, EPOCHS, REPEATS = 10_000, 20, 15
CLAIM = 5  # the first plot takes at most 1/5 of the bytes of JSON
RUN = "bench"
# What the API reads until the whole sequence is on screen: no activations, no predictions.
RECIPE = Recipe(SAMPLES, epochs=range(EPOCHS), without=[part for part in PARTS if part != "labels"])
POSITIONS, LABELS, SPLITS = RECIPE.positions(*RECIPE.layouts[0]), RECIPE.labels, RECIPE.splits
Get = Callable[[str], bytes]
Visit = Callable[[Get], np.ndarray]
ROW = "{:<16} {:<22} {:>12} {:>9} {:>10} {:>9}"


def main() -> int:
    with tempfile.TemporaryDirectory() as store:
        write_run(f"{store}/{RUN}", RECIPE)
        return conclude([first_plot(store), *crowd.measure(store, RUN)])


def first_plot(store: str) -> Claim:
    """Print the table of bytes and times of one visitor, and return the claim about them."""
    with epochscope_server(store) as ours, json_server() as baseline:
        servers = {
            "epochscope": (ours, our_first_plot, our_sequence),
            "JSON": (baseline, *json_visits("full")),
            "JSON, 4 decimals": (baseline, *json_visits("rounded")),
        }
        first = {name: measure(address, visit) for name, (address, visit, _) in servers.items()}
        whole = {name: measure(address, visit) for name, (address, _, visit) in servers.items()}
    print(
        f"{SAMPLES:,} samples x {EPOCHS} epochs; medians of {REPEATS} visits after one to warm up; ratio: x epochscope"
    )
    print(ROW.format("until", "served by", "bytes", "ratio", "ms", "ratio"))
    print_rows("first plot", first)
    print_rows("whole sequence", whole)
    return times_less("bytes until the first plot, of JSON", first["JSON"][0], first["epochscope"][0], CLAIM)


def measure(address: str, visit: Visit) -> tuple[int, float]:
    """Return bytes received and median milliseconds until everything is a numpy array, after one visit to warm up."""
    connection = HTTPConnection(urlsplit(address).netloc)
    received: list[int] = []
    times = []
    for _ in range(REPEATS + 1):
        received.clear()
        start = time.perf_counter()
        positions = visit(lambda path: fetch(connection, path, received))
        times.append(1000 * (time.perf_counter() - start))
        assert np.abs(positions - POSITIONS[: len(positions)]).max() < 1e-3
    connection.close()
    return sum(received), statistics.median(times[1:])


def fetch(connection: HTTPConnection, path: str, received: list[int]) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200, (path, answer.status)
    body = answer.read()
    received.append(len(body))
    return body


def print_rows(until: str, figures: dict[str, tuple[int, float]]) -> None:
    our_bytes, our_time = figures["epochscope"]
    for name, (size, spent) in figures.items():
        print(
            ROW.format(until, name, f"{size:,}", f"{size / our_bytes:.1f}x", f"{spent:.1f}", f"{spent / our_time:.1f}x")
        )


def our_first_plot(get: Get) -> np.ndarray:
    projection = our_run(get)
    body = get(f"/api/runs/{RUN}/" + projection["positions"]["epoch_path"].replace("{epoch}", "0"))
    return decode(body, projection, [1, *projection["positions"]["epoch_arrays"][0]["shape"]])


def our_sequence(get: Get) -> np.ndarray:
    projection = our_run(get)
    positions = projection["positions"]
    return decode(get(f"/api/runs/{RUN}/" + positions["path"]), projection, positions["arrays"][0]["shape"])


def our_run(get: Get) -> dict[str, Any]:
    """Request what a page needs before any position; return the projection's part of the manifest."""
    name = json.loads(get("/api/runs.json"))["runs"][0]["name"]
    manifest = json.loads(get(f"/api/runs/{name}/run.json"))
    samples = np.frombuffer(get(f"/api/runs/{name}/samples.bin"), np.uint8).reshape(2, -1)
    assert samples[0, -1] == LABELS[-1]
    projection: dict[str, Any] = manifest["projections"][0]
    return projection


def decode(body: bytes, projection: dict[str, Any], shape: list[int]) -> np.ndarray:
    extent = projection["extent"]
    steps = np.frombuffer(body, "<u2").reshape(shape).astype(np.float32)
    return np.array([extent["x"], extent["y"]], np.float32) + steps * np.float32(extent["size"] / 65535)


def json_visits(form: str) -> tuple[Visit, Visit]:
    """Return the visits for the first plot and for the whole sequence, in one form of JSON."""

    def visit(get: Get, positions: str) -> np.ndarray:
        json.loads(get("/runs.json"))
        json.loads(get("/run.json"))
        samples = json.loads(get("/samples.json"))
        assert np.array(samples["label"], np.uint8)[-1] == LABELS[-1]
        assert len(np.array(samples["split"], np.uint8)) == SAMPLES
        return np.array(json.loads(get(f"/{form}/{positions}.json")), np.float32)

    return (lambda get: visit(get, "0")[None]), (lambda get: visit(get, "all"))


@contextmanager
def json_server() -> Iterator[str]:
    receiving, sending = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=serve_json, args=(sending,))
    process.start()
    try:
        yield receiving.recv()
    finally:
        process.terminate()
        process.join()


def serve_json(address: Connection) -> None:
    """Serve the baseline: the documents that Epochscope has too, and positions as rows [x, y]."""
    from flask import Flask, Response
    from waitress import create_server

    app, answers = Flask("baseline"), json_answers()
    app.add_url_rule("/<path:path>", "any", lambda path: Response(answers[path], mimetype="application/json"))
    server = create_server(app, host="127.0.0.1", port=0, threads=8, outbuf_overflow=256 << 20)
    address.send(f"http://127.0.0.1:{server.effective_port}/")
    server.run()


def json_answers() -> dict[str, bytes]:
    splits = [int(split == "test") for split in SPLITS]
    answers: dict[str, object] = {
        "runs.json": {"runs": [{"name": RUN, "samples": SAMPLES, "epochs": EPOCHS}]},
        "run.json": {"name": RUN, "classes": list(map(str, range(10))), "epochs": list(range(EPOCHS))},
        "samples.json": {"label": LABELS.tolist(), "split": splits},
    }
    for form, positions in (("full", POSITIONS.tolist()), ("rounded", POSITIONS.astype(float).round(4).tolist())):
        answers |= {f"{form}/0.json": positions[0], f"{form}/all.json": positions}
    return {path: json.dumps(answer, separators=(",", ":")).encode() for path, answer in answers.items()}


if __name__ == "__main__":
    sys.exit(main())
