"""Words of learning's refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases


def register() -> None:
    """Register the room's words; called once at start."""
    phrases.register(
        {
            "learning.not_yet_attended": (
                _("You have not been to an evening of this class yet."),
                _("Come once, then tell us how it was."),
            ),
            "learning.stars_unreadable": (_("Stars are one to five."), _("Choose again.")),
        }
    )
