"""The words of this room's refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

phrases.register(
    {
        "places.territory_broken": (
            _("The unit %(unit)s does not fit under %(parent)s."),
            _("Check the unit's parent and level in the list, and load it again."),
        ),
        "places.unknown_name": (
            _("The list names “%(name)s”, which does not exist."),
            _("Correct the name or add it first, and load the list again."),
        ),
    }
)
