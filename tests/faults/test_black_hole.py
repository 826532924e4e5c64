"""A network to the database that takes everything and says nothing: a page gives up and says so."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from yexiao.common import deadlines


class BlackHole:
    """A door before the database that can stop passing anything on, without closing a connection."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.is_dark = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.target)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                while self.is_dark.is_set():
                    time.sleep(0.05)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            sink.close()


@contextmanager
def reached_through(hole: BlackHole) -> Iterator[None]:
    """Let this thread's database connection go through the door inside the block."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.close_pool()
    options = kept["OPTIONS"] | {"pool": kept["OPTIONS"]["pool"] | {"connection_class": deadlines.patient_for(4.5)}}
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(hole.port), "OPTIONS": options}
    try:
        yield
    finally:
        hole.is_dark.clear()
        connection.close()
        connection.close_pool()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)
        hole.listener.close()


@pytest.mark.django_db(transaction=True)
def test_b2_while_the_network_to_the_database_is_black_a_page_gives_up_and_says_so():
    folder = settings.DATABASES["default"]["OPTIONS"].get("host") or connection.settings_dict["HOST"]
    hole = BlackHole(f"{folder}/.s.PGSQL.{connection.settings_dict['PORT'] or 5432}")
    client = Client(raise_request_exception=False)

    with reached_through(hole):
        before = client.get("/classes/").status_code
        hole.is_dark.set()
        began = time.monotonic()
        answer = client.get("/classes/")
        waited = time.monotonic() - began

    assert (before, answer.status_code) == (200, 503)
    assert waited <= 8  # five by design, and what a busy machine adds
    assert answer.headers["Retry-After"] == "10"
    assert "夜校" in answer.content.decode()
