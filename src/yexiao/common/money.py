"""Amounts in fen (minor units) and how they are said."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """Return the amount as people write it: `¥45` or `¥45.50`."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    whole, rest = divmod(fen, 100)
    return f"{sign}¥{whole:,}" + (f".{rest:02d}" if rest else "")


def share_of(fen: int, *, percent: int) -> int:
    """Return that percentage of the amount, rounded half up to a whole fen."""
    return (fen * percent + 50) // 100
