"""The draw: seats given out by one public random order, so that anybody can recompute the result.

People-proposing deferred acceptance with reserved seats. Everybody names sections, best first; each
section lets its pools choose in the order listed, every pool its best-ordered members up to its
reserved seats, then takes the best-ordered of everybody for the seats left. A reserve nobody claims is
therefore released by itself. `_order` says what the order is, `_kernel` why the outcome is fair,
`_rounds` what happens with more than one seat a person; `docs/howto/verify-a-draw.md` tells it to
everybody else.

Pure computing: no Django, no database, no clock. Records in, records out.
"""

from yexiao.enrolment._draw._commands import draw_file, verify_file
from yexiao.enrolment._draw._exchange import DRAW_FORMAT, entries_digest, read_draw, write_draw
from yexiao.enrolment._draw._order import order_keys, pseudonym, public_order
from yexiao.enrolment._draw._records import (
    Draw,
    DrawError,
    EntryError,
    Meeting,
    Person,
    Pool,
    Reason,
    Result,
    Seat,
    Section,
    Unseated,
    VerificationError,
    seed_hash,
)
from yexiao.enrolment._draw._result_json import RESULT_FORMAT, canonical_json, write_result
from yexiao.enrolment._draw._rounds import run_draw

__all__ = [
    "DRAW_FORMAT",
    "RESULT_FORMAT",
    "Draw",
    "DrawError",
    "EntryError",
    "Meeting",
    "Person",
    "Pool",
    "Reason",
    "Result",
    "Seat",
    "Section",
    "Unseated",
    "VerificationError",
    "canonical_json",
    "draw_file",
    "entries_digest",
    "order_keys",
    "pseudonym",
    "public_order",
    "read_draw",
    "run_draw",
    "seed_hash",
    "verify_file",
    "write_draw",
    "write_result",
]
