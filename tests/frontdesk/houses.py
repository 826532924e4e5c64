"""Real processes for the tests of the front desk: the command line, a served house, a worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment with a data folder of its own and nothing of the test run's."""
    left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DEBUG", "TEST_CLUSTER", "BASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    ours = {"DATA_DIR": folder, "PYTHONPATH": ROOT / "src", "CONTENT_DIR": ROOT / "content", "DEMO": "0"}
    return kept | {name: str(value) for name, value in ours.items()} | more


def yexiao(*arguments: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "yexiao.frontdesk.cli", *arguments],
        env=environment(folder, **more),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@contextmanager
def started(*arguments: str, folder: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command line in a process group of its own; end it in the end."""
    with (folder / "stderr.txt").open("a") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "yexiao.frontdesk.cli", *arguments],
            env=environment(folder, **more),
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=words,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, *, seconds: float = PATIENCE_SECONDS) -> str:
    """Ask until the address answers 200; return the body."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def wait_until(is_so, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Ask until it is so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)
