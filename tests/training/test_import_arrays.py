"""Arrays in files of other programs: read in blocks, never unpickled, and refused by file and row."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from epochscope.importing.opening import open_predictions, open_source
from epochscope.importing.source import Source
from epochscope.importing.stored_array import UnusableFile
from epochscope.importing.tables import find_place, read_columns

VECTORS = np.arange(12, dtype=np.float32).reshape(4, 3)


def safetensors_of(arrays: dict[str, tuple[str, NDArray[Any]]]) -> bytes:
    """Return a file as its documentation describes it: each array with the name of its dtype."""
    header: dict[str, Any] = {"__metadata__": {"format": "np"}}
    content = b""
    for name, (dtype, array) in arrays.items():
        offsets = [len(content), len(content) + array.nbytes]
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": offsets}
        content += array.tobytes()
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content


def write_parquet(path: Path, table: dict[str, Any]) -> None:
    pq.write_table(pa.table(table), path, row_group_size=3)


WRITERS: dict[str, Callable[[Path, NDArray[Any]], object]] = {
    "npy": np.save,
    "npz": lambda path, array: np.savez_compressed(path, fc=array),
    "safetensors": lambda path, array: save_file({"fc": array}, path),
    "parquet": lambda path, array: write_parquet(path, {"fc": list(array), "note": ["a"] * len(array)}),
}


def read(source: Source) -> dict[int, dict[str, Any]]:
    return {
        epoch: {name: array.whole().tolist() for name, array in layers.items()}
        for epoch, layers in source.layers.items()
    }


@pytest.mark.parametrize("kind", WRITERS)
def test_arrays_are_found_by_the_names_of_their_files(tmp_path: Path, kind: str):
    for epoch in (2, 10):
        (tmp_path / f"epoch_{epoch:02d}").mkdir()
        for layer in ("block10", "block2"):
            WRITERS[kind](tmp_path / f"epoch_{epoch:02d}/{layer}.{kind}", VECTORS + epoch)
    source = open_source(f"{tmp_path}/epoch_{{epoch}}/{{layer}}.{kind}", [])
    assert read(source) == {
        epoch: dict.fromkeys(("block2", "block10"), (VECTORS + epoch).tolist()) for epoch in (2, 10)
    }
    assert [list(layers) for layers in source.layers.values()] == [["block2", "block10"]] * 2


def test_one_file_is_one_epoch_and_its_arrays_are_layers(tmp_path: Path):
    np.savez(tmp_path / "all.npz", conv=VECTORS, fc=VECTORS + 1, labels=np.arange(4))
    assert list(read(open_source(f"{tmp_path}/all.npz", []))[0]) == ["conv", "fc"]
    assert read(open_source(f"{tmp_path}/all.npz", ["fc"])) == {0: {"fc": (VECTORS + 1).tolist()}}
    np.save(tmp_path / "one.npy", VECTORS)
    assert read(open_source(f"{tmp_path}/one.npy", [])) == {0: {"vectors": VECTORS.tolist()}}


def test_a_table_may_have_a_column_of_vectors_for_each_epoch(tmp_path: Path):
    columns = {f"emb_{epoch}": list(VECTORS + epoch) for epoch in (1, 2)} | {"predicted_1": [0, 1, 1, 0]}
    write_parquet(tmp_path / "samples.parquet", columns)
    source = open_source(f"{tmp_path}/samples.parquet", ["emb_{epoch}"])
    assert read(source) == {epoch: {"emb": (VECTORS + epoch).tolist()} for epoch in (1, 2)}
    predictions = open_predictions(f"{tmp_path}/samples.parquet:predicted_{{epoch}}")
    assert {epoch: array.whole().tolist() for epoch, array in predictions.items()} == {1: [0, 1, 1, 0]}
    with pytest.raises(UnusableFile, match="holds the arrays emb_1, emb_2: say with --arrays which one is read"):
        open_source(f"{tmp_path}/samples.parquet", [])


def test_other_orders_and_dtypes_of_numbers_are_read(tmp_path: Path):
    np.save(tmp_path / "columns.npy", np.asfortranarray(VECTORS.astype(">f8")))
    np.save(tmp_path / "whole.npy", VECTORS.astype(np.uint8))
    bits = (VECTORS.view(np.uint32) >> 16).astype(np.uint16)
    (tmp_path / "half.safetensors").write_bytes(safetensors_of({"half": ("BF16", bits)}))
    for file in ("columns.npy", "whole.npy", "half.safetensors"):
        ((found,),) = [layers.values() for layers in read(open_source(f"{tmp_path}/{file}", [])).values()]
        assert found == VECTORS.tolist()


def test_many_rows_arrive_in_blocks_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("epochscope.importing.stored_array.BLOCK_BYTES", 24)
    monkeypatch.setattr("epochscope.importing.parquet.BLOCK_BYTES", 48)
    for kind, write in WRITERS.items():
        write(tmp_path / f"many.{kind}", VECTORS)
        ((array,),) = [layers.values() for layers in open_source(f"{tmp_path}/many.{kind}", []).layers.values()]
        blocks = list(array.blocks())
        assert len(blocks) == 2
        assert np.array_equal(np.concatenate(blocks), VECTORS)


def pickled(path: Path) -> None:
    np.save(path, np.array([{}, []], dtype=object), allow_pickle=True)


def cut(path: Path) -> None:
    np.save(path, VECTORS)
    path.write_bytes(path.read_bytes()[:-1])


def huge(path: Path) -> None:
    np.save(path, VECTORS)
    path.write_bytes(path.read_bytes().replace(b"(4, 3)", b"(4000000000, 3)"))


def twice(path: Path) -> None:
    np.savez(path, fc=VECTORS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("fc", archive.read("fc.npy"))


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a pickle": ("npy", pickled, "holds Python objects, which are pickled and never read"),
    "cut": ("npy", cut, r"has 47 bytes of numbers, not the 48 that its shape \(4, 3\) takes"),
    "a size that is not there": ("npy", huge, "cannot be read|not the 48,000,000,000 that"),
    "texts": ("npy", lambda path: np.save(path, np.array(["a"])), "holds <U1, and only real numbers are read"),
    "no array": ("npy", lambda path: path.write_bytes(b"\x93NUMPX"), "cannot be read"),
    "no archive": ("npz", lambda path: path.write_bytes(b"PK"), "cannot be read"),
    "two of one name": ("npz", twice, "holds two arrays called 'fc'"),
    "no header": ("safetensors", lambda path: path.write_bytes(b"\xff" * 16), "its header cannot have"),
    "no JSON": ("safetensors", lambda path: path.write_bytes(b"\2" + b"\0" * 7 + b"7,"), "cannot be read"),
    "a place outside": (
        "safetensors",
        lambda path: path.write_bytes(safetensors_of({"fc": ("F64", VECTORS)})),
        r"fc\] has 48 bytes of numbers, not the 96 that its shape \(4, 3\) takes",
    ),
    "an unknown dtype": (
        "safetensors",
        lambda path: path.write_bytes(safetensors_of({"fc": ("F8_E4M3", VECTORS)})),
        "holds F8_E4M3; what is read: F64",
    ),
    "no Parquet": ("parquet", lambda path: path.write_bytes(b"PAR1"), "cannot be read"),
    "no file of arrays": ("csv", lambda path: path.write_text("a"), "what is read: .npy, .npz, .safetensors, .parquet"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_damaged_or_foreign_file_is_refused_by_its_name(tmp_path: Path, broken: str):
    kind, write, message = BROKEN[broken]
    write(tmp_path / f"bad.{kind}")
    with pytest.raises(UnusableFile, match=rf"bad.{kind}.*({message})"):
        open_source(f"{tmp_path}/bad.{kind}", [])


@pytest.mark.parametrize("kind", WRITERS)
def test_no_flipped_byte_makes_it_fail_without_a_message(tmp_path: Path, kind: str):
    whole = tmp_path / f"whole.{kind}"
    WRITERS[kind](whole, VECTORS)
    content, generator = whole.read_bytes(), np.random.default_rng(0)
    for _ in range(60):
        broken = bytearray(content)
        for place in generator.integers(0, len(content), 3):
            broken[place] = generator.integers(0, 256)
        whole.write_bytes(broken)
        try:
            read(open_source(str(whole), []))
        except UnusableFile as error:
            assert f"whole.{kind}" in str(error)


def test_uneven_and_missing_vectors_are_refused_by_their_row(tmp_path: Path):
    for vectors, message in (
        ([[1.0, 2.0]] * 4 + [[1.0]], "has 9 numbers in 5 rows: its vectors differ in length"),
        ([[1.0, 2.0]] * 4 + [[1.0, None]], "row 4 does not have 2 numbers"),
        ([[1.0, 2.0]] * 3 + [[1.0], [1.0, 2.0, 3.0]], "row 3 does not have 2 numbers"),
    ):
        write_parquet(tmp_path / "uneven.parquet", {"fc": vectors})
        with pytest.raises(UnusableFile, match=rf"uneven.parquet\[fc\] {message}"):
            read(open_source(f"{tmp_path}/uneven.parquet", []))


def test_names_that_match_nothing_or_the_same_twice_are_refused(tmp_path: Path):
    with pytest.raises(UnusableFile, match=r"no file has a name like .*: there is not even a folder"):
        open_source(f"{tmp_path}/none/{{epoch}}.npy", [])
    for name in ("epoch_1.npy", "epoch_01.npy"):
        np.save(tmp_path / name, VECTORS)
    with pytest.raises(UnusableFile, match=r"no file has a name like .*: the folder .* has none"):
        open_source(f"{tmp_path}/step_{{epoch}}.npy", [])
    with pytest.raises(UnusableFile, match=r"epoch_0?1.npy and epoch_0?1.npy are the same layer at the same epoch"):
        open_source(f"{tmp_path}/epoch_{{epoch}}.npy", [])
    with pytest.raises(UnusableFile, match="there is neither a file nor a folder"):
        open_source(f"{tmp_path}/nothing", [])
    with pytest.raises(UnusableFile, match="name the files by a pattern, such as"):
        open_source(str(tmp_path), [])
    np.savez(tmp_path / "held.npz", fc=VECTORS)
    with pytest.raises(UnusableFile, match="holds the arrays fc, and none is called conv"):
        open_source(f"{tmp_path}/held.npz", ["conv"])


def test_nothing_is_read_through_a_link_out_of_the_folder(tmp_path: Path):
    np.save(tmp_path / "secret.npy", VECTORS)
    (tmp_path / "arrays").mkdir()
    (tmp_path / "arrays/epoch_1.npy").symlink_to(tmp_path / "secret.npy")
    for named in ("epoch_{epoch}.npy", "epoch_1.npy"):
        with pytest.raises(UnusableFile, match="it is a link that leads out of its folder"):
            open_source(f"{tmp_path}/arrays/{named}", [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
def test_a_pipe_a_device_and_a_file_as_a_folder_are_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.npy")
    np.save(tmp_path / "one.npy", VECTORS)
    for named, message in (
        (f"{tmp_path}/pipe.npy", "pipe.npy cannot be read: it is no regular file"),
        ("/dev/zero", "zero is not a file of arrays"),
        (f"{tmp_path}/one.npy/more", "there is neither a file nor a folder .*/more"),
    ):
        with pytest.raises(UnusableFile, match=message):
            open_source(named, [])


def test_what_is_read_as_a_whole_is_compared_with_a_limit_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    np.save(tmp_path / "columns.npy", np.asfortranarray(VECTORS))
    np.save(tmp_path / "rows.npy", VECTORS)
    write_parquet(tmp_path / "table.parquet", {name: range(9) for name in "ab"})
    monkeypatch.setattr("epochscope.importing.stored_array.BLOCK_BYTES", 12)
    monkeypatch.setattr("epochscope.importing.stored_array.MOST_AT_ONCE", 95)
    assert len(list(open_source(f"{tmp_path}/rows.npy", []).layers[0]["vectors"].blocks())) == 4
    for read_all in (
        lambda: open_source(f"{tmp_path}/columns.npy", []),
        open_predictions(f"{tmp_path}/rows.npy")[0].whole,
        lambda: read_columns(find_place(f"{tmp_path}/table.parquet")),
    ):
        with pytest.raises(UnusableFile, match="bytes of memory at once, and at most 95 are read"):
            read_all()
