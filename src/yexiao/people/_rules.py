"""Pure decisions about phone numbers and user names: no Django, no clock, no database."""

from __future__ import annotations

import re
import unicodedata

from yexiao.common.refusals import Refusal

MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")
SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]+")


class PhoneUnreadable(Refusal):
    """It is no mobile number of mainland China."""

    code = "people.phone_unreadable"
    status = 422


def normalise_phone(text: str) -> str:
    """Return a mainland mobile number as "+8613800138000", however it was typed (full-width digits too).

    Raises:
        PhoneUnreadable: It is something else.
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    match = MOBILE.fullmatch(plain)
    if match is None:
        raise PhoneUnreadable
    return "+86" + match[1]


def mask_phone(number: str) -> str:
    """Return the number as lists show it: first three and last four digits ("199****0001")."""
    local = number.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if local else ""


def fold_username(text: str) -> str:
    """Return a user name as it is stored and compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def fold_code(text: str) -> str:
    """Return the digits of a typed code: full-width digits and spaces are forgiven."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
