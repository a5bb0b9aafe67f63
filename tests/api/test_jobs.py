"""Settings laid out on demand: by the real command, in a process of its own."""

import json
import logging
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from browser.server import Server, serving
from epochscope.command_line import main
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunBusy, RunReader, RunWriter, check_run
from epochscope.store.testing import SLOW, write_run
from epochscope_api import create_app
from epochscope_api.jobs import MOST_LISTENERS, Job
from epochscope_api.routes import jobs as routes

pytestmark = pytest.mark.slow

TINY_JOBS, SLOW_JOBS = "/api/runs/tiny/jobs", "/api/runs/slow/jobs"
WANTED = {"layer": "logits", "n_neighbors": 7, "min_dist": 0.25}
LONG = {"layer": "deep", "n_neighbors": 200, "min_dist": 0.1}
STEPS = ("starting", "neighbors", "aligning", "scoring", "placing")
# A machine that is busy may need long for what usually takes seconds.
PATIENCE = 240
UNLISTED = r"neighbors/.*\.parquet"


@pytest.fixture
def client(store: Path) -> Iterator[FlaskClient]:
    """Asks an app that takes jobs."""
    app = create_app(store, takes_jobs=True)
    yield app.test_client()
    routes.stop_jobs(app)


@pytest.fixture(scope="module")
def slow_run(tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    """A run that takes long; no test here lays it out to the end."""
    return write_run(tmp_path_factory.mktemp("jobs") / "slow", SLOW, epochs=20)


@pytest.fixture
def slow(slow_run: RunReader, store: Path) -> RunReader:
    """A copy of it in the store of this test."""
    shutil.copytree(slow_run.folder.root, store / "slow")
    return RunReader.at(store / "slow")


def events(client: FlaskClient, job: str, until: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Return the events of a job, up to the first of a step or of one after it, or else to the last of all."""
    enough = STEPS[STEPS.index(until) :] if until else ()
    found = []
    with client.get(job + "/events") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        for block in answer.iter_encoded():
            if block.startswith(b"event: "):
                name, data = block.decode().removesuffix("\n\n").split("\n")
                found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
                if found[-1][1]["step"] in enough:
                    break
    return found


def begin(client: FlaskClient, address: str, wanted: dict[str, Any]) -> str:
    """Request a job and return its address."""
    answer = client.post(address, json=wanted)
    assert answer.status_code == 202, answer.json
    return f"{address}/{answer.json['id']}"


def error_of(answer: Any) -> dict[str, Any]:
    assert set(answer.json) == {"error"}
    assert answer.json["error"]["status"] == answer.status_code
    error: dict[str, Any] = answer.json["error"]
    return error


def settings_of(run: RunReader) -> list[str]:
    return [f"{one.layer} {one.setting}" for one in RunReader(run.folder).manifest.projections]


def is_being_laid_out(run: RunReader) -> bool:
    try:
        with RunWriter(run.folder).projecting():
            return False
    except RunBusy:
        return True


def assert_whole_without_the_layout(run: RunReader) -> None:
    """It has no other layout, nothing of it is damaged, and nothing unfinished lies about: at most the neighbors of
    an epoch, whole, that the job was about to list."""
    assert settings_of(run) == ["deep n15-d0.1"]
    found = check_run(RunReader(run.folder))
    assert [finding for finding in found if finding.damage] == []
    assert [path for path in (finding.path for finding in found) if not re.fullmatch(UNLISTED, path)] == []


@dataclass(frozen=True)
class Finished:
    """A job that was requested, and followed until it was done."""

    client: FlaskClient
    run: RunReader
    address: str
    told: list[tuple[str, dict[str, Any]]]
    heard: list[str]
    """Every step, also those that a listener slower than the job misses."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, written_tiny_run: RunReader) -> Finished:
    store = tmp_path_factory.mktemp("finished")
    run = RunReader.at(shutil.copytree(written_tiny_run.folder.root, store / "tiny"))
    client = create_app(store, takes_jobs=True).test_client()
    assert client.get(TINY_JOBS).json == {"jobs": []}
    steps: list[str] = []
    report = Job.report

    def listen(job: Job, **changes: object) -> None:
        steps.append(str(changes.get("step", job.progress.step)))
        report(job, **changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Job, "report", listen)
        job = begin(client, TINY_JOBS, {**WANTED, "min_dist": -0.0})
        return Finished(client, run, job, events(client, job), steps)


@pytest.fixture
def finished_run(finished: Finished, store: Path) -> RunReader:
    """A copy of its run in the store of this test."""
    return RunReader.at(shutil.copytree(finished.run.folder.root, store / "tiny"))


def test_a_setting_is_laid_out_on_demand_and_its_progress_is_reported(finished: Finished):
    told = finished.told
    assert {name for name, _ in told[:-1]} == {"progress"}
    assert (told[-1][0], told[-1][1]["state"]) == ("done", "done")
    steps = list(dict.fromkeys(["starting", *finished.heard]))
    assert steps == list(STEPS)
    assert [state["message"] for _, state in told] == [None] * (len(told) - 1) + ["projected"]
    reached = [steps.index(state["step"]) for _, state in told]
    assert reached == sorted(reached)
    done = [state["done"] for _, state in told]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(told[-1][1]["total"])
    assert settings_of(finished.run) == ["conv n5-d0.1", "logits n7-d0.0"]
    assert finished.client.get("/api/runs/tiny/projections/logits/n7-d0.0/pack.bin").status_code == 200
    assert [one for one in check_run(RunReader(finished.run.folder)) if "logits" in one.path] == []


def test_a_negative_zero_is_zero(finished: Finished):
    assert settings_of(finished.run)[-1] == "logits n7-d0.0"


def test_the_answers_are_as_described(finished: Finished):
    client = finished.client
    description = client.get("/api/openapi.json").json
    describes = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Job", "JobList", "RunList")}

    def assert_is(answer: Any, name: str) -> None:
        Draft202012Validator({**describes[name], "components": description["components"]}).validate(answer)

    for _, state in finished.told:
        assert_is(state, "Job")
    assert_is(client.get(TINY_JOBS).json, "JobList")
    assert_is(client.delete(finished.address).json, "Job")
    assert_is(client.get("/api/runs.json").json, "RunList")


def test_what_is_up_to_date_is_done_at_once_and_left_alone(finished_run: RunReader, client: FlaskClient):
    before = finished_run.folder.read("run.json")
    assert events(client, begin(client, TINY_JOBS, {**WANTED, "min_dist": 0.0}))[-1][0] == "done"
    assert finished_run.folder.read("run.json") == before


def test_a_job_that_has_ended_can_still_be_asked_about(finished: Finished):
    client, last = finished.client, finished.told[-1]
    assert events(client, finished.address) == [last]
    assert client.get(TINY_JOBS).json == {"jobs": [last[1]]}
    answer = client.delete(finished.address)
    assert (answer.status_code, answer.json) == (200, last[1])


def test_a_run_has_one_job_at_a_time_and_the_same_is_the_one_that_runs(slow: RunReader, client: FlaskClient):
    job = begin(client, SLOW_JOBS, LONG)
    assert begin(client, SLOW_JOBS, LONG) == job
    assert error_of(client.post(SLOW_JOBS, json={**LONG, "n_neighbors": 9})) == {
        "status": 409,
        "name": "RunBusy",
        "message": "run 'slow' is being projected already: deep with n_neighbors 200 and min_dist 0.1; "
        "wait for it or cancel it",
    }


def test_runs_do_not_wait_for_each_other(slow, finished_run, client: FlaskClient):
    job = begin(client, SLOW_JOBS, LONG)
    assert events(client, begin(client, TINY_JOBS, {**WANTED, "min_dist": 0.0}))[-1][0] == "done"
    assert client.get(SLOW_JOBS).json["jobs"][0]["state"] == "running"
    assert job.endswith(client.get(SLOW_JOBS).json["jobs"][0]["id"])


@pytest.mark.parametrize("step", ["starting", "neighbors", "aligning"])
def test_a_canceled_job_leaves_a_whole_run_without_the_layout_and_can_be_requested_again(
    slow: RunReader, client: FlaskClient, step: str
):
    job = begin(client, SLOW_JOBS, LONG)
    events(client, job, until=step)
    answer = client.delete(job)
    # A process that has only just started is gone before the answer is written.
    now = (answer.status_code, answer.json["step"], answer.json["message"])
    assert now in ((202, "stopping", None), (200, "stopping", "canceled"))
    name, last = events(client, job)[-1]
    assert (name, last["state"], last["message"]) == ("canceled", "canceled", "canceled")
    assert not is_being_laid_out(slow)
    assert_whole_without_the_layout(slow)
    assert begin(client, SLOW_JOBS, LONG) != job


REFUSED = {
    "UnusableSetting n_neighbors must be a whole number from 2 to 11 (this run has 12 samples), not 12": {
        "n_neighbors": 12
    },
    "UnusableSetting n_neighbors must be a whole number from 2 to 11 (this run has 12 samples), not 1": {
        "n_neighbors": 1
    },
    "UnusableSetting n_neighbors must be a whole number, not 7.5": {"n_neighbors": 7.5},
    "UnusableSetting n_neighbors must be a whole number, not True": {"n_neighbors": True},
    "UnusableSetting min_dist must be a number from 0 to 1, not 1.5": {"min_dist": 1.5},
    "UnusableSetting min_dist must be a number from 0 to 1, not nan": {"min_dist": float("nan")},
    "UnusableSetting min_dist must be a number, not '0.1'": {"min_dist": "0.1"},
    "UnusableInput layer must be the name of a layer, not None": {"layer": None},
    "UnusableInput send a JSON object with layer, n_neighbors, min_dist and nothing else": {"seed": 1},
    "LayerNotFound there is no layer 'fc'; this run has: conv, logits": {"layer": "fc"},
    "LayerNotFound there is no layer 'conv,logits'; this run has: conv, logits": {"layer": "conv,logits"},
}


@pytest.mark.parametrize(("words", "change"), REFUSED.items(), ids=range(len(REFUSED)))
def test_an_impossible_layout_is_rejected_with_a_message(tiny_run, client: FlaskClient, words: str, change):
    error = error_of(client.post(TINY_JOBS, json={**WANTED, **change}))
    assert f"{error['name']} {error['message']}" == words
    assert error["status"] == (404 if error["name"] == "LayerNotFound" else 400)
    assert client.get(TINY_JOBS).json == {"jobs": []}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (json.dumps(WANTED), "text/plain", 415),
        (json.dumps(WANTED), "", 415),
        (json.dumps(WANTED), "text/json", 415),
        ("layer=logits&n_neighbors=7&min_dist=0.25", "application/x-www-form-urlencoded", 415),
        ('{"layer": "logits"', "application/json", 400),
        ("[" * 512, "application/json", 400),
        ("[]", "application/json", 400),
        ("", "application/json", 400),
        (json.dumps({**WANTED, "layer": "x" * 600}), "application/json", 413),
    ],
)
def test_a_body_other_than_a_little_json_is_rejected(tiny_run, client: FlaskClient, body: str, kind: str, status: int):
    assert error_of(client.post(TINY_JOBS, data=body, content_type=kind))["status"] == status
    assert client.get(TINY_JOBS).json == {"jobs": []}


