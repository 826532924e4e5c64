"""A class as the card of the look (`common/_meeting_card.html`), in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yexiao.catalogue import api as catalogue
from yexiao.common import spoken
from yexiao.common.templatetags.parts import name_of
from yexiao.enrolment._records import SeatsLeft, SectionCard
from yexiao.enrolment._rules import Phase
from yexiao.places import api as places


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
        "badge": _("Already running") if _has_begun(card) else "",
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


def _has_begun(card: SectionCard) -> bool:
    return card.next_starts_at is not None and card.next_starts_at > card.first_starts_at


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


def name_sections(sections: Sequence[catalogue.SectionRecord], *, with_code: bool = False) -> list[tuple[int, str]]:
    """Return (id, words) for each section, as a select shows them: course, evening, venue and room, code for a desk."""
    courses = catalogue.describe_courses(ids={section.course_id for section in sections})
    rooms = {room.id: room for room in places.list_rooms(ids={section.room_id for section in sections})}
    venues = {venue.id: venue for venue in places.list_venues(ids={room.venue_id for room in rooms.values()})}
    words = []
    for section in sections:
        room = rooms[section.room_id]
        place = f"{name_of(venues[room.venue_id])} {name_of(room)}"
        parts = [name_of(courses[section.course_id]), spoken.say_weekday(section.weekday), place]
        words.append((section.id, " · ".join([*parts, section.code] if with_code else parts)))
    return words
