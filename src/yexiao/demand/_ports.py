"""What demand asks of rooms above it; the front desk fills it in at start-up."""

from __future__ import annotations

from yexiao.demand._records import Pair, SeatHistory


class NoSeats:
    """The history of a house without seats: nothing was ever served or missed."""

    def served_wishes(self, *, season_id: int) -> set[Pair]:
        """Return nothing."""
        del season_id
        return set()

    def failed_attempts(self, *, season_id: int) -> set[Pair]:
        """Return nothing."""
        del season_id
        return set()


_history: list[SeatHistory] = [NoSeats()]


def use_seat_history(history: SeatHistory) -> None:
    """Ask this history from now on."""
    _history[0] = history


def seat_history() -> SeatHistory:
    """Return the history in use."""
    return _history[0]
