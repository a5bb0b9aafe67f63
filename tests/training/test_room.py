"""A layout that cannot fit is rejected before anything is computed."""

import re
from dataclasses import replace

import pytest

from epochscope.store import NeighborSet, NotEnoughRoom, RunReader, require_room, room_for, stored_neighbors
from epochscope.store.testing import TINY


def test_a_layout_that_fits_is_not_rejected(tiny_run: RunReader):
    require_room(tiny_run.folder.root, tiny_run.manifest, ["conv", "logits"], [5, 11])


def test_one_that_takes_more_memory_than_there_is_is_rejected_with_an_estimate(tiny_run: RunReader):
    large = replace(tiny_run.manifest, samples=10_000_000)
    # The neighbors of every sample at every epoch: 3 epochs x 10 million samples x 100,000 neighbors x 32 bytes.
    estimate = (
        "n_neighbors 100001 takes about 96,000.0 GB of memory (10,000,000 samples, 3 epochs), and this machine has"
    )
    with pytest.raises(NotEnoughRoom, match=re.escape(estimate)):
        require_room(tiny_run.folder.root, large, ["conv"], [5, 100_001])


def test_what_a_layout_takes_grows_with_the_neighbors_of_every_sample_at_every_epoch(tiny_run: RunReader):
    large = replace(tiny_run.manifest, samples=1000, neighbors=())
    assert room_for(large, ["conv"], [101]) == (3 * 1000 * 100 * 32, 3 * 1000 * 100 * 5)
    # One layer after the other is in memory, and all of them are on disk.
    assert room_for(large, ["conv", "logits"], [5, 101]) == (3 * 1000 * 100 * 32, 2 * 3 * 1000 * 100 * 5)
    assert room_for(large, [], [101]) == (0, 0)


def test_neighbors_that_are_stored_already_take_no_more_of_the_disk(tiny_run: RunReader):
    stored = NeighborSet("conv", 11, tiny_run.manifest.epochs)
    assert room_for(replace(tiny_run.manifest, neighbors=(stored,)), ["conv"], [5]) == (3 * 12 * 11 * 32, 0)


def test_a_run_elsewhere_is_not_asked_how_much_room_its_disk_has(tiny_run: RunReader):
    require_room("memory://room/tiny", tiny_run.manifest, ["conv"], [5])


def test_the_largest_n_neighbors_decides_how_many_neighbors_are_stored():
    many = replace(TINY.manifest, samples=1000)
    assert stored_neighbors(many, "logits", [5, 30, 10]) == 29
    assert stored_neighbors(many, "logits", [5]) == 15
    assert stored_neighbors(TINY.manifest, "logits", [5]) == 11
