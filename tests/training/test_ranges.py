"""A manifest and an index of thumbnails hold only what a run can have; everything else is damage."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from epochscope.command_line import main
from epochscope.errors import UnusableInput
from epochscope.store import DamagedRun, EpochNotFound, NewerFormat, RunReader, RunWriter, list_runs
from epochscope.store.manifest import format_manifest, parse_manifest
from epochscope.store.thumbnails import format_thumbnails, parse_thumbnails

HOSTILE = [
    *("null", "true", "-1", "0", "0.5", "1000000000000", "9" * 400, "9" * 5000, "1e308", "1e999", "NaN", "-Infinity"),
    *(
        "[]",
        "[-1]",
        "[null]",
        "{}",
        '""',
        '"../../etc"',
        '"a/b"',
        '"a\\u0000b"',
        '"\\ud800"',
        '{"\\ud800": 1}',
        '"\\n"',
    ),
    *("[" * 900 + "]" * 900, '{"a":' * 900 + "1" + "}" * 900, f'"{"x" * 5000}"'),
]
MARK = "@@HOSTILE@@"
Path_ = tuple[str | int, ...]


def leaves(value: object, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path of every value in a document, and of the first item of each list."""
    yield path
    items = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))[:1]
        if isinstance(value, list)
        else []
    )
    for key, item in items:
        yield from leaves(item, (*path, key))


def with_text(document: object, path: Path_, text: str) -> bytes:
    """Return the document as JSON with a text in the place of the value at ``path``."""
    holder = {"": json.loads(json.dumps(document))}
    at, key = holder, ""
    for step in path:
        at, key = at[key], step
    at[key] = MARK
    return json.dumps(holder[""]).replace(f'"{MARK}"', text).encode()


def test_whatever_stands_in_a_manifest_is_damage_or_can_be_written_again(tiny_run: RunReader):
    document = json.loads(tiny_run.folder.read("run.json"))
    for path in leaves(document):
        for text in HOSTILE:
            try:
                manifest = parse_manifest(with_text(document, path, text), "tiny")
            except (DamagedRun, NewerFormat) as error:
                assert len(str(error)) < 400, (path, text)
            else:
                assert parse_manifest(format_manifest(manifest), "tiny") == manifest


def test_whatever_stands_in_an_index_of_thumbnails_is_damage_or_can_be_written_again(tiny_run: RunReader):
    document = json.loads(tiny_run.folder.read("thumbnails/index.json"))
    for path in leaves(document):
        for text in HOSTILE:
            try:
                thumbnails = parse_thumbnails(with_text(document, path, text), "tiny")
            except DamagedRun as error:
                assert len(str(error)) < 400, (path, text)
            else:
                assert parse_thumbnails(format_thumbnails(thumbnails), "tiny") == thumbnails


FIELDS: list[tuple[Path_, object, str]] = [
    (("samples",), 0, "samples must be a whole number from 1 to 16777216, not 0"),
    (("samples",), 10**12, "samples must be a whole number from 1 to 16777216, not 1000000000000"),
    (("samples",), 10**400, "samples must fit into 64 bits"),
    (("revision",), -1, "revision must be a whole number from 1 to"),
    (("epochs",), [0, 1, 1], "epochs must ascend, and 1 follows 1"),
    (("epochs",), [2, 1, 0], "epochs must ascend, and 1 follows 2"),
    (("epochs",), [-1, 0, 1], "epochs must be a whole number from 0 to 2147483647, not -1"),
    (("epochs",), [0, 1], "projections of 'conv' have epoch 2, which is not among the epochs"),
    (("checkpoints",), [1, 1], "checkpoints must ascend, and 1 follows 1"),
    (
        ("predictions",),
        ["predicted", "predicted"],
        "the columns of predictions must differ, and 'predicted' is there twice",
    ),
    (("layers", 0, "name"), "../../x", "layers[0]: '../../x' is not a layer name"),
    (("layers", 0, "name"), "logits", "the names of layers must differ, and 'logits' is there twice"),
    (("layers", 0, "width"), 0, "layers[0]: width must be a whole number from 1 to 16777216, not 0"),
    (("layers", 0, "width"), 2**63, "layers[0]: width must be a whole number from 1 to 16777216"),
    (("layers", 0, "dtype"), "int8", "layers[0]: dtype must be one of float16, float32, not 'int8'"),
    (("model", "parameters"), -1, "model: parameters must be a whole number from 0 to"),
    (("dataset", "image_shape"), [3, 8], "dataset: the number of axes of image_shape must be"),
    (("dataset", "image_shape"), [3, -8, 8], "dataset: image_shape must be from 1 to 65536, not -8"),
    (("dataset", "meanings"), ["a pet"], "dataset: meanings must be one per class, 3, or none, not 1"),
    (("dataset", "meanings"), ["", "", "a" * 4097], "dataset: a meaning has at most 4,096 characters, not 4,097"),
    (("dataset", "mean"), [float("nan")], "dataset.mean[0] must be a finite number, not nan"),
    (("projections", 0, "layer"), "a/b", "projections[0]: 'a/b' is not a layer name"),
    (("projections", 0, "layer"), "fc", "projections are of layer 'fc', which is not among the layers"),
    (("projections", 0, "epochs"), [0, 2, 1], "projections[0]: epochs must ascend, and 1 follows 2"),
    (("projections", 0, "setting", "n_neighbors"), 12, "projections of 'conv' have 12 neighbors among 12 samples"),
    (("projections", 0, "extent", "size"), -1, "projections[0]: a side of extent must be from 0 to 1e+30, not -1.0"),
    (
        ("projections", 0, "extent", "x"),
        1e308,
        "x and y of extent must be from -1e+30 to 1e+30, not 1e+308",
    ),
    (("projections", 0, "quality", "continuity"), [0, 0.5, 1.5], "quality.continuity must be from 0 to 1, not 1.5"),
    (
        ("projections", 0, "quality_error", "continuity", 0),
        10**400,
        "quality_error.continuity[0] must fit into 64 bits",
    ),
    (("neighbors", 0, "layer"), "fc", "neighbors are of layer 'fc', which is not among the layers"),
    (("neighbors", 0, "k"), 12, "neighbors of 'conv' have 12 neighbors among 12 samples"),
    (("neighbors", 0, "k"), -1, "neighbors[0]: k must be a whole number from 1 to"),
    (("neighbors", 0, "epochs"), [0, 1, 2, 9], "neighbors of 'conv' have epoch 9, which is not among the epochs"),
    (("title",), "\ud800", "title must be text, and has half of a character"),
    (("training",), {"a": {"b": "\udfff"}}, "training.a must be text, and has half of a character"),
]


