"""Runs of the solver: asked for on a page, done by a job, watched and cancelled meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, jobs
from yexiao.common.paths import lies_within_any
from yexiao.common.refusals import Refusal
from yexiao.people import api as people
from yexiao.planning import _drafts, _problem
from yexiao.planning._records import NoSuchPlan, OutsideSeason, RunRecord
from yexiao.planning._solver import problem as solver
from yexiao.planning.models import Run, RunState

PROGRESS_SECONDS = 0.5
LONGEST_SECONDS = 300


@transaction.atomic
def ask_for_draft(
    *,
    season_id: int,
    path: str,
    seconds: int = 20,
    iterations: int | None = None,
    seed: int = 1,
    max_sections: int | None = None,
    by: int | None,
    at: datetime,
) -> int:
    """Ask for a timetable; a job makes it within about `seconds` (1 to 300). Return the run's id.

    With `iterations` it tries so many repairs instead of watching the clock,
    and the same demand and seed give the same timetable on any machine.

    Raises:
        NotFound: There is no such season.
        OutsideSeason: The place is not in its territory.
    """
    if not people.is_within(path, catalogue.season(season_id).path):
        raise OutsideSeason(field="path", reason="outside")
    run = Run.objects.create(
        season_id=season_id,
        path=path,
        seconds=min(max(1, seconds), LONGEST_SECONDS),
        iterations=iterations,
        seed=seed,
        max_sections=max_sections,
        asked_by_id=by,
        asked_at=at,
    )
    jobs.defer("planning.run", run_id=run.pk, lock=f"planning.run.{run.pk}")
    return run.pk


def run_now(*, run_id: int) -> None:
    """Solve, and keep the timetable as a draft.

    The solver works outside any transaction. A run that was cancelled while
    it waited does nothing; one cancelled while it works keeps the best so
    far; one whose worker was killed starts again, and however many workers
    finish it, one draft is kept. A lost database is tried again by the job;
    any other bug ends the run and is raised.
    """
    started = Run.objects.filter(pk=run_id, state__in=(RunState.QUEUED, RunState.RUNNING))
    if not started.update(state=RunState.RUNNING, started_at=clock.now(), progress={}):
        return
    try:
        _solve(Run.objects.get(pk=run_id))
    except Refusal as refusal:
        _fail(run_id, refusal.code, refusal.data)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        _fail(run_id, "planning.fault", {})
        raise


def cancel_run(*, run_id: int) -> None:
    """Stop a run: a waiting one ends, a working one keeps its best timetable, one that is over stays as it is."""
    Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(state=RunState.CANCELLED, ended_at=clock.now())
    Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(is_told_to_stop=True)


def list_runs(*, within: Collection[str], season_id: int | None = None, limit: int = 30) -> list[RunRecord]:
    """Return the runs of these territories and all places inside them, newest first. One query."""
    rows = _with_draft(Run.objects.filter(lies_within_any("path", within)))
    if season_id is not None:
        rows = rows.filter(season_id=season_id)
    return [_as_record(row) for row in rows.order_by("-id")[:limit]]


def run(run_id: int) -> RunRecord:
    """Return one run.

    Raises:
        NoSuchPlan: There is none of that id.
    """
    row = _with_draft(Run.objects.filter(pk=run_id)).first()
    if row is None:
        raise NoSuchPlan
    return _as_record(row)


def _with_draft(rows: QuerySet[Run]) -> QuerySet[Run]:
    return rows.annotate(draft_pk=F("draft__id"), draft_state=F("draft__state"))


def _solve(run: Run) -> None:
    from yexiao.planning._solver.solve import solve

    season = _problem.build(
        season=catalogue.season(run.season_id), path=run.path, max_sections=run.max_sections, at=clock.now()
    )
    try:
        plan = solve(
            season.problem,
            seconds=run.seconds,
            iterations=run.iterations,
            seed=run.seed,
            progress=_reporter(run.pk),
            should_stop=_stop_sign(run.pk),
        )
    except solver.ProblemError as trouble:
        raise _problem.refusal_of(trouble) from trouble
    _finish(run, season, plan)


@transaction.atomic
def _finish(run: Run, season: _problem.Season, plan: solver.Plan) -> None:
    ending = {"phase": "done", "value": plan.value, "bound": plan.bound, "gap": plan.gap}
    working = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    if working.update(state=RunState.DONE, ended_at=clock.now(), progress=ending):
        _drafts.keep(run=run, season=season, plan=plan)


def _reporter(run_id: int) -> Callable[[str, int, int], None]:
    """Return the solver's progress call: it writes at most twice a second, and only while the run works."""
    told_at = [0.0]

    def report(phase: str, value: int, bound: int) -> None:
        if time.monotonic() - told_at[0] >= PROGRESS_SECONDS:
            told_at[0] = time.monotonic()
            seen = {"phase": phase, "value": value, "bound": bound}
            Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(progress=seen)

    return report


def _stop_sign(run_id: int) -> Callable[[], bool]:
    """Return the solver's question whether to stop; the database is asked at most twice a second."""
    asked_at, answer = [0.0], [False]

    def should_stop() -> bool:
        if not answer[0] and time.monotonic() - asked_at[0] >= PROGRESS_SECONDS:
            asked_at[0] = time.monotonic()
            answer[0] = not Run.objects.filter(pk=run_id, state=RunState.RUNNING, is_told_to_stop=False).exists()
        return answer[0]

    return should_stop


def _fail(run_id: int, code: str, data: dict[str, object]) -> None:
    Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(
        state=RunState.FAILED, error=code, error_data=data, ended_at=clock.now()
    )


def _as_record(row: Run) -> RunRecord:
    annotated: Any = row
    return RunRecord(
        id=row.pk,
        season_id=row.season_id,
        path=row.path,
        state=row.state,
        seconds=row.seconds,
        max_sections=row.max_sections,
        progress=row.progress,
        is_told_to_stop=row.is_told_to_stop,
        error=row.error,
        error_data=row.error_data,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        draft_id=annotated.draft_pk,
        draft_state=annotated.draft_state or "",
    )
