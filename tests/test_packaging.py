"""What is installed, locked and shipped: the package bounds nothing from above, the project's own setup all of it."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires, version
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from epochscope_api.routes.page import PAGE

ROOT = Path(__file__).resolve().parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = DECLARED["project"]
PACKAGES = DECLARED["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
LOCKED = {
    canonicalize_name(name): locked
    for name, locked in re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / ".ci" / "constraints.txt").read_text(), re.MULTILINE)
}
BUNDLED = (
    "d3-contour",
    "flatbush",
    "gifenc",
    "mediabunny",
    "mobx",
    "onnxruntime-web",
    "react",
    "react-dom",
    "scatter-gl",
    "three",
)


def test_the_package_bounds_no_dependency_from_above():
    extras = PROJECT["optional-dependencies"].values()
    needs = [*PROJECT["dependencies"], *(need for extra in extras for need in extra)]
    bounds = {bound.operator for need in needs for bound in Requirement(need).specifier}
    assert bounds | {">="} == {">="}
    assert PROJECT["requires-python"] == ">=3.10"


def test_no_module_needs_a_newer_python_than_the_package_declares():
    version = PROJECT["requires-python"].removeprefix(">=")
    options = ["--quiet", "--no-tips", "--eval-annotations", "--violations", f"--target={version}-"]
    command = [Path(sys.executable).with_name("vermin"), *options, *PACKAGES]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (found.stdout.strip(), found.returncode) == ("", 0)


def test_all_that_setup_installs_is_locked():
    installed = installed_with("epochscope", frozenset({"dev"}), set())
    assert {name: version(name) for name in installed if LOCKED.get(name) != version(name)} == {}


def installed_with(name: str, extras: frozenset[str], known: set[tuple[str, frozenset[str]]]) -> set[str]:
    """Return all that a package needs with these extras here, and what that needs."""
    known.add((name, extras))
    needed: set[str] = set()
    for need in map(Requirement, requires(name) or []):
        if need.marker is not None and not any(need.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            continue
        other = (canonicalize_name(need.name), frozenset(need.extras))
        needed |= set() if other[0] == "epochscope" else {other[0]}
        if other not in known:
            needed |= installed_with(*other, known)
    return needed


@pytest.mark.browser
def test_the_wheel_holds_the_page_and_the_licenses_of_what_it_bundles(tmp_path: Path):
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with ZipFile(wheel) as files:
        names = set(files.namelist())
        licenses = files.read("epochscope_api/page/licenses.txt").decode()
    assert {f"epochscope_api/page/{path.relative_to(PAGE).as_posix()}" for path in PAGE.rglob("*.*")} <= names
    assert [name for name in BUNDLED if f"\n{name} " not in licenses] == []
    assert "Mozilla Public License Version 2.0" in licenses
    assert "Source: git+https://github.com/Vanilagy/mediabunny.git" in licenses
