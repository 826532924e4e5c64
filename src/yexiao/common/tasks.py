"""Jobs of the ground floor: the worker's own sweep of stalled jobs."""

from yexiao.common.worker import requeue_stalled_jobs

__all__ = ["requeue_stalled_jobs"]
