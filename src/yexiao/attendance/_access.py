"""Who may open a meeting's pages: staff of its territory by `may`, and the lecturer who teaches it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from yexiao.attendance import _meetings
from yexiao.attendance._records import MeetingWords
from yexiao.common.refusals import NotFound
from yexiao.people import api as people

LECTURERS_OWN = (people.Action.SEE_ROSTER, people.Action.MARK_ATTENDANCE)
View = Callable[..., HttpResponse]


def has_right(actor: people.Actor, action: people.Action, meeting: MeetingWords) -> bool:
    """Tell whether the actor may do this at the meeting; lecturers see and mark their own rosters only."""
    is_own = actor.is_signed_in and actor.account_id == meeting.lecturer_account_id
    return (is_own and action in LECTURERS_OWN) or people.may(actor, action, meeting.path)


def for_meeting(action: people.Action) -> Callable[[View], View]:
    """Give the view its meeting instead of an id; without the right there is no such page."""

    def decorate(view: View) -> View:
        @people.signed_in
        @wraps(view)
        def gate(request: people.Request, meeting_id: int, **kwargs: Any) -> HttpResponse:
            meeting = _meetings.say_meeting(meeting_id)
            if not has_right(request.actor, action, meeting):
                raise NotFound
            return view(request, meeting, **kwargs)

        return gate

    return decorate
