"""Text messages: the back ends that carry them, and the code that signs people in."""

from __future__ import annotations

import sys
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from yexiao.common.refusals import Refusal
from yexiao.people import api as people


class SmsNotSent(Refusal):
    """The provider certainly did not take the message; it may be sent again."""

    code = "notices.sms_not_sent"
    status = 503


class SmsBackend(Protocol):
    """One provider of text messages."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        """Send the text once; `key` names the message for providers that refuse repeats.

        Raises:
            SmsNotSent: It was certainly not taken. Any other exception
                means that nobody knows, and the message is not sent again.
        """


class ConsoleSms:
    """Write messages to the console with the number masked; for machines without a provider."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        """Write one line."""
        del key
        sys.stderr.write(f"SMS {people.mask_phone(phone)} {text}\n")


class QuietSms:
    """Take every message and send none: the demonstration's people have no phones."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        """Do nothing."""
        del phone, text, key


BACKENDS: dict[str, SmsBackend] = {"console": ConsoleSms(), "quiet": QuietSms()}


def backend() -> SmsBackend:
    """Return the provider that the settings name."""
    return BACKENDS[settings.SMS_BACKEND]


def send_code(phone: str, digits: str) -> None:
    """Send a sign-in code at once, in the current language.

    Raises:
        SmsNotSent: The provider is away; the person is told to try again.
    """
    text = _("Your sign-in code is %(code)s, good for 5 minutes. Tell it to nobody.") % {"code": digits}
    backend().send(phone=phone, text=signed(text), key="")


def signed(text: str) -> str:
    """Return the text under the sender's name, as Chinese providers require."""
    return f"【{settings.SMS_SENDER_NAME}】{text}"
