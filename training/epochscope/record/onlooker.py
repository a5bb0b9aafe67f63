"""What a process does that takes part in a recording, or looks on, while another process writes the run."""

from collections.abc import Iterator
from contextlib import contextmanager

from epochscope.record.collected import ToBatch
from epochscope.record.epoch_writer import EpochEnd
from epochscope.record.failures import Failures
from epochscope.record.plan import Plan


class Onlooker:
    """In place of a ``Session``: it holds nothing and writes nothing."""

    run = None

    def __init__(self, last_epoch: int | None, failures: Failures) -> None:
        self.last_epoch = last_epoch
        self._failures = failures

    def open(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""

    def close(self, quiet: bool = False, finished: bool = False) -> None:
        """Do nothing."""

    @contextmanager
    def writing(self, _plan: Plan, epoch: int) -> Iterator["Onlooker"]:
        """Yield what takes anything."""
        yield self
        self.last_epoch = epoch

    def put(self, item: ToBatch | EpochEnd) -> None:
        """Do nothing."""

    @contextmanager
    def sparing(self, epoch: int) -> Iterator[None]:
        """Let an error end the block, as in the process that writes."""
        with self._failures.sparing(epoch):
            yield
