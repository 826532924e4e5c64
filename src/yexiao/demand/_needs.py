"""What employers need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.common.paths import lies_within_any
from yexiao.demand._records import NeedRecord, NeedUnreadable, NewNeed
from yexiao.demand.models import Need


@transaction.atomic
def say_needs(*, needs: Sequence[NewNeed], at: datetime) -> None:
    """Record needs; the same organisation, skill and date again changes the number and note, and opens it again.

    Raises:
        NeedUnreadable: For nobody, an unknown skill, or a date that is over.
    """
    skills, today = {skill.id for skill in catalogue.list_skills()}, clock.local_date(at)
    for need in needs:
        if need.people < 1 or need.skill_id not in skills or need.by_date < today:
            raise NeedUnreadable(organisation_id=need.organisation_id, skill_id=need.skill_id)
    Need.objects.bulk_create(
        [
            Need(
                organisation_id=need.organisation_id,
                skill_id=need.skill_id,
                path=need.path,
                people=need.people,
                by_date=need.by_date,
                note=need.note,
                is_open=True,
                said_at=at,
            )
            for need in needs
        ],
        update_conflicts=True,
        unique_fields=["organisation", "skill", "by_date"],
        update_fields=["people", "note", "path", "is_open", "said_at"],
    )


def withdraw_need(*, need_id: int, organisation_ids: Collection[int]) -> None:
    """Close a need of one of these organisations; any other is left as it is."""
    Need.objects.filter(pk=need_id, organisation__in=organisation_ids).update(is_open=False)


def list_needs(*, within: str) -> list[NeedRecord]:
    """Return the open needs at a place and below, soonest first."""
    rows = Need.objects.filter(lies_within_any("path", [within]), is_open=True).order_by("by_date", "id")
    return [_record(row) for row in rows]


def list_needs_of(*, organisation_ids: Collection[int]) -> list[NeedRecord]:
    """Return the open needs of these organisations, soonest first."""
    rows = Need.objects.filter(is_open=True, organisation__in=organisation_ids).order_by("by_date", "id")
    return [_record(row) for row in rows]


def _record(row: Need) -> NeedRecord:
    return NeedRecord(row.pk, row.organisation_id, row.skill_id, row.path, row.people, row.by_date, row.note)
