"""The whole mechanism: the public order, then rounds of deferred acceptance over what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from typing import NamedTuple

import numpy as np

from yexiao.enrolment._draw import _kernel
from yexiao.enrolment._draw._compiled import compiled_kernel
from yexiao.enrolment._draw._kernel import Board
from yexiao.enrolment._draw._order import public_order
from yexiao.enrolment._draw._records import Draw, Person, Reason, Result, Seat, Unseated
from yexiao.enrolment._draw._result_json import make_result
from yexiao.enrolment._draw._tables import Numbers, Tables, lay_tables

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
        sequence = np.ascontiguousarray(order[::-1] if number % 2 else order)
        board = _run("seat_everybody", _lay_board(tables, sequence), compiled=compiled)
        given = _read_seats(tables, sequence, np.asarray(board.next_choice))
        if not len(given.people):
            break  # nothing would change in any later round
        rounds.append(given)
        if number + 1 < seats_per_person:
            _take_away(tables, board, compiled=compiled)
    return rounds


def _lay_board(tables: Tables, sequence: Numbers) -> Board:
    slot_start = _slot_starts(tables)
    return Board(
        sequence=sequence,
        next_choice=tables.choice_start[:-1].copy(),
        taken=np.zeros_like(tables.capacity),
        filled=np.zeros_like(tables.reserve),
        slot_start=slot_start,
        slots=np.zeros(slot_start[-1], np.int64),
        **{field.name: getattr(tables, field.name) for field in fields(tables)},
    )


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
    lists = Board(*(np.asarray(column).tolist() for column in board))
    getattr(_kernel, name)(lists)
    return Board(*(np.array(column, np.int64) for column in lists))


def _read_seats(tables: Tables, sequence: Numbers, next_choice: Numbers) -> _Given:
    held_at = next_choice - 1
    people = sequence[held_at[sequence] < tables.choice_start[1:][sequence]]
    places = held_at[people]
    return _Given(people, tables.choice_section[places], places - tables.choice_start[people] + 1)


def _take_away(tables: Tables, board: Board, *, compiled: bool) -> None:
    after = _run("close_choices", board, compiled=compiled)
    tables.is_choice_open = np.asarray(after.is_choice_open)
    tables.capacity = tables.capacity - np.asarray(board.taken)
    tables.reserve = tables.reserve - np.asarray(board.filled)


def _as_result(draw: Draw, ids: list[str], order: Numbers, rounds: list[_Given]) -> Result:
    in_order = [ids[at] for at in order.tolist()]
    seats = tuple(chain.from_iterable(_seats(draw, ids, given, at) for at, given in enumerate(rounds, 1)))
    has_none = np.ones(len(ids), bool)
    for given in rounds:
        has_none[given.people] = False
    without = [draw.people[at] for at in order[has_none[order]].tolist()]
    unseated = tuple(Unseated(person.id, _reason(person)) for person in without)
    return make_result(order=tuple(in_order), seats=seats, unseated=unseated)


def _seats(draw: Draw, ids: list[str], given: _Given, number: int) -> Iterator[Seat]:
    sections = [section.id for section in draw.sections]
    for person, section, choice in zip(*(column.tolist() for column in given), strict=True):
        yield Seat(ids[person], sections[section], choice, number)


def _reason(person: Person) -> Reason:
    return "all_choices_full" if person.choices else "no_choice"
