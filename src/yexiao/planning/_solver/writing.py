"""Write a plan as the exchange file ``yexiao-plan-result/1``."""

from __future__ import annotations

import json
from typing import Any

from .problem import RESULT_FORMAT, Plan, Section


def as_data(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain JSON values."""
    return {
        "format": RESULT_FORMAT,
        "sections": [section_as_data(section) for section in plan.sections],
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "certificate": plan.certificate,
        "unmet": [{"wish": item.wish, "people": item.people, "reason": item.reason} for item in plan.unmet],
    }


def section_as_data(section: Section) -> dict[str, Any]:
    """Return one section as plain JSON values."""
    return {
        "course": section.course,
        "room": section.room,
        "slot": section.slot,
        "lecturer": section.lecturer,
        "served": [list(pair) for pair in section.served],
    }


def as_text(plan: Plan) -> str:
    """Return the plan as JSON text; the same plan gives the same bytes."""
    return json.dumps(as_data(plan), ensure_ascii=False, separators=(",", ":")) + "\n"
