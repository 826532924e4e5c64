"""What crosses the door of enrolment: seats, places on a list, openings, and every refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yexiao.common.refusals import Refusal


@dataclass(frozen=True)
class SeatRecord:
    """A person's seat in a section; `offer_until` is set only while it is offered. Money in fen."""

    id: int
    section_id: int
    account_id: int
    state: str
    decided_at: datetime
    offer_until: datetime | None = None
    is_flagged: bool = False
    fee_fen: int = 0


@dataclass(frozen=True)
class SeatsLeft:
    """A section's counts and where its opening stands; `free` is what a stranger could take."""

    capacity: int
    taken: int
    offered: int
    waiting: int
    free: int
    policy: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    opening_id: int
    seats_per_person: int = 1
    is_cancelled: bool = False


@dataclass(frozen=True)
class WaitingRecord:
    """A place on a waiting list of `waiting` people; `position` is 1 for whoever is offered the next seat."""

    section_id: int
    account_id: int
    position: int
    waiting: int
    joined_at: datetime
    state: str = "waiting"


@dataclass(frozen=True)
class EntryRecord:
    """A person's entry into a draw: section ids, best first, and what came of it."""

    opening_id: int
    account_id: int
    choices: tuple[int, ...]
    pseudonym: str
    losses: int
    is_seated: bool | None
    reason: str
    entered_at: datetime


@dataclass(frozen=True)
class OpeningRecord:
    """An opening as anybody may see it; `seed` is empty until it is revealed."""

    id: int
    season_id: int
    path: str
    policy: str
    state: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    seats_per_person: int
    seed_hash: str
    seed: str
    key_hash: str
    beacon: str
    beacon_source: str
    entries_digest: str
    result_digest: str
    decided_at: datetime | None
    section_ids: tuple[int, ...]


@dataclass(frozen=True)
class DrawOutcome:
    """What a draw gave: how many people entered, got seats, got none, and the result's digest."""

    opening_id: int
    entered: int
    seated: int
    unseated: int
    digest: str


@dataclass(frozen=True)
class Claim:
    """A wish for a seat in the list form of `take_seat`."""

    section_id: int
    learner_id: int


@dataclass(frozen=True)
class NewEntry:
    """An entry in the list form of `enter_draw`: section ids, best first."""

    account_id: int
    choices: Sequence[int]


@dataclass(frozen=True)
class Mismatch:
    """A count that disagrees with what it counts: `name` of the count, what stands there, what it should be."""

    section_id: int
    name: str
    stands: int
    should_be: int


@dataclass(frozen=True)
class SectionCard:
    """A section as a list shows it, with its seats and next meeting; `distance_km` from where one asked."""

    section_id: int
    course_id: int
    code: str
    title: str
    title_en: str
    venue: str
    venue_en: str
    room: str
    room_en: str
    area: str
    area_en: str
    path: str
    weekday: int
    first_starts_at: datetime
    next_starts_at: datetime | None
    next_ends_at: datetime | None
    fee_kind: str
    fee_fen: int
    market_price_fen: int
    distance_km: float | None
    seats: SeatsLeft | None


@dataclass(frozen=True)
class SectionPage:
    """One page of a search, and how many sections match in all."""

    cards: tuple[SectionCard, ...]
    total: int


class NoShowStanding(Protocol):
    """Who is absent too often; filled in by the front desk."""

    def too_often_absent(self, *, account_ids: Sequence[int], at: datetime) -> set[int]:
        """Return those of the accounts whose no-show rate is too high at that moment."""
        ...


class SectionFull(Refusal):
    """No seat of the `section` is free for somebody who is not on its list; `waiting` people are."""

    code = "enrolment.section_full"


class NotYetOpen(Refusal):
    """The opening's moment has not come; `opens_at` says when it does."""

    code = "enrolment.not_yet_open"


class Closed(Refusal):
    """Seats of this section are not given out any more."""

    code = "enrolment.closed"


class DrawFirst(Refusal):
    """Seats of this section are given out by a draw that is not decided yet."""

    code = "enrolment.draw_first"


class NotADraw(Refusal):
    """The opening gives out seats in another way than by a draw."""

    code = "enrolment.not_a_draw"


class ByInvitation(Refusal):
    """Seats of this section are given by invitation only."""

    code = "enrolment.by_invitation"


class Overlaps(Refusal):
    """The person holds a seat (`other`, a section id) at an overlapping time."""

    code = "enrolment.overlaps"


class TooManySeats(Refusal):
    """The person holds as many seats of this opening as one person may have (`most`)."""

    code = "enrolment.too_many_seats"


class KeyReused(Refusal):
    """The request key was used before for something else."""

    code = "enrolment.key_reused"


class AlreadyWaiting(Refusal):
    """The person is on the section's waiting list."""

    code = "enrolment.already_waiting"


class AlreadySeated(Refusal):
    """The person holds a seat in the section."""

    code = "enrolment.already_seated"


class SeatIsFree(Refusal):
    """A seat can be taken at once, so there is nothing to wait for."""

    code = "enrolment.seat_is_free"


class NoOffer(Refusal):
    """No seat is offered to the person in this section, or not any more."""

    code = "enrolment.no_offer"


class CapacityTooSmall(Refusal):
    """The section's capacity cannot go under the seats taken and offered (`least`)."""

    code = "enrolment.capacity_too_small"


class BadChoices(Refusal):
    """The choices of a draw entry cannot be used: none, too many (`most`), repeated or of another opening."""

    code = "enrolment.bad_choices"
    status = 422


class AlreadyOpened(Refusal):
    """One of the sections belongs to an opening already, or is not published."""

    code = "enrolment.already_opened"


class BadWindow(Refusal):
    """An opening must open before it closes, and close in the future."""

    code = "enrolment.bad_window"
    status = 422


class ReservesNeedADraw(Refusal):
    """Seats are kept first for groups in a draw only; first come knows no groups."""

    code = "enrolment.reserves_need_a_draw"
    status = 422


class TooEarlyToDraw(Refusal):
    """The window is still open; the draw is decided after `closes_at`."""

    code = "enrolment.too_early_to_draw"


class BeaconNeeded(Refusal):
    """The draw waits for the public number that `source` will give."""

    code = "enrolment.beacon_needed"


def as_refusal(code: str, data: dict[str, Any]) -> Refusal:
    """Return a stored refusal again.

    Raises:
        KeyError: No refusal has that code.
    """
    return _BY_CODE[code](**data)


_BY_CODE: dict[str, type[Refusal]] = {
    kind.code: kind for kind in (SectionFull, Closed, DrawFirst, ByInvitation, Overlaps, TooManySeats, AlreadyWaiting)
}
