"""Give a new folder the name of another one, in one step where the system can."""

import ctypes
import errno
import os
import shutil
from pathlib import Path

ASIDE = ".old.part"
"""How the name of a replaced folder ends between two steps, where one does not do."""
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def swap(new: Path, target: Path) -> None:
    """Give ``new`` the name of ``target``; an existing ``target`` takes the name of ``new`` or is removed."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        aside = new.with_suffix(ASIDE)
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that both always exist; return ``False`` if the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number))
