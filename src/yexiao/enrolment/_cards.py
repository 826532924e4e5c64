"""A class as the card of the look (`common/_meeting_card.html`), in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.catalogue import api as catalogue
from yexiao.common import spoken
from yexiao.enrolment._records import SeatsLeft, SectionCard
from yexiao.enrolment._rules import Phase


def as_meeting_card(card: SectionCard) -> dict[str, Any]:
    """Return the values `common/_meeting_card.html` shows for a class found by `find_sections`."""
    is_chinese = (get_language() or "").startswith("zh")
    venue, room = (card.venue, card.room) if is_chinese else (card.venue_en, card.room_en)
    state, label = state_of(card.seats)
    return {
        "url": reverse("enrolment:section", args=[card.code]),
        "title": card.title if is_chinese else card.title_en,
        "start": card.next_starts_at or card.first_starts_at,
        "end": card.next_ends_at or card.first_starts_at,
        "place": f"{venue} · {room}",
        "distance_km": card.distance_km,
        "note": card.area if is_chinese else card.area_en,
        "free": card.seats.free if card.seats else None,
        "total": card.seats.capacity if card.seats else None,
        "waiting": card.seats.waiting if card.seats else 0,
        "fee_fen": card.fee_fen,
        "market_price_fen": card.market_price_fen,
        "state": state,
        "state_label": label,
    }


def state_of(seats: SeatsLeft | None) -> tuple[str, str]:
    """Return the state of a class's seats as (kind, words): what one can do now."""
    if seats is None:
        return "calm", _("Sign-up is not announced yet")
    if seats.is_cancelled:
        return "bad", _("Cancelled")
    if seats.phase == Phase.OPEN:
        return ("good", _("Seats can be taken")) if seats.free else ("warn", _("Waiting list"))
    return {
        Phase.ANNOUNCED: ("calm", _("Sign-up begins soon")),
        Phase.ENTERING: ("good", _("The draw takes entries")),
        Phase.DRAWING: ("calm", _("Being drawn")),
        Phase.CLOSED: ("calm", _("Sign-up is over")),
    }[Phase(seats.phase)]


def name_sections(sections: Sequence[catalogue.SectionRecord]) -> list[tuple[int, str]]:
    """Return (id, words) for each section, as a select shows them: course, evening, code."""
    courses = catalogue.describe_courses(ids={section.course_id for section in sections})
    is_chinese = (get_language() or "").startswith("zh")
    words = []
    for section in sections:
        course = courses[section.course_id]
        title = course.title if is_chinese else course.title_en
        words.append((section.id, f"{title} · {spoken.say_weekday(section.weekday)} · {section.code}"))
    return words
