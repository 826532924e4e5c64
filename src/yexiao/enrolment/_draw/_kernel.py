"""Deferred acceptance with reserves, as plain loops over whole numbers.

The functions read and write a `Board`, whose fields are lists (run as they stand: small draws answer
at once) or NumPy arrays (compiled by `_compiled`: large draws run a hundred times faster). One source
for both, so both give the same seats.

People stand in the round's order and are known by their *rank* in it, 0 the best. A section keeps the
ranks it holds by *stage*: one stage for each pool in the order listed, and a last, open one. Each
stage is a heap with the worst rank on top. A newcomer walks through the stages as the section's choice
would: takes a free reserved seat of their pool, or pushes out a worse member, who walks on. So the
stages always hold exactly what the section would choose from everybody who ever asked it, and at most
one person leaves. The choice is substitutable, so the order of asking does not matter (McVitie and
Wilson 1971) and the outcome is the one that all people like best among the stable ones.

Sources: D. Gale and L. Shapley, "College admissions and the stability of marriage" (1962); I. Hafalir,
M. B. Yenmez and M. A. Yildirim, "Effective affirmative action in school choice" (2013) for reserves
as floors; S. D. Kominers and T. Sönmez, "Matching with slot-specific priorities" (2016) for pools
served in a stated order.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

NOBODY = -1
NO_POOL = -1


class Ints(Protocol):
    """A list of ints, or an int64 array: all the kernel needs to know of either."""

    def __getitem__(self, at: int, /) -> int: ...

    def __setitem__(self, at: int, number: int, /) -> None: ...

    def __len__(self) -> int: ...


class Board(NamedTuple):
    """The state of one round; every field is a list, or an array when compiled.

    Tables of uneven rows are flat with a `_start` list: row r is `start[r]` up to `start[r + 1]`.
    People's rows stand by rank. A person's place in `choice_section` moves on in `next_choice`: what it
    passed last is the section that holds them, and one beyond the row's end means a list used up.
    """

    choice_start: Ints
    choice_section: Ints
    is_choice_open: Ints
    next_choice: Ints
    member_start: Ints
    member_pool: Ints
    capacity: Ints
    taken: Ints
    stage_start: Ints
    stage_pool: Ints
    reserve: Ints
    filled: Ints
    slot_start: Ints
    slots: Ints
    course: Ints
    meeting_start: Ints
    begins: Ints
    ends: Ints


def seat_everybody(board: Board) -> None:
    """Let everybody ask, best rank first, until nobody who is without a seat has a choice left."""
    for first in range(len(board.next_choice)):
        rank = first
        while rank != NOBODY:
            rank = ask_next(board, rank)


def ask_next(board: Board, rank: int) -> int:
    """Let one person ask their next open choice; return the rank that is now without a seat, if any."""
    end = board.choice_start[rank + 1]
    at = board.next_choice[rank]
    while at < end and not board.is_choice_open[at]:
        at += 1
    board.next_choice[rank] = at + 1
    if at == end:
        return NOBODY
    return admit(board, board.choice_section[at], rank)


def admit(board: Board, section: int, rank: int) -> int:
    """Add one person to those a section chooses among; return the rank it turns away, or NOBODY."""
    opened = board.stage_start[section + 1] - 1
    has_room = board.taken[section] < board.capacity[section]
    for stage in range(board.stage_start[section], opened):
        if not is_member(board, rank, board.stage_pool[stage]):
            continue
        if board.filled[stage] < board.reserve[stage]:
            gives_way = opened if has_room else last_filled(board, stage, opened)
            if gives_way != stage:
                push(board, stage, rank)
                return count_one(board, section) if has_room else pop_worst(board, gives_way)
        rank = keep_better(board, stage, rank)
    if not has_room:
        return keep_better(board, opened, rank)
    push(board, opened, rank)
    return count_one(board, section)


def is_member(board: Board, rank: int, pool: int) -> bool:
    """Say whether the person belongs to the pool."""
    for at in range(board.member_start[rank], board.member_start[rank + 1]):  # noqa: SIM110 - for Numba
        if board.member_pool[at] == pool:
            return True
    return False


def last_filled(board: Board, stage: int, opened: int) -> int:
    """Return the last stage that holds anybody, or `stage` if none after it does.

    It is the one that gives a seat back when an earlier reserve is claimed in a full section.
    """
    last = opened
    while last > stage and board.filled[last] == 0:
        last -= 1
    return last


def count_one(board: Board, section: int) -> int:
    """Count one more seat as taken; nobody is turned away."""
    board.taken[section] += 1
    return NOBODY


def push(board: Board, stage: int, rank: int) -> None:
    """Put a rank into a stage's heap."""
    base = board.slot_start[stage]
    at = board.filled[stage]
    board.filled[stage] += 1
    while at > 0 and board.slots[base + (at - 1) // 2] < rank:
        board.slots[base + at] = board.slots[base + (at - 1) // 2]
        at = (at - 1) // 2
    board.slots[base + at] = rank


def pop_worst(board: Board, stage: int) -> int:
    """Take the worst rank out of a stage's heap and return it."""
    base = board.slot_start[stage]
    worst = board.slots[base]
    board.filled[stage] -= 1
    if board.filled[stage] > 0:
        sift_down(board, stage, board.slots[base + board.filled[stage]])
    return worst


def keep_better(board: Board, stage: int, rank: int) -> int:
    """Keep the better of this rank and the stage's worst; return the other one."""
    base = board.slot_start[stage]
    if board.filled[stage] == 0 or board.slots[base] < rank:
        return rank
    worst = board.slots[base]
    sift_down(board, stage, rank)
    return worst


def sift_down(board: Board, stage: int, rank: int) -> None:
    """Put a rank in place of the top of a stage's heap."""
    base, size = board.slot_start[stage], board.filled[stage]
    at, child = 0, 1
    while child < size:
        if child + 1 < size and board.slots[base + child + 1] > board.slots[base + child]:
            child += 1
        if board.slots[base + child] < rank:
            break
        board.slots[base + at] = board.slots[base + child]
        at, child = child, 2 * child + 1
    board.slots[base + at] = rank


def close_choices(board: Board) -> None:
    """Close, for everybody seated in this round, the choices their new seat rules out in later rounds."""
    for rank in range(len(board.next_choice)):
        begin, end = board.choice_start[rank], board.choice_start[rank + 1]
        held_at = board.next_choice[rank] - 1
        if begin <= held_at < end:
            for at in range(begin, end):
                if are_exclusive(board, board.choice_section[at], board.choice_section[held_at]):
                    board.is_choice_open[at] = 0


def are_exclusive(board: Board, one: int, other: int) -> bool:
    """Say whether nobody may hold both sections: the same course, or meetings that overlap.

    A section's meetings are sorted and disjoint here, half-open, in microseconds.
    """
    if board.course[one] == board.course[other]:
        return True
    here, there = board.meeting_start[one], board.meeting_start[other]
    while here < board.meeting_start[one + 1] and there < board.meeting_start[other + 1]:
        if board.ends[here] <= board.begins[there]:
            here += 1
        elif board.ends[there] <= board.begins[here]:
            there += 1
        else:
            return True
    return False
