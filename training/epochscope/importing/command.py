"""``epochscope import``: make a run of arrays that another program wrote.

PATH is a file, files by a naming pattern with {epoch} and {layer} in it, or a folder: the log folder of TensorBoard's
projector, or one of the time-travelling-visualizer. Arrays are .npy, .npz, .safetensors or Parquet with a vector per
row, (samples, width), the same samples in the same order at every epoch. Nothing is ever unpickled.

Example:
  epochscope import 'arrays/epoch_{epoch}/{layer}.npy' data/runs/mine --labels samples.csv:label --columns samples.csv
"""

import argparse
import shlex

from tqdm import tqdm

from epochscope.command_line import DONE, comma_separated
from epochscope.store import Manifest
from epochscope.store.manifest import UNITS
from epochscope.store.schemas import ACTIVATION_DTYPES

_FILE = "FILE[:COLUMN]"
HELP = "Make a run of arrays that another program wrote: NumPy, safetensors, Parquet, TensorBoard's projector."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("path", metavar="PATH", help="file, pattern of files, or folder; may be a URI")
    parser.add_argument("run", metavar="RUN", help="folder or URI of the new run")
    for option, meaning in {
        "--labels": "true classes of the samples, as names or numbers",
        "--classes": "names of the classes, in the order of their numbers",
        "--splits": "split of each sample, such as train and test",
        "--text": "text of each sample, shown in place of a picture",
    }.items():
        parser.add_argument(option, metavar=_FILE, default=argparse.SUPPRESS, help=f"{meaning}, one per row")
    parser.add_argument(
        "--columns",
        metavar="FILE[:A,B]",
        action="append",
        default=argparse.SUPPRESS,
        help="numbers, classes and texts of the samples; with {epoch} in FILE, those of each epoch; may be repeated",
    )
    parser.add_argument(
        "--predictions",
        metavar="FILE[:NAME]",
        default=argparse.SUPPRESS,
        help="logits or probabilities (samples, classes) or predicted classes (samples,), with {epoch} in FILE or NAME",
    )
    parser.add_argument(
        "--arrays",
        type=comma_separated(str),
        metavar="A,B",
        default=[],
        help="arrays to read from each file, by name or by a pattern such as 'embedding_{epoch}' (default: all)",
    )
    parser.add_argument("--unit", choices=UNITS, default=UNITS[0], help="what the numbers of epochs count")
    parser.add_argument("--dtype", choices=tuple(ACTIVATION_DTYPES), default="float16", help="type of stored numbers")


def run(arguments: argparse.Namespace) -> int:
    """Write the run, and say what it has."""
    from epochscope.importing.importer import Form, count_rows, import_run
    from epochscope.importing.opening import open_source
    from epochscope.importing.options import Choices

    given = {name: value for name, value in vars(arguments).items() if name in Choices.__dataclass_fields__}
    source = Choices(**given).applied(open_source(arguments.path, arguments.arrays))
    # disable=None: off if the output is a file or a pipe, where redrawing is noise.
    with tqdm(desc="import", total=count_rows(source), unit="row", leave=False, disable=None) as bar:
        manifest = import_run(source, arguments.run, Form(arguments.unit, arguments.dtype), bar.update)
    _print_summary(arguments.run, manifest)
    return DONE


def _print_summary(location: str, manifest: Manifest) -> None:
    print(f"wrote {location}: {manifest.samples} samples, {manifest.unit}s {', '.join(map(str, manifest.epochs))}")
    print("layers: " + ", ".join(f"{layer.name} ({layer.width})" for layer in manifest.layers))
    if manifest.columns:
        print("columns: " + ", ".join(f"{column.name} ({column.kind})" for column in manifest.columns))
    print(f"next: epochscope project {shlex.quote(location)}")
