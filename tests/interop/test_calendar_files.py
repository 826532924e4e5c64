"""Calendar files: what stands in them, line by line and through a parser of its own."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from icalendar import Calendar

from tests.attendance.factories import BY_DAY, SEVEN_PM, make_class, make_people
from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.enrolment import api as enrolment
from yexiao.interop import api as interop
from yexiao.people import api as people

pytestmark = pytest.mark.django_db
CALENDAR_NEEDS = {"PRODID", "VERSION"}
EVENT_NEEDS = {"UID", "DTSTAMP", "DTSTART"}


@pytest.fixture(autouse=True)
def by_day():
    """Stand at noon of the first evening."""
    with clock.standing_at(BY_DAY):
        yield


def section_file(client, code):
    return client.get(f"/classes/{code}/class.ics")


def events(response):
    return Calendar.from_ical(response.content).events


def lines(response):
    return response.content.decode().split("\r\n")


def names(unfolded):
    return [line.partition(":")[0].partition(";")[0] for line in unfolded]


def unfold(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def test_a_class_gives_one_event_per_evening(client):
    made = make_class(1, meetings=4)

    response = section_file(client, made.code)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [event["UID"] for event in events(response)] == [f"meeting-{one}@localhost" for one in made.meetings]
    assert [event["DTSTART"].dt.astimezone(UTC) for event in events(response)] == [
        SEVEN_PM + timedelta(weeks=week) for week in (0, 1, 2, 3)
    ]
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in events(response)} == {timedelta(hours=2)}


def test_an_event_says_where_and_leads_to_the_class(client):
    made = make_class(1, meetings=1)

    [event] = events(section_file(client, made.code))

    assert event["SUMMARY"] == "用好 DeepSeek"
    assert event["LOCATION"] == "章阁社区党群服务中心 room-1 教室, 章阁路 68 号"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (22.7405, 114.01)
    assert event["URL"] == f"http://localhost:8000/classes/{made.code}/"
    assert event["DESCRIPTION"] == f"第 1 次课，共 1 次\n讲师：周明远\nhttp://localhost:8000/classes/{made.code}/"


def test_the_file_speaks_english_to_whoever_reads_english(client):
    made = make_class(1, meetings=1)
    client.cookies["language"] = "en"

    response = section_file(client, made.code)

    assert events(response)[0]["SUMMARY"] == "Using DeepSeek"
    assert events(response)[0]["LOCATION"] == "Zhangge Centre room-1, 68 Zhangge Road"
    assert response["Content-Language"] == "en"


def test_lines_end_in_crlf_and_fold_at_75_octets_between_characters(client):
    made = make_class(1, meetings=1)
    catalogue.load_courses(courses=[_long_course()])

    response = section_file(client, made.code)

    assert response.content.endswith(b"\r\n")
    assert response.content.count(b"\n") == response.content.count(b"\r\n")
    assert max(len(line.encode()) for line in lines(response)) <= 75
    assert any(line.startswith(" ") for line in lines(response))
    assert f"SUMMARY:{'夜校' * 30}" in unfold(response)


def _long_course():
    values = {"kind": "common_core", "level": "starter", "summary": "", "summary_en": "", "body": "", "body_en": ""}
    values |= {"meetings": 1, "min_people": 8, "max_people": 500, "market_price_fen": 48_000}
    return catalogue.NewCourse(slug="deepseek", title="夜校" * 30, title_en="Night school", **values)


def test_calendar_and_events_have_every_property_they_must_have_once(client):
    made = make_class(1, meetings=2)

    text = unfold(section_file(client, made.code))

    head = names(text[: text.index("BEGIN:VTIMEZONE")])
    assert {name: head.count(name) for name in CALENDAR_NEEDS} == {"PRODID": 1, "VERSION": 1}
    for number in range(2):
        start = [place for place, line in enumerate(text) if line == "BEGIN:VEVENT"][number]
        found = names(text[start : text.index("END:VEVENT", start)])
        assert {name: found.count(name) for name in EVENT_NEEDS} == {"UID": 1, "DTSTAMP": 1, "DTSTART": 1}


def test_times_stand_in_the_citys_zone_which_the_file_describes(client):
    made = make_class(1, meetings=1)

    text = unfold(section_file(client, made.code))

    assert "DTSTART;TZID=Asia/Shanghai:20260306T190000" in text
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert zone[1] == "TZID:Asia/Shanghai"
    assert "TZOFFSETTO:+0800" in zone


def test_a_cancelled_evening_stays_marked_and_numbered_higher(client):
    made = make_class(1, meetings=2)
    catalogue.cancel_meeting(meeting_id=made.meetings[0], by=None, at=BY_DAY)

    first, second = events(section_file(client, made.code))

    assert (first["STATUS"], first["SEQUENCE"], first["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert first["SUMMARY"] == "已取消：用好 DeepSeek"
    assert (second["STATUS"], second["SEQUENCE"]) == ("CONFIRMED", 0)


def test_a_moved_evening_keeps_its_uid_and_counts_up(client):
    made = make_class(1, meetings=1)
    [before] = events(section_file(client, made.code))
    later = SEVEN_PM + timedelta(days=1)
    catalogue.move_meeting(meeting_id=made.meetings[0], starts_at=later, by=None, at=BY_DAY)

    [after] = events(section_file(client, made.code))

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == later


def test_an_unchanged_file_answers_304_and_a_changed_one_does_not(client):
    made = make_class(1, meetings=1)
    first = section_file(client, made.code)
    with clock.standing_at(BY_DAY + timedelta(hours=1)):
        again = section_file(client, made.code)
        by_tag = client.get(f"/classes/{made.code}/class.ics", headers={"if-none-match": first["ETag"]})
        by_date = client.get(f"/classes/{made.code}/class.ics", headers={"if-modified-since": first["Last-Modified"]})
        catalogue.cancel_meeting(meeting_id=made.meetings[0], by=None, at=BY_DAY)
        changed = client.get(f"/classes/{made.code}/class.ics", headers={"if-none-match": first["ETag"]})

    assert again.content == first.content
    assert (by_tag.status_code, by_date.status_code, changed.status_code) == (304, 304, 200)
    assert (first["Last-Modified"], changed["Last-Modified"]) == (
        "Fri, 06 Mar 2026 05:00:00 GMT",
        "Fri, 06 Mar 2026 06:00:00 GMT",
    )
    assert events(changed)[0]["DTSTAMP"].dt == BY_DAY + timedelta(hours=1)


def feed_of(account_id):
    return interop.renew_feed(account_id=account_id, at=BY_DAY)


def test_a_persons_feed_holds_the_evenings_of_their_seats(client):
    made = make_class(2, meetings=3)
    mine, other = made.learners
    enrolment.release_seat(section_id=made.section_id, learner_id=other, by=other, at=BY_DAY, why="released")

    assert [event["UID"] for event in events(client.get(feed_of(mine)))] == [
        f"meeting-{one}@localhost" for one in made.meetings
    ]
    assert events(client.get(feed_of(other))) == []


def test_a_feed_without_evenings_is_a_whole_calendar_still(client):
    [newcomer] = make_people(1)

    text = unfold(client.get(feed_of(newcomer)))

    assert text[0] == "BEGIN:VCALENDAR"
    assert "BEGIN:VTIMEZONE" in text
    assert "BEGIN:VEVENT" not in text


def test_a_cancelled_class_stays_in_the_feed_of_who_held_a_seat_then(client):
    made = make_class(2, meetings=1)
    held, left = made.learners
    enrolment.release_seat(section_id=made.section_id, learner_id=left, by=left, at=BY_DAY, why="released")
    catalogue.cancel_section(section_id=made.section_id, by=None, at=BY_DAY + timedelta(hours=1))

    assert [event["STATUS"] for event in events(client.get(feed_of(held)))] == ["CANCELLED"]
    assert events(client.get(feed_of(left))) == []


def test_a_lecturers_feed_holds_the_evenings_they_teach(client):
    made = make_class(1, meetings=2)
    [account_id] = people.register_people(people=[people.NewPerson("周明远", "13800000001")], at=BY_DAY)
    lecturer = catalogue.NewLecturer(
        slug="lecturer-0", name="周明远", name_en="Zhou", evenings=(5,), districts=(), courses=(), account_id=account_id
    )
    catalogue.load_lecturers(lecturers=[lecturer])

    assert [event["UID"] for event in events(client.get(feed_of(account_id)))] == [
        f"meeting-{one}@localhost" for one in made.meetings
    ]


def test_the_feed_speaks_the_persons_language_whoever_fetches_it(client):
    [account_id] = make_class(1, meetings=1).learners
    people.set_language(account_id=account_id, language="en")

    response = client.get(feed_of(account_id))

    assert events(response)[0]["SUMMARY"] == "Using DeepSeek"
    assert response["Content-Language"] == "en"
    assert "X-WR-CALNAME:My night school" in unfold(response)


@pytest.mark.parametrize("meetings", [1, 3])
def test_a_feed_costs_the_same_queries_however_many_evenings(client, meetings, django_assert_num_queries):
    address = feed_of(make_class(1, meetings=meetings).learners[0])
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)
