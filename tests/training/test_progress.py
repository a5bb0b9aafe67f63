"""Progress as one line of JSON, and lines that are something else."""

import pytest

from epochscope.progress import Progress, Step, format_progress, parse_progress


def test_progress_survives_its_line() -> None:
    progress = Progress("layer4", Step.ALIGNING, 1700, 6200)
    assert format_progress(progress) == '{"layer": "layer4", "step": "aligning", "done": 1700, "total": 6200}'
    assert parse_progress(format_progress(progress)) == progress


@pytest.mark.parametrize(
    "line",
    [
        "",
        "epochscope: another process is projecting run 'tiny'",
        "{",
        "[" * 100_000,
        "[]",
        "7",
        '{"layer": "conv"}',
        '{"layer": "conv", "step": "dreaming", "done": 1, "total": 2}',
        '{"layer": "conv", "step": "scoring", "done": null, "total": 2}',
    ],
)
def test_any_other_line_is_not_progress(line: str) -> None:
    assert parse_progress(line) is None
