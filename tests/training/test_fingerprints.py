"""A fingerprint finds a picture again after another encoding, and is no other picture's."""

import io
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from epochscope.sharing.fingerprints import SAME_IMAGE, fingerprints, match_fingerprints
from epochscope.sharing.thumbnails import tile_fingerprints, tiles, write_thumbnails
from epochscope.store import DamagedRun, RunReader, RunWriter, check_run
from pictures import blurred_colors, encode_again

MADE = blurred_colors(40)


def bits_between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.bitwise_count(one ^ other).sum(axis=1)


@pytest.mark.datasets
@pytest.mark.parametrize("quality", [75, 95])
def test_real_pictures_are_found_again_among_all_of_their_class_after_another_encoding(image_datasets: Path, quality):
    table = pq.read_table(image_datasets / "cifar10" / "test-00000-of-00001.parquet")
    encoded = np.array([picture["bytes"] for picture in table["image"].to_pylist()], dtype=object)
    frogs, cats = (encoded[table["label"].to_numpy() == label] for label in (6, 3))
    there = np.stack([np.asarray(Image.open(io.BytesIO(content))) for content in frogs])
    known = fingerprints(there)
    wanted = fingerprints(encode_again(picture, quality) for picture in there[:400])
    assert match_fingerprints(wanted, known).tolist() == list(range(400))
    assert bits_between(wanted, known[:400]).max() <= SAME_IMAGE - 5
    others = fingerprints(np.asarray(Image.open(io.BytesIO(content))) for content in cats[:400])
    assert (match_fingerprints(others, known) >= 0).sum() <= 2


@pytest.mark.parametrize("quality", [50, 75, 95])
def test_made_pictures_are_found_again_after_another_encoding(quality: int):
    again = fingerprints(encode_again(picture, quality) for picture in MADE[::-1])
    assert match_fingerprints(again, fingerprints(MADE)).tolist() == list(range(len(MADE)))[::-1]


def test_pictures_that_are_not_there_are_not_found():
    strangers = fingerprints(blurred_colors(40, seed=1))
    assert (match_fingerprints(strangers, fingerprints(MADE)) == -1).all()


def test_a_gray_picture_has_the_fingerprint_of_its_three_equal_channels():
    gray = MADE[..., 0]
    np.testing.assert_array_equal(fingerprints(gray), fingerprints(np.stack([gray] * 3, axis=3)))


@pytest.mark.parametrize(("width", "height"), [(64, 64), (50, 80), (200, 30)])
def test_a_picture_at_another_size_and_in_another_form_is_found(width: int, height: int):
    resized = [np.asarray(Image.fromarray(picture).resize((width, height))) for picture in MADE]
    assert match_fingerprints(fingerprints(resized), fingerprints(MADE)).tolist() == list(range(len(MADE)))


def test_pictures_too_small_or_too_plain_have_a_fingerprint_too():
    plain = [np.full(shape, 200, np.uint8) for shape in ((1, 1), (3, 200, 3), (32, 32))]
    assert fingerprints(plain).tolist() == [[0] * 16] * 3
    assert fingerprints([]).shape == (0, 16)


def test_bits_are_the_signs_of_frequencies_from_the_lowest():
    wave = np.cos(np.pi * (np.arange(32) + 0.5) / 32)
    across, down = (np.broadcast_to(127 + 100 * values, (32, 32)).astype(np.uint8) for values in (wave, wave[:, None]))
    assert fingerprints([across, down])[:, 0].tolist() == [0b10000000, 0b01000000]


def test_a_large_picture_has_the_fingerprint_of_the_thumbnail_it_becomes(tiny_run: RunReader):
    large = [np.asarray(Image.fromarray(picture).resize((300, 200))) for picture in MADE[:12]]
    write_thumbnails(tiny_run.folder.root, large)
    thumbnails = list(tiles(RunReader(tiny_run.folder), np.arange(12)))
    assert {tile.shape for tile in thumbnails} == {(85, 128, 3)}
    np.testing.assert_array_equal(tile_fingerprints(large), fingerprints(thumbnails))


def test_no_picture_is_given_twice_and_the_nearer_gets_it():
    known = fingerprints(MADE[:3])
    near = known[1] ^ np.array([1] + [0] * 15, np.uint8)
    nearer_of_two = np.stack([near, known[1], known[2]])
    assert match_fingerprints(nearer_of_two, known).tolist() == [-1, 1, 2]
    twice = np.concatenate([known, known[1:2]])
    assert sorted(match_fingerprints(nearer_of_two, twice).tolist()) == [1, 2, 3]


def test_the_store_keeps_fingerprints_and_check_knows_them(tiny_run: RunReader):
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
