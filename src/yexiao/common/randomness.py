"""Where secret bytes come from: the operating system, unless a simulation stands on a seed of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

_standing_on: ContextVar[Random | None] = ContextVar("standing_on", default=None)


def token_bytes(count: int) -> bytes:
    """Return that many bytes nobody can guess; inside `coming_from` they follow from its seed."""
    known = _standing_on.get()
    return secrets.token_bytes(count) if known is None else known.randbytes(count)


@contextmanager
def coming_from(seed: str) -> Iterator[None]:
    """Let `token_bytes` follow from a seed inside the block, so that a simulated season comes out again.

    Only simulations and tests do this: whoever knows the seed knows every draw.
    """
    token = _standing_on.set(Random(seed))  # noqa: S311  the point is that it can be repeated
    try:
        yield
    finally:
        _standing_on.reset(token)
