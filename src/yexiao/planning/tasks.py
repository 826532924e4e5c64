"""Jobs of planning."""

from yexiao.common import jobs
from yexiao.planning import _runs


@jobs.task(name="planning.run", queue="planning")
def run(run_id: int) -> None:
    """Make the draft somebody asked for."""
    _runs.run_now(run_id=run_id)
