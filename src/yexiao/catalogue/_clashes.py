"""Writing to the timetable: the database refuses a double booking, and we say which meeting is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg import errors

from yexiao.catalogue import _rules
from yexiao.catalogue._records import LecturerTaken, RoomTaken, Taken
from yexiao.catalogue._rules import Slot
from yexiao.catalogue.models import Meeting, MeetingState

TRIES = 3
QUEUE = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
REFUSED_BY: dict[str, tuple[type[Taken], Callable[[Slot], int]]] = {
    "catalogue_room_is_never_double_booked": (RoomTaken, lambda slot: slot.room_id),
    "catalogue_lecturer_is_never_double_booked": (LecturerTaken, lambda slot: slot.lecturer_id),
}

Answer = TypeVar("Answer")


def write(work: Callable[[], Answer], wanted: Sequence[Slot]) -> Answer:
    """Run a write of meetings and return its answer; `wanted` are the meetings as they shall be.

    Writers of one room or lecturer queue, so each hears at once what is in
    the way. A writer that goes round the queue may still wait for us while
    we wait for it, because an exclusion constraint is checked after the row
    is written; PostgreSQL ends one of us after a second, and we try again.

    Raises:
        RoomTaken: A room would have two meetings at one time.
        LecturerTaken: A lecturer would be in two meetings at one time.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                _queue(wanted)
                return work()
        except OperationalError as problem:
            if not left or not isinstance(problem.__cause__, errors.DeadlockDetected):
                raise
        except IntegrityError as problem:
            refusal = _explain(problem, wanted)
            if refusal is not None:
                raise refusal from problem
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _queue(wanted: Sequence[Slot]) -> None:
    """Wait for other writers of these rooms and lecturers; in one order, so that nobody waits in a circle."""
    names = {f"catalogue.room.{slot.room_id}" for slot in wanted}
    names |= {f"catalogue.lecturer.{slot.lecturer_id}" for slot in wanted}
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [sorted(names)])


def _explain(problem: IntegrityError, wanted: Sequence[Slot]) -> Taken | None:
    """Return the refusal; None if what was in the way has gone meanwhile. Raise what is no double booking."""
    cause = problem.__cause__
    name = cause.diag.constraint_name if isinstance(cause, errors.Error) else None
    if name not in REFUSED_BY:
        raise problem
    refusal, resource = REFUSED_BY[name]
    clash = _rules.find_clash(wanted, _stored_near(wanted), resource=resource)
    return None if clash is None else _refused(refusal, *clash)


def _refused(refusal: type[Taken], slot: Slot, other: Slot) -> Taken:
    return refusal(
        meeting_id=other.meeting_id,
        section_code=other.section_code,
        starts_at=other.starts_at,
        index=slot.index,
    )


def _stored_near(wanted: Sequence[Slot]) -> Iterable[Slot]:
    span = (min(slot.starts_at for slot in wanted), max(slot.ends_at for slot in wanted))
    near = Meeting.objects.filter(during__overlap=span).exclude(state=MeetingState.CANCELLED)
    return [as_slot(meeting, meeting.section.code) for meeting in near.select_related("section")]


def as_slot(meeting: Meeting, code: str, index: int = 0) -> Slot:
    """Return the meeting as clashes see it."""
    return Slot(
        meeting_id=meeting.pk,
        section_code=code,
        room_id=meeting.room_id,
        lecturer_id=meeting.lecturer_id,
        starts_at=meeting.during.lower,
        ends_at=meeting.during.upper,
        index=index,
    )
