"""The words of this room: refusals, kinds of course, levels, fees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

phrases.register(
    {
        "catalogue.room_taken": (
            _("The room is taken: class %(section_code)s meets there, %(starts_at)s."),
            _("Choose another room or another evening."),
        ),
        "catalogue.lecturer_taken": (
            _("The lecturer is taken: class %(section_code)s is theirs, %(starts_at)s."),
            _("Choose another lecturer or another evening."),
        ),
        "catalogue.room_closed": (
            _("The room is not open at that time."),
            _("Choose another evening, or look at the opening hours and closures."),
        ),
        "catalogue.room_too_small": (
            _("The room has %(seats)s seats; the class has %(capacity)s."),
            _("Choose a larger room or fewer seats."),
        ),
        "catalogue.season_too_short": (
            _("The season has only %(evenings)s such evenings left; the course needs %(meetings)s."),
            _("Choose an earlier evening, a shorter course or a longer season."),
        ),
        "catalogue.meeting_over": (
            _("This meeting cannot be changed any more: it is past or cancelled."),
            _("Look at the class again; it may have changed meanwhile."),
        ),
        "catalogue.section_over": (
            _("Class %(section_code)s is over or cancelled."),
            _("Look at the class again; it may have changed meanwhile."),
        ),
        "catalogue.unknown_name": (
            _("The list names “%(name)s”, which does not exist."),
            _("Correct the name or add it first, and load the list again."),
        ),
    }
)

KINDS: Mapping[str, Any] = {
    "common_core": _("Common core"),
    "tailored": _("Made for a trade"),
    "micro_series": _("Micro-lessons"),
    "lab": _("Hands-on lab"),
    "cohort_1_3": _("One day of lectures, three of projects"),
    "train_the_trainer": _("For future lecturers"),
    "contest": _("Contest"),
    "joint_class": _("With an employer"),
}
LEVELS: Mapping[str, Any] = {
    "starter": _("For beginners"),
    "next": _("For a second step"),
    "deep": _("In depth"),
}
FEES: Mapping[str, Any] = {"free": _("Free"), "low": _("Low fee")}
