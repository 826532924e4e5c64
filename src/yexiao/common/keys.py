"""Keys that live beside the data, never in the database and never in a backup."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def load_key(folder: Path, name: str) -> bytes:
    """Return the 32-byte key of that name, making it on first use.

    The file is written whole under another name and then linked, so that
    two processes starting together read one key.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create_once(path)
    return bytes.fromhex(path.read_text().strip())


def _create_once(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_hex(32) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
