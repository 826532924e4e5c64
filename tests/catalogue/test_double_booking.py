"""No room and no lecturer is ever double-booked: fault P2, with real crowds of writers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from threading import Event
from time import sleep

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import override_settings

from tests.catalogue.factories import (
    BEFORE,
    SEASON_DATES,
    make_course,
    make_lecturer,
    make_season,
    new_section,
    publish,
)
from tests.conftest import all_at_once
from tests.places.factories import make_rooms
from yexiao.catalogue import api as catalogue
from yexiao.catalogue.models import Meeting, MeetingState
from yexiao.common import clock
from yexiao.places import api as places

ALWAYS_OPEN = {"opens": time(0), "closes": time(23, 59)}


def refusal_of(work):
    """Return what the work raises."""
    try:
        work()
    except catalogue.Taken as refused:
        return refused
    raise AssertionError("not refused")


@pytest.mark.django_db
def test_a_taken_room_is_named_with_the_meeting_in_the_way():
    [room] = make_rooms(50)
    [there] = publish(new_section(room_id=room.id))
    elsewhere = new_section(weekday=1, lecturer_id=make_lecturer("liang"))

    clashing = new_section(room_id=room.id, lecturer_id=make_lecturer("chen"))
    refused = refusal_of(lambda: publish(elsewhere, clashing))

    assert type(refused) is catalogue.RoomTaken
    assert refused.data == {
        "meeting_id": there.meetings[0].id,
        "section_code": "longhua-spring-001",
        "starts_at": there.meetings[0].starts_at,
        "index": 1,
    }


@pytest.mark.django_db
def test_a_taken_lecturer_is_named_with_the_meeting_in_the_way():
    one, two = make_rooms(50, 30)
    lecturer_id = make_lecturer()
    [there] = publish(new_section(room_id=one.id, lecturer_id=lecturer_id))

    refused = refusal_of(lambda: publish(new_section(room_id=two.id, lecturer_id=lecturer_id)))

    assert (type(refused), refused.data["meeting_id"]) == (catalogue.LecturerTaken, there.meetings[0].id)


@pytest.mark.django_db
def test_two_sections_of_one_list_may_not_clash_either():
    [room] = make_rooms(50)
    pair = [new_section(room_id=room.id, lecturer_id=make_lecturer(slug)) for slug in ("zhou", "liang")]

    refused = refusal_of(lambda: publish(*pair))

    assert (type(refused), refused.data["meeting_id"]) == (catalogue.RoomTaken, None)
    assert catalogue.list_meetings() == []


@pytest.mark.django_db
def test_three_classes_side_by_side_in_one_house_do_not_clash():
    rooms = make_rooms(50, 30, 20)

    sections = publish(*[new_section(room_id=room.id, lecturer_id=make_lecturer(room.slug)) for room in rooms])

    assert len({section.meetings[0].starts_at for section in sections}) == 1


@pytest.mark.django_db
def test_meetings_that_touch_do_not_clash():
    [room] = make_rooms(50)
    early = new_section(room_id=room.id, start=time(18), end=time(20))
    late = new_section(room_id=room.id, start=time(20), end=time(22))

    sections = publish(early, late)

    assert sections[0].meetings[0].ends_at == sections[1].meetings[0].starts_at


@pytest.mark.django_db
def test_a_cancelled_meeting_frees_room_and_lecturer():
    [room] = make_rooms(50)
    lecturer_id = make_lecturer()
    [section] = publish(new_section(room_id=room.id, lecturer_id=lecturer_id))
    catalogue.cancel_section(section_id=section.id, by=None, at=BEFORE)

    [again] = publish(new_section(room_id=room.id, lecturer_id=lecturer_id))

    assert again.meetings[0].starts_at == section.meetings[0].starts_at


@pytest.mark.django_db
def test_a_session_over_midnight_is_one_span():
    [room] = make_rooms(50, **ALWAYS_OPEN)
    night = new_section(room_id=room.id, start=time(23), end=time(1), course_id=make_course(meetings=2))

    [section] = publish(night)

    assert section.meetings[0].starts_at == clock.at_local(date(2026, 3, 6), 23)
    assert section.meetings[0].ends_at == clock.at_local(date(2026, 3, 7), 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "clashes"), [(time(0, 30), True), (time(1), False)])
def test_a_session_over_midnight_takes_the_next_mornings_room(start, clashes):
    [room] = make_rooms(50, **ALWAYS_OPEN)
    publish(new_section(room_id=room.id, start=time(23), end=time(1)))
    morning = new_section(room_id=room.id, weekday=6, start=start, end=time(3), lecturer_id=make_lecturer("liang"))

    if clashes:
        assert type(refusal_of(lambda: publish(morning))) is catalogue.RoomTaken
    else:
        assert len(publish(morning)) == 1


@pytest.mark.django_db
def test_seven_in_the_evening_stays_seven_when_the_clocks_change():
    # In Berlin clocks go forward on 29 March 2026: 19:00 is 18:00 UTC before and 17:00 UTC after.
    with override_settings(TIME_ZONE="Europe/Berlin"):
        [section] = publish(new_section(course_id=make_course(meetings=5)))
        hours = [meeting.starts_at.astimezone(UTC).hour for meeting in section.meetings]

    assert hours == [18, 18, 18, 18, 17]


@pytest.mark.django_db
def test_the_same_moment_in_another_zone_is_the_same_moment():
    [section] = publish()
    [same_day] = catalogue.list_meetings(ids=[section.meetings[0].id])
    moment = same_day.starts_at.astimezone(clock.city_zone())

    found = catalogue.list_meetings(between=(moment, moment + timedelta(minutes=1)))

    assert found == [same_day]


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
@pytest.mark.parametrize("shared", ["room", "lecturer"])
def test_a_crowd_of_publishers_books_one_evening_once(shared):
    rooms = make_rooms(50) * 6 if shared == "room" else make_rooms(*[50] * 6)
    lecturers = [make_lecturer("one" if shared == "lecturer" else f"lecturer-{n}") for n in range(6)]
    seasons = [make_season(f"season-{n}") for n in range(6)]
    course_id = make_course()

    outcomes = all_at_once(
        lambda n: catalogue.publish_sections(
            season_id=seasons[n].id,
            sections=[new_section(room_id=rooms[n].id, lecturer_id=lecturers[n], course_id=course_id)],
            at=BEFORE,
        ),
        range(6),
    )

    refusal = "RoomTaken" if shared == "room" else "LecturerTaken"
    assert sorted(type(outcome).__name__ for outcome in outcomes) == sorted([refusal] * 5 + ["list"])
    assert len(catalogue.list_meetings()) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_two_planners_with_crossed_rooms_both_get_an_answer():
    """Each writes the other's rooms in the other order; one wins whole, the other hears why."""
    one, two = make_rooms(50, 50)
    seasons, course_id = [make_season("first"), make_season("second")], make_course()
    plans = [
        [(one, 1, "a"), (two, 3, "b"), (one, 5, "c")],
        [(two, 3, "d"), (one, 5, "e"), (one, 1, "f")],
    ]
    sections = [
        [
            new_section(room_id=room.id, weekday=day, lecturer_id=make_lecturer(slug), course_id=course_id)
            for room, day, slug in plan
        ]
        for plan in plans
    ]

    outcomes = all_at_once(
        lambda n: catalogue.publish_sections(season_id=seasons[n].id, sections=sections[n], at=BEFORE), range(2)
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RoomTaken", "list"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_a_crowd_moving_meetings_to_one_evening_moves_one():
    """Sixteen sections share a room; every one wants its first meeting on one Sunday evening."""
    [room] = make_rooms(50, **ALWAYS_OPEN)
    sections = publish(
        *[
            new_section(
                room_id=room.id,
                weekday=day,
                start=time(hour),
                end=time(hour + 2),
                lecturer_id=make_lecturer(f"lecturer-{day}-{hour}"),
            )
            for day in (1, 2, 3, 4)
            for hour in (9, 13, 17, 20)
        ]
    )
    sunday = clock.at_local(date(2026, 3, 8), 19)

    outcomes = all_at_once(
        lambda section: catalogue.move_meeting(meeting_id=section.meetings[0].id, starts_at=sunday, by=None, at=BEFORE),
        sections,
    )

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["RoomTaken"] * 15 + ["SectionChange"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_the_database_itself_refuses_rows_that_go_round_the_door():
    one, two = make_rooms(50, 50)
    lecturers = [make_lecturer(f"lecturer-{n}") for n in range(8)]
    [section] = publish(new_section(room_id=one.id, lecturer_id=make_lecturer()))
    span = DateTimeTZRange(datetime(2026, 5, 8, 11, tzinfo=UTC), datetime(2026, 5, 8, 13, tzinfo=UTC))

    def insert(n: int) -> None:
        with transaction.atomic():
            Meeting.objects.create(
                section_id=section.id, number=100 + n, room_id=two.id, lecturer_id=lecturers[n], during=span
            )

    outcomes = all_at_once(insert, range(8))

    assert sum(outcome is None for outcome in outcomes) == 1
    assert Meeting.objects.filter(room=two.id).exclude(state=MeetingState.CANCELLED).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.db_heavy
def test_a_writer_who_goes_round_the_queue_crosswise_is_survived():
    """Raw rows take the second evening, then the first, while a section takes the first, then the second.

    Each waits for the other; PostgreSQL ends the section's write, which began to wait first. It is
    repeated, waits for the raw rows to be committed, and is refused in words.
    """
    [room] = make_rooms(50)
    [host] = publish(new_section(room_id=room.id, weekday=1))
    wanted = new_section(room_id=room.id, lecturer_id=make_lecturer("liang"), course_id=make_course(meetings=2))
    season_id, other = make_season("other").id, make_lecturer("other")
    second_is_taken = Event()

    def insert(number: int, day: date) -> None:
        span = DateTimeTZRange(clock.at_local(day, 19), clock.at_local(day, 21))
        Meeting.objects.create(section_id=host.id, number=number, room_id=room.id, lecturer_id=other, during=span)

    def go_round() -> None:
        with transaction.atomic():
            insert(102, date(2026, 3, 13))
            second_is_taken.set()
            wait_until_somebody_waits()
            insert(101, date(2026, 3, 6))

    def go_through_the_door() -> None:
        assert second_is_taken.wait(10)
        catalogue.publish_sections(season_id=season_id, sections=[wanted], at=BEFORE)

    outcomes = all_at_once(lambda work: work(), [go_round, go_through_the_door])

    assert [type(outcome).__name__ for outcome in outcomes] == ["NoneType", "RoomTaken"]
    assert catalogue.list_sections(season_id=season_id) == []


def wait_until_somebody_waits() -> None:
    """Return when a backend of this database waits for another transaction."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["planned", "held"])
def test_planned_and_held_meetings_are_in_the_way(state):
    [section] = publish()
    there = Meeting.objects.get(pk=section.meetings[0].id)
    Meeting.objects.filter(pk=there.pk).update(state=state)

    there.pk, there.number = None, 99
    with pytest.raises(IntegrityError, match="never_double_booked"), transaction.atomic():
        there.save(force_insert=True)


@pytest.mark.django_db
def test_a_whole_season_is_published_in_a_handful_of_statements(django_assert_num_queries):
    """150 sections of six meetings: 30 rooms on five evenings, each evening with lecturers of its own."""
    rooms = make_rooms(*[40] * 30)
    course_id, season = make_course(meetings=6), make_season(**SEASON_DATES)
    sections = [
        new_section(room_id=room.id, weekday=day, course_id=course_id, lecturer_id=lecturer_id)
        for number, room in enumerate(rooms)
        for lecturer_id in [make_lecturer(f"lecturer-{number}")]
        for day in range(1, 6)
    ]

    with django_assert_num_queries(15):
        made = catalogue.publish_sections(season_id=season.id, sections=sections, at=BEFORE)

    assert sum(len(section.meetings) for section in made) == 900
    assert len(places.list_rooms(ids={section.room_id for section in made})) == 30
