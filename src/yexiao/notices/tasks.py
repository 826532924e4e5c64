"""Jobs of notices."""

from yexiao.common import clock, jobs
from yexiao.notices import _sending


@jobs.task(name="notices.send_due")
def send_due() -> None:
    """Run soon after somebody is told something."""
    _sending.send_due(at=clock.now())


@jobs.every("* * * * *", name="notices.send_what_waits")
def send_what_waits() -> None:
    """Run each minute: what was put back, and what a lost job left behind."""
    _sending.send_due(at=clock.now())
