"""A small world, made through the doors: two districts, every role, and one of each thing a page can show.

It is Friday, 6 March 2026, seven in the evening. In Fucheng, a street of
Longhua, a class begins; seats, lists, an offer, three draws and a timetable
are on their way. In Kuichong, a street of Dapeng, a class begins too. Every
person carries a mark of their own in their name, their phone number and what
they wrote, so that a page shows whose words it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpResponse, SimpleCookie
from django.test import Client

from tests.catalogue.factories import SEASON_DATES
from tests.places.factories import DAPENG, KUICHONG, LONGHUA, ZHANGGE, make_rooms
from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment
from yexiao.interop import api as interop
from yexiao.learning import api as learning
from yexiao.notices import api as notices
from yexiao.people import api as people
from yexiao.people.models import Account
from yexiao.planning import api as planning

NOW = datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
"""Friday, 19:00 in the city."""
DAY = timedelta(days=1)
EARLIER = NOW - 14 * DAY
FUCHENG = "4403/440309/440309005"
ISLAND = f"{KUICHONG}/440307009001"
PASSWORD = "lamplight-over-paper"
STAFF: Mapping[str, tuple[str, str]] = {
    "lecturer": ("lecturer", ""),
    "assistant": ("assistant", FUCHENG),
    "operator": ("operator", FUCHENG),
    "neighbour": ("operator", KUICHONG),
    "organiser": ("organiser", LONGHUA),
    "manager": ("organisation_manager", ""),
    "official": ("official", LONGHUA),
    "system": ("system_administrator", "4403"),
    "security": ("security_administrator", "4403"),
    "audit": ("audit_administrator", "4403"),
}
"""Everybody with a role, as (role, territory); the neighbour works in the other district."""
RESIDENTS: Mapping[str, str] = {"owner": ZHANGGE, "resident": ZHANGGE, "holder": ZHANGGE, "islander": ISLAND}
"""Whoever has none; most things belong to the owner, some to the holder, those elsewhere to the islander."""
STRANGER = "stranger"
EVERYBODY = (STRANGER, *RESIDENTS, *STAFF)


def mark_of(who: str) -> str:
    """Return what only this person's name, and what they wrote, contains."""
    return f"mark{EVERYBODY.index(who):02d}kram"


def phone_of(who: str) -> str:
    """Return the resident's number."""
    return f"1350000{EVERYBODY.index(who):04d}"


@dataclass
class World:
    """Ids by name: people, and the things of the own and the other district by the name a route gives them."""

    accounts: dict[str, int] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        who: str,
        method: str,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        language: str = "",
        at: datetime = NOW,
        is_foreign: bool = False,
        **more: Any,
    ) -> HttpResponse:
        """Send one request as that person; their browser keeps nothing but the session.

        `is_foreign` sends it as another site's page would: without the form's token.
        """
        client = _browser(is_foreign)
        client.cookies = SimpleCookie({"language": language} if language else {})
        if who in self.cookies:
            client.cookies["sessionid"] = self.cookies[who]
        with clock.standing_at(at):
            return getattr(client, method.lower())(path, data or {}, **more)


@cache
def _browser(is_foreign: bool) -> Client:
    """Return the browser that all people share, so that the middleware is loaded once."""
    return Client(headers={"referer": "http://testserver/"}, enforce_csrf_checks=is_foreign)


def build() -> World:
    """Make the world; call inside a transaction."""
    world = World()
    with clock.standing_at(EARLIER):
        _make_people(world)
        _make_own(world)
        _make_other(world)
    with clock.standing_at(NOW):
        for who, account_id in world.accounts.items():
            client = Client()
            client.force_login(Account.objects.get(pk=account_id))
            world.cookies[who] = client.cookies["sessionid"].value
    return world


def lived() -> Iterator[World]:
    """Give the world inside a transaction that is taken back."""
    with transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def _make_people(world: World) -> None:
    make_rooms(40)
    new = [people.NewPerson(mark_of(who), phone_of(who), home) for who, home in RESIDENTS.items()]
    world.accounts |= dict(zip(RESIDENTS, people.register_people(people=new, at=EARLIER), strict=True))
    works = people.NewOrganisation("works", "月亮湾电子厂", "Moon Bay Circuits", "employer", LONGHUA)
    employer = people.register_organisations(organisations=[works], at=EARLIER)["works"]
    for who, (role, path) in STAFF.items():
        grants = [people.GrantRecord(role, path, employer if who == "manager" else None)]
        world.accounts[who] = people.register_staff(
            username=who, password=PASSWORD, name=mark_of(who), grants=grants, at=EARLIER
        )


