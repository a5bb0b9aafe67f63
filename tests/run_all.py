"""Run every check and test of the project, then print their counts in one line.

Used by ``make test``. Everything runs even where something before it failed, so that one run shows all.
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
        steps: dict[str, Callable[[], Counts]] = {
            "ruff check": lambda: check([python("ruff"), "check", "."]),
            "ruff format": lambda: check([python("ruff"), "format", "--check", "."]),
            "mypy": lambda: check([python("mypy")]),
            "tsc": lambda: check(["npm", "run", "--silent", "typecheck"], WEB),
            "eslint": lambda: check(["npm", "run", "--silent", "lint"], WEB),
            "vitest": lambda: vitest(reports / "vitest.json"),
            "pytest": lambda: pytest(reports / "pytest.xml"),
        }
        results = {name: announce(name, step) for name, step in steps.items()}
        blind = browser_tests_were_skipped(reports / "pytest.xml")
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


def pytest(report: Path) -> Counts:
    command = [sys.executable, "-m", "pytest", "-q", "--durations=10", f"--junitxml={report}"]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if not report.exists():
        return Counts(failed=1)
    suite = ET.parse(report).getroot()[0]
    total, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
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
