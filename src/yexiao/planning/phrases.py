"""Words of planning: its refusals, its messages, the solver's phases and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases
from yexiao.notices import api as notices

PHASES: Mapping[str, Any] = {
    "": _("Collecting wishes, rooms and lecturers"),
    "prices": _("Finding out what is scarce: which rooms, evenings and lecturers"),
    "greedy": _("Building a first timetable"),
    "exact": _("Solving the tight spots exactly"),
    "improve": _("Improving the timetable piece by piece"),
    "done": _("Writing the draft"),
}

REASONS: Mapping[str, Any] = {
    "no_room_near": _("No room within their reach is open on those evenings."),
    "no_equipment": _("The rooms within their reach lack the equipment or the seats for the course."),
    "no_lecturer": _("No lecturer of the course can come there on those evenings."),
    "forbidden": _("What would serve them is ruled out by hand, or kept for a fixed class."),
    "season_too_short": _("Too few such evenings are left in the season for the whole course."),
    "too_few": _("Fewer people could come than the course needs."),
    "full": _("A class within their reach is planned, and every seat in it is used."),
    "below_minimum": _("Too few people are left over for one more class."),
    "evening_full": _("Every room that would do is already used on those evenings."),
    "lecturer_busy": _("Every lecturer who could teach it is busy, at their limit, or kept in reserve."),
    "section_limit": _("The most classes you allowed is reached."),
    "free_share": _("One more low-fee class would leave too few free ones."),
    "over_budget": _("The budget does not pay for another class."),
    "outweighed": _("A class was possible, but the plan serves more people with others."),
}

REMEDIES: Mapping[str, Any] = {
    "no_room_near": _("Open a centre there one evening more."),
    "no_equipment": _("Equip a room there, or offer the course in a lighter form."),
    "no_lecturer": _("Call a lecturer for this course, or for these evenings."),
    "forbidden": _("Look at what you fixed and ruled out."),
    "season_too_short": _("Offer a shorter course, or wait for the next season."),
    "too_few": _("Ask around there, or offer a course close to it."),
    "full": _("A bigger room or a second class would help."),
    "below_minimum": _("Keep them on a waiting list: a few more make a class."),
    "evening_full": _("Find another room, or another evening they can make."),
    "lecturer_busy": _("Call one more lecturer, or let one teach one class more."),
    "section_limit": _("Allow more classes and plan again."),
    "free_share": _("More free classes make room for low-fee ones."),
    "over_budget": _("Ask for a larger budget."),
    "outweighed": _("Fix such a class if it matters more than the numbers say."),
}

ERRORS: Mapping[str, Any] = {
    "planning.fault": (
        _("Something went wrong on our side while planning."),
        _("Nothing was lost. Start the plan again; if it fails again, tell your administrator."),
    ),
}


def register() -> None:
    """Register the words; called when the rooms are loaded."""
    phrases.register({**_REFUSALS, **ERRORS})
    notices.register(
        "planning.published",
        subject=_("The timetable of %(season)s is out"),
        body=_("The classes of %(season)s are fixed. See where and when, and how seats are given out."),
    )


_REFUSALS: Mapping[str, Any] = {
    "planning.nothing_to_plan": (
        _("There is nothing to plan yet."),
        _("A plan needs wishes, rooms and lecturers there: look at the demand first."),
    ),
    "planning.pin_impossible": (
        _("One of the fixed classes cannot be held like that."),
        _("Let go of it, or change what is in its way: opening hours, equipment, the lecturer, another fixed class."),
    ),
    "planning.pins_impossible": (
        _("The fixed classes together are more than this plan may hold."),
        _("Let go of some of them, or allow more classes."),
    ),
    "planning.pin_taken": (
        _("Another fixed class already holds this room or this lecturer on that evening."),
        _("Let go of that one first."),
    ),
    "planning.outside_season": (
        _("This place does not belong to the season's area."),
        _("Choose a place inside it, or another season."),
    ),
    "planning.draft_changed": (
        _("Somebody published or discarded this draft before you. Nothing of yours was saved."),
        _("Open it again, look at how it stands, and decide."),
    ),
    "planning.already_published": (
        _("This season already has a published timetable here. Yours was not published."),
        _("Look at the difference below. Published classes are changed one by one: people hold seats in them."),
    ),
    "planning.no_such_plan": (_("There is no such plan."), _("Go back to the list of plans.")),
}
