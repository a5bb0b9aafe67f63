"""What a run needs so that its network can be looked into; nothing is imported to find out."""

from collections.abc import Sequence
from importlib.util import find_spec
from math import prod

from epochscope.errors import UnusableInput
from epochscope.factories import locate_factory
from epochscope.looking.errors import NotLookable
from epochscope.looking.preprocessing import Preprocessing
from epochscope.store import Manifest

LARGEST_WEIGHTS = 8 << 20
"""As many bytes as the weights of all epochs may have where a browser computes the network."""


LARGEST_INPUT = 8 << 20
"""As many numbers as an input may have: as many bytes as one that is sent."""


def require_lookable(manifest: Manifest, run: str, allow: str | None) -> Preprocessing:
    """Return how a picture becomes an input of the run's network; ``allow`` is as in ``load_model``.

    Raises:
        NotLookable: the run lacks something that is needed, or this machine does; the message says what to do.
    """
    _require_weights(manifest, run)
    _require_factory(manifest, run, allow)
    preprocessing = _require_preprocessing(manifest, run)
    if find_spec("torch") is None:
        raise NotLookable("looking into networks needs PyTorch here: pip install 'epochscope[record]'")
    return preprocessing


def require_graph(manifest: Manifest, run: str, has_graph: bool, weights_bytes: Sequence[int]) -> Preprocessing:
    """Return how a picture becomes an input of the run's network where a browser computes it by itself.

    ``weights_bytes`` are those of each epoch.

    Raises:
        NotLookable: the run lacks something that is needed, or is too large; the message says what to do.
    """
    _require_weights(manifest, run)
    preprocessing = _require_preprocessing(manifest, run)
    total = sum(weights_bytes)
    if total > LARGEST_WEIGHTS:
        raise NotLookable(
            f"the weights of run {run!r} have {total / 1e6:,.0f} MB, too much for a browser, which is sent at most "
            f"{LARGEST_WEIGHTS >> 20} MB: look into its network with `epochscope serve` where PyTorch is"
        )
    if not has_graph:
        raise NotLookable(
            f"run {run!r} has no graph of its network that a browser could compute: add it with `epochscope graph`, or "
            "look into the network with `epochscope serve` where PyTorch is"
        )
    return preprocessing


def _require_weights(manifest: Manifest, run: str) -> None:
    if not manifest.checkpoints:
        raise NotLookable(
            f"run {run!r} keeps no weights: look into the run that it was copied from, or copy that with its weights"
        )


def _require_preprocessing(manifest: Manifest, run: str) -> Preprocessing:
    preprocessing = Preprocessing.of(manifest)
    if preprocessing is None:
        raise NotLookable(
            f"run {run!r} does not say how a picture becomes an input of its network: it needs inputs (samples, "
            "channels, height, width), and a mean and a std above 0 for each channel where it has any"
        )
    if prod(preprocessing.shape) > LARGEST_INPUT:
        size = " × ".join(map(str, preprocessing.shape))
        raise NotLookable(f"an input of run {run!r} has {size} numbers, and at most {LARGEST_INPUT:,} are looked at")
    return preprocessing


def _require_factory(manifest: Manifest, run: str, allow: str | None) -> None:
    factory = (manifest.model.factory if manifest.model else None) or allow
    if factory is None:
        raise NotLookable(
            f"run {run!r} does not record how to build its network: start the server with "
            f"--model {run}=package.module:function, or record it with Recorder(..., factory=..., arguments=...)"
        )
    try:
        locate_factory(factory, allow)
    except UnusableInput as error:
        raise NotLookable(
            f"run {run!r} was built by {factory!r}, which no installed package registers: install the package that "
            f"does, or, if you trust it, start the server with --model {run}={factory}"
        ) from error
