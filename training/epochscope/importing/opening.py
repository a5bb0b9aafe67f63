"""Find out what a path holds: arrays in files by a naming pattern, or the folder of a known program."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from epochscope.importing.npy import open_npy, open_npz
from epochscope.importing.parquet import array_columns
from epochscope.importing.patterns import Named, find_files, is_pattern, match_names, split_location
from epochscope.importing.projector import CONFIG, open_projector
from epochscope.importing.safetensors import open_safetensors
from epochscope.importing.source import Source
from epochscope.importing.stored_array import StoredArray, UnusableFile, reading
from epochscope.importing.time_travel import is_time_travel, open_time_travel
from epochscope.store.filesystem import Folder, open_folder

DEFAULT_LAYER = "vectors"
"""The layer of arrays whose names say none."""
_Reader = Callable[[Folder, str], dict[str, StoredArray]]
_READERS: Mapping[str, _Reader] = {
    ".npy": lambda folder, path: {DEFAULT_LAYER: open_npy(folder, path)},
    ".npz": open_npz,
    ".safetensors": open_safetensors,
    ".parquet": array_columns,
}


def open_source(location: str, arrays: list[str]) -> Source:
    """Return what is at a path: a file, files by a pattern, or a folder of a known program.

    ``arrays`` are names, or patterns of names, of those to read from each file; without any, all that have rows.

    Raises:
        UnusableFile: nothing is there, its form is unknown, or a file is damaged or does not match the others.
    """
    if is_pattern(location):
        return Source(_by_epoch(*find_files(location), arrays, axes=2))
    root, name = split_location(location)
    parent, folder = open_folder(root), open_folder(location)
    with reading(location):
        if folder.is_folder():
            return _open_folder(folder, location)
        if parent.exists(name):
            return Source(_by_epoch(parent, [Named(name)], arrays, axes=2))
    raise UnusableFile(f"there is neither a file nor a folder {location}; patterns have {{epoch}} or {{layer}} in them")


def open_predictions(location: str) -> dict[int, StoredArray]:
    """Return the predictions in a file, or in files by a pattern, by epoch; raise UnusableFile.

    The name of the array may follow after a colon, as in ``epoch_{epoch}.npz:logits``.
    """
    path, arrays = location, []
    if ":" in location.rpartition("/")[2]:
        path, _, name = location.rpartition(":")
        arrays = [name]
    root, name = split_location(path)
    files = find_files(path) if is_pattern(path) else (open_folder(root), [Named(name)])
    found = _by_epoch(*files, arrays, axes=1)
    for epoch, named in found.items():
        if len(named) > 1:
            raise UnusableFile(
                f"{location} has the arrays {', '.join(named)} at epoch {epoch}: name one, as in {path}:logits"
            )
    return {epoch: next(iter(named.values())) for epoch, named in found.items()}


def _by_epoch(folder: Folder, files: list[Named], arrays: list[str], axes: int) -> dict[int, dict[str, StoredArray]]:
    """Return the arrays of files by epoch and layer, both by the names of the files and of the arrays.

    Raises:
        UnusableFile: a file cannot be read or has none of the arrays, or two are of the same epoch and layer.
    """
    found: dict[int, dict[str, StoredArray]] = {}
    for file in files:
        for named, array in _arrays_of(folder, file, arrays, axes):
            layer, at_epoch = named.layer or DEFAULT_LAYER, found.setdefault(named.epoch or 0, {})
            if layer in at_epoch:
                raise UnusableFile(f"{at_epoch[layer].where} and {array.where} are the same layer at the same epoch")
            at_epoch[layer] = array
    return dict(sorted(found.items()))


def _open_folder(folder: Folder, location: str) -> Source:
    if folder.is_file(CONFIG):
        return open_projector(folder)
    if is_time_travel(folder):
        return open_time_travel(folder)
    raise UnusableFile(
        f"{location} is neither a log folder of TensorBoard's projector, with {CONFIG} in it, nor one of the "
        f"time-travelling-visualizer: name the files by a pattern, such as {location}/epoch_{{epoch}}/{{layer}}.npy"
    )


def _arrays_of(folder: Folder, file: Named, arrays: list[str], axes: int) -> Iterator[tuple[Named, StoredArray]]:
    """Yield the arrays of a file, each with the epoch and the layer that the two names say."""
    held = _read(folder, file.name)
    for named in _chosen(file, arrays, held, axes):
        if None not in (file.epoch, named.epoch):
            raise UnusableFile(f"{file.name} and {named.name} in it both name an epoch: write {{epoch}} once")
        epoch = named.epoch if file.epoch is None else file.epoch
        yield Named(named.name, epoch, file.layer or named.layer), held[named.name]


def _read(folder: Folder, path: str) -> dict[str, StoredArray]:
    kind = PurePosixPath(path).suffix.lower()
    if kind not in _READERS:
        raise UnusableFile(f"{path} is not a file of arrays; what is read: {', '.join(_READERS)}")
    return _READERS[kind](folder, path)


def _chosen(file: Named, arrays: list[str], held: Mapping[str, StoredArray], axes: int) -> list[Named]:
    """Return the names of the arrays to read: those with as many axes at least, unless ``arrays`` name others."""
    if arrays:
        chosen = [one for pattern in arrays for one in match_names(pattern, list(held))]
        if not chosen:
            raise UnusableFile(f"{file.name} holds {_listed(held)}, and none is called {' or '.join(arrays)}")
        return chosen
    names = [name for name, array in held.items() if len(array.shape) >= axes]
    if not names:
        raise UnusableFile(f"{file.name} holds {_listed(held)}, and none has {axes} axes")
    if len(names) > 1 and (file.layer is not None or file.name.endswith(".parquet")):
        raise UnusableFile(f"{file.name} holds {_listed(names)}: say with --arrays which one is read")
    return [Named(name, layer=name) for name in names]


def _listed(names: Iterable[str]) -> str:
    return f"the arrays {', '.join(names)}" if names else "no arrays"
