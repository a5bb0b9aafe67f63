"""A browser asks again and gets 304 while nothing has changed."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, get_ident

import numpy as np
import pytest

from api.conftest import ApiClient
from epochscope import write_thumbnails
from epochscope.command_line import main
from epochscope.store import Manifest, RunReader, RunWriter
from epochscope.store.testing import TINY, record_epoch, write_run
from epochscope_api import create_app
from epochscope_api.caching import AnswerCache

RUN = "/api/runs/tiny/"
OF_ALL_EPOCHS = (
    "run.json",
    "metrics.json",
    "predictions.bin",
    "dynamics.bin",
    "probabilities/0.bin",
    "label_errors.bin",
    "projections/conv/n5-d0.1/pack.bin",
    "quality/conv/n5-d0.1.bin",
    "neighborhoods/conv/0.bin",
    "motion/conv.bin",
)
OF_ONE_EPOCH = (
    "predictions/1.bin",
    "dynamics/1.bin",
    "projections/conv/n5-d0.1/1.bin",
    "quality/conv/n5-d0.1/1.bin",
    "neighbors/conv/1.bin",
    "motion/conv/1.bin",
)
OF_THE_RUN = ("samples.bin", "sources.json", "thumbnails/atlas-0000.webp")
ADDRESSES = (*OF_ALL_EPOCHS, *OF_ONE_EPOCH, *OF_THE_RUN)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_of_a_run_has_a_tag_that_says_whether_it_has_changed(tiny_run, ask, address: str):
    answer = ask.get(RUN + address)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"].startswith('"5-') == (address in OF_ALL_EPOCHS)
    again = ask.get(RUN + address, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_asking_again_reads_nothing_but_the_manifest_and_the_index_of_thumbnails(
    tiny_run: RunReader, ask, store: Path, address: str
):
    tag = ask.get(RUN + address).headers["ETag"]
    for path in tiny_run.folder.files(recursive=True):
        if path not in ("run.json", "thumbnails/index.json"):
            tiny_run.folder.delete(path)
    assert ask.get(RUN + address, If_None_Match=f'W/"else", {tag}').status_code == 304


@pytest.mark.slow
def test_an_epoch_that_is_recorded_and_appended_changes_no_answer_about_the_others(tiny_run: RunReader, ask):
    epochs_before = [address.replace("/1.bin", f"/{epoch}.bin") for address in OF_ONE_EPOCH for epoch in (0, 1, 2)]

    def answers() -> list[tuple[str, bytes]]:
        project = ["project", tiny_run.folder.root, "--n-neighbors=5", "--jobs=1"]
        assert main(project) == 0
        answers = [ask.get(RUN + address) for address in epochs_before]
        return [(answer.headers["ETag"], answer.data) for answer in answers]

    before = answers()
    record_epoch(RunWriter(tiny_run.folder), TINY, 3)
    assert answers() == before
    assert ask.get(RUN + "projections/conv/n5-d0.1/3.bin").status_code == 200


def test_an_address_that_does_not_exist_is_not_found_even_with_the_tag(tiny_run, ask):
    tag = ask.get(RUN + "run.json").headers["ETag"]
    assert ask.get(RUN + "neighbors/conv/9.bin", If_None_Match=tag).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_says_what_get_would(tiny_run, ask, address: str):
    get, head = ask.get(RUN + address), ask.client.head(RUN + address)
    assert (head.status_code, head.data, dict(head.headers)) == (200, b"", dict(get.headers))


def test_a_commit_changes_the_tag_and_the_answer(tiny_run: RunReader, ask):
    before = ask.get(RUN + "run.json")
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, title="Renamed"))
    after = ask.get(RUN + "run.json", If_None_Match=before.headers["ETag"])
    assert (after.status_code, after.json["title"], after.json["revision"]) == (200, "Renamed", 6)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_manifest_is_read_again_only_once_it_is_another_one(tiny_run: RunReader, ask, store: Path):
    path = store / "tiny" / "run.json"
    known = path.stat()
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Tiny"
    path.write_bytes(path.read_bytes().replace(b'"Tiny"', b'"Shy!"'))
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    # The same file, size and time: nothing but reading it would tell that it is another one.
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Tiny"
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns + 1000))
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Shy!"


def test_another_file_in_its_place_is_read_even_where_size_and_time_are_the_same(tiny_run, ask, store: Path):
    path = store / "tiny" / "run.json"
    known = path.stat()
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Tiny"
    other = path.with_name("other.json")
    other.write_bytes(path.read_bytes().replace(b'"Tiny"', b'"Shy!"'))
    os.utime(other, ns=(known.st_atime_ns, known.st_mtime_ns))
    other.replace(path)
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Shy!"


def test_a_run_of_a_remote_store_is_read_at_every_request(store):
    folder = write_run("memory://caching/tiny", TINY).folder
    ask = ApiClient(create_app("memory://caching").test_client())
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Tiny"
    RunWriter(folder).commit(lambda manifest: replace(manifest, title="Renamed"))
    assert ask.json("/api/runs.json")["runs"][0]["title"] == "Renamed"


def test_remade_thumbnails_change_the_tags_without_a_new_revision(tiny_run: RunReader, ask):
    before = {address: ask.get(RUN + address) for address in ("run.json", "thumbnails/atlas-0000.webp")}
    write_thumbnails(tiny_run.folder.root, np.zeros((12, 8, 8, 3), np.uint8))
    after = ask.get(RUN + "run.json", If_None_Match=before["run.json"].headers["ETag"])
    assert (after.status_code, after.json["revision"]) == (200, before["run.json"].json["revision"])
    (atlas,) = after.json["thumbnails"]["atlases"]
    known = before["thumbnails/atlas-0000.webp"]
    remade = ask.get(RUN + atlas["path"], If_None_Match=known.headers["ETag"])
    assert remade.status_code == 200
    assert remade.data != known.data


def test_a_run_recorded_again_has_another_tag_at_the_same_revision(tiny_run: RunReader, ask, store: Path):
    before = ask.get(RUN + "run.json")
    shutil.rmtree(store / "tiny")
    folder = write_run(store / "tiny", TINY).folder
    text = folder.read("run.json").replace(b"2026-01-02", b"2026-01-03").replace(b'"Tiny"', b'"Again"')
    folder.write("run.json", text)
    after = ask.get(RUN + "run.json", If_None_Match=before.headers["ETag"])
    assert (after.status_code, after.json["title"], after.json["revision"]) == (200, "Again", 5)


def test_errors_and_lists_are_requested_again_too(tiny_run, ask):
    for address in ("/api/runs.json", "/api/openapi.json", RUN + "neighbors/conv/9.bin"):
        assert ask.get(address).headers["Cache-Control"] == "no-cache"


def test_the_cache_forgets_what_was_used_longest_ago_beyond_its_bytes():
    built: list[str] = []

    def fetch(key: str, size: int = 4) -> bytes:
        return cache.get(key, lambda: (built.append(key), bytes(size))[1])

    cache = AnswerCache(10)
    for key in ("a", "b", "a", "c", "a", "b"):
        fetch(key)
    assert built == ["a", "b", "c", "b"]
    assert len(fetch("too large", 11)) == 11
    fetch("too large", 11)
    assert built[4:] == ["too large", "too large"]


def identities_of(ask, manifest) -> dict[str, tuple[str, str]]:
    """Return what the manifest says that a file of each kind is of, and what its answer says."""
    files = [manifest["samples"], manifest["predictions"], manifest["projections"][0]["positions"]]
    files.append(manifest["neighbors"][0]["motion"])
    return {
        file["path"]: (file["identity"], ask.get(RUN + file["path"]).headers["Epochscope-Identity"]) for file in files
    }


def test_answers_say_what_they_are_of_and_a_layout_made_again_says_another_thing(tiny_run: RunReader, ask):
    before = identities_of(ask, ask.json(RUN + "run.json"))
    assert all(promised == said for promised, said in before.values())
    path = next(path for path in before if path.startswith("projections/"))

    def laid_out_again(manifest: Manifest) -> Manifest:
        first, *others = manifest.projections
        return replace(manifest, projections=(replace(first, seed=first.seed + 1), *others))

    RunWriter(tiny_run.folder).commit(laid_out_again)
    after = identities_of(ask, ask.json(RUN + "run.json"))
    assert all(promised == said for promised, said in after.values())
    assert [name for name in before if before[name] != after[name]] == [path]


def test_of_several_threads_that_need_an_answer_one_builds_it():
    cache, built, together = AnswerCache(10), [], Barrier(4)

    def build() -> bytes:
        built.append(get_ident())
        return b"answer"

    def fetch(_: int) -> bytes:
        together.wait()
        return cache.get("key", build)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(fetch, range(4))) == [b"answer"] * 4
    assert len(built) == 1


def test_an_answer_that_cannot_be_built_is_tried_again():
    cache = AnswerCache(10)
    with pytest.raises(ZeroDivisionError):
        cache.get("key", lambda: bytes(1 // 0))
    assert cache.get("key", lambda: b"answer") == b"answer"
