"""A season of two centres, small enough to solve by hand.

Zhangge and Xikeng, five kilometres apart, have one room of twenty seats each.
Zhou gives DeepSeek on Mondays, Wednesdays and Fridays; Liang gives short
video on Fridays only. Everybody can come on Fridays only, within three
kilometres, so each can reach their own centre alone:

    12 in Zhangge wish DeepSeek      first choice, 100 each
    10 in Xikeng  wish short video   second choice, 80 each
     9 in Zhangge wish short video   first choice, 100 each

Zhangge's room on Friday holds DeepSeek (1,200) or short video (900), and
Liang is in one place. DeepSeek in Zhangge and short video in Xikeng make
1,200 + 800 = 2,000; short video in Zhangge would shut out both others. So the
nine stay unmet because their room is used, and 2,000 is the optimum.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.catalogue.factories import make_course, make_lecturer, make_season
from tests.demand.factories import XIKENG, wish_together
from tests.places.factories import make_rooms
from yexiao.catalogue import api as catalogue

OPTIMUM = 2000


@dataclass(frozen=True)
class TwoCentres:
    """The ids of everything in the season."""

    season: catalogue.SeasonRecord
    deepseek: int
    video: int
    zhangge_room: int
    xikeng_room: int
    zhou: int
    liang: int
    everybody: tuple[int, ...]


def make_two_centres(**season_changes) -> TwoCentres:
    """Make the season above through the doors."""
    zhangge = make_rooms(20, slug="zhangge")[0]
    xikeng = make_rooms(20, slug="xikeng", community_code="440309005007", lat=22.7018, lon=114.0362)[0]
    deepseek = make_course("deepseek")
    video = make_course("video", title="AI 短视频", title_en="AI short video")
    zhou = make_lecturer("zhou", courses=("deepseek",))
    liang = make_lecturer("liang", name="梁彩霞", name_en="Liang Caixia", courses=("video",), evenings=(5,))
    season = make_season(**season_changes)
    everybody = [
        *wish_together(12, season.id, deepseek),
        *wish_together(10, season.id, video, path=XIKENG, rank=2),
        *wish_together(9, season.id, video),
    ]
    return TwoCentres(season, deepseek, video, zhangge.id, xikeng.id, zhou, liang, tuple(everybody))
