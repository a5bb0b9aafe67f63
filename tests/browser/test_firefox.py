"""The page in Debian's Firefox: it opens, plays, selects and saves. Chromium has the full suite."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIREFOX, XVFB = shutil.which("firefox-esr"), shutil.which("Xvfb")
PNG = b"\x89PNG\r\n\x1a\n"
SECONDS = 120


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen: without one, Firefox has no WebGL on machines without a graphics card."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        [XVFB, "-displayfd", str(writing), "-screen", "0", "1280x960x24"], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as screen:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            yield f":{numbers.readline().strip()}"
        screen.terminate()


@pytest.mark.slow
@pytest.mark.skipif(not (FIREFOX and XVFB), reason="no Firefox here, or no virtual screen for it")
def test_the_page_opens_plays_selects_and_saves_in_firefox(address: str, display: str, tmp_path: Path):
    journey = subprocess.run(
        ["node", "smoke/firefox.js", FIREFOX, f"{address}#/run/blobs", str(tmp_path)],
        cwd=ROOT / "web",
        env={**os.environ, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert journey.returncode == 0, journey.stderr
    seen = json.loads(journey.stdout)
    assert seen["errors"] == []
    assert seen["opened"] == "8"
    assert 0 <= float(seen["played"]) < 8
    assert seen["selected"] > 100
    assert Path(seen["saved"]).read_bytes().startswith(PNG)
