"""Seasons: spans of weeks in a territory."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yexiao.catalogue._records import SeasonRecord
from yexiao.catalogue.models import Season
from yexiao.common.refusals import BadInput, NotFound
from yexiao.people import api as people


@transaction.atomic
def add_season(
    *, slug: str, name: str, name_en: str, path: str, starts_date: date, ends_date: date, free_percent: int = 60
) -> SeasonRecord:
    """Make the season, or return the one that already has this slug.

    Raises:
        BadInput: It ends before it starts, or the share is not 0 to 100 percent.
    """
    if ends_date < starts_date:
        raise BadInput(field="ends_date", reason="before the start")
    if not 0 <= free_percent <= 100:
        raise BadInput(field="free_percent", reason="not a percentage")
    values = {"name": name, "name_en": name_en, "path": path, "free_percent": free_percent}
    dates = {"starts_date": starts_date, "ends_date": ends_date}
    made, _ = Season.objects.get_or_create(slug=slug, defaults=values | dates)
    return _record(made)


def season(season_id: int) -> SeasonRecord:
    """Return the season.

    Raises:
        NotFound: There is none with that id.
    """
    found = Season.objects.filter(pk=season_id).first()
    if found is None:
        raise NotFound(season_id=season_id)
    return _record(found)


def list_seasons(*, within: str = "") -> list[SeasonRecord]:
    """Return the seasons of a territory, all if it is empty, latest start first."""
    seasons = [_record(found) for found in Season.objects.order_by("-starts_date", "path", "slug")]
    return [season for season in seasons if not within or people.is_within(season.path, within)]


def current_season(*, path: str, on: date) -> SeasonRecord | None:
    """Return the season running at a place that day: the smallest territory's, of those the latest; or None."""
    running = Season.objects.filter(starts_date__lte=on, ends_date__gte=on)
    covering = [season for season in running if people.is_within(path, season.path)]
    best = max(covering, key=lambda season: (len(season.path), season.starts_date, season.pk), default=None)
    return _record(best) if best else None


def _record(season: Season) -> SeasonRecord:
    return SeasonRecord(
        id=season.pk,
        slug=season.slug,
        name=season.name,
        name_en=season.name_en,
        path=season.path,
        starts_date=season.starts_date,
        ends_date=season.ends_date,
        free_percent=season.free_percent,
    )