@pytest.mark.parametrize(("path", "value", "message"), FIELDS)
def test_a_number_or_a_name_that_no_run_has_is_damage(
    tiny_run: RunReader, store: Path, path: Path_, value: object, message: str, capsys
):
    document = json.loads(tiny_run.folder.read("run.json"))
    (store / "tiny" / "run.json").write_bytes(with_text(document, path, json.dumps(value)))
    with pytest.raises(DamagedRun) as caught:
        RunReader.at(store / "tiny")
    assert str(caught.value).startswith("run.json of run 'tiny' cannot be read: ")
    assert message in str(caught.value)
    assert main(["list", str(store)]) == 0
    assert message in capsys.readouterr().out


INDEX: list[tuple[Path_, object, str]] = [
    (("width",), 0, "the width of a tile must be a whole number from 1 to 4096, not 0"),
    (("columns",), 1_000_000, "the width of an atlas must be a whole number from 1 to 4096, not 8000000"),
    (("rows",), -4, "the height of an atlas must be a whole number from 1 to 4096, not -32"),
    (("atlases", 0, "file"), "../run.json", "atlases[0]: '../run.json' is not a thumbnail file name"),
    (("atlases", 0, "first_sample"), 5, "first_sample of atlas-0000.webp must be a whole number from 0 to 0, not 5"),
    (("atlases", 0, "samples"), 17, "samples of atlas-0000.webp must be a whole number from 1 to 16, not 17"),
    (("atlases", 0, "samples"), 11, "lists 11 samples, not 12"),
    (("atlases",), [], "lists 0 samples, not 12"),
]


@pytest.mark.parametrize(("path", "value", "message"), INDEX)
def test_tiles_that_no_atlas_has_are_damage(tiny_run: RunReader, store: Path, path: Path_, value: object, message: str):
    document = json.loads(tiny_run.folder.read("thumbnails/index.json"))
    tiny_run.folder.write("thumbnails/index.json", with_text(document, path, json.dumps(value)))
    with pytest.raises(DamagedRun) as caught:
        RunReader.at(store / "tiny")
    assert str(caught.value).startswith("thumbnails/index.json of run 'tiny' ")
    assert message in str(caught.value)


def test_nothing_out_of_range_is_written(tiny_run: RunReader):
    before = tiny_run.folder.read("run.json")
    with pytest.raises(UnusableInput, match=r"nothing is written that cannot be read back: .* seed must fit"):
        RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, seed=2**70))
    with pytest.raises(UnusableInput, match=r"run\.json of run 'tiny' would have [\d,]+ bytes, and at most 67,108,864"):
        RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, title="x" * (64 << 20)))
    assert tiny_run.folder.read("run.json") == before
    with pytest.raises(UnusableInput, match="samples must be a whole number from 1"):
        RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, samples=0))


def test_names_that_would_steer_a_terminal_are_listed_without_doing_so(tiny_run: RunReader, store: Path, capsys):
    RunWriter(tiny_run.folder).commit(
        lambda manifest: replace(manifest, dataset=replace(manifest.dataset, name="a\x1b[2J\nb\u202ec"))
    )
    assert list_runs(store) == ["tiny"]
    assert main(["list", str(store)]) == 0
    _, row = capsys.readouterr().out.splitlines()
    assert "a\ufffd[2J\ufffdb\ufffdc" in row


def test_weights_of_an_epoch_that_is_not_listed_are_not_read(tiny_run: RunReader):
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, checkpoints=(7,)))
    with pytest.raises(EpochNotFound, match="there is no epoch 7; this run has recorded: 0, 1, 2"):
        RunReader(tiny_run.folder).checkpoint(7)
