"""The whole mechanism: the public order, then rounds of deferred acceptance over what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from yexiao.enrolment._draw import _kernel
from yexiao.enrolment._draw._compiled import compiled_kernel
from yexiao.enrolment._draw._kernel import Board
from yexiao.enrolment._draw._memory import no_collecting
from yexiao.enrolment._draw._order import public_order
from yexiao.enrolment._draw._records import Draw, Person, Reason, Result, Seat, Unseated
from yexiao.enrolment._draw._result_json import make_result
from yexiao.enrolment._draw._tables import Numbers, Tables, lay_tables, turn_rows

# Up to so many choices the plain kernel answers before Numba would be loaded.
PLAIN_UP_TO = 200_000


class _Given(NamedTuple):
    """The seats of one round, in its order: people, their sections, their places in the lists."""

    people: Numbers
    sections: Numbers
    choices: Numbers


def run_draw(draw: Draw, *, compiled: bool | None = None) -> Result:
    """Run a draw; the same draw always gives the same result, whatever the order of its people.

    For `seats_per_person` k the whole mechanism runs k times over what is left, the order reversed in
    even rounds; each time a person proposes from the first choice again, skipping what their seats
    rule out. With k = 1 ranking truthfully is best for everybody; with k > 1 that holds within a round
    only. `compiled` forces one of the two ways to run the loops, which differ in speed alone.

    Raises:
        EntryError: An entry cannot be used; it is named.
    """
    with no_collecting():
        tables = lay_tables(draw)
        if compiled is None:
            compiled = len(tables.choice_section) > PLAIN_UP_TO
        ids = [person.id for person in draw.people]
        losses = [person.losses for person in draw.people]
        order = public_order(seed=draw.seed, beacon=draw.beacon, ids=ids, losses=losses)
        rounds = _run_rounds(tables, order, draw.seats_per_person, compiled=compiled)
        return _as_result(draw, ids, order, rounds)


def _run_rounds(tables: Tables, order: Numbers, seats_per_person: int, *, compiled: bool) -> list[_Given]:
    rounds: list[_Given] = []
    for number in range(seats_per_person):
        sequence = order[::-1] if number % 2 else order
        board, cells = _lay_board(tables, sequence)
        board = _run("seat_everybody", board, compiled=compiled)
        given = _read_seats(board, sequence)
        if not len(given.people):
            break  # nothing would change in any later round
        rounds.append(given)
        if number + 1 < seats_per_person:
            after = _run("close_choices", board, compiled=compiled)
            tables.is_choice_open[cells] = np.asarray(after.is_choice_open)
            tables.capacity = tables.capacity - np.asarray(board.taken)
            tables.reserve = tables.reserve - np.asarray(board.filled)
    return rounds


def _lay_board(tables: Tables, sequence: Numbers) -> tuple[Board, Numbers]:
    choice_start, cells = turn_rows(tables.choice_start, sequence)
    member_start, members = turn_rows(tables.member_start, sequence)
    slot_start = _slot_starts(tables)
    turned = {
        "choice_start": choice_start,
        "choice_section": tables.choice_section[cells],
        "is_choice_open": tables.is_choice_open[cells],
        "member_start": member_start,
        "member_pool": tables.member_pool[members],
    }
    board = Board(
        next_choice=choice_start[:-1].copy(),
        taken=np.zeros_like(tables.capacity),
        filled=np.zeros_like(tables.reserve),
        slot_start=slot_start,
        slots=np.zeros(slot_start[-1], np.int32),
        **{field.name: getattr(tables, field.name) for field in fields(tables)} | turned,
    )
    return board, cells


def _slot_starts(tables: Tables) -> Numbers:
    # A stage never holds more than its reserve, the section's seats or those who list the section.
    applicants = np.bincount(tables.choice_section, minlength=len(tables.capacity))
    most = np.minimum(tables.capacity, applicants)
    sizes = np.minimum(tables.reserve, np.repeat(most, np.diff(tables.stage_start)))
    return np.concatenate(([0], np.cumsum(sizes)))


def _run(name: str, board: Board, *, compiled: bool) -> Board:
    if compiled:
        compiled_kernel()[name](board)
        return board
    arrays = [np.asarray(column) for column in board]
    lists = Board(*(array.tolist() for array in arrays))
    getattr(_kernel, name)(lists)
    return Board(*(np.array(column, array.dtype) for column, array in zip(lists, arrays, strict=True)))


def _read_seats(board: Board, sequence: Numbers) -> _Given:
    choice_start, next_choice = np.asarray(board.choice_start), np.asarray(board.next_choice)
    ranks = np.flatnonzero(next_choice <= choice_start[1:])
    ranks = ranks[next_choice[ranks] > choice_start[ranks]]
    places = next_choice[ranks] - 1
    return _Given(sequence[ranks], np.asarray(board.choice_section)[places], places - choice_start[ranks] + 1)


def _as_result(draw: Draw, ids: list[str], order: Numbers, rounds: list[_Given]) -> Result:
    in_order = tuple(map(ids.__getitem__, order.tolist()))
    sections = [section.id for section in draw.sections]
    given_seats = (_seats(ids, sections, given, number) for number, given in enumerate(rounds, 1))
    has_none = np.ones(len(ids), bool)
    for given in rounds:
        has_none[given.people] = False
    without = [draw.people[at] for at in order[has_none[order]].tolist()]
    unseated = tuple([Unseated(person.id, _reason(person)) for person in without])
    return make_result(order=in_order, seats=tuple(chain.from_iterable(given_seats)), unseated=unseated)


def _seats(ids: list[str], sections: list[str], given: _Given, number: int) -> Iterator[Seat]:
    people = map(ids.__getitem__, given.people.tolist())
    names = map(sections.__getitem__, given.sections.tolist())
    return map(Seat, people, names, given.choices.tolist(), repeat(number))


def _reason(person: Person) -> Reason:
    return "all_choices_full" if person.choices else "no_choice"
