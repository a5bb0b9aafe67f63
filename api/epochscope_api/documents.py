"""The JSON documents that the API answers with, as types: the OpenAPI description is made from them.

A docstring describes its type there, ``Field`` a field; a field is always present unless it is ``NotRequired``.
"""

from typing import Annotated, Literal

from typing_extensions import NotRequired, TypedDict

from epochscope.progress import Step
from epochscope.store import setting_bounds
from epochscope_api.schemas import Field

Count = Annotated[int, Field(minimum=0)]
Share = Annotated[float, Field(minimum=0, maximum=1)]
_BOUNDS = setting_bounds()
EpochNumber = Annotated[int, Field(minimum=0)]
Identity = Annotated[
    str,
    Field("What the arrays are of: an answer with another Epochscope-Identity does not belong to this manifest."),
]
Checksum = Annotated[str, Field("CRC-32 of the answer, in an export: one with another does not belong here.")]
Checksums = Annotated[list[str], Field("CRC-32 of each answer in its order, in an export.")]
MaybeNumber = Annotated[float | None, Field("Null where it is not known or not finite.")]


class ArraySpec(TypedDict):
    """One little-endian array of a binary answer."""

    name: str
    dtype: Literal["float32", "uint32", "uint16", "uint8"]
    shape: list[Count]


class BinaryFile(TypedDict):
    """A binary answer: its path below the run, and its arrays in order, without padding."""

    identity: Identity
    path: str
    arrays: list[ArraySpec]
    checksum: NotRequired[Checksum]


class OneEpochFiles(TypedDict):
    """Binary answers of one epoch each. That of an epoch never changes again, whatever is recorded after it."""

    identity: Identity
    epoch_path: Annotated[str, Field("Path of one epoch; {epoch} is its number.")]
    epoch_arrays: Annotated[list[ArraySpec], Field("Of one epoch.")]
    epochs: Annotated[list[EpochNumber], Field("The epochs that have an answer, in the order of the first axis.")]
    epoch_checksums: NotRequired[Checksums]


class EpochFiles(BinaryFile, OneEpochFiles):
    """The same arrays as one binary answer of all epochs (``path``, ``arrays``) and as one of each epoch."""


class Blocks(TypedDict):
    """Binary answers about a few samples that follow each other, over all epochs."""

    identity: Identity
    block: Annotated[int, Field("Samples in a block; the last one may have fewer.", minimum=1)]
    block_path: Annotated[str, Field("Path of one block; {block} is its number, from 0.")]
    block_arrays: Annotated[list[ArraySpec], Field("Of a block with all its samples.")]
    block_checksums: NotRequired[Checksums]


class LabelErrors(BinaryFile):
    """What speaks against each sample's label."""

    epochs: Annotated[list[Annotated[int, Field(minimum=1)]], Field("The epochs that were looked at.")]
    layer: Annotated[str | None, Field("The layer whose neighbors were looked at; null where none are stored.")]


class Measures(TypedDict):
    """One number per epoch of the projection for each measure."""

    trustworthiness: list[float]
    continuity: list[float]
    neighbor_recall: list[float]
    label_purity: Annotated[list[float] | None, Field("Null where the samples have no labels.")]
    real_motion: list[float]
    screen_motion: list[float]
    unsupported: list[float]


Errors = Annotated[list[float] | None, Field("Null where all samples were compared with all.")]


class StandardErrors(TypedDict):
    """The standard error of each measure's mean at each epoch of the projection."""

    trustworthiness: Errors
    continuity: Errors
    neighbor_recall: Errors
    label_purity: Errors
    real_motion: Errors
    screen_motion: Errors
    unsupported: Errors


class Quality(EpochFiles):
    """How far to trust each sample's position: shares are value / 255, screen_motion is value / 4096, unsupported is 0
    or 1."""

    n_neighbors: Annotated[int, Field("How many neighbors were compared.", minimum=0)]
    means: Annotated[Measures, Field("Means over the samples; of unsupported the share.")]
    errors: Annotated[StandardErrors, Field("Standard errors of the means.")]


class Extent(TypedDict):
    """The square that positions are quantized in: lower corner and side, in the frame that all projections of a run
    share; x = extent.x + value / 65535 * extent.size."""

    x: float
    y: float
    size: float


class Bounds(TypedDict):
    """The smallest rectangle around positions: lower corner and sides, in the frame that all projections of a run
    share."""

    x: float
    y: float
    width: float
    height: float


