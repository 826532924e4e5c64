"""What a simulated season is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.frontdesk.demo._residents import Resident

Tell = Callable[[str, int], None]


@dataclass
class Script:
    """What a simulated season is made of. `until` ends it; meetings after that stay in the future.

    `fix` is what operators do by hand once the wishes are known.
    """

    season: catalogue.SeasonRecord
    path: str
    people: Mapping[int, Resident]
    rates: Mapping[str, float]
    seed: str
    until: datetime
    plan_iterations: int
    max_sections: int | None
    by: int | None
    tell: Tell = lambda phase, percent: None
    fix: Callable[[], None] = lambda: None
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        """Seed the season's chance."""
        self.chance = Random(f"{self.seed}/{self.season.slug}")  # noqa: S311  nothing secret is drawn

    def weeks_before(self, weeks: float) -> datetime:
        """Return noon that many weeks before the season starts."""
        return clock.at_local(self.season.starts_date, 12) - timedelta(weeks=weeks)
