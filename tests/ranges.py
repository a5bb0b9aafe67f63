"""Install the package with the oldest or the newest versions that it allows, with nothing else, and use it there.

Example:
    python tests/ranges.py oldest --extra record --python python3.10
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
NOT_DECLARED = ("pandas", "scipy", "sklearn", "flask")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("end", choices=["oldest", "newest"])
    parser.add_argument("--extra", default="", help="an extra to install too, such as record")
    parser.add_argument("--python", default=sys.executable, help="the Python to make an environment of")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(use_at(chosen.end, chosen.extra, chosen.python, Path(folder)), end="")


def use_at(end: str, extra: str, python: str, folder: Path) -> str:
    """Return what ``at_work.py`` prints in a new environment that holds what the package declares, and no more."""
    environment, constraints = folder / "env", folder / "constraints.txt"
    subprocess.run([python, "-m", "venv", "--without-pip", environment], check=True)
    constraints.write_text("\n".join(oldest(extra)) if end == "oldest" else "")
    wheel = str(build_wheel(folder))
    install(environment, f"{wheel}[{extra}]" if extra else wheel, "--constraint", constraints)
    absent = f"import importlib.util as u; assert not any(map(u.find_spec, {NOT_DECLARED!r}))"
    subprocess.run([environment / "bin" / "python", "-c", absent], check=True)
    return work_in(environment, folder)


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this repository; the build says why where it refuses."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def install(environment: Path, *words: str | Path) -> None:
    """Install with this environment's pip into another one."""
    subprocess.run([*PIP, "--python", environment / "bin" / "python", "install", "--no-compile", *words], check=True)


def work_in(environment: Path, folder: Path) -> str:
    """Return what ``at_work.py`` prints, run with the Python of an environment in ``folder``, with runs in ``runs``."""
    command = [environment / "bin" / "python", ROOT / "tests" / "at_work.py", folder / "runs"]
    return subprocess.run(command, check=True, cwd=folder, stdout=subprocess.PIPE, text=True).stdout


def oldest(extra: str) -> list[str]:
    """Return what the package and an extra need, each pinned to the oldest version that it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"].get(extra, [])]
    return [need.replace(">=", "==") for need in needs if ">=" in need]


if __name__ == "__main__":
    main()
