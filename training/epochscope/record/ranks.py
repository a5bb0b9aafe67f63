"""Share the recording among the processes of a training that runs on several devices (``torch.distributed``).

Each process runs its share of the batches, and the first one writes what all of them made of theirs: vectors are small
beside what they are made from, and machines need no disk in common. The run is the same as that of one process.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import torch.distributed as dist

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.record.collected import ToBatch
from epochscope.record.errors import UnusableActivations, UnusableSamples

Yielded = TypeVar("Yielded")
Read = TypeVar("Read")
Told = TypeVar("Told")
_FIRST, _ALL = "first", "all"


class RankFailed(EpochscopeError):
    """Another process of the training could not record its share."""


class Ranks:
    """The processes that record a run: the first one alone, or all of them.

    Raises:
        UnusableInput: ``ranks`` is neither ``first`` nor ``all``.
    """

    def __init__(self, ranks: str) -> None:
        if ranks not in (_FIRST, _ALL):
            raise UnusableInput(f"ranks must be {_FIRST} or {_ALL}, not {ranks!r}")
        running = dist.is_available() and dist.is_initialized()
        self._rank = dist.get_rank() if running else 0
        self._shares = dist.get_world_size() if running and ranks == _ALL else 1
        # A group of its own: what is exchanged lies in memory, and does not wait for what the training exchanges.
        self._group: dist.ProcessGroup | None = None
        if self._shares > 1:
            self._group = dist.new_group(backend="gloo")  # type: ignore[assignment]  # a number only where not a member

    def require_all_for(self, is_spread: bool) -> None:
        """Raise UnusableInput if this process is to run alone a network of which it has only a part."""
        if is_spread and self._shares == 1 and dist.get_world_size() > 1:
            raise UnusableInput("the ranks have a part of this network each, so all of them must run it: ranks='all'")

    @property
    def writes(self) -> bool:
        """Whether this process writes the run."""
        return self._rank == 0

    @property
    def share(self) -> bool:
        """Whether several processes share the samples."""
        return self._shares > 1

    @property
    def takes_part(self) -> bool:
        """Whether this process runs a share of the samples."""
        return self.writes or self.share

    def run(
        self,
        batches: Iterable[Yielded],
        read: Callable[[Yielded], Read],
        run: Callable[[Read], ToBatch],
        put: Callable[[list[ToBatch]], None],
    ) -> None:
        """Read all batches, run a share of them, and ``put`` what all made of theirs, in order, where it is written.

        All processes must read the same batches. ``put`` is given none in those that do not write.
        """
        source, done = iter(batches), None
        while True:
            with self.agreeing():
                if done is not None:
                    put(done)
                together = [read(batch) for batch in islice(source, self._shares)]
                own = self._rank % self._shares
                # All run one, as the parts of a network that is spread over all of them must.
                made = run(together[own if own < len(together) else 0]) if together else None
            self.require_same("number of batches", len(together))
            if made is None:
                return
            done = self._gathered(made)[: len(together)]

    @contextmanager
    def agreeing(self) -> Iterator[None]:
        """Raise an error of the block in all processes."""
        error: Exception | None = None
        try:
            yield
        except Exception as raised:
            error = raised
        others = self._exchanged(None if error is None else (_is_about_arguments(error), str(error)))
        if error is not None:
            raise error
        for rank, told in enumerate(others):
            if told is not None:
                kind = UnusableInput if told[0] else RankFailed
                raise kind(f"rank {rank}: {told[1]}")

    def require_same(self, what: str, value: object) -> None:
        """Raise UnusableSamples, in all processes, if ``value`` is not the same in all of them."""
        if any(other != value for other in self._exchanged(value)):
            raise UnusableSamples(
                f"the ranks read samples that differ in the {what}: give all of them the same loader, without a "
                "DistributedSampler; the recorder shares out its batches"
            )

    def highest(self, number: int) -> int:
        """Return the highest of the numbers that the processes have."""
        return int(max(self._exchanged(number)))

    def told_by_first(self, value: Told) -> Told:
        """Return the value that the first process has."""
        told: list[Any] = [value]
        if self._group is not None:
            dist.broadcast_object_list(told, src=0, group=self._group)
        return told[0]  # type: ignore[no-any-return]

    def _exchanged(self, value: object) -> list[Any]:
        told: list[Any] = [value] * self._shares
        if self._group is not None:
            dist.all_gather_object(told, value, group=self._group)
        return told

    def _gathered(self, made: ToBatch) -> list[ToBatch]:
        if self._group is None:
            return [made]
        batches: list[Any] | None = [None] * self._shares if self.writes else None
        dist.gather_object(made.batch(), batches, dst=0, group=self._group)
        return batches or []


def _is_about_arguments(error: Exception) -> bool:
    return isinstance(error, UnusableInput) and not isinstance(error, UnusableActivations)
