"""How often sign-in may be tried: per number or name, per address, and apart from both for known devices.

An attacker who uses up a number's limit shuts out strangers' devices only:
a device that has signed in to the account before carries a signed cookie
and is counted alone. The limits per address are wide enough for a
community centre where some hundreds of people share one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from yexiao.common import limits, sealed

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
CODES_PER_NUMBER, CODES_PER_NUMBER_A_DAY, CODES_PER_ADDRESS = 5, 20, 400
WRONG_CODES_PER_ADDRESS = 60
PASSWORDS_PER_NAME, WRONG_PASSWORDS_PER_ADDRESS = 10, 100
DEVICE = "people.known_device"


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from: the network address and the browser's device token, both "" on the command line."""

    address: str = ""
    device: str = ""


def count_code_request(number: str, origin: Origin) -> None:
    """Count a request for a code.

    Raises:
        TooOften: The number, or the address, has had its share.
    """
    subject = _subject(number, origin)
    limits.count_hit(name="people.codes", subject=subject, most=CODES_PER_NUMBER, window=QUARTER)
    limits.count_hit(name="people.codes_a_day", subject=subject, most=CODES_PER_NUMBER_A_DAY, window=DAY)
    if not is_known_device(number, origin.device):
        limits.count_hit(
            name="people.codes_by_address", subject=_network(origin), most=CODES_PER_ADDRESS, window=QUARTER
        )


def refuse_guessing(who: str, origin: Origin, *, most: int) -> None:
    """Refuse an address that has guessed wrong too often; known devices are not asked.

    Raises:
        TooOften: It has; also for a right guess.
    """
    if not is_known_device(who, origin.device):
        limits.refuse_over(name="people.wrong", subject=_network(origin), most=most, window=QUARTER)


def count_wrong_guess(origin: Origin) -> None:
    """Count a wrong code or password against the address."""
    limits.count_hit(name="people.wrong", subject=_network(origin), most=2**31, window=QUARTER)


def count_password_try(username: str, origin: Origin) -> None:
    """Count a try at a user name, known or not.

    Raises:
        TooOften: The name has had its share.
    """
    subject = _subject(username, origin)
    limits.count_hit(name="people.passwords", subject=subject, most=PASSWORDS_PER_NAME, window=QUARTER)


def new_device(who: str) -> str:
    """Return a token by which a device shows later that it has signed in as this number or user name."""
    token = secrets.token_urlsafe(16)
    return f"{token}.{sealed.sign(f'{token}:{who}', purpose=DEVICE)}"


def is_known_device(who: str, device: str) -> bool:
    """Tell whether the token was given for this number or user name."""
    token, _, signature = device.partition(".")
    return bool(token) and sealed.is_signed(f"{token}:{who}", signature, purpose=DEVICE)


def _subject(who: str, origin: Origin) -> str:
    return f"{who} on {origin.device}" if is_known_device(who, origin.device) else who


def _network(origin: Origin) -> str:
    try:
        address = ip_address(origin.address)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return address.exploded[:19]  # one household or centre holds a whole /64
    return str(address)
