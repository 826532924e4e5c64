"""Template tags for the parts of the look; every template has them without loading.

`/design/` shows each part with the line that makes it. Records that views fill
(`Tile`, `Bar`, `Link`) are in `yexiao.common.shapes`; words for times and distances
outside templates are in `yexiao.common.spoken`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yexiao.common import clock, money, shapes, spoken

register = template.Library()

HAN = re.compile("[\u4e00-\u9fff]")
STATE_ICONS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "calm": "info"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of our sprite; without a label it is decoration and screen readers skip it."""
    address = f"{static('common/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.inclusion_tag("common/_lamps.html")
def lamps(free: int, total: int, waiting: int = 0) -> dict[str, Any]:
    """Show how many seats are free, as at most twelve lamps and in words."""
    row = shapes.light_lamps(free=free, total=total, waiting=waiting)
    kinds = ["lit"] * row.lit + ["dim"] * row.dim + ["outlined"] * row.outlined
    drawn = [(kind, number * 12) for number, kind in enumerate(kinds)]
    return {"lamps": drawn, "width": len(kinds) * 12, "free": free, "total": total, "waiting": waiting}


@register.inclusion_tag("common/_evening_strip.html")
def evening_strip(start: datetime, end: datetime) -> dict[str, Any]:
    """Show where a meeting lies in the evening, 17:00 to 22:00, with its two times."""
    strip = shapes.place_on_strip(start, end)
    return {"strip": strip, "starts": spoken.say_clock(start), "ends": spoken.say_clock(end)}


@register.inclusion_tag("common/_tile_city.html")
def tile_city(
    tiles: Iterable[shapes.Tile], caption: str = "", field: str = "", value_label: str = ""
) -> dict[str, Any]:
    """Show the city as districts of equal tiles, with a table twin.

    `tiles` are `shapes.Tile`; with `field` each tile is a submit button of the
    surrounding form, named so and sending the tile's key.
    """
    blocks = shapes.group_tiles(tiles)
    is_map = all(block.place for block in blocks)
    return {"blocks": blocks, "is_map": is_map, "caption": caption, "field": field, "value_label": value_label}


@register.inclusion_tag("common/_bars.html")
def bars(rows: Sequence[Any], caption: str = "", label: str = "", value_label: str = "") -> dict[str, Any]:
    """Show `shapes.Bar` rows as a table whose middle column draws each value."""
    drawn = list(zip(rows, shapes.bar_widths(rows), strict=True))
    return {"rows": drawn, "caption": caption, "label": label, "value_label": value_label}


@register.inclusion_tag("common/_progress.html")
def progress(done: float, total: float, label: str = "") -> dict[str, Any]:
    """Show how far real work has come; without a total it says only that it is going on."""
    percent = int(100 * done / total) if total else 0
    return {"done": done, "total": total, "label": label, "percent": percent}


@register.inclusion_tag("common/_stat.html")
def stat(value: Any, label: str, note: str = "", url: str = "") -> dict[str, Any]:
    """Show one figure, large, with what it counts; whole numbers in groups of three, None as suppressed."""
    said = f"{value:,}" if isinstance(value, int) else value
    return {"value": said, "label": label, "note": note, "url": url}


@register.inclusion_tag("common/_state.html")
def state(kind: str, label: str) -> dict[str, Any]:
    """Show a state (good, warn, bad or calm) as an icon and a word."""
    return {"kind": kind, "label": label, "icon": STATE_ICONS[kind]}


@register.simple_tag(takes_context=True)
def when(context: RequestContext, moment: datetime) -> SafeString:
    """Say a moment as people do, with the full date in reach."""
    return _time(moment, spoken.say_when(moment, at=_now(context)), spoken.say_full(moment))


@register.simple_tag(takes_context=True)
def span(context: RequestContext, start: datetime, end: datetime) -> SafeString:
    """Say from when to when, with the full date in reach."""
    return _time(start, spoken.say_span(start, end, at=_now(context)), spoken.say_full(start))


@register.simple_tag(takes_context=True)
def day(context: RequestContext, date_or_moment: date) -> SafeString:
    """Say a day with its weekday."""
    is_moment = isinstance(date_or_moment, datetime)
    on = clock.local_date(date_or_moment) if is_moment else date_or_moment  # type: ignore[arg-type]
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), spoken.say_date(on, at=_now(context)))


@register.simple_tag
def weekday(number: int) -> str:
    """Say a weekday, 1 = Monday to 7 = Sunday."""
    return spoken.say_weekday(number)


@register.simple_tag
def clock_time(moment: datetime) -> str:
    """Say the time of day in the city."""
    return spoken.say_clock(moment)


@register.simple_tag
def yuan(fen: int) -> str:
    """Write an amount given in fen."""
    return money.yuan(fen)


@register.simple_tag
def distance(km: float) -> str:
    """Say how far it is: minutes on foot below two kilometres."""
    return spoken.say_distance(km)


@register.simple_tag
def name_of(thing: Any, field: str = "") -> str:
    """Return a record's name or title (or another field with an `_en` twin) in the active language."""
    base = field or ("name" if hasattr(thing, "name") else "title")
    chinese = str(getattr(thing, base, ""))
    if (get_language() or "").startswith("zh"):
        return chinese
    return str(getattr(thing, f"{base}_en", "") or chinese)


@register.filter
def on_tile(label: Any) -> str:
    """Return a street's name as it stands on a tile: there 福城街道 is 福城, every tile being a street."""
    text = str(label)
    return text.removesuffix("街道") or text


@register.simple_tag
def person(name: str) -> str | SafeString:
    """Say somebody's own name; a Chinese one is marked as such on a page of another language."""
    is_foreign = not (get_language() or "").startswith("zh") and HAN.search(name)
    return format_html('<span lang="zh-Hans">{}</span>', name) if is_foreign else name


def _time(moment: datetime, words: str, full: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, words)


def _now(context: RequestContext) -> datetime:
    request = context.get("request")
    if request is None:
        return clock.now()
    if not hasattr(request, "opened_at"):
        request.opened_at = clock.now()
    moment: datetime = request.opened_at
    return moment
