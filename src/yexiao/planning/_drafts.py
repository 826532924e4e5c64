"""Drafts: kept from the solver, read, discarded, and published once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from yexiao.catalogue import api as catalogue
from yexiao.demand import api as demand
from yexiao.notices import api as notices
from yexiao.planning import _pins, _problem, _rules
from yexiao.planning._records import (
    AlreadyPublished,
    DraftChanged,
    DraftRecord,
    DraftSectionRecord,
    NoSuchPlan,
    PinRecord,
    PlanDifference,
    UnmetRecord,
)
from yexiao.planning._solver import problem as solver
from yexiao.planning.models import Draft, DraftSection, DraftState, DraftUnmet, Run


def keep(*, run: Run, season: _problem.Season, plan: solver.Plan) -> int:
    """Keep a plan as the run's draft; return the draft's id."""
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
    DraftSection.objects.bulk_create([_section(draft, section, season) for section in plan.sections])
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
    pinned = {_key(pin) for pin in _pins.list_pins(season_id=row.season_id, path=row.path)}
    sections = row.sections.order_by("weekday", "room_id")
    unmet = row.unmet.order_by("-people", "path", "course_id", "reason")
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
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        sections=tuple(_section_record(section, is_pinned=_key(section) in pinned) for section in sections),
        unmet=tuple(UnmetRecord(line.path, line.course_id, line.people, line.reason) for line in unmet),
    )


def compare(*, draft_id: int, other_id: int) -> PlanDifference:
    """Return what parts two drafts: sections are the same when course, room, weekday and lecturer are.

    Raises:
        NoSuchPlan: One of them does not exist.
    """
    here, there, in_both = _rules.part(draft(draft_id).sections, draft(other_id).sections, key=_key)
    return PlanDifference(tuple(here), tuple(there), in_both)


def publish_plan(*, draft_id: int, version: int, by: int | None, at: datetime) -> list[int]:
    """Publish a draft: its sections stand in the catalogue, and everybody who wished is told once.

    The same person publishing the same draft again gets the same sections.

    Raises:
        NoSuchPlan: There is no such draft.
        DraftChanged: The draft is not the version the caller saw: somebody published or discarded it.
        AlreadyPublished: Another draft of the season and place is published; `compare` says what parts them.
        RoomTaken, LecturerTaken, RoomClosed, SeasonTooShort: From the catalogue; nothing is written.
    """
    try:
        return _publish(draft_id, version, by, at)
    except IntegrityError as conflict:
        if "planning_one_published_draft" not in str(conflict):
            raise
        row = Draft.objects.get(pk=draft_id)
        other = Draft.objects.get(season=row.season_id, path=row.path, state=DraftState.PUBLISHED)
        raise AlreadyPublished(draft_id=draft_id, other_id=other.pk) from None


def discard(*, draft_id: int, version: int, by: int | None, at: datetime) -> None:
    """Put a draft aside; doing it twice does it once.

    Raises:
        NoSuchPlan: There is no such draft.
        DraftChanged: The draft is not the version the caller saw, or is published.
    """
    _decide(draft_id, version, DraftState.DISCARDED, by, at)


@transaction.atomic
def _publish(draft_id: int, version: int, by: int | None, at: datetime) -> list[int]:
    if not _decide(draft_id, version, DraftState.PUBLISHED, by, at):
        return list(DraftSection.objects.filter(draft=draft_id).order_by("id").values_list("section_id", flat=True))
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


def _decide(draft_id: int, version: int, state: DraftState, by: int | None, at: datetime) -> bool:
    """Move an open draft of that version on; tell whether this call did it, or the same person did before.

    The conditional update comes first: of several at once, one moves the
    draft and the others look only after it has.
    """
    open_draft = Draft.objects.filter(pk=draft_id, version=version, state=DraftState.DRAFT)
    if open_draft.update(version=F("version") + 1, state=state, decided_by=by, decided_at=at):
        return True
    now = Draft.objects.filter(pk=draft_id).first()
    if now is None:
        raise NoSuchPlan
    if (now.version, now.state, now.decided_by_id) != (version + 1, state, by):
        raise DraftChanged(draft_id=draft_id, version=now.version, state=now.state, decided_by=now.decided_by_id)
    return False


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


def _section(draft: Draft, section: solver.Section, season: _problem.Season) -> DraftSection:
    course = season.courses[section.course]
    return DraftSection(
        draft=draft,
        course_id=course.id,
        room_id=int(section.room),
        lecturer_id=int(section.lecturer),
        weekday=_problem.weekday_of(section.slot),
        fee_kind=_problem.fee_kind_of(course),
        capacity=min(season.capacities[section.room], course.max_people),
        served=sum(people for _wish, people in section.served),
    )


def _unmet(draft: Draft, season: _problem.Season, plan: solver.Plan) -> list[DraftUnmet]:
    people: Counter[tuple[str, int, str]] = Counter()
    for line in plan.unmet:
        cell = season.cells[line.wish]
        people[cell.path, cell.course_id, _reason(line.reason, cell, season)] += line.people
    return [
        DraftUnmet(draft=draft, path=path, course_id=course_id, people=count, reason=reason)
        for (path, course_id, reason), count in people.items()
    ]


def _reason(reason: str, cell: demand.DemandCell, season: _problem.Season) -> str:
    """Return the solver's reason; what it was forbidden because of the calendar is told apart."""
    is_short = all((cell.course_id, day) in season.too_short for day in cell.evenings)
    return "season_too_short" if reason == "forbidden" and is_short else reason


def _key(row: DraftSection | DraftSectionRecord | PinRecord) -> tuple[int, int, int, int]:
    return row.course_id, row.room_id, row.weekday, row.lecturer_id


def _section_record(row: DraftSection, *, is_pinned: bool) -> DraftSectionRecord:
    return DraftSectionRecord(
        id=row.pk,
        course_id=row.course_id,
        room_id=row.room_id,
        lecturer_id=row.lecturer_id,
        weekday=row.weekday,
        fee_kind=row.fee_kind,
        capacity=row.capacity,
        served=row.served,
        is_pinned=is_pinned,
        section_id=row.section_id,
    )
