"""Jobs of people."""

from yexiao.common import clock, jobs
from yexiao.people import _codes, _sessions


@jobs.every("23 4 * * *", name="people.forget_old_sign_ins")
def forget_old_sign_ins() -> None:
    """Run each night: codes and sessions that have ended are removed."""
    _codes.forget_old_codes(at=clock.now())
    _sessions.forget_old_sessions()
