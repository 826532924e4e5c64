"""The desk: tonight's meetings, and a meeting's roster with its tick list."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yexiao.attendance import _access, _marks, _rosters, _rules
from yexiao.attendance._records import MeetingWords, TonightRow
from yexiao.attendance.forms import MARKS, read_tick_list
from yexiao.common import clock
from yexiao.common.refusals import NotFound
from yexiao.people import api as people


@require_safe
@people.signed_in
def tonight(request: people.Request) -> HttpResponse:
    """List an evening's meetings in the actor's territory, or a lecturer's own meetings of these weeks."""
    today = clock.local_date(clock.now())
    on = _date(request.GET.get("on", "")) or today
    places = people.places_where(request.actor, people.Action.SEE_ROSTER)
    if places:
        rows = [row for path in places for row in _rosters.tonight(within=path, on=on)]
    elif request.actor.holds(people.Role.LECTURER):
        rows = _rosters.list_meetings_of_lecturer(account_id=request.actor.id, at=clock.now())
    else:
        raise NotFound
    context = {
        "rows": rows,
        "on": on,
        "is_today": on == today,
        "is_desk": bool(places),
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "next": _rosters.next_evening(within=places, after=on) if places and not rows else None,
        "totals": _totals(rows),
    }
    return render(request, "attendance/tonight.html", context)


@require_safe
@_access.for_meeting(people.Action.SEE_ROSTER)
def roster(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Show a meeting's roster with its tick list."""
    found = _rosters.roster(meeting_id=meeting.id)
    at = clock.now()
    context = {
        "meeting": meeting,
        "rows": [(row, MARKS.get(row.mark, ""), row.mark in _rules.HERE) for row in found.rows],
        "roster": found,
        "marks": MARKS,
        "can_mark": meeting.state != "cancelled" and at >= meeting.starts_at - _rules.DOORS_OPEN,
        "can_change": meeting.state == "planned"
        and _access.has_right(request.actor, people.Action.MANAGE_MEETINGS, meeting),
        "marks_from": meeting.starts_at - _rules.DOORS_OPEN,
    }
    return render(request, "attendance/roster.html", context)


@require_POST
@_access.for_meeting(people.Action.MARK_ATTENDANCE)
def mark(request: people.Request, meeting: MeetingWords) -> HttpResponse:
    """Keep what the tick list says."""
    marks = read_tick_list(meeting.id, request.POST)
    changed = _marks.mark_many(marks=marks, by=request.actor.id, at=clock.now())
    if changed:
        words = ngettext("%(count)d mark is saved.", "%(count)d marks are saved.", changed)
        messages.success(request, words % {"count": changed})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("attendance:roster", meeting_id=meeting.id)


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if clock.FIRST_DAY <= day <= clock.LAST_DAY else None


def _totals(rows: list[TonightRow]) -> dict[str, int]:
    planned = [row for row in rows if row.meeting.state != "cancelled"]
    return {
        "meetings": len(planned),
        "expected": sum(row.expected for row in planned),
        "here": sum(row.here for row in planned),
        "on_leave": sum(row.on_leave for row in planned),
    }