FOREIGN = {
    "another site": {"Origin": "http://evil.example"},
    "another port": {"Origin": "http://localhost:8001"},
    "a file or a frame without rights": {"Origin": "null"},
    "a site that only the browser names": {"Sec-Fetch-Site": "cross-site"},
    "a name that an attacker pointed here": {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"},
    "such a name, without origin": {"Host": "evil.example:8000"},
    "a name that looks like ours": {"Host": "localhost.evil.example"},
    "a name that looks like an address": {"Host": "127.0.0.1.evil.example"},
    "a host that is none": {"Host": "[::1"},
}


ELSEWHERE = {"REMOTE_ADDR": "192.0.2.9"}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_pages_of_other_sites_can_neither_ask_nor_cancel(tiny_run, client: FlaskClient, headers: dict[str, str]):
    error = error_of(client.post(TINY_JOBS, json=WANTED, headers=headers))
    assert (error["status"], error["name"]) == (403, "ForeignPage")
    assert error_of(client.delete(f"{TINY_JOBS}/x", headers=headers))["name"] == "ForeignPage"
    assert client.get(TINY_JOBS).json == {"jobs": []}


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.0.2.7", "LocalHost"])
def test_the_servers_own_page_is_known_under_any_address(tiny_run, client: FlaskClient, host: str):
    headers = {"Host": host, "Origin": f"http://{host.lower()}", "Sec-Fetch-Site": "same-origin"}
    assert client.get("/api/runs.json", headers=headers).json["takes_jobs"] is True
    assert error_of(client.delete(f"{TINY_JOBS}/x", headers=headers))["name"] == "JobNotFound"


def test_a_page_under_a_foreign_name_is_not_offered_what_it_would_be_refused(tiny_run, client: FlaskClient):
    answer = client.get("/api/runs.json", headers={"Host": "workstation:8000"}, environ_base=ELSEWHERE)
    assert answer.json["takes_jobs"] is False


def test_a_page_behind_a_proxy_is_our_own_under_the_address_that_was_given(tiny_run, store: Path):
    client = create_app(store, origins=["https://plots.example"], takes_jobs=True).test_client()
    own = {"Host": "plots.example", "Origin": "https://plots.example"}
    assert client.get("/api/runs.json", headers=own).json["takes_jobs"] is True
    assert error_of(client.delete(f"{TINY_JOBS}/x", headers=own))["name"] == "JobNotFound"
    for other in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert error_of(client.delete(f"{TINY_JOBS}/x", headers=own | other))["name"] == "ForeignPage"


def test_another_site_that_may_read_may_not_ask(tiny_run, store: Path):
    page = "http://localhost:5173"
    client = create_app(store, origins=[page], takes_jobs=True).test_client()
    asked = {"Origin": page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert "POST" not in client.options(TINY_JOBS, headers=asked).headers.get("Access-Control-Allow-Methods", "")
    assert error_of(client.post(TINY_JOBS, json=WANTED, headers={"Origin": page}))["name"] == "ForeignPage"


def test_an_app_takes_no_jobs_unless_it_was_made_to(tiny_run, ask):
    assert ask.json("/api/runs.json")["takes_jobs"] is False
    assert error_of(ask.client.post(TINY_JOBS, json=WANTED))["name"] == "NotFound"
    assert ask.failure(TINY_JOBS)["name"] == "NotFound"


def test_an_unknown_run_or_job_is_reported_by_name(tiny_run, client: FlaskClient):
    assert error_of(client.post("/api/runs/tpyo/jobs", json=WANTED))["name"] == "RunNotFound"
    for answer in (client.delete(f"{TINY_JOBS}/tpyo"), client.get(f"{TINY_JOBS}/tpyo/events")):
        assert error_of(answer) == {
            "status": 404,
            "name": "JobNotFound",
            "message": "run 'tiny' has no job 'tpyo'; only the last one requested is known",
        }
    assert error_of(client.put(TINY_JOBS))["message"] == "PUT is not allowed here; use GET, HEAD, POST"


def test_a_run_without_an_epoch_is_rejected_with_a_message(tiny_run: RunReader, client: FlaskClient):
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, epochs=(), projections=(), neighbors=()))
    error = error_of(client.post(TINY_JOBS, json=WANTED))
    assert (error["name"], error["message"]) == (
        "TooFewEpochs",
        "a layout needs at least one recorded epoch; this run has none yet",
    )


