"""Fill in the ports: what lower rooms ask of higher ones is connected here, once, at start-up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from yexiao.attendance import api as attendance
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.notices import api as notices
from yexiao.people import api as people
from yexiao.places import api as places


def wire() -> None:
    """Connect the rooms; called when all of them are loaded."""
    people.use_territory(Territory())
    people.use_sms(notices.send_code)
    demand.use_seat_history(SeatHistory())
    enrolment.use_standing(Standing())
    attendance.use_calendar(Feeds())


class Territory:
    """The places somebody can call home, in the current language."""

    def list_inside(self, path: str) -> Sequence[people.PlaceChoice]:
        """Return the units directly inside a path; "" gives the districts."""
        level = ("district", "district", "street", "community")[len(path.split("/")) if path else 0]
        units = places.list_units(level=level, within=path)
        return [people.PlaceChoice(unit.path, _say(unit)) for unit in units]

    def name_of(self, path: str) -> str:
        """Return a path's full name, "" for one that is unknown."""
        words = places.describe_paths(paths=[path]).get(path)
        return full_name(words) if words else ""


class SeatHistory:
    """Who was served and who missed a seat, as enrolment knows it."""

    def served_wishes(self, *, season_id: int) -> set[tuple[int, int]]:
        """Return (account, course) of everybody with a seat."""
        return enrolment.served_wishes(season_id=season_id)

    def failed_attempts(self, *, season_id: int) -> set[tuple[int, int]]:
        """Return (account, course) of everybody who tried in vain."""
        return enrolment.failed_attempts(season_id=season_id)


class Standing:
    """Who is absent too often, as attendance knows it."""

    def too_often_absent(self, *, account_ids: Collection[int], at: datetime) -> set[int]:
        """Return those of the accounts whose no-show rate is too high."""
        return attendance.too_often_absent(account_ids=account_ids, at=at)


class Feeds:
    """Where a person finds the address of their calendar feed."""

    def address_of(self, account_id: int) -> str:
        """Return the page that shows it: the feed itself is made only when somebody asks for it there."""
        del account_id
        return reverse("interop:calendar")


def full_name(words: places.PathWords) -> str:
    """Return a place's full name, largest unit first in Chinese, smallest first in English; the city's stands alone."""
    inside = (words.district, words.street, words.community) if words.district else (words.city,)
    units = [unit for unit in inside if unit is not None]
    return ", ".join(unit.name_en for unit in reversed(units)) if _is_english() else " ".join(u.name for u in units)


def _say(unit: places.UnitRecord) -> str:
    return unit.name_en if _is_english() else unit.name


def _is_english() -> bool:
    return get_language() == "en"
