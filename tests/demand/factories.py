"""Wishes for tests, said through the door by people made for them."""

from __future__ import annotations

from itertools import count

from tests.catalogue.factories import BEFORE
from tests.people.factories import EIGHT_PM, new_phone
from yexiao.demand import api as demand
from yexiao.people import api as people

ZHANGGE = "4403/440309/440309005/440309005011"
XIKENG = "4403/440309/440309005/440309005007"
FUCHENG = "4403/440309/440309005"
FRIDAY = 5
_slugs = count(1)


def make_people(number: int, home_path: str = ZHANGGE) -> list[int]:
    """Register so many residents of a community; return their ids."""
    new = [people.NewPerson(name=f"居民{i}", phone=new_phone(), home_path=home_path) for i in range(number)]
    return people.register_people(people=new, at=EIGHT_PM)


def new_wish(course_id: int, **changes) -> demand.NewWish:
    """Return a wish for Friday evening within three kilometres of Zhangge."""
    return demand.NewWish(**{"course_id": course_id, "evenings": (FRIDAY,), "reach_km": 3, "path": ZHANGGE} | changes)


def wish_together(number: int, season_id: int, course_id: int, **changes) -> list[int]:
    """Let so many new people have the same wish; return their ids."""
    account_ids = make_people(number, changes.get("path", ZHANGGE))
    wish = new_wish(course_id, **changes)
    demand.say_wishes_of_many(
        season_id=season_id, wishes_by_person={account_id: [wish] for account_id in account_ids}, at=BEFORE
    )
    return account_ids


def make_employer(path: str = "4403/440309") -> int:
    """Register an employer; return its id."""
    slug = f"employer-{next(_slugs)}"
    new = people.NewOrganisation(slug, "月亮湾电子厂", "Moon Bay Circuits", "employer", path)
    return people.register_organisations(organisations=[new], at=EIGHT_PM)[slug]
