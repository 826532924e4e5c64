"""Entries into a draw: who would like which sections, best first, while the window is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Count

from yexiao.common import sealed
from yexiao.common.refusals import NotFound
from yexiao.enrolment import _claims, _locks, _rules
from yexiao.enrolment._draw import pseudonym
from yexiao.enrolment._openings import KEY_COLUMN
from yexiao.enrolment._records import BadChoices, Closed, EntryRecord, NewEntry, NotADraw, NotYetOpen
from yexiao.enrolment._rules import Phase
from yexiao.enrolment.models import Entry, Opening, Policy

ENTER = """
INSERT INTO enrolment_entry (opening_id, account_id, choices, groups, pseudonym, losses, reason, entered_at)
SELECT %s, account_id, choices::bigint[], '{}', pseudonym, 0, '', %s
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS entered(account_id, choices, pseudonym)
ORDER BY account_id
ON CONFLICT (opening_id, account_id) DO UPDATE SET choices = excluded.choices, entered_at = excluded.entered_at
"""


@_locks.whole
def enter_draw(*, opening_id: int, account_id: int, choices: Sequence[int], at: datetime) -> EntryRecord:
    """Enter the person into the draw with a ranking of sections, best first; entering again replaces it.

    Raises:
        NotFound, NotADraw: There is no such draw.
        NotYetOpen, Closed: The window is not open.
        BadChoices: None, too many, a section twice or one that is not in this draw.
    """
    entries = [NewEntry(account_id, tuple(choices))]
    _enter(opening_id, entries, at)
    return _as_record(Entry.objects.get(opening_id=opening_id, account_id=account_id))


@_locks.whole
def enter_draw_of_many(*, opening_id: int, entries: Sequence[NewEntry], at: datetime) -> int:
    """Enter many people, each with a ranking of sections; all or none. Return how many entered."""
    return _enter(opening_id, list({entry.account_id: entry for entry in entries}.values()), at)


def _enter(opening_id: int, entries: Sequence[NewEntry], at: datetime) -> int:
    opening = _open_window(opening_id, at)
    offered = set(opening.pools.filter(is_cancelled=False).values_list("section_id", flat=True))
    if not all(_rules.are_choices_good(entry.choices, offered) for entry in entries):
        raise BadChoices(most=_rules.MOST_CHOICES)
    key = season_key(opening)
    accounts = [entry.account_id for entry in entries]
    choices = ["{" + ",".join(map(str, entry.choices)) + "}" for entry in entries]
    names = [pseudonym(season_key=key, account_id=str(account_id)) for account_id in accounts]
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [opening_id, at, accounts, choices, names])
    return len(entries)


@_locks.whole
def withdraw_entry(*, opening_id: int, account_id: int, at: datetime) -> bool:
    """Take the person's entry back while the window is open; tell whether there was one.

    Raises:
        NotFound, NotADraw, NotYetOpen, Closed: As for `enter_draw`.
    """
    _open_window(opening_id, at)
    return bool(Entry.objects.filter(opening_id=opening_id, account_id=account_id).delete()[0])


def _open_window(opening_id: int, at: datetime) -> Opening:
    # FOR SHARE: any number of people enter side by side, but none while the entries are being frozen.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM enrolment_opening WHERE id = %s FOR SHARE", [opening_id])
    opening = Opening.objects.filter(pk=opening_id).first()
    if opening is None:
        raise NotFound
    if opening.policy != Policy.DRAW:
        raise NotADraw
    phase = _claims.phase_of(opening, at)
    if phase == Phase.ANNOUNCED:
        raise NotYetOpen(opens_at=opening.opens_at)
    if phase != Phase.ENTERING or opening.entries_digest:
        raise Closed
    return opening


def season_key(opening: Opening) -> bytes:
    """Return the secret under which this opening's pseudonyms are made."""
    return bytes.fromhex(sealed.unseal(bytes(opening.key_sealed), column=KEY_COLUMN))


def list_entries_of(*, account_id: int, opening_ids: Iterable[int] | None = None) -> list[EntryRecord]:
    """Return the person's entries, latest first."""
    rows = Entry.objects.filter(account_id=account_id).order_by("-entered_at", "-pk")
    if opening_ids is not None:
        rows = rows.filter(opening_id__in=list(opening_ids))
    return [_as_record(row) for row in rows]


def count_entries(*, opening_ids: Iterable[int]) -> dict[int, int]:
    """Return how many people have entered each draw; one query."""
    counts = dict.fromkeys(opening_ids, 0)
    rows = Entry.objects.filter(opening_id__in=counts).values_list("opening_id").annotate(Count("pk"))
    return counts | dict(rows)


def _as_record(row: Entry) -> EntryRecord:
    return EntryRecord(
        opening_id=row.opening_id,
        account_id=row.account_id,
        choices=tuple(row.choices),
        pseudonym=row.pseudonym,
        losses=row.losses,
        is_seated=row.is_seated,
        reason=row.reason,
        entered_at=row.entered_at,
    )
