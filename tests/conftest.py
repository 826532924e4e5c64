"""What every test shares: one real PostgreSQL for the run, and a crowd."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests import settings as test_settings
from yexiao.common import postgres, words

_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Compile the Chinese words and start the run's own PostgreSQL; helper processes find it already running."""
    words.compile_words()
    is_owner = os.environ.get("TEST_CLUSTER_OWNER") == str(os.getpid())
    if is_owner:
        words.compile_words()
    if is_owner and not os.environ.get("TEST_DATABASE_URL"):
        _server.callback(shutil.rmtree, test_settings.FOLDER, ignore_errors=True)
        _server.enter_context(postgres.running(test_settings.CLUSTER))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    _server.close()


def all_at_once(work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """Run the work for every item in a thread of its own, all starting together; give answers or exceptions."""
    items = list(items)
    start = Barrier(len(items))

    def run(item: Any) -> Any:
        start.wait(30)
        try:
            return work(item)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as crowd:
        return list(crowd.map(run, items))
