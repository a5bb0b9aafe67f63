"""``epochscope adopt``: make a run of one epoch of a network that is trained already.

The run can be laid out and looked into as any other. Pictures in folders that are named after classes are labeled by
them. FACTORY is imported, as you name it: it has to be installed, or on PYTHONPATH.

Example:
  epochscope adopt photos --factory my.networks:make --weights w.safetensors --classes names.txt --samples photos
"""

import argparse
import json
import shlex
from pathlib import Path

from epochscope.command_line import DONE, comma_separated, whole_number
from epochscope.errors import UnusableInput, needing
from epochscope.factories import registered_factories
from epochscope.store import check_name
from epochscope.store.ranges import LARGEST_SIDE

HELP = "Make a run of one epoch of a network that is trained already, to lay it out and to look into it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="name of the new run")
    parser.add_argument("--store", default="data/runs", help="folder or URI of the store")
    network = parser.add_argument_group("network")
    network.add_argument(
        "--factory",
        required=True,
        default=argparse.SUPPRESS,
        metavar="PACKAGE.MODULE:FUNCTION",
        help="the function that builds it, or a name that an installed package registers; it is imported",
    )
    network.add_argument("--arguments", default="{}", metavar="JSON", help="keyword arguments of the factory")
    network.add_argument(
        "--weights",
        required=True,
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="its state dict as safetensors",
    )
    network.add_argument(
        "--layers", type=comma_separated(str), metavar="A,B", help="modules to record (default: up to six are chosen)"
    )
    classes = parser.add_argument_group("classes")
    classes.add_argument(
        "--classes",
        required=True,
        default=argparse.SUPPRESS,
        metavar="FILE[:COLUMN]",
        help="their names in the order of the logits, one per line, or a column of a table",
    )
    classes.add_argument("--meanings", metavar="FILE[:COLUMN]", help="what each class means, in the same order")
    _add_picture_arguments(parser)


def _add_picture_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("pictures", "Missing options are taken from the pretrained_cfg of the network.")
    group.add_argument(
        "--samples",
        required=True,
        nargs="+",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FOLDER",
        help="folders of pictures to record",
    )
    group.add_argument(
        "--input", type=_numbers(int, "x"), metavar="CxHxW", help="channels, height and width, such as 3x224x224"
    )
    group.add_argument(
        "--mean", type=_numbers(float, ","), metavar="A,B,C", help="of each channel, for pixels from 0 to 1"
    )
    group.add_argument("--std", type=_numbers(float, ","), metavar="A,B,C", help="of each channel, as the mean")
    group.add_argument(
        "--resize",
        type=whole_number(1, LARGEST_SIDE),
        metavar="SIDE",
        help="how long a picture's shorter side becomes before the middle is cut out",
    )


def run(arguments: argparse.Namespace) -> int:
    """Record the network, and say how to look into it."""
    name = check_name(arguments.name, "run")
    factory_arguments = _read_arguments(arguments.arguments)
    with needing("record", "adopting a network"):
        import safetensors  # noqa: F401

        from epochscope_inside.adopted_input import GivenInput
        from epochscope_inside.adopting import Classes, Network, adopt

    network = Network(arguments.factory, factory_arguments, arguments.weights)
    meanings = () if arguments.meanings is None else _read_texts(arguments.meanings)
    given = GivenInput(arguments.input, arguments.mean, arguments.std, arguments.resize)
    classes = Classes(_read_texts(arguments.classes), meanings)
    adopt(f"{arguments.store.rstrip('/')}/{name}", network, classes, arguments.samples, given, arguments.layers)
    _print_next(arguments.store, name, arguments.factory)
    return DONE


def _numbers(kind: type[int] | type[float], separator: str):  # type: ignore[no-untyped-def]
    """Return an argparse type: numbers with a separator between them."""

    def read(text: str) -> tuple[float, ...]:
        try:
            return tuple(kind(part) for part in text.split(separator))
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"takes numbers with {separator!r} between them, not {text!r}") from error

    return read


def _read_arguments(text: str) -> dict[str, object]:
    try:
        arguments = json.loads(text)
    except ValueError as error:
        raise UnusableInput(f"--arguments takes JSON, and {text!r} is none: {error}") from error
    if not isinstance(arguments, dict):
        raise UnusableInput(f'--arguments takes an object, such as {{"classes": 10}}, not {text!r}')
    return arguments


def _read_texts(place: str) -> tuple[str, ...]:
    from epochscope.importing.samples import to_texts
    from epochscope.importing.tables import read_column

    return tuple(to_texts(read_column(place)))


def _print_next(store: str, name: str, factory: str) -> None:
    known = registered_factories()
    is_registered = factory in known or factory in {point.value for point in known.values()}
    allowed = "" if is_registered else f" --model {shlex.quote(f'{name}={factory}')}"
    print(f"to look into it: epochscope serve {shlex.quote(store)}{allowed}")
