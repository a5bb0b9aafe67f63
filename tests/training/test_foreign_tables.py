"""Tables and atlases that another program wrote: nothing is unpacked before its size is known, nor used unchecked."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from epochscope.analysis.usual import usual_at
from epochscope.errors import UnusableInput
from epochscope.sharing.thumbnails import tiles
from epochscope.store import DamagedRun, Metric, RunReader, RunWriter, Samples, schemas
from epochscope.store.testing import TINY
from tiny import SETTING

PROJECTED = "projections/layer=conv/method=aligned/n_neighbors=5/min_dist=0.1"
READS: dict[str, Callable[[RunReader], object]] = {
    "samples.parquet": lambda run: (run.labels(), run.samples()),
    "metrics.parquet": RunReader.metrics,
    "predictions/epoch=0001/part-0.parquet": lambda run: run.predictions(1),
    "activations/layer=conv/epoch=0001/part-0.parquet": lambda run: list(run.activation_batches("conv", 1)),
    "neighbors/layer=conv/epoch=0001/part-0.parquet": lambda run: run.neighbors("conv", 1),
    f"{PROJECTED}/part-0.parquet": lambda run: run.projection("conv", SETTING),
    f"{PROJECTED}/quality.parquet": lambda run: run.quality("conv", SETTING),
}
NAN, INF = float("nan"), float("inf")
VALUES = [
    ("samples.parquet", "label", -1, "label must be from 0 to 2, not -1"),
    ("samples.parquet", "label", 3, "label must be from 0 to 2, not 3"),
    ("samples.parquet", "sample", 5, "sample is not in order"),
    ("metrics.parquet", "epoch", -1, "epoch must be from 0 to"),
    ("metrics.parquet", "accuracy", 1.5, "accuracy must be from 0 to 1, not 1.5"),
    ("metrics.parquet", "seconds", -1.0, "seconds must be from 0 to"),
    ("predictions/epoch=0001/part-0.parquet", "predicted", -1, "predicted must be from 0 to 2, not -1"),
    ("predictions/epoch=0001/part-0.parquet", "confidence", -1.0, "confidence must be from 0 to 1, not -1"),
    ("predictions/epoch=0001/part-0.parquet", "probabilities", 2.0, "probabilities must be from 0 to 1, not 2"),
    ("predictions/epoch=0001/part-0.parquet", "sample", 0, "sample is not in order"),
    ("activations/layer=conv/epoch=0001/part-0.parquet", "sample", 0, "sample is not in order"),
    ("neighbors/layer=conv/epoch=0001/part-0.parquet", "neighbor", -1, "neighbor must be from 0 to 11, not -1"),
    ("neighbors/layer=conv/epoch=0001/part-0.parquet", "neighbor", 12, "neighbor must be from 0 to 11, not 12"),
    ("neighbors/layer=conv/epoch=0001/part-0.parquet", "distance", NAN, "distance must be from 0 to 1e+30, not nan"),
    (
        "neighbors/layer=conv/epoch=0001/part-0.parquet",
        "layer_motion",
        INF,
        "layer_motion must be from 0 to 1e+30, not inf",
    ),
    (f"{PROJECTED}/part-0.parquet", "x", NAN, "x must be from -1e+30 to 1e+30, not nan"),
    (f"{PROJECTED}/part-0.parquet", "y", -INF, "y must be from -1e+30 to 1e+30, not -inf"),
    (f"{PROJECTED}/part-0.parquet", "epoch", 7, "epoch is not in order"),
    (f"{PROJECTED}/quality.parquet", "continuity", 1.5, "continuity must be from 0 to 1, not 1.5"),
    (f"{PROJECTED}/quality.parquet", "screen_motion", -0.5, "screen_motion must be from 0 to"),
]


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table], **options: object) -> None:
    pq.write_table(
        change(pq.ParquetFile(path).read()).replace_schema_metadata(None), path, compression="zstd", **options
    )


def with_value(name: str, value: float) -> Callable[[pa.Table], pa.Table]:
    """Return a change of the value in the middle of a column."""

    def change(table: pa.Table) -> pa.Table:
        index, column = table.schema.get_field_index(name), table[name].combine_chunks()
        listed = pa.types.is_fixed_size_list(column.type)
        values = np.array(column.flatten() if listed else column).copy()
        values[len(values) // 2] = value
        changed = pa.array(values, column.type.value_type if listed else column.type)
        return table.set_column(
            index,
            table.schema.field(name),
            pa.FixedSizeListArray.from_arrays(changed, type=column.type) if listed else changed,
        )

    return change


@pytest.mark.parametrize(("file", "column", "value", "message"), VALUES)
def test_a_value_that_a_column_cannot_have_is_damage(
    tiny_run: RunReader, store: Path, file: str, column: str, value: float, message: str
):
    rewrite(store / "tiny" / file, with_value(column, value))
    with pytest.raises(DamagedRun) as caught:
        READS[file](tiny_run)
    assert str(caught.value).startswith(f"{file} of run 'tiny' is damaged: {message}")


@pytest.mark.parametrize("file", [file for file in READS if file != "metrics.parquet"])
def test_rows_in_another_order_are_damage(tiny_run: RunReader, store: Path, file: str):
    rewrite(store / "tiny" / file, lambda table: table.take(list(range(table.num_rows))[::-1]))
    with pytest.raises(DamagedRun, match="is not in order"):
        READS[file](tiny_run)


@pytest.mark.parametrize("file", READS)
def test_rows_in_many_groups_are_read_as_in_one(tiny_run: RunReader, store: Path, file: str):
    before = READS[file](tiny_run)
    rewrite(store / "tiny" / file, lambda table: table, row_group_size=1)
    assert str(READS[file](tiny_run)) == str(before) or file.startswith("activations")


def test_a_diverged_network_is_read(tiny_run: RunReader):
    missing = np.full(len(TINY.labels), np.nan, np.float32)
    kept = replace(TINY.predictions(1), loss=missing, margin=missing, confidence=missing)
    RunWriter(tiny_run.folder).write_predictions(1, kept)
    assert np.isnan(tiny_run.predictions(1).confidence).all()


@pytest.mark.parametrize("file", ["samples.parquet", "metrics.parquet", f"{PROJECTED}/quality.parquet"])
def test_a_small_file_of_many_rows_is_not_unpacked(tiny_run: RunReader, store: Path, file: str):
    schema = pq.read_schema(store / "tiny" / file).remove_metadata()
    many = pq.ParquetFile(store / "tiny" / file).read().slice(0, 1).take(np.zeros(1_000_000, np.int64))
    with pq.ParquetWriter(store / "tiny" / file, schema, compression="zstd") as writer:
        for _ in range(3):
            writer.write_table(many.cast(schema))
    assert (store / "tiny" / file).stat().st_size < 1 << 20
    with pytest.raises(DamagedRun, match=r"has 3000000 rows, (not \d+|and at most 262144 make sense)"):
        READS[file](tiny_run)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, r"has 2,400,000 bytes of source, not 1,097,728 at most"),
        ({"use_dictionary": False}, r"would take [\d,]+ bytes for 12 rows of source, not [\d,]+ at most"),
        (
            {"use_dictionary": False, "column_encoding": {"source": "DELTA_BYTE_ARRAY"}},
            r"has source in the encoding DELTA_BYTE_ARRAY, which is not read",
        ),
    ],
)
def test_long_texts_are_not_unpacked(tiny_run: RunReader, store: Path, options: dict, message: str):
    words = pa.array(["s" * 200_000] * 12)
    rewrite(
        store / "tiny" / "samples.parquet",
        lambda table: table.set_column(3, table.schema.field("source"), words),
        **options,
    )
    with pytest.raises(DamagedRun, match=message):
        tiny_run.samples()


def test_text_that_is_no_utf8_is_damage(tiny_run: RunReader, store: Path):
    places, words = pa.array(["ab"] * 12).buffers()[1], pa.py_buffer(b"\xff\xfe" * 12)
    wrong = pa.Array.from_buffers(pa.string(), 12, [None, places, words])
    rewrite(store / "tiny" / "samples.parquet", lambda table: table.set_column(3, table.schema.field("source"), wrong))
    with pytest.raises(DamagedRun, match=r"samples\.parquet of run 'tiny' cannot be read: .*utf-8"):
        tiny_run.samples()


def test_what_could_not_be_read_back_is_not_written(tiny_run: RunReader):
    writer = RunWriter(tiny_run.folder)
    before = tiny_run.folder.read("metrics.parquet")
    with pytest.raises(UnusableInput, match="seconds must be from 0 to"):
        writer.write_metrics([Metric(0, "train", 1.0, 0.5, seconds=-1.0)])
    with pytest.raises(UnusableInput, match="label must be from 0 to"):
        writer.write_samples(Samples(np.array([-1], np.int32), ["train"], ["a"]))
    with pytest.raises(UnusableInput, match="bytes of source"):
        writer.write_samples(Samples(np.array([0], np.int32), ["train"], ["a" * 5_000_000]))
    assert tiny_run.folder.read("metrics.parquet") == before


def image(form: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    room = io.BytesIO()
    Image.new(mode, size).save(room, form)
    return room.getvalue()


ATLASES = {
    "is no WebP image": (
        *(image("PNG", (32, 32)), image("PNG", (14000, 14000), "1"), image("GIF", (32, 32))),
        *(b"<!doctype html><script>alert(1)</script>", b"%!PS-Adobe-3.0 EPSF-3.0\n", b""),
    ),
    "has 1 × 1 pixels, not 32 × 32": (image("WEBP", (1, 1)),),
    "has 4000 × 4000 pixels, not 32 × 32": (image("WEBP", (4000, 4000)),),
    "cannot be read: ": (image("WEBP", (32, 32))[:20], b"RIFF0000WEBPVP8 "),
}


@pytest.mark.parametrize("message", ATLASES)
def test_an_image_that_is_no_atlas_is_not_decoded(tiny_run: RunReader, store: Path, message: str):
    for content in ATLASES[message]:
        (store / "tiny" / "thumbnails" / "atlas-0000.webp").write_bytes(content)
        with pytest.raises(DamagedRun, match=f"thumbnails/atlas-0000.webp of run 'tiny' {message}"):
            list(tiles(tiny_run, np.arange(12)))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("mean", 1.0)] * 70_000, "has 70000 rows of mean of layer 'conv', not 64 at most"),
        ([("mean", 1.0)], "has 0 rows of deviation of layer 'conv', not 1"),
        ([("mean", 1.0), ("deviation", 0.0)], "has a deviation of layer 'conv' that is not above 0"),
        ([("mean", 1.0), ("deviation", 1.0)] * 2, "has 0 rows of correlation of layer 'conv', not 1"),
        ([("weight", 1.0)], "has rows of weight and none of bias"),
        ([("mean", INF)], "value must be from -1e[+]30 to 1e[+]30, not inf"),
    ],
)
def test_what_is_usual_is_counted_before_there_is_room_for_it(tiny_run: RunReader, store: Path, rows, message: str):
    everything = [("limit", 0.5), *rows]
    columns = {
        "epoch": pa.array([1] * len(everything), pa.int32()),
        "layer": ["" if measure == "limit" else "conv" for measure, _ in everything],
        "measure": [measure for measure, _ in everything],
        "value": pa.array([value for _, value in everything], pa.float32()),
    }
    pq.write_table(pa.table(columns, schema=schemas.USUAL), store / "tiny" / "usual.parquet")
    with pytest.raises(DamagedRun, match=message):
        usual_at(tiny_run, 1)
