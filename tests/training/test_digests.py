"""Every byte of a run has a digest that is bound to its place: changed files are found by name."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.command_line import main
from epochscope.store import NO_DIGEST, DamagedRun, RunReader, RunWriter, check_run
from epochscope.store.testing import TINY, write_run

WEIGHTS = b"\2\0\0\0\0\0\0\0{}"


@pytest.fixture
def whole(store: Path) -> RunReader:
    """A run with a file of every kind."""
    run = write_run(store / "whole", replace(TINY, activations=True, thumbnails=True))
    writer = RunWriter(run.folder)
    writer.write_checkpoint(2, WEIGHTS)
    writer.write_resume_state(2, b"state")
    writer.write_flipped_labels(np.array([3], np.int32), np.array([1], np.int32))
    writer.write_fingerprints(np.zeros((12, 16), np.uint8))
    writer.commit(lambda manifest: replace(manifest, checkpoints=(2,)))
    return RunReader(run.folder)


def files_of(run: RunReader) -> list[str]:
    return [path for path in run.folder.files(recursive=True) if not path.endswith(".lock")]


def damaged(run: RunReader) -> list[str]:
    return [finding.path for finding in check_run(run) if finding.damage]


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(content))


def test_one_bit_that_flips_in_any_file_is_found_by_name(whole: RunReader):
    assert check_run(whole) == []
    bits = np.random.default_rng(0)
    for path in set(files_of(whole)) - {"run.json", "thumbnails/index.json"}:
        file = Path(whole.folder.root) / path
        bit = int(bits.integers(8 * file.stat().st_size))
        flip(file, bit)
        assert damaged(whole) == [path], bit
        flip(file, bit)
    assert check_run(whole) == []


@pytest.mark.parametrize(("path", "key"), [("run.json", b'"run.json'), ("thumbnails/index.json", b'"digest')])
def test_one_bit_that_flips_in_a_list_of_files_is_found(
    whole: RunReader, path: str, key: bytes, capsys: pytest.CaptureFixture[str]
):
    file = Path(whole.folder.root) / path
    size, name = 8 * file.stat().st_size, 8 * file.read_bytes().rindex(key) + 9
    for bit in (name, *range(3, size, size // 40)):
        flip(file, bit)
        assert main(["check", whole.folder.root]) in (1, 2), bit
        flip(file, bit)
    assert path in capsys.readouterr().out
    assert check_run(whole) == []


@pytest.mark.parametrize(
    "pair",
    [
        ("predictions/epoch=0000/part-0.parquet", "predictions/epoch=0001/part-0.parquet"),
        ("activations/layer=conv/epoch=0001/part-0.parquet", "activations/layer=conv/epoch=0002/part-0.parquet"),
    ],
)
def test_two_files_that_changed_places_are_found(whole: RunReader, pair: tuple[str, str]):
    one, other = (Path(whole.folder.root) / path for path in pair)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)
    assert damaged(whole) == sorted(pair)


def test_damaged_weights_and_states_are_refused_in_words(whole: RunReader):
    for name, read, words in (
        ("checkpoints/epoch=0002.safetensors", whole.checkpoint, "the weights of run 'whole' at epoch 2"),
        ("resume/epoch=0002.pt", whole.resume_state, "the state to resume run 'whole' after epoch 2"),
    ):
        read(2)
        flip(Path(whole.folder.root) / name, 9)
        with pytest.raises(DamagedRun, match=f"{words} cannot be read: the content of {name} is not what was written"):
            read(2)


def without_digests(run: RunReader) -> None:
    """Make a run what an older version wrote."""
    for path, field in (("run.json", "files"), ("thumbnails/index.json", "digest")):
        document = json.loads(run.folder.read(path))
        del document[field]
        run.folder.write(path, (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode())


def test_a_run_of_an_older_version_is_read_named_and_given_digests(
    whole: RunReader, capsys: pytest.CaptureFixture[str]
):
    without_digests(whole)
    old = RunReader(whole.folder)
    assert old.checkpoint(2) == WEIGHTS
    listed = set(files_of(old)) - {"thumbnails/atlas-0000.webp"}
    assert {(finding.path, finding.message, finding.damage) for finding in check_run(old)} == {
        (path, NO_DIGEST, False) for path in listed
    }
    assert main(["check", old.folder.root]) == 0
    assert f"note: resume/epoch=0002.pt: {NO_DIGEST}" in capsys.readouterr().out
    revision = old.manifest.revision
    assert main(["check", old.folder.root, "--add-digests"]) == 0
    assert f"whole: {len(listed)} digests added" in capsys.readouterr().out
    assert check_run(old) == []
    assert RunReader(whole.folder).manifest.revision == revision


def test_digests_are_not_taken_of_a_damaged_run(whole: RunReader):
    without_digests(whole)
    (Path(whole.folder.root) / "checkpoints/epoch=0002.safetensors").unlink()
    before = whole.folder.read("run.json")
    assert main(["check", whole.folder.root, "--add-digests"]) == 1
    assert whole.folder.read("run.json") == before


def test_metrics_are_whole_before_and_after_they_are_replaced(whole: RunReader):
    metrics = whole.metrics()
    for known in (metrics[:4], metrics[:2], metrics):
        RunWriter(whole.folder).write_metrics(known)
        assert check_run(whole) == []
    assert RunReader(whole.folder).manifest.revision == whole.manifest.revision
