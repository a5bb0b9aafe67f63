"""The package as people get it: built, installed in an environment of its own and used in another folder."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.request import urlopen

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from ranges import ROOT, build_wheel, install, use_at, work_in

pytestmark = pytest.mark.slow


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the oldest numpy runs on Python 3.12 at most")
def test_the_oldest_versions_that_are_declared_write_and_check_a_run_without_torch(tmp_path: Path):
    printed = use_at("oldest", "", sys.executable, tmp_path)
    assert printed.endswith(" numpy 1.26.0 pyarrow 17.0.0\n")


def test_a_wheel_records_and_serves_where_nothing_of_the_repository_is(tmp_path: Path):
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    install(environment, "--no-deps", build_wheel(tmp_path))
    borrow_what_it_needs(environment)
    work_in(environment, tmp_path)
    command = [environment / "bin" / "epochscope", "serve", "runs", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().split()[0]
            assert b"<title>Epochscope</title>" in urlopen(address).read()
            runs = json.load(urlopen(address + "api/runs.json"))["runs"]
        finally:
            server.kill()
    assert [run["name"] for run in runs] == ["copy", "made", "plain"]


def borrow_what_it_needs(environment: Path) -> None:
    """Let an environment see the packages of this one, which take minutes to install, after its own."""
    (folder,) = environment.glob("lib/python*/site-packages")
    (folder / "borrowed.pth").write_text(sysconfig.get_path("purelib"))


@pytest.mark.parametrize("builder", [WheelBuilder, SdistBuilder])
def test_nothing_is_built_without_the_page_or_with_an_old_one(
    tmp_path: Path, builder: type[WheelBuilder | SdistBuilder]
):
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    assert refused(builder, tmp_path) == (
        "epochscope: the page is not built: run `make web`, which needs Node 20, and build again"
    )
    for changed, name in enumerate(("api/epochscope_api/page/index.html", "web/src/main.tsx")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (changed, changed))
    assert refused(builder, tmp_path).startswith("epochscope: the page is older than its sources in web/src: run")


def refused(builder: type[WheelBuilder | SdistBuilder], root: Path) -> str:
    with pytest.raises(SystemExit) as caught:
        next(builder(str(root)).build(directory=str(root / "dist"), versions=["standard"]))
    assert not [*(root / "dist").glob("*")]
    return str(caught.value)
