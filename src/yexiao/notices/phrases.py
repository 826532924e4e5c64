"""What the refusals of notices say to people."""

from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases

phrases.register(
    {
        "notices.sms_not_sent": (
            _("The text message could not be sent just now."),
            _("Try again in a minute."),
        )
    }
)
