"""Every figure, defined once: its words, its formula, its source, and when it is not shown.

Pages, downloads and docs/figures.md all come from here. A figure is a
counter, or one counter over another; the counters are made in `_counts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    PERCENT = "percent"
    STARS = "stars"


class Basis(StrEnum):
    """Whose number decides that a figure is suppressed: fewer than five of these people, and it is not shown."""

    NOBODY = "nobody"
    MARKED = "marked"
    SEATED = "seated"
    SPOKE = "spoke"
    ANSWERED = "answered"
    ASKED = "asked"


@dataclass(frozen=True)
class Figure:
    """One figure. The value is the counter `top`, or `top` over `bottom`.

    `is_by_group` says that the figure can be told for a group of people
    as well as for a place.
    """

    key: str
    name: Any
    formula: Any
    unit: Unit
    top: str
    bottom: str = ""
    source: tuple[str, ...] = ()
    basis: Basis = Basis.NOBODY
    is_by_group: bool = False


BASES = {
    Basis.NOBODY: _("Says nothing about single people; always shown."),
    Basis.MARKED: _("People who came, and people with a mark that counts: each none, or five or more."),
    Basis.SEATED: _("People holding a seat: none, or five or more."),
    Basis.SPOKE: _("People who gave feedback: none, or five or more."),
    Basis.ANSWERED: _("People who answered the question about work: none, or five or more."),
    Basis.ASKED: _("People who wished, and people whose wish was met: each none, or five or more."),
}

FIGURES = (
    Figure(
        "attendances",
        pgettext_lazy("figure", "Attendances"),
        _("Marks present, late or left early; a person at three evenings counts three times."),
        Unit.COUNT,
        top="came_times",
        source=("attendance_public_marks", "catalogue_public_sections"),
        basis=Basis.MARKED,
        is_by_group=True,
    ),
    Figure(
        "attendees",
        pgettext_lazy("figure", "Attendees"),
        _("Different people with at least one attendance; a person counts once in every row they came in."),
        Unit.COUNT,
        top="came_people",
        source=("attendance_public_marks", "catalogue_public_sections"),
        basis=Basis.MARKED,
        is_by_group=True,
    ),
    Figure(
        "no_show_rate",
        pgettext_lazy("figure", "No-show rate"),
        _("Marks absent ÷ all marks except excused."),
        Unit.PERCENT,
        top="absent_times",
        bottom="counted_times",
        source=("attendance_public_marks", "catalogue_public_sections"),
        basis=Basis.MARKED,
        is_by_group=True,
    ),
    Figure(
        "sections",
        pgettext_lazy("figure", "Classes"),
        _("Sections published or completed; cancelled ones do not count."),
        Unit.COUNT,
        top="sections",
        source=("catalogue_public_sections",),
    ),
    Figure(
        "free_share",
        pgettext_lazy("figure", "Share of free classes"),
        _("Free sections ÷ sections."),
        Unit.PERCENT,
        top="free_sections",
        bottom="sections",
        source=("catalogue_public_sections",),
    ),
    Figure(
        "meetings_held",
        pgettext_lazy("figure", "Evenings held"),
        _("Meetings in state held."),
        Unit.COUNT,
        top="meetings_held",
        source=("catalogue_public_meetings",),
    ),
    Figure(
        "seats",
        pgettext_lazy("figure", "Seats"),
        _("Capacity of the sections that count."),
        Unit.COUNT,
        top="seats",
        source=("catalogue_public_sections",),
    ),
    Figure(
        "fill_rate",
        pgettext_lazy("figure", "Fill rate"),
        _("Seats taken or completed ÷ seats."),
        Unit.PERCENT,
        top="seats_taken",
        bottom="seats",
        source=("enrolment_public_seats", "catalogue_public_sections"),
        basis=Basis.SEATED,
    ),
    Figure(
        "demand_asked",
        pgettext_lazy("figure", "Wishes"),
        _("Wishes said for the season: one person and one course, where the person wants to learn."),
        Unit.COUNT,
        top="wishes",
        source=("demand.gather_demand",),
        basis=Basis.ASKED,
    ),
    Figure(
        "demand_served",
        pgettext_lazy("figure", "Wishes met"),
        _("Wishes whose person holds or completed a seat in a section of that course this season."),
        Unit.COUNT,
        top="wishes_met",
        source=("demand.gather_demand", "enrolment.served_wishes"),
        basis=Basis.ASKED,
    ),
    Figure(
        "demand_met",
        pgettext_lazy("figure", "Share of wishes met"),
        _("Wishes met ÷ wishes."),
        Unit.PERCENT,
        top="wishes_met",
        bottom="wishes",
        source=("demand.gather_demand", "enrolment.served_wishes"),
        basis=Basis.ASKED,
    ),
    Figure(
        "satisfaction",
        pgettext_lazy("figure", "Satisfaction"),
        _("Sum of stars (one to five) ÷ people who gave stars, per section."),
        Unit.STARS,
        top="stars",
        bottom="spoke_times",
        source=("learning_public_feedback", "catalogue_public_sections"),
        basis=Basis.SPOKE,
        is_by_group=True,
    ),
    Figure(
        "uses_at_work",
        pgettext_lazy("figure", "I use it at work"),
        _("Answers yes ÷ answers to the question whether one uses it at work."),
        Unit.PERCENT,
        top="work_yes",
        bottom="work_answers",
        source=("learning_public_feedback", "catalogue_public_sections"),
        basis=Basis.ANSWERED,
        is_by_group=True,
    ),
)

BY_KEY = {figure.key: figure for figure in FIGURES}
