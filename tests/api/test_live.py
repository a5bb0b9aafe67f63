"""The manifest says what is being done to a run, while an answer of the run itself stays the same."""

from dataclasses import replace

from api.conftest import ApiClient
from epochscope.store import RunReader, RunWriter

RUN = "/api/runs/tiny/run.json"


def test_the_manifest_says_whether_its_run_is_being_recorded_to_or_projected(tiny_run: RunReader, ask: ApiClient):
    writer, tags = RunWriter(tiny_run.folder), set()
    for holding, name in ((writer.recording, "recording"), (writer.projecting, "projecting")):
        with holding():
            answer = ask.get(RUN)
            assert answer.json["live"] == {"recording": False, "projecting": False, "planned": None, name: True}
            assert ask.get(RUN, If_None_Match=answer.headers["ETag"]).status_code == 304
            tags.add(answer.headers["ETag"])
    answer = ask.get(RUN)
    assert not any(answer.json["live"].values())
    assert answer.headers["ETag"] not in tags
    assert len(tags) == 2


def test_an_interrupted_run_has_a_planned_epoch_and_is_not_being_recorded_to(tiny_run: RunReader, ask: ApiClient):
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, planned=20))
    assert ask.json(RUN)["live"] == {"recording": False, "projecting": False, "planned": 20}
