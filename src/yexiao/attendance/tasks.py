"""Jobs of attendance."""

from __future__ import annotations

from yexiao.attendance import _closing
from yexiao.common import clock, jobs


@jobs.every("*/5 * * * *", name="attendance.close_due")
def close_due() -> None:
    """Close the evenings that are over."""
    _closing.close_due(at=clock.now())
