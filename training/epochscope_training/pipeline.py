"""From settings to a recorded run: data set, network, recorder, training."""

import os
from collections.abc import Collection, Sequence
from pickle import UnpicklingError
from struct import error as StructError

import torch
from safetensors import SafetensorError
from safetensors.torch import load as from_safetensors

from epochscope import Details, Recorder
from epochscope.errors import UnusableInput
from epochscope.store import DamagedRun, RunReader, RunWriter
from epochscope_training.batches import FixedBatches, Normalization, TrainingBatches
from epochscope_training.datasets import ImageDataset, load_dataset
from epochscope_training.flips import flip_labels, flipped_samples
from epochscope_training.loop import Training
from epochscope_training.models import RECIPES, Recipe, build_network, network_arguments
from epochscope_training.names import as_text
from epochscope_training.precision import choose_precision
from epochscope_training.samples import RecordedSamples, choose_samples
from epochscope_training.settings import TrainSettings

_EVALUATION_BATCH = 500
_DATA_DIGEST = "data_digest"
# What loading a state raises that is cut, of another kind, or of another network.
_NO_STATE = (
    *(SafetensorError, UnpicklingError, EOFError, StructError),
    *(RuntimeError, ValueError, LookupError, TypeError, AttributeError),
)


def train_and_record(
    location: str,
    settings: TrainSettings,
    layers: Sequence[str] | None,
    device: torch.device,
    resume: bool,
    compile_model: bool | None,
) -> None:
    """Train with ``settings`` and record every epoch to the run at ``location``.

    Args:
        location: path or URI of the run.
        settings: those of the training.
        layers: names of layers or modules to record; ``None`` means the recipe's default layers.
        device: to train on.
        resume: continue the run if it exists.
        compile_model: whether to use ``torch.compile``; ``None`` means on a GPU only.

    Raises:
        UnusableInput: a setting, layer, data set or the run to resume is not usable; nothing is written.
    """
    settings.check()
    recipe = RECIPES[settings.recipe]
    modules = choose_layers(recipe, layers)
    dataset = load_dataset(settings.dataset, settings.image_size)
    dataset, flipped = flip_labels(dataset, settings.flip_labels, settings.seed)
    samples = choose_samples(dataset, settings.samples, settings.sample_splits, settings.seed)
    make_repeatable(settings.seed)
    network = network_arguments(settings, dataset.image_shape, len(dataset.classes))
    model = build_network(settings.recipe, network)
    model = model.to(memory_format=torch.channels_last).to(device)
    normalization = Normalization.of(dataset.splits["train"].images)
    with Recorder(
        location,
        model,
        layers=modules,
        samples=FixedBatches(samples.images, normalization, _EVALUATION_BATCH, device),
        classes=dataset.classes,
        reduction=settings.reduction,
        dtype=settings.dtype,
        resume=resume,
        on_error="raise",
        epochs=settings.epochs,
        factory=settings.recipe,
        arguments=network,
        details=_details(settings, dataset, samples, normalization, modules),
        inputs_may_change=True,  # their last bits do, from device to device: the images are compared instead
    ) as recorder:
        training = _make_training(model, dataset, normalization, settings, device, compile_model)
        if recorder.last_epoch is not None:
            _restore(training, RunReader.at(location), settings, dataset)
        if flipped:
            RunWriter.at(location).write_flipped_labels(*flipped_samples(samples.images, flipped))
        print(_summary(settings, dataset, samples), flush=True)
        training.run(recorder)


def choose_layers(recipe: Recipe, names: Sequence[str] | None) -> dict[str, str]:
    """Return layer names mapped to module names: the recipe's default layers, or ``names`` of layers or modules."""
    if names is None:
        return dict(recipe.layers)
    return {name: recipe.layers.get(name, name) for name in names}


def make_repeatable(seed: int) -> None:
    """Make all computations that follow reproducible for the same seed on the same machine."""
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False


def choose_device(name: str) -> torch.device:
    """Return the device called ``name``, for ``auto`` the fastest one; raise UnusableInput."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise UnusableInput(f"there is no device {name!r} here: {str(error).splitlines()[0]}") from error
    return device


def choose_augmentation(requested: str, dataset: ImageDataset) -> str:
    """Return the requested augmentation; ``auto`` does not mirror gray images, as mirrored characters may be others."""
    if requested != "auto":
        return requested
    return "crop-flip" if dataset.image_shape[0] == 3 else "crop"


def _make_training(
    model: torch.nn.Module,
    dataset: ImageDataset,
    normalization: Normalization,
    settings: TrainSettings,
    device: torch.device,
    compile_model: bool | None,
) -> Training:
    augmentation = choose_augmentation(settings.augmentation, dataset)
    batches = TrainingBatches(
        dataset.splits["train"], normalization, settings.batch_size, augmentation, settings.seed, device
    )
    test = FixedBatches(dataset.splits["test"], normalization, _EVALUATION_BATCH, device)
    precision = choose_precision(settings.precision, device, settings.recipe, settings.stem)
    compiled = device.type == "cuda" if compile_model is None else compile_model
    return Training(model, batches, test, settings, precision, compiled)


def _restore(training: Training, run: RunReader, settings: TrainSettings, dataset: ImageDataset) -> None:
    settings.require_same(run.manifest.training, run.name)
    _require_same_data(run, settings, dataset)
    last = run.manifest.epochs[-1]
    weights, state = run.checkpoint(last), run.resume_state(last)
    try:
        training.load_state(from_safetensors(weights), state)
    except _NO_STATE as error:
        raise DamagedRun(
            f"the state to resume run {run.name!r} after epoch {last} cannot be read: {type(error).__name__}: {error}"
        ) from error


def _require_same_data(run: RunReader, settings: TrainSettings, dataset: ImageDataset) -> None:
    """Raise UnusableInput if the run was started with other images or labels; those of older versions do not tell."""
    digest = dataset.digest()
    if run.manifest.training.get(_DATA_DIGEST, digest) != digest:
        raise UnusableInput(
            f"run {run.name!r} was started with other images or labels than {as_text(settings.dataset)!r} has now: "
            "resume it with the same data set, or choose another --run"
        )


def _details(
    settings: TrainSettings,
    dataset: ImageDataset,
    samples: RecordedSamples,
    normalization: Normalization,
    layers: Collection[str],
) -> Details:
    recipe = RECIPES[settings.recipe]
    images = samples.images.images.permute(0, 2, 3, 1).numpy()
    return Details(
        title=f"{recipe.title} on {dataset.name}",
        model=settings.recipe,
        dataset=dataset.name,
        splits=samples.splits,
        sources=samples.images.sources,
        images=list(images[..., 0] if images.shape[3] == 1 else images),
        mean=normalization.mean,
        std=normalization.std,
        seed=settings.seed,
        recommended_layer=recipe.recommended_layer if recipe.recommended_layer in layers else None,
        training=settings.to_json() | {_DATA_DIGEST: dataset.digest()},
    )


def _summary(settings: TrainSettings, dataset: ImageDataset, samples: RecordedSamples) -> str:
    trained, tested = (len(dataset.splits[name].labels) for name in ("train", "test"))
    return (
        f"{RECIPES[settings.recipe].title} on {dataset.name}: {trained:,} training and {tested:,} test images of "
        f"{len(dataset.classes)} classes; recording {len(samples.splits):,} samples"
    )
