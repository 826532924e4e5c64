"""Runs of the solver: asked for on a page, done by a job, watched and cancelled meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, jobs
from yexiao.planning import _drafts, _problem
from yexiao.planning._records import NoSuchPlan, RunRecord
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
    seed: int = 1,
    max_sections: int | None = None,
    by: int | None,
    at: datetime,
) -> int:
    """Ask for a timetable; a job makes it within about `seconds`. Return the run's id."""
    run = Run.objects.create(
        season_id=season_id,
        path=path,
        seconds=min(max(1, seconds), LONGEST_SECONDS),
        seed=seed,
        progress={"max_sections": max_sections},
        asked_by_id=by,
        asked_at=at,
    )
    jobs.defer("planning.run", run_id=run.pk, lock=f"planning.run.{run.pk}")
    return run.pk


def run_now(*, run_id: int) -> None:
    """Solve, and keep the timetable as a draft.

    The solver works outside any transaction. A run that was cancelled while
    it waited does nothing; one cancelled while it works keeps the best so
    far; one whose worker was killed starts again.
    """
    claimed = Run.objects.filter(pk=run_id, state__in=(RunState.QUEUED, RunState.RUNNING))
    if not claimed.update(state=RunState.RUNNING, started_at=clock.now()):
        return
    run = Run.objects.get(pk=run_id)
    try:
        _solve(run)
    except (solver.ProblemError, _problem.NothingToPlan) as trouble:
        _fail(run, trouble)


def cancel_run(*, run_id: int) -> None:
    """Stop a run: a waiting one ends, a working one keeps its best timetable."""
    now = clock.now()
    Run.objects.filter(pk=run_id, state=RunState.QUEUED).update(state=RunState.CANCELLED, ended_at=now)
    Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(progress=_with_stop(run_id))


def list_runs(*, season_id: int | None = None, path: str, limit: int = 20) -> list[RunRecord]:
    """Return the runs of exactly this place, newest first."""
    rows = Run.objects.filter(path=path).annotate(draft_pk=F("draft__id"), draft_state=F("draft__state"))
    if season_id is not None:
        rows = rows.filter(season_id=season_id)
    return [_as_record(row) for row in rows.order_by("-id")[:limit]]


def run(run_id: int) -> RunRecord:
    """Return one run.

    Raises:
        NoSuchPlan: There is none of that id.
    """
    row = Run.objects.filter(pk=run_id).annotate(draft_pk=F("draft__id"), draft_state=F("draft__state")).first()
    if row is None:
        raise NoSuchPlan
    return _as_record(row)


def _solve(run: Run) -> None:
    from yexiao.planning._solver.solve import solve

    season = catalogue.season(run.season_id)
    problem = _problem.build(season=season, path=run.path, max_sections=run.progress.get("max_sections"))
    plan = solve(
        problem.problem,
        seconds=run.seconds,
        seed=run.seed,
        progress=_reporter(run),
        should_stop=lambda: _is_told_to_stop(run.pk),
    )
    with transaction.atomic():
        _drafts.keep(run=run, season=problem, plan=plan)
        ending = {"phase": "done", "value": plan.value, "bound": plan.bound, "gap": plan.gap}
        Run.objects.filter(pk=run.pk).update(state=RunState.DONE, ended_at=clock.now(), progress=run.progress | ending)


def _reporter(run: Run) -> Callable[[str, int | None, int | None], None]:
    told_at = [0.0]

    def report(phase: str, value: int | None, bound: int | None) -> None:
        if time.monotonic() - told_at[0] < PROGRESS_SECONDS:
            return
        told_at[0] = time.monotonic()
        seen = {"phase": phase, "value": value, "bound": bound}
        with transaction.atomic():
            kept = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
            Run.objects.filter(pk=run.pk).update(progress=kept.progress | seen)

    return report


def _is_told_to_stop(run_id: int) -> bool:
    return Run.objects.filter(pk=run_id, progress__stop=True).exists()


def _with_stop(run_id: int) -> dict[str, object]:
    row = Run.objects.filter(pk=run_id).first()
    return {**(row.progress if row else {}), "stop": True}


def _fail(run: Run, trouble: Exception) -> None:
    error = str(trouble) if isinstance(trouble, solver.ProblemError) else "nothing_to_plan"
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, error=error, ended_at=clock.now())


def _as_record(row: Run) -> RunRecord:
    return RunRecord(
        id=row.pk,
        season_id=row.season_id,
        path=row.path,
        state=row.state,
        seconds=row.seconds,
        progress=row.progress,
        error=row.error,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        draft_id=row.draft_pk,
        draft_state=row.draft_state or "",
    )
