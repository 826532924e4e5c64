"""Build the demonstration city: the ground, one whole district before the first page, the others by a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, jobs
from yexiao.enrolment import api as enrolment
from yexiao.frontdesk import _progress
from yexiao.frontdesk.demo import _calendar, _files, _load, _residents, _season
from yexiao.frontdesk.demo._residents import Resident
from yexiao.people import api as people
from yexiao.places import api as places
from yexiao.planning import api as planning

Tell = Callable[[str, int], None]
PLAN_SECONDS = 6
MONTHS_BEFORE = timedelta(weeks=30)
RESIDENTS_ELSEWHERE_SHARE = 0.4
NEW_CLASSES_IN = timedelta(days=7)
DRAW_OPENED_BEFORE, DRAW_CLOSES_AFTER = timedelta(days=2), timedelta(days=3)
ENTERED_BEFORE = timedelta(days=1)
EARLY_BIRDS = 400


@dataclass(frozen=True)
class District:
    """A district of the demonstration with its invented people by account id."""

    path: str
    people: dict[int, Resident]


def build(tell: Tell) -> bool:
    """Build the ground and the main district, and queue the others; tell whether anything was to be done.

    A build that was cut off is begun again from where it can be: every step
    may be repeated, and a season that stands already is not run twice.
    """
    now = clock.now()
    main = _main_path_code()
    if _progress.is_begun():
        return False
    _load.load_ground(now)
    tell("ground", 10)
    district = settle(main, _load.demo()["residents"], now)
    tell("people", 15)
    run_seasons(district, now, tell)
    open_new_classes(district, now)
    others = [unit.path for unit in places.list_units(level="district") if unit.path != district.path]
    _progress.begin([district.path, *others])
    _progress.end(district.path, now)
    jobs.defer("frontdesk.load_next_district", once_as="frontdesk.load_next_district")
    return True


def load_next_district() -> bool:
    """Run the season of the next district that has none; tell whether there was one."""
    path = _progress.next_path()
    if path is None:
        return False
    now = clock.now()
    code = path.rsplit("/", 1)[-1]
    count = int(_load.demo()["residents"] * RESIDENTS_ELSEWHERE_SHARE)
    district = settle(code, count, now)
    script = _script(district, _calendar.last_season(clock.local_date(now)), now)
    _season.run(replace_tell(script, lambda _phase, percent: _progress.move(path, max(1, percent))))
    _progress.end(path, now)
    return True


def settle(code: str, count: int, at: datetime) -> District:
    """Invent a district's residents and register them; in the main district the demonstration's own people too."""
    path = _load.paths()[code]
    communities = [unit.path for unit in places.list_units(level="community", within=path)]
    inside = sorted(places.centres(paths=communities))
    number = [unit.code for unit in places.list_units(level="district")].index(code)
    invented = _residents.invent(
        count=count,
        paths=inside,
        seed=f"{_load.demo()['seed']}/{code}",
        first_phone=_residents.FIRST_PHONE + number * 1_000_000,
    )
    with clock.standing_at(at - MONTHS_BEFORE):
        ids = people.register_people(
            people=[_new_person(resident) for resident in invented], at=at - MONTHS_BEFORE
        )
    return District(path, dict(zip(ids, invented, strict=True)) | _known(code, at))


def run_seasons(district: District, at: datetime, tell: Tell) -> None:
    """Run the last season whole, and this one up to now."""
    today = clock.local_date(at)
    last = _script(district, _calendar.last_season(today), at)
    _season.run(replace_tell(last, lambda phase, percent: tell(f"last season: {phase}", 15 + percent * 40 // 100)))
    this = _script(district, _calendar.this_season(today), at)
    _pin_zhangge(this)
    _season.run(replace_tell(this, lambda phase, percent: tell(f"this season: {phase}", 55 + percent * 40 // 100)))


def open_new_classes(district: District, at: datetime) -> None:
    """Publish the classes that start next week: some given out by a draw that is open, some first come in ten minutes."""
    season = catalogue.current_season(path=district.path, on=clock.local_date(at))
    if season is None:
        return
    facts = _load.demo()["open_now"]
    drawn = _publish_new(season, district, facts["draw"], at)
    _draw_window(season, district, drawn, at)
    quick = _publish_new(season, district, facts["first_come"], at)
    minutes = timedelta(minutes=facts["first_come_opens_in_minutes"])
    _announce(season, district, "first_come", quick, at + minutes, at + timedelta(days=14), at)


def _draw_window(
    season: catalogue.SeasonRecord, district: District, sections: Sequence[catalogue.SectionRecord], at: datetime
) -> None:
    opened = at - DRAW_OPENED_BEFORE
    opening_id = _announce(season, district, "draw", sections, opened, at + DRAW_CLOSES_AFTER, opened - timedelta(days=2))
    early = dict(list(district.people.items())[:EARLY_BIRDS])
    entries = [
        enrolment.NewEntry(account_id, choices)
        for account_id, choices in _season.suiting(early, sections).items()
        if choices
    ]
    with clock.standing_at(at - ENTERED_BEFORE):
        enrolment.enter_draw_of_many(opening_id=opening_id, entries=entries, at=at - ENTERED_BEFORE)


def _announce(
    season: catalogue.SeasonRecord,
    district: District,
    policy: str,
    sections: Sequence[catalogue.SectionRecord],
    opens: datetime,
    closes: datetime,
    at: datetime,
) -> int:
    with clock.standing_at(at):
        return enrolment.announce_opening(
            season_id=season.id,
            path=district.path,
            policy=policy,
            section_ids=[section.id for section in sections],
            opens_at=opens,
            closes_at=closes,
            by=people.find_by_username(username="district"),
            at=at,
        )


def _publish_new(
    season: catalogue.SeasonRecord, district: District, slugs: Sequence[str], at: datetime
) -> list[catalogue.SectionRecord]:
    found: list[catalogue.SectionRecord] = []
    first = clock.local_date(at) + NEW_CLASSES_IN
    for course in catalogue.list_courses():
        if course.slug not in slugs:
            continue
        for candidate in _candidates(course, district.path):
            try:
                found += catalogue.publish_sections(
                    season_id=season.id, sections=[replace(candidate, first_date=first)], at=at
                )
                break
            except (catalogue.RoomTaken, catalogue.LecturerTaken, catalogue.SeasonTooShort):
                continue
    return found


def _candidates(course: catalogue.CourseRecord, path: str) -> list[catalogue.NewSection]:
    rooms = [room for room in _rooms(path) if course.equipment <= room.equipment and room.capacity >= course.min_people]
    lecturers = [
        lecturer for lecturer in catalogue.list_lecturers(course_ids=[course.id]) if path in lecturer.districts
    ]
    fee_kind = planning.fee_kind_of(course)
    return [
        catalogue.NewSection(course.id, room.id, lecturer.id, weekday, fee_kind)
        for lecturer in lecturers
        for weekday in lecturer.evenings
        if weekday <= 5
        for room in rooms
    ]


def _rooms(path: str) -> list[places.RoomRecord]:
    return places.list_rooms(venue_ids=[venue.id for venue in places.list_venues(within=path)])


def _script(district: District, span: _calendar.Span, at: datetime) -> _season.Script:
    code, facts = district.path.rsplit("/", 1)[-1], _load.demo()
    season = catalogue.add_season(
        slug=f"{span.slug}-{code.lower()}",
        name=span.name,
        name_en=span.name_en,
        path=district.path,
        starts_date=span.starts,
        ends_date=span.ends,
        free_percent=facts["season"]["free_percent"],
    )
    return _season.Script(
        season=season,
        path=district.path,
        people=district.people,
        rates=facts["season"],
        seed=str(facts["seed"]),
        until=at,
        plan_seconds=PLAN_SECONDS,
        max_sections=facts["season"]["sections_per_district"],
        by=people.find_by_username(username="district"),
    )


def replace_tell(script: _season.Script, tell: Tell) -> _season.Script:
    """Return the script telling its progress there."""
    script.tell = tell
    return script


def _pin_zhangge(script: _season.Script) -> None:
    friday = _load.demo()["scenarios"]["zhangge_friday"]
    [venue] = [venue for venue in places.list_venues(within=script.path) if venue.slug == friday["venue"]]
    rooms = {room.slug: room.id for room in places.list_rooms(venue_ids=[venue.id])}
    courses = {course.slug: course.id for course in catalogue.list_courses()}
    lecturers = {lecturer.slug: lecturer.id for lecturer in catalogue.list_lecturers()}
    for row in friday["classes"]:
        planning.add_pin(
            season_id=script.season.id,
            path=script.path,
            course_id=courses[row["course"]],
            room_id=rooms[row["room"]],
            lecturer_id=lecturers[row["lecturer"]],
            weekday=_files.WEEKDAYS[friday["evening"]],
        )


def _known(code: str, at: datetime) -> dict[int, Resident]:
    if code != _main_path_code():
        return {}
    chance = Random(_load.demo()["seed"])  # noqa: S311  nothing secret is drawn
    staff = _load.load_staff(at)
    _load.join_lecturers(staff)
    known = _load.load_residents(at - MONTHS_BEFORE)
    paths = _load.paths()
    rows = {row["phone"]: row for row in _load.demo()["accounts"]}
    return {
        account_id: _residents.as_resident(chance, rows[phone], paths[rows[phone]["home"]])
        for phone, account_id in known.items()
    }


def _main_path_code() -> str:
    code: str = _load.demo()["main_district"]
    return code


def _new_person(resident: Resident) -> people.NewPerson:
    return people.NewPerson(
        name=resident.name,
        phone=resident.phone,
        home_path=resident.path,
        situation=resident.situation,
        birth_decade=resident.birth_decade,
        consents=("figures",) if resident.consents else (),
    )
