"""People for tests, made through the door."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from yexiao.people import api as people

EIGHT_PM = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # 20:00 in the city
ZHANGGE = "4403/440309/440309005/440309005011"
LONGGANG = "4403/440307"
DAPENG = "4403/440307DP"
KUICHONG = "4403/440307DP/440307013"  # a street of Dapeng whose code begins like Longgang's
CITY = {
    "4403/440309": "龙华区",
    "4403/440309/440309005": "福城街道",
    ZHANGGE: "章阁社区",
    "4403/440309/440309005/440309005012": "大水坑社区",
    DAPENG: "大鹏新区",
    KUICHONG: "葵涌街道",
    KUICHONG + "/440307013001": "葵涌社区",
}
PASSWORD = "lamplight-over-paper"
_numbers = count(1)


def new_phone() -> str:
    """Return a number nobody has yet."""
    return f"139{next(_numbers):08d}"


def make_resident(name: str = "陈晓", **values: object) -> int:
    """Register one resident and return the id."""
    person = people.NewPerson(**{"name": name, "phone": new_phone(), "home_path": ZHANGGE} | values)
    return people.register_people(people=[person], at=EIGHT_PM)[0]


def make_staff(role: str, path: str = "4403", name: str = "林工") -> int:
    """Register one member of staff with one role and return the id."""
    return people.register_staff(
        username=f"staff{next(_numbers)}",
        password=PASSWORD,
        name=name,
        grants=[people.GrantRecord(role, path)],
        at=EIGHT_PM,
    )
