"""``epochscope import``: from the files of another program to a whole run, or to nothing."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from epochscope.command_line import main
from epochscope.store import Column, RunReader, check_run
from training.test_import_folders import NAMES, PICTURES, SAMPLES, Projector, vectors, write_newer

LABELS = np.array([0, 2, 1, 1, 0])
NAMED = ("cat", "dog", "fish")


def logits(epoch: int) -> NDArray[np.float32]:
    return np.random.default_rng(epoch + 10).normal(size=(SAMPLES, 3)).astype(np.float32)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Vectors and logits at two epochs, and a table of the samples."""
    for epoch in (1, 2):
        (tmp_path / f"e{epoch}").mkdir()
        np.save(tmp_path / f"e{epoch}/fc.npy", vectors(epoch))
        np.savez(tmp_path / f"e{epoch}/out.npz", logits=logits(epoch))
        (tmp_path / f"e{epoch}/scores.csv").write_text(
            "error\n" + "".join(f"{epoch}.{row}\n" for row in range(SAMPLES))
        )
    rows: list[Any] = [["", "sample", "label", "note", "split", "size", "kind"]]
    splits, sizes = ["train"] * 4 + ["test"], ["", *range(1, SAMPLES)]
    rows += zip(
        range(SAMPLES), range(SAMPLES), [NAMED[label] for label in LABELS], NAMES, splits, sizes, "ababa", strict=True
    )
    with (tmp_path / "samples.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    (tmp_path / "classes.txt").write_text("\n".join(NAMED) + "\n")
    return tmp_path


def imported(files: Path, *arguments: str, source: str = "e{epoch}/{layer}.npy") -> RunReader:
    assert main(["import", f"{files}/{source}", f"{files}/run", *arguments]) == 0
    run = RunReader.at(files / "run")
    assert check_run(run) == []
    return run


def refused(files: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the message of an import that is refused, and that leaves no run."""
    assert main(["import", f"{files}/e{{epoch}}/{{layer}}.npy", f"{files}/run", *arguments]) == 2
    assert [path.name for path in (files / "run").glob("[!.]*")] == []
    return capsys.readouterr().err


def test_arrays_alone_are_a_run_without_the_parts_that_nothing_says(files: Path):
    run = imported(files)
    manifest = run.manifest
    assert (manifest.epochs, manifest.samples, manifest.unit) == ((1, 2), SAMPLES, "epoch")
    assert (manifest.labels, manifest.predictions, manifest.metrics, manifest.model) == (False, (), False, None)
    assert (manifest.dataset.classes, manifest.checkpoints, manifest.columns) == ((), (), ())
    assert np.array_equal(run.activations("fc", 2), vectors(2).astype(np.float16))


def test_labels_predictions_and_columns_come_from_tables(files: Path, capsys: pytest.CaptureFixture[str]):
    table = f"{files}/samples.csv"
    run = imported(
        files,
        *("--labels", f"{table}:label", "--classes", f"{files}/classes.txt", "--splits", f"{table}:split"),
        *("--text", f"{table}:note", "--columns", table, "--columns", f"{files}/e{{epoch}}/scores.csv"),
        *("--predictions", f"{files}/e{{epoch}}/out.npz:logits", "--unit", "step", "--dtype", "float32"),
    )
    manifest = run.manifest
    assert (run.labels().tolist(), manifest.dataset.classes, manifest.unit) == (LABELS.tolist(), NAMED, "step")
    assert manifest.columns == (
        Column("size", "number"),
        Column("kind", "class", classes=("a", "b")),
        Column("text", "text"),
        Column("error", "number", per_epoch=True),
    )
    assert run.column("text") == NAMES
    assert np.array_equal(run.column("size"), [np.nan, 1, 2, 3, 4], equal_nan=True)
    assert run.column("error", 2).tolist() == [2.0, 2.1, 2.2, 2.3, 2.4]
    assert np.array_equal(run.activations("fc", 1), vectors(1))
    assert run.predictions(2).predicted.tolist() == logits(2).argmax(axis=1).tolist()
    splits = [(metric.epoch, metric.split) for metric in run.metrics()]
    assert splits == [(1, "train"), (1, "test"), (2, "train"), (2, "test")]
    assert capsys.readouterr().out == (
        f"wrote {files}/run: 5 samples, steps 1, 2\nlayers: fc (3)\n"
        f"columns: size (number), kind (class), text (text), error (number)\nnext: epochscope project {files}/run\n"
    )


def test_a_projector_folder_becomes_a_run_with_pictures(files: Path):
    log, metadata = Projector(files), [[name, row] for row, name in enumerate(NAMES)]
    for step in (0, 100):
        log.add_embedding(vectors(step), "enc/fc", step, metadata, ["name", "row"], PICTURES)
    run = imported(files, "--unit", "step", "--labels", ":row", "--text", ":name", source="")
    assert (run.manifest.epochs, [layer.name for layer in run.manifest.layers]) == ((0, 100), ["enc_fc"])
    assert run.thumbnails is not None
    assert sum(atlas.samples for atlas in run.thumbnails.atlases) == SAMPLES
    assert (run.labels().tolist(), run.manifest.columns) == ([0, 1, 2, 3, 4], (Column("text", "text"),))


def test_a_time_travel_folder_becomes_a_run_with_predictions(files: Path):
    write_newer(files)
    run = imported(files, source="")
    assert (run.manifest.epochs, run.manifest.dataset.classes) == ((1, 10), ("cat", "dog"))
    assert run.samples().split == ["train", "train", "test", "test", "train"]
    assert run.predictions(10).loss is not None


def test_a_table_with_vectors_has_its_own_labels_and_texts(files: Path):
    embedding, labels = list(vectors(0)), [NAMED[label] for label in LABELS]
    table = pa.table({"embedding": embedding, "label": labels, "review": NAMES, "score": range(SAMPLES)})
    pq.write_table(table, files / "table.parquet")
    own = ("--labels", ":label", "--text", ":review", "--columns", f"{files}/table.parquet")
    run = imported(files, *own, source="table.parquet")
    assert ([layer.name for layer in run.manifest.layers], run.manifest.dataset.classes) == (["embedding"], NAMED)
    assert run.manifest.columns == (Column("score", "number"), Column("text", "text"))
    assert run.column("text") == NAMES


def test_one_file_is_a_run_of_one_epoch(files: Path):
    run = imported(files, "--labels", f"{files}/samples.csv:label", source="e1/fc.npy")
    assert (run.manifest.epochs, [layer.name for layer in run.manifest.layers]) == ((0,), ["vectors"])
    assert run.manifest.dataset.classes == NAMED


def test_predicted_classes_alone_make_up_no_confidence_and_no_loss(files: Path):
    for epoch in (1, 2):
        np.save(files / f"predicted_{epoch}.npy", LABELS)
    np.save(files / "labels.npy", LABELS)
    run = imported(files, "--predictions", f"{files}/predicted_{{epoch}}.npy", "--labels", f"{files}/labels.npy")
    assert (run.manifest.predictions, run.manifest.metrics) == (("predicted",), False)
    assert run.manifest.dataset.classes == ("0", "1", "2")


def unchanged(files: Path) -> None:
    pass


def saved(file: str, array: NDArray[Any]) -> Callable[[Path], None]:
    return lambda files: np.save(files / file, array)


def table(text: str) -> Callable[[Path], None]:
    return lambda files: (files / "labels.csv").write_text(text) and None


def parquet(**columns: Any) -> Callable[[Path], None]:
    return lambda files: pq.write_table(pa.table(columns), files / "labels.parquet")


LABELED = ("--labels", "labels.csv")
NAN = np.where(np.arange(SAMPLES)[:, None] == 3, np.nan, vectors(2))
MISMATCHES: dict[str, tuple[Callable[[Path], None], Sequence[str]]] = {
    "e2/fc.npy has the shape (4, 3), and e1/fc.npy has 5 samples": (saved("e2/fc.npy", vectors(2)[:4]), ()),
    "e2/fc.npy has vectors of 2 numbers, and e1/fc.npy of 3": (saved("e2/fc.npy", vectors(2)[:, :2]), ()),
    "epoch 2 has the layers conv, fc, and epoch 1 has fc": (saved("e2/conv.npy", vectors(2)), ()),
    "e1/fc.npy must be vectors (samples, width), not an array of shape (5, 3, 1)": (
        *(saved("e1/fc.npy", vectors(1)[:, :, None]), ()),
    ),
    "e2/fc.npy row 3 has a NaN or infinite value": (saved("e2/fc.npy", NAN), ()),
    "layer 'fc' has 15 values above 65504 at epoch 2: record it as float32": (
        *(saved("e2/fc.npy", np.full((5, 3), 1e6)), ()),
    ),
    "labels.csv[label] has 1 rows for 5 samples": (table("label\ncat\n"), LABELED),
    "labels.csv[label] row 3 has no label: leave out --labels, or use --columns in place of it": (
        *(table("label\n" + "cat\n" * 3 + '""\ncat\n'), LABELED),
    ),
    "labels.csv line 4 is empty, and there are rows after it": (table("label\ncat\ncat\n\ncat\n"), LABELED),
    "labels.csv row 1 has 3 values for 2 columns": (table("label,note\ncat,x\ncat,x,y\n"), LABELED),
    "labels.csv has the columns label, note: name one, as in": (table("label,note\ncat,x\n"), LABELED),
    "labels.csv has no column 'truth'; it has: label": (table("label\ncat\n"), ("--labels", "labels.csv:truth")),
    "labels.csv[label] row 0 has a label that is neither one of the classes nor a whole number": (
        *(table("label\nbird\n" + "cat\n" * 4), (*LABELED, "--classes", "classes.txt")),
    ),
    "labels.csv row 1 is of sample 2: rows must be in the order of the samples": (
        *(table("sample,label\n0,cat\n2,dog\n1,dog\n"), ("--labels", "labels.csv:label")),
    ),
    "labels are names and predictions numbers: say with --classes which name each number has": (
        *(table("label\n" + "cat\n" * 5), (*LABELED, "--predictions", "e{epoch}/out.npz")),
    ),
    "labels.csv[label] row 1 has a label that is neither one of the classes nor a whole number from 0": (
        *(table("label\n0\n-1\n1\n1\n1\n"), LABELED),
    ),
    "labels.parquet[label] row 2 has a label that is neither one of the classes nor a whole number from 0": (
        *(parquet(label=[0.0, 1.0, np.nan, 1.0, 0.0]), ("--labels", "labels.parquet")),
    ),
    "labels or predictions go up to class 200,000, and without names up to 65,535": (
        *(table("label\n0\n200000\n1\n1\n1\n"), LABELED),
    ),
    "predictions must be numbers of classes, from 0 to 1,048,575, not from 1 to 4294967297": (
        *(
            lambda files: [np.save(files / f"p{epoch}.npy", np.array([1, 1, 1, 1, 2**32 + 1])) for epoch in (1, 2)],
            ("--predictions", "p{epoch}.npy"),
        ),
    ),
    "labels.parquet has columns of the same name: label, label": (
        lambda files: pq.write_table(pa.table([LABELS, LABELS], ["label", "label"]), files / "labels.parquet"),
        ("--labels", "labels.parquet:label"),
    ),
    "labels.csv cannot be read: it is a link that leads out of its folder": (
        *(lambda files: (files / "labels.csv").symlink_to("/etc/passwd"), LABELED),
    ),
    "the width of e1/fc.npy must be a whole number from 1 to 16777216, not 20000000": (
        *(saved("e1/fc.npy", np.zeros((1, 20_000_000), np.uint8)), ()),
    ),
    "there is no file of samples": (unchanged, ("--labels", "nothing.csv:label")),
    "epoch 2 has arrays of layers and no predictions": (
        *(lambda files: (files / "e2/out.npz").unlink(), ("--predictions", "e{epoch}/out.npz")),
    ),
    "--classes names classes, but there are neither labels nor predictions": (
        *(unchanged, ("--classes", "classes.txt")),
    ),
}


@pytest.mark.parametrize("message", MISMATCHES)
def test_every_mismatch_is_named_and_leaves_no_run(files: Path, capsys: pytest.CaptureFixture[str], message: str):
    make, arguments = MISMATCHES[message]
    make(files)
    given = [one if one.startswith("--") else f"{files}/{one}" for one in arguments]
    assert message in refused(files, capsys, *given)


def test_numbers_that_a_double_would_change_stay_texts(files: Path):
    posts = [2**60 + row for row in range(SAMPLES)]
    parquet(post=posts)(files)
    table("code,label\n" + "".join(f"{post},{row % 2:02d}\n" for row, post in enumerate(posts)))(files)
    tables = ("--columns", f"{files}/labels.parquet", "--columns", f"{files}/labels.csv:code")
    run = imported(files, *tables, "--labels", f"{files}/labels.csv:label")
    assert run.column("post") == run.column("code") == [str(post) for post in posts]
    assert run.manifest.dataset.classes == ("00", "01")


def test_a_single_number_is_not_taken_for_vectors(files: Path, capsys: pytest.CaptureFixture[str]):
    np.savez(files / "held.npz", fc=vectors(0), seed=7)
    assert main(["import", f"{files}/held.npz", f"{files}/run", "--arrays", "seed"]) == 2
    assert "held.npz[seed] must be vectors (samples, width), not an array of shape ()" in capsys.readouterr().err


def test_an_existing_run_is_not_touched(files: Path, capsys: pytest.CaptureFixture[str]):
    before = imported(files).manifest
    assert main(["import", f"{files}/e1/fc.npy", f"{files}/run"]) == 2
    assert "there is already a run at" in capsys.readouterr().err
    assert RunReader.at(files / "run").manifest == before


def test_an_interrupted_import_leaves_no_run(files: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(self: Any, rows: int = 1) -> None:
        counted.append(rows)
        if len(counted) == 2:
            raise KeyboardInterrupt

    counted: list[int] = []
    monkeypatch.setattr("epochscope.importing.command.tqdm.update", interrupt)
    assert main(["import", f"{files}/e{{epoch}}/{{layer}}.npy", f"{files}/run"]) == 130
    assert [path.name for path in (files / "run").glob("[!.]*")] == []
    monkeypatch.undo()
    assert imported(files).manifest.epochs == (1, 2)