class Projection(TypedDict):
    """A layout of one layer over its epochs, for one setting."""

    layer: str
    n_neighbors: Annotated[int, Field("0 where the method has none.", minimum=0)]
    min_dist: Annotated[float, Field("0 where the method has none.")]
    method: Literal["aligned", "stock", "umap", "pca"]
    epochs: Annotated[list[EpochNumber], Field("The first axis of the arrays.")]
    joint_epochs: Annotated[
        int,
        Field(
            "How many of the first epochs were projected together; later ones were appended without moving those.",
            minimum=1,
        ),
    ]
    extent: Annotated[Extent, Field("Of all epochs but those that appended_extents is about.")]
    appended_extents: Annotated[
        list[Extent],
        Field("Of the last epochs, one each, in their order: those that were appended have an extent of their own."),
    ]
    bounds: Annotated[Bounds | None, Field("Of the positions of all epochs; null in runs of older versions.")]
    path: Annotated[str, Field("That of positions, which clients of earlier versions read here.")]
    epoch_path: Annotated[str, Field("That of positions, as path.")]


class NeighborSet(TypedDict):
    """What is stored about a layer's own space: the nearest neighbors of every sample, and how far it moved."""

    layer: str
    epochs: list[EpochNumber]
    epoch_path: NotRequired[
        Annotated[str, Field("That of neighbors, which clients of earlier versions read here; not in an export.")]
    ]
    block_path: Annotated[str, Field("That of neighborhoods, as epoch_path.")]


class Texts(TypedDict):
    """The texts of a few samples that follow each other."""

    texts: Annotated[list[str], Field("Empty where there is none.")]


class TextBlocks(TypedDict):
    """Texts, in blocks of samples."""

    identity: Identity
    block: Annotated[int, Field("Samples in a block; the last one may have fewer.", minimum=1)]
    block_path: Annotated[str, Field("Path of one block; {block} is its number, from 0.")]
    block_checksums: NotRequired[Checksums]


class Column(TypedDict):
    """A column of the run's own: a number, class or text of each sample.

    A number that is missing is NaN; a class that is missing is 65535.
    """

    name: str
    kind: Literal["number", "class", "text"]
    per_epoch: Annotated[bool, Field("Whether every epoch has values of its own.")]
    classes: Annotated[list[str], Field("The names of classes, by number; empty for other kinds.")]
    texts: Annotated[TextBlocks | None, Field("Null for other kinds.")]


class LayerSpace(TypedDict):
    """What is known of a layer's own space, one number per epoch."""

    epochs: list[EpochNumber]
    distinct: Annotated[list[Count], Field("Vectors that differ; 1 where the layer has collapsed.")]
    dimension: Annotated[
        list[float], Field("Effective dimension: the participation ratio of the covariance's eigenvalues.")
    ]
    neighbor_recall: Annotated[
        list[Share | None],
        Field("Share of the nearest neighbors that an approximate search found; null where every pair was compared."),
    ]


class Layer(TypedDict):
    """A recorded layer."""

    name: str
    module: str
    width: Count
    reduction: str
    space: Annotated[LayerSpace | None, Field("Null where the layer was not projected, or by an earlier version.")]


class Model(TypedDict):
    """The network."""

    name: str
    parameters: Annotated[int | None, Field("How many can be trained; null where that is not known.", minimum=0)]


class Dataset(TypedDict):
    """Where the samples come from."""

    name: str
    classes: Annotated[list[str], Field("Their names, by number; empty where the samples have no classes.")]
    meanings: Annotated[
        list[str], Field("What each class means, empty where that is not known; none where no class has a meaning.")
    ]
    image_shape: Annotated[list[Count] | None, Field("Channels, height, width; null where the samples are not images.")]


class Atlas(TypedDict):
    """One file of thumbnails, of samples that follow each other."""

    path: str
    first_sample: Count
    samples: Count


class Thumbnails(TypedDict):
    """Sample s of an atlas is tile s - first_sample, counted row by row."""

    width: Count
    height: Count
    columns: Count
    rows: Count
    atlases: list[Atlas]


class NeighborBounds(TypedDict):
    """Smallest and largest n_neighbors."""

    smallest: Count
    largest: Annotated[int, Field("Below smallest where the run has too few samples to be projected.")]


class DistanceBounds(TypedDict):
    """Smallest and largest min_dist."""

    smallest: float
    largest: float


class SettingBounds(TypedDict):
    """The values that a layout of the run can have."""

    n_neighbors: NeighborBounds
    min_dist: DistanceBounds


