"""The demonstration city's files agree with each other, before any loader reads them."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypinyin import lazy_pinyin

CONTENT = Path(__file__).resolve().parents[2] / "content"
LONGHUA = "440309"
KINDS = {
    "common_core",
    "tailored",
    "micro_series",
    "lab",
    "cohort_1_3",
    "train_the_trainer",
    "contest",
    "joint_class",
}
RARE_LABS = {"humanoid-robots"}
EVENINGS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
HAN = re.compile(r"[\u3400-\u9fff]")


def rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def read_course(path: Path) -> dict[str, Any]:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    chinese, english = body.split("## English")
    return tomllib.loads(front) | {
        "file": path.stem,
        "body": chinese.replace("## 中文", "").strip(),
        "body_en": english.strip(),
    }


TERRITORY = {row["code"]: row for row in rows("territory.csv")}
VENUES = {row["slug"]: row for row in rows("venues.csv")}
ROOMS = rows("rooms.csv")
LECTURERS = {row["slug"]: row for row in rows("lecturers.csv")}
COURSES = {course["slug"]: course for course in map(read_course, sorted((CONTENT / "courses").glob("*.md")))}
SKILLS = {row["slug"] for row in rows("skills.csv")}
EQUIPMENT = {row["slug"] for row in rows("equipment.csv")}
PROVIDERS = {row["slug"] for row in rows("providers.csv")}
EMPLOYERS = {row["slug"]: row for row in rows("employers.csv")}
DEMO = table("demo.toml")
NAMES = table("names.toml")


def parts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def district_of(code: str) -> str:
    while TERRITORY[code]["level"] != "district":
        code = TERRITORY[code]["parent"]
    return code


def courses_of(lecturer: dict[str, str]) -> set[str]:
    return set(parts(lecturer["courses"]))


def bare_name(name: str) -> str:
    """Drop the word for the kind of unit, and keep the inner committee's own name beside its community."""
    outer, _, inner = name.partition("社区")
    inner = re.sub("(居民委员会|居委会)$", "", inner)
    if inner and inner != outer and not inner.startswith("社区"):
        return f"{outer}|{inner}"
    if outer != name:
        return outer
    return re.sub("(街道|新区|区|市)$", "", name)


@pytest.mark.parametrize(
    "name",
    ["venues.csv", "equipment.csv", "skills.csv", "providers.csv", "employers.csv", "lecturers.csv"],
)
def test_slugs_are_unique_and_plain(name):
    slugs = [row["slug"] for row in rows(name)]

    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_territory_is_the_whole_city():
    levels = Counter(row["level"] for row in TERRITORY.values())

    assert levels == {"city": 1, "district": 10, "street": 74, "community": 783}
    assert len(TERRITORY) == len(rows("territory.csv"))
    above = {"district": "city", "street": "district", "community": "street"}
    assert {(row["level"], TERRITORY[row["parent"]]["level"]) for row in TERRITORY.values() if row["parent"]} == set(
        above.items()
    )


def test_pinyin_follows_the_dictionary_except_where_overridden():
    overrides = {row["word"]: row["pinyin"] for row in rows("pinyin-overrides.csv")}
    words = {code: bare_name(row["name"]).split("|") for code, row in TERRITORY.items()}

    expected = {
        code: " ".join(overrides.get(word) or " ".join(lazy_pinyin(word)) for word in names)
        for code, names in words.items()
    }

    assert {code: row["pinyin"] for code, row in TERRITORY.items()} == expected
    assert set(overrides) <= {word for names in words.values() for word in names}


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("葵涌街道", "Kuichong"),
        ("石厦社区", "Shixia"),
        ("岗厦社区", "Gangxia"),
        ("塘下涌社区", "Tangxiachong"),
        ("长圳社区", "Changzhen"),
        ("茜坑社区", "Xikeng"),
        ("章阁社区", "Zhangge"),
        ("罗湖区", "Luohu"),
        ("宝安区", "Bao'an"),
        ("布吉圩社区", "Bujixu"),
        ("大鹏新区", "Dapeng"),
        ("玉律社区", "Yulü"),
        ("沙坣社区", "Shabo"),
        ("坣岗社区", "Bogang"),
    ],
)
def test_local_readings_are_the_ones_on_the_signs(name, english):
    assert {row["name_en"] for row in TERRITORY.values() if row["name"] == name} == {english}


