"""The parts of a URL that are more than a name: each has exactly one spelling, as a file name has."""

import re

from epochscope.store import METHODS, Atlas, Setting, UnusableSetting, digest_of
from epochscope_api.errors import BadAddress

_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_SETTING = re.compile(rf"(?:({'|'.join(METHODS)})-)?n(0|[1-9][0-9]{{0,8}})-d([0-9][0-9.e-]{{0,24}})", re.ASCII)


def parse_epoch(text: str) -> int:
    """Return the epoch that ``text`` names; raise BadAddress for ``007``, ``-1``, ``1.0``, …"""
    return parse_number(text, "an epoch")


def parse_block(text: str) -> int:
    """Return the block of samples that ``text`` names; raise BadAddress as ``parse_epoch`` does."""
    return parse_number(text, "a block of samples")


def parse_number(text: str, what: str) -> int:
    """Return the number of ``what`` (a layer, a map) that ``text`` names; raise BadAddress as ``parse_epoch`` does."""
    if _NUMBER.fullmatch(text) is None:
        raise BadAddress(f"{_short(text)} is not {what}: write a plain number, such as 7")
    return int(text)


def parse_setting(text: str) -> Setting:
    """Return the setting that ``text`` names; raise BadAddress for ``n015-d0.10``, ``pca-n15-d0.1``, …"""
    match = _SETTING.fullmatch(text)
    try:
        setting = Setting(int(match[2]), float(match[3]), match[1] or "aligned") if match else None
    except (ValueError, UnusableSetting):
        setting = None
    if setting is None or str(setting) != text:
        raise BadAddress(
            f"{_short(text)} is not a setting: write n<n_neighbors>-d<min_dist>, such as n15-d0.1, "
            "with stock- or umap- before it for those methods, or pca-n0-d0.0"
        )
    return setting


def atlas_file(atlas: Atlas) -> str:
    """Return the name of an atlas in addresses, which an atlas of other images does not have: a browser shows an image
    without asking what it is of."""
    name, dot, ending = atlas.file.rpartition(".")
    # Not the stored digest itself, which may be any text.
    return f"{name}-{digest_of(atlas.digest.encode())[:8]}{dot}{ending}"


def _short(text: str) -> str:
    return repr(text) if len(text) <= 40 else f"{text[:40]!r}…"
