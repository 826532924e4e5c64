"""Build the demonstration city: the ground, one whole district before the first page, the others by a job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, jobs
from yexiao.frontdesk import _progress
from yexiao.frontdesk.demo import _calendar, _load, _new_classes, _pins, _residents, _script, _season
from yexiao.frontdesk.demo._residents import Resident
from yexiao.people import api as people
from yexiao.places import api as places

Tell = Callable[[str, int], None]
PLAN_ITERATIONS = 0  # none, not seconds: the same seed gives the same city on any machine, within 1 % of the bound
MORE_AT_THE_DOORSTEP = 3  # people who live beside a centre hear of it first
MONTHS_BEFORE = timedelta(weeks=30)
RESIDENTS_ELSEWHERE_SHARE = 0.4
ALREADY_WISH_SHARE = 0.6  # of the residents, for the season to come


@dataclass(frozen=True)
class District:
    """A district of the demonstration with its invented people by account id."""

    path: str
    people: dict[int, Resident]


@transaction.atomic
def build(tell: Tell) -> bool:
    """Build the ground and the main district, and queue the others; tell whether anything was to be done.

    One transaction: a build that is cut off leaves nothing behind and begins anew.
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
    _new_classes.open_new_classes(path=district.path, residents=district.people, at=now)
    ask_for_next_season(district, now)
    others = [unit.path for unit in places.list_units(level="district") if unit.path != district.path]
    _progress.begin([district.path, *others])
    _progress.end(district.path, now)
    jobs.defer("frontdesk.load_next_district", once_as="frontdesk.load_next_district")
    return True


def load_next_district() -> bool:
    """Run the season of the next district that has none; tell whether there was one.

    One transaction for each district, as for the first.
    """
    path = _progress.next_path()
    if path is None:
        return False
    with _progress.moving(path) as move, transaction.atomic():
        _live_through(path, lambda _phase, percent: move(max(1, percent)))
    return True


def _live_through(path: str, tell: Tell) -> None:
    now = clock.now()
    count = int(_load.demo()["residents"] * RESIDENTS_ELSEWHERE_SHARE)
    district = settle(path.rsplit("/", 1)[-1], count, now)
    _season.run(script(district, _calendar.last_season(clock.local_date(now)), now, tell))
    _progress.end(path, now)


def settle(code: str, count: int, at: datetime, *, seed: str = "") -> District:
    """Invent a district's residents and register them; in the main district the demonstration's own people too."""
    path = _load.paths()[code]
    communities = [unit.path for unit in places.list_units(level="community", within=path)]
    inside = sorted(places.centres(paths=communities))
    doorsteps = sorted(venue.path for venue in places.list_venues(within=path))
    number = [unit.code for unit in places.list_units(level="district")].index(code)
    invented = _residents.invent(
        count=count,
        paths=[*inside, *doorsteps * MORE_AT_THE_DOORSTEP],
        seed=f"{seed or _load.demo()['seed']}/{code}",
        first_phone=_residents.FIRST_PHONE + number * 1_000_000,
    )
    with clock.standing_at(at - MONTHS_BEFORE):
        ids = people.register_people(people=[_new_person(resident) for resident in invented], at=at - MONTHS_BEFORE)
    return District(path, dict(zip(ids, invented, strict=True)) | _known(code, at))


def run_seasons(district: District, at: datetime, tell: Tell) -> None:
    """Run the last season whole, and this one up to now."""
    today = clock.local_date(at)
    last = script(district, _calendar.last_season(today), at, _part_of(tell, "last season", 15))
    _season.run(last)
    this = script(district, _calendar.this_season(today), at, _part_of(tell, "this season", 55))
    this.fix = lambda: _pins.pin_by_hand(season_id=this.season.id, path=this.path)
    _season.run(this)


def ask_for_next_season(district: District, at: datetime) -> None:
    """Open the season after this one, which nobody has planned, and let some say what they wish for it."""
    season = _open_season(district.path, _calendar.next_season(clock.local_date(at)))
    said = list(district.people.items())[: int(len(district.people) * ALREADY_WISH_SHARE)]
    _season.wish_for(season_id=season.id, residents=dict(said), at=at - timedelta(days=1))


def _open_season(path: str, span: _calendar.Span) -> catalogue.SeasonRecord:
    return catalogue.add_season(
        slug=f"{span.slug}-{path.rsplit('/', 1)[-1].lower()}",
        name=span.name,
        name_en=span.name_en,
        path=path,
        starts_date=span.starts,
        ends_date=span.ends,
        free_percent=_load.demo()["season"]["free_percent"],
    )


def _part_of(tell: Tell, name: str, start: int) -> Tell:
    return lambda phase, percent: tell(f"{name}: {phase}", start + percent * 40 // 100)


def script(district: District, span: _calendar.Span, at: datetime, tell: Tell, *, seed: str = "") -> _script.Script:
    """Write the script of a season in a district, up to `at`."""
    facts = _load.demo()
    return _script.Script(
        season=_open_season(district.path, span),
        path=district.path,
        people=district.people,
        rates=facts["season"],
        seed=seed or str(facts["seed"]),
        until=at,
        plan_iterations=PLAN_ITERATIONS,
        max_sections=facts["season"]["sections_per_district"],
        by=people.find_by_username(username="district"),
        tell=tell,
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