def test_english_names_hold_no_chinese():
    wrong = [row["name"] for row in TERRITORY.values() if HAN.search(row["name_en"]) or not row["name_en"]]

    assert wrong == []


def test_venues_stand_in_real_communities_and_every_district():
    per_district = Counter(district_of(row["community_code"]) for row in VENUES.values())

    assert {TERRITORY[row["community_code"]]["level"] for row in VENUES.values()} == {"community"}
    assert len(per_district) == 10
    assert min(per_district.values()) >= 3
    assert per_district[LONGHUA] >= 14
    assert {row["synthetic"] for row in VENUES.values()} == {"yes"}


def test_venues_have_places_and_hours_that_hold_an_evening():
    for row in VENUES.values():
        assert 22.45 < float(row["lat"]) < 22.86, row["slug"]
        assert 113.75 < float(row["lon"]) < 114.62, row["slug"]
        assert row["opens"] <= "18:30" < "21:30" <= row["closes"], row["slug"]


def test_named_venues_are_where_people_know_them():
    assert VENUES["zhangge"]["community_code"] == "440309005011"
    assert TERRITORY[VENUES["shuibei"]["community_code"]]["parent"] == "440303004"
    assert TERRITORY[VENUES["heping-pingshan"]["community_code"]]["parent"] == "440310001"
    zhangge = [int(room["capacity"]) for room in ROOMS if room["venue_slug"] == "zhangge"]
    assert len(zhangge) == 3
    assert min(zhangge) >= 30
    assert max(zhangge) == 50
    assert 50 in [int(room["capacity"]) for room in ROOMS if room["venue_slug"] == "heping-pingshan"]


def test_rooms_belong_to_venues_and_hold_known_equipment():
    per_venue = Counter(room["venue_slug"] for room in ROOMS)
    keys = Counter((room["venue_slug"], room["slug"]) for room in ROOMS)

    assert set(per_venue) == set(VENUES)
    assert max(per_venue.values()) <= 4
    assert max(keys.values()) == 1
    assert {item for room in ROOMS for item in parts(room["equipment"])} == EQUIPMENT
    assert min(int(room["cost_fen"]) for room in ROOMS) > 0


def test_the_humanoid_robot_stands_in_two_rooms_as_its_course_says():
    places = [room["venue_slug"] for room in ROOMS if "humanoid-robot" in parts(room["equipment"])]

    assert places == ["luhu", "kejiyuan"]


def test_there_are_25_skills_and_each_is_taught():
    assert len(SKILLS) == 25
    assert {skill for course in COURSES.values() for skill in course["skills"]} == SKILLS


def test_there_are_60_courses_of_every_kind():
    assert len(COURSES) == 60
    assert {course["kind"] for course in COURSES.values()} == KINDS
    assert {course["level"] for course in COURSES.values()} == {"starter", "next", "deep"}
    assert [slug for slug, course in COURSES.items() if slug != course["file"]] == []


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_course_is_whole(course):
    assert set(course["skills"]) <= SKILLS
    assert set(course["equipment"]) <= EQUIPMENT
    assert 1 <= course["meetings"] <= 8
    assert course["minutes"] == 120
    assert 1 <= course["min_people"] <= course["max_people"]
    assert course["market_price_fen"] % 1000 == 0
    assert 80 <= len(HAN.findall(course["body"])) <= 220
    assert 80 <= len(course["body_en"].split()) <= 200
    for field in ("title", "bring", "audience", "summary", "body"):
        assert HAN.search(course[field]) or course[field] == course["title"], field
        assert course[f"{field}_en"], field
        assert not HAN.search(course[f"{field}_en"]), field


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_course_fits_a_room_and_has_lecturers_in_longhua(course):
    fitting = [
        room
        for room in ROOMS
        if set(course["equipment"]) <= set(parts(room["equipment"]))
        and int(room["capacity"]) >= course["min_people"]
        and district_of(VENUES[room["venue_slug"]]["community_code"]) == LONGHUA
    ]
    teaching = [
        lecturer
        for lecturer in LECTURERS.values()
        if course["slug"] in courses_of(lecturer) and LONGHUA in parts(lecturer["districts"])
    ]

    assert len(fitting) >= (1 if course["slug"] in RARE_LABS else 2)
    assert len(teaching) >= (1 if course["slug"] in RARE_LABS else 2)


