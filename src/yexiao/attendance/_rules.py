"""Pure decisions of the evening: what an arrival counts as, when doors take codes, who is too often absent."""

from __future__ import annotations

from datetime import datetime, timedelta

LATE_AFTER = timedelta(minutes=15)
DOORS_OPEN = timedelta(minutes=30)
CODE_WINDOW = timedelta(seconds=60)
WINDOWS_ACCEPTED = 2
STANDING_WINDOW = timedelta(days=180)
FEWEST_MARKS = 3

HERE = ("present", "late", "left_early")
COUNTED = (*HERE, "absent")


def kind_on_arrival(*, starts_at: datetime, at: datetime) -> str:
    """Return `present`, or `late` for an arrival more than a quarter of an hour after the start."""
    return "late" if at > starts_at + LATE_AFTER else "present"


def kind_at_closing(*, is_on_leave: bool) -> str:
    """Return the mark of somebody nobody marked: excused with leave, else absent."""
    return "excused" if is_on_leave else "absent"


def are_doors_open(*, starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Tell whether people can check in: from half an hour before the start to the end."""
    return starts_at - DOORS_OPEN <= at <= ends_at


def window_of(at: datetime) -> int:
    """Return the number of the code window the moment lies in; windows last a minute."""
    return int(at.timestamp() // CODE_WINDOW.total_seconds())


def is_window_fresh(window: int, at: datetime) -> bool:
    """Tell whether a code of that window still counts: its own minute and the next one."""
    return 0 <= window_of(at) - window < WINDOWS_ACCEPTED


def is_too_often_absent(*, absent: int, counted: int) -> bool:
    """Tell whether someone misses too many evenings: at least three marks that count, more than a third absent.

    Excused evenings do not count either way. It is a rate over a window, so
    it heals by itself.
    """
    return counted >= FEWEST_MARKS and absent * 3 > counted
