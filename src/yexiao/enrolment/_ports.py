"""What rooms above tell enrolment, filled in by the front desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yexiao.enrolment._records import NoShowStanding


class _Nobody:
    """The answer while nobody keeps attendance: no one is absent too often."""

    def too_often_absent(self, *, account_ids: Sequence[int], at: datetime) -> set[int]:
        """Return nobody."""
        del account_ids, at
        return set()


_standing: list[NoShowStanding] = [_Nobody()]


def use_standing(port: NoShowStanding) -> None:
    """Ask this port who is absent too often; their losses do not count in a draw."""
    _standing[0] = port


def too_often_absent(account_ids: Sequence[int], at: datetime) -> set[int]:
    """Return those of the accounts whose no-show rate is too high at that moment."""
    return _standing[0].too_often_absent(account_ids=account_ids, at=at)
