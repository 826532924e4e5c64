"""Times and distances as people say them: tonight 19:00, Fri 4 Dec 19:00, 8 minutes on foot."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yexiao.common import clock

EVENING_FROM_HOUR = 17
METRES_PER_MINUTE = 80  # an easy walking pace, 4.8 km/h
WALK_UP_TO_KM = 2


def say_when(moment: datetime, *, at: datetime) -> str:
    """Return the moment in the city's time as said at `at`: 今晚 19:00, 周五（12 月 4 日）19:00."""
    local = timezone.localtime(moment, clock.city_zone())
    near = _near_day(local, today=clock.local_date(at))
    if near:
        return _("%(day)s %(clock)s") % {"day": near, "clock": _clock(local)}
    return _("%(date)s, %(clock)s") % {"date": say_date(local.date(), at=at), "clock": _clock(local)}


def say_span(start: datetime, end: datetime, *, at: datetime) -> str:
    """Return a stretch of time; its end is said in full only when it lies on another day."""
    if clock.local_date(start) != clock.local_date(end):
        return _("%(start)s to %(end)s") % {"start": say_when(start, at=at), "end": say_when(end, at=at)}
    return f"{say_when(start, at=at)}–{say_clock(end)}"


def say_clock(moment: datetime) -> str:
    """Return the time of day in the city, 24 hours: 19:00."""
    return _clock(timezone.localtime(moment, clock.city_zone()))


def say_date(day: date, *, at: datetime) -> str:
    """Return the day with its weekday, and the year when it is not the present one."""
    values = _date_values(day)
    if day.year == clock.local_date(at).year:
        return _("%(weekday)s %(day)d %(month)s") % values
    return _("%(weekday)s %(day)d %(month)s %(year)d") % values


def say_full(moment: datetime) -> str:
    """Return the full date and time, for a title or a poster."""
    local = timezone.localtime(moment, clock.city_zone())
    return _("%(weekday)s %(day)d %(month)s %(year)d, %(clock)s") % {
        **_date_values(local.date()),
        "clock": _clock(local),
    }


def say_weekday(weekday: int) -> str:
    """Return the short name of a weekday, 1 = Monday to 7 = Sunday."""
    return _weekdays()[weekday - 1]


def say_distance(km: float) -> str:
    """Return minutes on foot below two kilometres, else kilometres."""
    if km >= WALK_UP_TO_KM:
        return _("%(km)s km") % {"km": f"{km:.1f}" if km < 10 else f"{km:.0f}"}
    minutes = max(1, round(km * 1000 / METRES_PER_MINUTE))
    return ngettext("%(minutes)d min on foot", "%(minutes)d min on foot", minutes) % {"minutes": minutes}


def say_wait(seconds: int) -> str:
    """Return how long to wait, in the unit people would use, rounded up."""
    if seconds <= 90:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def _near_day(local: datetime, *, today: date) -> str | None:
    is_evening = local.hour >= EVENING_FROM_HOUR
    words = {
        -1: _("last night") if is_evening else _("yesterday"),
        0: _("tonight") if is_evening else _("today"),
        1: _("tomorrow evening") if is_evening else _("tomorrow"),
    }
    word = words.get((local.date() - today) // timedelta(days=1))
    return word[:1].upper() + word[1:] if word else None


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}"


def _date_values(day: date) -> dict[str, str | int]:
    return {
        "weekday": say_weekday(day.isoweekday()),
        "day": day.day,
        "month": _months()[day.month - 1],
        "month_number": day.month,
        "year": day.year,
    }


def _weekdays() -> list[str]:
    return [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]


def _months() -> list[str]:
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