def test_a_layout_that_cannot_fit_is_rejected_with_its_estimate_as_by_the_command(
    tiny_run: RunReader, client: FlaskClient, capsys
):
    # The thumbnails are of fewer samples.
    tiny_run.folder.delete("thumbnails/index.json")
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, samples=10_000_000))
    error = error_of(client.post(TINY_JOBS, json={**WANTED, "n_neighbors": 9_999_999}))
    assert (error["status"], error["name"]) == (400, "NotEnoughRoom")
    assert error["message"].startswith(
        "n_neighbors 9999999 takes about 9,599,998.1 GB of memory (10,000,000 samples, 3 epochs), and this machine has "
    )
    assert client.get(TINY_JOBS).json == {"jobs": []}
    command = ["project", tiny_run.folder.root, "--layers=logits", "--n-neighbors=9999999", "--jobs=1"]
    assert main(command) == 2
    assert error["message"] in capsys.readouterr().err


def test_a_compact_copy_has_nothing_to_be_laid_out(tiny_run: RunReader, client: FlaskClient, store: Path):
    write_compact_copy(tiny_run, store / "copy", CopyChoice())
    error = error_of(client.post("/api/runs/copy/jobs", json=WANTED))
    assert (error["status"], error["name"]) == (400, "NotKept")
    assert "compact copy of 'Tiny', without activations" in error["message"]
    assert client.get("/api/runs/copy/run.json").json["compact"] is True


