"""Run PostgreSQL as another user when we are root, changing no parent folder's rights.

PostgreSQL refuses to run as root. The server then runs as the data
folder's owner if that is not root, else as `nobody`. Where a parent folder
is closed to that user (a clone under /root), the server keeps the single
capability that passes closed folders; it is the only one it keeps.
"""

from __future__ import annotations

import ctypes
import os
import pwd
from collections.abc import Callable, Iterable
from pathlib import Path

CAP_DAC_OVERRIDE = 1
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CAPABILITY_VERSION_3 = 0x20080522


def server_owner(folder: Path) -> pwd.struct_passwd | None:
    """Return the user the server must run as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def dropper(owner: pwd.struct_passwd, *, needs: Iterable[Path]) -> Callable[[], None]:
    """Return what a child runs before `exec` to become that user; `needs` are the folders it must be able to enter."""
    is_closed = not all(_is_open_to(owner, parent) for folder in needs for parent in folder.resolve().parents)
    libc = ctypes.CDLL(None, use_errno=True)

    def drop() -> None:
        if is_closed:
            libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setresgid(owner.pw_gid, owner.pw_gid, owner.pw_gid)
        os.setresuid(owner.pw_uid, owner.pw_uid, owner.pw_uid)
        if is_closed:
            _keep_one_capability(libc)
        os.umask(0o077)

    return drop


def _is_open_to(owner: pwd.struct_passwd, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == owner.pw_uid:
        return bool(found.st_mode & 0o100)
    if found.st_gid == owner.pw_gid:
        return bool(found.st_mode & 0o010)
    return bool(found.st_mode & 0o001)


def _keep_one_capability(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    libc.capset(ctypes.byref(header), ctypes.byref(data))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
