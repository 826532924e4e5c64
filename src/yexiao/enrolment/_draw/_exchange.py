"""The exchange file `yexiao-draw/1`: read with every field checked, and written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from yexiao.enrolment._draw._memory import no_collecting
from yexiao.enrolment._draw._records import (
    Draw,
    EntryError,
    Meeting,
    Path,
    Person,
    Pool,
    Section,
    seed_hash,
)
from yexiao.enrolment._draw._result_json import canonical_json

DRAW_FORMAT: Final = "yexiao-draw/1"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_HEX = re.compile(r"([0-9a-fA-F]{2})+")


def read_draw(content: bytes) -> Draw:
    """Read an exchange file.

    Every field of the format must be there; others are passed over.

    Raises:
        EntryError: It is not JSON in UTF-8, a field is missing or of the wrong kind, or the seed is not
            the one whose hash was published.
    """
    with no_collecting():
        return _read(parse_json(content))


def _read(data: Any) -> Draw:
    if field(data, "format") != DRAW_FORMAT:
        raise EntryError(("format",), "unknown_format", f'must be "{DRAW_FORMAT}"')
    return Draw(
        seats_per_person=_count(field(data, "seats_per_person"), 1, "seats_per_person"),
        seed=_read_seed(data),
        beacon=_text(field(data, "beacon"), "beacon"),
        sections=tuple(_read_section(raw, "sections", at) for at, raw in _rows(data, "sections")),
        people=_read_people(_rows(data, "people")),
    )


def parse_json(content: bytes) -> Any:
    """Return the JSON value in the bytes, or raise `EntryError` saying where it ends to be JSON."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise EntryError((), "not_utf8", f"is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        problem = f"is not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise EntryError((), "not_json", problem) from error
    except (ValueError, RecursionError) as error:
        raise EntryError((), "not_json", "holds a number or a nesting that cannot be read") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def field(record: Any, name: str, *path: str | int) -> Any:
    """Return a field of a JSON object; raise `EntryError` if it is none, or lacks the field."""
    if not isinstance(record, dict):
        raise EntryError(path, "wrong_kind", "must be an object")
    if name not in record:
        raise EntryError((*path, name), "missing", "is missing")
    return record[name]


def write_draw(draw: Draw) -> bytes:
    """Return the exchange file of a draw as canonical JSON, with the hash of its seed."""
    data = {
        "format": DRAW_FORMAT,
        "seats_per_person": draw.seats_per_person,
        "seed_hash": seed_hash(draw.seed),
        "seed": draw.seed.hex(),
        "beacon": draw.beacon,
        "sections": [_section_as_json(section) for section in draw.sections],
        "people": [_person_as_json(person) for person in draw.people],
    }
    return canonical_json(data) + b"\n"


def entries_digest(people: Iterable[Person]) -> str:
    """Return the digest published at closing: SHA-256 of the file's `people` in canonical JSON, in hex."""
    return hashlib.sha256(canonical_json([_person_as_json(person) for person in people])).hexdigest()


def _section_as_json(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "course": section.course,
        "capacity": section.capacity,
        "meetings": [[begin.isoformat(), end.isoformat()] for begin, end in section.meetings],
        "pools": [{"name": pool.name, "seats": pool.seats} for pool in section.pools],
    }


def _person_as_json(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "choices": list(person.choices),
        "pools": list(person.pools),
        "losses": person.losses,
    }


def _read_seed(data: Any) -> bytes:
    seed = bytes.fromhex(_hex(field(data, "seed"), "seed"))
    promised = _hex(field(data, "seed_hash"), "seed_hash")
    if seed_hash(seed) != promised.lower():
        problem = "is not the SHA-256 of the seed's bytes: this is not the seed that was promised"
        raise EntryError(("seed_hash",), "seed_mismatch", problem)
    return seed


def _read_section(raw: Any, *path: str | int) -> Section:
    return Section(
        id=_text(field(raw, "id", *path), *path, "id"),
        course=_text(field(raw, "course", *path), *path, "course"),
        capacity=_count(field(raw, "capacity", *path), 0, *path, "capacity"),
        meetings=tuple(_read_meeting(pair, *path, "meetings", at) for at, pair in _rows(raw, "meetings", *path)),
        pools=tuple(_read_pool(pool, *path, "pools", at) for at, pool in _rows(raw, "pools", *path)),
    )


def _read_meeting(raw: Any, *path: str | int) -> Meeting:
    if not isinstance(raw, list) or len(raw) != 2:
        raise EntryError(path, "wrong_kind", "must be a begin and an end")
    return _read_moment(raw[0], *path, 0), _read_moment(raw[1], *path, 1)


def _read_moment(raw: Any, *path: str | int) -> datetime:
    text = _text(raw, *path)
    if not _MOMENT.fullmatch(text):
        raise EntryError(path, "wrong_kind", "must be a time like 2026-12-04T19:00:00+08:00")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise EntryError(path, "wrong_kind", f"is not a time: {error}") from error


def _read_pool(raw: Any, *path: str | int) -> Pool:
    name = _text(field(raw, "name", *path), *path, "name")
    return Pool(name, _count(field(raw, "seats", *path), 0, *path, "seats"))


def _read_people(rows: Iterable[tuple[int, Any]]) -> tuple[Person, ...]:
    shared: dict[str, str] = {}  # one string for each section's and pool's name, not one for each mention
    return tuple(_read_person(shared, raw, "people", at) for at, raw in rows)


def _read_person(shared: dict[str, str], raw: Any, *path: str | int) -> Person:
    return Person(
        id=_text(field(raw, "id", *path), *path, "id"),
        choices=_names(shared, raw, "choices", *path),
        pools=_names(shared, raw, "pools", *path),
        losses=_count(field(raw, "losses", *path), 0, *path, "losses"),
    )


def _names(shared: dict[str, str], raw: Any, name: str, *path: str | int) -> tuple[str, ...]:
    texts = (_text(value, *path, name, at) for at, value in _rows(raw, name, *path))
    return tuple([shared.setdefault(text, text) for text in texts])


def _rows(record: Any, name: str, *path: str | int) -> Iterable[tuple[int, Any]]:
    value = field(record, name, *path)
    if not isinstance(value, list):
        raise EntryError((*path, name), "wrong_kind", "must be a list")
    return enumerate(value)


def _text(value: Any, *path: str | int) -> str:
    if not isinstance(value, str) or (not value and path != ("beacon",)):
        raise EntryError(path, "wrong_kind", "must be a text that is not empty")
    if not value.isascii():
        _check_encodable(value, path)
    return value


def _check_encodable(value: str, path: Path) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EntryError(path, "not_utf8", "holds half a character, which UTF-8 cannot write") from error


def _hex(value: Any, *path: str | int) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise EntryError(path, "wrong_kind", "must be bytes in hex, two digits each")
    return value


def _count(value: Any, least: int, *path: str | int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise EntryError(path, "wrong_kind", "must be a whole number")
    if value < least:
        raise EntryError(path, "too_small", f"{value} is below {least}")
    return value
