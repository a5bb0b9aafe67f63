"""What ``make test`` runs: side by side, with readable output, and until it is interrupted."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from run_all import print_summary
from running.counts import Counts, count_check, count_pytest
from running.queue import Result, Step, run_side_by_side
from running.steps import BROWSER, all_steps, fast_steps

TESTS = Path(__file__).resolve().parent
# Holds a lock together with a child; the lock is free once both have ended.
HOLDS_A_LOCK = """
import fcntl, pathlib, subprocess, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[lock.fileno()])
pathlib.Path(sys.argv[1] + ".taken").touch()
child.wait()
"""
# A shell without job control starts programs in the background deaf to interrupts, and they pass that on.
RUNS_ONE_STEP = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from running.counts import count_check
from running.queue import Step, run_side_by_side
step = Step("waits", [sys.executable, "-c", sys.argv[1], sys.argv[2]], count_check)
run_side_by_side([step], 1, pathlib.Path(sys.argv[3]))
"""


def python(name: str, code: str) -> Step:
    return Step(name, [sys.executable, "-c", code], count_check)


def test_steps_run_side_by_side_and_print_their_output_one_after_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Each writes a file, then waits for the other's; neither can end before the other has begun."""
    meet = "import pathlib, time; pathlib.Path('{0}').touch(); print('{1} 1', flush=True)\n"
    meet += "while not pathlib.Path('{2}').exists(): time.sleep(0.01)\nprint('{1} 2')"
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    steps = [python("first", meet.format(one, "a", other)), python("second", meet.format(other, "b", one))]
    results = run_side_by_side(steps, 2, tmp_path)
    assert [(result.name, result.counts) for result in results] == [("first", Counts(1)), ("second", Counts(1))]
    blocks = re.split(r"── (\w+) \(\d+\.\d s\)\n", capsys.readouterr().out)[1:]
    printed = dict(zip(blocks[::2], (block.split() for block in blocks[1::2]), strict=True))
    assert printed == {"first": ["a", "1", "a", "2"], "second": ["b", "1", "b", "2"]}


def test_no_more_steps_run_at_a_time_than_there_are_slots(tmp_path: Path):
    alone = "import pathlib, time; pathlib.Path('{0}').mkdir(); time.sleep(0.2); pathlib.Path('{0}').rmdir()"
    steps = [python(f"step {number}", alone.format(tmp_path / "taken")) for number in range(3)]
    assert [result.counts for result in run_side_by_side(steps, 1, tmp_path)] == [Counts(passed=1)] * 3


def test_a_step_that_fails_does_not_keep_the_others_from_running(tmp_path: Path):
    results = run_side_by_side([python("fails", "raise SystemExit(3)"), python("passes", "")], 1, tmp_path)
    assert [result.counts for result in results] == [Counts(failed=1), Counts(passed=1)]


def test_an_interrupt_stops_the_running_steps_and_their_children(tmp_path: Path):
    lock = tmp_path / "lock"
    command = [sys.executable, "-c", RUNS_ONE_STEP, HOLDS_A_LOCK, str(lock), str(tmp_path)]
    runner = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(TESTS)}, stderr=subprocess.PIPE)
    wait_until(Path(f"{lock}.taken").exists)
    assert not is_free(lock)
    runner.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in runner.communicate(timeout=60)[1]
    wait_until(lambda: is_free(lock))


def test_every_test_in_the_browser_runs_in_one_step(tmp_path: Path):
    arguments = [argument for step in all_steps(tmp_path) for argument in step.command]
    for file in BROWSER.glob("test_*.py"):
        assert arguments.count(str(file)) == 1


def test_every_folder_of_tests_is_run_or_left_to_the_last_step(tmp_path: Path):
    steps = {step.name: list(step.command) for step in all_steps(tmp_path)}
    others = steps["pytest, others"]
    ignored = {Path(argument.partition("=")[2]).name for argument in others if argument.startswith("--ignore=")}
    assert "tests" in others
    assert ignored == {"browser", *(room for name in steps if name.startswith("pytest ") for room in name.split()[1:])}


def test_the_fast_steps_leave_out_the_browser_and_what_is_slow(tmp_path: Path):
    full, fast = ({step.name: list(step.command) for step in steps(tmp_path)} for steps in (all_steps, fast_steps))
    assert set(fast) == {name for name in full if not name.startswith("in Chromium")}
    for name, command in fast.items():
        kept = ["--", "--cache"] * (name == "eslint")
        assert command == full[name] + ["-m", "not browser and not slow"] * name.startswith("pytest") + kept


def test_the_summary_names_each_steps_seconds_and_ends_with_the_counts(capsys: pytest.CaptureFixture[str]):
    results = [Result("mypy", Counts(1), 20.04), Result("pytest", Counts(5, 1, 2), 100)]
    print_summary(results, 101.5, blind=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[2:5]] == [["20.0", "mypy"], ["100.0", "pytest"], ["101.5", "in"]]
    assert lines[-1] == "6 passed, 1 failed, 2 skipped"


def test_without_chromium_the_summary_says_so_loudly(capsys: pytest.CaptureFixture[str]):
    print_summary([], 1, blind=True)
    assert "THE BROWSER TESTS DID NOT RUN" in capsys.readouterr().out


def test_tests_that_could_not_be_counted_count_as_one_failure(tmp_path: Path):
    assert count_pytest(2, tmp_path / "none.xml") == Counts(failed=1)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_free(lock: Path) -> bool:
    """Return whether no process holds a lock on the file."""
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
