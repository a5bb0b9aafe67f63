"""``epochscope check``: check that a run is complete and undamaged.

Every byte of every file is compared with the digest that was taken when it was written. Runs of older versions lack
some; --add-digests takes them now, if the run is complete.

Example:
  epochscope check data/demo/digits
"""

import argparse
from functools import partial

from tqdm import tqdm

from epochscope.command_line import DONE, NOT_SO
from epochscope.store import NO_DIGEST, DamagedRun, RunReader, add_digests, check_run

HELP = "Read every file of a run and list what is missing or damaged (exit code 1 if anything is)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("run", metavar="RUN", help="folder or URI of the run")
    parser.add_argument(
        "--add-digests", action="store_true", help="if the run is complete, take the digests that it lacks"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the problems; return 1 if anything is damaged."""
    try:
        reader = RunReader.at(arguments.run)
    except DamagedRun as error:
        print(f"DAMAGED: {error}")
        return NOT_SO
    findings = check_run(reader, partial(tqdm, desc="files", unit="file", leave=False, disable=None))
    for finding in findings:
        print(f"{'DAMAGED' if finding.damage else 'note'}: {finding.path}: {finding.message}")
    manifest = reader.manifest
    damaged = sum(finding.damage for finding in findings)
    if damaged:
        print(f"{reader.name}: {damaged} damaged or missing files")
        return NOT_SO
    if arguments.add_digests:
        lacking = [finding.path for finding in findings if finding.message == NO_DIGEST]
        if lacking:
            add_digests(reader, lacking)
        print(f"{reader.name}: {len(lacking)} digests added")
    print(
        f"{reader.name}: complete; {len(manifest.epochs)} {manifest.unit}s, {len(manifest.layers)} layers, "
        f"{manifest.samples} samples, {len(manifest.projections)} projections"
    )
    return DONE
