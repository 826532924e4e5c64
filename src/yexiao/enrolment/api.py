"""The door of enrolment: openings, seats, draws, waiting lists, offers, fees.

Operations take the moment as `at` and may be repeated harmlessly. How seats
are decided without overselling is told in docs/decisions/0006-seats.md.

Read-only views other rooms may join:
    enrolment_public_pools(section_id, opening_id, capacity, taken, offered, waiting, free, policy,
        opens_at, closes_at, opening_state): `taken` counts completed seats; `free` is what a stranger could take.
    enrolment_public_seats(seat_id, section_id, account_id, state, decided_at)
    enrolment_public_fees(seat_id, section_id, account_id, amount_fen, kind, at)
"""

from yexiao.enrolment._cards import as_meeting_card, name_sections
from yexiao.enrolment._changes import on_section_changed
from yexiao.enrolment._counters import check_counters
from yexiao.enrolment._deciding import decide_draw
from yexiao.enrolment._draw import DrawError, draw_file, verify_file
from yexiao.enrolment._entries import enter_draw, enter_draw_of_many, list_entries_of, withdraw_entry
from yexiao.enrolment._files import draw_files
from yexiao.enrolment._freezing import freeze_entries
from yexiao.enrolment._many import complete_seats, take_seats_of_many
from yexiao.enrolment._offers import accept_offer, decline_offer, lapse_offers, offer_freed_seats
from yexiao.enrolment._openings import (
    announce_opening,
    change_capacity,
    list_openings,
    opening,
)
from yexiao.enrolment._ports import use_standing
from yexiao.enrolment._questions import (
    describe_seats,
    failed_attempts,
    list_holders,
    list_seats_of,
    served_wishes,
)
from yexiao.enrolment._records import (
    AlreadyOpened,
    AlreadySeated,
    AlreadyWaiting,
    BadChoices,
    BadWindow,
    BeaconNeeded,
    ByInvitation,
    CapacityTooSmall,
    Claim,
    Closed,
    DrawFirst,
    DrawOutcome,
    EntryRecord,
    KeyReused,
    Mismatch,
    NewEntry,
    NoOffer,
    NoShowStanding,
    NotADraw,
    NotYetOpen,
    OpeningRecord,
    Overlaps,
    ReservesNeedADraw,
    SeatIsFree,
    SeatRecord,
    SeatsLeft,
    SectionCard,
    SectionFull,
    SectionPage,
    TooEarlyToDraw,
    TooManySeats,
    WaitingRecord,
)
from yexiao.enrolment._search import find_sections
from yexiao.enrolment._seats import release_seat, take_seat
from yexiao.enrolment._waiting import (
    join_waiting_list,
    join_waiting_lists_of_many,
    leave_waiting_list,
    list_waiting,
    list_waiting_of,
    position,
)

__all__ = [
    "AlreadyOpened",
    "AlreadySeated",
    "AlreadyWaiting",
    "BadChoices",
    "BadWindow",
    "BeaconNeeded",
    "ByInvitation",
    "CapacityTooSmall",
    "Claim",
    "Closed",
    "DrawError",
    "DrawFirst",
    "DrawOutcome",
    "EntryRecord",
    "KeyReused",
    "Mismatch",
    "NewEntry",
    "NoOffer",
    "NoShowStanding",
    "NotADraw",
    "NotYetOpen",
    "OpeningRecord",
    "Overlaps",
    "ReservesNeedADraw",
    "SeatIsFree",
    "SeatRecord",
    "SeatsLeft",
    "SectionCard",
    "SectionFull",
    "SectionPage",
    "TooEarlyToDraw",
    "TooManySeats",
    "WaitingRecord",
    "accept_offer",
    "announce_opening",
    "as_meeting_card",
    "change_capacity",
    "check_counters",
    "complete_seats",
    "decide_draw",
    "decline_offer",
    "describe_seats",
    "draw_file",
    "draw_files",
    "enter_draw",
    "enter_draw_of_many",
    "failed_attempts",
    "find_sections",
    "freeze_entries",
    "join_waiting_list",
    "join_waiting_lists_of_many",
    "lapse_offers",
    "leave_waiting_list",
    "list_entries_of",
    "list_holders",
    "list_openings",
    "list_seats_of",
    "list_waiting",
    "list_waiting_of",
    "name_sections",
    "offer_freed_seats",
    "on_section_changed",
    "opening",
    "position",
    "release_seat",
    "served_wishes",
    "take_seat",
    "take_seats_of_many",
    "use_standing",
    "verify_file",
    "withdraw_entry",
]
