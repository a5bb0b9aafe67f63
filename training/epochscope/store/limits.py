"""What a layout needs of a run and of its setting: one rule for the job that makes it and for all who ask for one."""

from epochscope.store.errors import TooFewEpochs, TooFewSamples, UnusableSetting

_FEWEST_EPOCHS = 2
# The spectral start has no more than samples - 1 directions and takes three of them.
_FEWEST_SAMPLES = 4


def require_size(epochs: int, samples: int) -> None:
    """Raise TooFewEpochs or TooFewSamples where so few cannot be laid out."""
    if epochs < _FEWEST_EPOCHS:
        raise TooFewEpochs(f"alignment needs at least {_FEWEST_EPOCHS} recorded epochs; this run has {epochs}")
    if samples < _FEWEST_SAMPLES:
        raise TooFewSamples(f"a layout needs at least {_FEWEST_SAMPLES} samples; this run has {samples}")


def require_values(n_neighbors: int, min_dist: float, samples: int) -> None:
    """Raise UnusableSetting where so many samples cannot be laid out with these values."""
    if not 2 <= n_neighbors < samples:
        raise UnusableSetting(
            f"n_neighbors must be a whole number from 2 to {samples - 1} "
            f"(this run has {samples} samples), not {n_neighbors}"
        )
    if not 0 <= min_dist <= 1:
        raise UnusableSetting(f"min_dist must be a number from 0 to 1, not {min_dist}")
