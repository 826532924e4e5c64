"""Words of insight's refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases


def register() -> None:
    """Register the room's words; called once at start."""
    phrases.register(
        {
            "insight.by_unknown": (
                _("Figures cannot be broken down like that."),
                _("Choose district, street, community or situation."),
            ),
        }
    )
