"""Back up the database to one file, and restore it into an empty folder. Keys are never in a backup."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from yexiao.common import postgres


class BackupTrouble(Exception):
    """A backup or restore cannot be done; the text says why and what to do."""


def back_up(target: Path) -> int:
    """Write the whole database to the file in PostgreSQL's custom format; return its size in bytes.

    The file appears under its name only when it is whole. The keys in
    `DATA_DIR/keys` are left out on purpose: keep them somewhere else.

    Raises:
        BackupTrouble: `pg_dump` failed; its last words are in the text.
    """
    draft = target.with_name(target.name + ".part")
    _run(["pg_dump", "--format=custom", "--no-owner", "--file", str(draft), "--dbname", address()[0]])
    draft.replace(target)
    return target.stat().st_size


def restore(source: Path, keys: Path | None) -> None:
    """Fill the empty database from the file.

    `keys` is the folder of the keys the backup was made under; without it
    nothing is restored, for the phone numbers could not be read.

    Raises:
        BackupTrouble: The file is missing, the database is not empty, there are no keys, or `pg_restore` failed.
    """
    if not source.is_file():
        raise BackupTrouble(f"There is no backup at {source}.")
    if not _is_empty():
        raise BackupTrouble("The database is not empty. Restore into a new DATA_DIR.")
    _bring_keys(keys)
    _run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", address()[0], str(source)])


def _bring_keys(keys: Path | None) -> None:
    if keys is None:
        raise BackupTrouble(
            "The backup holds no keys, so phone numbers in it could not be read. "
            "Say where the keys of the old DATA_DIR are: --keys FOLDER."
        )
    wanted = [keys / "data", keys / "session"]
    missing = [path for path in wanted if not path.is_file()]
    if missing:
        raise BackupTrouble(f"{missing[0]} is missing; --keys takes the folder `keys` of the old DATA_DIR.")
    settings.KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in wanted:
        shutil.copyfile(path, settings.KEYS_DIR / path.name)
        os.chmod(settings.KEYS_DIR / path.name, 0o600)


def _is_empty() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        count: int = cursor.fetchone()[0]
    connection.close()
    return count == 0


def address() -> tuple[str, dict[str, str]]:
    """Return the database's address without its password, and the environment that holds it: `ps` shows commands."""
    parts = urlsplit(os.environ.get("DATABASE_URL") or settings.EMBEDDED.url)
    if parts.password is None:
        return parts.geturl(), {}
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return parts._replace(netloc=f"{name}@{host}").geturl(), {"PGPASSWORD": unquote(parts.password)}


def _run(command: list[str]) -> None:
    done = subprocess.run(
        [str(postgres.binaries() / command[0]), *command[1:]],
        env=os.environ | address()[1],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupTrouble(f"{command[0]} failed: {done.stderr.strip()[-400:]}")
