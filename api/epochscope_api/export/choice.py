"""What an export holds of a store: the chosen runs, as they were at its start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.store import (
    LayerNotFound,
    Manifest,
    ProjectionNotFound,
    RunNotFound,
    Setting,
    find_run,
    list_runs,
)
from epochscope_api.export.thumbnails import ThinnedRun
from epochscope_api.partial_run import PartialRun, spread_rows
from epochscope_api.run_source import RunSource, StoredRun


class RunChanged(EpochscopeError):
    """A run was written to while it was exported."""


@dataclass(frozen=True)
class Choice:
    """What to export of a store; ``None`` means everything."""

    runs: Sequence[str] | None = None
    layers: Sequence[str] | None = None
    settings: Sequence[Setting] | None = None
    max_samples: int | None = None

    def keeps_layer(self, layer: str) -> bool:
        """Return whether a layer is exported."""
        return self.layers is None or layer in self.layers

    def keeps_setting(self, setting: Setting) -> bool:
        """Return whether projections with a setting are exported."""
        return self.settings is None or setting in self.settings


class ChosenRuns:
    """The chosen part of a store, opened once: an answer does not change while others are requested.

    Raises:
        UnusableInput: something was chosen by a name that is not there, or there is no run at all.
        NewerFormat, DamagedRun: a run that was chosen by its name cannot be read.
    """

    def __init__(self, location: str, choice: Choice) -> None:
        self._location = location
        self._whole: dict[str, StoredRun] = {}
        self.unreadable: dict[str, EpochscopeError] = {}
        for name in sorted(set(choice.runs)) if choice.runs is not None else list_runs(location):
            self._open(name, by_name=choice.runs is not None)
        if not self._whole:
            raise RunNotFound(f"there is no run to export in {location}")
        self._require_known(choice)
        self._chosen = {name: _part(run, choice) for name, run in self._whole.items()}

    def names(self) -> list[str]:
        """Return the names of the chosen runs, sorted, with those that cannot be read."""
        return sorted([*self._chosen, *self.unreadable])

    def find(self, name: str) -> RunSource:
        """Return what was chosen of a run; raise what was wrong with it."""
        if name in self.unreadable:
            raise self.unreadable[name]
        if name not in self._chosen:
            raise RunNotFound(f"there is no run {name!r} in this export; it has: {', '.join(self.names())}")
        return self._chosen[name]

    def require_unchanged(self) -> None:
        """Raise RunChanged if one of the runs was written to since they were opened."""
        for name, run in self._whole.items():
            if _version(StoredRun(find_run(self._location, name))) != _version(run):
                raise RunChanged(f"run {name!r} was written to while it was exported: export it again")

    def _open(self, name: str, by_name: bool) -> None:
        try:
            self._whole[name] = StoredRun(find_run(self._location, name))
        except EpochscopeError as error:
            if by_name:
                raise
            self.unreadable[name] = error

    def _require_known(self, choice: Choice) -> None:
        manifests = [run.manifest for run in self._whole.values()]
        layers = list(dict.fromkeys(layer.name for manifest in manifests for layer in manifest.layers))
        unknown = [layer for layer in choice.layers or () if layer not in layers]
        if unknown:
            raise LayerNotFound(f"no run to export has a layer {unknown[0]!r}; there are: {', '.join(layers)}")
        settings = list(dict.fromkeys(one.setting for manifest in manifests for one in manifest.projections))
        missing = [setting for setting in choice.settings or () if setting not in settings]
        if missing:
            there = ", ".join(map(str, settings)) or "none"
            raise ProjectionNotFound(f"no run to export is projected with {missing[0]}; there are: {there}")


def _version(run: RunSource) -> tuple[object, ...]:
    return run.manifest.created, run.manifest.revision, run.thumbnails


def _part(run: StoredRun, choice: Choice) -> RunSource:
    manifest = _listed(run, choice)
    rows = spread_rows(run.samples(), manifest.samples if choice.max_samples is None else choice.max_samples)
    if len(rows) == manifest.samples:
        return PartialRun(run, manifest, rows)
    return ThinnedRun(run, replace(manifest, samples=len(rows)), rows)


def _listed(run: RunSource, choice: Choice) -> Manifest:
    """Return the manifest with nothing but the chosen layers and projections; raise UnusableInput if none is left."""
    known = run.manifest
    projections = tuple(
        one for one in known.projections if choice.keeps_layer(one.layer) and choice.keeps_setting(one.setting)
    )
    # A layer without any of its projections would look as if it had never been projected.
    emptied = {one.layer for one in known.projections} - {one.layer for one in projections}
    layers = tuple(one for one in known.layers if choice.keeps_layer(one.name) and one.name not in emptied)
    names = [one.name for one in layers]
    chosen = replace(
        known,
        layers=layers,
        recommended_layer=known.recommended_layer if known.recommended_layer in names else None,
        neighbors=tuple(one for one in known.neighbors if one.layer in names),
        spaces=tuple(one for one in known.spaces if one.layer in names),
        projections=projections,
    )
    if (known.layers and not chosen.layers) or (known.projections and not chosen.projections):
        raise UnusableInput(
            f"nothing of run {run.name!r} is left with these layers and settings; leave it out with --runs, or choose "
            f"among its own: {', '.join(f'{one.layer} {one.setting}' for one in known.projections) or 'no projections'}"
        )
    return chosen
