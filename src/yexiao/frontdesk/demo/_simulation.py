"""A whole season of any size in a database of its own, and its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yexiao.common import clock
from yexiao.frontdesk.demo import _calendar, _city, _load, _season
from yexiao.insight import api as insight

Tell = Callable[[str, int], None]
PEOPLE_PER_SECTION = 25


def simulate(*, residents: int, seed: str, tell: Tell) -> list[str]:
    """Run last season in the main district with that many invented residents; return its figures as lines."""
    now = clock.now()
    _load.load_ground(now)
    district = _city.settle(_load.demo()["main_district"], residents, now, seed=seed)
    script = _city.script(district, _calendar.last_season(clock.local_date(now)), now, tell, seed=seed)
    script.max_sections = max(1, residents // PEOPLE_PER_SECTION)
    _season.run(script)
    return list(_lines(insight.measure(season_id=script.season.id, within=district.path, by="total")))


def _lines(table: insight.FiguresTable) -> Iterator[str]:
    for figure in table.figures:
        yield f"{figure.key:24} {insight.say_cell(table.total.cells[figure.key], figure)}"