class DocumentChecksums(TypedDict):
    """The checksums of the other documents of a run."""

    sources: Checksum
    metrics: Checksum
    inside: Checksum


class Live(TypedDict):
    """What is being done to the run now: while anything is, a page that shows it asks again."""

    recording: bool
    projecting: bool
    planned: Annotated[
        int | None,
        Field(
            "The epoch that the training is to end with. Null where that is not known, or has been reached.",
            minimum=0,
        ),
    ]


class Run(TypedDict):
    """Everything that a client needs to know before it requests arrays."""

    name: str
    title: str
    revision: Annotated[int, Field("Grows with every change of the run.", minimum=0)]
    compact: Annotated[
        bool, Field("A copy without activations, whose numbers are rounded: no other setting can be computed.")
    ]
    model: Annotated[Model | None, Field("Null where it is not known, as of imported activations.")]
    dataset: Dataset
    sample_count: Count
    recorded_samples: Annotated[
        int, Field("More than sample_count where a part of the samples was exported.", minimum=0)
    ]
    splits: list[str]
    unit: Annotated[Literal["epoch", "step"], Field("What the numbers of epochs count.")]
    epochs: Annotated[list[EpochNumber], Field("The first axis of the predictions.")]
    live: Annotated[Live | None, Field("Null where nothing can happen to the run, as in an export.")]
    layers: list[Layer]
    recommended_layer: Annotated[str | None, Field("The one to look at first; null if none is chosen.")]
    setting_bounds: SettingBounds
    columns: list[Column]
    projections: list[Projection]
    neighbors: list[NeighborSet]
    thumbnails: Annotated[Thumbnails | None, Field("Null where the samples have no images.")]
    checksums: NotRequired[Annotated[DocumentChecksums, Field("In an export.")]]


class RunSummary(TypedDict):
    """One run; everything but name, title and problem is null where the run cannot be read."""

    name: str
    title: str
    model: str | None
    dataset: str | None
    classes: Annotated[int | None, Field(minimum=0)]
    samples: Annotated[int | None, Field(minimum=0)]
    epochs: Annotated[int | None, Field(minimum=0)]
    layers: Annotated[int | None, Field(minimum=0)]
    projections: Annotated[int | None, Field(minimum=0)]
    revision: Annotated[int | None, Field(minimum=0)]
    problem: Annotated[str | None, Field("Why the run cannot be read; null where it can.")]


class RunList(TypedDict):
    """The runs of the store."""

    runs: list[RunSummary]
    takes_jobs: Annotated[
        bool, Field("Whether other settings can be computed on demand: the addresses below jobs are there.")
    ]
    looks: Annotated[
        bool,
        Field("Whether the server looks into networks: the addresses below looks are there."),
    ]


class Sources(TypedDict):
    """Where each input came from, so that it can be found again; one entry per sample."""

    sources: list[str]


class Metric(TypedDict):
    """One split at one epoch."""

    epoch: EpochNumber
    split: str
    loss: MaybeNumber
    accuracy: MaybeNumber
    learning_rate: MaybeNumber
    seconds: MaybeNumber


class Metrics(TypedDict):
    """The metrics of all epochs; none where the run has none."""

    metrics: list[Metric]


class LayoutRequest(TypedDict):
    """What to project, with the method aligned."""

    layer: Annotated[str, Field("A layer of the run.", maxLength=128)]
    n_neighbors: Annotated[int, Field("Less than the samples of the run.", minimum=_BOUNDS.n_neighbors[0])]
    min_dist: Annotated[float, Field(minimum=_BOUNDS.min_dist[0], maximum=_BOUNDS.min_dist[1])]


