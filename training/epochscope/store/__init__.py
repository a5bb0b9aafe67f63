"""The run store: a training as plain Parquet files with one manifest."""

from epochscope.store.activity import Activity
from epochscope.store.check import FOREIGN, NO_DIGEST, Finding, add_digests, check_run
from epochscope.store.disk import digest_of
from epochscope.store.entries import Bounds, Dataset, Extent, Layer, LayerSpace, Model, NeighborSet, Projection
from epochscope.store.errors import (
    BadLocation,
    BadName,
    ColumnNotFound,
    DamagedRun,
    EpochNotFound,
    LayerNotFound,
    NewerFormat,
    NotEnoughRoom,
    NotKept,
    ProjectionNotFound,
    RunBusy,
    RunExists,
    RunNotFound,
    TooFewEpochs,
    TooFewSamples,
    UnusableSetting,
    WriteFailed,
)
from epochscope.store.graph import Graph, GraphLayer
from epochscope.store.limits import SettingBounds, require_size, require_values, setting_bounds
from epochscope.store.listing import find_run, is_run, list_runs, run_stamp
from epochscope.store.manifest import FORMAT_VERSION, Manifest
from epochscope.store.names import check_name
from epochscope.store.own_columns import Column, ColumnValues
from epochscope.store.parquet import SMALL
from epochscope.store.placement import Placement
from epochscope.store.reader import RunReader
from epochscope.store.records import (
    PREDICTION_COLUMNS,
    QUALITY_MEASURES,
    ArrayRecord,
    Metric,
    Neighbors,
    Predictions,
    Quality,
    Samples,
    UsualRows,
)
from epochscope.store.room import require_room, room_for, stored_neighbors
from epochscope.store.setting import METHODS, Setting
from epochscope.store.thumbnails import Atlas, Thumbnails
from epochscope.store.writer import ActivationSink, RunWriter

__all__ = [
    "FOREIGN",
    "FORMAT_VERSION",
    "METHODS",
    "NO_DIGEST",
    "PREDICTION_COLUMNS",
    "QUALITY_MEASURES",
    "SMALL",
    "ActivationSink",
    "Activity",
    "ArrayRecord",
    "Atlas",
    "BadLocation",
    "BadName",
    "Bounds",
    "Column",
    "ColumnNotFound",
    "ColumnValues",
    "DamagedRun",
    "Dataset",
    "EpochNotFound",
    "Extent",
    "Finding",
    "Graph",
    "GraphLayer",
    "Layer",
    "LayerNotFound",
    "LayerSpace",
    "Manifest",
    "Metric",
    "Model",
    "NeighborSet",
    "Neighbors",
    "NewerFormat",
    "NotEnoughRoom",
    "NotKept",
    "Placement",
    "Predictions",
    "Projection",
    "ProjectionNotFound",
    "Quality",
    "RunBusy",
    "RunExists",
    "RunNotFound",
    "RunReader",
    "RunWriter",
    "Samples",
    "Setting",
    "SettingBounds",
    "Thumbnails",
    "TooFewEpochs",
    "TooFewSamples",
    "UnusableSetting",
    "UsualRows",
    "WriteFailed",
    "add_digests",
    "check_name",
    "check_run",
    "digest_of",
    "find_run",
    "is_run",
    "list_runs",
    "require_room",
    "require_size",
    "require_values",
    "room_for",
    "run_stamp",
    "setting_bounds",
    "stored_neighbors",
]
