"""A result as canonical JSON, its digest, and the way back from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from json import JSONEncoder
from typing import Any, Final

from yexiao.enrolment._draw._records import Result, Seat, Unseated

RESULT_FORMAT: Final = "yexiao-draw-result/1"
_canonical = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> bytes:
    """Return the one spelling that digests are taken over.

    UTF-8, keys sorted, separators `,` and `:`, nothing escaped that JSON allows to stand.
    """
    return _canonical.encode(value).encode(errors="surrogatepass")


def make_result(*, order: tuple[str, ...], seats: tuple[Seat, ...], unseated: tuple[Unseated, ...]) -> Result:
    """Put a result together and take its digest."""
    digest = hashlib.sha256()
    for piece in _body(order, seats, unseated):
        digest.update(piece.encode())
    return Result(order, seats, unseated, digest.hexdigest())


def write_result(result: Result) -> Iterator[bytes]:
    """Return the result file in pieces: canonical JSON with its `digest`, and a line end."""
    yield b'{"digest":%b,' % canonical_json(result.digest)
    pieces = _body(result.order, result.seats, result.unseated)
    yield next(pieces).removeprefix("{").encode()
    yield from (piece.encode() for piece in pieces)
    yield b"\n"


def _body(order: Iterable[str], seats: Iterable[Seat], unseated: Iterable[Unseated]) -> Iterator[str]:
    # The same bytes as `canonical_json` of the whole, without building a million dicts.
    quoted = _canonical.encode
    yield f'{{"format":{quoted(RESULT_FORMAT)},"order":'
    yield quoted(list(order))
    yield ',"seats":['
    yield ",".join(_seat_texts(seats))
    yield '],"unseated":['
    yield ",".join([f'{{"person":{quoted(person)},"reason":"{reason}"}}' for person, reason in unseated])
    yield "]}"


def _seat_texts(seats: Iterable[Seat]) -> list[str]:
    quoted = _canonical.encode
    section = cache(quoted)
    return [
        f'{{"choice":{choice},"person":{quoted(person)},"round":{number},"section":{section(name)}}}'
        for person, name, choice, number in seats
    ]
