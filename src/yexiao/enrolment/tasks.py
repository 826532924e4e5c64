"""Jobs of enrolment: draws at closing, offers that lapse, lists that are served, counts that are compared."""

from __future__ import annotations

import logging

from yexiao.common import clock, jobs
from yexiao.enrolment import _counters, _deciding, _freezing, _offers, _receipts

log = logging.getLogger(__name__)


@jobs.task(name="enrolment.decide_draw")
def decide_draw(opening_id: int) -> None:
    """Decide the draw after it closes; one that waits for a beacon publishes its entries only."""
    at = clock.now()
    if _deciding.is_still_open(opening_id=opening_id, at=at):
        return
    if _deciding.needs_beacon(opening_id=opening_id):
        _freezing.freeze_entries(opening_id=opening_id, at=at)
    else:
        _deciding.decide_draw(opening_id=opening_id, at=at)


@jobs.task(name="enrolment.offer_freed_seats")
def offer_freed_seats(section_ids: list[int]) -> None:
    """Offer free seats of these sections to their lists."""
    _offers.offer_freed_seats(section_ids=section_ids, at=clock.now())


@jobs.every("* * * * *", name="enrolment.lapse_offers")
def lapse_offers() -> None:
    """Let offers lapse, serve every list, and decide draws whose moment came by a clock moved on."""
    at = clock.now()
    _offers.lapse_offers(at=at)
    _offers.offer_freed_seats(at=at)
    for opening_id in _deciding.list_due_draws(at=at):
        decide_draw(opening_id)


@jobs.every("7 * * * *", name="enrolment.tidy")
def tidy() -> None:
    """Forget old answers and raise an alarm where a count disagrees with the ledger."""
    _receipts.forget_old_answers(at=clock.now())
    for mismatch in _counters.check_counters():
        log.error("Seats do not add up: %s", mismatch)
