"""The kernel compiled by Numba, for large draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any, Literal

from yexiao.enrolment._draw import _kernel

# A callee stands before its callers.
_FUNCTIONS = (
    "is_member",
    "last_filled",
    "count_one",
    "push",
    "sift_down",
    "pop_worst",
    "keep_better",
    "admit",
    "ask_next",
    "seat_everybody",
    "are_exclusive",
    "close_choices",
)
_ENTRIES = ("seat_everybody", "close_choices")


@cache
def compiled_kernel() -> dict[str, Callable[..., Any]]:
    """Return the kernel's functions compiled, by name.

    Each is rebuilt over a namespace that holds its compiled callees, so the source stays the plain one.
    Machine code is kept beside the source, or in the user's cache where that folder is read-only; with
    neither writable every process compiles anew.
    """
    space: dict[str, Any] = dict(vars(_kernel))
    for name in _FUNCTIONS:
        plain = vars(_kernel)[name]
        space[name] = _compile(FunctionType(plain.__code__, space, name))
    return {name: space[name] for name in _ENTRIES}


def _compile(function: FunctionType) -> Any:
    import numba  # half a second, so only where it pays

    # Inlined, the nineteen columns of a board are not handed over at every call: twice as fast.
    # Trap: kept machine code is known by the kernel's source alone; delete it after a change here.
    inline: Literal["never", "always"] = "never" if function.__name__ in _ENTRIES else "always"
    try:
        return numba.njit(nogil=True, inline=inline, cache=True)(function)
    except RuntimeError:  # Numba found no folder to keep machine code in
        return numba.njit(nogil=True, inline=inline)(function)
