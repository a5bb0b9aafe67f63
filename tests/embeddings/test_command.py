"""The command as users type it."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.spatial import cKDTree

from epochscope.command_line import main
from epochscope.store import RunReader, RunWriter, Setting, check_run
from epochscope.store.testing import TINY, record_epoch, write_run
from epochscope_embeddings import progress
from tiny import LABELS

USAGE_ERROR = 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--layers", "fc9"], "no layer 'fc9'; this run has: conv, logits"),
        (["--layers", ""], "no layer ''"),
        (["--n-neighbors", "12"], "from 2 to 11 (this run has 12 samples), not 12"),
        (["--n-neighbors", "1"], "n_neighbors must be a whole number from 2, not 1"),
        (["--n-neighbors", "5,-3"], "not -3"),
        (["--n-neighbors", "many"], "--n-neighbors takes whole numbers with commas between them, not 'many'"),
        (["--n-neighbors", "5,"], "not '5,'"),
        (["--n-neighbors", "5", "--min-dist", "0.0", "--method", "stock"], "umap-learn ignores min_dist"),
        (["--n-neighbors", "5", "--min-dist", "1.5"], "from 0 to 1, not 1.5"),
        (["--n-neighbors", "5", "--jobs", "-1"], "--jobs takes a whole number from 0 to 1024, not '-1'"),
        (["--n-neighbors", "5", "--min-dist", "near"], "--min-dist takes numbers"),
        (["--n-neighbors", "5", "--min-dist", "nan"], "not nan"),
        (["--n-neighbors", "5", "--seed", "-1"], "--seed takes a whole number from 0 to 4294967295, not '-1'"),
        (["--n-neighbors", "5", "--seed", "4294967296"], "not '4294967296'"),
    ],
)
def test_wrong_arguments_are_named_and_nothing_is_done(tiny_run, capsys, arguments: list[str], message: str) -> None:
    before = tiny_run.folder.files(recursive=True), tiny_run.folder.read("run.json")
    assert main(["project", tiny_run.folder.root, *arguments]) == USAGE_ERROR
    assert message in capsys.readouterr().err
    assert (tiny_run.folder.files(recursive=True), tiny_run.folder.read("run.json")) == before


def test_a_log_gets_lines_within_a_long_step(tiny_run, capsys, monkeypatch) -> None:
    monkeypatch.setattr(progress, "LOG_EVERY", 0.0)
    assert main(["project", str(tiny_run.folder.root), "--n-neighbors", "5", "--layers", "conv"]) == 0
    lines = capsys.readouterr().err.splitlines()
    within = re.compile(r"conv: neighbors of 3 epochs: \d+% of the job, \d\d:\d\d gone, about \d\d:\d\d left")
    finished = next(number for number, line in enumerate(lines) if line.startswith("conv: neighbors of 3 epochs ("))
    assert finished == 3
    assert all(within.fullmatch(line) for line in lines[:3])


def test_a_missing_run_is_a_usage_error(store: Path, capsys) -> None:
    assert main(["project", str(store / "none")]) == USAGE_ERROR
    assert "there is no run at" in capsys.readouterr().err
    assert list(store.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--method", "tsne"], ["--device", "tpu"]])
def test_unknown_choices_are_rejected_with_the_known_ones(tiny_run, capsys, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["project", tiny_run.folder.root, *arguments])
    assert refused.value.code == USAGE_ERROR
    assert f"invalid choice: '{arguments[1]}' (choose from" in capsys.readouterr().err


def test_cuda_is_rejected_with_a_message_where_there_is_none(tiny_run, capsys, monkeypatch) -> None:
    monkeypatch.setattr("epochscope_embeddings.device.torch_has_cuda", lambda: False)
    assert main(["project", tiny_run.folder.root, "--device", "cuda"]) == USAGE_ERROR
    assert "PyTorch finds no CUDA device here; allowed: auto, cpu" in capsys.readouterr().err


def test_the_summary_names_new_projections_and_then_says_that_all_are_up_to_date(tiny_run, capsys) -> None:
    arguments = ["project", tiny_run.folder.root, "--n-neighbors", "5,7,5"]
    assert main(arguments) == 0
    conv, logits = capsys.readouterr().out.splitlines()
    assert conv.startswith("conv: 3 epochs, 12 samples, ")
    assert "n7-d0.1: trustworthiness 0." in logits
    assert main(arguments) == 0
    out = capsys.readouterr()
    assert out.out == "conv: up to date (n5-d0.1, n7-d0.1)\nlogits: up to date (n5-d0.1, n7-d0.1)\n"
    assert out.err == ""


def test_without_a_terminal_every_finished_step_is_a_line(tiny_run, capsys) -> None:
    main(["project", tiny_run.folder.root, "--layers", "logits", "--n-neighbors", "5"])
    lines = [line.partition(" (")[0] for line in capsys.readouterr().err.splitlines()]
    assert lines == [
        "logits: neighbors of 3 epochs",
        "logits: aligned n5-d0.1",
        "logits: scored and written n5-d0.1",
        "run: placed 2 layouts",
    ]


def test_as_json_the_progress_is_one_object_per_line_and_ends_at_its_total(tiny_run, capsys) -> None:
    arguments = ["--layers", "logits", "--n-neighbors", "5", "--progress", "json"]
    assert main(["project", tiny_run.folder.root, *arguments]) == 0
    captured = capsys.readouterr()
    lines = [json.loads(line) for line in captured.out.splitlines()]
    assert {frozenset(line) for line in lines} == {frozenset(("layer", "step", "done", "total"))}
    steps = list(dict.fromkeys((line["layer"], line["step"]) for line in lines))
    named = ["neighbors", "aligning", "scoring"]
    assert steps == [("", "starting"), *(("logits", step) for step in named), ("", "placing")]
    assert {type(line[number]) for line in lines for number in ("done", "total")} == {int}
    done = [line["done"] for line in lines]
    assert (done[0], done) == (0, sorted(done))
    assert done[-1] == pytest.approx(lines[-1]["total"])
    assert captured.err == ""


def test_a_missing_package_is_named_with_its_install_command(tiny_run, capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "epochscope_embeddings.job", None)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert main(["project", tiny_run.folder.root]) == USAGE_ERROR
    assert "pip install 'epochscope[project]'" in capsys.readouterr().err


def test_a_layout_that_a_full_run_would_improve_is_named(tiny_run, capsys) -> None:
    arguments = ["project", tiny_run.folder.root, "--layers", "logits", "--n-neighbors", "5"]
    main(arguments)
    for epoch in (3, 4, 5, 6):
        record_epoch(RunWriter(tiny_run.folder), TINY, epoch)
    capsys.readouterr()
    assert main(arguments) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "logits: n5-d0.1: 4 of 7 epochs were appended; a full run would be better: add --again"


def test_a_uri_works_like_a_path(tiny_run) -> None:
    assert main(["project", f"file://{tiny_run.folder.root}", "--n-neighbors", "5"]) == 0


def test_help_is_fast_because_umap_is_not_imported() -> None:
    code = "import sys, epochscope_embeddings.command; print({'umap', 'numba', 'torch', 'sklearn'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.slow
def test_the_command_projects_a_run_in_a_process_of_its_own(store: Path) -> None:
    run = write_run(store / "tiny", replace(TINY, projected=()))
    arguments = [sys.executable, "-m", "epochscope.command_line", "project", run.folder.root, "--n-neighbors", "5"]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2), done.stderr
    assert "Warning" not in done.stderr
    after = RunReader(run.folder)
    assert check_run(after) == []
    # The classes have parted by the last epoch: a sample's nearest in the layout is of its class (measured: 12 of 12).
    layout = after.projection("logits", Setting(5, 0.1))[-1]
    nearest = cKDTree(layout).query(layout, 2)[1][:, 1]
    assert (LABELS[nearest] == LABELS).sum() >= 10
