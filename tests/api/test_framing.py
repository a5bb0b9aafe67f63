"""Only sites that the operator names may show the page in a frame, as a notebook does."""

import pytest

from epochscope.command_line import main
from epochscope_api import create_app

NOTEBOOKS = ("http://localhost:*", "http://127.0.0.1:*")


def test_only_named_sites_may_frame_the_page_and_nothing_else_is_opened(tiny_run, store, small_page, ask):
    framed = create_app(store, framed_by=NOTEBOOKS).test_client()
    for address in ("/", "/api/runs.json", "/api/nothing"):
        closed, opened = dict(ask.get(address).headers), dict(framed.get(address).headers)
        assert closed.pop("X-Frame-Options") == "DENY"
        policy = closed["Content-Security-Policy"]
        closed["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", "frame-ancestors http://localhost:* http://127.0.0.1:*"
        )
        assert (opened, policy == closed["Content-Security-Policy"]) == (closed, False)


@pytest.mark.parametrize("site", ["*", "localhost", "http://a b", "http://a;script-src *", "http://*", "javascript:"])
def test_a_value_that_names_no_single_site_is_rejected(store, capsys, site: str):
    with pytest.raises(SystemExit):
        main(["serve", str(store), "--framed-by", site])
    assert "is not a site: give scheme, host and port or *" in capsys.readouterr().err
