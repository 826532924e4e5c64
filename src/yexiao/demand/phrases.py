"""Words of demand: what it refuses, and what wishes offer to choose from."""

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

REACHES = {
    "1.5": _("A walk: 1.5 km"),
    "3": _("By bicycle: 3 km"),
    "5": _("A short ride: 5 km"),
    "8": _("By bus or metro: 8 km"),
    "15": _("Further: 15 km"),
}


def register() -> None:
    """Register the words; called when the rooms are loaded."""
    phrases.register(
        {
            "demand.too_many_wishes": (
                _("Those are more than %(most)s wishes."),
                _("Keep the ones that matter most to you, then save again."),
            ),
            "demand.season_over": (
                _("This season is over."),
                _("Say your wishes for the next one: they decide what is offered."),
            ),
            "demand.wish_unreadable": (
                _("One of the wishes cannot be kept as it is."),
                _("Choose each course once, at least one evening, how far, and a place in this season's area."),
            ),
            "demand.need_unreadable": (
                _("This need cannot be kept as it is."),
                _("Name a skill, at least one person, and a date that is still to come."),
            ),
        }
    )
