"""``epochscope graph``: add to a run its network as a graph, with which browsers look into it by themselves.

Then nothing is needed but the page and the weights: no PyTorch, no server that looks. What is usual for the samples is
added too, so that other inputs are rejected; a compact copy, which has no activations, keeps what it has of that.
``epochscope compact --weights`` copies both.

Example:
  epochscope graph data/runs/lenet-emnist
"""

import argparse
from dataclasses import replace

from epochscope.analysis.usual import to_rows
from epochscope.errors import needing
from epochscope.looking import LARGEST_WEIGHTS, require_lookable
from epochscope.store import DamagedRun, Graph, RunReader, RunWriter

HELP = "Add to a run its network as an ONNX file, so that the page looks into it without PyTorch."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument(
        "--model",
        metavar="PACKAGE.MODULE:FUNCTION",
        help="the function that builds the network, where no installed package registers it; it is imported",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the graph and print its size; raise UnusableInput."""
    reader = RunReader.at(arguments.run)
    require_lookable(reader.manifest, reader.name, arguments.model)
    with needing("graph", "making a graph"):
        import onnxruntime  # noqa: F401
        import onnxscript  # noqa: F401
    from epochscope_inside.graph import make_graph
    from epochscope_inside.rejection import usual_of_all_epochs

    writer = RunWriter(reader.folder)
    with writer.recording():
        writer.prepare()
        content, graph = make_graph(reader, arguments.model)
        if not reader.manifest.compact:
            writer.write_usual(to_rows(usual_of_all_epochs(reader, arguments.model)))
        write_graph(writer, content, graph)
    weights = sum(reader.weights_bytes())
    print(f"{reader.name}: {len(graph.layers)} layers, {len(content) / 1e3:,.0f} kB; weights {weights / 1e6:,.1f} MB")
    if weights > LARGEST_WEIGHTS:
        print(f"a browser is sent at most {LARGEST_WEIGHTS >> 20} MB: a compact copy with --weights float16 has less")
    return 0


def write_graph(writer: RunWriter, content: bytes, graph: Graph) -> None:
    """Write a graph beside another one that the run has, and list it in place of that."""
    reader = RunReader(writer.folder)
    has_any, has_this = _compare(reader, content, graph)
    part = reader.manifest.graph_part + (has_any and not has_this)
    writer.write_graph(content, graph, part)
    writer.commit(lambda manifest: replace(manifest, graph_part=part))


def _compare(reader: RunReader, content: bytes, graph: Graph) -> tuple[bool, bool]:
    """Return whether a run has a graph, damaged or not, and whether that is this one."""
    try:
        known = reader.graph()
        return known is not None, known == graph and reader.graph_file(graph) == content
    except DamagedRun:
        return True, False