class Job(LayoutRequest):
    """A layout on demand."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    state: Literal["running", "done", "failed", "canceled"]
    step: Annotated[Step, Field("What it does, or did last.")]
    message: Annotated[str | None, Field("How it ended, for people; null while it runs.")]
    done: Annotated[int, Field("Of total, by an estimate.", minimum=0)]
    total: Annotated[int | None, Field("Null while the job starts.", minimum=0)]
    seconds: Annotated[float, Field("Since the job was begun, until now or its end.", minimum=0)]


class JobList(TypedDict):
    """None, or the last job of the run."""

    jobs: Annotated[list[Job], Field(maxItems=1)]


class LookInput(TypedDict):
    """What the network is given: (pixel / 255 - mean) / std, where pixels are (height, width, channels)."""

    height: Count
    width: Count
    channels: Count
    mean: Annotated[list[float], Field("One per channel.")]
    std: Annotated[list[float], Field("One per channel.")]
    resize: Annotated[
        int | None,
        Field(
            "How long the shorter side of a picture becomes before its middle is cut out; null if the middle is as "
            "large as the picture allows.",
            minimum=1,
        ),
    ]
    background: Annotated[
        Literal["black", "white"], Field("What an empty picture is, and shows where it is transparent.")
    ]
    samples: Annotated[bool, Field("Whether recorded samples can be inputs.")]
    pictures: Annotated[list[str], Field("The types of files that can be inputs.")]
    largest_picture: Annotated[int, Field("Bytes of a file.", minimum=1)]


class BrowserFiles(TypedDict):
    """What a browser computes the network with: a graph (ONNX), and the weights of each epoch (safetensors).

    The inputs of the graph are "input", (1, channels, height, width) and normalized, and the weights by their names;
    its outputs are "layer0", "layer1", … in the order and the shapes of layers.json, and "logits", all of them float32.
    """

    identity: Identity
    graph: Annotated[str, Field("Path of the graph.")]
    graph_bytes: Count
    checkpoint: Annotated[str, Field("Path of the weights at one epoch; {epoch} is its number.")]
    checkpoint_bytes: Annotated[list[Count], Field("Of each epoch, in their order.")]
    usual: Annotated[str, Field("Path of what is usual for the samples at one epoch; {epoch} is its number.")]
    dense: Annotated[
        str | None, Field("The weights (classes, inputs) of the last dense layer; null if no layer weighs for it.")
    ]
    layers_checksum: NotRequired[Checksum]
    graph_checksum: NotRequired[Checksum]
    checkpoint_checksums: NotRequired[Checksums]
    usual_checksums: NotRequired[Checksums]


class Inside(TypedDict):
    """Whether a run's network can be looked into, by the server or in the browser."""

    possible: Annotated[bool, Field("Whether the server looks into it.")]
    reason: Annotated[str | None, Field("Why the server does not look into it, and what to do; null where it does.")]
    input: Annotated[LookInput | None, Field("Null where it cannot be looked into.")]
    epochs: Annotated[list[EpochNumber], Field("Those at which it can be looked into.")]
    excites: Annotated[list[str], Field("The recorded layers of which the samples that excite a unit are known.")]
    browser: Annotated[
        BrowserFiles | None,
        Field("Null where a browser cannot compute it: the weights are too large, or the run has no graph."),
    ]


class ExcitedSample(TypedDict):
    """A sample, and what a unit makes of it."""

    sample: Annotated[int, Field(minimum=0)]
    value: float | None


class ExcitedList(TypedDict):
    """The samples that excite a unit most."""

    samples: Annotated[list[ExcitedSample], Field("Ten at most, the largest value first.", maxItems=10)]


class InsideLayer(TypedDict):
    """A layer, in the order of the forward pass."""

    name: Annotated[str, Field("The module, or the module and the function that it calls.")]
    call: Annotated[int, Field("Which call of it this is, from 1.", minimum=1)]
    kind: Literal[
        "convolution",
        "activation",
        "pooling",
        "flatten",
        "dense",
        "dropout",
        "residual",
        "attention",
        "normalization",
        "other",
    ]
    type: Annotated[str, Field("The class of the module, or the kind of the function.")]
    shape: Annotated[list[Count], Field("Maps, height, width; or units, of a vector.")]
    recorded: Annotated[str | None, Field("The layer of the run that is the same output; null if none is.")]
    weighs: Annotated[bool, Field("Whether its units have weights to the classes.")]


class InsideLayers(TypedDict):
    """The layers of a run's network, and whether it is the recorded one."""

    layers: list[InsideLayer]
    summary: Annotated[list[ArraySpec], Field("The arrays of a summary.")]
    epoch: Annotated[int, Field("The epoch at which recorded samples were compared.", minimum=0)]
    difference: Annotated[
        float | None,
        Field("The largest difference to a stored probability; null where none was compared.", minimum=0),
    ]
    agrees: Annotated[bool | None, Field("Whether that is small: if not, the preprocessing may be another one.")]


class Picture(TypedDict):
    """The file that an input was made from."""

    format: Literal["PNG", "JPEG", "WEBP"]
    width: Count
    height: Count


class SampleInput(TypedDict):
    """A recorded sample as an input."""

    sample: Count


class LookedAt(TypedDict):
    """An input that is kept in memory for a while."""

    input: Annotated[str, Field("Its id, the same for the same pixels.", pattern="^[0-9a-f]{24}$")]
    picture: Annotated[Picture | None, Field("Null where it is no file.")]


