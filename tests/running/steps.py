"""What ``make test`` and ``make test-fast`` run."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from running.counts import count_check, count_pytest, count_vitest
from running.queue import ROOT, Step

TESTS, WEB = ROOT / "tests", ROOT / "web"
BROWSER = TESTS / "browser"
# Folders whose tests share much, such as what UMAP compiles at its first layout: one process for each line. Everything
# that is not in one of them runs in another.
ROOMS = (("embeddings", "api"), ("training",))
BROWSER_SHARES = 4


def all_steps(reports: Path) -> list[Step]:
    """Return every check and test, about the longest first: the short ones fill the cores at the end.

    The tests of the projections come before those that wait for one in the browser: what they compile is kept.
    """
    shares = enumerate(shared_out(sorted(BROWSER.glob("test_*.py")), BROWSER_SHARES), 1)
    browser = [_pytest(f"in Chromium {number}", [str(file) for file in files], reports) for number, files in shares]
    projections, *others = _by_room(reports)
    return [projections, *browser, *others, *_checks(reports)]


def fast_steps(reports: Path) -> list[Step]:
    """Return the checks, and the tests that take neither a browser nor seconds each.

    The linter looks at files that changed since the last time: it may overlook what that means for others.
    """
    return [*_checks(reports, "--", "--cache"), *_by_room(reports, "-m", "not browser and not slow")]


def shared_out(files: Sequence[Path], shares: int) -> list[list[Path]]:
    """Return the files in shares of about the same size in bytes, which is about the same time."""
    parts: list[list[Path]] = [[] for _ in range(shares)]
    for file in sorted(files, key=_size, reverse=True):
        min(parts, key=lambda part: sum(map(_size, part))).append(file)
    return [sorted(part) for part in parts]


def browser_tests_were_skipped(reports: Path) -> bool:
    """Return whether a report of pytest says that there is no Chromium."""
    return any("no Chromium: the browser tests did not run" in file.read_text() for file in reports.glob("*.xml"))


def _by_room(reports: Path, *options: str) -> list[Step]:
    rest = ["tests", f"--ignore={BROWSER}", *(f"--ignore={TESTS / room}" for rooms in ROOMS for room in rooms)]
    return [
        *(
            _pytest(f"pytest {' '.join(rooms)}", [*(f"tests/{room}" for room in rooms), *options], reports)
            for rooms in ROOMS
        ),
        _pytest("pytest, others", [*rest, *options], reports),
    ]


def _checks(reports: Path, *linting: str) -> list[Step]:
    report = reports / "vitest.json"
    vitest = ["npx", "vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    return [
        Step("eslint", ["npm", "run", "--silent", "eslint", *linting], count_check, WEB),
        Step("mypy", [_tool("mypy")], count_check),
        Step("structure of the page", ["npm", "run", "--silent", "structure"], count_check, WEB),
        Step("vitest", vitest, partial(count_vitest, report=report), WEB),
        Step("tsc", ["npm", "run", "--silent", "typecheck"], count_check, WEB),
        Step("ruff check", [_tool("ruff"), "check", "."], count_check),
        Step("ruff format", [_tool("ruff"), "format", "--check", "."], count_check),
    ]


def _pytest(name: str, arguments: Sequence[str], reports: Path) -> Step:
    report = reports / f"{name}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "--durations=10", f"--junitxml={report}", *arguments]
    return Step(name, command, partial(count_pytest, report=report))


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _size(file: Path) -> int:
    return file.stat().st_size
