"""The samples that excite the units of a layer most, kept for a while: all units of a layer are read at once."""

from dataclasses import dataclass, field
from typing import Any

from epochscope.analysis.excited import Excited, layers_that_excite
from epochscope.looking import Recent
from epochscope_api.errors import UnitNotFound
from epochscope_api.run_source import RunSource

MOST = 10
_BYTES = 32 << 20


@dataclass(frozen=True)
class ExcitedSamples:
    """What was read lately; several threads may use it."""

    _kept: Recent[Excited] = field(default_factory=lambda: Recent(_BYTES))

    def of(self, run: RunSource, epoch: int, layer: str, unit: int) -> list[dict[str, Any]]:
        """Return the samples with the largest stored activations of a unit, largest first, and their values.

        Raises:
            LayerNotFound, EpochNotFound, DamagedRun: as the store does.
            UnitNotFound: the run keeps no activations that belong to single units, or there is no such unit.
        """
        require_unit(run, epoch, layer, unit)
        key = (run.name, run.manifest.created, layer, epoch)
        found = self._kept.find(key, lambda: Excited.among(run.activation_batches(layer, epoch), MOST))
        pairs = zip(found.samples[:, unit].tolist(), found.values[:, unit].tolist(), strict=True)
        return [{"sample": sample, "value": value} for sample, value in pairs]


def require_unit(run: RunSource, epoch: int, layer: str, unit: int) -> None:
    """Raise unless the run keeps activations of a unit."""
    manifest, kept = run.manifest, run.manifest.layer(layer)
    manifest.require_epoch(epoch)
    if manifest.compact:
        raise UnitNotFound(
            f"run {run.name!r} is a compact copy without activations, so nothing tells which samples excite a unit: "
            "use the run that it was copied from"
        )
    if layer not in layers_that_excite(manifest):
        raise UnitNotFound(
            f"layer {layer!r} was recorded with the reduction {kept.reduction!r}, of which no number belongs to a "
            "single map or unit: record it with 'mean' or 'max'"
        )
    if unit >= kept.width:
        raise UnitNotFound(f"layer {layer!r} has units 0 to {kept.width - 1}, and not {unit}")