class Sign(TypedDict):
    """How unusual an input is by one sign."""

    name: Annotated[
        Literal["blank", "confidence", "energy", "distance", "layers", "made"],
        Field(
            "blank: all pixels are the same; confidence: 1 minus the highest probability; energy: minus the logarithm "
            "of the sum of the exponentials of the logits; distance: to the nearest recorded sample, in the last "
            "recorded layer before the logits; layers: from the means of narrow layers over the samples; made: how "
            "much the layers are like those of pictures that were made to be none of the classes."
        ),
    ]
    value: float
    rank: Annotated[
        float,
        Field(
            "The share of recorded test samples that are as unusual; less than 1 of them where none is.",
            minimum=0,
            maximum=1,
        ),
    ]
    rejects: Annotated[bool, Field("Whether that is below the limit.")]


class Rejection(TypedDict):
    """Whether an input is like none of the recorded samples."""

    rejected: Annotated[bool, Field("Whether any sign rejects it.")]
    signs: Annotated[
        list[Sign], Field("Those that can be calibrated with what the run keeps; none if it keeps too little.")
    ]
    limit: Annotated[float, Field("The rank below which a sign rejects.", minimum=0, maximum=1)]
    rejected_share: Annotated[float, Field("At most this share of the recorded test samples is rejected.")]


class PlaceGroup(TypedDict):
    """Some of the neighbors of an input, which lie together."""

    x: float
    y: float
    radius: Annotated[float, Field("How far they are from their median (root mean square).", minimum=0)]
    samples: Annotated[int, Field("Their number.", minimum=1)]


class InputPlace(TypedDict):
    """A place in the layout, in the frame that all positions of the run share."""

    x: float
    y: float
    radius: Annotated[
        float, Field("Of the ring that the true place lies in, with a probability of the share.", minimum=0)
    ]
    share: Annotated[
        float, Field("The share of samples that lie within the ring around their place.", minimum=0, maximum=1)
    ]
    neighbors: Annotated[list[int], Field("The nearest samples by what is compared, nearest first.")]
    groups: Annotated[list[PlaceGroup], Field("Two where the neighbors lie in two parts of the layout, else none.")]


class Placed(TypedDict):
    """Where an input lies among the recorded samples."""

    by: Annotated[
        Literal["activations", "probabilities"],
        Field("What was compared: numbers of the layer, or probabilities of the classes where the run keeps none."),
    ]
    distance: Annotated[float, Field("To the nearest sample.", minimum=0)]
    limit: Annotated[
        float, Field("99 % of the samples are at most this far from the sample nearest to them.", minimum=0)
    ]
    place: Annotated[InputPlace | None, Field("Null beyond the limit.")]


class UsualSign(TypedDict):
    """How often the samples reach a value of a sign, by which the rank of an input is interpolated."""

    name: Literal["confidence", "energy", "layers", "made"]
    values: Annotated[list[float], Field("Ascending.")]
    shares: Annotated[list[float], Field("Of the samples whose value is at least that.")]


class UsualSpread(TypedDict):
    """How the units of a layer vary among the samples: "layers" is the root of the mean squared distance per unit."""

    layer: str
    mean: list[float]
    deviation: list[float]
    whitening: Annotated[
        list[list[float]], Field("Turns units, less their means and over their deviations, into independent ones.")
    ]


class UsualWeights(TypedDict):
    """How much each unit of a layer counts for "made"."""

    layer: str
    weight: list[float]


class Usual(TypedDict):
    """What is usual for the recorded samples at one epoch: what a browser tells other inputs from them by."""

    signs: Annotated[list[UsualSign], Field("None if the run keeps too little.")]
    limit: Annotated[float, Field("The rank below which a sign rejects.", minimum=0, maximum=1)]
    rejected_share: Annotated[float, Field("At most this share of the recorded test samples is rejected.")]
    logits: Annotated[str | None, Field("The recorded layer that holds them; null where there is none.")]
    spreads: list[UsualSpread]
    weights: list[UsualWeights]
    bias: Annotated[float, Field("Added to the units times their weights.")]


class Failure(TypedDict):
    """What went wrong."""

    status: Annotated[int, Field("The HTTP status.", minimum=0)]
    name: Annotated[str, Field("The kind of failure, such as RunNotFound.")]
    message: Annotated[str, Field("What is wrong, for people.")]


class Error(TypedDict):
    """The one shape of every failure."""

    error: Failure
