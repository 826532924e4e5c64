"""Keep the web and worker processes running, and end them cleanly.

A child that dies is started again, each time a little later (1 s to 30 s);
a child whose parent is killed is ended by the kernel, so that killing the
supervisor leaves nothing behind.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60


@dataclass
class Child:
    """One supervised process: its command, what its environment has besides ours, and how it has been doing."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = 0
    start_not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start the process in a session of its own, tied to this process's life."""
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | dict(self.environment),
            preexec_fn=_end_with_parent,  # noqa: PLW1509  no threads here
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Start the process again if it has ended, after a pause that grows while it keeps failing."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            if now - self.started_at > STEADY_SECONDS:
                self.restarts = 0
            self.start_not_before = now + min(2.0**self.restarts, LONGEST_PAUSE_SECONDS)
            self.restarts += 1
            log.warning("%s ended with %s; starting it again.", self.name, self.process.returncode)
            self.process = None
        if self.process is None and now >= self.start_not_before:
            self.start()

    def stop(self, deadline: float) -> None:
        """Ask the process to end, and kill it at the deadline (`time.monotonic`)."""
        if self.process is None or self.process.poll() is not None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_running(children: Sequence[Child]) -> None:
    """Run the children until this process is told to end (Ctrl-C, TERM, HUP), then end them all."""
    told = _listen_for_the_end()
    try:
        while not told:
            for child in children:
                child.look()
            time.sleep(0.2)
    finally:
        _stop_all(children)


def _listen_for_the_end() -> list[int]:
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: told.append(received))
    return told


def _stop_all(children: Sequence[Child]) -> None:
    running = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.stop(deadline)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(1)
