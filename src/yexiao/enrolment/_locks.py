"""Who waits for whom. One order everywhere: people by id, then pools by section id, then the rest.

Whatever a person starts holds that person first, so one person's requests are
served one after another. Everything that moves seats or list places holds
the pool before it touches them, save a single claim: it writes its seat first
and takes the busy row last, for the shortest time. See docs/decisions/0006-seats.md.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg import errors

from yexiao.enrolment.models import Pool

TRIES = 4
HOLD_PEOPLE = """
SELECT pg_advisory_xact_lock(hashtextextended('enrolment/' || id, 0))
FROM (SELECT id FROM unnest(%s::bigint[]) AS id ORDER BY id OFFSET 0) AS people
"""
P = ParamSpec("P")
R = TypeVar("R")


class Stale(Exception):
    """What was read before the lock has changed meanwhile; the attempt begins again."""


def hold_people(ids: Iterable[int]) -> None:
    """Serve these people's requests one after another until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_PEOPLE, [sorted(set(ids))])


def hold_pools(section_ids: Iterable[int]) -> dict[int, Pool]:
    """Lock the sections' pools in order of id; return them, with their openings, as they are under the lock."""
    pools = Pool.objects.select_for_update(no_key=True, of=("self",)).select_related("opening")
    return {pool.section_id: pool for pool in pools.filter(section_id__in=list(section_ids)).order_by("section_id")}


def hold_pool(section_id: int) -> Pool:
    """Lock one section's pool.

    Raises:
        Pool.DoesNotExist: The section was never opened.
    """
    return Pool.objects.select_for_update(no_key=True, of=("self",)).select_related("opening").get(pk=section_id)


def whole(operation: Callable[P, R]) -> Callable[P, R]:
    """Run the operation in one transaction, and again if it lost a deadlock or met something stale."""

    @functools.wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES):
            try:
                with transaction.atomic():
                    return operation(*args, **kwargs)
            except Stale:
                pass
            except OperationalError as problem:
                if not isinstance(problem.__cause__, errors.DeadlockDetected):
                    raise
            time.sleep(0.01 * attempt)
        with transaction.atomic():
            return operation(*args, **kwargs)

    return run
