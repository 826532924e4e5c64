"""The sweep that puts a dead worker's jobs back into the queue."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection

from yexiao.common import worker

PUT = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock)
VALUES ('default', %s, %s::procrastinate_job_status, %s) RETURNING id
"""


def put(name: str, status: str, *, once_as: str | None = None) -> int:
    """Write a job as a worker left it; nobody works on it."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [name, status, once_as])
        return int(cursor.fetchone()[0])


def states() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_a_stalled_job_gives_way_to_the_same_job_that_waits_and_holds_up_no_other():
    put("enrolment.lapse_offers", "doing", once_as="enrolment.lapse_offers")
    waiting = put("enrolment.lapse_offers", "todo", once_as="enrolment.lapse_offers")
    other = put("planning.run", "doing")

    asyncio.run(worker._sweep())

    assert states() == {waiting: "todo", other: "todo"}
