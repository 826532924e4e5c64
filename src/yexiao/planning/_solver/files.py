"""Plan from file to file, and check a result file; what the command line calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .checker import check
from .problem import Plan, ProblemError
from .reading import parse_text
from .writing import as_text


def plan_file(
    source: Path,
    target: Path,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    iterations: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Plan:
    """Plan the season of a file and write the result beside nothing else.

    Raises:
        ProblemError: The season is not valid; the message names the entry.
        OSError: A file cannot be read or written.
    """
    from .solve import solve

    problem = parse_text(source.read_bytes())
    plan = solve(problem, seconds=seconds, seed=seed, iterations=iterations, progress=progress)
    target.write_text(as_text(plan), encoding="utf-8")
    return plan


def check_file(source: Path, result: Path) -> list[str]:
    """Return everything wrong with a result file, in words; an empty list means it is right.

    Raises:
        ProblemError: The season or the result is not valid JSON, or the season is not valid.
        OSError: A file cannot be read.
    """
    problem = parse_text(source.read_bytes())
    return check(problem, _decoded(result.read_bytes()))


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemError("result", f"is not valid JSON ({error})") from None
    if not isinstance(data, dict):
        raise ProblemError("result", "must be an object")
    return data
