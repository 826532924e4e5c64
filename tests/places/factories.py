"""Small places for tests: Longhua with Zhangge, Longgang beside Dapeng."""

from __future__ import annotations

import csv
from pathlib import Path

from yexiao.places import api as places

ZHANGGE = "4403/440309/440309005/440309005011"
LONGHUA = "4403/440309"
LONGGANG = "4403/440307"
DAPENG = "4403/440307DP"
KUICHONG = "4403/440307DP/440307009"

UNITS = [
    places.NewUnit("4403", "", "city", "深圳市", "Shenzhen"),
    places.NewUnit("440309", "4403", "district", "龙华区", "Longhua"),
    places.NewUnit("440309005", "440309", "street", "福城街道", "Fucheng"),
    places.NewUnit("440309005011", "440309005", "community", "章阁社区", "Zhangge"),
    places.NewUnit("440309005007", "440309005", "community", "茜坑社区", "Xikeng"),
    places.NewUnit("440307", "4403", "district", "龙岗区", "Longgang"),
    places.NewUnit("440307001", "440307", "street", "平湖街道", "Pinghu"),
    places.NewUnit("440307DP", "4403", "district", "大鹏新区", "Dapeng"),
    places.NewUnit("440307009", "440307DP", "street", "葵涌街道", "Kuichong", pinyin="kui chong"),
    places.NewUnit("440307009001", "440307009", "community", "葵涌社区", "Kuichong", pinyin="kui chong"),
]
EQUIPMENT = [
    places.NewEquipment("projector", "投影仪", "Projector"),
    places.NewEquipment("pcs", "电脑", "Computers"),
]


def load_small_city() -> None:
    """Load the ten units above."""
    places.load_territory(rows=UNITS)


def new_venue(slug: str = "zhangge", *, community_code: str = "440309005011", **changes) -> places.NewVenue:
    """Return a venue as a list would give it."""
    words = {"name": "章阁社区党群服务中心", "name_en": "Zhangge Centre", "address": "章阁路 68 号"}
    values = words | {"address_en": "68 Zhangge Road", "lat": 22.7405, "lon": 114.01} | changes
    return places.NewVenue(slug=slug, community_code=community_code, **values)


def make_rooms(*capacities: int, slug: str = "zhangge", equipment=("projector",), **changes) -> list[places.RoomRecord]:
    """Make a venue in the small city with one room per capacity; return the rooms in that order."""
    load_small_city()
    names = [f"room-{number}" for number in range(1, len(capacities) + 1)]
    rooms = [
        places.NewRoom(slug, name, f"{name} 教室", name, capacity, equipment=tuple(equipment))
        for name, capacity in zip(names, capacities, strict=True)
    ]
    ids = places.load_venues(venues=[new_venue(slug, **changes)], rooms=rooms, equipment=EQUIPMENT)
    return sorted(places.list_rooms(venue_ids=[ids[slug]]), key=lambda room: names.index(room.slug))


def real_territory() -> list[places.NewUnit]:
    """Return every unit of the real city from the content."""
    path = Path(__file__).parents[2] / "content" / "territory.csv"
    with path.open(encoding="utf-8") as stream:
        return [
            places.NewUnit(row["code"], row["parent"], row["level"], row["name"], row["name_en"], row["pinyin"])
            for row in csv.DictReader(stream)
        ]
