"""Entries are frozen at closing and published under pseudonyms, before anybody can know the order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from yexiao.catalogue import api as catalogue
from yexiao.common.refusals import NotFound
from yexiao.enrolment import _draw, _files, _groups, _locks, _ports, _rules
from yexiao.enrolment._claims import phase_of
from yexiao.enrolment._records import NotADraw, TooEarlyToDraw
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.models import Entry, Opening, Policy, Pool, Reserve

STANDING = """
UPDATE enrolment_entry AS entry SET choices = new.choices::bigint[], groups = new.groups::text[], losses = new.losses
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[]) AS new(id, choices, groups, losses)
WHERE entry.id = new.id
"""
IMPOSSIBLE = """
SELECT entry.account_id, pool.section_id
FROM enrolment_entry AS entry
JOIN enrolment_pool AS pool ON pool.section_id = ANY(entry.choices)
LEFT JOIN enrolment_seat AS seat ON seat.account_id = entry.account_id AND seat.state IN ('taken', 'offered')
    AND NOT seat.is_flagged AND seat.meetings && pool.meetings
WHERE entry.opening_id = %s AND (pool.is_cancelled OR seat.id IS NOT NULL)
"""


@_locks.whole
def freeze_entries(*, opening_id: int, at: datetime) -> str:
    """Freeze and publish the entries after the window has closed; return their digest. Repeating changes nothing.

    Raises:
        NotFound, NotADraw, TooEarlyToDraw: As for `decide_draw`.
    """
    opening = hold(opening_id, at)
    if not opening.entries_digest:
        freeze(opening, at)
    return opening.entries_digest


def hold(opening_id: int, at: datetime) -> Opening:
    """Lock a draw whose window has closed, with its pools."""
    opening = Opening.objects.select_for_update(no_key=True).filter(pk=opening_id).first()
    if opening is None:
        raise NotFound
    if opening.policy != Policy.DRAW:
        raise NotADraw
    if phase_of(opening, at) in (Phase.ANNOUNCED, Phase.ENTERING):
        raise TooEarlyToDraw(closes_at=opening.closes_at)
    _locks.hold_pools(opening.pools.values_list("section_id", flat=True))
    return opening


def freeze(opening: Opening, at: datetime) -> None:
    """Fix each entry's groups, losses and possible choices, and publish them without the seed."""
    entries = list(Entry.objects.filter(opening=opening).order_by("pseudonym"))
    _set_standing(opening, entries, at)
    draw = _lay(opening, entries)
    content = json.loads(_draw.write_draw(draw)) | {"seed": "", "seed_hash": opening.seed_hash}
    _files.publish(opening_id=opening.pk, name=_files.INPUT, content=_draw.canonical_json(content) + b"\n")
    opening.entries_digest = _draw.entries_digest(draw.people)
    opening.save(update_fields=["entries_digest"])


def _set_standing(opening: Opening, entries: Sequence[Entry], at: datetime) -> None:
    accounts = [entry.account_id for entry in entries]
    names = Reserve.objects.filter(pool__opening=opening).order_by("pool_id", "order").values_list("group", flat=True)
    groups = _groups.groups_of(account_ids=accounts, groups=names)
    losses = losses_of(accounts, at=at)
    impossible = _impossible_choices(opening)
    for entry in entries:
        entry.groups = list(groups[entry.account_id])
        entry.losses = losses[entry.account_id]
        entry.choices = [one for one in entry.choices if (entry.account_id, one) not in impossible]
    rows = [(entry.pk, _array(entry.choices), _array(entry.groups), entry.losses) for entry in entries]
    write_columns(STANDING, rows)


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def write_columns(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run a statement that takes the rows as one array for each column."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def _impossible_choices(opening: Opening) -> set[tuple[int, int]]:
    # A class cancelled since, or at a time at which the person holds a seat, is left out of the ranking.
    with connection.cursor() as cursor:
        cursor.execute(IMPOSSIBLE, [opening.pk])
        return {(account_id, section_id) for account_id, section_id in cursor.fetchall()}


def losses_of(account_ids: Sequence[int], *, at: datetime) -> dict[int, int]:
    """Return each person's losses that count now: none while they are absent too often."""
    rows = Entry.objects.filter(account_id__in=account_ids, is_seated__isnull=False).values_list(
        "account_id", "opening__season_id", "is_seated", "opening__decided_at"
    )
    history: dict[int, list[tuple[int, bool, datetime]]] = {account_id: [] for account_id in account_ids}
    for account_id, season_id, was_seated, decided_at in rows:
        if decided_at is not None:
            history[account_id].append((season_id, bool(was_seated), decided_at))
    absent = _ports.too_often_absent(account_ids, at) if account_ids else set()
    return {
        account_id: 0 if account_id in absent else _rules.count_losses(seasons)
        for account_id, seasons in history.items()
    }


def _lay(opening: Opening, entries: Sequence[Entry]) -> _draw.Draw:
    pools = {pool.section_id: pool for pool in Pool.objects.filter(opening=opening).prefetch_related("reserves")}
    sections = sorted(catalogue.list_sections(ids=list(pools)), key=lambda section: section.id)
    codes = {section.id: section.code for section in sections}
    return _draw.Draw(
        sections=tuple(_as_section(section, pools[section.id]) for section in sections),
        people=tuple(
            _draw.Person(
                id=entry.pseudonym,
                choices=tuple(codes[section_id] for section_id in entry.choices),
                pools=tuple(entry.groups),
                losses=entry.losses,
            )
            for entry in entries
        ),
        seed=b"",
        seats_per_person=opening.seats_per_person,
    )


def _as_section(section: catalogue.SectionRecord, pool: Pool) -> _draw.Section:
    reserves = sorted(pool.reserves.all(), key=lambda reserve: reserve.order)
    return _draw.Section(
        id=section.code,
        course=str(section.course_id),
        capacity=0 if pool.is_cancelled else pool.capacity,
        meetings=tuple((span.lower, span.upper) for span in pool.meetings),
        pools=tuple(_draw.Pool(reserve.group, reserve.seats) for reserve in reserves),
    )
