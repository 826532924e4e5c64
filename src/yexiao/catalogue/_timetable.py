"""Questions about sections and their meetings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from yexiao.catalogue._records import MeetingRecord, SectionRecord
from yexiao.catalogue.models import Meeting, Section, SectionState
from yexiao.common.paths import lies_within
from yexiao.common.refusals import NotFound


def list_sections(
    *,
    ids: Collection[int] | None = None,
    season_id: int | None = None,
    within: str = "",
    states: Collection[str] | None = None,
) -> list[SectionRecord]:
    """Return sections with their meetings, by code. Two queries.

    Asked by id, a section is returned in whatever state it is; otherwise
    only published ones are, unless `states` says which.
    """
    if states is None and ids is None:
        states = (SectionState.PUBLISHED,)
    sections = _sections().filter(lies_within("path", within))
    if ids is not None:
        sections = sections.filter(pk__in=set(ids))
    if season_id is not None:
        sections = sections.filter(season=season_id)
    if states is not None:
        sections = sections.filter(state__in=states)
    return [section_record(section, list(section.meetings.all())) for section in sections]


def section_by_code(code: str) -> SectionRecord:
    """Return the section with the code on its poster, in whatever state it is.

    Raises:
        NotFound: There is none.
    """
    found = _sections().filter(code=code).first()
    if found is None:
        raise NotFound(code=code)
    return section_record(found, list(found.meetings.all()))


def list_meetings(
    *,
    ids: Collection[int] | None = None,
    section_ids: Collection[int] | None = None,
    lecturer_id: int | None = None,
    between: tuple[datetime, datetime] | None = None,
    within: str = "",
    states: Collection[str] | None = None,
) -> list[MeetingRecord]:
    """Return meetings by time, in any state unless `states` says which; `between` takes those that overlap the span."""
    condition = lies_within("section__path", within)
    if ids is not None:
        condition &= Q(pk__in=set(ids))
    if section_ids is not None:
        condition &= Q(section__in=set(section_ids))
    if lecturer_id is not None:
        condition &= Q(lecturer=lecturer_id)
    if between is not None:
        condition &= Q(during__overlap=between)
    if states is not None:
        condition &= Q(state__in=states)
    return [meeting_record(meeting) for meeting in Meeting.objects.filter(condition).order_by("during", "pk")]


def _sections() -> QuerySet[Section]:
    meetings = Meeting.objects.order_by("number")
    return Section.objects.order_by("code").prefetch_related(Prefetch("meetings", queryset=meetings))


def section_record(section: Section, meetings: Collection[Meeting]) -> SectionRecord:
    """Return the section as other rooms may know it."""
    return SectionRecord(
        id=section.pk,
        season_id=section.season_id,
        course_id=section.course_id,
        room_id=section.room_id,
        lecturer_id=section.lecturer_id,
        code=section.code,
        path=section.path,
        weekday=section.weekday,
        capacity=section.capacity,
        fee_kind=section.fee_kind,
        fee_fen=section.fee_fen,
        market_price_fen=section.market_price_fen,
        state=section.state,
        meetings=tuple(meeting_record(meeting) for meeting in meetings),
    )


def meeting_record(meeting: Meeting) -> MeetingRecord:
    """Return the meeting as other rooms may know it."""
    return MeetingRecord(
        id=meeting.pk,
        section_id=meeting.section_id,
        number=meeting.number,
        room_id=meeting.room_id,
        lecturer_id=meeting.lecturer_id,
        starts_at=meeting.during.lower,
        ends_at=meeting.during.upper,
        state=meeting.state,
        revision=meeting.revision,
    )