def _make_own(world: World) -> None:
    """Make Fucheng's classes, one for each thing that can be going on with seats."""
    skills = [catalogue.NewSkill("prompts", "提示词", "Prompts", "写作", "Writing")]
    catalogue.load_skills(skills=skills)
    course_id = _make_course("deepseek", "用好 DeepSeek", "Using DeepSeek")
    season = catalogue.add_season(
        slug="longhua-spring", name="龙华春季", name_en="Longhua spring", path=LONGHUA, **SEASON_DATES
    )
    weekdays = {"tonight": 5, "free": 1, "full": 2, "offered": 3, "entering": 4, "drawing": 6, "decided": 7, "new": 6}
    rooms = make_rooms(*[40] * len(weekdays))
    lecturers = _make_lecturers("own", len(weekdays), account_id=world.accounts["lecturer"], district=LONGHUA)
    wanted = [
        catalogue.NewSection(
            course_id, room.id, lecturer, day, "low", capacity=1 if name in {"full", "offered", "decided"} else 12,
            first_date=None if name == "tonight" else date(2026, 3, 11),
        )
        for (name, day), room, lecturer in zip(weekdays.items(), rooms, lecturers, strict=True)
    ]  # fmt: skip
    published = catalogue.publish_sections(season_id=season.id, sections=wanted, at=EARLIER)
    sections = {
        name: next(one for one in published if (one.weekday, one.room_id) == (day, room.id))
        for (name, day), room in zip(weekdays.items(), rooms, strict=True)
    }
    world.own |= {f"{name}_section": section for name, section in sections.items()}
    world.own |= {"season_id": season.id, "course_id": course_id, "room": rooms[0].id, "substitute": lecturers[1]}
    world.own |= {"place": FUCHENG, "holder": world.accounts["owner"], "shows": "owner"}
    _give_out(world, sections, season)
    _meet(world, sections["tonight"])
    _plan(world, season, course_id)
    notice = notices.list_inbox(account_id=world.accounts["owner"])[0]
    world.own |= {"notice_id": notice.id, "file_name": "result", "kind": "csv"}
    feed = interop.renew_feed(account_id=world.accounts["owner"], at=EARLIER)
    world.own |= {"feed_secret": feed.removeprefix("/calendar/").removesuffix(".ics")}


def _make_course(slug: str, title: str, title_en: str) -> int:
    words = {"summary": "四个晚上学会。", "summary_en": "Four evenings.", "body": "# 正文", "body_en": "# Body"}
    values = {"meetings": 4, "min_people": 1, "max_people": 40, "market_price_fen": 48_000, "skills": ("prompts",)}
    kinds = {"kind": "common_core", "level": "starter", "bring": "笔记本", "bring_en": "A notebook"}
    new = catalogue.NewCourse(slug=slug, title=title, title_en=title_en, **words, **values, **kinds)
    return catalogue.load_courses(courses=[new])[slug]


def _make_lecturers(prefix: str, number: int, *, account_id: int | None, district: str) -> list[int]:
    new = [
        catalogue.NewLecturer(
            slug=f"{prefix}-{i}", name="周明远", name_en="Zhou Mingyuan", evenings=(1, 2, 3, 4, 5, 6, 7),
            districts=(district,), courses=("deepseek",), account_id=account_id if i == 0 else None,
        )
        for i in range(number)
    ]  # fmt: skip
    return list(catalogue.load_lecturers(lecturers=new).values())


def _give_out(world: World, sections: dict[str, Any], season: catalogue.SeasonRecord) -> None:
    who = world.accounts

    def announce(name: str, policy: str, opens_at: datetime, closes_at: datetime) -> int:
        return enrolment.announce_opening(
            season_id=season.id, path=FUCHENG, policy=policy, section_ids=[sections[name].id], opens_at=opens_at,
            closes_at=closes_at, seats_per_person=9, by=who["operator"], at=EARLIER,
        )  # fmt: skip

    for name in ("tonight", "free", "full", "offered"):
        announce(name, "first_come", EARLIER + DAY, NOW + 2 * DAY)
    draws = {
        "entering": announce("entering", "draw", NOW - DAY, NOW + 3 * DAY),
        "drawing": announce("drawing", "draw", NOW - 4 * DAY, NOW - DAY),
        "decided": announce("decided", "draw", NOW - 5 * DAY, NOW - 2 * DAY),
    }
    world.own |= {f"{name}_opening": opening_id for name, opening_id in draws.items()}
    then = EARLIER + 2 * DAY
    for name, learner in (("tonight", "owner"), ("full", "holder"), ("offered", "holder")):
        enrolment.take_seat(section_id=sections[name].id, learner_id=who[learner], key=None, at=then)
    for name in ("full", "offered"):
        enrolment.join_waiting_list(section_id=sections[name].id, account_id=who["owner"], at=then)
    enrolment.release_seat(
        section_id=sections["offered"].id, learner_id=who["holder"], by=who["holder"], at=NOW - DAY / 24
    )
    for name, moment in (("decided", NOW - 4 * DAY), ("drawing", NOW - 3 * DAY), ("entering", NOW - DAY / 2)):
        for learner in ("owner", "holder"):
            enrolment.enter_draw(
                opening_id=draws[name], account_id=who[learner], choices=[sections[name].id], at=moment
            )
    enrolment.decide_draw(opening_id=draws["decided"], at=NOW - DAY)


