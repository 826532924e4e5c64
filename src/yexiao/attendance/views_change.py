"""Changing an evening: each page says first how many people will be told, then does it and tells them once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yexiao.attendance import _access, _changes
from yexiao.attendance._records import MeetingWords, Told
from yexiao.attendance.forms import MoveForm, ReplaceForm
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.people import api as people
from yexiao.places import api as places

STREET_DEPTH = 3


@require_http_methods(["GET", "HEAD", "POST"])
@_access.for_meeting(people.Action.MANAGE_MEETINGS)
def cancel_meeting(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Ask whether to cancel the meeting, and cancel it."""
    if request.method == "POST":
        told = _changes.cancel_meeting(meeting_id=meeting.id, by=request.actor.id, at=clock.now())
        return _done(request, meeting, told)
    return render(request, "attendance/cancel.html", {"meeting": meeting, "told": _count_told(meeting)})


@require_http_methods(["GET", "HEAD", "POST"])
@_access.for_meeting(people.Action.MANAGE_MEETINGS)
def move_meeting(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Ask where and when to, and move the meeting."""
    rooms, initial = _rooms_near(meeting), MoveForm.initial_of(meeting.starts_at, meeting.room_id)
    form = MoveForm(request.POST if request.method == "POST" else None, rooms=rooms, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = _changes.move_meeting(
            meeting_id=meeting.id,
            starts_at=form.starts_at(),
            room_id=form.cleaned_data["room"],
            by=request.actor.id,
            at=clock.now(),
        )
        return _done(request, meeting, told)
    context = {"meeting": meeting, "form": form, "told": _count_told(meeting)}
    return render(request, "attendance/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_access.for_meeting(people.Action.MANAGE_MEETINGS)
def replace_lecturer(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Ask who teaches instead, and replace the lecturer."""
    form = ReplaceForm(request.POST if request.method == "POST" else None, lecturers=_substitutes(meeting))
    if request.method == "POST" and form.is_valid():
        is_section = form.cleaned_data["span"] == "section"
        told = _changes.replace_lecturer(
            lecturer_id=form.cleaned_data["lecturer"],
            section_id=meeting.section_id if is_section else None,
            meeting_id=None if is_section else meeting.id,
            by=request.actor.id,
            at=clock.now(),
        )
        return _done(request, meeting, told)
    context = {"meeting": meeting, "form": form, "told": _count_told(meeting)}
    return render(request, "attendance/replace.html", context, status=422 if form.errors else 200)


def _done(request: people.Request, meeting: MeetingWords, told: Told) -> HttpResponse:
    if told.changed:
        count = len(told.account_ids)
        words = ngettext("Done. %(count)d person is told.", "Done. %(count)d people are told.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("It was so already; nobody is told again."))
    return redirect("attendance:roster", meeting_id=meeting.id)


def _count_told(meeting: MeetingWords) -> int:
    return len(_changes.who_is_told(meeting_id=meeting.id))


def _rooms_near(meeting: MeetingWords) -> list[tuple[places.RoomRecord, places.VenueRecord]]:
    """Return the rooms of the street, the meeting's own venue first."""
    street = "/".join(meeting.path.split("/")[:STREET_DEPTH])
    venues = {venue.id: venue for venue in places.list_venues(within=street)}
    rooms = places.list_rooms(venue_ids=sorted(venues))
    own = next((room.venue_id for room in rooms if room.id == meeting.room_id), 0)
    return [(room, venues[room.venue_id]) for room in sorted(rooms, key=lambda room: room.venue_id != own)]


def _substitutes(meeting: MeetingWords) -> list[catalogue.LecturerRecord]:
    [section] = catalogue.list_sections(ids=[meeting.section_id])
    able = catalogue.list_lecturers(course_ids=[section.course_id])
    return [lecturer for lecturer in able if lecturer.id != meeting.lecturer_id]
