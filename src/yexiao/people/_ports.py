"""What people needs from rooms above it; `frontdesk` fills these in when the house starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from yexiao.people._records import PlaceChoice

SmsOfCode = Callable[[str, str], None]
T = TypeVar("T")


class Territory(Protocol):
    """The places somebody can choose as home, named in the current language."""

    def list_inside(self, path: str) -> Sequence[PlaceChoice]:
        """Return the units directly inside that path, in the order people expect; "" gives the districts."""


class _Slot(Generic[T]):
    """A place for one port, empty until start-up."""

    def __init__(self, filled_by: str) -> None:
        self._filled_by = filled_by
        self._port: T | None = None

    def fill(self, port: T) -> None:
        self._port = port

    def get(self) -> T:
        if self._port is None:
            raise RuntimeError(f"nobody has called people.{self._filled_by} at start-up")
        return self._port


_territory = _Slot[Territory]("use_territory")
_sms = _Slot[SmsOfCode]("use_sms")


def use_territory(port: Territory) -> None:
    """Fill in where districts, streets and communities come from."""
    _territory.fill(port)


def use_sms(port: SmsOfCode) -> None:
    """Fill in how a code (second argument) is sent to a number (first), in the current language."""
    _sms.fill(port)


def territory() -> Territory:
    """Return the territory."""
    return _territory.get()


def sms() -> SmsOfCode:
    """Return the sender of codes."""
    return _sms.get()
