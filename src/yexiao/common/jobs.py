"""The façade before the job queue: rooms name tasks and defer them; only this file knows Procrastinate.

A job deferred inside a transaction exists only if that transaction
commits. Every job may run twice and must do its work once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app

Work = Callable[..., None]


def task(*, name: str, queue: str = "default", retries: int = 5) -> Callable[[Work], Work]:
    """Register a function as the job of that name; arguments must be JSON values.

    A failed run is repeated up to `retries` times, waiting 2, 4, 8 … seconds.
    Stands in a room's `tasks.py`; the function itself stays callable.
    """

    def register(work: Work) -> Work:
        retry = RetryStrategy(max_attempts=retries, exponential_wait=2)
        app.task(name=name, queue=queue, retry=retry)(work)
        return work

    return register


def every(cron: str, *, name: str, queue: str = "default") -> Callable[[Work], Work]:
    """Register a function without arguments to run at the moments of a cron line (the city's time)."""

    def register(work: Work) -> Work:
        def run(timestamp: int) -> None:
            del timestamp
            work()

        registered = app.task(name=name, queue=queue, queueing_lock=name)(run)
        app.periodic(cron=cron)(registered)
        return work

    return register


def defer(
    name: str,
    *,
    lock: str | None = None,
    once_as: str | None = None,
    at: datetime | None = None,
    **values: Any,
) -> None:
    """Queue the job of that name in the current transaction.

    `lock` lets one job of that lock run at a time; `once_as` drops the job
    silently while another with the same words still waits; `at` is the
    earliest moment, by the real clock.
    """
    job = app.configure_task(name, lock=lock, queueing_lock=once_as, schedule_at=at)
    try:
        with transaction.atomic():
            job.defer(**values)
    except exceptions.AlreadyEnqueued:
        return
