"""Words of attendance: refusals, and the messages people get when an evening changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases
from yexiao.notices import api as notices

REFUSALS = {
    "attendance.mark_unknown": (
        _("There is no such mark."),
        _("Choose present, late, left early, excused or absent."),
    ),
    "attendance.not_on_roster": (
        _("There is no seat in this class under this name."),
        _("Look under “My evenings” for your classes, or ask the staff at the door."),
    ),
    "attendance.meeting_cancelled": (
        _("This evening was cancelled."),
        _("Look under “My evenings” for the next one."),
    ),
    "attendance.doors_closed": (
        _("The doors are closed. They open for this evening on %(opens_at)s and close at its end."),
        _("Come back then, or ask the staff to mark you on the list."),
    ),
    "attendance.not_yet_begun": (
        _("It is too early to mark this evening."),
        _("Marks can be given from half an hour before the start."),
    ),
    "attendance.code_altered": (
        _("This code is not one of ours."),
        _("Scan the code on the screen at the door again, or ask the staff."),
    ),
    "attendance.code_expired": (
        _("This code has changed since."),
        _("Scan the code on the screen at the door again; it is new every minute."),
    ),
    "attendance.other_class": (
        _("This ticket is for another class."),
        _("Send the person to the right room, or look them up on the list."),
    ),
    "attendance.leave_too_late": (
        _("This evening has already begun."),
        _("Leave can be asked for until the start. Tell the staff, they can excuse you."),
    ),
}


MESSAGES = {
    "attendance.meeting_cancelled": (
        _("Cancelled: %(course)s, %(before_at)s"),
        _("“%(course)s” at %(place)s on %(before_at)s will not take place. Your seat in the class stays yours."),
    ),
    "attendance.meeting_cancelled_to_lecturer": (
        _("Cancelled: %(course)s, %(before_at)s"),
        _("“%(course)s” at %(place)s on %(before_at)s, which you were to teach, will not take place."),
    ),
    "attendance.meeting_moved": (
        _("Moved: %(course)s"),
        _("“%(course)s” of %(before_at)s is now on %(starts_at)s at %(place)s. If you cannot come, ask for leave."),
    ),
    "attendance.meeting_moved_to_lecturer": (
        _("Moved: %(course)s"),
        _("“%(course)s” of %(before_at)s is now on %(starts_at)s at %(place)s. You teach it."),
    ),
    "attendance.lecturer_replaced": (
        _("Another lecturer: %(course)s"),
        _("From %(starts_at)s, %(lecturer)s teaches “%(course)s” at %(place)s. Time and place stay the same."),
    ),
    "attendance.lecturer_replaced_to_lecturer": (
        _("Another lecturer: %(course)s"),
        _("From %(starts_at)s, %(lecturer)s teaches “%(course)s” at %(place)s (evenings: %(evenings)s)."),
    ),
}


def register() -> None:
    """Register the room's words; called once at start."""
    phrases.register(REFUSALS)
    for template, (subject, body) in MESSAGES.items():
        notices.register(template, subject=subject, body=body)
