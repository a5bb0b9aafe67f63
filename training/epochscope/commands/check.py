"""``epochscope check``: check that a run is complete and undamaged.

Example:
  epochscope check data/demo/digits
"""

import argparse
from functools import partial

from tqdm import tqdm

from epochscope.command_line import DONE, NOT_SO
from epochscope.store import DamagedRun, RunReader, check_run

HELP = "Read every file of a run and list what is missing or damaged (exit code 1 if anything is)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")


def run(arguments: argparse.Namespace) -> int:
    """Print the problems; return 1 if anything is damaged."""
    try:
        reader = RunReader.at(arguments.run)
    except DamagedRun as error:
        print(f"DAMAGED: {error}")
        return NOT_SO
    findings = check_run(reader, partial(tqdm, desc="files", unit="file", leave=False, disable=None))
    for finding in findings:
        print(f"{'DAMAGED' if finding.damage else 'left over'}: {finding.path}: {finding.message}")
    manifest = reader.manifest
    damaged = sum(finding.damage for finding in findings)
    if damaged:
        print(f"{reader.name}: {damaged} damaged or missing files")
        return NOT_SO
    print(
        f"{reader.name}: complete; {len(manifest.epochs)} epochs, {len(manifest.layers)} layers, "
        f"{manifest.samples} samples, {len(manifest.projections)} projections"
    )
    return DONE