def test_lecturers_refer_to_what_exists():
    for row in LECTURERS.values():
        assert courses_of(row) <= set(COURSES), row["slug"]
        assert row["provider_slug"] in PROVIDERS, row["slug"]
        assert set(parts(row["evenings"])) <= EVENINGS, row["slug"]
        assert {TERRITORY[code]["level"] for code in parts(row["districts"])} == {"district"}, row["slug"]
        assert float(row["reach_km"]) > 0, row["slug"]
        assert int(row["rate_fen"]) > 0, row["slug"]
        assert int(row["max_sections"]) > 0, row["slug"]


def test_lecturers_cover_the_city():
    per_district = Counter(code for row in LECTURERS.values() for code in parts(row["districts"]))

    assert len(LECTURERS) >= 110
    assert len(per_district) == 10
    assert min(per_district.values()) >= 5
    assert per_district[LONGHUA] >= 22
    assert {row["provider_slug"] for row in LECTURERS.values()} == PROVIDERS


def test_names_of_people_are_not_repeated():
    names = Counter(row["name"] for row in LECTURERS.values())

    assert [name for name, count in names.items() if count > 1] == []


def test_employers_need_known_skills_in_real_communities():
    assert len(PROVIDERS) == 12
    assert len(EMPLOYERS) == 25
    for row in EMPLOYERS.values():
        needs = dict(need.split(":") for need in parts(row["needs"]))
        assert set(needs) <= SKILLS, row["slug"]
        assert min(map(int, needs.values())) > 0, row["slug"]
        assert TERRITORY[row["community_code"]]["level"] == "community", row["slug"]
        assert "虚构" in row["name"], row["slug"]
        assert "fictional" in row["name_en"], row["slug"]


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(CONTENT.glob("*.csv")) if path.name != "pinyin-overrides.csv"]
)
def test_every_text_has_both_languages(name):
    for row in rows(name):
        for column in [column for column in row if f"{column}_en" in row]:
            english = row[f"{column}_en"]
            assert row[column], (name, row)
            assert english, (name, row)
            assert not HAN.search(english), (name, english)


def test_holidays_are_in_their_year_and_apart_from_make_up_days():
    for year in table("holidays.toml")["years"]:
        days: list[date] = []
        for holiday in year["holidays"]:
            length = (holiday["last"] - holiday["first"]).days
            days += [holiday["first"] + timedelta(days=offset) for offset in range(length + 1)]
        worked = year["make_up_days"]

        assert {day.year for day in days + worked} == {year["year"]}
        assert len(days) == len(set(days))
        assert not set(days) & set(worked)
        assert [day for day in worked if day.isoweekday() < 6] == []


def test_situations_share_out_everybody():
    situations = NAMES["situations"]

    assert sum(situation["share"] for situation in situations) == pytest.approx(1)
    assert len({situation["kind"] for situation in situations}) == 8
    for situation in situations:
        assert set(situation["courses"]) <= set(COURSES), situation["kind"]
        assert set(situation["skills"]) <= SKILLS, situation["kind"]
        assert set(situation["evenings"]) == EVENINGS, situation["kind"]
        assert max(situation["starts"].values()) == 1, situation["kind"]
        assert all(chinese and english for chinese, english in situation["trades"]), situation["kind"]


