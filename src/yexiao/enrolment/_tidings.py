"""What people are told about their seats, each once per event; the words are registered at start."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yexiao.catalogue import api as catalogue
from yexiao.notices import api as notices
from yexiao.places import api as places

IN_APP = ("in_app",)


class Held(Protocol):
    """A seat as far as its holder is told about it."""

    @property
    def pk(self) -> Any: ...
    @property
    def section_id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def offer_until(self) -> datetime | None: ...


def register_words() -> None:
    """Register every message of this room; called once at start."""
    notices.register(
        "enrolment.offered",
        subject=_("A seat for you: %(course)s"),
        body=_(
            "A seat has come free in %(course)s (%(place)s). Take it before %(until_at)s; "
            "then it goes to the next person."
        ),
    )
    notices.register(
        "enrolment.lapsed",
        subject=_("The offer has passed: %(course)s"),
        body=_("We held a seat in %(course)s (%(place)s) for you until %(until_at)s. You may join the list again."),
    )
    notices.register(
        "enrolment.seated",
        subject=_("You have a seat: %(course)s"),
        body=_("The draw gave you a seat in %(course)s (%(place)s). If you cannot come, please give it back soon."),
    )
    notices.register(
        "enrolment.unseated",
        subject=_("No seat in this draw"),
        body=_(
            "This time the draw gave you no seat. You are on the waiting lists of the full classes you chose, "
            "and your chance is better next season."
        ),
    )
    notices.register(
        "enrolment.section_cancelled",
        subject=_("Cancelled: %(course)s"),
        body=_("%(course)s (%(place)s) will not take place. What you paid is returned. We are sorry."),
    )
    notices.register(
        "enrolment.removed",
        subject=_("Your seat was given back: %(course)s"),
        body=_(
            "The night school's staff gave back your seat in %(course)s (%(place)s). Ask them if this is a mistake."
        ),
    )
    notices.register(
        "enrolment.overlap",
        subject=_("Two classes at one time: %(course)s"),
        body=_("%(course)s (%(place)s) has moved to a time at which you have another class. Keep one of the two."),
    )


def tell_offered(seats: Sequence[Held], *, at: datetime) -> None:
    """Tell people that a seat is held for them, and until when."""
    _tell_holders("enrolment.offered", "seat-offered", seats, at)


def tell_lapsed(seats: Sequence[Held], *, at: datetime) -> None:
    """Tell people that the offer has passed."""
    _tell_holders("enrolment.lapsed", "offer-lapsed", seats, at, channels=IN_APP)


def tell_removed(seats: Sequence[Held], *, at: datetime) -> None:
    """Tell people that somebody else gave their seat back."""
    _tell_holders("enrolment.removed", "seat-removed", seats, at)


def tell_overlapping(seats: Sequence[Held], *, at: datetime) -> None:
    """Tell people that a moved class now meets another of theirs."""
    _tell_holders("enrolment.overlap", f"seat-overlaps:{at.isoformat()}", seats, at)


def tell_cancelled(section_id: int, account_ids: Iterable[int], *, at: datetime) -> None:
    """Tell everybody who held a seat, was offered one or waited that the class is cancelled."""
    values, link = _about([section_id])[section_id]
    event = f"section-cancelled:{section_id}"
    messages = [
        notices.Message(account_id, event, "enrolment.section_cancelled", values, link)
        for account_id in sorted(set(account_ids))
    ]
    notices.tell(messages=messages, at=at)


def tell_drawn(opening_id: int, seats: Iterable[tuple[int, int]], unseated: Iterable[int], *, at: datetime) -> None:
    """Tell everybody who entered what the draw gave them: each (section, account), and those without."""
    given = list(seats)
    about = _about({section_id for section_id, _ in given})
    messages = [
        notices.Message(account_id, f"draw-seat:{opening_id}:{section_id}", "enrolment.seated", *about[section_id])
        for section_id, account_id in given
    ]
    link = reverse("enrolment:draw", args=[opening_id])
    messages += [
        notices.Message(account_id, f"draw:{opening_id}", "enrolment.unseated", {}, link) for account_id in unseated
    ]
    notices.tell(messages=messages, at=at)


def _tell_holders(
    template: str, event: str, seats: Sequence[Held], at: datetime, channels: tuple[str, ...] = ("in_app", "sms")
) -> None:
    if not seats:
        return
    about = _about({seat.section_id for seat in seats})
    messages = []
    for seat in seats:
        values, link = about[seat.section_id]
        until = {"until_at": seat.offer_until.isoformat()} if seat.offer_until else {}
        key = f"{event}:{seat.pk}"
        messages.append(notices.Message(seat.account_id, key, template, values | until, link, channels))
    notices.tell(messages=messages, at=at)


def _about(section_ids: Collection[int]) -> dict[int, tuple[dict[str, str], str]]:
    sections = catalogue.list_sections(ids=section_ids)
    courses = catalogue.describe_courses(ids={section.course_id for section in sections})
    rooms = {room.id: room.venue_id for room in places.list_rooms(ids={section.room_id for section in sections})}
    venues = {venue.id: venue for venue in places.list_venues(ids=set(rooms.values()))}
    return {
        section.id: (
            {
                "course": courses[section.course_id].title,
                "course_en": courses[section.course_id].title_en,
                "place": venues[rooms[section.room_id]].name,
                "place_en": venues[rooms[section.room_id]].name_en,
            },
            reverse("enrolment:section", args=[section.code]),
        )
        for section in sections
    }
