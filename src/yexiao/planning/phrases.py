"""Words of planning: its refusals and its messages."""

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases
from yexiao.notices import api as notices


def register() -> None:
    """Register the words; called when the rooms are loaded."""
    phrases.register(
        {
            "planning.nothing_to_plan": (
                _("There is nothing to plan yet."),
                _("A plan needs wishes, rooms and lecturers there: look at the demand first."),
            ),
            "planning.draft_changed": (
                _("Somebody changed this draft meanwhile. Nothing was saved."),
                _("Open the draft again, look at the difference, and decide."),
            ),
            "planning.already_published": (
                _("This season already has a published timetable here."),
                _("Change its sections one by one; people hold seats in them."),
            ),
            "planning.no_such_plan": (_("There is no such plan."), _("Go back to the list of plans.")),
        }
    )
    notices.register(
        "planning.published",
        subject=_("The timetable of %(season)s is out"),
        body=_("The classes of %(season)s are fixed. See where and when, and how seats are given out."),
    )
