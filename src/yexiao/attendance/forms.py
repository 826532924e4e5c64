"""Forms of attendance: the tick list, leave, and changes to a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yexiao.attendance._records import NewMark
from yexiao.attendance.models import MarkKind
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.refusals import BadInput
from yexiao.common.text import read_id
from yexiao.places import api as places

MARKS = {
    MarkKind.PRESENT.value: _("Present"),
    MarkKind.LATE.value: _("Late"),
    MarkKind.LEFT_EARLY.value: _("Left early"),
    MarkKind.EXCUSED.value: _("Excused"),
    MarkKind.ABSENT.value: _("Absent"),
}


def read_tick_list(meeting_id: int, data: QueryDict) -> list[NewMark]:
    """Return the marks that a sent tick list says.

    `here` are the ticked people, `was` those ticked when the page was made,
    `mark-<id>` an explicit mark. A tick newly set means present, one taken
    away absent; a person who checked in meanwhile is in neither list and
    stays as they are.
    """
    here, was = _ids(data.getlist("here")), _ids(data.getlist("was"))
    kinds = dict.fromkeys(here - was, "present") | dict.fromkeys(was - here, "absent")
    for name, values in data.lists():
        if name.startswith("mark-") and values[-1]:
            kinds[_id(name.removeprefix("mark-"))] = values[-1]
    return [NewMark(meeting_id, account_id, kind) for account_id, kind in sorted(kinds.items())]


class LeaveForm(forms.Form):
    """Why somebody will miss an evening, if they want to say."""

    reason = forms.CharField(label=_("Reason (you need not say)"), max_length=200, required=False)


class MoveForm(forms.Form):
    """Where and when a meeting moves to, in the city's time."""

    day = forms.DateField(
        label=_("Day"),
        validators=[MinValueValidator(clock.FIRST_DAY), MaxValueValidator(clock.LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    start = forms.TimeField(label=_("Starts at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    room = forms.TypedChoiceField(label=_("Room"), coerce=int)

    def __init__(self, *args: Any, rooms: Iterable[tuple[places.RoomRecord, places.VenueRecord]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            (room.id, f"{_name(venue)} · {_name(room)} ({room.capacity})") for room, venue in rooms
        ]

    def starts_at(self) -> datetime:
        """Return the new start as a moment."""
        start = self.cleaned_data["start"]
        return clock.at_local(self.cleaned_data["day"], start.hour, start.minute)

    @staticmethod
    def initial_of(starts_at: datetime, room_id: int) -> dict[str, Any]:
        """Return the form's values for a meeting as it is."""
        local = timezone.localtime(starts_at, clock.city_zone())
        return {"day": local.date().isoformat(), "start": local.time(), "room": room_id}


class ReplaceForm(forms.Form):
    """Who teaches instead, and whether for this evening or for all still to come."""

    lecturer = forms.TypedChoiceField(label=_("Who teaches instead"), coerce=int)
    span = forms.ChoiceField(
        label=_("Which evenings"),
        choices=[("meeting", _("Only this evening")), ("section", _("All evenings still to come"))],
        widget=forms.RadioSelect,
        initial="meeting",
    )

    def __init__(self, *args: Any, lecturers: Iterable[catalogue.LecturerRecord], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lecturer"].choices = [  # type: ignore[attr-defined]
            (lecturer.id, _name(lecturer)) for lecturer in lecturers
        ]


def _ids(values: Iterable[str]) -> set[int]:
    return {_id(value) for value in values}


def _id(value: str) -> int:
    account_id = read_id(value)
    if account_id is None:
        raise BadInput(field="account", reason=value[:20])
    return account_id


def _name(thing: Any) -> str:
    return str(thing.name_en if get_language() == "en" else thing.name)
