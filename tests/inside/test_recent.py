"""What was used last stays, up to a number of bytes."""

import numpy as np

from epochscope.looking import Recent


def test_what_was_used_longest_ago_gives_way():
    recent: Recent[np.ndarray] = Recent(25)
    for name in "ab":
        recent.keep(name, np.zeros(10, np.uint8))
    assert recent.get("a") is not None
    recent.keep("c", np.zeros(10, np.uint8))
    assert [name for name in "abc" if recent.get(name) is not None] == ["a", "c"]
    assert recent.nbytes == 20


def test_one_stays_however_large_it_is_and_is_replaced_under_its_key():
    recent: Recent[np.ndarray] = Recent(5)
    recent.keep("a", np.zeros(10, np.uint8))
    recent.keep("a", np.ones(20, np.uint8))
    assert (recent.find("a", lambda: np.zeros(1, np.uint8)).sum(), recent.nbytes) == (20, 20)
    assert recent.find("b", lambda: np.zeros(1, np.uint8)).nbytes == recent.nbytes == 1
