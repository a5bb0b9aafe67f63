"""One rule for all names that become a folder, a file or a part of a URL."""

import re

from epochscope.store.errors import BadName

LONGEST = 128
_ALLOWED = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", re.ASCII)


def check_name(name: str, what: str) -> str:
    """Return ``name`` if it is safe as one path segment.

    Raises:
        BadName: it is empty, longer than 128 characters, holds ``..`` or any character other than letters,
            digits and ``_ . + -``, or starts with a dot.
    """
    if len(name) > LONGEST:
        raise BadName(f"a {what} name has at most {LONGEST} characters; this one has {len(name)}: {name[:24]!r}…")
    if ".." in name or _ALLOWED.fullmatch(name) is None:
        raise BadName(
            f"{name!r} is not a {what} name: use letters, digits, '_', '.', '+' and '-', "
            "start with a letter, digit or '_', and leave out '..'"
        )
    return name
