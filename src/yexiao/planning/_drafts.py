"""Drafts: kept from the solver, read, discarded, and published once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from yexiao.catalogue import api as catalogue
from yexiao.demand import api as demand
from yexiao.notices import api as notices
from yexiao.planning import _problem
from yexiao.planning._records import (
    AlreadyPublished,
    DraftChanged,
    DraftRecord,
    DraftSectionRecord,
    NoSuchPlan,
    UnmetRecord,
)
from yexiao.planning._solver import problem as solver
from yexiao.planning.models import Draft, DraftSection, DraftState, DraftUnmet, Run


def keep(*, run: Run, season: _problem.Season, plan: solver.Plan) -> int:
    """Keep a plan as the run's draft, in place of one kept before; return the draft's id."""
    Draft.objects.filter(run=run, state=DraftState.DRAFT).delete()
    draft = Draft.objects.create(
        run=run,
        season_id=run.season_id,
        path=run.path,
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        asked_people=sum(wish.people for wish in season.problem.wishes),
        served_people=sum(people for section in plan.sections for _wish, people in section.served),
        certificate=plan.certificate,
    )
    pinned = set(season.problem.pins)
    DraftSection.objects.bulk_create([_section(draft, section, season, pinned) for section in plan.sections])
    DraftUnmet.objects.bulk_create(_unmet(draft, season, plan))
    return draft.pk


def draft(draft_id: int) -> DraftRecord:
    """Return a draft with its sections by evening and room, and its unmet wishes, most people first.

    Raises:
        NoSuchPlan: There is none of that id.
    """
    row = Draft.objects.filter(pk=draft_id).first()
    if row is None:
        raise NoSuchPlan
    sections = row.sections.order_by("weekday", "room_id")
    unmet = row.unmet.order_by("-people", "path", "course_id")
    return DraftRecord(
        id=row.pk,
        run_id=row.run_id,
        season_id=row.season_id,
        path=row.path,
        state=row.state,
        version=row.version,
        value=row.value,
        bound=row.bound,
        gap=row.gap,
        asked_people=row.asked_people,
        served_people=row.served_people,
        sections=tuple(_section_record(section) for section in sections),
        unmet=tuple(UnmetRecord(line.path, line.course_id, line.people, line.reason) for line in unmet),
    )


def publish_plan(*, draft_id: int, version: int, by: int | None, at: datetime) -> list[int]:
    """Publish a draft: its sections stand in the catalogue, and everybody who wished is told once.

    Publishing the same draft again returns the same sections.

    Raises:
        DraftChanged: The draft is not the version the caller saw.
        AlreadyPublished: Another draft of the season and place is published.
        RoomTaken, LecturerTaken, RoomClosed: From the catalogue; nothing is written.
    """
    try:
        return _publish(draft_id, version, by, at)
    except IntegrityError as conflict:
        if "planning_one_published_draft" not in str(conflict):
            raise
        raise AlreadyPublished from None


def discard(*, draft_id: int, version: int) -> None:
    """Put a draft aside.

    Raises:
        DraftChanged: The draft is not the version the caller saw, or is published.
    """
    _move_on(draft_id, version, state=DraftState.DISCARDED)


@transaction.atomic
def _publish(draft_id: int, version: int, by: int | None, at: datetime) -> list[int]:
    published = Draft.objects.filter(pk=draft_id, state=DraftState.PUBLISHED).first()
    if published is not None:
        return list(published.sections.order_by("id").values_list("section_id", flat=True))
    _move_on(draft_id, version, state=DraftState.PUBLISHED, published_by=by, published_at=at)
    row = Draft.objects.get(pk=draft_id)
    rows = list(row.sections.order_by("id"))
    sections = catalogue.publish_sections(
        season_id=row.season_id, sections=[_new_section(line) for line in rows], at=at
    )
    for line, section in zip(rows, sections, strict=True):
        line.section_id = section.id
    DraftSection.objects.bulk_update(rows, ["section"])
    _tell_everybody(row, at)
    return [section.id for section in sections]


def _move_on(draft_id: int, version: int, **changes: object) -> None:
    open_draft = Draft.objects.filter(pk=draft_id, version=version, state=DraftState.DRAFT)
    if not open_draft.update(version=F("version") + 1, **changes):
        now = Draft.objects.filter(pk=draft_id).values_list("version", flat=True).first()
        if now is None:
            raise NoSuchPlan
        raise DraftChanged(version=now)


def _tell_everybody(row: Draft, at: datetime) -> None:
    season = catalogue.season(row.season_id)
    cells = demand.gather_demand(season_id=row.season_id, within=row.path)
    everybody = sorted({account_id for cell in cells for account_id in cell.account_ids})
    values = {"season": season.name, "season_en": season.name_en}
    messages = [
        notices.Message(
            recipient_id=account_id,
            event_key=f"planning.published.{row.pk}",
            template="planning.published",
            values=values,
            link="/classes/",
        )
        for account_id in everybody
    ]
    notices.tell(messages=messages, at=at)


def _new_section(line: DraftSection) -> catalogue.NewSection:
    return catalogue.NewSection(
        course_id=line.course_id,
        room_id=line.room_id,
        lecturer_id=line.lecturer_id,
        weekday=line.weekday,
        fee_kind=line.fee_kind,
        capacity=line.capacity,
    )


def _section(draft: Draft, section: solver.Section, season: _problem.Season, pinned: set[solver.Pin]) -> DraftSection:
    course = next(course for course in season.problem.courses if course.id == section.course)
    return DraftSection(
        draft=draft,
        course_id=int(section.course),
        room_id=int(section.room),
        lecturer_id=int(section.lecturer),
        weekday=_problem.weekday_of(section.slot),
        fee_kind=season.fee_kinds[section.course],
        capacity=min(season.capacities[section.room], course.max),
        served=sum(people for _wish, people in section.served),
        is_pinned=solver.Pin(section.course, section.room, section.slot, section.lecturer) in pinned,
    )


def _unmet(draft: Draft, season: _problem.Season, plan: solver.Plan) -> list[DraftUnmet]:
    people: Counter[tuple[str, int, str]] = Counter()
    for line in plan.unmet:
        cell = season.cells[line.wish]
        people[cell.path, cell.course_id, line.reason] += line.people
    return [
        DraftUnmet(draft=draft, path=path, course_id=course_id, people=count, reason=reason)
        for (path, course_id, reason), count in people.items()
    ]


def _section_record(row: DraftSection) -> DraftSectionRecord:
    return DraftSectionRecord(
        id=row.pk,
        course_id=row.course_id,
        room_id=row.room_id,
        lecturer_id=row.lecturer_id,
        weekday=row.weekday,
        fee_kind=row.fee_kind,
        capacity=row.capacity,
        served=row.served,
        is_pinned=row.is_pinned,
        section_id=row.section_id,
    )
