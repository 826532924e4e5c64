"""Turn sections into the cards of the home page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from yexiao.enrolment import api as enrolment


def card_of(card: enrolment.SectionCard) -> dict[str, Any]:
    """Return what `common/_meeting_card.html` shows of a section, in the current language."""
    is_english = get_language() == "en"
    seats = card.seats
    return {
        "url": reverse("enrolment:section", args=[card.code]),
        "title": card.title_en if is_english else card.title,
        "start": card.next_starts_at or card.first_starts_at,
        "end": card.next_ends_at,
        "place": f"{card.venue_en}, {card.room_en}" if is_english else f"{card.venue} {card.room}",
        "distance_km": card.distance_km,
        "free": seats.free if seats else None,
        "total": seats.capacity if seats else None,
        "waiting": seats.waiting if seats else 0,
        "fee_fen": card.fee_fen,
        "market_price_fen": card.market_price_fen,
    }
