"""Wishes and needs, said through the door."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.catalogue.factories import BEFORE, make_course, make_season
from tests.demand.factories import FRIDAY, FUCHENG, XIKENG, ZHANGGE, make_employer, make_people, new_wish
from tests.people.factories import make_resident
from tests.places.factories import KUICHONG, LONGHUA, make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.common import phrases
from yexiao.common.refusals import NotFound
from yexiao.demand import api as demand

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> catalogue.SeasonRecord:
    """A season of Longhua with one centre."""
    make_rooms(20)
    return make_season()


def say(season, *wishes, account_id, at=BEFORE):
    """Say the wishes."""
    demand.say_wishes(account_id=account_id, season_id=season.id, wishes=wishes, at=at)


def kept(season, account_id):
    """Return the person's wishes as plain rows."""
    wishes = demand.list_wishes(account_id=account_id, season_id=season.id)
    return [(wish.course_id, wish.evenings, wish.reach_km, wish.rank) for wish in wishes]


def test_wishes_are_kept_in_the_order_of_choice(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")

    say(
        season,
        new_wish(second, rank=2, evenings=(5, 1)),
        new_wish(first, rank=1, purpose="给店里写文案"),
        account_id=person,
    )

    assert kept(season, person) == [(first, (5,), 3, 1), (second, (1, 5), 3, 2)]
    purposes = demand.list_purposes(course_id=first, season_id=season.id, account_ids=[person])
    assert purposes == {person: "给店里写文案"}


def test_saying_the_same_twice_keeps_one(season):
    person, course = make_resident(), make_course()

    say(season, new_wish(course), account_id=person)
    say(season, new_wish(course), account_id=person)

    assert kept(season, person) == [(course, (FRIDAY,), 3, 1)]


def test_a_wish_left_out_is_withdrawn_and_can_come_back(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")
    say(season, new_wish(first), account_id=person)

    say(season, new_wish(second), account_id=person)
    assert [row[0] for row in kept(season, person)] == [second]

    say(season, new_wish(first), account_id=person)
    assert [row[0] for row in kept(season, person)] == [first]


def test_a_wish_is_withdrawn_alone_and_twice_is_once(season):
    person, first, second = make_resident(), make_course("deepseek"), make_course("video")
    say(season, new_wish(first), new_wish(second, rank=2), account_id=person)

    for _time in range(2):
        demand.withdraw_wish(account_id=person, season_id=season.id, course_id=first)

    assert [row[0] for row in kept(season, person)] == [second]


def test_nobody_changes_the_wishes_of_another(season):
    mine, theirs, course = make_resident(), make_resident(), make_course()
    say(season, new_wish(course), account_id=mine)

    say(season, account_id=theirs)
    demand.withdraw_wish(account_id=theirs, season_id=season.id, course_id=course)

    assert len(kept(season, mine)) == 1


def test_more_than_five_wishes_are_refused(season):
    person = make_resident()
    wishes = [new_wish(make_course(f"course-{number}"), rank=min(number, 5)) for number in range(1, 7)]

    with pytest.raises(demand.TooManyWishes) as refused:
        say(season, *wishes, account_id=person)

    assert refused.value.data == {"account_id": person, "most": 5}
    assert kept(season, person) == []


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"course_id": 404}, ("course_id", "unknown")),
        ({"evenings": ()}, ("evenings", "impossible")),
        ({"evenings": (8,)}, ("evenings", "impossible")),
        ({"reach_km": 0.1}, ("reach_km", "impossible")),
        ({"reach_km": float("nan")}, ("reach_km", "impossible")),
        ({"rank": 0}, ("rank", "impossible")),
        ({"purpose": "字" * 201}, ("purpose", "too long")),
        ({"path": LONGHUA}, ("path", "unknown")),
        ({"path": KUICHONG}, ("path", "unknown")),
        ({"path": ZHANGGE + "/nowhere"}, ("path", "unknown")),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_is(season, changes, flaw):
    person, course = make_resident(), make_course()
    say(season, new_wish(course), account_id=person)
    other = make_course("video")

    with pytest.raises(demand.WishUnreadable) as refused:
        say(season, new_wish(other), new_wish(**{"course_id": course} | changes), account_id=person)

    assert (refused.value.data["field"], refused.value.data["reason"]) == flaw
    assert [row[0] for row in kept(season, person)] == [course]


