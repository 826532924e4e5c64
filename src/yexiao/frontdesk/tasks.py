"""Jobs that keep the house itself: old rate counters are forgotten, the demonstration's districts are loaded."""

from yexiao.common import jobs, limits
from yexiao.frontdesk import demo


@jobs.every("17 4 * * *", name="frontdesk.forget_old_limits")
def forget_old_limits() -> None:
    """Run each night."""
    limits.forget_old_windows()


@jobs.task(name="frontdesk.load_next_district", queue="planning")
def load_next_district() -> None:
    """Load one district of the demonstration city, then the next."""
    if demo.load_next_district():
        jobs.defer("frontdesk.load_next_district", once_as="frontdesk.load_next_district")
