"""The worker process: runs jobs, waits out a database that is away, and re-queues stalled jobs."""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType

from django.conf import settings
from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from psycopg import OperationalError

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 10.0
STALLED_AFTER_SECONDS = 30


class _Told(Exception):
    """The process was told to end while it waited."""


def work_until_told() -> None:
    """Run jobs until the process is told to end; outlive a database that goes away and comes back."""
    signal.signal(signal.SIGTERM, _tell)
    pause = 0.5
    while True:
        try:
            _run_worker()
            return
        except _Told:
            return
        except (exceptions.ConnectorException, OperationalError) as trouble:
            log.warning("The database is away (%s); trying again in %.0f s.", type(trouble).__name__, pause)
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


@app.periodic(cron="* * * * *")
@app.task(name="common.requeue_stalled_jobs", queueing_lock="common.requeue_stalled_jobs", pass_context=True)
async def requeue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers that stopped breathing back into the queue, each minute."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)


def _run_worker() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            name="worker",
            concurrency=settings.WORKER_CONCURRENCY,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=10.0,
            delete_jobs="successful",
        )


def _tell(number: int, frame: FrameType | None) -> None:
    raise _Told
