"""Frames arrive as they were sent, and anything else is noticed."""

import io

import numpy as np
import pytest

from epochscope.looking import BrokenFrame, Frame, read_frame, write_frame


def sent(*frames: Frame) -> bytes:
    stream = io.BytesIO()
    for frame in frames:
        write_frame(stream, frame)
    return stream.getvalue()


def test_frames_arrive_one_after_the_other_with_their_arrays():
    first = Frame({"do": "this", "names": ["é", None]}, {"a": np.arange(6, dtype=np.float32).reshape(2, 3)})
    second = Frame({"n": 1}, {"b": np.arange(5, dtype=np.uint8), "c": np.empty((0, 2), np.float32)})
    stream = io.BytesIO(sent(first, second))
    for frame in (first, second):
        arrived = read_frame(stream)
        assert arrived is not None
        assert arrived.head == frame.head
        assert arrived.arrays.keys() == frame.arrays.keys()
        for name, array in frame.arrays.items():
            np.testing.assert_array_equal(arrived.arrays[name], array)
    assert read_frame(stream) is None


@pytest.mark.parametrize(
    "content",
    [
        sent(Frame({"do": "this"}, {"a": np.zeros(9, np.uint8)}))[:-1],
        sent(Frame({}))[:3],
        sent(Frame({}))[:9],
        b"\xff\xff\xff\xff",
        b"\x02\0\0\0[]",
        b'\x32\0\0\0{"arrays": [{"name": 1, "dtype": "O", "shape": [1]}]',
        sent(Frame({})).replace(b"{", b"<"),
    ],
)
def test_anything_else_is_no_frame(content: bytes):
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(content))
