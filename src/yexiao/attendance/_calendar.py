"""The address of a person's calendar feed, which a room above knows and the front desk fills in."""

from __future__ import annotations

from typing import Protocol


class CalendarAddress(Protocol):
    """Who knows the secret address under which a person's calendar can be subscribed to."""

    def address_of(self, account_id: int) -> str:
        """Return the feed's path, "" where there is none."""
        ...


_ports: list[CalendarAddress] = []


def use_calendar(port: CalendarAddress) -> None:
    """Take the addresses from there from now on."""
    _ports[:] = [port]


def address_of(account_id: int) -> str:
    """Return the path of the person's feed, "" while nobody filled the port in."""
    return _ports[0].address_of(account_id) if _ports else ""
