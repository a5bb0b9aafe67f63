"""The paths of a run's files, relative to its folder; no other module spells them out."""

from epochscope.store.setting import Setting

MANIFEST = "run.json"
SAMPLES = "samples.parquet"
METRICS = "metrics.parquet"
COLUMNS = "columns.parquet"
FLIPPED_LABELS = "flipped_labels.parquet"
FINGERPRINTS = "fingerprints.parquet"
USUAL = "usual.parquet"
INSIDE = "inside"
THUMBNAILS = "thumbnails"
THUMBNAIL_INDEX = f"{THUMBNAILS}/index.json"
RECORDING_LOCK = ".recording.lock"
PROJECTING_LOCK = ".projecting.lock"
MANIFEST_LOCK = ".manifest.lock"


def predictions(epoch: int) -> str:
    return f"predictions/{epoch_folder(epoch)}/{_part(0)}"


def columns(epoch: int) -> str:
    return f"columns/{epoch_folder(epoch)}/{_part(0)}"


def activations(layer: str, epoch: int) -> str:
    return f"activations/layer={layer}/{epoch_folder(epoch)}/{_part(0)}"


def neighbors(layer: str, epoch: int, part: int = 0) -> str:
    return f"neighbors/layer={layer}/{epoch_folder(epoch)}/{_part(part)}"


def checkpoint(epoch: int) -> str:
    return f"checkpoints/{epoch_folder(epoch)}.safetensors"


def resume_state(epoch: int) -> str:
    return f"resume/{epoch_folder(epoch)}.pt"


def projection(layer: str, setting: Setting, part: int = 0) -> str:
    return f"{_setting_folder(layer, setting)}/{_part(part)}"


def quality(layer: str, setting: Setting, part: int = 0) -> str:
    # Runs of older versions have only the first.
    return f"{_setting_folder(layer, setting)}/{f'quality-{part}' if part else 'quality'}.parquet"


def graph(part: int = 0) -> str:
    return f"{INSIDE}/{f'graph-{part}' if part else 'graph'}.onnx"


def graph_layers(part: int = 0) -> str:
    return f"{INSIDE}/{f'layers-{part}' if part else 'layers'}.json"


def thumbnail(file: str) -> str:
    return f"{THUMBNAILS}/{file}"


def epoch_folder(epoch: int) -> str:
    return f"epoch={epoch:04d}"


def _part(number: int) -> str:
    return f"part-{number}.parquet"


def _setting_folder(layer: str, setting: Setting) -> str:
    values = f"n_neighbors={setting.n_neighbors}/min_dist={setting.min_dist}"
    # The method is part of the path even if it is the default, so that all partitions have the same depth.
    return f"projections/layer={layer}/method={setting.method}/{values}"
