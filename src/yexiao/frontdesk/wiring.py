"""Fill in the ports: what lower rooms ask of higher ones is connected here, once, at start-up."""

from __future__ import annotations

from yexiao.attendance import api as attendance
from yexiao.catalogue import api as catalogue
from yexiao.demand import api as demand
from yexiao.enrolment import api as enrolment


def wire() -> None:
    """Connect the rooms; called when all of them are loaded."""
    demand.use_seat_history(enrolment)
    enrolment.use_standing(attendance.too_often_absent)
    catalogue.listen(enrolment.on_section_changed)
    catalogue.listen(attendance.on_section_changed)
