"""The door of planning: a season's timetable from its wishes.

Operations: `ask_for_draft` (a job makes it), `run_now` (that job),
`cancel_run`, `publish_plan`, `discard`, `add_pin`, `remove_pin`,
`add_forbid`, `remove_forbid`. Questions: `list_runs`, `run`, `draft`,
`compare`, `list_pins`, `list_forbids`, `fee_kind_of`.
"""

from yexiao.planning._drafts import compare, discard, draft, publish_plan
from yexiao.planning._pins import add_forbid, add_pin, list_forbids, list_pins, remove_forbid, remove_pin
from yexiao.planning._problem import fee_kind_of
from yexiao.planning._records import (
    AlreadyPublished,
    DraftChanged,
    DraftRecord,
    DraftSectionRecord,
    ForbidRecord,
    NoSuchPlan,
    NothingToPlan,
    OutsideSeason,
    PinImpossible,
    PinRecord,
    PinsImpossible,
    PinTaken,
    PlanDifference,
    RunRecord,
    UnmetRecord,
)
from yexiao.planning._runs import ask_for_draft, cancel_run, list_runs, run, run_now

__all__ = [
    "AlreadyPublished",
    "DraftChanged",
    "DraftRecord",
    "DraftSectionRecord",
    "ForbidRecord",
    "NoSuchPlan",
    "NothingToPlan",
    "OutsideSeason",
    "PinImpossible",
    "PinRecord",
    "PinTaken",
    "PinsImpossible",
    "PlanDifference",
    "RunRecord",
    "UnmetRecord",
    "add_forbid",
    "add_pin",
    "ask_for_draft",
    "cancel_run",
    "compare",
    "discard",
    "draft",
    "fee_kind_of",
    "list_forbids",
    "list_pins",
    "list_runs",
    "publish_plan",
    "remove_forbid",
    "remove_pin",
    "run",
    "run_now",
]
