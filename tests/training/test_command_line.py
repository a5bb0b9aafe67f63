"""The ``epochscope`` command itself, and the commands that only need the store."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from epochscope import command_line
from epochscope.errors import UnusableInput
from epochscope.store import RunReader
from epochscope.store.testing import TINY, write_run
from images import write_digits_parquet
from killed import LOADED


def test_list_shows_runs_and_the_problems_of_unreadable_ones(
    tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str]
):
    write_run(store / "torn", TINY)
    (store / "torn" / "run.json").write_text("{")
    assert command_line.main(["list", str(store)]) == 0
    head, tiny, torn = capsys.readouterr().out.splitlines()
    assert head.split() == ["run", "model", "data", "set", "samples", "epochs", "layers", "projections"]
    assert tiny.split() == ["tiny", "tiny", "made", "12", "3", "2", "1"]
    assert torn.startswith("torn") and "run.json of run 'torn' cannot be read" in torn


def test_list_of_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command_line.main(["list", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out == f"no runs in {tmp_path / 'none'}\n"


def test_check_ends_with_0_for_a_complete_run(tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str]):
    assert command_line.main(["check", str(store / "tiny")]) == 0
    assert capsys.readouterr().out == "tiny: complete; 3 epochs, 2 layers, 12 samples, 1 projections\n"


def test_check_ends_with_1_and_names_the_damaged_files(
    tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str]
):
    (store / "tiny" / "metrics.parquet").unlink()
    assert command_line.main(["check", str(store / "tiny")]) == 1
    assert "DAMAGED: metrics.parquet: " in capsys.readouterr().out
    (store / "tiny" / "run.json").write_text("{")
    assert command_line.main(["check", str(store / "tiny")]) == 1
    assert "DAMAGED: run.json of run 'tiny' cannot be read" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere", "..", "a\0b", "x" * 10_000, "nowhere://runs/r"])
@pytest.mark.parametrize("command", ["check", "project"])
def test_a_location_without_a_run_ends_with_2(store: Path, capsys: pytest.CaptureFixture[str], command: str, name: str):
    location = name if "://" in name else str(store / name)
    assert command_line.main([command, location]) == 2
    assert capsys.readouterr().err.startswith("epochscope: ")


@pytest.mark.parametrize("command", ["check", "project"])
def test_a_newer_format_ends_with_2(tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str], command: str):
    path = store / "tiny" / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format_version": 2}))
    assert command_line.main([command, str(store / "tiny")]) == 2
    assert "format version 2; this Epochscope reads up to 1" in capsys.readouterr().err


def test_ctrl_c_says_that_what_is_complete_is_kept(
    tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("epochscope.commands.check.check_run", interrupt)
    assert command_line.main(["check", str(store / "tiny")]) == 130
    assert "what is complete is kept" in capsys.readouterr().err


def test_the_demo_rejects_a_wrong_argument_before_it_trains(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["demo", "--store", str(tmp_path), "--port", "http"])
    assert stopped.value.code == 2
    assert "'http' is not a port" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def train_on_a_full_disk(dataset: Path, store: Path, said: Path) -> None:
    """Train in this process, which no file may fill above 20 MB from now on; ``said`` receives its errors."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20 << 20, 20 << 20))
    recipe = ["--stem", "imagenet", "--epochs", "1", "--samples", "40"]
    location = ["--dataset", str(dataset), "--store", str(store), "--run", "r"]
    with said.open("w") as errors, redirect_stderr(errors):
        sys.exit(command_line.main(["train", "resnet18", *recipe, *location]))


@pytest.mark.slow
def test_a_full_disk_while_training_ends_with_2_and_leaves_nothing_half_written(tmp_path: Path):
    """The kernel rejects files above a size, as a full disk rejects all; the checkpoint of ResNet-18 has 45 MB."""
    dataset, said = write_digits_parquet(tmp_path / "mini"), tmp_path / "said.txt"
    training = LOADED.Process(target=train_on_a_full_disk, args=(dataset, tmp_path, said))
    training.start()
    training.join()
    assert training.exitcode == 2
    assert "epochscope: cannot write checkpoints/epoch=0000.safetensors of 'r': File too large" in said.read_text()
    assert [path.name for path in (tmp_path / "r").rglob("*") if path.is_file()] == [".recording.lock"]


def one(read: Callable[[str], object], text: str) -> object:
    """Return the value that a command gets of an option of the type ``read``."""
    parser = type(command_line.build_parser())(prog="epochscope")
    parser.add_argument("--option", type=read)
    return parser.parse_args([f"--option={text}"]).option


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (command_line.whole_number(1), "1", 1),
        (command_line.whole_number(0, 65535), "65535", 65535),
        (command_line.whole_number(-3), "-3", -3),
        (command_line.number(0, 1), "0.5", 0.5),
        (command_line.number(0, 1), "1e-3", 0.001),
        (command_line.comma_separated(str), "a, b,a", ["a", "b"]),
        (command_line.comma_separated(command_line.whole_number(2)), "5,15,5", [5, 15]),
    ],
)
def test_option_types_read_the_values_that_they_allow(read: Callable[[str], object], text: str, value: object):
    assert one(read, text) == value


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (command_line.whole_number(1), "0", "a whole number from 1, not '0'"),
        (command_line.whole_number(0, 9), "10", "a whole number from 0 to 9, not '10'"),
        (command_line.whole_number(1), "٣", "a whole number from 1, not '٣'"),
        (command_line.whole_number(1), "1_000", "a whole number from 1, not '1_000'"),
        (command_line.whole_number(1), "", "a whole number from 1, not ''"),
        (command_line.whole_number(1), "2.5", "a whole number from 1, not '2.5'"),
        (command_line.number(0, 1), "1.5", "a number from 0 to 1, not '1.5'"),
        (command_line.number(0, 1), "nan", "a number from 0 to 1, not 'nan'"),
        (command_line.number(0, 1), "half", "a number from 0 to 1, not 'half'"),
        (command_line.comma_separated(command_line.whole_number(2)), "5,1", "a whole number from 2, not '1'"),
    ],
)
def test_option_types_name_the_values_that_they_allow(read: Callable[[str], object], text: str, message: str):
    with pytest.raises(UnusableInput) as refusal:
        one(read, text)
    assert str(refusal.value) == f"--option takes {message}"


@pytest.mark.parametrize("arguments", [["list", "{store}"], ["train", "--help"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_ends_a_command_without_a_message(
    tiny_run: RunReader, store: Path, arguments: list[str], unbuffered: str
):
    command = [sys.executable, "-m", "epochscope.command_line", *(word.format(store=store) for word in arguments)]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run(command, check=False, stdout=writing, stderr=subprocess.PIPE, text=True, env=environment)
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode in (0, 141)  # argparse itself ignores it where help is not buffered


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_help_is_shown_in_any_encoding(encoding: str):
    command = [sys.executable, "-m", "epochscope.command_line", "train", "--help"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding=encoding, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert r"layer1,\u2026,pooled" in " ".join(done.stdout.split())


def test_list_of_a_file_is_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "notes.txt").write_text("")
    assert command_line.main(["list", str(tmp_path / "notes.txt")]) == 2
    assert capsys.readouterr().err.startswith("epochscope: cannot list the runs in ")


def test_a_run_in_place_of_a_store_is_called_a_run(
    tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str]
):
    assert command_line.main(["list", str(store / "tiny")]) == 2
    assert f"{store / 'tiny'} is a run: give the folder that it lies in" in capsys.readouterr().err
