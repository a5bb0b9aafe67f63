"""The one rule for what can be laid out, and with which values: the command line, the server and the page apply it."""

from dataclasses import dataclass

from epochscope.store.errors import TooFewEpochs, TooFewSamples, UnusableSetting

# The spectral start has at most samples - 1 directions and takes three of them.
_FEWEST_SAMPLES = 4
_FEWEST_NEIGHBORS = 2
_MIN_DISTS = (0.0, 1.0)


@dataclass(frozen=True)
class SettingBounds:
    """Smallest and largest value of each part of a setting, both allowed."""

    n_neighbors: tuple[int, int | None]
    """No upper end (``None``) where the number of samples is not known."""
    min_dist: tuple[float, float]


def setting_bounds(samples: int | None = None) -> SettingBounds:
    """Return the bounds for a run of ``samples`` samples, or those that hold for every run."""
    return SettingBounds((_FEWEST_NEIGHBORS, None if samples is None else samples - 1), _MIN_DISTS)


def require_values(n_neighbors: object, min_dist: object, samples: int | None = None) -> None:
    """Raise UnusableSetting unless both are numbers of the right type within ``setting_bounds(samples)``."""
    bounds = setting_bounds(samples)
    if isinstance(n_neighbors, bool) or not isinstance(n_neighbors, int):
        raise UnusableSetting(f"n_neighbors must be a whole number, not {n_neighbors!r}")
    if isinstance(min_dist, bool) or not isinstance(min_dist, int | float):
        raise UnusableSetting(f"min_dist must be a number, not {min_dist!r}")
    fewest, most = bounds.n_neighbors
    if n_neighbors < fewest or (most is not None and n_neighbors > most):
        limit = "" if most is None else f" to {most} (this run has {samples} samples)"
        raise UnusableSetting(f"n_neighbors must be a whole number from {fewest}{limit}, not {n_neighbors}")
    smallest, largest = bounds.min_dist
    if not smallest <= min_dist <= largest:
        raise UnusableSetting(f"min_dist must be a number from {smallest:g} to {largest:g}, not {min_dist}")


def require_size(epochs: int, samples: int) -> None:
    """Raise TooFewEpochs or TooFewSamples where a run is too small to be laid out."""
    if not epochs:
        raise TooFewEpochs("a layout needs at least one recorded epoch; this run has none yet")
    if samples < _FEWEST_SAMPLES:
        raise TooFewSamples(f"a layout needs at least {_FEWEST_SAMPLES} samples; this run has {samples}")
