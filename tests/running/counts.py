"""Count passed, failed and skipped tests from exit codes and reports."""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Counts:
    """How many tests passed, failed and were skipped; counts can be added."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def count_check(code: int) -> Counts:
    """Return the counts of a tool that only exits with 0 or not: one test."""
    return Counts(passed=1) if code == 0 else Counts(failed=1)


def count_pytest(code: int, report: Path) -> Counts:
    """Return the counts in a JUnit report; a failure of pytest itself counts as one failed test."""
    if not report.exists():
        return Counts(failed=1)
    suite = ET.parse(report).getroot()[0]
    total, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    return Counts(total - failed - skipped, failed if failed or code == 0 else 1, skipped)


def count_vitest(code: int, report: Path) -> Counts:
    """Return the counts in vitest's JSON report; a failure of vitest itself counts as one failed test."""
    if not report.exists():
        return Counts(failed=1)
    result = json.loads(report.read_text())
    failed = result["numFailedTests"] or (1 if code else 0)
    return Counts(result["numPassedTests"], failed, result["numPendingTests"])
