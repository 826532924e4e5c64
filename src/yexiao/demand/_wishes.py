"""Say, change and withdraw wishes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.paths import lies_within_any
from yexiao.demand import _rules
from yexiao.demand._records import (
    MOST_WISHES,
    DemandCell,
    NewWish,
    Pair,
    SeasonOver,
    TooManyWishes,
    WishRecord,
    WishUnreadable,
)
from yexiao.demand.models import Wish, WishState
from yexiao.places import api as places


def say_wishes(*, account_id: int, season_id: int, wishes: Sequence[NewWish], at: datetime) -> None:
    """Put these wishes in place of the person's open ones for the season.

    Saying the same twice keeps one of each; a wish left out is withdrawn.

    Raises:
        NotFound: There is no such season.
        SeasonOver: It has ended.
        TooManyWishes: More than five.
        WishUnreadable: A wish cannot be kept; the data says which field and why.
    """
    say_wishes_of_many(season_id=season_id, wishes_by_person={account_id: wishes}, at=at)


@transaction.atomic
def say_wishes_of_many(*, season_id: int, wishes_by_person: Mapping[int, Sequence[NewWish]], at: datetime) -> None:
    """Do `say_wishes` for many people in a constant number of queries (per 1,000 wishes); all or nothing.

    Raises:
        NotFound, SeasonOver, TooManyWishes, WishUnreadable: As for one; the data names the account.
    """
    season = catalogue.season(season_id)
    if clock.local_date(at) > season.ends_date:
        raise SeasonOver(season=season.name, season_en=season.name_en)
    centres = _check(season, wishes_by_person)
    Wish.objects.filter(season_id=season_id, account_id__in=wishes_by_person, state=WishState.OPEN).update(
        state=WishState.WITHDRAWN
    )
    Wish.objects.bulk_create(
        _rows(season_id, wishes_by_person, centres, at),
        update_conflicts=True,
        unique_fields=["account", "season", "course"],
        update_fields=["path", "lat", "lon", "evenings", "reach_km", "rank", "purpose", "state", "said_at"],
        batch_size=1000,
    )


def withdraw_wish(*, account_id: int, season_id: int, course_id: int) -> None:
    """Withdraw one wish; nothing happens if there is none."""
    Wish.objects.filter(account_id=account_id, season_id=season_id, course_id=course_id).update(
        state=WishState.WITHDRAWN
    )


def list_wishes(*, account_id: int, season_id: int) -> list[WishRecord]:
    """Return the person's open wishes for the season, first choice first."""
    rows = Wish.objects.filter(account_id=account_id, season_id=season_id, state=WishState.OPEN)
    return [_as_record(row) for row in rows.order_by("rank", "id")]


def list_purposes(*, course_id: int, season_id: int, account_ids: Iterable[int]) -> dict[int, str]:
    """Return what each of these people wants the course for, where they said it."""
    rows = Wish.objects.filter(course_id=course_id, season_id=season_id, account_id__in=list(account_ids))
    return dict(rows.exclude(purpose="").values_list("account_id", "purpose"))


def wished_pairs(season_id: int) -> set[Pair]:
    """Return (account, course) of every open wish of the season."""
    rows = Wish.objects.filter(season_id=season_id, state=WishState.OPEN)
    return set(rows.values_list("account_id", "course_id"))


def gather_demand(*, season_id: int, within: str) -> list[DemandCell]:
    """Return the season's open wishes at a place and below, people with equal wishes together."""
    rows = (
        Wish.objects.filter(lies_within_any("path", [within]), season_id=season_id, state=WishState.OPEN)
        .order_by("path", "course_id", "rank", "evenings", "reach_km", "account_id")
        .values_list("path", "course_id", "rank", "evenings", "reach_km", "lat", "lon", "account_id")
    )
    return list(_cells(rows))


def _cells(rows: Iterable[tuple[str, int, int, list[int], float, float, float, int]]) -> Iterator[DemandCell]:
    together: dict[tuple[str, int, int, tuple[int, ...], float, float, float], list[int]] = {}
    for path, course_id, rank, evenings, reach_km, lat, lon, account_id in rows:
        together.setdefault((path, course_id, rank, tuple(evenings), reach_km, lat, lon), []).append(account_id)
    for (path, course_id, rank, days, reach_km, lat, lon), account_ids in together.items():
        yield DemandCell(path, course_id, days, reach_km, lat, lon, tuple(account_ids), rank)


def _check(
    season: catalogue.SeasonRecord, wishes_by_person: Mapping[int, Sequence[NewWish]]
) -> dict[str, tuple[float, float]]:
    """Refuse what cannot be kept; return where the wishes' places lie."""
    everything = [wish for wishes in wishes_by_person.values() for wish in wishes]
    courses = catalogue.describe_courses(ids=sorted({wish.course_id for wish in everything}))
    centres = _places_of(season, {wish.path for wish in everything})
    for account_id, wishes in wishes_by_person.items():
        if len(wishes) > MOST_WISHES:
            raise TooManyWishes(account_id=account_id, most=MOST_WISHES)
        for number, wish in enumerate(wishes):
            flaw = _flaw_of(wish, earlier=wishes[:number], courses=courses, centres=centres)
            if flaw is not None:
                raise WishUnreadable(account_id=account_id, field=flaw[0], reason=flaw[1])
    return centres


def _places_of(season: catalogue.SeasonRecord, paths: set[str]) -> dict[str, tuple[float, float]]:
    units = places.list_units(within=season.path, paths=sorted(paths)) if paths else []
    return places.centres(paths=[unit.path for unit in units if unit.level in {"street", "community"}])


def _flaw_of(
    wish: NewWish, *, earlier: Sequence[NewWish], courses: Collection[int], centres: Collection[str]
) -> tuple[str, str] | None:
    if wish.course_id not in courses:
        return "course_id", "unknown"
    if any(wish.course_id == other.course_id for other in earlier):
        return "course_id", "twice"
    if wish.path not in centres:
        return "path", "unknown"
    return _rules.flaw_of(
        evenings=wish.evenings, reach_km=wish.reach_km, rank=wish.rank, purpose=wish.purpose, most=MOST_WISHES
    )


def _rows(
    season_id: int,
    wishes_by_person: Mapping[int, Sequence[NewWish]],
    centres: Mapping[str, tuple[float, float]],
    at: datetime,
) -> list[Wish]:
    return [
        Wish(
            account_id=account_id,
            season_id=season_id,
            course_id=wish.course_id,
            path=wish.path,
            lat=centres[wish.path][0],
            lon=centres[wish.path][1],
            evenings=sorted(set(wish.evenings)),
            reach_km=wish.reach_km,
            rank=wish.rank,
            purpose=wish.purpose,
            said_at=at,
        )
        for account_id, wishes in wishes_by_person.items()
        for wish in wishes
    ]


def _as_record(row: Wish) -> WishRecord:
    return WishRecord(
        id=row.pk,
        account_id=row.account_id,
        season_id=row.season_id,
        course_id=row.course_id,
        path=row.path,
        evenings=tuple(row.evenings),
        reach_km=row.reach_km,
        rank=row.rank,
        purpose=row.purpose,
        said_at=row.said_at,
    )
