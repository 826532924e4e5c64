"""What people say after class: stars, whether they use it at work, a few words. The last word counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Avg, Count, Q

from yexiao.common.refusals import BadInput, Refusal
from yexiao.learning.models import Feedback

LONGEST_COMMENT = 500
WAS_THERE = ("present", "late", "left_early")


class NotYetAttended(Refusal):
    """Only who came to an evening of the class can speak about it."""

    code = "learning.not_yet_attended"


class StarsUnreadable(BadInput):
    """Stars are one to five."""

    code = "learning.stars_unreadable"


@dataclass(frozen=True)
class NewFeedback:
    """One person's word on a section; `uses_at_work` None means not answered."""

    section_id: int
    account_id: int
    stars: int
    uses_at_work: bool | None = None
    comment: str = ""


@dataclass(frozen=True)
class FeedbackRecord:
    """A word as it is kept."""

    stars: int
    uses_at_work: bool | None
    comment: str
    said_at: datetime


@dataclass(frozen=True)
class FeedbackSummary:
    """How many spoke, their mean stars, how many answered about work, how many of those use it."""

    people: int
    stars: float
    asked_about_work: int
    uses_at_work: int


def say_feedback(
    *, section_id: int, account_id: int, stars: int, uses_at_work: bool | None = None, comment: str = "", at: datetime
) -> None:
    """Keep one person's word on a section, in place of an earlier one.

    Raises:
        StarsUnreadable: Not one to five.
        NotYetAttended: The person came to no evening of this section.
    """
    said = NewFeedback(section_id, account_id, stars, uses_at_work, comment)
    say_feedback_of_many(feedback=[said], at=at)


@transaction.atomic
def say_feedback_of_many(*, feedback: Sequence[NewFeedback], at: datetime) -> int:
    """Keep many people's words, all or none, in two statements; return how many.

    Raises:
        StarsUnreadable, NotYetAttended: As in `say_feedback`.
    """
    last = {(said.section_id, said.account_id): said for said in feedback}
    for said in last.values():
        if not 1 <= said.stars <= 5:
            raise StarsUnreadable(field="stars", reason=str(said.stars))
    _check_attended(last.keys())
    rows = [
        Feedback(
            section_id=said.section_id,
            account_id=said.account_id,
            stars=said.stars,
            uses_at_work=said.uses_at_work,
            comment=said.comment.strip()[:LONGEST_COMMENT],
            said_at=at,
        )
        for _, said in sorted(last.items())
    ]
    Feedback.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["section", "account"],
        update_fields=["stars", "uses_at_work", "comment", "said_at"],
    )
    return len(rows)


def feedback_of(*, section_id: int, account_id: int) -> FeedbackRecord | None:
    """Return what the person said about the section, None while they said nothing."""
    row = Feedback.objects.filter(section_id=section_id, account_id=account_id).first()
    return None if row is None else FeedbackRecord(row.stars, row.uses_at_work, row.comment, row.said_at)


def may_speak(*, section_id: int, account_id: int) -> FeedbackRecord | None:
    """Return what the person said about the section so far.

    Raises:
        NotYetAttended: The person came to no evening of this section.
    """
    _check_attended([(section_id, account_id)])
    return feedback_of(section_id=section_id, account_id=account_id)


def summarise_feedback(section_ids: Collection[int]) -> dict[int, FeedbackSummary]:
    """Return the summaries of those sections somebody spoke about, in one query."""
    rows = (
        Feedback.objects.filter(section_id__in=section_ids)
        .values("section_id")
        .annotate(
            people=Count("id"),
            mean=Avg("stars"),
            asked=Count("uses_at_work"),
            uses=Count("id", filter=Q(uses_at_work=True)),
        )
    )
    return {
        row["section_id"]: FeedbackSummary(row["people"], float(row["mean"]), row["asked"], row["uses"]) for row in rows
    }


def _check_attended(pairs: Collection[tuple[int, int]]) -> None:
    """Ask the marks' public view once whether everybody of the list was there."""
    sections, accounts = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    query = """
        SELECT count(*) FROM unnest(%s::bigint[], %s::bigint[]) AS said (section_id, account_id)
        WHERE NOT EXISTS (
            SELECT FROM attendance_public_marks mark
            WHERE mark.section_id = said.section_id AND mark.account_id = said.account_id AND mark.kind = ANY(%s)
        )
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [sections, accounts, list(WAS_THERE)])
        if cursor.fetchone()[0]:
            raise NotYetAttended
