"""200 people scrub one run: how soon each has an answer, beside a static server over an export of the same run."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from common.claims import Claim, print_table
from common.serving import epochscope_server, static_server
from serving_parts.clients import Crowd, idle_claim, scrub

CLIENTS, SECONDS, THOUGHT = 200, 60, 1.0
MOST_MILLISECONDS = 250
HEADS = ("served by", "answers", "per second", "p50 ms", "p95 ms", "p99 ms", "most ms", "p95", "starved", "errors")


def measure(store: str, run: str) -> list[Claim]:
    """Print the table of a crowd at each server, one after the other, and return the claims about ours."""
    with TemporaryDirectory() as folder, epochscope_server(store, "--read-only") as ours:
        site = Path(folder) / "site"
        export = [sys.executable, "-m", "epochscope.command_line", "export", store, str(site)]
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
        paths = _every_epoch(ours, run)
        crowds = {"epochscope": scrub(ours, paths, CLIENTS, SECONDS, THOUGHT)}
        idle = idle_claim(ours, paths[0], CLIENTS, 1)
        with static_server(site) as (name, address):
            crowds[name] = scrub(address, paths, CLIENTS, SECONDS, THOUGHT)
    first = crowds["epochscope"]
    size = f"{CLIENTS} people, each {THOUGHT:g} s of thought between answers, for {SECONDS} s; p95: x epochscope"
    print_table(size, HEADS, [_row(name, crowd, first) for name, crowd in crowds.items()])
    if shutil.which("nginx") is None:
        print("nginx is not installed: the static server is Python's own")
    return [*_claims(first), idle]


def _every_epoch(address: str, run: str) -> list[str]:
    """Return the address of every epoch of every projection."""
    with urlopen(f"{address}api/runs/{run}/run.json") as answer:
        manifest = json.load(answer)
    positions = [one["positions"] for one in manifest["projections"]]
    return [
        f"api/runs/{run}/{one['epoch_path'].replace('{epoch}', str(epoch))}"
        for one in positions
        for epoch in one["epochs"]
    ]


def _row(name: str, crowd: Crowd, first: Crowd) -> list[str]:
    percentiles = [crowd.percentile(percent) for percent in (50, 95, 99, 100)]
    answers = len(crowd.milliseconds)
    return [
        name,
        f"{answers:,}",
        f"{answers / SECONDS:.0f}",
        *(f"{value:.1f}" for value in percentiles),
        f"{crowd.percentile(95) / first.percentile(95):.2f}x",
        str(crowd.starved),
        str(len(crowd.errors)),
    ]


def _claims(crowd: Crowd) -> list[Claim]:
    p95, none_lost = crowd.percentile(95), not (crowd.starved or crowd.errors)
    return [
        Claim(f"none of {CLIENTS} people is starved or gets an error", _losses(crowd), none_lost),
        Claim(f"95 % of their answers take less than {MOST_MILLISECONDS} ms", f"{p95:.0f} ms", p95 < MOST_MILLISECONDS),
    ]


def _losses(crowd: Crowd) -> str:
    first = f" ({crowd.errors[0]})" if crowd.errors else ""
    return f"{crowd.starved} starved, {len(crowd.errors)} errors{first}"
