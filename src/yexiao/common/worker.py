"""The worker process: runs jobs, waits out a database that is away, and re-queues stalled jobs."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from types import FrameType
from typing import cast

from django.conf import settings
from procrastinate import JobContext, exceptions, jobs
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from psycopg import OperationalError

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 10.0


class _Told(Exception):
    """The process was told to end while it waited."""


def work_until_told() -> None:
    """Run jobs until the process is told to end; outlive a database that goes away and comes back.

    Jobs that a killed worker left in the middle are queued again at the
    start and each minute.
    """
    signal.signal(signal.SIGTERM, _tell)
    pause = 0.5
    while True:
        try:
            asyncio.run(_sweep())
            _run_worker()
            return
        except _Told:
            return
        except (exceptions.ConnectorException, OperationalError) as trouble:
            log.warning("The database is away (%s); trying again in %.0f s.", type(trouble).__name__, pause)
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _worker_connector() -> BaseAsyncConnector:
    return cast(DjangoConnector, app.connector).get_worker_connector()


async def _sweep() -> None:
    worker_app = app.with_connector(_worker_connector())
    async with worker_app.open_async():
        await _requeue(worker_app.job_manager)


async def _requeue(manager: JobManager) -> None:
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_SILENT_SECONDS):
        try:
            await manager.retry_job(job)
        except exceptions.UniqueViolation:  # the same job waits already, and does this one's work
            await manager.finish_job(job, jobs.Status.ABORTED, delete_job=True)


@app.periodic(cron="* * * * *")
@app.task(name="common.requeue_stalled_jobs", queueing_lock="common.requeue_stalled_jobs", pass_context=True)
async def requeue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers that stopped breathing back into the queue, each minute."""
    del timestamp
    await _requeue(context.app.job_manager)


def _run_worker() -> None:
    with app.replace_connector(_worker_connector()) as worker_app:
        worker_app.run_worker(
            name="worker",
            concurrency=settings.WORKER_CONCURRENCY,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=10.0,
            delete_jobs="successful",
            update_heartbeat_interval=max(1.0, settings.WORKER_SILENT_SECONDS / 3),
            stalled_worker_timeout=float(settings.WORKER_SILENT_SECONDS),
        )


def _tell(number: int, frame: FrameType | None) -> None:
    raise _Told