def test_every_birth_decade_in_use_has_given_names():
    decades = {
        int(decade)
        for situation in NAMES["situations"]
        for decade, weight in situation["birth_decades"].items()
        if weight
    }

    covered = {
        decade
        for decade in decades
        for group in NAMES["given"]
        if group["first_decade"] <= decade <= group["last_decade"]
    }

    assert covered == decades
    pairs = NAMES["surnames"] + [pair for group in NAMES["given"] for pair in group["names"]]
    assert all(HAN.search(chinese) and english.isascii() for chinese, english in pairs)
    assert len({chinese for chinese, _ in NAMES["surnames"]}) == len(NAMES["surnames"])


def test_the_zhangge_friday_can_be_taught():
    friday = DEMO["scenarios"]["zhangge_friday"]
    rooms = {room["slug"]: room for room in ROOMS if room["venue_slug"] == friday["venue"]}

    assert len(friday["classes"]) == 3
    for lesson in friday["classes"]:
        lecturer = LECTURERS[lesson["lecturer"]]
        course = COURSES[lesson["course"]]
        room = rooms[lesson["room"]]
        assert lesson["course"] in courses_of(lecturer)
        assert friday["evening"] in parts(lecturer["evenings"])
        assert set(course["equipment"]) <= set(parts(room["equipment"]))
        assert lesson["capacity"] <= min(course["max_people"], int(room["capacity"]))
    assert sum(friday["shares"].values()) == pytest.approx(1)


def test_the_heping_rush_can_be_taught():
    rush = DEMO["scenarios"]["heping_rush"]
    lecturer = LECTURERS[rush["lecturer"]]
    room = next(room for room in ROOMS if (room["venue_slug"], room["slug"]) == (rush["venue"], rush["room"]))

    assert rush["course"] in courses_of(lecturer)
    assert rush["evening"] in parts(lecturer["evenings"])
    assert rush["places"] == int(room["capacity"]) == COURSES[rush["course"]]["max_people"] == 50
    assert rush["people"] == 300


def test_the_shuibei_season_has_lecturers_and_evenings_enough():
    season = DEMO["scenarios"]["shuibei_season"]
    lecturers = [LECTURERS[slug] for slug in season["lecturers"]]
    venues = {season["venue"], *season["more_venues"]}
    evenings = season["weeks"] * 5 * sum(room["venue_slug"] in venues for room in ROOMS)
    longest = max(COURSES[slug]["meetings"] for slug in season["courses"])
    average = sum(COURSES[slug]["meetings"] for slug in season["courses"]) / len(season["courses"])

    assert len(lecturers) == len(set(season["lecturers"])) == 10
    assert sum(int(lecturer["max_sections"]) for lecturer in lecturers) >= season["sections"] == 120
    assert season["sections"] * average <= evenings
    assert longest <= season["weeks"]
    for slug in season["courses"]:
        assert any(slug in courses_of(lecturer) for lecturer in lecturers), slug
    assert sum(season["shares"].values()) == pytest.approx(1)


def test_demonstration_accounts_are_distinct_and_refer_to_what_exists():
    accounts = DEMO["accounts"]
    phones = [account["phone"] for account in accounts]

    assert phones == [f"+86199{number:08d}" for number in range(1, len(accounts) + 1)]
    users = [account["username"] for account in accounts if "username" in account]
    assert len(users) == len(set(users))
    for account in accounts:
        assert account.get("territory", "4403") in TERRITORY
        assert account.get("home", "4403") in TERRITORY
        assert account.get("lecturer", "zhou-mingyuan") in LECTURERS
        assert account.get("organisation", "moon-circuit") in EMPLOYERS
        assert account["name_en"]
        assert account["note_en"]


def test_the_open_season_names_known_courses():
    chosen = [*DEMO["open_now"]["draw"], *DEMO["open_now"]["first_come"], *DEMO["season"]["late_courses"]]

    assert [slug for slug in chosen if slug not in COURSES] == []
    months = sorted(month for season in DEMO["season"]["names"].values() for month in season["months"])
    assert months == list(range(1, 13))
