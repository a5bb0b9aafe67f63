"""A fingerprint finds an image after another encoding, and differs from those of other images."""

import io
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from epochscope.sharing.fingerprints import SAME_IMAGE, fingerprints, match_fingerprints
from epochscope.sharing.thumbnails import tile_fingerprints, tiles, write_thumbnails
from epochscope.store import DamagedRun, RunReader, RunWriter, check_run
from images import blurred_colors, encode_again

MADE = blurred_colors(40)


def bits_between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.unpackbits(one ^ other, axis=1).sum(axis=1)


@pytest.mark.datasets
@pytest.mark.parametrize("quality", [75, 95])
def test_real_images_are_found_among_all_of_their_class_after_another_encoding(image_datasets: Path, quality):
    table = pq.read_table(image_datasets / "cifar10" / "test-00000-of-00001.parquet")
    encoded = np.array([image["bytes"] for image in table["image"].to_pylist()], dtype=object)
    frogs, cats = (encoded[table["label"].to_numpy() == label] for label in (6, 3))
    there = np.stack([np.asarray(Image.open(io.BytesIO(content))) for content in frogs])
    candidates = fingerprints(there)
    queries = fingerprints(encode_again(image, quality) for image in there[:400])
    assert match_fingerprints(queries, candidates).tolist() == list(range(400))
    assert bits_between(queries, candidates[:400]).max() <= SAME_IMAGE - 5
    others = fingerprints(np.asarray(Image.open(io.BytesIO(content))) for content in cats[:400])
    assert (match_fingerprints(others, candidates) >= 0).sum() <= 2


@pytest.mark.parametrize("quality", [50, 75, 95])
def test_synthetic_images_are_found_after_another_encoding(quality: int):
    again = fingerprints(encode_again(image, quality) for image in MADE[::-1])
    assert match_fingerprints(again, fingerprints(MADE)).tolist() == list(range(len(MADE)))[::-1]


def test_absent_images_are_not_found():
    others = fingerprints(blurred_colors(40, seed=1))
    assert (match_fingerprints(others, fingerprints(MADE)) == -1).all()


def test_a_gray_image_has_the_fingerprint_of_its_three_equal_channels():
    gray = MADE[..., 0]
    np.testing.assert_array_equal(fingerprints(gray), fingerprints(np.stack([gray] * 3, axis=3)))


@pytest.mark.parametrize(("width", "height"), [(64, 64), (50, 80), (200, 30)])
def test_an_image_of_another_size_and_aspect_ratio_is_found(width: int, height: int):
    resized = [np.asarray(Image.fromarray(image).resize((width, height))) for image in MADE]
    assert match_fingerprints(fingerprints(resized), fingerprints(MADE)).tolist() == list(range(len(MADE)))


def test_images_that_are_tiny_or_plain_have_a_fingerprint_too():
    plain = [np.full(shape, 200, np.uint8) for shape in ((1, 1), (3, 200, 3), (32, 32))]
    assert fingerprints(plain).tolist() == [[0] * 16] * 3
    assert fingerprints([]).shape == (0, 16)


def test_bits_are_the_signs_of_frequencies_from_the_lowest():
    wave = np.cos(np.pi * (np.arange(32) + 0.5) / 32)
    across, down = (np.broadcast_to(127 + 100 * values, (32, 32)).astype(np.uint8) for values in (wave, wave[:, None]))
    assert fingerprints([across, down])[:, 0].tolist() == [0b10000000, 0b01000000]


def test_a_large_image_has_the_fingerprint_of_its_thumbnail(tiny_run: RunReader):
    large = [np.asarray(Image.fromarray(image).resize((300, 200))) for image in MADE[:12]]
    write_thumbnails(tiny_run.folder.root, large)
    thumbnails = list(tiles(RunReader(tiny_run.folder), np.arange(12)))
    assert {tile.shape for tile in thumbnails} == {(85, 128, 3)}
    np.testing.assert_array_equal(tile_fingerprints(large), fingerprints(thumbnails))


def test_no_image_is_matched_twice_and_the_nearer_query_gets_it():
    candidates = fingerprints(MADE[:3])
    near = candidates[1] ^ np.array([1] + [0] * 15, np.uint8)
    nearer_of_two = np.stack([near, candidates[1], candidates[2]])
    assert match_fingerprints(nearer_of_two, candidates).tolist() == [-1, 1, 2]
    twice = np.concatenate([candidates, candidates[1:2]])
    assert sorted(match_fingerprints(nearer_of_two, twice).tolist()) == [1, 2, 3]


def test_the_store_holds_fingerprints_and_check_verifies_them(tiny_run: RunReader):
    assert tiny_run.fingerprints() is None
    written = fingerprints(MADE[:12])
    RunWriter(tiny_run.folder).write_fingerprints(written)
    stored = tiny_run.fingerprints()
    assert stored is not None
    assert stored.dtype == np.uint8
    np.testing.assert_array_equal(stored, written)
    assert check_run(tiny_run) == []
    RunWriter(tiny_run.folder).write_fingerprints(written[:11])
    assert [(finding.path, finding.message) for finding in check_run(tiny_run)] == [
        ("fingerprints.parquet", "has 11 rows, not 12")
    ]
    with pytest.raises(DamagedRun, match=r"fingerprints\.parquet of run 'tiny' has 11 rows, not 12"):
        tiny_run.fingerprints()
