"""A layout that cannot fit is rejected before anything is computed."""

import re
from dataclasses import replace

import pytest

from epochscope.store import NotEnoughRoom, RunReader, require_room, stored_neighbors
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


def test_a_run_elsewhere_is_not_asked_how_much_room_its_disk_has(tiny_run: RunReader):
    require_room("memory://room/tiny", tiny_run.manifest, ["conv"], [5])


def test_the_largest_n_neighbors_decides_how_many_neighbors_are_stored():
    many = replace(TINY.manifest, samples=1000)
    assert stored_neighbors(many, "logits", [5, 30, 10]) == 29
    assert stored_neighbors(many, "logits", [5]) == 15
    assert stored_neighbors(TINY.manifest, "logits", [5]) == 11
