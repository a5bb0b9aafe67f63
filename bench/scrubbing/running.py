"""How a bench is run that asks the page in a browser."""

from playwright.sync_api import Error

from projecting.running import Parts, measure_all, options
from scrubbing.workplace import Workplace, workplace


def run(words: str | None, parts: Parts[Workplace]) -> int:
    """Measure the parts that the command line asks for; return the exit status. ``words`` describe the bench."""
    arguments = options(words, parts).parse_args()
    with workplace(arguments.shrink) as work:
        return measure_all(parts, arguments.parts, work, Error, RuntimeError)
