"""Words of this room's refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

phrases.register(
    {
        "interop.bad_parameter": (
            _("The parameter “%(field)s” cannot be used like that."),
            _("The page /api/v1/ says what it may be."),
        ),
        "interop.read_only": (_("This address can only be read."), _("Ask with GET or HEAD.")),
    }
)
