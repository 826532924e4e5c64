"""Answers kept by request key: the same key gets the same answer, another body under it is an error."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yexiao.common.refusals import Refusal
from yexiao.enrolment._records import KeyReused, SeatRecord, as_refusal
from yexiao.enrolment.models import Receipt

KEPT_FOR = timedelta(hours=24)
Answer = SeatRecord | Refusal


def answer_of(*, account_id: int, key: UUID, body: dict[str, Any]) -> Answer | None:
    """Return the answer given to this key before; None if it is new.

    The caller holds the person, so two requests never both find it new.

    Raises:
        KeyReused: The key was used for another body.
    """
    receipt = Receipt.objects.filter(account_id=account_id, key=key).first()
    if receipt is None:
        return None
    if bytes(receipt.body_hash) != _hash(body):
        raise KeyReused
    return _read(receipt.outcome)


def keep(answer: Answer, *, account_id: int, key: UUID, body: dict[str, Any], at: datetime) -> None:
    """Keep the answer, in the same transaction as its effect."""
    outcome = _write(answer)
    Receipt.objects.create(account_id=account_id, key=key, body_hash=_hash(body), outcome=outcome, at=at)


def forget_old_answers(*, at: datetime) -> int:
    """Remove answers older than a day; return how many."""
    return Receipt.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _hash(body: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()


def _write(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {"code": answer.code, "data": answer.data}
    return {
        "seat": answer.id,
        "section": answer.section_id,
        "account": answer.account_id,
        "state": answer.state,
        "decided_at": answer.decided_at.isoformat(),
        "fee_fen": answer.fee_fen,
    }


def _read(outcome: dict[str, Any]) -> Answer:
    if "code" in outcome:
        return as_refusal(outcome["code"], outcome["data"])
    return SeatRecord(
        id=outcome["seat"],
        section_id=outcome["section"],
        account_id=outcome["account"],
        state=outcome["state"],
        decided_at=datetime.fromisoformat(outcome["decided_at"]),
        fee_fen=outcome["fee_fen"],
    )
