"""Names of data sets, classes and files, as a run can hold them."""

import os
import re
from pathlib import Path

_LONGEST = 100


def as_text(name: str) -> str:
    """Return a name as UTF-8 can hold it, with escapes for the bytes of file names that are in another encoding."""
    return name.encode("utf-8", "backslashreplace").decode()


def name_in_run(dataset: str) -> str:
    """Return the last part of a data set's name or path, with the characters that the name of a run may have."""
    name = Path(os.path.abspath(dataset)).name.removesuffix(".parquet")
    return re.sub(r"[^A-Za-z0-9_.+-]+|\.\.+", "-", name).strip("-.")[:_LONGEST] or "images"
