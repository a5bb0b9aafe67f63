"""What files of another program hold, as far as a run can have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from epochscope.importing.pictures import Pictures
from epochscope.importing.stored_array import StoredArray
from epochscope.importing.tables import SampleColumn


@dataclass(frozen=True)
class Source:
    """The parts of a run to be; all but ``layers`` are optional, and nothing large is read yet.

    ``layers`` are arrays (samples, width), ``predictions`` logits or probabilities (samples, classes) or predicted
    classes (samples,), both by epoch. ``classes`` are the names of those of labels and predictions, in the order of
    their numbers. ``columns`` are the run's own, ``epoch_columns`` those with values of their own at every epoch.
    """

    layers: Mapping[int, Mapping[str, StoredArray]]
    predictions: Mapping[int, StoredArray] = field(default_factory=dict)
    labels: SampleColumn | None = None
    splits: SampleColumn | None = None
    classes: tuple[str, ...] | None = None
    columns: Mapping[str, SampleColumn] = field(default_factory=dict)
    epoch_columns: Mapping[int, Mapping[str, SampleColumn]] = field(default_factory=dict)
    pictures: Pictures | None = None

    @property
    def samples(self) -> int:
        """How many samples there are, by the first array."""
        first = next(iter(self.layers.values()))
        return next(iter(first.values())).rows
