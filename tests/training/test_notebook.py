"""What a notebook can show, and at which address."""

from pathlib import Path

import pytest

import epochscope
from epochscope import notebook
from epochscope.errors import UnusableInput
from epochscope.store import RunNotFound, RunReader


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"height": 0}, "height is a number of pixels from 1, not 0"),
        ({"height": "tall"}, "not 'tall'"),
        ({"address": "https://hub.example.org/proxy/8000/"}, "is no address of a server: give https://HOST/PATH/"),
        ({"address": "/proxy/{port}/"}, "is no address of a server"),
    ],
)
def test_what_cannot_be_shown_is_rejected_and_nothing_is_started(tiny_run: RunReader, options: dict, words: str):
    with pytest.raises(UnusableInput, match=words):
        epochscope.show(tiny_run.folder.root, **options)
    assert notebook._SERVERS == {}


def test_a_missing_run_is_said(store: Path):
    with pytest.raises(RunNotFound, match="there is no run at"):
        epochscope.show(store / "none")


@pytest.mark.slow
def test_a_hub_shows_the_page_at_its_own_address_and_alone_may_frame_it(tiny_run: RunReader):
    address = "https://hub.example.org/user/me/proxy/{port}/"
    shown = epochscope.show(tiny_run.folder.root, address=address)
    server = notebook._SERVERS.popitem()[1]
    assert shown.address == f"{address.format(port=server.port)}#/run/tiny"
    assert server.process.poll() is None
    assert "--framed-by=https://hub.example.org" in server.process.args
    assert "--origin=https://hub.example.org" in server.process.args
    notebook.stop_dependent(server.process)
    assert server.process.returncode == 0
