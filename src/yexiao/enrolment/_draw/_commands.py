"""`yexiao draw` and `yexiao verify-draw`: files in, files out, no database."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

from yexiao.enrolment._draw._exchange import field, parse_json, read_draw
from yexiao.enrolment._draw._records import Draw, EntryError, Result, VerificationError
from yexiao.enrolment._draw._result_json import canonical_json, write_result
from yexiao.enrolment._draw._rounds import run_draw


def draw_file(source: str | Path, target: str | Path) -> Result:
    """Run the draw in the exchange file `source` and write its result to `target`.

    The result file appears whole or not at all.

    Raises:
        EntryError: `source` cannot be read or used, or `target` not written (exit code 2).
    """
    result = run_draw(read_draw(_read(source)))
    _write(target, write_result(result))
    return result


def verify_file(source: str | Path, claimed: str | Path) -> Result:
    """Run the draw in `source` again and compare with the result file `claimed`.

    Raises:
        EntryError: A file cannot be read, or `source` cannot be used (exit code 2).
        VerificationError: The seed or the result is not what the file gives; the first difference is
            named (exit code 1).
    """
    result = run_draw(_read_revealed(source))
    compare_results(parse_json(_read(claimed)), parse_json(b"".join(write_result(result))))
    return result


def _read_revealed(source: str | Path) -> Draw:
    try:
        return read_draw(_read(source))
    except EntryError as error:
        if error.code == "seed_mismatch":
            raise VerificationError(error.path, error.code, error.problem) from error
        raise


def compare_results(claimed: Any, recomputed: dict[str, Any]) -> None:
    """Raise `VerificationError` at the first difference between two results as JSON values."""
    for name in ("format", "order", "seats", "unseated", "digest"):
        _compare(field(claimed, name), recomputed[name], name)
    if canonical_json(claimed) != canonical_json(recomputed):
        raise VerificationError((), "differs", "holds more than, or other spellings of, what the draw gives")


def _compare(claimed: Any, recomputed: Any, name: str) -> None:
    if claimed == recomputed:
        return
    if not isinstance(claimed, list) or not isinstance(recomputed, list):
        raise VerificationError((name,), "differs", f"is {_show(claimed)}, the draw gives {_show(recomputed)}")
    pairs = enumerate(zip_longest(claimed, recomputed))
    at, (one, other) = next((at, pair) for at, pair in pairs if pair[0] != pair[1])
    raise VerificationError((name, at), "differs", f"is {_show(one)}, the draw gives {_show(other)}")


def _show(value: Any) -> str:
    return "nothing" if value is None else canonical_json(value)[:200].decode(errors="replace")


def _read(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise EntryError((str(path),), "unreadable", f"cannot be read ({error.strerror})") from error


def _write(path: str | Path, pieces: Iterable[bytes]) -> None:
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise EntryError((str(path),), "unwritable", f"cannot be written ({error.strerror})") from error