def test_a_course_named_twice_is_refused(season):
    person, course = make_resident(), make_course()

    with pytest.raises(demand.WishUnreadable) as refused:
        say(season, new_wish(course), new_wish(course, rank=2), account_id=person)

    assert refused.value.data["reason"] == "twice"


def test_a_season_that_is_over_takes_no_wishes(season):
    person, course = make_resident(), make_course()

    with pytest.raises(demand.SeasonOver) as refused:
        say(season, new_wish(course), account_id=person, at=BEFORE + timedelta(days=90))

    assert phrases.say(refused.value).what
    with pytest.raises(NotFound):
        demand.say_wishes(account_id=person, season_id=404, wishes=[], at=BEFORE)


@pytest.mark.parametrize("number", [1, 3])
def test_many_people_say_their_wishes_in_the_same_queries(season, number, django_assert_num_queries):
    course, crowd = make_course(), make_people(number)

    with django_assert_num_queries(8):  # savepoint, season, courses, places, their centres, withdraw, write, release
        demand.say_wishes_of_many(
            season_id=season.id, wishes_by_person={person: [new_wish(course)] for person in crowd}, at=BEFORE
        )


def test_equal_wishes_of_one_community_are_one_cell_and_ranks_stay_apart(season):
    course = make_course()
    first, second, third = sorted(make_people(3))
    other = make_people(1, XIKENG)[0]
    wishes = {
        first: [new_wish(course)],
        second: [new_wish(course)],
        third: [new_wish(course, rank=2)],
        other: [new_wish(course, path=XIKENG)],
    }
    demand.say_wishes_of_many(season_id=season.id, wishes_by_person=wishes, at=BEFORE)

    cells = demand.gather_demand(season_id=season.id, within=FUCHENG)

    assert [(cell.path, cell.rank, cell.account_ids, cell.people) for cell in cells] == [
        (XIKENG, 1, (other,), 1),
        (ZHANGGE, 1, tuple(sorted((first, second))), 2),
        (ZHANGGE, 2, (third,), 1),
    ]
    assert [cell.path for cell in demand.gather_demand(season_id=season.id, within=XIKENG)] == [XIKENG]


def test_a_need_is_kept_once_and_changed_by_saying_it_again():
    employer, skill = make_employer(), make_skill()
    need = demand.NewNeed(employer, skill, LONGHUA, 10, date(2026, 6, 1), "夜班也可以")

    demand.say_needs(needs=[need], at=BEFORE)
    demand.say_needs(needs=[demand.NewNeed(employer, skill, LONGHUA, 12, date(2026, 6, 1))], at=BEFORE)

    [kept_need] = demand.list_needs(within="4403")
    assert (kept_need.people, kept_need.note, kept_need.path) == (12, "", LONGHUA)
    assert demand.list_needs(within="4403/440307") == []


@pytest.mark.parametrize("changes", [{"people": 0}, {"skill_id": 404}, {"by_date": date(2026, 1, 1)}])
def test_a_need_that_cannot_be_is_refused(changes):
    values = {"organisation_id": make_employer(), "skill_id": make_skill(), "path": LONGHUA, "people": 3}

    with pytest.raises(demand.NeedUnreadable):
        demand.say_needs(needs=[demand.NewNeed(**values | {"by_date": date(2026, 6, 1)} | changes)], at=BEFORE)

    assert demand.list_needs(within="4403") == []


def make_skill() -> int:
    """Make a skill; return its id."""
    skill = catalogue.NewSkill("robots", "机器人", "Robots", "制造", "Making")
    return catalogue.load_skills(skills=[skill])["robots"]
