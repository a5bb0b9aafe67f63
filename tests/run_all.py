"""Run every check and test of the project, then print their counts in one line.

Used by ``make test``. Everything runs even where something before it failed, so that one run shows all. The tests in
the browser run beside the others.
"""

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder)
        beside = PytestRun(reports / "browser.xml", ["tests/browser"], reports / "browser.out")
        steps: dict[str, Callable[[], Counts]] = {
            "ruff check": lambda: check([python("ruff"), "check", "."]),
            "ruff format": lambda: check([python("ruff"), "format", "--check", "."]),
            "mypy": lambda: check([python("mypy")]),
            "tsc": lambda: check(["npm", "run", "--silent", "typecheck"], WEB),
            "eslint": lambda: check(["npm", "run", "--silent", "lint"], WEB),
            "vitest": lambda: vitest(reports / "vitest.json"),
            "pytest": lambda: PytestRun(reports / "pytest.xml", ["--ignore=tests/browser"]).finish(),
            "in Chromium": beside.finish,
        }
        results = {name: announce(name, step) for name, step in steps.items()}
        blind = browser_tests_were_skipped(reports / "browser.xml")
    print()
    for name, counts in results.items():
        print(f"  {name:<12} {counts}")
    if blind:
        print("\nTHE BROWSER TESTS DID NOT RUN: there is no Chromium here")
    total = sum(results.values(), Counts())
    print(f"\n{total}")
    return 1 if total.failed else 0


def announce(name: str, step: Callable[[], Counts]) -> Counts:
    print(f"\n── {name}", flush=True)
    return step()


def check(command: list[str], folder: Path = ROOT) -> Counts:
    """A tool that only says yes or no counts as one test."""
    code = subprocess.run(command, cwd=folder, check=False).returncode
    return Counts(passed=1) if code == 0 else Counts(failed=1)


class PytestRun:
    """Some of the Python tests, which run from now on; what is said goes to ``told``, where it is given, until the end.

    Those in the browser wait a lot, so that the others can run beside them.
    """

    def __init__(self, report: Path, words: list[str], told: Path | None = None) -> None:
        self._report, self._told = report, told
        command = [sys.executable, "-m", "pytest", "-q", "--durations=10", f"--junitxml={report}", *words]
        output = told.open("wb") if told else None
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT if told else None)

    def finish(self) -> Counts:
        """Wait for the end and return the counts."""
        code = self._process.wait()
        if self._told:
            print(self._told.read_text(errors="replace"), flush=True)
        if not self._report.exists():
            return Counts(failed=1)
        suite = ET.parse(self._report).getroot()[0]
        names = ("tests", "failures", "errors", "skipped")
        total, failures, errors, skipped = (int(suite.get(name, 0)) for name in names)
        failed = failures + errors
        return Counts(total - failed - skipped, failed if failed or code == 0 else 1, skipped)


def vitest(report: Path) -> Counts:
    command = ["npx", "vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    code = subprocess.run(command, cwd=WEB, check=False).returncode
    if not report.exists():
        return Counts(failed=1)
    found = json.loads(report.read_text())
    failed = found["numFailedTests"] or (1 if code else 0)
    return Counts(found["numPassedTests"], failed, found["numPendingTests"])


def browser_tests_were_skipped(report: Path) -> bool:
    return report.exists() and "no Chromium: the browser tests did not run" in report.read_text()


def python(tool: str) -> str:
    return str(Path(sys.executable).parent / tool)


if __name__ == "__main__":
    sys.exit(main())
