"""Pure decisions of planning: what a wish weighs, which courses are free, what parts two timetables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from typing import TypeVar

FREE_KINDS = frozenset({"train_the_trainer", "joint_class", "contest", "cohort_1_3"})
FREE_LEVEL = "starter"
FIRST_CHOICE, STEP, LEAST = 100.0, 20.0, 20.0
KM_PENALTY = 4.0
STREET_FLOOR, STREET_PENALTY = 0.3, 60
RESERVE = 0.1
WEEKS_BETWEEN = 2
SEASONS = (("冬季", "Winter"), ("春季", "Spring"), ("夏季", "Summer"), ("秋季", "Autumn"))
Item = TypeVar("Item")


def weight_of(rank: int) -> float:
    """Return what serving a wish of that rank is worth: 100, 80, 60, 40, and 20 from the fifth on."""
    return max(LEAST, FIRST_CHOICE - STEP * (rank - 1))


def fee_kind_of(*, kind: str, level: str) -> str:
    """Return "free" for first steps and for what an employer or the city asks for, "low" for what goes deeper."""
    return "free" if level == FREE_LEVEL or kind in FREE_KINDS else "low"


def part(
    here: Iterable[Item], there: Iterable[Item], *, key: Callable[[Item], Hashable]
) -> tuple[list[Item], list[Item], int]:
    """Return what only the first has, what only the second has, and how many both have, compared by key."""
    ours, theirs = {key(item): item for item in here}, {key(item): item for item in there}
    only_ours = [item for name, item in ours.items() if name not in theirs]
    only_theirs = [item for name, item in theirs.items() if name not in ours]
    return only_ours, only_theirs, len(ours) - len(only_ours)


def next_start(after: date) -> date:
    """Return the first Monday that leaves two weeks after a season's last day, to ask, plan and enrol."""
    free = after + timedelta(weeks=WEEKS_BETWEEN, days=1)
    return free + timedelta(days=-free.weekday() % 7)


def last_day(*, starts: date, weeks: int) -> date:
    """Return the last day of so many weeks."""
    return starts + timedelta(weeks=weeks, days=-1)


def season_names(starts: date) -> tuple[str, str]:
    """Return a season's usual names, Chinese and English: winter is December to February."""
    chinese, english = SEASONS[starts.month % 12 // 3]
    return f"{starts.year} {chinese}夜校", f"{english} night school {starts.year}"


def season_slug(*, path: str, starts: date) -> str:
    """Return the slug of a place's season from a day on; there is one."""
    return f"{starts:%Y-%m-%d}-{path.rsplit('/', 1)[-1].lower()}"
