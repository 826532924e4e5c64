"""The parts of the look: lamps, strip, tiles, words for times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yexiao.common import clock, shapes, spoken

FRIDAY_NOON = datetime(2026, 12, 4, 4, 0, tzinfo=UTC)  # 12:00 in the city


def evening(days: int = 0, hour: int = 19, minute: int = 0) -> datetime:
    return clock.at_local(clock.local_date(FRIDAY_NOON) + timedelta(days=days), hour, minute)


def render(source: str, **values: object) -> str:
    with clock.standing_at(FRIDAY_NOON):
        return Template(source).render(Context(values))


@given(st.integers(-2, 400), st.integers(1, 300), st.integers(0, 400))
def test_lamps_never_lie_about_none_or_all(free, total, waiting):
    row = shapes.light_lamps(free=free, total=total, waiting=waiting)

    assert row.lit + row.dim + row.outlined <= shapes.MOST_LAMPS
    assert (row.lit == 0) == (free <= 0)
    assert (row.dim == 0) == (free >= total or (total == 1 and free == 1))
    assert (row.outlined == 0) == (waiting == 0)


@pytest.mark.parametrize(
    ("free", "total", "waiting", "lamps"),
    [
        (5, 8, 0, shapes.Lamps(5, 3, 0)),  # few seats: one lamp each
        (12, 50, 0, shapes.Lamps(3, 9, 0)),  # 12 * 12 / 50 = 2.9
        (1, 200, 0, shapes.Lamps(1, 11, 0)),  # one seat still shines
        (199, 200, 0, shapes.Lamps(11, 1, 0)),  # one taken seat still shows
        (0, 30, 6, shapes.Lamps(0, 9, 3)),
        (0, 0, 0, shapes.Lamps(0, 0, 0)),
    ],
)
def test_lamps_show_the_share_of_free_seats(free, total, waiting, lamps):
    assert shapes.light_lamps(free=free, total=total, waiting=waiting) == lamps


@pytest.mark.parametrize(
    ("language", "free", "waiting", "words"),
    [
        ("zh-hans", 12, 0, "余 12 / 50 席"),
        ("zh-hans", 0, 6, "已满 · 共 50 席 · 6 人候补"),
        ("en", 12, 0, "12 of 50 seats free"),
        ("en", 0, 1, "Full · 50 seats · 1 waiting"),
    ],
)
def test_lamps_always_come_with_words(language, free, waiting, words):
    with translation.override(language):
        html = render("{% lamps free 50 waiting %}", free=free, waiting=waiting)

    assert f'<span class="lamps-words">{words}</span>' in html


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (evening(), "今晚 19:00", "Tonight 19:00"),
        (evening(hour=14), "今天 14:00", "Today 14:00"),
        (evening(1), "明晚 19:00", "Tomorrow evening 19:00"),
        (evening(1, 9, 30), "明天 09:30", "Tomorrow 09:30"),
        (evening(-1), "昨晚 19:00", "Last night 19:00"),
        (evening(7), "周五（12 月 11 日）19:00", "Fri 11 Dec, 19:00"),
        (evening(35), "周五（2027 年 1 月 8 日）19:00", "Fri 8 Jan 2027, 19:00"),
    ],
)
def test_times_are_said_as_people_say_them(moment, chinese, english):
    with translation.override("zh-hans"):
        in_chinese = spoken.say_when(moment, at=FRIDAY_NOON)
    with translation.override("en"):
        in_english = spoken.say_when(moment, at=FRIDAY_NOON)

    assert (in_chinese, in_english) == (chinese, english)


def test_when_keeps_the_full_date_in_reach():
    with translation.override("zh-hans"):
        html = render("{% when moment %}", moment=evening())

    assert html == '<time datetime="2026-12-04T19:00:00+08:00" title="2026 年 12 月 4 日 周五 19:00">今晚 19:00</time>'


def test_span_says_its_day_once():
    with translation.override("en"):
        same_day = spoken.say_span(evening(), evening(hour=21), at=FRIDAY_NOON)
        past_midnight = spoken.say_span(evening(), evening(1, 9), at=FRIDAY_NOON)

    assert same_day == "Tonight 19:00–21:00"
    assert past_midnight == "Tonight 19:00 to Tomorrow 09:00"


@pytest.mark.django_db
def test_a_page_reads_the_clock_once(rf, django_assert_num_queries):
    from django.template import RequestContext

    context = RequestContext(rf.get("/"), {"moments": [evening(days) for days in range(5)]})

    with django_assert_num_queries(1):
        Template("{% for moment in moments %}{% when moment %}{% endfor %}").render(context)


@pytest.mark.parametrize(
    ("km", "chinese", "english"),
    [
        (0.02, "步行 1 分钟", "1 min on foot"),
        (0.6, "步行 8 分钟", "8 min on foot"),
        (2, "2.0 公里", "2.0 km"),
        (13.4, "13 公里", "13 km"),
    ],
)
def test_distance_is_minutes_on_foot_or_kilometres(km, chinese, english):
    with translation.override("zh-hans"):
        in_chinese = spoken.say_distance(km)
    with translation.override("en"):
        in_english = spoken.say_distance(km)

    assert (in_chinese, in_english) == (chinese, english)


@pytest.mark.parametrize(
    ("start", "end", "strip"),
    [
        (evening(hour=19), evening(hour=21), shapes.Strip(40, 40)),  # 2 h after 17:00, 2 h long, of 5 h
        (evening(hour=9), evening(hour=11), shapes.Strip(0, 8)),  # a morning still shows at the top
        (evening(hour=21), evening(1, 1), shapes.Strip(80, 20)),  # past midnight ends with the strip
    ],
)
def test_strip_places_a_meeting_in_its_evening(start, end, strip):
    assert shapes.place_on_strip(start, end) == strip


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_shade_grows_with_the_value_and_only_nothing_is_blank(value, most):
    level = shapes.shade(value, most=most)

    assert 0 <= level <= shapes.LEVELS
    assert (level == 0) == (value == 0)
    assert level >= shapes.shade(value - 1, most=most)
    assert shapes.shade(most, most=most) == shapes.LEVELS


def test_tiles_are_links_buttons_or_plain_and_have_a_table_twin():
    tiles = [
        shapes.Tile("民治", "龙华区", value="7", url="/here/", key="a"),
        shapes.Tile("南澳", "大鹏新区", value="3", key="b"),
    ]

    linked = render("{% tile_city tiles value_label='wishes' %}", tiles=tiles)
    chosen = render("{% tile_city tiles field='path' %}", tiles=tiles)

    assert '<a class="tile" href="/here/" data-level="0">' in linked
    assert '<div class="tile" data-level="0">' in linked
    assert linked.count("<tr>") == 3
    assert chosen.count('<button class="tile" name="path"') == 2
    assert "<table" not in chosen


def test_tiles_stand_in_reading_order_of_their_cells():
    tiles = [shapes.Tile("b", cell=(1, 0)), shapes.Tile("a", cell=(0, 1)), shapes.Tile("c", cell=(1, 1))]

    (block,) = shapes.group_tiles(tiles)

    assert [tile.label for tile in block.tiles] == ["a", "b", "c"]


def test_bars_draw_shares_and_keep_suppressed_figures_hidden():
    rows = [shapes.Bar("Employees", 400), shapes.Bar("Students", 100), shapes.Bar("Carers", None)]

    with translation.override("en"):
        html = render("{% bars rows %}", rows=rows)

    assert shapes.bar_widths(rows) == [100.0, 25.0, 0.0]
    assert '<td class="number">under 5</td>' in html


def test_a_name_follows_the_language_and_falls_back_to_chinese():
    course = SimpleNamespace(title="提示词入门", title_en="First prompts")
    venue = SimpleNamespace(name="和平社区", name_en="")

    with translation.override("en"):
        names = render("{% name_of course %} {% name_of venue %}", course=course, venue=venue)
    with translation.override("zh-hans"):
        chinese = render("{% name_of course %}", course=course)

    assert (names, chinese) == ("First prompts 和平社区", "提示词入门")


def test_a_card_leaves_out_what_it_was_not_told():
    card = {"url": "/x/", "title": "<b>", "start": evening(), "end": evening(hour=21), "place": "Heping"}

    with translation.override("en"):
        html = render('{% include "common/_meeting_card.html" %}', card=card)

    assert '<a href="/x/">&lt;b&gt;</a>' in html
    assert "lamps" not in html
    assert "Free" not in html
    assert "km" not in html


def test_progress_without_a_total_only_says_that_it_goes_on():
    html = render("{% progress 3 0 'Planning' %}")

    assert '<progress aria-label="Planning">' in html


@pytest.mark.parametrize(("value", "said"), [(7, "7"), (2804, "2,804"), ("31.4%", "31.4%")])
def test_a_large_figure_is_read_in_groups_of_three(value, said):
    assert f'<div class="stat-value">{said}</div>' in render('{% stat value "wishes" %}', value=value)