def test_a_job_that_fails_says_why_without_naming_this_machine(tiny_run: RunReader, client: FlaskClient, store: Path):
    with RunWriter(tiny_run.folder).projecting():
        name, last = events(client, begin(client, TINY_JOBS, WANTED))[-1]
    assert (name, last["state"]) == ("failed", "failed")
    assert last["message"] == "another process is projecting run 'tiny'; wait for it or stop it"


def test_a_failure_names_files_by_their_path_in_the_store(tiny_run: RunReader, client: FlaskClient, store: Path):
    (store / "tiny" / "activations" / "layer=logits" / "epoch=0001" / "part-0.parquet").unlink()
    last = events(client, begin(client, TINY_JOBS, WANTED))[-1][1]
    assert last["state"] == "failed"
    assert "epoch=0001" in last["message"]
    assert str(store) not in last["message"]


def test_a_job_that_breaks_sends_one_to_the_log(slow, client: FlaskClient, caplog: pytest.LogCaptureFixture):
    job = begin(client, SLOW_JOBS, LONG)
    events(client, job, until="neighbors")
    client.application.extensions["epochscope.jobs"].of("slow")[0]._process.kill()
    with caplog.at_level(logging.ERROR):
        last = events(client, job)[-1][1]
    assert (last["state"], last["message"]) == ("failed", "the job ended with code -9; the server's log says why")
    assert "the job for deep with n_neighbors 200 and min_dist 0.1 ended with code -9" in caplog.text