def _meet(world: World, section: catalogue.SectionRecord) -> None:
    owner, tonight, next_week = world.accounts["owner"], section.meetings[0].id, section.meetings[1].id
    ticket = attendance.ticket(meeting_id=tonight, account_id=owner)
    world.own |= {"meeting_id": tonight, "next_meeting": next_week, "code": section.code, "ticket": ticket}
    world.own["door_code"] = attendance.door_code(meeting_id=tonight, at=NOW)
    attendance.ask_leave(meeting_id=next_week, account_id=owner, reason=mark_of("owner"), at=EARLIER + 3 * DAY)
    attendance.mark_many(marks=[attendance.NewMark(tonight, owner, "present")], at=NOW)
    learning.say_feedback(section_id=section.id, account_id=owner, stars=5, comment=mark_of("owner"), at=NOW)


def _plan(world: World, season: catalogue.SeasonRecord, course_id: int) -> None:
    untaught = _make_course("welding", "焊接入门", "First welds")

    def wish(who: str) -> list[demand.NewWish]:
        mine = [demand.NewWish(course_id, (1, 3), 5.0, ZHANGGE, purpose=mark_of(who))]
        return [*mine, demand.NewWish(untaught, (1,), 5.0, ZHANGGE, rank=2)]

    wishes = {world.accounts[who]: wish(who) for who in ("owner", "holder")}
    demand.say_wishes_of_many(season_id=season.id, wishes_by_person=wishes, at=EARLIER)
    asked = {"season_id": season.id, "path": FUCHENG, "seconds": 1, "by": world.accounts["operator"], "at": EARLIER}
    run_id, rival = planning.ask_for_draft(**asked), planning.ask_for_draft(**asked | {"max_sections": 1, "seed": 2})
    for run in (run_id, rival):
        planning.run_now(run_id=run)
    draft = planning.draft(planning.run(run_id).draft_id)
    world.own |= {"run_id": run_id, "rival_run": rival, "draft": draft}
    there, first = {"season_id": season.id, "path": FUCHENG}, draft.sections[0]
    planning.add_pin(
        course_id=first.course_id, room_id=first.room_id, lecturer_id=first.lecturer_id, weekday=first.weekday, **there
    )
    planning.add_forbid(weekday=7, **there)
    factory = people.NewOrganisation("factory", "月亮湾电子厂", "Moon Bay Circuits", "employer", LONGHUA)
    employer = people.register_organisations(organisations=[factory], at=EARLIER)["factory"]
    [skill] = catalogue.list_skills()
    need = demand.NewNeed(employer, skill.id, ZHANGGE, 3, date(2026, 6, 1))
    demand.say_needs(needs=[need], at=EARLIER)


def _make_other(world: World) -> None:
    """Make Kuichong's class of tonight, its opening and a timetable asked for."""
    who = world.accounts
    season = catalogue.add_season(
        slug="dapeng-spring", name="大鹏春季", name_en="Dapeng spring", path=DAPENG, **SEASON_DATES
    )
    rooms = make_rooms(30, 30, slug="kuichong", community_code="440307009001", lat=22.63, lon=114.42)
    lecturers = _make_lecturers("other", 2, account_id=None, district=DAPENG)
    course_id = world.own["course_id"]
    wanted = [
        catalogue.NewSection(course_id, room.id, lecturer, day, "free", capacity=12)
        for room, lecturer, day in zip(rooms, lecturers, (5, 2), strict=True)
    ]
    published = catalogue.publish_sections(season_id=season.id, sections=wanted, at=EARLIER)
    tonight = next(one for one in published if one.weekday == 5)
    later = next(one for one in published if one.weekday == 2)
    announced = {"season_id": season.id, "path": KUICHONG, "by": who["neighbour"], "at": EARLIER}
    enrolment.announce_opening(
        policy="first_come", section_ids=[tonight.id], opens_at=EARLIER + DAY, closes_at=NOW + DAY, **announced
    )
    opening_id = enrolment.announce_opening(
        policy="draw", section_ids=[later.id], opens_at=EARLIER + DAY, closes_at=NOW - DAY, **announced
    )
    islander, meeting_id = who["islander"], tonight.meetings[0].id
    enrolment.take_seat(section_id=tonight.id, learner_id=islander, key=None, at=EARLIER + 2 * DAY)
    world.other |= {
        "meeting_id": meeting_id,
        "code": tonight.code,
        "ticket": attendance.ticket(meeting_id=meeting_id, account_id=islander),
        "drawing_opening": opening_id,
        "season_id": season.id,
        "place": KUICHONG,
        "kind": "csv",
        "holder": islander,
        "shows": "islander",
        "room": rooms[0].id,
        "substitute": lecturers[1],
        "run_id": planning.ask_for_draft(
            season_id=season.id, path=KUICHONG, seconds=1, by=who["neighbour"], at=EARLIER
        ),
    }