def test_a_heartbeat_shows_that_a_listener_has_left(slow, client: FlaskClient, monkeypatch):
    monkeypatch.setattr(routes, "HEARTBEAT", 0.01)
    with client.get(begin(client, SLOW_JOBS, LONG) + "/events") as answer:
        blocks = answer.iter_encoded()
        assert next(blocks).startswith(b"event: progress\n")
        assert next(blocks) == b": still at it\n\n"


def test_listeners_leave_threads_for_everything_else(slow, client: FlaskClient):
    job = begin(client, SLOW_JOBS, LONG)
    listeners = [client.get(job + "/events") for _ in range(MOST_LISTENERS)]
    assert error_of(client.get(job + "/events"))["name"] == "TooManyListeners"
    listeners.pop().close()
    with client.get(job + "/events") as answer:
        assert answer.status_code == 200
    for listener in listeners:
        listener.close()


def ask_server(server: Server, run: str, wanted: dict[str, Any]) -> str:
    """Ask a real server for a job; return the address of its events."""
    address = f"{server.address}api/runs/{run}/jobs"
    request = Request(address, json.dumps(wanted).encode(), {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return f"{address}/{json.load(answer)['id']}/events"


def wait_until_at_work(job: str) -> None:
    with urlopen(job, timeout=PATIENCE) as stream:
        assert any(b'"step":"neighbors"' in line for line in stream)


def wait_until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_stops_stops_its_job_and_the_run_stays_whole(slow: RunReader, store: Path, stop: signal.Signals):
    with serving(store) as server:
        job = ask_server(server, "slow", LONG)
        wait_until_at_work(job)
        assert is_being_laid_out(slow)
        # A page that follows the job does not keep the server from stopping.
        with urlopen(job, timeout=PATIENCE):
            server.process.send_signal(stop)
            assert server.process.wait(PATIENCE) == (-signal.SIGKILL if stop == signal.SIGKILL else 0)
        assert server.process.stdout.read() == ""
    if stop == signal.SIGKILL:
        # The job received no signal; it ends at its next progress line, which no process reads.
        wait_until(lambda: not is_being_laid_out(slow))
    assert not is_being_laid_out(slow)
    assert_whole_without_the_layout(slow)


def test_a_server_answers_while_as_many_as_may_follow_a_job(slow: RunReader, store: Path):
    with serving(store) as server:
        job = ask_server(server, "slow", LONG)
        followers = [urlopen(job, timeout=PATIENCE) for _ in range(MOST_LISTENERS)]
        for _ in range(2 * MOST_LISTENERS):
            with urlopen(f"{server.address}api/runs/slow/run.json", timeout=PATIENCE) as answer:
                assert answer.status == 200
        for follower in followers:
            follower.close()
        # Closed connections are noticed at the next message, and others may follow the job then.
        wait_until(lambda: status_of(job) == 200)


def status_of(address: str) -> int:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
